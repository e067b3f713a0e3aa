#!/bin/bash
# The regress suite with the server under valgrind: no error and no lost
# memory that has a function of ours in its stack.
#
# What the statements answer is the business of level_regress.sh.  Memory of
# PostgreSQL's own, which it leaves to the end of the process, is not ours.
set -euo pipefail
cd "$POSTNL_WORK/source"
. test/lib.sh

start_simulator
data=$POSTNL_WORK/valgrind
"$POSTNL_BINDIR/initdb" -D "$data" -U postgres -A trust -N --no-locale -E UTF8 > /dev/null
cat >> "$data/postgresql.conf" <<CONF
$(simulator_settings)
listen_addresses = ''
unix_socket_directories = '$POSTNL_WORK'
shared_preload_libraries = 'postnl'
timezone = 'Europe/Amsterdam'
CONF
valgrind --quiet --suppressions=test/valgrind.supp --trace-children=yes --leak-check=full --show-leak-kinds=definite \
	--num-callers=40 --log-file="$POSTNL_WORK/valgrind.%p" \
	"$POSTNL_BINDIR/postgres" -D "$data" > "$POSTNL_WORK/server.log" 2>&1 &
server=$!
trap 'kill -INT $server 2>/dev/null; wait $server || true' EXIT

psql() {
	"$POSTNL_BINDIR/psql" -X -q -h "$POSTNL_WORK" -U postgres "$@"
}

until psql -d postgres -c 'SELECT' > /dev/null 2>&1; do
	kill -0 $server || { cat "$POSTNL_WORK/server.log"; summary valgrind 0 1 0; }
	read -r -t 0.2 <> <(:) || true
done
psql -d postgres -c 'CREATE DATABASE regression'
passed=0
failed=0
for name in ${TESTS:-$(cat sql/schedule)}; do
	[ "$name" != test: ] || continue
	# a file ends with the session, and with it the backend that is judged
	psql -d regression -f "sql/$name.sql" > "$POSTNL_WORK/$name.out" 2>&1 || true
done
kill -INT $server
wait $server || true
trap - EXIT
for log in "$POSTNL_WORK"/valgrind.*; do
	# stacks are paragraphs; a line of "==pid==" alone parts them
	ours=$(sed -E 's/^==[0-9]+== ?//' "$log" | awk -v RS= '/postnl\.so|pnl_|postnl_/')
	if [ -z "$ours" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$ours" | head -n 100
	fi
done
summary valgrind $passed $failed 0
