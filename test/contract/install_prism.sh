#!/bin/sh
# Prints the folder of Prism, which serves OpenAPI files and says how a request
# deviates from them.  Installs it on the first call (npm).
#
# POSTNL_PRISM is where it is or goes to, by default a cache of the user.
set -eu

version=5.14.2
dir=${POSTNL_PRISM:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/postnl/prism-$version}

# Starts it, since an install that was broken off has its main file already.
works() {
	[ "$(node "$dir/node_modules/@stoplight/prism-cli/dist/index.js" --version 2> /dev/null)" = "$version" ]
}

if ! works; then
	mkdir -p "$dir"
	npm install --prefix "$dir" --no-audit --no-fund --loglevel=error "@stoplight/prism-cli@$version" >&2
	works || { echo "Prism $version was installed in $dir and does not start" >&2; exit 1; }
fi
echo "$dir"
