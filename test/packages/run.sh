#!/bin/bash
# Packages: Debian's, which is built, linted, installed in a clean Debian and tested there;
# the release archive for PGXN; and the RPM of packaging/postnl.spec.
#
#   test/packages/run.sh [deb|dist|rpm ...]
#
#   MATRIX_CACHE=DIR    where the clean Debian is kept (/var/cache/postnl-matrix)
#
# A clean Debian is a chroot of this machine's release, which needs root; what is built is
# built without. What cannot be had is told as "left out", and counts for nothing. Debian's
# packages are left in build/packages. Ends with "packages: N passed, N failed".
set -euo pipefail

top=$(cd "$(dirname "$0")/../.." && pwd)
cache=${MATRIX_CACHE:-/var/cache/postnl-matrix}
work=$(mktemp -d "${TMPDIR:-/tmp}/postnl-packages.XXXXXX")
chmod 755 "$work"
root=$cache/packages.$$
trap 'rm -rf "$work"; rm -rf --one-file-system "$root"' EXIT
# options of the make that calls this are not meant for the builds here
unset MAKEFLAGS MFLAGS MAKELEVEL
# the checkout may be another user's
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*'
version=$(sed -n 's/^\t"version": "\(.*\)",/\1/p' "$top/META.json")
passed=0
failed=0

# result NAME COMMAND...: the command tells whether it is so
result() {
	local name=$1 started=$SECONDS
	shift
	# not in a condition, where the shell goes on after a failure
	set +e
	(
		set -e
		"$@"
	) > "$work/output" 2>&1
	local status=$?
	set -e
	if [ $status -eq 0 ]; then
		echo "ok $name   $((SECONDS - started)) s"
		passed=$((passed + 1))
	else
		echo "not ok $name"
		tail -n 100 "$work/output"
		failed=$((failed + 1))
	fi
	return $status
}

as_user() {
	"$top/test/as_user.sh" "$@"
}

# ----- Debian's

# What is here, as Debian has sources: the archive, and its own folder beside.
make_source() {
	mkdir -p "$work/deb/postnl-$version"
	tar -C "$top" --exclude=./.git --exclude=./build --exclude=./debian --exclude='*.o' --exclude='*.bc' \
		--exclude='*.so' --exclude=__pycache__ --exclude='./postnl-*.zip' --exclude='./postnl--*.sql' -cf - . |
		tar -C "$work/deb/postnl-$version" --no-same-owner -xf -
	tar -C "$work/deb" -czf "$work/deb/postnl_$version.orig.tar.gz" "postnl-$version"
	cp -R "$top/debian" "$work/deb/postnl-$version"
}

# For the PostgreSQL of this Debian, which may be another than the one in debian/control.
build_deb() {
	# shellcheck disable=SC2016
	as_user "$work/deb" bash -euc 'cd "$1" && pg_buildext updatecontrol && dpkg-buildpackage -us -uc -j"$(nproc)"' \
		build "$work/deb/postnl-$version"
	rm -rf "$top/build/packages"
	mkdir -p "$top/build/packages"
	find "$work/deb" -maxdepth 1 -type f -exec cp {} "$top/build/packages" \;
}

lint_deb() {
	# it refuses to run as root
	as_user "$work/deb" lintian --fail-on error,warning --display-info "$work"/deb/*.changes
}

# The one for the version of libcurl that we need, not only that of its symbols.
needs_libcurl() {
	local needed
	needed=$(sed -n 's/^ libcurl4-openssl-dev (>= \(.*\)),$/\1/p' "$top/debian/control.in")
	for package in "$work"/deb/postgresql-[0-9]*-postnl_*.deb; do
		dpkg-deb -f "$package" Depends
		dpkg-deb -f "$package" Depends | grep -E "libcurl4(t64)? \(>= ${needed//./\\.}\)"
	done
}

# make_clean SUITE: a copy of a Debian in which nothing was installed yet, or why not
make_clean() {
	"$top/test/matrix/chroot.sh" "$cache/clean-$1" "$1" || return 1
	cp -a "$cache/clean-$1" "$root"
	# its updates too, without which our packages may ask for what is not there
	apt-get indextargets --format 'deb $(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' \
		'Origin: Debian' | sort -u > "$root/etc/apt/sources.list"
	echo 'Acquire::Languages "none";' > "$root/etc/apt/apt.conf.d/91languages"
	# thrown away after this
	echo force-unsafe-io > "$root/etc/dpkg/dpkg.cfg.d/unsafe-io"
}

# Installs the packages, and runs debian/tests, in the sources as they were before the build.
try_clean() {
	dpkg-source -x "$work"/deb/*.dsc "$work/clean"
	"$top/test/matrix/enter.sh" --outside "$root" autopkgtest --apt-upgrade --no-built-binaries \
		--output-dir "$work/tested" "$work/clean" "$work"/deb/postgresql-[0-9]*-postnl_*.deb -- chroot "$root" || true
	sed 's/^/summary: /' "$work/tested/summary"
	# each of debian/tests/control, and no other outcome
	diff <(sed -n 's/^Tests: *//p' "$top/debian/tests/control" | tr -s ', ' '\n' | sed 's/$/ PASS/' | sort) \
		<(tr -s ' ' < "$work/tested/summary" | sort)
}

try_deb() {
	local suite reason
	suite=$(. /etc/os-release && [ "$ID" = debian ] && echo "${VERSION_CODENAME:-sid}") || suite=
	if [ -z "$suite" ]; then
		echo 'deb: left out, because this is no Debian'
		return
	fi
	result 'the sources of a Debian package' make_source &&
		result 'are built by an ordinary user' build_deb || return 0
	result 'lintian finds nothing' lint_deb || true
	result 'the package needs the libcurl that it was made for' needs_libcurl || true
	if ! reason=$("$top/test/matrix/obstacle.sh" "$cache") || ! reason=$(make_clean "$suite"); then
		echo "a clean Debian: left out, because $reason"
		return
	fi
	result "installed in a clean $suite, autopkgtest passes" try_clean || true
}

# ----- PGXN's

archive=$work/postnl-$version.zip

is_checkout() {
	git -C "$top" rev-parse --verify -q HEAD > /dev/null 2>&1
}

make_dist() {
	make -s -C "$top" dist DIST="$archive"
	mkdir "$work/dist"
	unzip -q "$archive" -d "$work/dist"
}

what_is_archived() {
	diff <(git -C "$top" ls-tree -r --name-only HEAD | grep -v -e '^debian/' -e '^\.gitattributes$' |
		sed "s|^|postnl-$version/|" | sort) <(cd "$work/dist" && find . -type f | sed 's|^\./||' | sort)
}

check_archive() {
	TESTS='meta versions listed' "$top/ci/run-checks" "$work/dist/postnl-$version"
}

try_dist() {
	if ! is_checkout; then
		echo 'dist: left out, because this is no checkout of git'
		return
	fi
	result 'make dist' make_dist || return 0
	result 'archives all but the folder of Debian' what_is_archived || true
	result 'and what is archived is whole' check_archive || true
}

# ----- RPM

read_spec() {
	for major in 15 16 17 18 19; do
		for llvm in 0 1; do
			rpmspec -P --define "pgmajorversion $major" --define "llvm $llvm" "$top/packaging/postnl.spec" > "$work/spec"
			grep -E "^Name:[[:space:]]+postnl_$major\$" "$work/spec"
			grep -Fx "/usr/pgsql-$major/lib/postnl.so" "$work/spec"
		done
	done
}

# A PostgreSQL in the directories of PGDG's packages, as far as pg_config tells.
make_pgdg() {
	local real
	real=$(command -v "${PG_CONFIG:-pg_config}")
	mkdir -p "$work/rpm/pgsql/bin" "$work/rpm/SOURCES"
	cat > "$work/rpm/pgsql/bin/pg_config" <<CONFIG
#!/bin/sh
case \$1 in
--sharedir) echo "$work/rpm/pgsql/share" ;;
--docdir) echo "$work/rpm/pgsql/doc" ;;
--pkglibdir) echo "$work/rpm/pgsql/lib" ;;
*) exec "$real" "\$@" ;;
esac
CONFIG
	chmod 755 "$work/rpm/pgsql/bin/pg_config"
	cp "$archive" "$work/rpm/SOURCES"
	cp "$top/packaging/postnl.spec" "$work/rpm"
}

# Without bitcode, which Debian's package has shown; what is not in %files fails it.
build_rpm() {
	make_pgdg
	# shellcheck disable=SC2016
	as_user "$work/rpm" bash -euc 'cd "$1" && rpmbuild -bb --nodeps --define "_topdir $1" --define "pgmajorversion $2" \
		--define "pginstdir $1/pgsql" --define "llvm 0" --define "debug_package %{nil}" postnl.spec' \
		build "$work/rpm" "$("${PG_CONFIG:-pg_config}" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')"
	rpm -qlp "$work"/rpm/RPMS/*/*.rpm | grep -E '/pgsql/lib/postnl\.so$'
	rpm -qp --requires "$work"/rpm/RPMS/*/*.rpm | grep -E '^libcurl.* >= '
}

try_rpm() {
	if ! command -v rpmspec > /dev/null || ! command -v rpmlint > /dev/null; then
		echo 'rpm: left out, because rpm and rpmlint are not installed'
		return
	fi
	result 'the spec is one for PostgreSQL 15 to 19' read_spec || true
	result 'rpmlint finds no error' rpmlint "$top/packaging/postnl.spec" || true
	if [ ! -e "$archive" ]; then
		is_checkout && make_dist > /dev/null || { echo 'an RPM: left out, because there is no archive'; return; }
	fi
	result 'an RPM is built of the archive' build_rpm || true
}

if [ $# -eq 0 ]; then
	set -- deb dist rpm
fi
for part in "$@"; do
	"try_$part"
done
echo "packages: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
