# Shell functions that the levels of test/run.sh share; to be sourced.

# Starts the simulator for as long as this script runs.
start_simulator() {
	local ready=$POSTNL_WORK/simulator.$$
	mkfifo "$ready"
	# the simulator ends when this end of the pipe closes
	exec 9> >(exec python3 test/sim --exit-with-stdin "$@" > "$ready" 2> "$POSTNL_WORK/simulator.log")
	read -r simulator_port < "$ready"
	rm -f "$ready"
}

# Settings of a server that calls the simulator.
simulator_settings() {
	cat <<-CONF
	postnl.base_url = 'http://127.0.0.1:$simulator_port'
	postnl.api_key = 'simulator-key'
	postnl.requests_per_minute = -1
	postnl.customer_code = 'DEVC'
	postnl.customer_number = '11223344'
	CONF
}

# The last line of a level, and its exit status.
summary() {
	local passed=$2 failed=$3 status=$4
	[ "$status" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
	echo "$1: $passed passed, $failed failed"
	[ "$failed" -eq 0 ]
}
