#!/bin/bash
# Builds version 1.0 where version_1_0.sh has unpacked it.
#
#   test/upgrade/build_1_0.sh DIR PG_CONFIG
#
# Where that version cannot work, DIR/not_built says why.
set -euo pipefail

dir=$1
pg_config=$2
[ ! -e "$dir/left_out" ] || exit 0
major=$("$pg_config" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
if [ "$major" -ge 18 ]; then
	echo "version 1.0 does not compile for PostgreSQL $major" > "$dir/not_built"
elif pkg-config --atleast-version=0.17 json-c; then
	echo "version 1.0 does not work with json-c $(pkg-config --modversion json-c)" > "$dir/not_built"
else
	make -s -C "$dir" PG_CONFIG="$pg_config" with_llvm=no > /dev/null
fi
