#!/bin/sh
# Prints the folder of the drivers that test/drivers/try.mjs uses.  Installs them
# on the first call (npm); prints nothing where npm, or its registry, is not to be had.
#
# POSTNL_DRIVERS is where they are or go to, by default a cache of the user.
set -eu

pg=8.16.3
postgres=3.4.7
dir=${POSTNL_DRIVERS:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/postnl/drivers-$pg-$postgres}

works() {
	(cd "$dir" && node -e "require('pg'); require('postgres')") 2> /dev/null
}

manifest() {
	echo "{\"private\": true, \"dependencies\": {\"pg\": \"$pg\", \"postgres\": \"$postgres\"}}"
}

command -v npm > /dev/null && command -v node > /dev/null || exit 0
if ! manifest | cmp -s - "$dir/package.json" || ! works; then
	rm -rf "$dir/node_modules" "$dir/package-lock.json"
	mkdir -p "$dir"
	manifest > "$dir/package.json"
	npm install --prefix "$dir" --no-audit --no-fund --loglevel=error >&2 && works || exit 0
fi
echo "$dir"
