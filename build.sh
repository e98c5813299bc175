#!/usr/bin/env bash
# The one script: builds, runs, tests and packs LinuxThreads. './build.sh help' lists what it does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
ROOT=$PWD

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
export DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false

CONFIGURATION=Release
ARTIFACTS=$ROOT/artifacts
NATIVE_OUT=$ROOT/native/bin
STAMP=$ARTIFACTS/.built
SDK_CHANNEL=10.0

usage() {
	cat <<'TEXT'
usage: ./build.sh [command]

  (none)         build everything; leaves artifacts/linuxthreads
  run [args]     build, then run the tool ('report' when no argument is given)
  test           build, then run every test, C and C#
  pack           NuGet packages into artifacts/packages
  bench [name]   the comparisons in benchmarks/, interleaved; all of them when no name is given
  format         format the C and the C# sources
  clean          remove everything that was built
TEXT
}

say() { printf '%s\n' "$*" >&2; }

die() {
	say "build.sh: $*"
	exit 1
}

# --- what the build needs ------------------------------------------------------------------------

has_sdk() { "$1" --list-sdks 2>/dev/null | grep -q "^${SDK_CHANNEL%%.*}\."; }

need_dotnet() {
	if [ -x "$ROOT/.dotnet/dotnet" ] && has_sdk "$ROOT/.dotnet/dotnet"; then
		export DOTNET_ROOT=$ROOT/.dotnet PATH=$ROOT/.dotnet:$PATH
		return
	fi
	if command -v dotnet >/dev/null && has_sdk dotnet; then
		return
	fi
	say "No .NET $SDK_CHANNEL SDK found; installing one into .dotnet/ …"
	local script
	script=$(mktemp)
	# shellcheck disable=SC2064
	trap "rm -f '$script'" RETURN
	if fetch https://dot.net/v1/dotnet-install.sh "$script" &&
		bash "$script" --channel "$SDK_CHANNEL" --install-dir "$ROOT/.dotnet" --no-path >&2; then
		export DOTNET_ROOT=$ROOT/.dotnet PATH=$ROOT/.dotnet:$PATH
		return
	fi
	die "the .NET $SDK_CHANNEL SDK is needed and could not be downloaded. Install it with:
  curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel $SDK_CHANNEL --install-dir .dotnet"
}

fetch() {
	if command -v curl >/dev/null; then
		curl -fsSL --connect-timeout 20 -o "$2" "$1"
	elif command -v wget >/dev/null; then
		wget -q -T 20 -O "$2" "$1"
	else
		return 1
	fi
}

# Prints the command that installs a C compiler here, or nothing if the package manager is unknown.
compiler_command() {
	if command -v apt-get >/dev/null; then
		echo "apt-get install -y --no-install-recommends gcc libc6-dev"
	elif command -v dnf >/dev/null; then
		echo "dnf install -y gcc glibc-devel"
	elif command -v apk >/dev/null; then
		echo "apk add gcc musl-dev linux-headers"
	elif command -v zypper >/dev/null; then
		echo "zypper --non-interactive install gcc glibc-devel"
	elif command -v pacman >/dev/null; then
		echo "pacman -S --noconfirm gcc"
	fi
}

need_cc() {
	if [ -z "${CC:-}" ]; then
		for CC in cc gcc clang; do
			command -v "$CC" >/dev/null && break
			CC=
		done
	fi
	if [ -z "$CC" ]; then
		local install
		install=$(compiler_command)
		[ -n "$install" ] || die "a C compiler is needed (cc, gcc or clang) and this package manager is unknown: install one and run again."
		local as_root=
		if [ "$(id -u)" != 0 ]; then
			sudo -n true 2>/dev/null || die "a C compiler is needed. Install one with:
  sudo $install"
			as_root="sudo -n"
		fi
		say "No C compiler found; installing one: $install"
		if command -v apt-get >/dev/null; then $as_root apt-get update -qq >&2 || true; fi
		# shellcheck disable=SC2086
		$as_root $install >&2 || die "a C compiler is needed and installing it failed. Try:
  sudo $install"
		CC=cc
	fi
	export CC
}

# --- building ------------------------------------------------------------------------------------

# True if nothing that goes into the build is newer than the last one.
up_to_date() {
	[ -f "$STAMP" ] && [ -x "$ARTIFACTS/linuxthreads" ] && [ -f "$NATIVE_OUT/liblinuxthreads.so" ] && [ -f "$NATIVE_OUT/linuxthreads-worker" ] &&
		[ -z "$(find "$@" Directory.Build.props Directory.Packages.props global.json .editorconfig build.sh \
			\( -name bin -o -name obj \) -prune -o -newer "$STAMP" -print -quit)" ]
}

# A tool built with the SDK in .dotnet/ must also run where that directory is out of reach.
self_contained() { [ "${DOTNET_ROOT:-}" = "$ROOT/.dotnet" ] && echo true || echo false; }

build_shim() {
	"$ROOT/native/build.sh" "$NATIVE_OUT" "$CC"
}

build_tool() {
	need_dotnet
	need_cc
	if up_to_date src native; then
		return
	fi
	say "Building the shim and the tool …"
	build_shim
	dotnet publish src/LinuxThreads.Cli -c "$CONFIGURATION" -o "$ARTIFACTS" -v quiet \
		--use-current-runtime --self-contained "$(self_contained)" -p:PublishSingleFile=true -p:DebugType=embedded -p:PublishDocumentationFiles=false >&2 ||
		die "the build failed."
	# A single file may be renamed; the assembly in it may not be called like the library.
	mv -f "$ARTIFACTS/LinuxThreads.Cli" "$ARTIFACTS/linuxthreads"
	touch "$STAMP"
}

build_tests() {
	say "Building the tests …"
	"$ROOT/tests/native/targets/build.sh" "$ROOT/tests/native/bin" "$CC"
	dotnet build LinuxThreads.sln -c "$CONFIGURATION" -v quiet >&2 || die "the tests do not build."
}

# --- testing -------------------------------------------------------------------------------------

PASSED=0
FAILED=0
SKIPPED=0
BROKEN=

add_totals() { # "N passed, N failed, N skipped"
	local p f s
	read -r p f s < <(sed -E 's/^([0-9]+) passed, ([0-9]+) failed, ([0-9]+) skipped$/\1 \2 \3/' <<<"$1")
	PASSED=$((PASSED + p)) FAILED=$((FAILED + f)) SKIPPED=$((SKIPPED + s))
}

run_native_tests() {
	say "== C tests of the shim"
	local log status=0
	log=$(mktemp)
	"$ROOT/tests/native/run.sh" "$ROOT/tests/native/obj" "$CC" 2>&1 | tee "$log" || status=$?
	local last
	last=$(tail -n 1 "$log")
	rm -f "$log"
	if [[ $last =~ ^[0-9]+\ passed,\ [0-9]+\ failed,\ [0-9]+\ skipped$ ]]; then
		add_totals "$last"
		[ "$status" = 0 ] || [[ $last != *" 0 failed"* ]] || BROKEN="$BROKEN C tests exited with $status;"
	else
		BROKEN="$BROKEN C tests gave no totals;"
	fi
}

# The <Counters> of a results file: skipped tests are counted in 'total' but not in 'executed'.
trx_totals() {
	sed -nE 's/.*<Counters total="([0-9]+)" executed="([0-9]+)" passed="([0-9]+)" failed="([0-9]+)" error="([0-9]+)" timeout="([0-9]+)" aborted="([0-9]+)".*/\1 \2 \3 \4 \5 \6 \7/p' "$1" |
		awk '{ printf "%d passed, %d failed, %d skipped\n", $3, $4 + $5 + $6 + $7, $1 - $3 - $4 - $5 - $6 - $7 }'
}

# run_suite TITLE ASSEMBLY [command prefix …]
run_suite() {
	local title=$1 assembly=$2
	shift 2
	say "== $title"
	local results status=0
	results=$(mktemp -d)
	chmod 777 "$results"
	"$@" dotnet test "$assembly" --results-directory "$results" --logger 'trx;LogFileName=results.trx' \
		--logger 'console;verbosity=minimal' ${TEST_FILTER:+--filter "$TEST_FILTER"} 2>&1 | tee "$results/log" || status=$?
	local line=
	[ -f "$results/results.trx" ] && line=$(trx_totals "$results/results.trx")
	if [ -n "$line" ]; then
		add_totals "$line"
		[ "$status" = 0 ] || [[ $line != *" 0 failed"* ]] || BROKEN="$BROKEN '$title' exited with $status;"
	else
		BROKEN="$BROKEN '$title' gave no totals;"
	fi
	rm -rf "$results"
}

# Root sees and may do things that others may not: the live tests run a second time as an ordinary user.
run_as_ordinary_user() {
	if [ "$(id -u)" != 0 ]; then
		return
	fi
	local dotnet
	dotnet=$(readlink -f "$(command -v dotnet)")
	if ! command -v setpriv >/dev/null; then
		say "== Skipped: the live tests as an ordinary user, because setpriv (util-linux) is missing"
		SKIPPED=$((SKIPPED + 1))
		return
	fi
	local user="setpriv --reuid=65534 --regid=65534 --clear-groups"
	local copy
	copy=$(mktemp -d)
	cp -r "$ROOT/tests/LinuxThreads.Tests/bin/$CONFIGURATION/net10.0" "$copy/library"
	cp -r "$ROOT/tests/LinuxThreads.Cli.Tests/bin/$CONFIGURATION/net10.0" "$copy/tool"
	mkdir -p "$copy/home"
	chown -R 65534:65534 "$copy"
	if $user env HOME="$copy/home" "$dotnet" --version >/dev/null 2>&1; then
		local TEST_FILTER='TestCategory=Live'
		run_suite "Live tests of the library as an ordinary user" "$copy/library/LinuxThreads.Tests.dll" \
			$user env HOME="$copy/home" DOTNET_CLI_HOME="$copy/home" TMPDIR="$copy/home"
		run_suite "Live tests of the tool as an ordinary user" "$copy/tool/LinuxThreads.Cli.Tests.dll" \
			$user env HOME="$copy/home" DOTNET_CLI_HOME="$copy/home" TMPDIR="$copy/home"
	else
		say "== Skipped: the live tests as an ordinary user, because the .NET SDK lies where only root can read it"
		SKIPPED=$((SKIPPED + 1))
	fi
	rm -rf "$copy"
}

test_all() {
	build_tool
	build_tests
	run_native_tests
	run_suite "Tests of the library" "$ROOT/tests/LinuxThreads.Tests/bin/$CONFIGURATION/net10.0/LinuxThreads.Tests.dll"
	run_suite "Tests of the tool" "$ROOT/tests/LinuxThreads.Cli.Tests/bin/$CONFIGURATION/net10.0/LinuxThreads.Cli.Tests.dll"
	run_as_ordinary_user
	if [ -n "$BROKEN" ]; then
		say "build.sh:$BROKEN counted as failed."
		FAILED=$((FAILED + 1))
	fi
	if [ $((PASSED + FAILED)) = 0 ]; then
		say "build.sh: no test ran; that is a failure."
		FAILED=1
	fi
	echo "$PASSED passed, $FAILED failed, $SKIPPED skipped"
	[ "$FAILED" = 0 ]
}

# --- the rest ------------------------------------------------------------------------------------

pack() {
	build_tool
	local project
	for project in src/LinuxThreads src/LinuxThreads.Cli; do
		dotnet pack "$project" -c "$CONFIGURATION" -o "$ARTIFACTS/packages" -v quiet >&2 || die "packing $project failed."
	done
	ls "$ARTIFACTS/packages"
}

bench() {
	build_tool
	"$ROOT/benchmarks/run.sh" "$@"
}

format() {
	need_dotnet
	dotnet format LinuxThreads.sln
	if command -v clang-format >/dev/null; then
		find native tests/native benchmarks/native -name '*.[ch]' -exec clang-format -i {} +
	else
		say "build.sh: clang-format is missing; the C sources were left as they are."
	fi
}

clean() {
	rm -rf "$ARTIFACTS" "$NATIVE_OUT" "$ROOT/tests/native/bin" "$ROOT/benchmarks/native/bin"
	find src tests benchmarks samples -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
}

case ${1:-} in
'')
	build_tool
	say "Built artifacts/linuxthreads"
	;;
run)
	shift
	build_tool
	[ $# -gt 0 ] || set -- report
	exec "$ARTIFACTS/linuxthreads" "$@"
	;;
test) test_all ;;
pack) pack ;;
bench)
	shift
	bench "$@"
	;;
format) format ;;
clean) clean ;;
help | -h | --help) usage ;;
*)
	usage >&2
	exit 2
	;;
esac
