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

. "$root/eng/build-programs.sh"
build_programs "${programs[@]}"

# Completing socket operations on the thread that polls them costs less CPU per message; see docs/performance.md.
export DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS="${DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS:-1}"
if [ "${1:-}" = "--cluster" ]; then
    shift
    exec "$root/eng/run-cluster.sh" "$@"
fi
exec dotnet "$(folder Embedded)/Orleans.Realtime.Embedded.dll" "$@"
