#!/bin/bash
# Runs every SQL block of README.md and docs/: each file in a database of its
# own, its blocks in order, against the simulator; and the queries of Grafana's
# dashboards, in that of docs/reports.md.
set -euo pipefail
cd "$POSTNL_WORK/source"
. test/lib.sh

start_simulator
data=$POSTNL_WORK/docs
"$POSTNL_BINDIR/initdb" -D "$data" -U postgres -A trust -N --no-locale -E UTF8 >/dev/null
cat >> "$data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$POSTNL_WORK'
shared_preload_libraries = 'postnl'
$(simulator_settings)
CONF
"$POSTNL_BINDIR/pg_ctl" -D "$data" -l "$POSTNL_WORK/docs.log" -w start >/dev/null
trap '"$POSTNL_BINDIR/pg_ctl" -D "$data" -m fast -w stop >/dev/null' EXIT

psql() {
	"$POSTNL_BINDIR/psql" -X -q -h "$POSTNL_WORK" -U postgres -v ON_ERROR_STOP=1 "$@"
}

passed=0
failed=0

# run_grafana DATABASE: the queries of each dashboard, as a role that may read
run_grafana() {
	local file queries
	psql -d "$1" -o /dev/null -c "CREATE ROLE grafana LOGIN; SELECT postnl_grant('grafana', 'reader')"
	for file in docs/grafana/*.json; do
		queries=$(python3 test/grafana_queries.py "$file")
		if psql -d "$1" -o /dev/null -v ON_ERROR_STOP=1 -f - <<< "SET ROLE grafana; $queries" 2> "$POSTNL_WORK/docs.err"; then
			echo "ok $file: $(grep -c '^-- panel' <<< "$queries") queries"
			passed=$((passed + $(grep -c '^-- panel' <<< "$queries")))
		else
			echo "not ok $file"
			cat "$POSTNL_WORK/docs.err"
			failed=$((failed + 1))
		fi
	done
}

for file in README.md docs/*.md; do
	blocks=$(python3 test/doc_blocks.py "$file")
	count=$(grep -c '^-- block' <<< "$blocks" || true)
	[ "$count" -gt 0 ] || continue
	database=$(basename "$file" .md | tr 'A-Z-' 'a-z_')
	psql -d postgres -c "CREATE DATABASE $database"
	psql -d "$database" -c 'CREATE EXTENSION postnl'
	if psql -d "$database" -o /dev/null -f - <<< "$blocks" 2> "$POSTNL_WORK/docs.err"; then
		echo "ok $file: $count blocks"
		passed=$((passed + count))
	else
		echo "not ok $file"
		cat "$POSTNL_WORK/docs.err"
		failed=$((failed + 1))
	fi
	[ "$database" != reports ] || run_grafana "$database"
	psql -d postgres -Atc "SELECT format('DROP OWNED BY %1\$I; DROP ROLE %1\$I;', rolname) FROM pg_roles WHERE rolname !~ '^(pg_|postgres)'" > "$POSTNL_WORK/roles.sql"
	psql -d "$database" -f "$POSTNL_WORK/roles.sql" > /dev/null
done
summary docs $passed $failed 0
