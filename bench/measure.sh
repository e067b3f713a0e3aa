#!/bin/bash
# The part of the benchmark that runs as an ordinary user; called by run.sh.
#
# Every figure is the median of $REPEAT runs.  The runs of what is compared
# alternate, so that a machine that slows down slows both.
set -euo pipefail
cd "$POSTNL_WORK"
. bench/servers.sh
. bench/outbox.sh

connections=16
trap stop_servers EXIT

psql() {
	"$POSTNL_BINDIR/psql" -X -q -At -F ' ' -h "$POSTNL_WORK" -U bench -d postgres "$@"
}

# value KEY LINE: from a line of key=value
value() {
	local pair
	for pair in $2; do
		[ "${pair%%=*}" != "$1" ] || { echo "${pair#*=}"; return 0; }
	done
	echo "no $1 in: $2" >&2
	return 1
}

# median KEY FILE: of a file with a line of key=value for each run
median() {
	local line
	while read -r line; do value "$1" "$line"; done < "$2" | sort -n |
		awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# calculate FORMAT EXPRESSION: the shell has no fractions
calculate() {
	awk "BEGIN { printf \"$1\", $2 }"
}

met() {
	awk "BEGIN { print ($1) ? \"yes\" : \"no\" }"
}

# raw COUNT URL OPTION...: one run of rawcurl
raw() {
	local count=$1 url=$2
	shift 2
	# shellcheck disable=SC2086
	$client_side bench/rawcurl --requests "$count" --apikey bench-key --cacert ca.crt "$@" "$url"
}

# What makes the calls in "track".
statement=bench/track.sql

# track COUNT URL: the same calls by a new session
track() {
	local line
	line=$(psql -v url="$2" -v size="$1" -f "$statement")
	if [ "$(value failed "$line")" != 0 ]; then
		echo "calls failed: $line" >&2
		return 1
	fi
	echo "$line"
}

wanted() {
	[[ " $SCENARIOS " == *" $1 "* ]]
}

# throughput NAME COUNT URL LEAST-RATIO MOST-CPU RAW-OPTION...: one row of the
# table; "-" is no goal
throughput() {
	local name=$1 count=$2 url=$3 least=$4 most=$5 goal='' verdict=-
	local raw_rate track_rate raw_cpu track_cpu rate_ratio cpu_ratio
	shift 5
	rm -f raw.runs track.runs
	for ((i = 0; i < REPEAT; i++)); do
		raw "$count" "$url" --connections $connections "$@" >> raw.runs
		track "$count" "$url" >> track.runs
	done
	raw_rate=$(median requests_per_s raw.runs)
	track_rate=$(median requests_per_s track.runs)
	raw_cpu=$(median cpu_s_per_1000 raw.runs)
	track_cpu=$(median cpu_s_per_1000 track.runs)
	rate_ratio=$(calculate %.3f "$track_rate / $raw_rate")
	cpu_ratio=$(calculate %.2f "$track_cpu / $raw_cpu")
	if [ "$least" != - ]; then
		goal="throughput >= $least"
		verdict=$(met "$rate_ratio >= $least")
	fi
	if [ "$most" != - ]; then
		goal+=", CPU <= $most"
		[ "$verdict" = no ] || verdict=$(met "$cpu_ratio <= $most")
	fi
	printf '| %s | %.0f | %.0f | %s | %.4f | %.4f | %s | %s | %s |\n' "$name" \
		"$raw_rate" "$track_rate" "$rate_ratio" "$raw_cpu" "$track_cpu" "$cpu_ratio" \
		"${goal:--}" "$verdict"
}

throughput_table() {
	echo
	echo '| scenario | raw req/s | postnl req/s | ratio | raw CPU s/1000 | postnl CPU s/1000 | ratio | goal | met? |'
	echo '|---|---|---|---|---|---|---|---|---|'
	! wanted delay ||
		throughput '10 000 barcodes, replies after 40 ms' 10000 "http://127.0.0.1:$delay_port" 0.97 -
	! wanted addresses ||
		statement=bench/addresses.sql \
			throughput '1 000 addresses, locations after 40 ms' 1000 "http://127.0.0.1:$locations_port" 0.95 -
	! wanted plain ||
		throughput '30 000 barcodes, no delay' 30000 "http://127.0.0.1:$plain_port" 0.4 2.5
	! wanted http1 ||
		throughput '30 000 barcodes, TLS, HTTP/1.1' 30000 "https://127.0.0.1:$http1_port" - - --http1
	! wanted http2 ||
		throughput '30 000 barcodes, TLS, HTTP/2' 30000 "https://127.0.0.1:$http2_port" - -
}

# The connections that the log tells of, and a new log.
count_connections() {
	sort -u connections.log | grep -c .
	: > connections.log
}

# connection_row NAME FILE GOAL LIMIT: CPU of a first call, and of each
# further connection
connection_row() {
	local first all further verdict=-
	first=$(median cpu_s "$2.1")
	all=$(median cpu_s "$2.$connections")
	further=$(calculate %.2f "($all - $first) * 1000 / ($connections - 1)")
	[ "$4" = - ] || verdict=$(met "$further <= $4")
	printf '| %s | %s | %.1f | %.1f | %s | %s | %s |\n' "$1" \
		"$(median connections "$2.connections")" \
		"$(calculate %.1f "$first * 1000")" "$(calculate %.1f "$all * 1000")" \
		"$further" "$3" "$verdict"
}

# Whether a new connection reads the bundle of authorities again.
connection_table() {
	local url=https://127.0.0.1:$late_port size
	rm -f raw.runs.* default.runs.* track.runs.*
	: > connections.log
	for ((i = 0; i < REPEAT; i++)); do
		for size in 1 $connections; do
			: > connections.log
			raw "$size" "$url" --http1 --connections $connections >> raw.runs."$size"
			echo "connections=$(count_connections)" > raw.runs.connections
			raw "$size" "$url" --http1 --connections $connections --capath-default >> default.runs."$size"
			echo "connections=$(count_connections)" > default.runs.connections
			track "$size" "$url" >> track.runs."$size"
			echo "connections=$(count_connections)" > track.runs.connections
		done
	done
	echo
	echo "| first $connections calls over TLS | connections | CPU ms of 1 call | CPU ms of $connections calls | CPU ms of each further connection | goal | met? |"
	echo '|---|---|---|---|---|---|---|'
	connection_row 'raw' raw.runs - -
	connection_row "raw, libcurl's CURLOPT_CAPATH" default.runs - -
	connection_row 'postnl, new backend' track.runs '<= 5' 5
}

# The highest RssAnon of a process while it lives, in kB.
sample_peak() {
	local peak=0 now
	while now=$(awk '/^RssAnon:/ { print $2 }' "/proc/$1/status" 2>/dev/null) && [ -n "$now" ]; do
		[ "$now" -le "$peak" ] || peak=$now
		sleep 0.02
	done
	echo "$peak"
}

memory_row() {
	local size=100000 before after rows peak growth raw_peak session
	rm -f memory.runs raw.runs
	for ((i = 0; i < REPEAT; i++)); do
		raw $size "http://127.0.0.1:$plain_port" --connections $connections >> raw.runs
		rm -f memory.pid
		psql -v url="http://127.0.0.1:$plain_port" -v size=$size -v pid_file=memory.pid \
			-f bench/memory.sql > memory.out &
		session=$!
		wait_for_content memory.pid
		peak=$(sample_peak "$(cat memory.pid)")
		wait $session
		read -r before after rows < memory.out
		[ "$rows" -eq $size ]
		echo "growth=$((peak - before)) kept=$((after - before))" >> memory.runs
	done
	growth=$(calculate %.1f "$(median growth memory.runs) / 1024")
	raw_peak=$(calculate %.1f "$(median peak_rss_kb raw.runs) / 1024")
	printf '| growth of the backend at its peak, 100 000 barcodes, MB | %s (whole process) | %s | <= 64 | %s |\n' \
		"$raw_peak" "$growth" "$(met "$growth <= 64")"
	printf '| of it left after the statement, MB | - | %s | - | - |\n' \
		"$(calculate %.1f "$(median kept memory.runs) / 1024")"
}

# latency_row NAME URL RAW-OPTION...
latency_row() {
	local name=$1 url=$2 size=2000
	shift 2
	rm -f raw.runs track.runs
	for ((i = 0; i < REPEAT; i++)); do
		raw "$size" "$url" --connections 1 "$@" >> raw.runs
		psql -v url="$url" -v size=$size -f bench/latency.sql >> track.runs
	done
	printf '| median of single calls, %s, µs | %.0f | %.0f (99 %%: %.0f) | - | - |\n' "$name" \
		"$(median median_us raw.runs)" "$(median median_us track.runs)" "$(median p99_us track.runs)"
}

other_table() {
	echo
	echo '| figure | raw | postnl | goal | met? |'
	echo '|---|---|---|---|---|'
	! wanted memory || memory_row
	! wanted latency || latency_row 'HTTP' "http://127.0.0.1:$plain_port"
	! wanted latency || latency_row 'TLS, HTTP/1.1' "https://127.0.0.1:$http1_port" --http1
	! wanted latency || latency_row 'TLS, HTTP/2' "https://127.0.0.1:$http2_port"
}

# trigger_row NAME KEY MOST: µs a row, and how many times the plain INSERT it is
trigger_row() {
	local plain own ratio verdict=- goal=-
	plain=$(median plain trigger.runs)
	own=$(median "$2" trigger.runs)
	ratio=$(calculate %.1f "$own / $plain")
	if [ "$3" != - ]; then
		goal="<= $3"
		verdict=$(met "$ratio <= $3")
	fi
	printf '| %s | %.1f | %s | %s | %s |\n' "$1" "$own" "$ratio" "$goal" "$verdict"
}

trigger_table() {
	local line
	rm -f trigger.runs
	for ((i = 0; i < REPEAT; i++)); do
		line=$(psql -f bench/trigger.sql)
		[ "$(value queued "$line")" = 20000 ] || { echo "not all were queued: $line" >&2; return 1; }
		echo "$line" >> trigger.runs
	done
	echo
	echo '| INSERT ... SELECT of 10 000 orders | µs a row | times the plain one | goal | met? |'
	echo '|---|---|---|---|---|'
	trigger_row 'without trigger' plain -
	trigger_row 'with the trigger FOR EACH STATEMENT' by_statement 5
	trigger_row 'with the trigger FOR EACH ROW' by_row 9
	trigger_row 'of descriptions into a table like the outbox, no trigger' outbox -
}

# Each report of docs/reports.md, in a database of its own.
reports_table() {
	psql -c 'CREATE DATABASE reports'
	psql -d reports -c 'CREATE EXTENSION postnl'
	psql -d reports -v ON_ERROR_STOP=1 -f bench/reports_data.sql
	echo
	PATH=$POSTNL_BINDIR:$PATH python3 bench/reports.py -h "$POSTNL_WORK" -U bench -d reports
}

start_delay_server 40 bench/locations.json
locations_port=$delay_port
start_delay_server 40 bench/answer.json
start_nginx
start_postgres
psql -v ON_ERROR_STOP=1 -f bench/setup.sql

echo "$(nproc) cores; $(psql -c 'SHOW server_version' | sed 's/^/PostgreSQL /');" \
	"libcurl $(pkg-config --modversion libcurl); $(nginx -v 2>&1 | sed 's/.*nginx\//nginx /');" \
	"medians of $REPEAT; load before: $(cut -d ' ' -f 1 /proc/loadavg)"
throughput_table
! wanted connections || connection_table
other_table
! wanted trigger || trigger_table
if wanted promptness || wanted drain || wanted many || wanted idle; then
	outbox_table
fi
! wanted reports || reports_table
