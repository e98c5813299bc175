#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: build.sh OUTDIR [CC]
# Builds every target program of this directory as OUTDIR/NAME.
set -eu

. "$(dirname "$0")/../../../native/flags.sh"
lt_arguments "$@"
cd "$(dirname "$0")"
lt_build_programs -O1
