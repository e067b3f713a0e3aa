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

# check_files DATABASE: what the recipes of docs/labels.md have written is the label
check_files() {
	local file
	for file in ORDER-7.pdf "$data/ORDER-7.pdf"; do
		if [ "$(psql -d "$1" -Atc "SELECT encode(sha256(postnl_label('ORDER-7')), 'hex')")" = "$(sha256sum < "$file" | cut -d ' ' -f 1)" ]; then
			echo "ok docs/labels.md: $file"
			passed=$((passed + 1))
		else
			echo "not ok docs/labels.md: $file is not the label"
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
	[ "$database" != labels ] || check_files "$database"
	psql -d postgres -Atc "SELECT format('DROP OWNED BY %1\$I; DROP ROLE %1\$I;', rolname) FROM pg_roles WHERE rolname !~ '^(pg_|postgres)'" > "$POSTNL_WORK/roles.sql"
	psql -d "$database" -f "$POSTNL_WORK/roles.sql" > /dev/null
done
summary docs $passed $failed 0
