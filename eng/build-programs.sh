# Sourced by the scripts beside the solution, which set root to the repository: builds programs that are older than their sources.
#   build_programs Embedded tools/rt      restores, builds and publishes each into its folder, unless it is there already
#   folder Embedded                       where it lies then

script=$(basename "$0")
if ! command -v dotnet > /dev/null; then
    echo "$script: the .NET SDK 10 is needed (dotnet is not on the PATH): https://dot.net" >&2
    exit 1
fi

folder() { echo "$root/artifacts/$(basename "$1" | tr '[:upper:]' '[:lower:]')"; }

stale() {
    local stamp others=()
    stamp="$(folder "$1")/.built"
    [ ! -f "$stamp" ] && return 0
    [ -n "${OrleansRuntime:-}" ] && [ "$(cat "$stamp")" != "$OrleansRuntime" ] && return 0
    # Servers know neither tools nor clients.
    case "$1" in Embedded | Silo | Gateway.Web) others=(-o -path "$root/tools" -o -path "$root/clients") ;; esac
    [ -n "$(find "$root" \( -name bin -o -name obj -o -name artifacts -o -name .git -o -name node_modules -o -path "$root/tests" -o -path "$root/bench" -o -path "$root/docs" ${others[@]+"${others[@]}"} \) -prune \
        -o -type f -newer "$stamp" \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '*.json' -o -path '*/wwwroot/*' \) -print -quit)" ]
}

build_programs() {
    # One build at a time: several may be started together. Build servers outlive a build and must not inherit the lock.
    mkdir -p "$root/artifacts"
    exec 9> "$root/artifacts/.building"
    if command -v flock > /dev/null; then flock 9; fi
    local program out log
    for program in "$@"; do
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
}
