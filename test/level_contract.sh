#!/bin/bash
# The requests that our descriptors build, sent to Prism serving PostNL's
# OpenAPI files: test/contract/NAME.sql against OPENAPI_DIR/NAME.json; and those of
# random descriptions that pass our checks (TESTS=random), N (1000) for each generation
# of the API, from SEED (1) on.
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

# start_prism FILE: serves NAME.json; sets prism_port
start_prism() {
	local log give_up=$((SECONDS + 60))
	log=$data/$(basename "$1" .json).prism
	node "$prism" mock --host 127.0.0.1 --port 0 --errors=false "$1" > "$log" 2>&1 &
	stop+=($!)
	until prism_port=$(sed -nE 's/.*listening on http:\/\/127\.0\.0\.1:([0-9]+).*/\1/p' "$log") && [ -n "$prism_port" ]; do
		if ! kill -0 "${stop[-1]}" 2>/dev/null || [ $SECONDS -ge $give_up ]; then
			echo "Prism does not serve $1:"
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

# Random descriptions: requests.c makes the requests, random.py sends them.
try_random() {
	python3 test/sim/make_schemas.py v4 > "$data/v4.json" &&
		python3 test/contract/random.py openapi "$OPENAPI_DIR" "$data/v4.json" > "$data/random.json" &&
		"$POSTNL_WORK/requests" "${N:-1000}" "${SEED:-1}" > "$data/requests.jsonl" &&
		start_prism "$data/random.json" &&
		python3 test/contract/random.py send "$data/requests.jsonl" "$prism_port"
}

# What the simulator refuses is what PostNL's files refuse.
try_schemas() {
	if python3 test/sim/make_schemas.py "$OPENAPI_DIR" | cmp - test/sim/data/requests.json; then
		echo 'ok schemas'
	else
		echo 'not ok schemas: make them anew with test/sim/make_schemas.py'
		return 1
	fi
}

passed=0
failed=0
for try in random schemas; do
	[ -z "$TESTS" ] || [[ " $TESTS " == *" $try "* ]] || continue
	if "try_$try"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
	fi
done
for file in test/contract/*.sql; do
	name=$(basename "$file" .sql)
	[ -z "$TESTS" ] || [[ " $TESTS " == *" $name "* ]] || continue
	start_prism "$OPENAPI_DIR/$name.json"
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
