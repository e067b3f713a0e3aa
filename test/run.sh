#!/bin/bash
# Runs tests that need a server, against a private installation.
#
#   test/run.sh regress|isolation|tap|docs|drivers|contract|valgrind ...
#
# TESTS="name ..." picks tests of a level; PG_CONFIG picks the installation;
# OLD_PG_CONFIG is an installation of a lower version, for tests of pg_upgrade.
# KEEP=1 keeps the working directory, which a failure keeps in any case.
# Each level ends with a line "LEVEL: N passed, N failed".
set -euo pipefail

top=$(cd "$(dirname "$0")/.." && pwd)
pg_config=${PG_CONFIG:-pg_config}
work=$(mktemp -d "${TMPDIR:-/tmp}/postnl-test.XXXXXX")
chmod 755 "$work"
# shellcheck disable=SC2154
trap 'status=$?; if [ $status -eq 0 ] && [ -z "${KEEP:-}" ]; then rm -rf "$work"; else echo "left behind: $work"; fi' EXIT

# A copy, since an ordinary user may not be able to read where we are.
mkdir "$work/source"
tar -C "$top" --exclude=.git --exclude='*.o' --exclude='*.bc' -cf - \
	sql expected test docs README.md postnl.control src/sql src/pg src/tools |
	tar -C "$work/source" -xf -
"$top/test/stage.sh" "$work/stage" "$pg_config"
# What is updated in tests: older versions are not installed elsewhere.
cp "$top"/test/upgrade/postnl--*.sql "$work/stage$("$pg_config" --sharedir)/extension"

export POSTNL_WORK=$work
POSTNL_BINDIR=$work/stage$("$pg_config" --bindir)
export POSTNL_BINDIR
POSTNL_PGXS=$(dirname "$("$pg_config" --pgxs)")
export POSTNL_PGXS
POSTNL_INCLUDES=$("$pg_config" --includedir-server)
export POSTNL_INCLUDES
export OPENAPI_DIR=${OPENAPI_DIR:-$top/../shared/postnl/openapi}
export TESTS=${TESTS:-}
if [[ " $* " == *" tap "* ]]; then
	"$top/test/upgrade/version_1_0.sh" "$work/1.0"
	if [ -z "$TESTS" ] || [[ " $TESTS " == *" 130_upgrade "* ]]; then
		"$top/test/upgrade/build_1_0.sh" "$work/1.0" "$pg_config"
	fi
	if [ -n "${OLD_PG_CONFIG:-}" ]; then
		[ -e "$("$OLD_PG_CONFIG" --includedir-server)/postgres.h" ] ||
			{ echo "OLD_PG_CONFIG=$OLD_PG_CONFIG has no server headers"; exit 1; }
		mkdir "$work/old"
		tar -C "$top" --exclude=.git --exclude='*.o' --exclude='*.bc' --exclude='*.so' -cf - . |
			tar -C "$work/old" -xf -
		# the compiler of its bitcode need not be here
		MAKEFLAGS=with_llvm=no make -s -j "$(nproc)" -C "$work/old" PG_CONFIG="$OLD_PG_CONFIG" > /dev/null
		MAKEFLAGS=with_llvm=no "$work/old/test/stage.sh" "$work/old_stage" "$OLD_PG_CONFIG"
		POSTNL_OLD_INSTALL=$(dirname "$work/old_stage$("$OLD_PG_CONFIG" --bindir)")
		export POSTNL_OLD_INSTALL
	fi
fi

# Prism is installed, and requests.c built, by whoever runs this, for the ordinary user to run.
if [[ " $* " == *" contract "* ]] && [ -d "$OPENAPI_DIR" ]; then
	prism=$("$top/test/contract/install_prism.sh")
	cp -a "$prism" "$work/prism"
	"$top/test/contract/build_requests.sh" "$work/requests"
	cp -a "$OPENAPI_DIR" "$work/openapi"
	export OPENAPI_DIR=$work/openapi
fi

# So are drivers of other languages, where npm can.
if [[ " $* " == *" drivers "* ]]; then
	drivers=$("$top/test/drivers/install_drivers.sh")
	[ -z "$drivers" ] || cp -a "$drivers" "$work/drivers"
fi

failed=0
for level in "$@"; do
	"$top/test/as_user.sh" "$work" bash "$work/source/test/level_$level.sh" || failed=1
done
exit $failed
