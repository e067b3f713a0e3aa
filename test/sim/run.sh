#!/bin/bash
# The simulator's own tests; ends with "sim: N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")" || exit 1

output=$(python3 -m unittest test_sim 2>&1)
status=$?
ran=$(sed -nE 's/^Ran ([0-9]+) tests?.*/\1/p' <<< "$output")
failed=$(sed -nE 's/^FAILED \((.*)\)/\1/p' <<< "$output" | grep -oE '[0-9]+' | awk '{ n += $1 } END { print n + 0 }')
if [ $status -ne 0 ]; then
	echo "$output"
	[ "${failed:-0}" -gt 0 ] || failed=1
fi
echo "sim: $((${ran:-0} - ${failed:-0})) passed, ${failed:-0} failed"
exit $status
