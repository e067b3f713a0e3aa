#!/bin/bash
# Builds and runs the unit tests of src/core, under the sanitizers.
#
#   test/unit/run.sh
#
# TESTS="name ..." picks programs (json or test_json), CC the compiler, BUILD
# the directory to build in.  Ends with "unit: N passed, N failed", where N
# counts cases; cases that a program did not reach have failed.
set -uo pipefail

cd "$(dirname "$0")/../.." || exit 1
export BUILD=${BUILD:-build/unit}
export CC=${CC:-gcc}
# a malloc that cannot be is to fail, as it does without the sanitizer
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:allocator_may_return_null=1}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
# a make that calls this script must not lend its options to the one below
unset MAKEFLAGS MFLAGS MAKELEVEL

passed=0
failed=0

finish() {
	echo "unit: $passed passed, $failed failed"
	[ "$failed" -eq 0 ]
	exit
}

programs=()
for name in ${TESTS:-test/unit/test_*.c}; do
	name=$(basename "$name" .c)
	name=test_${name#test_}
	if [ ! -e "test/unit/$name.c" ]; then
		echo "there is no test/unit/$name.c"
		failed=1
		finish
	fi
	programs+=("$name")
done

mkdir -p "$BUILD"
if ! make -s -j "$(nproc)" -f test/unit/unit.mk "${programs[@]/#/$BUILD/}"; then
	failed=1
	finish
fi

# The cases of one program, from its output in TAP: "1..N", "ok", "not ok".
run_program() {
	local log=$BUILD/$1.log status=0 planned good bad
	"$BUILD/$1" > "$log" 2>&1 || status=$?
	planned=$(sed -n 's/^1\.\.\([0-9]*\)$/\1/p' "$log")
	good=$(grep -ac '^ok ' "$log")
	bad=$((${planned:-0} - good))
	# a leak at the end, or no cases: the program failed with no case to blame
	if [ "$bad" -le 0 ] && { [ "$status" -ne 0 ] || [ "$good" -eq 0 ]; }; then
		bad=1
	fi
	passed=$((passed + good))
	failed=$((failed + bad))
	echo "$1: $good passed, $bad failed"
	[ "$bad" -eq 0 ] || grep -av '^ok ' "$log"
}

for name in "${programs[@]}"; do
	run_program "$name"
done
finish
