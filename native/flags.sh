# SPDX-License-Identifier: MIT
# How the shim and the programs beside it are compiled, for sourcing by build scripts. Paths are
# relative to this directory.
# Compile the shim with $LT_CFLAGS (the library adds -fPIC), link with $LT_LDFLAGS, and on glibc also with
# $LT_GLIBC_LIBS, which keeps libpthread.so.0 in NEEDED for glibc before 2.34.

LT_SOURCES="abi.c area.c call.c call_loops.c clock.c context.c counters.c create.c create_steps.c fiber.c load.c pages.c pair.c \
pair_condvar.c pair_context.c pair_eventfd.c pair_futex.c pair_pipe.c pair_process.c pair_seccomp.c pair_semaphore.c \
pair_spin.c pair_yield.c park.c park_ring.c park_stacks.c slots.c thread.c window.c work.c"
LT_PROGRAM_SOURCES="worker/worker.c worker/worker_create.c worker/worker_guard.c worker/worker_loop.c worker/worker_memory.c \
worker/worker_park.c worker/worker_ring.c"

LT_WARNINGS="-Wall -Wextra -Wshadow -Wconversion -Wmissing-prototypes -Werror"
# Fortified calls have versions newer than the glibc we promise. The frame pointer is kept so that a
# stack's depth can be told from a body's frame address.
LT_CFLAGS="-std=gnu11 -O2 -g -D_GNU_SOURCE -pthread -fno-omit-frame-pointer -fvisibility=hidden \
-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=0 $LT_WARNINGS"
LT_LDFLAGS="-shared -Wl,-soname,liblinuxthreads.so -Wl,--version-script=lt.map \
-Wl,-z,defs,-z,now,-z,relro,-z,noexecstack,--build-id=sha1"
LT_PROGRAM_LDFLAGS="-Wl,-z,defs,-z,now,-z,relro,-z,noexecstack,--build-id=sha1"
LT_GLIBC_LIBS="-Wl,--no-as-needed -l:libpthread.so.0"

# Every build script has the arguments OUTDIR [CC]: sets $out, an absolute path, and $cc.
lt_arguments() {
	if [ $# -lt 1 ] || [ $# -gt 2 ]; then
		echo "usage: build.sh OUTDIR [CC]" >&2
		exit 2
	fi
	mkdir -p "$1"
	out=$(cd "$1" && pwd)
	cc=${2:-${CC:-cc}}
}

# Builds every program of this directory as $out/NAME, optimised as the argument says.
lt_build_programs() {
	for source in *.c; do
		# shellcheck disable=SC2086 # a list of words
		$cc -std=gnu11 "$1" -g -D_GNU_SOURCE -pthread $LT_WARNINGS -o "$out/${source%.c}" "$source"
	done
}
