#!/bin/bash
# Tries enter.sh on a chroot made of this system's own directories: its exit
# status, and that processes and mounts end with the command, also with one that
# fails or is killed.  Ends with "enter: N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")" || exit 1

# The directories are bound in a namespace that ends with this script.
if [ "${1:-}" != inside ]; then
	exec unshare --mount bash "$PWD/$(basename "$0")" inside
fi
root=$(mktemp -d "${TMPDIR:-/tmp}/postnl-enter.XXXXXX")
trap 'umount -q "$root"/{bin,sbin,lib,lib64,usr,etc}; rm -rf --one-file-system "$root"' EXIT
mkdir "$root/proc" "$root/dev" "$root/tmp"
for name in bin sbin lib lib64 usr etc; do
	[ -d "/$name" ] || continue
	mkdir "$root/$name"
	mount --bind "/$name" "$root/$name"
done
passed=0
failed=0

expect() {
	if "${@:2}"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not ok: $1"
	fi
}

mounts() {
	grep -cE " $root/(proc|dev)" /proc/self/mounts
}

# Processes whose root directory is that of the chroot.
lodgers() {
	find /proc -maxdepth 2 -name root -lname "$root" 2> /dev/null | wc -l
}

nothing_left() {
	local give_up=$((SECONDS + 60))
	while [ "$(lodgers)" -ne 0 ] && [ $SECONDS -lt $give_up ]; do
		read -r -t 0.1 <> <(:) || true
	done
	[ "$(lodgers)" -eq 0 ] && [ "$(mounts)" -eq 0 ]
}

status=0
./enter.sh "$root" sh -c 'sleep 3600 & exit 3' || status=$?
expect 'the exit status is that of the command' test $status -eq 3
expect 'what a command that failed started and mounted is gone' nothing_left

status=0
./enter.sh --outside "$root" test -e "$root/proc/1/stat" || status=$?
expect 'a command outside has the mounts' test $status -eq 0
expect 'and they are gone with it' nothing_left

mkfifo "$root/tmp/ready"
for signal in KILL TERM; do
	./enter.sh "$root" sh -c 'sleep 3600 & echo > /tmp/ready; wait' &
	read -r < "$root/tmp/ready"
	expect 'a command runs in the chroot' test "$(lodgers)" -gt 0
	kill -$signal $!
	wait $! 2> /dev/null
	expect "what a command that was ended by $signal started and mounted is gone" nothing_left
done

echo "enter: $passed passed, $failed failed"
[ $failed -eq 0 ]
