#!/bin/bash
# Makes a Debian to test in by debootstrap, unless it is there already.
#
#   test/matrix/chroot.sh DIR SUITE [PACKAGE...]
#
# SUITE is one of Debian's; packages are those of its "experimental", the first of which
# has the name of the source that all come from: nothing else is taken there.  Whence it
# comes is what this machine's apt is set to, its proxy included; MATRIX_MIRROR is
# another place.  When it cannot be made, standard output says why.
set -euo pipefail

root=$1
suite=$2
shift 2
log=$root.log
# the number rises with each change to what is made here
recipe="1 $suite${*:+ $*}"

[ "$(cat "$root/etc/postnl-matrix" 2> /dev/null)" != "$recipe" ] || exit 0

# What apt takes for Debian's mirror.
# shellcheck disable=SC2016
mirror=${MATRIX_MIRROR:-$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' \
	'Origin: Debian' 'Label: Debian' 2> /dev/null | head -n 1 || true)}
if [ -z "$mirror" ]; then
	echo "apt knows no mirror of Debian here (MATRIX_MIRROR names one, after apt-get update)"
	exit 1
fi

proxy_of() {
	apt-config dump --format '%v%n' "Acquire::$1::Proxy" | grep -v -x DIRECT || true
}
http_proxy=$(proxy_of http)
https_proxy=$(proxy_of https)
[ -z "$http_proxy" ] || export http_proxy
[ -z "$https_proxy" ] || export https_proxy

# What goes wrong is in the log; its end is the reason.
give_up() {
	echo "$1 failed: $(grep -v '^ *$' "$log" | tail -n 1) ($log has the rest)"
	exit 1
}

rm -rf --one-file-system "$root.new"
debootstrap --variant=minbase --include=ca-certificates "$suite" "$root.new" "$mirror" > "$log" 2>&1 ||
	give_up "debootstrap of $suite"

# The settings by which this machine's apt reaches the mirror.
apt-config dump | grep -E '^Acquire::(https?|Retries|Check-Valid-Until)[: ]' \
	> "$root.new/etc/apt/apt.conf.d/90host" || true
[ ! -e /etc/resolv.conf ] || cp -L /etc/resolv.conf "$root.new/etc/resolv.conf"
cp -L /etc/hosts "$root.new/etc/hosts"
# Packages start no server, and make no cluster.
printf '#!/bin/sh\nexit 101\n' > "$root.new/usr/sbin/policy-rc.d"
chmod 755 "$root.new/usr/sbin/policy-rc.d"
mkdir -p "$root.new/etc/postgresql-common"
echo 'create_main_cluster = false' > "$root.new/etc/postgresql-common/createcluster.conf"

if [ $# -gt 0 ]; then
	echo "deb $mirror experimental main" > "$root.new/etc/apt/sources.list.d/experimental.list"
	printf 'Package: src:%s\nPin: release a=experimental\nPin-Priority: 990\n' "$1" \
		> "$root.new/etc/apt/preferences.d/experimental"
	# shellcheck disable=SC2016
	"$(dirname "$0")/enter.sh" "$root.new" sh -c 'apt-get update -qq &&
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"' sh "$@" \
		>> "$log" 2>&1 || give_up "installing $*"
fi
echo "$recipe" > "$root.new/etc/postnl-matrix"
rm -rf --one-file-system "$root"
mv "$root.new" "$root"
