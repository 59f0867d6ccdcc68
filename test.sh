#!/usr/bin/env bash
# Builds everything and runs all tests. Needs the .NET SDK 10 and node; installs what else the tests need when it can.
#   ./test.sh [arguments for dotnet test, for example --filter FullyQualifiedName~Rooms]
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"

for tool in dotnet node npm; do
    command -v "$tool" > /dev/null || { echo "test.sh: '$tool' is needed and not on the PATH." >&2; exit 1; }
done

# Stock WebSocket clients in other languages, which the end-to-end tests drive.
if ! /usr/bin/python3 -c 'import websockets' 2> /dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
        apt-get update -qq > /dev/null 2>&1
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3 python3-websockets > /dev/null 2>&1
    fi
    /usr/bin/python3 -c 'import websockets' 2> /dev/null || { echo "test.sh: install python3-websockets (Debian: apt-get install python3-websockets)." >&2; exit 1; }
fi
# The tests of storage start servers of their own.
if ! command -v redis-server > /dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
        apt-get update -qq > /dev/null 2>&1
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends redis-server > /dev/null 2>&1
    fi
    command -v redis-server > /dev/null || { echo "test.sh: install redis-server 6.2 or newer (Debian: apt-get install redis-server)." >&2; exit 1; }
fi
for package in tests/stock-clients clients/typescript; do
    # What npm wrote last is as old as the installation.
    if [ "$package/package-lock.json" -nt "$package/node_modules/.package-lock.json" ]; then
        npm ci --prefix "$package" --no-audit --no-fund --loglevel=error || exit 1
    fi
done

eng/select-orleans.sh || exit 1
dotnet build Orleans.Realtime.sln -c Release --nologo -v quiet || exit 1

log=$(mktemp)
trap 'rm -f "$log"' EXIT
# One project after the other: the tests of failures and time use both cores.
dotnet test Orleans.Realtime.sln -c Release --no-build --nologo -m:1 "$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}

awk -f eng/summarize-tests.awk "$log" || status=1
exit "$status"
