#!/bin/bash
# Measures postnl against libcurl without PostgreSQL; see bench/README.md.
#
#   make bench
#
# REPEAT=N runs of each (5); SCENARIOS="name ..." picks some of: delay
# addresses plain http1 http2 connections memory latency trigger promptness drain many idle
# reports; PG_CONFIG picks the installation.
# Everything runs on this machine; nothing is left behind.
set -euo pipefail

top=$(cd "$(dirname "$0")/.." && pwd)
pg_config=${PG_CONFIG:-pg_config}
work=$(mktemp -d "${TMPDIR:-/tmp}/postnl-bench.XXXXXX")
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT

# Debian keeps nginx where ordinary users do not look.
export PATH=$PATH:/usr/sbin:/sbin

mkdir "$work/bench"
cp "$top"/bench/*.sh "$top"/bench/*.sql "$top"/bench/*.json "$top"/bench/*.py "$work/bench"
mkdir "$work/docs"
cp "$top/docs/reports.md" "$work/docs"
cc=${CC:-gcc}
"$cc" -O2 -Wall -o "$work/bench/delay_server" \
	"$top/bench/delay_server.c" "$top/bench/ship_answers.c"
# shellcheck disable=SC2046
"$cc" -O2 -Wall $(pkg-config --cflags libcurl) -o "$work/bench/rawcurl" \
	"$top/bench/rawcurl.c" $(pkg-config --libs libcurl)
"$cc" -O2 -Wall -I"$("$pg_config" --includedir)" -o "$work/bench/commit_client" \
	"$top/bench/commit_client.c" -L"$("$pg_config" --libdir)" -lpq
"$top/test/stage.sh" "$work/stage" "$pg_config"

export POSTNL_WORK=$work
POSTNL_BINDIR=$work/stage$("$pg_config" --bindir)
export POSTNL_BINDIR
export REPEAT=${REPEAT:-5}
export SCENARIOS=${SCENARIOS:-delay addresses plain http1 http2 connections memory latency trigger promptness drain many idle reports}
"$top/test/as_user.sh" "$work" bash "$work/bench/measure.sh"
