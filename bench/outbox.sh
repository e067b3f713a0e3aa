# shellcheck shell=bash disable=SC2154
# The outbox: how soon, how fast, how much memory; sourced by bench/measure.sh.

drained=20000
many=100000

# The worker of the bench's database.
worker_pid() {
	psql -c "SELECT pid FROM postnl.stat_worker WHERE database = 'postgres' AND state = 'running'"
}

# Waits for a query to say t.
wait_for_query() {
	for _ in {1..3000}; do
		[ "$(psql -c "$1")" != t ] || return 0
		sleep 0.1
	done
	echo "this did not come about: $1" >&2
	return 1
}

empty_outbox() {
	psql -c 'SET client_min_messages = error; TRUNCATE postnl.shipment CASCADE;
		TRUNCATE postnl.barcode_pool, postnl.pause'
}

# An empty outbox and a new worker; sets worker.
begin_outbox() {
	empty_outbox
	psql -o /dev/null -c "SELECT pg_terminate_backend(pid) FROM postnl.stat_worker WHERE pid IS NOT NULL"
	wait_for_query "SELECT count(*) = 1 FROM pg_stat_activity WHERE backend_type = 'postnl worker' AND state = 'idle' AND pid <> ${worker:-0}"
	worker=$(worker_pid)
}

# use_server URL: where the worker sends, and that it is there
use_server() {
	psql -c "ALTER SYSTEM SET postnl.base_url = '$1'"
	psql -o /dev/null -c 'SELECT pg_reload_conf()'
}

# queue_shipments COUNT: while no worker runs
queue_shipments() {
	psql -o /dev/null -c "SELECT count(postnl_ship('D-' || i, 'de Ruiter', 'Bilderdijkstraat', '9', '3532VA', 'Utrecht', product => '3085'))
		FROM generate_series(1, $1) AS i"
	psql -c 'VACUUM ANALYZE postnl.shipment'
	psql -c CHECKPOINT
}

set_workers() {
	psql -c "ALTER SYSTEM SET postnl.workers = $1"
	psql -o /dev/null -c 'SELECT pg_reload_conf()'
	wait_for_query "SELECT count(*) = $1 FROM pg_stat_activity WHERE backend_type = 'postnl worker' AND state IS NOT NULL AND datname = 'postgres'"
}

# drain COUNT: one run, a line of key=value
drain() {
	local count=$1 before peak sampler cpu
	empty_outbox
	set_workers 0
	queue_shipments "$count"
	# begins with an outbox in which nothing is due, so that what the worker
	# needs in any case is there before
	psql -c "UPDATE postnl.shipment SET next_attempt_at = 'infinity'"
	psql -c 'VACUUM postnl.shipment'
	set_workers 1
	worker=$(worker_pid)
	before=$(awk '/^RssAnon:/ { print $2 }' "/proc/$worker/status")
	cpu=$(cut -d ' ' -f 1 "/proc/$worker/schedstat")
	sample_peak "$worker" > peak.out &
	sampler=$!
	psql -o /dev/null -c "UPDATE postnl.shipment SET next_attempt_at = now()"
	psql -o /dev/null -c 'SELECT pg_reload_conf()'
	wait_for_query "SELECT NOT EXISTS (SELECT FROM postnl.shipment WHERE state <> 'announced')"
	cpu=$(($(cut -d ' ' -f 1 "/proc/$worker/schedstat") - cpu))
	psql -o /dev/null -c "SELECT pg_terminate_backend($worker)"
	wait $sampler
	peak=$(cat peak.out)
	# the middle: neither the first calls, which open connections, nor the last
	psql -c "WITH d AS (SELECT announced_at, row_number() OVER (ORDER BY announced_at) AS n FROM postnl.shipment)
		SELECT 'shipments_per_s=' || round((0.9 * $count / extract(epoch FROM
			max(announced_at) FILTER (WHERE n <= 0.95 * $count) - min(announced_at) FILTER (WHERE n > 0.05 * $count)))::numeric, 1),
			'growth_kb=' || $((peak - before)), 'cpu_s_per_1000=' || round($cpu / 1e6 / $count, 4)
		FROM d"
}

drain_rows() {
	local rate raw_rate ratio growth
	rm -f drain.runs raw.runs
	start_shipping_server 40 --body label.body
	use_server "http://127.0.0.1:$shipping_port"
	for ((i = 0; i < REPEAT; i++)); do
		drain $drained >> drain.runs
		[ -s label.body ] || { echo 'no call with four shipments was made' >&2; return 1; }
		raw $((drained / 4)) "http://127.0.0.1:$shipping_port/v1/shipment?confirm=true" \
			--connections $connections --body label.body >> raw.runs
	done
	rate=$(median shipments_per_s drain.runs)
	raw_rate=$(calculate %.1f "$(median requests_per_s raw.runs) * 4")
	ratio=$(calculate %.2f "$rate / $raw_rate")
	printf '| %s shipments, four a call, labels after 40 ms, shipments/s | %.0f | %.0f (%s) | >= 0.8 | %s |\n' \
		"$drained" "$raw_rate" "$rate" "$ratio" "$(met "$ratio >= 0.8")"
	printf '| CPU of the worker, s for 1 000 shipments | %.4f | %.4f | - | - |\n' \
		"$(calculate %.4f "$(median cpu_s_per_1000 raw.runs) / 4")" "$(median cpu_s_per_1000 drain.runs)"
	growth=$(calculate %.1f "$(median growth_kb drain.runs) / 1024")
	printf '| growth of the worker at its peak, MB | - | %s | <= 32 | %s |\n' "$growth" "$(met "$growth <= 32")"
}

# The plan of the worker's claim, as in src/pg/outbox/rows.sql.
claim_plan() {
	psql -c "EXPLAIN (COSTS off) SELECT q.shipment_id FROM postnl.shipment AS q WHERE q.state = 'queued'
		AND q.node = (SELECT postnl.own_node()) AND q.account = 'bench' AND q.environment = 'sandbox' AND q.next_attempt_at <= clock_timestamp()
		AND q.crashes = 0 ORDER BY q.next_attempt_at, q.shipment_id LIMIT 128 FOR NO KEY UPDATE SKIP LOCKED"
}

many_row() {
	local line growth plan
	line=$(drain $many)
	growth=$(calculate %.1f "$(value growth_kb "$line") / 1024")
	printf '| the same with %s queued, MB; once | - | %s (%.0f shipments/s) | <= 32 | %s |\n' \
		"$many" "$growth" "$(value shipments_per_s "$line")" "$(met "$growth <= 32")"
	empty_outbox
	set_workers 0
	queue_shipments $many
	plan=$(claim_plan)
	printf '| claim with %s queued | - | %s | an index scan, no sort | %s |\n' "$many" \
		"$(grep -oE '(Index|Seq|Bitmap)[A-Za-z ]*Scan( using [a-z_]+)?' <<< "$plan" | paste -sd ' ')" \
		"$(grep -q 'Index Scan using shipment_queued' <<< "$plan" && ! grep -qE 'Sort|Seq' <<< "$plan" && echo yes || echo no)"
	empty_outbox
	set_workers 1
}

# promptness_row NAME PAUSE-MS MOST: ms from COMMIT's return to the request, the
# flush of the claim included
promptness_row() {
	local count=200 figures late
	bench/commit_client "host=$POSTNL_WORK user=bench dbname=postgres" $count "$2" > commits.out
	sleep 0.2
	# reference, sent, returned; a request may well be there before the client knows
	figures=$(awk 'NR == FNR { if ($3 != "-") at[$3] = $1; next }
		($1 in at) { late = (at[$1] - $3) / 1000; whole = (at[$1] - $2) / 1000;
			print (late > 0 ? late : 0), whole }' requests.log commits.out)
	[ "$(wc -l <<< "$figures")" -eq $count ] || { echo 'not all requests came' >&2; return 1; }
	late=$(cut -d ' ' -f 1 <<< "$figures" | middle)
	printf '| median from COMMIT to the request, %s, ms | - | %.2f (with the COMMIT itself %.2f) | <= %s | %s |\n' "$1" \
		"$late" "$(cut -d ' ' -f 2 <<< "$figures" | middle)" "$3" "$(met "$late <= $3")"
}

middle() {
	sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

promptness_rows() {
	start_shipping_server 40 --log requests.log
	use_server "http://127.0.0.1:$shipping_port"
	begin_outbox
	promptness_row 'idle' 150 1
	promptness_row 'right after the answer before' 0 2
}

# Transactions and wake-ups of half a minute in which nothing is queued; the
# two that ask are taken off.
idle_row() {
	local seconds=30 before after transactions wakeups
	begin_outbox
	sleep 2
	before=$(idle_figures)
	sleep $seconds
	after=$(idle_figures)
	transactions=$(calculate %.2f "(${after% *} - ${before% *} - 2) / $seconds")
	wakeups=$(calculate %.2f "(${after#* } - ${before#* }) / $seconds")
	printf '| idle: transactions a second, wake-ups a second | - | %s, %s | <= 0.2 | %s |\n' \
		"$transactions" "$wakeups" "$(met "$transactions <= 0.2 && $wakeups <= 0.2")"
}

# Commits of this database, wake-ups of its worker.
idle_figures() {
	psql -c "SELECT pg_stat_force_next_flush()" -o /dev/null
	psql -c "SELECT xact_commit, (SELECT sum(wakeups) FROM postnl.stat_worker) FROM pg_stat_database WHERE datname = 'postgres'"
}

outbox_table() {
	psql -c "SELECT postnl_account_set('bench', barcode_source => 'reserve_v4')" -o /dev/null
	echo
	echo '| the outbox | raw | postnl | goal | met? |'
	echo '|---|---|---|---|---|'
	! wanted promptness || promptness_rows
	! wanted drain || drain_rows
	! wanted many || { start_shipping_server 40; use_server "http://127.0.0.1:$shipping_port"; many_row; }
	! wanted idle || idle_row
}
