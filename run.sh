#!/usr/bin/env bash
# Starts the embedded server: one process with silo and gateway, everything in memory, no Redis needed.
#   ./run.sh [--urls http://127.0.0.1:8080] [further arguments for the server]
# Or a cluster on this machine, with Redis, silos and gateways as processes:
#   ./run.sh --cluster [--silos 2] [--gateways 2] [--port 9100] [--data FOLDER] [--sample [NAME]] [further arguments for silos and gateways]
# Configuration comes from the environment as usual for .NET, for example Auth__Mode=Jwt.
# The first start restores and builds; later ones start what was built unless a source changed.
# The process becomes the server: its pid is the server's, and signals reach it.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
programs=(Embedded)
if [ "${1:-}" = "--cluster" ]; then
    programs=(Silo Gateway.Web)
    previous=
    for argument in "$@" ""; do
        if [ "$previous" = "--sample" ]; then
            case "$argument" in
                "" | -*) programs+=(samples/OrderNotifications) ;;
                *) programs+=("samples/$argument")
                    [ -f "$root/samples/$argument/$argument.csproj" ] || { echo "run.sh: there is no sample '$argument' that is a service." >&2; exit 2; } ;;
            esac
        fi
        previous=$argument
    done
fi

if ! command -v dotnet > /dev/null; then
    echo "run.sh: the .NET SDK 10 is needed (dotnet is not on the PATH): https://dot.net" >&2
    exit 1
fi

folder() { echo "$root/artifacts/$(basename "$1" | tr '[:upper:]' '[:lower:]')"; }

stale() {
    local stamp
    stamp="$(folder "$1")/.built"
    [ ! -f "$stamp" ] && return 0
    [ -n "${OrleansRuntime:-}" ] && [ "$(cat "$stamp")" != "$OrleansRuntime" ] && return 0
    [ -n "$(find "$root" \( -name bin -o -name obj -o -name artifacts -o -name .git -o -name node_modules -o -path "$root/tests" -o -path "$root/bench" -o -path "$root/clients" -o -path "$root/docs" \) -prune \
        -o -type f -newer "$stamp" \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '*.json' -o -path '*/wwwroot/*' \) -print -quit)" ]
}

# One build at a time: several may be started together. Build servers outlive a build and must not inherit the lock.
mkdir -p "$root/artifacts"
exec 9> "$root/artifacts/.building"
if command -v flock > /dev/null; then flock 9; fi
for program in "${programs[@]}"; do
    if stale "$program"; then
        "$root/eng/select-orleans.sh" 9>&-
        echo "Building $program (release) …" >&2
        out=$(folder "$program")
        log="$out.log"
        if ! dotnet publish "$root/$program/$(basename "$program").csproj" -c Release -o "$out" --nologo -v quiet > "$log" 2>&1 9>&-; then
            cat "$log" >&2
            exit 1
        fi
        sed -nE 's|.*<OrleansRuntime [^>]*>([A-Za-z]+)<.*|\1|p' "$root/artifacts/orleans.props" > "$out/.built"
    fi
done
exec 9>&-

# Completing socket operations on the thread that polls them costs less CPU per message; see docs/performance.md.
export DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS="${DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS:-1}"
if [ "${1:-}" = "--cluster" ]; then
    shift
    exec "$root/eng/run-cluster.sh" "$@"
fi
exec dotnet "$(folder Embedded)/Orleans.Realtime.Embedded.dll" "$@"
