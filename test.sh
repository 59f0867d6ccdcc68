#!/usr/bin/env bash
# Builds everything and runs all tests. Needs the .NET SDK 10 and node; installs what else the tests need when it can.
#   ./test.sh [arguments for dotnet test, for example --filter FullyQualifiedName~Rooms]
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"

for tool in dotnet node npm; do
    command -v "$tool" > /dev/null || { echo "test.sh: '$tool' is needed and not on the PATH." >&2; exit 1; }
done

# need HOW-TO-SEE-IT WHAT-FOR PACKAGE...: installs Debian packages when it can, else says what to install.
updated=
need() {
    local present=$1 purpose=$2
    shift 2
    eval "$present" > /dev/null 2>&1 && return
    if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
        [ -n "$updated" ] || apt-get update -qq > /dev/null 2>&1
        updated=yes
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" > /dev/null 2>&1
    fi
    eval "$present" > /dev/null 2>&1 || { echo "test.sh: $purpose needed (Debian: apt-get install $*)." >&2; exit 1; }
}
need "/usr/bin/python3 -c 'import websockets'" "stock WebSocket clients in Python are" python3 python3-websockets
need "command -v redis-server" "redis-server 6.2 or newer is" redis-server
need "command -v chromium || command -v chromium-browser || command -v google-chrome" "a browser is" chromium fonts-dejavu-core
for package in tests/stock-clients tests/Browser.Tests clients/typescript; do
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
