#!/bin/bash
# The standard ways of PGXS: a build outside the sources for the PostgreSQL that
# PG_CONFIG names, install into DESTDIR, uninstall, and installcheck against a server
# that runs, and against those that Debian's pg_virtualenv makes.
#
#   test/install/run.sh
#
# Ends with "install: N passed, N failed".
set -euo pipefail

top=$(cd "$(dirname "$0")/../.." && pwd)
pg_config=${PG_CONFIG:-pg_config}
work=$(mktemp -d "${TMPDIR:-/tmp}/postnl-install.XXXXXX")
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT
# options of the make that calls this are not meant for the builds here
unset MAKEFLAGS MFLAGS MAKELEVEL
passed=0
failed=0

# result NAME COMMAND...: the command tells whether it is so
result() {
	local name=$1
	shift
	if "$@" > "$work/output" 2>&1; then
		echo "ok $name"
		passed=$((passed + 1))
	else
		echo "not ok $name"
		tail -n 100 "$work/output"
		failed=$((failed + 1))
	fi
}

mkdir "$work/source" "$work/build" "$work/server"
tar -C "$top" --exclude=./.git --exclude=./build --exclude='*.o' --exclude='*.bc' --exclude='*.so' \
	--exclude="./postnl--*.sql" -cf - . | tar -C "$work/source" -xf -
find "$work/source" | sort > "$work/before"
for kind in bindir pkglibdir sharedir includedir includedir-server; do
	path=$("$pg_config" --$kind)
	mkdir -p "$work/server$path"
	cp -a "$path/." "$work/server$path"
done
bindir=$work/server$("$pg_config" --bindir)

# The Makefile of the sources, where nothing is, for the copy of PostgreSQL
there() {
	make -C "$work/build" -f "$work/source/Makefile" PG_CONFIG="$bindir/pg_config" "$@"
}

# What is in DESTDIR, as PostgreSQL's directories; bitcode counts as one
installed() {
	(cd "$work/destination$work/server" && find . -type f) | sed -E \
		-e 's|^.*/doc/[^/]*/|doc/|' -e 's|^.*/bitcode/postnl/.*|bitcode|' -e 's|^.*/bitcode/.*|bitcode|' \
		-e 's|^.*/(extension)/|\1/|' -e 's|^.*/lib/(postnl.*)|lib/\1|' | sort -u
}

expected() {
	(
		cd "$work/source"
		printf 'doc/postnl/%s\n' README.md CHANGELOG.md docs/*.md | sed 's|/docs/|/|'
		printf 'extension/%s\n' postnl.control "$(cd "$work/build" && echo postnl--*.sql)"
		(cd src/sql/upgrade && printf 'extension/%s\n' postnl--*.sql)
		echo lib/postnl.so
		# where PostgreSQL was built with LLVM
		! compgen -G "$work/build/src/core/*.bc" > /dev/null || echo bitcode
	) | sort -u
}

nothing_new_in_source() {
	find "$work/source" | sort | diff "$work/before" -
}

what_is_installed() {
	diff <(expected) <(installed)
}

nothing_left() {
	! find "$work/destination$work/server" \( -type f -o -name postnl -o -name 'postnl*' \) | grep .
}

check_installation() {
	# shellcheck disable=SC2016
	"$top/test/as_user.sh" "$work" bash -euc '
		work=$1
		bindir=$2
		"$bindir/initdb" -D "$work/data" -U postgres -A trust -N > /dev/null
		"$bindir/pg_ctl" -D "$work/data" -l "$work/log" -w start \
			-o "-c listen_addresses= -c unix_socket_directories=$work -c fsync=off" > /dev/null
		trap "\"$bindir/pg_ctl\" -D \"$work/data\" -m immediate stop > /dev/null" EXIT
		PGHOST=$work PGUSER=postgres make -C "$work/build" -f "$work/source/Makefile" \
			PG_CONFIG="$bindir/pg_config" installcheck' check "$work" "$bindir" ||
		{ cat "$work/build/regression.diffs"; return 1; }
}

# What keeps pg_virtualenv from trying what is in DESTDIR; empty = nothing.
obstacle_to_virtualenv() {
	if ! command -v pg_virtualenv > /dev/null; then
		echo 'pg_virtualenv is not installed'
	elif [ "$("$pg_config" --bindir)" != "/usr/lib/postgresql/$major/bin" ]; then
		echo "$pg_config is not of a PostgreSQL in Debian's place"
	elif ! grep -qsE 'extension_(destdir|control_path)' "$("$pg_config" --sharedir)/postgresql.conf.sample"; then
		echo "PostgreSQL $major finds extensions in its own place only"
	fi
}

# In a folder as that of a package of Debian's, whose name is what "-p" takes.
check_virtualenv() {
	make -s -C "$work/build" -f "$work/source/Makefile" PG_CONFIG="$pg_config" install \
		DESTDIR="$work/package/debian/postnl"
	# shellcheck disable=SC2016
	"$top/test/as_user.sh" "$work" bash -euc '
		cd "$1/package"
		pg_virtualenv -v "$2" -p postnl make -C "$1/build" -f "$1/source/Makefile" PG_CONFIG="$3" installcheck ||
			{ cat "$1/build/regression.diffs"; exit 1; }' check "$work" "$major" "$pg_config" | tee "$work/virtualenv"
	grep -E 'All [0-9]+ tests passed' "$work/virtualenv"
}

result 'a build in another directory' there -s -j "$(nproc)" all
result 'leaves the sources alone' nothing_new_in_source
result 'make install DESTDIR=' there -s install DESTDIR="$work/destination"
result 'installs what there is, with documents and bitcode' what_is_installed
result 'make uninstall DESTDIR=' there -s uninstall DESTDIR="$work/destination"
result 'leaves nothing' nothing_left
result 'make install for PG_CONFIG=' there -s install
result 'make installcheck against a server' check_installation
major=$("$pg_config" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
reason=$(obstacle_to_virtualenv)
if [ -z "$reason" ]; then
	result 'make installcheck under pg_virtualenv' check_virtualenv
else
	echo "pg_virtualenv: left out, because $reason"
fi
echo "install: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
