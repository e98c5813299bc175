#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: run.sh BUILD_DIR [CC]
# Builds the shim into BUILD_DIR and runs its tests against it, then with the sources compiled under
# ASan+UBSan and TSan. What cannot run is skipped with a reason and counted. The last line is
# "N passed, N failed, N skipped"; the status is 1 if anything failed.
set -u

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
	echo "usage: run.sh BUILD_DIR [CC]" >&2
	exit 2
fi
mkdir -p "$1" || exit 2
build=$(cd "$1" && pwd)
cc=${2:-${CC:-cc}}
tests=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$tests/../.." && pwd)
native=$root/native
work=$build/native-tests
. "$native/flags.sh"
cd "$root" || exit 2
rm -rf "$work"
mkdir -p "$work" || exit 2

passed=0
failed=0
skipped=0
pass() { passed=$((passed + 1)); }
fail() {
	failed=$((failed + 1))
	echo "failed: $*"
}
skip() {
	skipped=$((skipped + 1))
	echo "skipped: $*"
}

test_flags="-std=gnu11 -O1 -g -D_GNU_SOURCE -pthread $LT_WARNINGS -I$native"
programs="abi counters loops create pair mechanisms solo seccomp park carved ring fiber context live load work"

# Adds up the line with the counts; a program that did not get to print it has failed as a whole.
run_program() {
	leg=$1
	program=$2
	shift 2
	output=$work/$program.$leg.out
	"$@" "$native/lt.h" >"$output" 2>&1
	status=$?
	counts=$(sed -n 's/^.*test_[a-z]*\.c: \([0-9]*\) passed, \([0-9]*\) failed, \([0-9]*\) skipped$/\1 \2 \3/p' "$output" | tail -n 1)
	sed "s/^/[$leg] /" "$output"
	if [ -z "$counts" ]; then
		fail "[$leg] test_$program ended with status $status before it was done"
		return
	fi
	# shellcheck disable=SC2086 # three numbers
	set -- $counts
	passed=$((passed + $1))
	failed=$((failed + $2))
	skipped=$((skipped + $3))
	# A sanitizer reports after the last test, by the status only.
	if [ "$2" -eq 0 ] && [ $status -ne 0 ] && [ $status -ne 77 ]; then
		fail "[$leg] test_$program: status $status"
	fi
}

plain_leg() {
	for program in $programs; do
		# What is not exported, its test brings along.
		case $program in
		context) extra=native/context.c ;;
		live | load | work) extra=$(printf 'native/%s ' $LT_SOURCES) ;;
		*) extra= ;;
		esac
		# shellcheck disable=SC2086
		if $cc $test_flags -o "$work/$program" "tests/native/test_$program.c" $extra -L"$build" \
			-llinuxthreads "-Wl,-rpath,$build" -lm; then
			run_program plain "$program" "$work/$program"
		else
			fail "[plain] test_$program does not compile"
		fi
	done
}

# sanitizer_leg NAME FLAGS: the sources once, then every program linked with them.
sanitizer_leg() {
	leg=$1
	flags="$2 -fno-omit-frame-pointer"
	dir=$work/$leg
	mkdir -p "$dir"
	printf 'int main(void) { return 0; }\n' >"$dir/probe.c"
	# shellcheck disable=SC2086
	if ! $cc $flags -o "$dir/probe" "$dir/probe.c" >"$dir/probe.out" 2>&1; then
		skip "[$leg] $cc cannot build with $2: $(head -n 1 "$dir/probe.out")"
		return
	fi
	# Older TSan runtimes cannot place their shadow under today's address randomisation.
	launcher=
	if ! "$dir/probe" >"$dir/probe.out" 2>&1; then
		launcher="setarch $(uname -m) -R"
		if ! $launcher "$dir/probe" >>"$dir/probe.out" 2>&1; then
			skip "[$leg] the runtime does not start: $(head -n 1 "$dir/probe.out")"
			return
		fi
	fi
	objects=
	for source in $LT_SOURCES; do
		object=$dir/${source%.c}.o
		# shellcheck disable=SC2086
		if ! $cc $LT_CFLAGS -DLT_NO_SYMVER -DLT_LOAD_STACK_BYTES=4194304 $flags -c -o "$object" "$native/$source"; then
			fail "[$leg] $source does not compile"
			return
		fi
		objects="$objects $object"
	done
	for program in $programs; do
		# shellcheck disable=SC2086
		if $cc $test_flags $flags -o "$dir/$program" "tests/native/test_$program.c" $objects -lm; then
			run_program "$leg" "$program" $launcher "$dir/$program"
		else
			fail "[$leg] test_$program does not compile"
		fi
	done
}

# The promises about the binary, read from the binary.
binary_leg() {
	library=$build/liblinuxthreads.so
	if ! command -v readelf >/dev/null; then
		skip "[binary] readelf is not installed"
		return
	fi
	strange=$(readelf -W --dyn-syms "$library" |
		awk '$7 != "UND" && $8 != "" && $1 ~ /^[0-9]+:$/ {print $8}' |
		grep -v -e '^lt_' -e '^LINUXTHREADS_1$')
	exported=$(readelf -W --dyn-syms "$library" | grep -c ' lt_')
	declared=$(grep -c -E '^(u?int(32|64)_t) lt_' "$native/lt.h")
	if [ -z "$strange" ] && [ "$exported" -eq "$declared" ]; then
		pass
	else
		fail "[binary] exports $exported lt_ symbols of $declared declared, and: $strange"
	fi

	newest=$(readelf -W -V "$library" | grep -o 'GLIBC_[0-9.]*' | sed 's/GLIBC_//' |
		sort -t . -k 1,1n -k 2,2n -k 3,3n | tail -n 1)
	if [ -z "$newest" ]; then
		skip "[binary] no glibc versions: not built against glibc"
		return
	fi
	if [ "$(printf '%s\n2.17\n' "$newest" | sort -t . -k 1,1n -k 2,2n | tail -n 1)" = 2.17 ]; then
		pass
	else
		fail "[binary] needs GLIBC_$newest, more than the 2.17 promised"
	fi
	newest=$(readelf -W -V "$build/linuxthreads-worker" | grep -o 'GLIBC_[0-9.]*' | sed 's/GLIBC_//' |
		sort -t . -k 1,1n -k 2,2n -k 3,3n | tail -n 1)
	if [ "$(printf '%s\n2.17\n' "$newest" | sort -t . -k 1,1n -k 2,2n | tail -n 1)" = 2.17 ]; then
		pass
	else
		fail "[binary] linuxthreads-worker needs GLIBC_$newest, more than the 2.17 promised"
	fi
	# Before glibc 2.34 pthread_create is only found if libpthread is loaded for us.
	if readelf -d "$library" | grep -q 'NEEDED.*libpthread\.so\.0'; then
		pass
	else
		fail "[binary] does not need libpthread.so.0"
	fi
	if readelf -d "$library" | grep -q 'BIND_NOW\|FLAGS.*NOW' &&
		readelf -W -l "$library" | grep -q GNU_RELRO &&
		! readelf -W -l "$library" | grep -q 'GNU_STACK.*RWE' &&
		readelf -n "$library" | grep -q 'Build ID'; then
		pass
	else
		fail "[binary] is not bound now, relro, without executable stack and with a build id"
	fi
}

# The same bytes from another place, and a header without padding that the compiler chose.
source_leg() {
	mkdir -p "$work/elsewhere"
	cp -R "$native" "$work/elsewhere/moved"
	if "$work/elsewhere/moved/build.sh" "$work/elsewhere/out" "$cc" &&
		cmp "$build/liblinuxthreads.so" "$work/elsewhere/out/liblinuxthreads.so" &&
		cmp "$build/linuxthreads-worker" "$work/elsewhere/out/linuxthreads-worker"; then
		pass
	else
		fail "[source] a build in another place gives other files"
	fi
	if $cc -std=gnu11 -Wall -Wextra -Wpadded -Werror -fsyntax-only -x c "$native/lt.h"; then
		pass
	else
		fail "[source] lt.h has padding that is not spelled out"
	fi
	if $cc -Wall -Wextra -Werror -fsyntax-only -x c++ "$native/lt.h" 2>"$work/cxx.out"; then
		pass
	elif $cc -fsyntax-only -x c++ /dev/null 2>/dev/null; then
		cat "$work/cxx.out"
		fail "[source] lt.h is not C++"
	else
		skip "[source] no C++ compiler to read lt.h with"
	fi
	if ! command -v clang-format >/dev/null; then
		skip "[source] clang-format is not installed"
		# shellcheck disable=SC2046 # no name has a space
	elif clang-format --dry-run -Werror $(find native tests/native benchmarks/native -name '*.[ch]'); then
		pass
	else
		fail "[source] clang-format would change something"
	fi
}

# expect NAME EXPECTED GOT
expect() {
	if [ "$2" = "$3" ]; then
		pass
	else
		fail "$1: expected '$2', got '$3'"
	fi
}

# The target programs are the ground truth of other tests, so they are held to the kernel's here.
targets_leg() {
	dir=$work/targets
	if ! "$tests/targets/build.sh" "$dir" "$cc"; then
		fail "[targets] do not build"
		return
	fi
	pass
	for mode in plain carved carved-guard merged spin; do
		"$dir/parked-stacks" 24 65536 $mode </dev/null >"$dir/$mode.out" 2>&1
		status=$?
		if [ $status -eq 77 ]; then
			skip "[targets] parked-stacks $mode: $(tail -n 1 "$dir/$mode.out")"
			continue
		fi
		expect "[targets] parked-stacks $mode, status" 0 $status
		expect "[targets] parked-stacks $mode, threads and ready" "24 ready" \
			"$(grep -c '^thread [0-9]* 0x[0-9a-f]* 0x[0-9a-f]* [0-9]* 0x[0-9a-f]*$' "$dir/$mode.out") $(tail -n 1 "$dir/$mode.out")"
		if [ "$(cut -d ' ' -f 5 "$dir/$mode.out" | sort -u | wc -l)" -ge 8 ]; then
			pass
		else
			fail "[targets] parked-stacks $mode: the stacks hardly differ"
		fi
	done

	rm -f "$dir/input"
	mkfifo "$dir/input"
	"$dir/switchers" 13 <"$dir/input" >"$dir/switchers.out" 2>&1 &
	switchers=$!
	exec 9>"$dir/input"
	while kill -0 $switchers 2>/dev/null && ! grep -q '^ready$' "$dir/switchers.out"; do
		sleep 0.05
	done
	while read -r word tid voluntary involuntary; do
		[ "$word" = thread ] || continue
		expect "[targets] switchers, thread $tid" "$((voluntary + 1)) $involuntary" \
			"$(awk '/^voluntary_/ {v = $2} /^nonvoluntary_/ {n = $2} END {print v, n}' \
				"/proc/$switchers/task/$tid/status")"
	done <"$dir/switchers.out"
	expect "[targets] switchers, threads" 13 "$(grep -c '^thread ' "$dir/switchers.out")"
	exec 9>&-
	wait $switchers
	expect "[targets] switchers, status at the end of its input" 0 $?

	if echo quit | "$dir/churn" 4 | grep -q '^created [1-9]'; then
		pass
	else
		fail "[targets] churn created nothing"
	fi
}

benchmarks_leg() {
	dir=$work/benchmarks
	if ! "$root/benchmarks/native/build.sh" "$dir" "$cc"; then
		fail "[benchmarks] do not build"
		return
	fi
	pass
	cpu=$(sed -n 's/^Cpus_allowed_list:[^0-9]*\([0-9]*\).*/\1/p' /proc/self/status)
	for program in futex-pingpong pipe-pingpong yield-pair; do
		# Two switches per round trip, and a percent for what else runs here.
		expect "[benchmarks] $program, switches" good "$("$dir/$program" "$cpu" "$cpu" 500 |
			awk '{n = $10 + $12 + $14 + $16; print (n >= 19600 && n <= 20400 && $4 > 0) ? "good" : $0}')"
	done
	expect "[benchmarks] null-syscall" good "$("$dir/null-syscall" "$cpu" 1000 |
		awk '{print ($4 > 0 && $6 <= $4 && $4 <= $8 && $10 == 0) ? "good" : $0}')"
}

# cross_leg CC: another libc or architecture must at least compile and bind as promised.
cross_leg() {
	if ! command -v "$1" >/dev/null; then
		skip "[cross] $1 is not installed"
		return
	fi
	if ! "$native/build.sh" "$work/$1" "$1"; then
		fail "[cross] $1 does not build the shim"
		return
	fi
	newest=$(readelf -W -V "$work/$1/liblinuxthreads.so" | grep -o 'GLIBC_[0-9.]*' |
		sed 's/GLIBC_//' | sort -t . -k 1,1n -k 2,2n -k 3,3n | tail -n 1)
	if [ "$(printf '%s\n2.17\n' "${newest:-0}" | sort -t . -k 1,1n -k 2,2n | tail -n 1)" = 2.17 ]; then
		pass
	else
		fail "[cross] $1: needs GLIBC_$newest"
	fi
}

# arm64 under an emulator: layouts, counters, the switch of contexts and work. Not the rest: the emulator keeps threads and a signal
# mask of its own, which is what those tests look at.
emulated_leg() {
	compiler=aarch64-linux-gnu-gcc
	if ! command -v $compiler >/dev/null || ! command -v qemu-aarch64 >/dev/null; then
		skip "[arm64] $compiler or qemu-aarch64 is not installed"
		return
	fi
	dir=$work/arm64
	mkdir -p "$dir"
	for program in abi counters context work; do
		# shellcheck disable=SC2046,SC2086
		if $compiler $test_flags -static -DLT_NO_SYMVER -o "$dir/$program" \
			"tests/native/test_$program.c" $(printf 'native/%s ' $LT_SOURCES) -lm; then
			run_program arm64 "$program" qemu-aarch64 "$dir/$program"
		else
			fail "[arm64] test_$program does not compile"
		fi
	done
}

if "$native/build.sh" "$build" "$cc"; then
	pass
	plain_leg
	binary_leg
else
	fail "the shim does not build"
fi
source_leg
targets_leg
benchmarks_leg
sanitizer_leg asan "-fsanitize=address,undefined -fno-sanitize-recover=all"
sanitizer_leg tsan "-fsanitize=thread"
cross_leg musl-gcc
cross_leg aarch64-linux-gnu-gcc
emulated_leg

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
