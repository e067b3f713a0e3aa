#!/bin/bash
# The tests on other systems: each is a Debian in a chroot, with its PostgreSQL.
#
#   test/matrix/run.sh
#
#   ONLY="name ..."     picks systems: trixie (17), sid (18), next (19, where
#                       experimental has it; only when asked for)
#   SUITES="name ..."   picks from gcc clang unit fuzz install regress isolation docs
#                       tap demo
#   MATRIX_CACHE=DIR    where the chroots are kept (/var/cache/postnl-matrix)
#   REFRESH=1           makes them anew
#
# It needs root and debootstrap.  A system that cannot be had is told as "left
# out", and counts for nothing.  The systems are tested at the same time, for much of it
# is waiting; what one says comes in one piece.  Ends with "matrix: N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1

cache=${MATRIX_CACHE:-/var/cache/postnl-matrix}
folder=$(mktemp -d "${TMPDIR:-/tmp}/postnl-matrix.XXXXXX")
touch "$folder/log"
declare -A started=()

# With unshare, all ends that it began: it waits through every other signal.
end_all() {
	[ ${#started[@]} -eq 0 ] || kill -KILL "${started[@]}" 2> /dev/null
	rm -rf "$folder"
}
trap end_all EXIT
trap 'exit 143' TERM INT HUP
# a make that calls this script must not lend its options to those below
unset MAKEFLAGS MFLAGS MAKELEVEL

# begin NAME COMMAND...: in namespaces that end with it, or with this script
begin() {
	: > "$folder/$1"
	setpriv --pdeathsig KILL unshare --mount-proc --pid --ipc --fork --kill-child "${@:2}" \
		>> "$folder/$1" 2>&1 9>&- < /dev/null &
	started[$1]=$!
}

# follow NAME: shows what it says until it has ended, and keeps its counts
follow() {
	local process=${started[$1]}
	tail -f -n +1 --pid="$process" "$folder/$1" 9>&- &
	wait $!
	wait "$process" || echo "$1 end: 0 passed, 1 failed" | tee -a "$folder/$1"
	unset "started[$1]"
	grep -aE "^$1 [a-z]+: [0-9]+ passed, [0-9]+ failed" "$folder/$1" >> "$folder/log"
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
	begin try test/matrix/try.sh
	follow try
	read -r -a names <<< "${ONLY:-trixie sid}"
	for name in "${names[@]}"; do
		begin "$name" test/matrix/system.sh "$cache" "$name"
	done
	for name in "${names[@]}"; do
		follow "$name"
	done
fi
passed=$(awk '{ n += $3 } END { print n + 0 }' "$folder/log")
failed=$(awk '{ n += $5 } END { print n + 0 }' "$folder/log")
echo "matrix: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
