#!/bin/bash
# Says what keeps this machine from making and entering a chroot, and fails then.
#
#   test/matrix/obstacle.sh CACHE
#
# CACHE is the directory that chroots are kept in; it is made.
cd "$(dirname "$0")/../.." || exit 1

if [ "$(id -u)" -ne 0 ]; then
	echo 'chroots need root'
elif ! unshare --mount --pid --ipc --fork true 2> /dev/null; then
	echo 'namespaces are not permitted here'
elif ! command -v debootstrap > /dev/null && ! test/packages.sh matrix > /dev/null 2>&1; then
	echo 'debootstrap is not installed'
elif ! mkdir -p "$1" 2> /dev/null; then
	echo "$1 cannot be written"
else
	exit 0
fi
exit 1
