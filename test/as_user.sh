#!/bin/sh
# Runs a command as an ordinary user: PostgreSQL refuses to run as root.
#
#   test/as_user.sh DIR COMMAND...
#
# DIR and what is in it is given to that user first.
set -eu

dir=$1
shift
if [ "$(id -u)" -ne 0 ]; then
	exec "$@"
fi
user=nobody
! id postgres >/dev/null 2>&1 || user=postgres
chown -R "$user" "$dir"
exec runuser -u "$user" -- env HOME="$dir" "$@"
