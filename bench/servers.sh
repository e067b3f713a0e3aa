# shellcheck shell=bash
# Shell functions that start what bench/measure.sh measures; to be sourced.

data=$POSTNL_WORK/data

# The web servers have a core and what is measured has another: where the
# scheduler puts them otherwise decides over half of the throughput.
server_side=
client_side=
if [ "$(nproc)" -gt 1 ]; then
	read -r first last < <(python3 -c 'import os; c = sorted(os.sched_getaffinity(0)); print(c[0], c[-1])')
	server_side="taskset -c $first"
	client_side="taskset -c $last"
fi

# The processes that stop_servers ends; PostgreSQL has pg_ctl for that.
server_pids=

stop_servers() {
	# shellcheck disable=SC2086
	[ -z "$server_pids" ] || kill $server_pids 2>/dev/null || true
	[ ! -e "$data/postmaster.pid" ] ||
		"$POSTNL_BINDIR/pg_ctl" -D "$data" -m fast -w stop >/dev/null || true
}

# Waits for a file to have something in it, ten seconds at most.
wait_for_content() {
	for _ in {1..1000}; do
		[ ! -s "$1" ] || return 0
		sleep 0.01
	done
	echo "nothing came in $1" >&2
	return 1
}

# start_delay_server MS ANSWER: sets delay_port
start_delay_server() {
	rm -f delay.port
	# shellcheck disable=SC2086
	$server_side bench/delay_server --port 0 --delay-ms "$1" --answer "$2" > delay.port &
	server_pids+=" $!"
	wait_for_content delay.port
	delay_port=$(cat delay.port)
}

# start_shipping_server MS OPTION...: sets shipping_port
start_shipping_server() {
	local ms=$1
	shift
	rm -f shipping.port
	# shellcheck disable=SC2086
	$server_side bench/delay_server --port 0 --delay-ms "$ms" "$@" > shipping.port &
	server_pids+=" $!"
	wait_for_content shipping.port
	shipping_port=$(cat shipping.port)
}

# Certificate and bundle: the system's authorities and our own, so that
# reading the bundle costs what it does in real life.
make_certificate() {
	local bundle
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=postnl-bench \
		-addext subjectAltName=IP:127.0.0.1 -keyout server.key -out server.crt 2>/dev/null
	cp server.crt ca.crt
	for bundle in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt; do
		[ ! -r "$bundle" ] || { cat "$bundle" server.crt > ca.crt && break; }
	done
}

# The answer, at once, under the barcode that was asked for.
nginx_answer() {
	local answer
	answer=$(sed 's/BARCODE/$1/' bench/answer.json)
	echo "location ~ /barcode/([0-9A-Z]+)\$ { return 200 '$answer'; }"
}

nginx_configuration() {
	cat <<-CONF
	daemon off;
	pid $POSTNL_WORK/nginx.pid;
	error_log $POSTNL_WORK/nginx.log;
	worker_processes 1;
	events { worker_connections 2048; }
	http {
		client_body_temp_path $POSTNL_WORK/nginx.body;
		proxy_temp_path $POSTNL_WORK/nginx.proxy;
		fastcgi_temp_path $POSTNL_WORK/nginx.fastcgi;
		uwsgi_temp_path $POSTNL_WORK/nginx.uwsgi;
		scgi_temp_path $POSTNL_WORK/nginx.scgi;
		log_format connection '\$connection';
		access_log off;
		types { }
		default_type application/json;
		keepalive_requests 1000000000;
		keepalive_timeout 1h;
		ssl_certificate $POSTNL_WORK/server.crt;
		ssl_certificate_key $POSTNL_WORK/server.key;
		server {
			listen 127.0.0.1:$plain_port;
			include $POSTNL_WORK/nginx.answer;
		}
		server {
			listen 127.0.0.1:$http1_port ssl;
			include $POSTNL_WORK/nginx.answer;
		}
		server {
			listen 127.0.0.1:$http2_port ssl http2;
			include $POSTNL_WORK/nginx.answer;
		}
		server {
			# answers late, so that calls side by side need a connection each
			listen 127.0.0.1:$late_port ssl;
			access_log $POSTNL_WORK/connections.log connection;
			location / { proxy_pass http://127.0.0.1:$delay_port; }
		}
	}
	CONF
}

# Needs the delay server.
start_nginx() {
	read -r plain_port http1_port http2_port late_port < <(python3 - <<-'PYTHON'
	import socket
	sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(4)]
	print(*(s.getsockname()[1] for s in sockets))
	PYTHON
	)
	make_certificate
	nginx_answer > nginx.answer
	nginx_configuration > nginx.conf
	# shellcheck disable=SC2086
	$server_side nginx -p "$POSTNL_WORK" -e "$POSTNL_WORK/nginx.log" -c "$POSTNL_WORK/nginx.conf" &
	server_pids+=" $!"
	wait_for_content nginx.pid || { cat nginx.log; return 1; }
}

start_postgres() {
	"$POSTNL_BINDIR/initdb" -D "$data" -U bench -A trust -N --no-locale -E UTF8 >/dev/null
	cat >> "$data/postgresql.conf" <<-CONF
	listen_addresses = ''
	unix_socket_directories = '$POSTNL_WORK'
	shared_preload_libraries = 'postnl'
	autovacuum = off
	timezone = 'Europe/Amsterdam'
	postnl.api_key = 'bench-key'
	postnl.requests_per_minute = -1
	postnl.max_connections = 16
	postnl.sync_interval = 0
	postnl.keep_personal_data = 0
	postnl.ca_file = '$POSTNL_WORK/ca.crt'
	CONF
	# shellcheck disable=SC2086
	$client_side "$POSTNL_BINDIR/pg_ctl" -D "$data" -l "$POSTNL_WORK/server.log" -w start >/dev/null ||
		{ cat "$POSTNL_WORK/server.log"; return 1; }
}
