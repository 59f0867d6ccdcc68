#!/usr/bin/env bash
# ./run.sh --cluster [--silos 2] [--gateways 2] [--port 9100] [--data artifacts/cluster/PORT] [--sample [NAME]] [further arguments for silos and gateways]
# Starts Redis (append-only file on), silos and gateways as processes of their own, with all data and log files in the folder --data.
# With --sample also a service that calls the grains: samples/NAME, or samples/OrderNotifications.
# Prints one line of JSON for each process on standard output, then {"ready":true}. A line says what starts that process again: its
# "args", in the folder "cwd", with "env" added to the environment; "log" is where its output goes.
# SIGTERM or Ctrl-C stops them all, sample and gateways first. What dies by itself, or is killed, is not started again.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
silos=2
gateways=2
port=9100
data=
sample=
rest=()
while [ $# -gt 0 ]; do
    case "$1" in
        --silos) silos=$2; shift 2 ;;
        --gateways) gateways=$2; shift 2 ;;
        --port) port=$2; shift 2 ;;
        --data) data=$2; shift 2 ;;
        --sample)
            sample=OrderNotifications; shift
            case "${1:-}" in "" | -*) ;; *) sample=$1; shift ;; esac ;;
        *) rest+=("$1"); shift ;;
    esac
done
for number in "$silos" "$gateways" "$port"; do
    [[ "$number" =~ ^[1-9][0-9]*$ ]] || { echo "run.sh: '$number' is not a positive number." >&2; exit 2; }
done
command -v redis-server > /dev/null || { echo "run.sh: redis-server 6.2 or later is needed (Debian: apt-get install redis-server)." >&2; exit 1; }

data=${data:-$root/artifacts/cluster/$port}
mkdir -p "$data/redis"
data=$(cd "$data" && pwd)
pids=()
gateway_pids=()
silo_pids=()
redis_pid=
sample_pid=

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
    [ -z "$sample_pid" ] || { kill -TERM "$sample_pid" 2> /dev/null || true; wait_for_end "$sample_pid"; }
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
json_array() { local list=; for item in "$@"; do list+=",$(json "$item")"; done; printf '[%s]' "${list#,}"; }

free_port
redis_port=$found_port
redis_args=(redis-server --port "$redis_port" --bind 127.0.0.1 --appendonly yes --appendfsync always --save "" --dir "$data/redis")
(cd "$data" && exec "${redis_args[@]}") > "$data/redis.log" 2>&1 &
redis_pid=$!
until redis-cli -p "$redis_port" ping > /dev/null 2>&1; do
    alive "$redis_pid" || fail "redis-server ended" "$data/redis.log"
    sleep 0.1
done
printf '{"role":"redis","instance_id":"redis","port":%d,"pid":%d,"args":%s,"cwd":%s,"env":{},"log":%s}\n' \
    "$redis_port" "$redis_pid" "$(json_array "${redis_args[@]}")" "$(json "$data")" "$(json "$data/redis.log")"

export ConnectionStrings__Redis="127.0.0.1:$redis_port"
export Cluster__ClusterId="local-$port"
env_json=$(for name in ConnectionStrings__Redis Cluster__ClusterId DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS; do
    [ -z "${!name:-}" ] || printf ',"%s":%s' "$name" "$(json "${!name}")"
done)

# describe ROLE INSTANCE PID URL ARGS…
describe() {
    local url=
    [ -z "$4" ] || url=",\"url\":\"$4\""
    printf '{"role":"%s","instance_id":"%s","pid":%d%s,"args":%s,"cwd":%s,"env":{%s},"log":%s}\n' \
        "$1" "$2" "$3" "$url" "$(json_array "${@:5}")" "$(json "$PWD")" "${env_json#,}" "$(json "$data/$2.log")"
}

silo_lines=()
for ((i = 1; i <= silos; i++)); do
    free_port; silo_port=$found_port
    free_port; gateway_port=$found_port
    args=(dotnet "$root/artifacts/silo/Orleans.Realtime.Silo.dll" --Cluster:AdvertisedAddress=127.0.0.1 --Cluster:SiloPort="$silo_port" --Cluster:GatewayPort="$gateway_port" "${rest[@]}")
    "${args[@]}" > "$data/silo-$i.log" 2>&1 &
    silo_pids+=($!)
    silo_lines+=("$(describe silo "silo-$i" $! "" "${args[@]}")")
done
for ((i = 1; i <= silos; i++)); do
    until grep -q "Silo is up" "$data/silo-$i.log"; do
        alive "${silo_pids[i - 1]}" || fail "silo-$i ended" "$data/silo-$i.log"
        sleep 0.1
    done
    echo "${silo_lines[i - 1]}"
done

gateway_lines=()
for ((i = 1; i <= gateways; i++)); do
    url="http://127.0.0.1:$((port + i - 1))"
    args=(dotnet "$root/artifacts/gateway.web/Orleans.Realtime.Gateway.Web.dll" --urls "$url" --Gateway:InstanceId="gw-$i" --Auth:Mode="${Auth__Mode:-Development}" "${rest[@]}")
    "${args[@]}" > "$data/gw-$i.log" 2>&1 &
    gateway_pids+=($!)
    gateway_lines+=("$(describe gateway "gw-$i" $! "$url" "${args[@]}")")
done
for ((i = 1; i <= gateways; i++)); do
    until (exec 3<> "/dev/tcp/127.0.0.1/$((port + i - 1))") 2> /dev/null && grep -q "listens on" "$data/gw-$i.log"; do
        alive "${gateway_pids[i - 1]}" || fail "gw-$i ended" "$data/gw-$i.log"
        sleep 0.1
    done
    echo "${gateway_lines[i - 1]}"
done

if [ -n "$sample" ]; then
    name=$(printf '%s' "$sample" | sed 's/\(.\)\([A-Z]\)/\1-\2/g' | tr '[:upper:]' '[:lower:]')
    args=(dotnet "$root/artifacts/$(printf '%s' "$sample" | tr '[:upper:]' '[:lower:]')/Orleans.Realtime.$sample.dll")
    "${args[@]}" > "$data/$name.log" 2>&1 &
    sample_pid=$!
    until grep -q '"listening"' "$data/$name.log"; do
        alive "$sample_pid" || fail "the sample ended" "$data/$name.log"
        sleep 0.1
    done
    describe sample "$name" "$sample_pid" "" "${args[@]}"
fi
printf '{"ready":true}\n'

# Until a signal comes. A process that ends by itself, or is killed, ends nothing else.
while :; do
    wait -n 2> /dev/null || true
    [ -n "$(jobs -pr)" ] || exit 1
done
