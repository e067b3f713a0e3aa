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

# Its own parts are pinned too: it asks for "^", and the newest of them do not
# start with Debian 12's Node.js.
manifest() {
	cat <<-JSON
	{"private": true,
	"dependencies": {"@stoplight/prism-cli": "$version"},
	"overrides": {"@stoplight/prism-core": "5.8.0",
		"@stoplight/prism-http": "5.12.0",
		"@stoplight/prism-http-server": "5.12.0"}}
	JSON
}

if ! manifest | cmp -s - "$dir/package.json" || ! works; then
	rm -rf "$dir/node_modules" "$dir/package-lock.json"
	mkdir -p "$dir"
	manifest > "$dir/package.json"
	npm install --prefix "$dir" --no-audit --no-fund --loglevel=error >&2
	works || { echo "Prism $version was installed in $dir and does not start" >&2; exit 1; }
fi
echo "$dir"
