#!/bin/bash
# Checks test/model/life.pml with spin, for each source of barcodes, and that
# spin finds what goes wrong where one of the rules is taken away.
# TESTS="name ..." picks some.
set -euo pipefail

model=$(cd "$(dirname "$0")" && pwd)/life.pml
work=$(mktemp -d "${TMPDIR:-/tmp}/postnl-model.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

passed=0
failed=0

# check NAME WANTED OPTION...: spin finds no error, or an assertion of these words
check() {
	local name=$1 wanted=$2
	shift 2
	[ -z "${TESTS:-}" ] || [[ " $TESTS " == *" $name "* ]] || return 0
	spin -a "$@" "$model"
	cc -O2 -w -DSAFETY -DCOLLAPSE -o pan pan.c
	./pan -m100000 -w24 > out 2>&1 || true
	if grep -qE "$wanted" out && ! grep -q 'max search depth too small' out; then
		echo "ok $name: $(grep -E 'states, stored' out | tr -s ' ')"
		passed=$((passed + 1))
	else
		echo "not ok $name: not \"$wanted\" but"
		grep -E 'pan:|errors:' out || cat out
		failed=$((failed + 1))
	fi
}

violated='^pan:1: assertion violated .*'
two_parcels="$violated<=1\\)"
check reserved 'errors: 0$' -DRESERVED=1
check issued 'errors: 0$' -DRESERVED=0
check reserved_copied 'errors: 0$' -DRESERVED=1 -DKILLS=1 -DCOPIED
check issued_copied 'errors: 0$' -DRESERVED=0 -DKILLS=1 -DCOPIED
check without_nodes "$two_parcels" -DRESERVED=0 -DCOPIED -DWITHOUT_NODES
check without_lookup "$two_parcels" -DRESERVED=0 -DWITHOUT_LOOKUP
check without_adopted_doubt "$two_parcels" -DRESERVED=0 -DCOPIED -DWITHOUT_ADOPTED_DOUBT
# rejected, or cancelled, and with PostNL
check believed_refusal "$violated==2\\)&&shipped_by" -DRESERVED=1 -DWITHOUT_LOOKUP
check cancelled_in_doubt "$violated==1\\)&&shipped_by" -DRESERVED=1 -DWITHOUT_DOUBT

echo "model: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
