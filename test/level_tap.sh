#!/bin/bash
# PostgreSQL::Test::Cluster: life cycle, hostile server, cancel, secrets.
set -euo pipefail
cd "$POSTNL_WORK/source"
. test/lib.sh

mkdir -p "$POSTNL_WORK/tap"
# 15 takes the first, and puts the other two in it; 16 takes these
export TESTDIR=$POSTNL_WORK/tap
export TESTDATADIR=$TESTDIR/tmp_check
export TESTLOGDIR=$TESTDATADIR/log
export PATH=$POSTNL_BINDIR:$PATH
export PG_REGRESS=$POSTNL_PGXS/../../src/test/regress/pg_regress
export PGPORT=65432
# what is waited for comes, also where others use the machine
export PG_TEST_TIMEOUT_DEFAULT=${PG_TEST_TIMEOUT_DEFAULT:-600}
tests=(test/t/*.pl)
# shellcheck disable=SC2086
[ -z "$TESTS" ] || mapfile -t tests < <(printf 'test/t/%s.pl\n' $TESTS)
status=0
prove --timer -j2 -I "$POSTNL_PGXS/../../src/test/perl" -I test/perl "${tests[@]}" \
	> "$POSTNL_WORK/tap.out" 2>&1 || status=$?
cat "$POSTNL_WORK/tap.out"
if [ $status -ne 0 ]; then
	for log in "$TESTLOGDIR"/regress_log_*; do
		if grep -q -E 'not ok|Looks like' "$log"; then
			echo "== $(basename "$log")"
			grep -E -A 15 'not ok' "$log" | head -n 200 || true
			tail -n 25 "$log"
		fi
	done
fi
summary tap "$(grep -cE '\.\. ok( |$)' "$POSTNL_WORK/tap.out" || true)" \
	"$(grep -cE '^test/t/.*\(Wstat' "$POSTNL_WORK/tap.out" || true)" $status
