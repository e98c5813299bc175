/* SPDX-License-Identifier: MIT */
/*
 * Binds the C library's symbols to the versions of glibc 2.17, so that one binary loads from there
 * up. Symbols moved from libpthread to libc in 2.32 and 2.34 got a second, newer version, which an
 * unmarked reference would pick. Loading an older glibc finds these in libpthread.so.0, which is
 * why the library needs it by name although today's has no code.
 * musl has no symbol versions. Test builds with sanitizers define LT_NO_SYMVER, because an
 * interceptor has no version either.
 */
#ifndef LT_SYMVER_H
#define LT_SYMVER_H

#include <features.h>

#if defined(__GLIBC__) && !defined(LT_NO_SYMVER)

#if defined(__x86_64__)
#define LT_GLIBC_BASE  "GLIBC_2.2.5"
#define LT_GLIBC_2_3_2 "GLIBC_2.3.2"
#define LT_GLIBC_2_3_4 "GLIBC_2.3.4"
#define LT_GLIBC_2_12  "GLIBC_2.12"
#elif defined(__aarch64__)
#define LT_GLIBC_BASE  "GLIBC_2.17"
#define LT_GLIBC_2_3_2 "GLIBC_2.17"
#define LT_GLIBC_2_3_4 "GLIBC_2.17"
#define LT_GLIBC_2_12  "GLIBC_2.17"
#else
#error "name this architecture's first glibc symbol versions here"
#endif

#define LT_BIND(name, version) __asm__(".symver " #name "," #name "@" version)

LT_BIND(pthread_attr_getguardsize, LT_GLIBC_BASE);
LT_BIND(pthread_attr_getstack, LT_GLIBC_BASE);
LT_BIND(pthread_attr_setaffinity_np, LT_GLIBC_2_3_4);
LT_BIND(pthread_attr_setguardsize, LT_GLIBC_BASE);
LT_BIND(pthread_attr_setstack, LT_GLIBC_BASE);
LT_BIND(pthread_attr_setstacksize, LT_GLIBC_BASE);
/* Their first version is the condition variable before futexes, which 2.2.5 still names. */
LT_BIND(pthread_cond_broadcast, LT_GLIBC_2_3_2);
LT_BIND(pthread_cond_init, LT_GLIBC_2_3_2);
LT_BIND(pthread_cond_signal, LT_GLIBC_2_3_2);
LT_BIND(pthread_cond_wait, LT_GLIBC_2_3_2);
LT_BIND(pthread_condattr_setpshared, LT_GLIBC_BASE);
LT_BIND(pthread_create, LT_GLIBC_BASE);
LT_BIND(pthread_getattr_np, LT_GLIBC_BASE);
LT_BIND(pthread_join, LT_GLIBC_BASE);
LT_BIND(pthread_mutex_consistent, LT_GLIBC_2_12);
LT_BIND(pthread_mutexattr_destroy, LT_GLIBC_BASE);
LT_BIND(pthread_mutexattr_init, LT_GLIBC_BASE);
LT_BIND(pthread_mutexattr_setpshared, LT_GLIBC_BASE);
LT_BIND(pthread_mutexattr_setrobust, LT_GLIBC_2_12);
LT_BIND(pthread_sigmask, LT_GLIBC_BASE);
LT_BIND(sem_destroy, LT_GLIBC_BASE);
LT_BIND(sem_init, LT_GLIBC_BASE);
LT_BIND(sem_post, LT_GLIBC_BASE);
LT_BIND(sem_wait, LT_GLIBC_BASE);

#endif

#endif
