#!/bin/bash
# Builds the fuzz targets of src/core and runs each of them for a while.
#
#   test/fuzz/run.sh
#
# RUNS is how many inputs each target gets (20000), SEED the seed of the
# mutations (1: the same inputs every time), TESTS="name ..." picks targets
# (json or fuzz_json), CLANG the compiler, BUILD the directory to build in.
# Ends with "fuzz: N passed, N failed", where N counts targets.
#
# What a run found is in $BUILD/found; try it again with
#   $BUILD/fuzz_json $BUILD/found/fuzz_json-...
set -uo pipefail

cd "$(dirname "$0")/../.." || exit 1
export BUILD=${BUILD:-build/fuzz}
export CLANG=${CLANG:-clang}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
RUNS=${RUNS:-20000}
SEED=${SEED:-1}
# a make that calls this script must not lend its options to the one below
unset MAKEFLAGS MFLAGS MAKELEVEL

passed=0
failed=0

finish() {
	echo "fuzz: $passed passed, $failed failed"
	[ "$failed" -eq 0 ]
	exit
}

targets=()
for name in ${TESTS:-test/fuzz/fuzz_*.c}; do
	name=$(basename "$name" .c)
	name=fuzz_${name#fuzz_}
	if [ ! -e "test/fuzz/$name.c" ]; then
		echo "there is no test/fuzz/$name.c"
		failed=1
		finish
	fi
	targets+=("$name")
done

mkdir -p "$BUILD"
if ! command -v "$CLANG" > /dev/null; then
	echo "left out: there is no $CLANG"
	finish
fi
echo 'int LLVMFuzzerTestOneInput(const unsigned char *d, unsigned long n) { return !d && n; }' > "$BUILD/probe.c"
if ! "$CLANG" -fsanitize=fuzzer,address,undefined -o "$BUILD/probe" "$BUILD/probe.c" 2> "$BUILD/probe.log"; then
	version=$("$CLANG" -dumpversion)
	echo "left out: $CLANG has no fuzzer runtime (Debian: libclang-rt-${version%%.*}-dev)"
	finish
fi

if ! make -s -j "$(nproc)" -f test/fuzz/fuzz.mk "${targets[@]/#/$BUILD/}"; then
	failed=1
	finish
fi

# Runs one target; its exit status ends up in a file.
run_target() {
	local name=$1 work=$BUILD/work/$1 options=
	case $name in
	fuzz_json | fuzz_reply | fuzz_answer | fuzz_shipment) options=-dict=test/fuzz/json.dict ;;
	esac
	rm -rf "$work"
	mkdir -p "$work" "$BUILD/found"
	# shellcheck disable=SC2086
	"$BUILD/$name" -runs="$RUNS" -seed="$SEED" -max_len=2048 -timeout=10 \
		-artifact_prefix="$BUILD/found/$name-" $options \
		"$work" "test/fuzz/corpus/$name" > "$BUILD/$name.log" 2>&1
	echo $? > "$BUILD/$name.status"
}

# One target for each processor at a time; results in order.
for name in "${targets[@]}"; do
	while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do
		wait -n
	done
	rm -f "$BUILD/$name.status"
	run_target "$name" &
done
wait
for name in "${targets[@]}"; do
	if [ "$(cat "$BUILD/$name.status" 2> /dev/null)" = 0 ]; then
		passed=$((passed + 1))
		echo "$name: passed, $(sed -n 's/^Done \([0-9]* runs\).*/\1/p' "$BUILD/$name.log")"
	else
		failed=$((failed + 1))
		echo "$name: failed"
		# what went wrong, where in our files, and the input that does it
		grep -aE 'broken promise|ERROR|runtime error|SUMMARY|^ *#[0-9]+ .*(src/core|test/fuzz)/|Test unit|^Base64' "$BUILD/$name.log" |
			head -n 20
	fi
done
finish
