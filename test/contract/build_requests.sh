#!/bin/sh
# Builds test/contract/requests.c, which makes requests of random descriptions.
#
#   test/contract/build_requests.sh PROGRAM
set -eu

program=$1
cd "$(dirname "$0")/../.."
# shellcheck disable=SC2046
"${CC:-cc}" -std=gnu11 -O1 -Wall -Wextra -Wno-missing-field-initializers -Isrc -Itest/fuzz \
	$(pkg-config --cflags json-c) -o "$program" \
	test/contract/requests.c test/fuzz/describe.c test/fuzz/fuzz.c src/core/*.c src/core/*/*.c \
	$(pkg-config --libs json-c) -lm
