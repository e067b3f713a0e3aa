#!/bin/bash
# All tests, level by level; ends with "all: N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

log=$(mktemp "${TMPDIR:-/tmp}/postnl-all.XXXXXX")
trap 'rm -f "$log"' EXIT
failed=0

# level NAME COMMAND...: its output, and whether it came to its last line
level() {
	local name=$1 output started=$SECONDS
	shift
	echo "== $name"
	output=$(mktemp "${TMPDIR:-/tmp}/postnl-level.XXXXXX")
	"$@" > "$output" 2>&1
	local status=$?
	if [ $status -eq 0 ] && grep -qE "^$name: [0-9]+ passed, 0 failed" "$output"; then
		grep -E "left out" "$output"
	else
		cat "$output"
		grep -qE "^$name: [0-9]+ passed, [1-9][0-9]* failed" "$output" ||
			echo "$name: 0 passed, 1 failed" >> "$log"
	fi
	grep -E "^$name: [0-9]+ passed" "$output" | tee -a "$log"
	echo "   $((SECONDS - started)) s"
	rm -f "$output"
}

level build make --no-print-directory build-summary
level install test/install/run.sh
level packages test/packages/run.sh
level unit test/unit/run.sh
level fuzz test/fuzz/run.sh
level coverage test/coverage/run.sh
level model test/model/run.sh
level sim test/sim/run.sh
for name in regress isolation docs drivers tap contract valgrind; do
	level $name test/run.sh $name
done

passed=$(awk "{ n += \$2 } END { print n + 0 }" "$log")
failed=$(awk "{ n += \$4 } END { print n + 0 }" "$log")
echo "all: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
