#!/bin/bash
# The part of the demo that runs as an ordinary user; called by demo.sh.
set -euo pipefail
cd "$POSTNL_WORK/source"
. test/lib.sh

data=$POSTNL_WORK/data
psql() {
	"$POSTNL_BINDIR/psql" -X -h "$POSTNL_WORK" -U demo -v ON_ERROR_STOP=1 "$@"
}

start_simulator
"$POSTNL_BINDIR/initdb" -D "$data" -U demo -A trust -N --no-locale -E UTF8 >/dev/null
cat >> "$data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$POSTNL_WORK'
shared_preload_libraries = 'postnl'
timezone = 'Europe/Amsterdam'
postnl.language = 'EN'
$(simulator_settings)
CONF
"$POSTNL_BINDIR/pg_ctl" -D "$data" -l "$POSTNL_WORK/server.log" -w start >/dev/null ||
	{ cat "$POSTNL_WORK/server.log"; exit 1; }
trap '"$POSTNL_BINDIR/pg_ctl" -D "$data" -m fast -w stop >/dev/null' EXIT

psql -d postgres -qc 'CREATE DATABASE demo'
psql -d demo -q -P pager=off -f test/demo.sql

if [ -n "$KEEP" ]; then
	echo "The server and the simulator (http://127.0.0.1:$simulator_port) stay until Enter or Ctrl-C."
	echo "From another terminal:  $POSTNL_BINDIR/psql -h $POSTNL_WORK -U demo demo"
	read -r || true
else
	echo "Run 'make demo KEEP=1' to try it yourself."
fi
