#!/bin/bash
# How many lines of src/core the unit tests and the corpus of the fuzz targets
# run, a file a row; and whether that is as many as test/coverage/minimum asks.
#
#   test/coverage/run.sh
#
# CC is the compiler (gcc), GCOV its reader, BUILD the directory to build in.
# Ends with "coverage: N passed, N failed", where N counts files.
set -uo pipefail

cd "$(dirname "$0")/../.." || exit 1
export BUILD=${BUILD:-build/coverage}
export CC=${CC:-gcc}
GCOV=${GCOV:-gcov}
# a make that calls this script must not lend its options to the one below
unset MAKEFLAGS MFLAGS MAKELEVEL

fail() {
	echo "$1"
	echo "coverage: 0 passed, 1 failed"
	exit 1
}

mkdir -p "$BUILD"
make -s -j "$(nproc)" -f test/coverage/coverage.mk > "$BUILD/make.log" 2>&1 ||
	fail "$(tail -n 20 "$BUILD/make.log")"
find "$BUILD" -name '*.gcda' -delete
for source in test/unit/test_*.c; do
	name=$(basename "$source" .c)
	# what it finds is for "make unit" to tell
	"$BUILD/test/unit/$name" > "$BUILD/$name.log" 2>&1 || echo "$name fails: $BUILD/$name.log"
done
for source in test/fuzz/fuzz_*.c; do
	name=$(basename "$source" .c)
	"$BUILD/test/fuzz/$name" "test/fuzz/corpus/$name"/* > "$BUILD/$name.log" 2>&1 ||
		fail "$name fails: $BUILD/$name.log"
done
"$GCOV" --json-format --stdout "$BUILD"/core/*.gcda "$BUILD"/core/*/*.gcda 2> "$BUILD/gcov.log" |
	python3 test/coverage/table.py test/coverage/minimum
