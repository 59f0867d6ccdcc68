#!/usr/bin/env bash
# Starts a cluster of its own, puts load on it, kills, stops and freezes its processes at random, and checks what the clients saw.
#   bench/chaos.sh [--seconds 180] [--seed N] [--silos 3] [--gateways 2] [--rate 1] [--emptying]
# The seed is printed, and decides which faults befall whom, and for how long. --rate multiplies the load. --emptying also empties Redis, which
# loses messages: clients must then be told of gaps. One line of JSON on standard output; exit code 1 when a promise was broken, with the output of
# all processes and the whole history under artifacts/chaos/<seed>.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"$root/eng/select-orleans.sh" >&2
dotnet publish "$root/bench/Chaos/Chaos.csproj" -c Release -o "$root/artifacts/chaos/bin" --nologo -v quiet >&2
exec dotnet "$root/artifacts/chaos/bin/Orleans.Realtime.Chaos.dll" "$root/artifacts/chaos" "$@"
