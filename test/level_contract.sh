#!/bin/bash
# The requests that our descriptors build, sent to Prism serving PostNL's
# OpenAPI files: test/contract/NAME.sql against OPENAPI_DIR/NAME.json.
set -euo pipefail
cd "$POSTNL_WORK/source"
. test/lib.sh

if [ ! -d "$OPENAPI_DIR" ]; then
	echo "contract: left out, because there are no OpenAPI files in OPENAPI_DIR ($OPENAPI_DIR);"
	echo "PostNL publishes them with each API on https://developer.postnl.nl/"
	summary contract 0 0 0
	exit
fi

prism=$POSTNL_WORK/prism/node_modules/@stoplight/prism-cli/dist/index.js
data=$POSTNL_WORK/contract
mkdir "$data"
"$POSTNL_BINDIR/initdb" -D "$data/db" -U postgres -A trust -N --no-locale -E UTF8 >/dev/null
cat >> "$data/db/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$data'
shared_preload_libraries = 'postnl'
postnl.api_key = 'contract-key'
postnl.requests_per_minute = -1
postnl.retries = 0
postnl.customer_code = 'DEVC'
postnl.customer_number = '11223344'
CONF
"$POSTNL_BINDIR/pg_ctl" -D "$data/db" -l "$data/server.log" -w start >/dev/null
stop=()
trap '[ ${#stop[@]} -eq 0 ] || kill "${stop[@]}" 2>/dev/null; "$POSTNL_BINDIR/pg_ctl" -D "$data/db" -m fast -w stop >/dev/null' EXIT

psql() {
	"$POSTNL_BINDIR/psql" -X -q -h "$data" -U postgres -d postgres "$@"
}
psql -c 'CREATE EXTENSION postnl'

# start_prism NAME: serves the file; sets prism_port
start_prism() {
	local log=$data/$1.prism give_up=$((SECONDS + 60))
	node "$prism" mock --host 127.0.0.1 --port 0 --errors=false "$OPENAPI_DIR/$1.json" > "$log" 2>&1 &
	stop+=($!)
	until prism_port=$(sed -nE 's/.*listening on http:\/\/127\.0\.0\.1:([0-9]+).*/\1/p' "$log") && [ -n "$prism_port" ]; do
		if ! kill -0 "${stop[-1]}" 2>/dev/null || [ $SECONDS -ge $give_up ]; then
			echo "Prism does not serve $1.json:"
			cat "$log"
			return 1
		fi
		read -r -t 0.1 <> <(:) || true
	done
}

# start_proxy NAME: in front of it; sets proxy_port
start_proxy() {
	mkfifo "$data/$1.port"
	python3 test/contract/proxy.py "$prism_port" "$data/$1.record" > "$data/$1.port" &
	stop+=($!)
	read -r proxy_port < "$data/$1.port"
}

passed=0
failed=0
for file in test/contract/*.sql; do
	name=$(basename "$file" .sql)
	[ -z "$TESTS" ] || [[ " $TESTS " == *" $name "* ]] || continue
	start_prism "$name"
	start_proxy "$name"
	{
		echo "SET postnl.base_url = 'http://127.0.0.1:$proxy_port';"
		echo 'SET postnl.cache_ttl = 0;'
		cat "$file"
	} | psql -v ON_ERROR_STOP=0 > "$data/$name.out" 2>&1
	if python3 test/contract/check.py "$data/$name.record" "$file" "$OPENAPI_DIR/$name.json"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		grep -A 3 -E 'ERROR|FATAL' "$data/$name.out" || true
	fi
done
summary contract $passed $failed 0
