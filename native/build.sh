#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: build.sh OUTDIR [CC]
# Builds OUTDIR/liblinuxthreads.so and the program OUTDIR/linuxthreads-worker, the same bytes for the
# same sources and compiler wherever the tree lies. Prints nothing unless the compiler has something to say; its failure is ours.
set -eu

. "$(dirname "$0")/flags.sh"
lt_arguments "$@"
cd "$(dirname "$0")"

libs=
start=
if printf '#include <features.h>\n#ifndef __GLIBC__\n#error\n#endif\n' |
	$cc -E -x c - >/dev/null 2>&1; then
	libs=$LT_GLIBC_LIBS
	start="-nostartfiles start.c"
fi

# Written aside and renamed, so that a process that has the old one loaded keeps it whole.
temporary=$out/.liblinuxthreads.$$.so
program=$out/.linuxthreads-worker.$$
trap 'rm -f "$temporary" "$program"' EXIT
# shellcheck disable=SC2086 # lists of words
$cc $LT_CFLAGS -fPIC "-ffile-prefix-map=$PWD=native" $LT_LDFLAGS -o "$temporary" $LT_SOURCES $libs
mv -f "$temporary" "$out/liblinuxthreads.so"

# shellcheck disable=SC2086 # lists of words
$cc $LT_CFLAGS -fPIE -pie "-ffile-prefix-map=$PWD=native" $LT_PROGRAM_LDFLAGS -o "$program" $start \
	$LT_PROGRAM_SOURCES $LT_SOURCES $libs
mv -f "$program" "$out/linuxthreads-worker"
