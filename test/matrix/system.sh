#!/bin/bash
# Tests on one system: makes its chroot, copies the tree into it and runs inside.sh there.
#
#   test/matrix/system.sh CACHE NAME
#
# Whoever calls it does so in namespaces of processes and mounts, with which all ends that
# is started and mounted here, debootstrap's doings included.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1

cache=$1
name=$2
work=$cache/$name/srv/postnl

# says why when it cannot
make_chroot() {
	case $name in
	trixie | sid) test/matrix/chroot.sh "$cache/$name" "$name" ;;
	next) test/matrix/chroot.sh "$cache/$name" sid postgresql-19 postgresql-server-dev-19 ;;
	esac
}

# What is here, with its history, without what was built
copy_tree() {
	rm -rf "$work"
	mkdir -p "$work"
	if git -c safe.directory="$PWD" rev-parse --git-dir > /dev/null 2>&1; then
		git -c safe.directory='*' clone -q --bare . "$work/.git" &&
			git -C "$work" config core.bare false
	fi
	tar --exclude=./.git --exclude=./build --exclude='*.o' --exclude='*.bc' --exclude='*.so' \
		--exclude=__pycache__ -cf - . | tar -C "$work" --no-same-owner -xf -
}

started=$SECONDS
echo "== $name"
[ -z "${REFRESH:-}" ] || rm -rf --one-file-system "${cache:?}/$name"
if ! reason=$(make_chroot); then
	echo "$name: left out, because $reason"
	exit 0
fi
copy_tree
echo "   $name: chroot and copy, $((SECONDS - started)) s"
test/matrix/enter.sh "$cache/$name" /srv/postnl/test/matrix/inside.sh "$name" || exit 1
echo "   $name: $((SECONDS - started)) s"
