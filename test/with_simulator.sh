#!/bin/bash
# Runs a command whose sessions of PostgreSQL call a simulator, which ends with it.
#
#   test/with_simulator.sh COMMAND...
#
# "make installcheck" runs psql by it: so nothing need be set in the server, but the
# role has to be a superuser.  It runs where the sources are, for psql reads some.
set -euo pipefail
cd "$(dirname "$0")/.."

coproc SIMULATOR { exec python3 -B test/sim --exit-with-stdin; }
read -r port <&"${SIMULATOR[0]}"
export PGOPTIONS="${PGOPTIONS:-} -c postnl.base_url=http://127.0.0.1:$port \
-c postnl.api_key=simulator-key -c postnl.requests_per_minute=-1 \
-c postnl.customer_code=DEVC -c postnl.customer_number=11223344"
"$@"
