/* SPDX-License-Identifier: MIT */
/*
 * What the target programs share: each prints a line per thread, then "ready", and lives until its
 * standard input ends or says "quit". It also ends when its parent is gone, and after 120 s.
 */
#ifndef TARGET_H
#define TARGET_H

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define TARGET_LIFETIME_S  120
#define TARGET_UNSUPPORTED 77

#define FUTEX_WAIT_PRIVATE        128
#define FUTEX_WAKE_PRIVATE        129
#define FUTEX_CMP_REQUEUE_PRIVATE 132

__attribute__((noreturn, format(printf, 1, 2))) static inline void die(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(1);
}

static inline uint64_t number(const char *text, uint64_t low, uint64_t high, const char *what)
{
	char *end;
	unsigned long long value;

	errno = 0;
	value = strtoull(text, &end, 10);
	if (errno || *text < '0' || *text > '9' || *end || value < low || value > high)
		die("%s: expected a number from %llu to %llu, got '%s'", what,
		    (unsigned long long)low, (unsigned long long)high, text);
	return value;
}

static inline void sleep_while(_Atomic uint32_t *word, uint32_t value)
{
	while (atomic_load(word) == value)
		syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, NULL, NULL, 0);
}

static inline void wake(_Atomic uint32_t *word)
{
	syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
}

/* How many threads sleep on the word: requeueing them to where they are moves none. */
static inline long sleepers(_Atomic uint32_t *word, uint32_t value)
{
	return syscall(SYS_futex, word, FUTEX_CMP_REQUEUE_PRIVATE, 0, (long)INT_MAX, word, value);
}

static inline void await_sleepers(_Atomic uint32_t *word, uint32_t value, long expected)
{
	const struct timespec pause = {.tv_nsec = 200000};
	long asleep;

	while ((asleep = sleepers(word, value)) != expected) {
		if (asleep < 0)
			die("futex requeue: %s", strerror(errno));
		nanosleep(&pause, NULL);
	}
}

/*
 * Not PR_SET_PDEATHSIG: that fires when the parent's thread ends, and a runtime may well start us
 * from a pool thread.
 */
static inline void live(pid_t parent)
{
	char line[64];
	struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};

	printf("ready\n");
	fflush(stdout);
	while (getppid() == parent) {
		int events = poll(&input, 1, 1000);

		if (events < 0 && errno != EINTR)
			die("poll: %s", strerror(errno));
		if (events > 0 && (!fgets(line, sizeof(line), stdin) || !strcmp(line, "quit\n")))
			return;
	}
}

static inline pid_t begin(void)
{
	alarm(TARGET_LIFETIME_S);
	return getppid();
}

#endif
