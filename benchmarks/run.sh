#!/usr/bin/env bash
# Runs the comparisons of this directory, or the one that is named, against independent programs, interleaved in one run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

names=(hand-over-vs-c alive-vs-c)
[ $# = 0 ] || names=("$@")
./native/build.sh native/bin
for name in "${names[@]}"; do
	if [ ! -f "$name.cs" ]; then
		echo "benchmarks: there is no comparison '$name'; there are: $(basename -s .cs -a ./*.cs | tr '\n' ' ')" >&2
		exit 2
	fi
	echo "== $name"
	dotnet run -c Release --file "$name.cs" -- native/bin
done
