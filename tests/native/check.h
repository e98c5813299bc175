/* SPDX-License-Identifier: MIT */
/*
 * The whole test harness: a test is a void function, RUN() counts it as passed, failed or skipped,
 * and CHECK_DONE() prints the count that run.sh adds up and gives the exit status: 0, 1 if anything
 * failed, 77 if everything was skipped.
 */
#ifndef CHECK_H
#define CHECK_H

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define CHECK_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CHECK_ASAN 1
#endif
#endif
#if defined(__SANITIZE_THREAD__)
#define CHECK_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define CHECK_TSAN 1
#endif
#endif
#if defined(CHECK_ASAN) || defined(CHECK_TSAN)
#define CHECK_SANITIZED 1
#else
#define CHECK_SANITIZED 0
#endif

static struct {
	int passed, failed, skipped;
	int test_failed, test_skipped;
	const char *test;
} check;

/* A test that hangs fails: no futex of ours may wait for ever. */
#define CHECK_DEADLINE_S 120u

static inline void check_run(void (*test)(void), const char *name)
{
	check.test = name;
	check.test_failed = check.test_skipped = 0;
	alarm(CHECK_DEADLINE_S);
	test();
	alarm(0);
	if (check.test_failed)
		check.failed++;
	else if (check.test_skipped)
		check.skipped++;
	else
		check.passed++;
}

#define RUN(test) check_run(test, #test)

#define CHECK(condition)                                                                           \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			printf("%s:%d: %s: expected %s\n", __FILE__, __LINE__, check.test,         \
			       #condition);                                                        \
			check.test_failed = 1;                                                     \
		}                                                                                  \
	} while (0)

#define CHECK_EQ(expected, got)     check_range(expected, expected, got, #got, __FILE__, __LINE__)
#define CHECK_RANGE(low, high, got) check_range(low, high, got, #got, __FILE__, __LINE__)

static inline void check_range(int64_t low, int64_t high, int64_t got, const char *what,
			       const char *file, int line)
{
	if (got >= low && got <= high)
		return;
	check.test_failed = 1;
	if (low == high)
		printf("%s:%d: %s: %s: expected %" PRId64 ", got %" PRId64 "\n", file, line,
		       check.test, what, low, got);
	else
		printf("%s:%d: %s: %s: expected %" PRId64 " to %" PRId64 ", got %" PRId64 "\n",
		       file, line, check.test, what, low, high, got);
}

/* Ends the test that says it. */
#define SKIP(...)                                                                                  \
	do {                                                                                       \
		printf("skipped: %s: ", check.test);                                               \
		printf(__VA_ARGS__);                                                               \
		printf("\n");                                                                      \
		check.test_skipped = 1;                                                            \
		return;                                                                            \
	} while (0)

static inline int check_done(const char *file)
{
	printf("%s: %d passed, %d failed, %d skipped\n", file, check.passed, check.failed,
	       check.skipped);
	if (check.failed)
		return 1;
	return check.passed ? 0 : 77;
}

#define CHECK_DONE() check_done(__FILE__)

#endif
