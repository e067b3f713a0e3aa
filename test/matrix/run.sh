#!/bin/bash
# The tests on other systems: each is a Debian in a chroot, with its PostgreSQL.
#
#   test/matrix/run.sh
#
#   ONLY="name ..."     picks systems: trixie (17), sid (18), next (19, where
#                       experimental has it; only when asked for)
#   SUITES="name ..."   picks from gcc clang unit fuzz regress isolation docs tap demo
#   MATRIX_CACHE=DIR    where the chroots are kept (/var/cache/postnl-matrix)
#   REFRESH=1           makes them anew
#
# It needs root and debootstrap.  A system that cannot be had is told as "left
# out", and counts for nothing.  Ends with "matrix: N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1

cache=${MATRIX_CACHE:-/var/cache/postnl-matrix}
log=$(mktemp "${TMPDIR:-/tmp}/postnl-matrix.XXXXXX")
output=$(mktemp "${TMPDIR:-/tmp}/postnl-matrix.XXXXXX")
trap 'rm -f "$log" "$output"' EXIT
# a make that calls this script must not lend its options to those below
unset MAKEFLAGS MFLAGS MAKELEVEL

# make_chroot NAME: says why when it cannot
make_chroot() {
	case $1 in
	trixie | sid) test/matrix/chroot.sh "$cache/$1" "$1" ;;
	next) test/matrix/chroot.sh "$cache/$1" sid postgresql-19 postgresql-server-dev-19 ;;
	esac
}

# copy_tree DIR: what is here, with its history, without what was built
copy_tree() {
	rm -rf "$1"
	mkdir -p "$1"
	if git -c safe.directory="$PWD" rev-parse --git-dir > /dev/null 2>&1; then
		git -c safe.directory='*' clone -q --bare . "$1/.git" &&
			git -C "$1" config core.bare false
	fi
	tar --exclude=./.git --exclude=./build --exclude='*.o' --exclude='*.bc' --exclude='*.so' \
		--exclude=__pycache__ -cf - . | tar -C "$1" --no-same-owner -xf -
}

run_system() {
	local name=$1 started=$SECONDS reason work
	work=$cache/$name/srv/postnl
	echo "== $name"
	[ -z "${REFRESH:-}" ] || rm -rf --one-file-system "${cache:?}/$name"
	if ! reason=$(make_chroot "$name"); then
		echo "$name: left out, because $reason"
		return
	fi
	copy_tree "$work"
	test/matrix/enter.sh "$cache/$name" /srv/postnl/test/matrix/inside.sh "$name" 9>&- 2>&1 |
		tee "$output"
	[ "${PIPESTATUS[0]}" -eq 0 ] || echo "$name end: 0 passed, 1 failed" | tee -a "$output"
	grep -aE "^$name [a-z]+: [0-9]+ passed, [0-9]+ failed" "$output" >> "$log"
	echo "   $name: $((SECONDS - started)) s"
}

for name in ${ONLY:-}; do
	if [[ ! $name =~ ^(trixie|sid|next)$ ]]; then
		echo "there is no system \"$name\": ONLY takes trixie, sid and next"
		exit 1
	fi
done
if ! reason=$(test/matrix/obstacle.sh "$cache"); then
	echo "matrix: left out, because $reason"
else
	exec 9> "$cache/lock"
	flock 9
	echo "== enter"
	test/matrix/try_enter.sh 9>&- 2>&1 | tee "$output"
	# in the form of the other lines
	sed -n 's/^enter: /here &/p' "$output" | grep . >> "$log" || echo 'here enter: 0 passed, 1 failed' >> "$log"
	for name in ${ONLY:-trixie sid}; do
		run_system "$name"
	done
fi
passed=$(awk '{ n += $3 } END { print n + 0 }' "$log")
failed=$(awk '{ n += $5 } END { print n + 0 }' "$log")
echo "matrix: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
