#!/usr/bin/env bash
# Chooses the Orleans runtime that the sources are compiled against and writes it to artifacts/orleans.props, which
# Directory.Build.props imports. Microsoft Orleans wherever its packages can be restored, else OrleansLite.
#   OrleansRuntime=Microsoft|Lite in the environment overrides the choice (and is remembered).
#   eng/select-orleans.sh --again asks the registries once more.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
file="$root/artifacts/orleans.props"
packages="$root/Directory.Packages.props"

write() {
    mkdir -p "$root/artifacts"
    cat > "$file.$$" <<EOF
<Project>
  <!-- $2 -->
  <PropertyGroup>
    <OrleansRuntime Condition="'\$(OrleansRuntime)' == ''">$1</OrleansRuntime>
  </PropertyGroup>
</Project>
EOF
    mv "$file.$$" "$file"
    echo "Orleans runtime: $1 ($2)" >&2
}

case "${OrleansRuntime:-}" in
    Microsoft | Lite)
        if ! grep -qs ">$OrleansRuntime<" "$file"; then
            write "$OrleansRuntime" "named by OrleansRuntime in the environment"
        fi
        exit 0
        ;;
    "") ;;
    *)
        echo "OrleansRuntime is '$OrleansRuntime': it must be Microsoft or Lite." >&2
        exit 2
        ;;
esac

# The answer holds until the list of versions changes.
if [ "${1:-}" != "--again" ] && [ -f "$file" ] && [ ! "$packages" -nt "$file" ]; then
    exit 0
fi

probe=$(mktemp -d)
trap 'rm -rf "$probe"' EXIT
if dotnet restore "$root/eng/OrleansProbe/OrleansProbe.csproj" --nologo -v quiet \
    -p:OrleansRuntime=Microsoft -p:MSBuildProjectExtensionsPath="$probe/" -p:RestoreIgnoreFailedSources=false > "$probe/log" 2>&1; then
    write Microsoft "its packages restore here"
else
    missing=$({ grep -oE 'Unable to find (a stable )?package [A-Za-z.]*Orleans[A-Za-z.]*[A-Za-z]' "$probe/log" || true; } | awk '{print $NF}' | sort -u | head -2 | paste -sd ' ' | sed 's/ /, /g')
    write Lite "Microsoft Orleans cannot be restored here${missing:+: no $missing}"
fi
