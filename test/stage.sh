#!/bin/sh
# Makes a private copy of the PostgreSQL installation with the extension in
# it, so that neither demo nor tests touch what is installed on the machine.
#
#   test/stage.sh DIR [PG_CONFIG]
#
# The programs find their libraries and shared files relative to themselves;
# after this DIR$(pg_config --bindir) holds a complete installation.
set -eu

dir=$1
pg_config=${2:-pg_config}
top=$(cd "$(dirname "$0")/.." && pwd)

for kind in bindir pkglibdir sharedir; do
	path=$("$pg_config" --$kind)
	mkdir -p "$dir$path"
	cp -a "$path/." "$dir$path"
done
make -s -C "$top" install PG_CONFIG="$pg_config" DESTDIR="$dir" >/dev/null
