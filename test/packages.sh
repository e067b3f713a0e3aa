#!/bin/sh
# Installs what a target needs and the machine lacks: Debian and its kin.
#
#   test/packages.sh build|demo|test|bench|matrix|system|deb|packages
#
# "matrix" is what makes chroots, "system" what is needed to test in one, "packages" what
# makes and tries packages.
#
# Does nothing, and asks for nothing, when everything is there.
set -eu

target=${1:-build}
missing=

# need FILE-OR-COMMAND PACKAGE...: the packages, unless the first is there
need() {
	probe=$1
	shift
	case $probe in
	/*) [ -e "$probe" ] && return 0 ;;
	*) command -v "$probe" >/dev/null 2>&1 && return 0 ;;
	esac
	missing="$missing $*"
}

# need_library PKG-CONFIG-NAME PACKAGE
need_library() {
	pkg-config --exists "$1" 2>/dev/null || missing="$missing $2"
}

need gcc gcc
need make make
need pkg-config pkg-config
need psql postgresql-client
# libpq-dev brings pg_config, and the clients bring PGXS, without the server's headers
headers=$(pg_config --includedir-server 2>/dev/null || true)
if [ -z "$headers" ] || [ ! -e "$(pg_config --pgxs)" ] || [ ! -e "$headers/postgres.h" ]; then
	missing="$missing postgresql postgresql-server-dev-all"
elif [ ! -e "$(pg_config --bindir)/postgres" ]; then
	missing="$missing postgresql"
fi
need perl perl
need_library libcurl libcurl4-openssl-dev
need_library json-c libjson-c-dev

case $target in
demo | test | bench | sim | system)
	need python3 python3
	;;
esac
case $target in
test | system)
	need openssl openssl
	need prove perl
	need clang clang
	need git git
	need_library cmocka libcmocka-dev
	case $(clang -print-file-name="libclang_rt.fuzzer-$(uname -m).a" 2>/dev/null || true) in
	/*) ;;
	*) missing="$missing libclang-rt-dev" ;;
	esac
	perl -MIPC::Run -e 1 2>/dev/null || missing="$missing libipc-run-perl"
	;;
matrix)
	need debootstrap debootstrap
	;;
deb | packages)
	need python3 python3
	;;
bench)
	need nginx nginx-light
	need openssl openssl
	;;
esac

case $target in
test | deb | packages)
	need dpkg-buildpackage dpkg-dev
	need dh debhelper
	need /usr/share/doc/postgresql-server-dev-all postgresql-server-dev-all
	need /usr/share/doc/postgresql-all postgresql-all
	need lintian lintian
	need debootstrap debootstrap
	need autopkgtest autopkgtest
	;;
esac
case $target in
test | packages)
	need git git
	need rpmbuild rpm
	need rpmlint rpmlint
	need unzip unzip
	;;
esac
case $target in
test)
	need npm npm
	need spin spin
	need clang-tidy clang-tidy
	need cppcheck cppcheck
	need shellcheck shellcheck
	need codespell codespell
	need valgrind valgrind
	;;
esac

[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
	echo "These packages are missing, under Debian's names:$missing" >&2
	exit 1
fi
as_root=
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null 2>&1; then
		echo "Run as root:  apt-get install$missing" >&2
		exit 1
	fi
	as_root=sudo
fi
echo "installing:$missing"
$as_root apt-get update -qq
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
