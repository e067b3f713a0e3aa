#!/bin/bash
# Installs PostgreSQL 15 of Debian 12 beside that of a newer Debian, for pg_upgrade.
#
#   test/matrix/lower.sh
#
# Runs in a chroot of the matrix.  Its last line is the path of pg_config; when it cannot
# be had, the reason.
set -euo pipefail

pg_config=/usr/lib/postgresql/15/bin/pg_config
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# run WHAT COMMAND...: the end of its output is the reason when it fails
run() {
	"${@:2}" > "$log" 2>&1 && return
	echo "$1 failed: $(grep -v '^ *$' "$log" | tail -n 1)"
	exit 1
}

if [ ! -e "$(dirname "$pg_config")/postgres" ]; then
	sed -n 's/^deb \([^ ]*\) .*/deb \1 bookworm main/p' /etc/apt/sources.list | head -n 1 \
		> /etc/apt/sources.list.d/bookworm.list
	# nothing else comes from there
	printf 'Package: *\nPin: release n=bookworm\nPin-Priority: 50\n' > /etc/apt/preferences.d/bookworm
	run 'apt-get update' apt-get update -qq
	run 'apt-get install postgresql-15' env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -qq --no-install-recommends postgresql-15
fi
headers=$("$pg_config" --includedir-server)
if [ ! -e "$headers/postgres.h" ]; then
	# its dependencies are compilers of Debian 12, which are not needed
	folder=$(mktemp -d)
	trap 'rm -rf "$log" "$folder"' EXIT
	cd "$folder"
	run 'apt-get download' apt-get download -qq -o APT::Sandbox::User=root postgresql-server-dev-15
	dpkg-deb -x postgresql-server-dev-15_*.deb /
fi
echo "$pg_config"
