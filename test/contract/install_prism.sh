#!/bin/sh
# Prints the path of Prism, which serves OpenAPI files and says how a request
# deviates from them.  Installs it on the first call (npm).
set -eu

version=5.14.2
dir=${POSTNL_PRISM:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/postnl/prism-$version}
prism=$dir/node_modules/@stoplight/prism-cli/dist/index.js

if [ ! -e "$prism" ]; then
	mkdir -p "$dir"
	npm install --prefix "$dir" --no-audit --no-fund --silent "@stoplight/prism-cli@$version" >&2
fi
[ -e "$prism" ] || exit 1
echo "$dir"
