#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: build.sh OUTDIR [CC]
# Builds every reference program of this directory as OUTDIR/NAME.
set -eu

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
	echo "usage: build.sh OUTDIR [CC]" >&2
	exit 2
fi
mkdir -p "$1"
out=$(cd "$1" && pwd)
cc=${2:-${CC:-cc}}
cd "$(dirname "$0")"
. ../../native/flags.sh

for source in *.c; do
	# shellcheck disable=SC2086 # a list of words
	$cc -std=gnu11 -O2 -g -D_GNU_SOURCE -pthread $LT_WARNINGS -o "$out/${source%.c}" "$source"
done
