#!/bin/bash
# pg_regress: the SQL surface, one file a topic, against the simulator.
set -euo pipefail
cd "$POSTNL_WORK/source"
. test/lib.sh

start_simulator
cat > "$POSTNL_WORK/regress.conf" <<CONF
$(simulator_settings)
shared_preload_libraries = 'postnl'
postnl.sync_interval = 0
log_statement = 'none'
timezone = 'Europe/Amsterdam'
CONF
mkdir -p "$POSTNL_WORK/regress"
status=0
"$POSTNL_PGXS/../../src/test/regress/pg_regress" \
	--bindir="$POSTNL_BINDIR" --inputdir=. --outputdir="$POSTNL_WORK/regress" \
	--temp-instance="$POSTNL_WORK/regress/instance" \
	--temp-config="$POSTNL_WORK/regress.conf" --encoding=UTF8 --no-locale \
	${TESTS:-$(cat sql/schedule)} > "$POSTNL_WORK/regress.out" 2>&1 || status=$?
cat "$POSTNL_WORK/regress.out"
if [ $status -ne 0 ]; then
	cat "$POSTNL_WORK/regress/regression.diffs" 2>/dev/null || true
	tail -n 40 "$POSTNL_WORK/regress/log/postmaster.log" 2>/dev/null || true
fi
summary regress "$(grep -cE '^(test .*\.\.\. ok|ok )' "$POSTNL_WORK/regress.out")" \
	"$(grep -cE '^(test .*FAILED|not ok )' "$POSTNL_WORK/regress.out")" $status
