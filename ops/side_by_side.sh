#!/bin/sh
# Runs the commands it is given at once; shows each with what it said, in their order, and fails if
# one of them did:  sh ops/side_by_side.sh "ruff check ." "lint-imports"
said=$(mktemp -d) || exit 1
running=""
trap 'kill $running 2>/dev/null; exit 130' INT TERM
trap 'rm -rf "$said"' EXIT

number=0
for command in "$@"; do
    number=$((number + 1))
    sh -c "exec $command" >"$said/$number" 2>&1 &
    running="$running $!"
done

failed=0
number=0
for process in $running; do
    number=$((number + 1))
    wait "$process" || failed=1
    echo "$1"
    cat "$said/$number"
    shift
done
exit $failed
