#!/bin/bash
# A first look at postnl: a private PostgreSQL, the simulator, and SQL.
#
#   make demo          runs test/demo.sql and leaves nothing behind
#   make demo KEEP=1   stays, and prints how to connect
set -euo pipefail

top=$(cd "$(dirname "$0")/.." && pwd)
pg_config=${PG_CONFIG:-pg_config}
work=$(mktemp -d "${TMPDIR:-/tmp}/postnl-demo.XXXXXX")
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT

mkdir "$work/source"
tar -C "$top" --exclude=__pycache__ -cf - test/sim test/demo.sql test/lib.sh test/demo_server.sh |
	tar -C "$work/source" -xf -
"$top/test/stage.sh" "$work/stage" "$pg_config"

export POSTNL_WORK=$work
POSTNL_BINDIR=$work/stage$("$pg_config" --bindir)
export POSTNL_BINDIR
export KEEP=${KEEP:-}
"$top/test/as_user.sh" "$work" bash "$work/source/test/demo_server.sh"
