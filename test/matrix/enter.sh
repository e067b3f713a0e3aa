#!/bin/bash
# Runs a command in a chroot, in namespaces of its own: what it mounts, and each
# process that it starts, ends with it, also when it fails or is killed.
#
#   test/matrix/enter.sh [--outside] ROOT COMMAND...
#
# The command gets a clean environment, but for the variables named below; with
# --outside it runs where we are, and only has the chroot's mounts.
set -euo pipefail

outside=
if [ "$1" = --outside ]; then
	outside=yes
	shift
fi
root=$1
shift
kept=(PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
	HOME=/ LANG=C.UTF-8)
for name in TESTS SUITES CI RUNS; do
	[ -z "${!name:-}" ] || kept+=("$name=${!name}")
done
[ -n "$outside" ] || set -- chroot "$root" env -i "${kept[@]}" "$@"
# unshare itself waits through every signal but KILL.
trap 'kill -KILL "$child" 2> /dev/null || true' EXIT
trap 'exit 143' TERM INT HUP
# The inner shell is the first process there: it reaps, and all others end with it.
# shellcheck disable=SC2016
setpriv --pdeathsig KILL unshare --mount --pid --ipc --fork --kill-child bash -euc '
	root=$1
	shift
	mount -t proc proc "$root/proc"
	mount --rbind /dev "$root/dev"
	mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
	status=0
	"$@" || status=$?
	exit $status' enter "$root" "$@" &
child=$!
wait "$child"
