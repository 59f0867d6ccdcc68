#!/usr/bin/env bash
# Measures what a message costs this server and its peers, side by side: CPU µs per delivered message, latency, memory per idle connection. Linux.
#   bench/run.sh [--quick] [--only F1,F3] [--peers signalr,kestrel,socketio,ws,nats,limit | none] [--seconds 4] [--rounds 3] [--out FOLDER] [--write-docs]
#   bench/run.sh --profile F2 [--seconds 10]     where our server spends its time under a work: perf, as text
#   bench/run.sh --micro [arguments for BenchmarkDotNet]
# The server has core 0 for itself, the generator core 1; both speak over loopback only, on ports that the kernel chooses, and end by themselves, or
# with Ctrl-C. Results go to artifacts/bench/results unless --out says otherwise. A peer that cannot be built here is left out, and why is said.
# bench/README.md says what each work is and how to read the table.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
programs=$root/artifacts/bench
peers=$root/bench/peers
all_peers=signalr,kestrel,socketio,ws,nats,limit
chosen=$all_peers
only=
arguments=()
out=$programs/results
while [ $# -gt 0 ]; do
    case "$1" in
        --micro)
            shift
            "$root/eng/select-orleans.sh" >&2
            cd "$root"
            [ $# -gt 0 ] || set -- --filter "*"
            exec dotnet run -c Release --project bench/Micro/Micro.csproj -- "$@"
            ;;
        --quick) arguments+=("$1"); shift ;;
        --only) only=$2; arguments+=("$1" "$2"); shift 2 ;;
        --peers) chosen=$2; arguments+=("$1" "$2"); shift 2 ;;
        --profile)
            command -v perf > /dev/null || { echo "bench/run.sh: perf is needed (Debian: apt-get install linux-perf)." >&2; exit 1; }
            only=$2
            chosen=none
            arguments+=(--only "$2" --peers none --rounds 1 --profile)
            shift 2
            ;;
        --seconds | --rounds) arguments+=("$1" "$2"); shift 2 ;;
        --out) out=$2; shift 2 ;;
        --write-docs) arguments+=(--page "$root/docs/performance.md"); shift ;;
        -h | --help) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0"; exit 0 ;;
        *) echo "bench/run.sh: '$1' is unknown; see --help." >&2; exit 2 ;;
    esac
done

for tool in dotnet taskset; do
    command -v "$tool" > /dev/null || { echo "bench/run.sh: '$tool' is needed and not on the PATH." >&2; exit 1; }
done
[ "$(nproc)" -ge 2 ] || { echo "bench/run.sh: two cores are needed: one for the server and one for the generator." >&2; exit 1; }

wanted() { [[ ",$chosen," == *",$1,"* ]]; }
runs() { [ -z "$only" ] || [[ ",$only," == *",$1,"* ]]; }

missing() {
    echo "bench/run.sh: without $1: $2" >&2
    arguments+=(--missing "$1=$2")
}

publish() {
    dotnet publish "$1" -c Release -o "$programs/$2" --nologo -v quiet "${@:3}" >&2
}

"$root/eng/select-orleans.sh" >&2
publish "$root/bench/Load/Load.csproj" Load
publish "$root/Embedded/Embedded.csproj" Embedded
if runs F3 || runs F4 || runs F5 || runs P1 || runs P4; then
    publish "$root/Silo/Silo.csproj" Silo
    publish "$root/Gateway.Web/Gateway.Web.csproj" Gateway.Web
fi

if wanted signalr; then
    # The backplane is a package of its own, which not every registry has.
    if runs F4 && ! publish "$peers/signalr/SignalR.csproj" SignalR -p:RedisBackplane=true > /dev/null 2>&1; then
        missing signalr-redis "the package Microsoft.AspNetCore.SignalR.StackExchangeRedis cannot be restored here"
        rm -rf "$peers/signalr/obj"
        publish "$peers/signalr/SignalR.csproj" SignalR
    elif ! runs F4; then
        publish "$peers/signalr/SignalR.csproj" SignalR
    fi
fi
if wanted kestrel; then
    publish "$peers/kestrel/Kestrel.csproj" Kestrel
fi

for peer in socketio ws; do
    if wanted "$peer"; then
        if ! command -v node > /dev/null || ! command -v npm > /dev/null; then
            missing "$peer" "node and npm are not installed"
        elif [ ! -d "$peers/$peer/node_modules" ] && ! npm ci --prefix "$peers/$peer" --no-audit --no-fund --loglevel=error >&2; then
            missing "$peer" "npm ci failed"
        fi
    fi
done
if wanted nats && ! command -v nats-server > /dev/null; then
    missing nats "nats-server is not installed (Debian: apt-get install nats-server)"
fi
if wanted limit; then
    if ! command -v cc > /dev/null; then
        missing limit "there is no C compiler (cc)"
    elif ! cc -O2 -Wall -o "$programs/limit" "$peers/limit/limit.c"; then
        missing limit "it does not compile"
    fi
fi

revision=$(git -C "$root" rev-parse --short HEAD 2> /dev/null || true)
[ -z "$revision" ] || [ -z "$(git -C "$root" status --porcelain --untracked-files=no 2> /dev/null)" ] || revision="$revision with changes"
ulimit -n "$(ulimit -Hn)"
exec taskset -c 1 dotnet "$programs/Load/Orleans.Realtime.Load.dll" \
    --programs "$programs" --peer-folder "$peers" --out "$out" --revision "${revision:-unknown}" "${arguments[@]}"
