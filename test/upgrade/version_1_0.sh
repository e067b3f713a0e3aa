#!/bin/bash
# Unpacks version 1.0 as it was released, from the history.
#
#   test/upgrade/version_1_0.sh DIR
#
# Where the history is not at hand, as in a release archive, DIR/left_out says why.
set -euo pipefail

dir=$1
top=$(cd "$(dirname "$0")/../.." && pwd)
# the tag is not everywhere where its commit is
commit=c4095679962c374892e430356ab050049f03c4f4
mkdir -p "$dir"
git=(git -C "$top" -c safe.directory="$top")
if ! command -v git > /dev/null; then
	echo 'git is not installed' > "$dir/left_out"
elif [ "$("${git[@]}" rev-parse --show-toplevel 2> /dev/null)" != "$top" ]; then
	echo 'there is no history here' > "$dir/left_out"
elif ! "${git[@]}" cat-file -e "$commit^{commit}" 2> /dev/null; then
	echo "the history here does not go back to $commit" > "$dir/left_out"
else
	"${git[@]}" archive "$commit" | tar -C "$dir" -xf -
fi
