#!/bin/bash
# Tries the scripts of the matrix, and .ci/run, on a chroot made of this system's own directories: that
# processes and mounts end with the command, also with one that fails or is killed.
#
#   test/matrix/try.sh
#
# Ends with "try scripts: N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")" || exit 1

# The directories are bound in a namespace that ends with this script.
if [ "${1:-}" != inside ]; then
	exec unshare --mount bash "$PWD/$(basename "$0")" inside
fi
folder=$(mktemp -d "${TMPDIR:-/tmp}/postnl-try.XXXXXX")
# as run.sh names it
root=$folder/cache/trixie
# shellcheck disable=SC2317
clean_up() {
	umount -q "$root"/{bin,sbin,lib,lib64,usr,etc}
	rm -rf --one-file-system "$folder"
}
trap clean_up EXIT
mkdir -p "$root/proc" "$root/dev" "$root/tmp" "$root/srv" "$root/etc"
for name in bin sbin lib lib64 usr etc; do
	[ -d "/$name" ] || continue
	mkdir -p "$root/$name"
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

# Waits until something in the chroot has said that it runs.
runs() {
	timeout 60 cat "$root/tmp/ready" > /dev/null && [ "$(lodgers)" -gt 0 ]
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
	expect 'a command runs in the chroot' runs
	kill -$signal $!
	wait $! 2> /dev/null
	expect "what a command that was ended by $signal started and mounted is gone" nothing_left
done

# A tree with the scripts of the matrix, and tests that do not end
mkdir -p "$folder"/tree/{.ci,ci,test/matrix}
cp run.sh obstacle.sh system.sh enter.sh "$folder/tree/test/matrix"
cp ../../.ci/run "$folder/tree/.ci"
printf '#!/bin/sh\nexit 0\n' | tee "$folder"/tree/{ci/run-checks,test/matrix/chroot.sh,test/matrix/try.sh} > /dev/null
printf '#!/bin/sh\nsleep 3600 &\necho > /tmp/ready\nwait\n' > "$folder/tree/test/matrix/inside.sh"
echo 'test:' > "$folder/tree/Makefile"
chmod +x "$folder"/tree/{ci,test/matrix}/*
for command in test/matrix/run.sh .ci/run; do
	for signal in KILL TERM; do
		TMPDIR=$folder MATRIX_CACHE=$folder/cache ONLY=trixie "$folder/tree/$command" > "$folder/output" 2>&1 &
		expect "$command runs" runs
		kill -$signal $!
		wait $! 2> /dev/null
		expect "what $command started and mounted is gone when it was ended by $signal" nothing_left
	done
done

echo "try scripts: $passed passed, $failed failed"
[ $failed -eq 0 ]
