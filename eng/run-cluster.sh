#!/usr/bin/env bash
# ./run.sh --cluster [--silos 2] [--gateways 2] [--port 9100] [further arguments for silos and gateways]
# Starts Redis (append-only file on), silos and gateways as processes of their own, with all data under artifacts/cluster.
# Prints one line of JSON for each process on standard output, then {"ready":true}; everything else goes to log files there.
# SIGTERM or Ctrl-C stops them all, gateways first. What dies by itself is not started again.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
silos=2
gateways=2
port=9100
rest=()
while [ $# -gt 0 ]; do
    case "$1" in
        --silos) silos=$2; shift 2 ;;
        --gateways) gateways=$2; shift 2 ;;
        --port) port=$2; shift 2 ;;
        *) rest+=("$1"); shift ;;
    esac
done
for number in "$silos" "$gateways" "$port"; do
    [[ "$number" =~ ^[1-9][0-9]*$ ]] || { echo "run.sh: '$number' is not a positive number." >&2; exit 2; }
done
command -v redis-server > /dev/null || { echo "run.sh: redis-server 6.2 or later is needed (Debian: apt-get install redis-server)." >&2; exit 1; }

data="$root/artifacts/cluster/$port"
mkdir -p "$data/redis"
pids=()
gateway_pids=()
silo_pids=()
redis_pid=

# A port nobody listens on; those given out already are passed over.
next_port=$((port + 1000))
free_port() {
    while (exec 3<> "/dev/tcp/127.0.0.1/$next_port") 2> /dev/null; do
        next_port=$((next_port + 1))
    done
    found_port=$next_port
    next_port=$((next_port + 1))
}

alive() { kill -0 "$1" 2> /dev/null; }

wait_for_end() {
    for pid in "$@"; do
        wait "$pid" 2> /dev/null || true
    done
}

stop() {
    trap '' TERM INT EXIT
    kill -TERM "${gateway_pids[@]}" 2> /dev/null || true
    wait_for_end "${gateway_pids[@]}"
    kill -TERM "${silo_pids[@]}" 2> /dev/null || true
    wait_for_end "${silo_pids[@]}"
    # Redis may have been started again by somebody who killed it: then it is not ours to stop.
    [ -z "$redis_pid" ] || { kill -TERM "$redis_pid" 2> /dev/null || true; wait_for_end "$redis_pid"; }
    exit "${1:-0}"
}
trap 'stop 0' TERM INT
trap 'stop 1' EXIT

fail() {
    echo "run.sh: $1" >&2
    [ -z "${2:-}" ] || tail -n 5 "$2" >&2
    exit 1
}

# For arguments and paths: nothing but quotes and backslashes needs care in JSON here.
json() { printf '"%s"' "$(printf '%s' "$1" | sed 's/\\/\\\\/g; s/"/\\"/g')"; }

free_port
redis_port=$found_port
redis_args=(redis-server --port "$redis_port" --bind 127.0.0.1 --appendonly yes --appendfsync always --save "" --dir "$data/redis")
(cd "$data" && exec "${redis_args[@]}") > "$data/redis.log" 2>&1 &
redis_pid=$!
until redis-cli -p "$redis_port" ping > /dev/null 2>&1; do
    alive "$redis_pid" || fail "redis-server ended" "$data/redis.log"
    sleep 0.1
done
args_json=$(for arg in "${redis_args[@]}"; do json "$arg"; printf ','; done)
printf '{"role":"redis","port":%d,"pid":%d,"args":[%s],"cwd":%s}\n' "$redis_port" "$redis_pid" "${args_json%,}" "$(json "$data")"

export ConnectionStrings__Redis="127.0.0.1:$redis_port"
export Cluster__ClusterId="local-$port"

for ((i = 1; i <= silos; i++)); do
    free_port; silo_port=$found_port
    free_port; gateway_port=$found_port
    dotnet "$root/artifacts/silo/Orleans.Realtime.Silo.dll" --Cluster:AdvertisedAddress=127.0.0.1 --Cluster:SiloPort="$silo_port" --Cluster:GatewayPort="$gateway_port" "${rest[@]}" > "$data/silo-$i.log" 2>&1 &
    silo_pids+=($!)
done
for ((i = 1; i <= silos; i++)); do
    until grep -q "Silo is up" "$data/silo-$i.log"; do
        alive "${silo_pids[$((i - 1))]}" || fail "silo-$i ended" "$data/silo-$i.log"
        sleep 0.1
    done
    printf '{"role":"silo","instance_id":"silo-%d","pid":%d}\n' "$i" "${silo_pids[$((i - 1))]}"
done

for ((i = 1; i <= gateways; i++)); do
    url="http://127.0.0.1:$((port + i - 1))"
    dotnet "$root/artifacts/gateway.web/Orleans.Realtime.Gateway.Web.dll" --urls "$url" --Gateway:InstanceId="gw-$i" --Auth:Mode="${Auth__Mode:-Development}" "${rest[@]}" > "$data/gw-$i.log" 2>&1 &
    gateway_pids+=($!)
done
for ((i = 1; i <= gateways; i++)); do
    url="http://127.0.0.1:$((port + i - 1))"
    until (exec 3<> "/dev/tcp/127.0.0.1/$((port + i - 1))") 2> /dev/null && grep -q "listens on" "$data/gw-$i.log"; do
        alive "${gateway_pids[$((i - 1))]}" || fail "gw-$i ended" "$data/gw-$i.log"
        sleep 0.1
    done
    printf '{"role":"gateway","instance_id":"gw-%d","url":"%s","pid":%d}\n' "$i" "$url" "${gateway_pids[$((i - 1))]}"
done
printf '{"ready":true}\n'

# Until a signal comes. A process that ends by itself, or is killed, ends nothing else.
while :; do
    wait -n 2> /dev/null || true
    [ -n "$(jobs -pr)" ] || exit 1
done
