#!/bin/bash
# What a system of the matrix has to pass; runs there, in a copy of the tree.
#
#   test/matrix/inside.sh NAME
#
# SUITES="name ..." picks some.  Each prints "NAME SUITE: N passed, N failed" with
# its time; the output of one that fails is shown.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1

name=$1
# outside of the tree, for that is copied
export TMPDIR=/srv/tmp
rm -rf "$TMPDIR"
mkdir "$TMPDIR"
chmod 1777 "$TMPDIR"
output=$TMPDIR/output

# version PACKAGE: by pkg-config
version() {
	pkg-config --modversion "$1"
}

try_gcc() {
	make -s -j "$(nproc)" WERROR=-Werror all && echo 'gcc: 1 passed, 0 failed'
}

# In a copy: what is installed and tested is what gcc made.
try_clang() {
	ci/check-compile . clang && echo 'clang: 1 passed, 0 failed'
}

try_unit() {
	test/unit/run.sh
}

try_fuzz() {
	test/fuzz/run.sh
}

try_install() {
	test/install/run.sh
}

# With pg_upgrade from the PostgreSQL of Debian 12, where that is a lower one
try_tap() {
	OLD_PG_CONFIG=$lower test/run.sh tap
}

try_demo() {
	make -s demo && echo 'demo: 1 passed, 0 failed'
}

# run_suite SUITE: prints its last line, or one of ours where it did not come to it
run_suite() {
	local suite=$1 started=$SECONDS before after status=0 line
	before=$(cpu_seconds)
	if declare -F "try_$suite" > /dev/null; then
		"try_$suite" > "$output" 2>&1 || status=1
	else
		test/run.sh "$suite" > "$output" 2>&1 || status=1
	fi
	after=$(cpu_seconds)
	line=$(grep -aE "^$suite: [0-9]+ passed, [0-9]+ failed$" "$output" | tail -n 1)
	if [ -z "$line" ] || { [ $status -ne 0 ] && [[ $line == *', 0 failed' ]]; }; then
		line="$suite: 0 passed, 1 failed"
	fi
	if [[ $line == *', 0 failed' ]]; then
		grep -aE '^left out|: left out' "$output" | sed "s/^/$name $suite: /"
		slowest
	else
		cat "$output"
	fi
	echo "$name $line   $((SECONDS - started)) s, $((after - before)) s of CPU"
}

# The three tests of TAP that took the longest, each beside another one
slowest() {
	sed -nE 's|.*test/t/([0-9a-z_]+)\.pl \.* ok +([0-9]+) ms .*|\2 \1|p' "$output" | sort -rn | head -n 3 |
		awk -v name="$name" '{ printf "%s%s %d s", (NR > 1 ? ", " : "   " name ": the slowest are "), $2, $1 / 1000 }
			END { if (NR) print "" }'
}

# Of what ran in here and has ended: children of this shell, and orphans, which
# the first process has reaped.
cpu_seconds() {
	awk -v hz="$(getconf CLK_TCK)" '{ sub(/^.*\) /, ""); n += $14 + $15 } END { print int(n / hz) }' \
		"/proc/$$/stat" /proc/1/stat
}

if ! test/packages.sh system > "$output" 2>&1; then
	echo "$name: left out, because its packages cannot be installed: $(tail -n 1 "$output")"
	exit 0
fi
echo "$name: $(pg_config --version), libcurl $(version libcurl), json-c $(version json-c)," \
	"gcc $(gcc -dumpversion), clang $(clang -dumpversion)"
lower=
if [ "$name" = trixie ]; then
	lower=$(test/matrix/lower.sh | tail -n 1)
	if [ ! -x "$lower" ]; then
		echo "$name: pg_upgrade from 15 left out, because $lower"
		lower=
	fi
fi
for suite in ${SUITES:-gcc clang unit fuzz install regress isolation docs tap demo}; do
	run_suite "$suite"
done
