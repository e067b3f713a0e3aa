#!/bin/bash
# Calls as node-postgres and Postgres.js make them, against the simulator.
set -euo pipefail
cd "$POSTNL_WORK/source"
. test/lib.sh

if [ ! -d "$POSTNL_WORK/drivers" ]; then
	echo 'drivers: left out, because npm and its registry are not to be had'
	summary drivers 0 0 0
	exit
fi

start_simulator
data=$POSTNL_WORK/drivers_db
"$POSTNL_BINDIR/initdb" -D "$data" -U postgres -A trust -N --no-locale -E UTF8 >/dev/null
cat >> "$data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$POSTNL_WORK'
$(simulator_settings)
CONF
"$POSTNL_BINDIR/pg_ctl" -D "$data" -l "$POSTNL_WORK/drivers.log" -w start >/dev/null
trap '"$POSTNL_BINDIR/pg_ctl" -D "$data" -m fast -w stop >/dev/null' EXIT
"$POSTNL_BINDIR/psql" -X -q -h "$POSTNL_WORK" -U postgres -d postgres -c 'CREATE EXTENSION postnl'

status=0
node test/drivers/try.mjs "$POSTNL_WORK/drivers" "$POSTNL_WORK" > "$POSTNL_WORK/drivers.out" 2>&1 || status=$?
grep -v '^ok ' "$POSTNL_WORK/drivers.out" || true
summary drivers "$(grep -c '^ok ' "$POSTNL_WORK/drivers.out")" "$(grep -c '^not ok ' "$POSTNL_WORK/drivers.out")" $status
