#!/bin/bash
# pg_isolation_regress: what concurrent sessions may do to each other.
set -euo pipefail
cd "$POSTNL_WORK/source"
. test/lib.sh

start_simulator
cat > "$POSTNL_WORK/isolation.conf" <<CONF
$(simulator_settings)
CONF
mkdir -p "$POSTNL_WORK/isolation"
status=0
"$POSTNL_PGXS/../../src/test/isolation/pg_isolation_regress" \
	--bindir="$POSTNL_BINDIR" --inputdir=test --outputdir="$POSTNL_WORK/isolation" \
	--temp-instance="$POSTNL_WORK/isolation/instance" \
	--temp-config="$POSTNL_WORK/isolation.conf" --load-extension=postnl \
	${TESTS:-$(cat test/specs/schedule)} > "$POSTNL_WORK/isolation.out" 2>&1 || status=$?
cat "$POSTNL_WORK/isolation.out"
[ $status -eq 0 ] || cat "$POSTNL_WORK/isolation/regression.diffs" 2>/dev/null || true
summary isolation "$(grep -cE '^(test .*\.\.\. ok|ok )' "$POSTNL_WORK/isolation.out")" \
	"$(grep -cE '^(test .*FAILED|not ok )' "$POSTNL_WORK/isolation.out")" $status
