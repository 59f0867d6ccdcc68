#!/usr/bin/env bash
# Measures what a message costs the embedded server: CPU µs per delivered message, latency, memory per idle connection.
#   bench/run.sh [F1 F2 F3 F5] [--seconds 10]
# The server has core 0 for itself, the generator core 1; both speak over loopback only and end by themselves.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"$root/eng/select-orleans.sh"
for project in Embedded/Embedded bench/Load/Load; do
    dotnet publish "$root/$project.csproj" -c Release -o "$root/artifacts/bench/$(basename "$project")" --nologo -v quiet
done
ulimit -n "$(ulimit -Hn)"
exec taskset -c 1 dotnet "$root/artifacts/bench/Load/Orleans.Realtime.Load.dll" "$root/artifacts/bench/Embedded/Orleans.Realtime.Embedded.dll" "$@"
