# Reads what `dotnet test` wrote and says at the end what counts: what failed and why, how long each project took, how many passed.
# Whoever sees only the last lines of a run knows what to look for.
BEGIN {
    kept = 15; width = 200; told = 20 # lines of a failing test, characters of a line, failing tests with their lines
}

function ends_failure() { at = "" }

# "  Failed Namespace.Class.Test(arguments) [12 ms]", then its message and its stack, each under a heading.
/^  Failed .* \[[^]]*\]\r?$/ {
    at = ++failures
    name[at] = substr($0, 10, width)
    next
}
# What is told of a run that did not come to its end.
/^The active test run was aborted|^Test host process crashed|^Testhost process .* exited|: error [A-Z]+[0-9]+:/ {
    ends_failure()
    if (++broken <= told) ends[broken] = substr($0, 1, width)
    next
}
/Failed: +[0-9]+, Passed: +[0-9]+/ {
    ends_failure()
    match($0, /Failed: +[0-9]+/); f += substr($0, RSTART + 7, RLENGTH - 7)
    match($0, /Passed: +[0-9]+/); p += substr($0, RSTART + 7, RLENGTH - 7)
    if (match($0, /Duration: [^-]*/)) {
        took = substr($0, RSTART + 10, RLENGTH - 11)
        sub(/^.*Duration: [^-]*- /, ""); sub(/\.dll.*$/, ""); sub(/^Orleans\.Realtime\./, "")
        durations = durations (durations == "" ? "" : ", ") $0 " " took
    }
    next
}
/^  (Passed|Skipped) .* \[[^]]*\]\r?$/ || /^\[xUnit\.net / || /^(Results File|Test Run|Total tests|Passed!|Failed!|Starting test|A total of)/ { ends_failure(); next }
at != "" && /^  (Error Message|Stack Trace):/ { next }
at != "" && /^  Standard Output Messages:/ { ends_failure(); next }
at != "" && !/^[ \t\r]*$/ && lines[at] < kept { line[at, ++lines[at]] = substr($0, 1, width) }

END {
    if (failures + broken > 0) print "\nWhat failed:"
    for (i = 1; i <= failures; i++) {
        print "  " name[i]
        for (j = 1; i <= told && j <= lines[i]; j++) print "     " line[i, j]
    }
    for (i = 1; i <= broken && i <= told; i++) print "  " ends[i]
    print "\nDurations: " durations
    printf "%d passed, %d failed\n", p, f
    exit p == 0
}
