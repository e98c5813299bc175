# SPDX-License-Identifier: MIT
# How the shim is compiled, for sourcing by build scripts. Paths are relative to this directory.
# Compile with $LT_CFLAGS (the library adds -fPIC), link with $LT_LDFLAGS, and on glibc also with
# $LT_GLIBC_LIBS, which keeps libpthread.so.0 in NEEDED for glibc before 2.34.

LT_SOURCES="abi.c call.c clock.c counters.c create.c pair.c pair_futex.c pair_pipe.c pair_yield.c \
park.c thread.c window.c"
LT_PROGRAM_SOURCES="prove.c"
LT_HEADERS="internal.h lt.h symver.h"

LT_WARNINGS="-Wall -Wextra -Wshadow -Wconversion -Wmissing-prototypes -Werror"
# Fortified calls have versions newer than the glibc we promise. The frame pointer is kept so that a
# stack's depth can be told from a body's frame address.
LT_CFLAGS="-std=gnu11 -O2 -g -D_GNU_SOURCE -pthread -fno-omit-frame-pointer -fvisibility=hidden \
-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=0 $LT_WARNINGS"
LT_LDFLAGS="-shared -Wl,-soname,liblinuxthreads.so -Wl,--version-script=lt.map \
-Wl,-z,defs,-z,now,-z,relro,-z,noexecstack,--build-id=sha1"
LT_PROGRAM_LDFLAGS="-Wl,-z,defs,-z,now,-z,relro,-z,noexecstack,--build-id=sha1"
LT_GLIBC_LIBS="-Wl,--no-as-needed -l:libpthread.so.0"
