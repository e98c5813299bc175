/* SPDX-License-Identifier: MIT */
/*
 * What the reference programs share. Nothing here comes from the shim or goes into it: two
 * independent programs for one definition is the point.
 */
#ifndef BENCH_H
#define BENCH_H

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

struct switches {
	long voluntary;
	long involuntary;
};

__attribute__((noreturn)) static inline void fail(const char *what, int error)
{
	fprintf(stderr, "%s: %s\n", what, strerror(error));
	exit(1);
}

static inline long argument(const char *text, long low, const char *what)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(text, &end, 10);
	if (errno || end == text || *end || value < low) {
		fprintf(stderr, "%s: expected a number from %ld, got '%s'\n", what, low, text);
		exit(2);
	}
	return value;
}

static inline double now_ns(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now))
		fail("clock_gettime", errno);
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* CPU -1 leaves the thread where the kernel likes. */
static inline void pin(long cpu)
{
	cpu_set_t set;

	if (cpu < 0)
		return;
	if (cpu >= CPU_SETSIZE)
		fail("CPU", EINVAL);
	CPU_ZERO(&set);
	CPU_SET((size_t)cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		fail("sched_setaffinity", errno);
}

static inline struct switches switches_now(void)
{
	struct rusage usage;

	if (getrusage(RUSAGE_THREAD, &usage))
		fail("getrusage", errno);
	return (struct switches){usage.ru_nvcsw, usage.ru_nivcsw};
}

static inline struct switches switches_since(struct switches begin)
{
	struct switches end = switches_now();

	return (struct switches){end.voluntary - begin.voluntary,
				 end.involuntary - begin.involuntary};
}

static inline int compare_doubles(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

/* Prints one line: samples are ns per operation of each batch, and are sorted here. */
static inline void print_result(const char *unit, double *samples, long count, struct switches a,
				struct switches b)
{
	qsort(samples, (size_t)count, sizeof(*samples), compare_doubles);
	printf("unit %s median_ns %.2f min_ns %.2f max_ns %.2f a_voluntary %ld a_involuntary %ld "
	       "b_voluntary %ld b_involuntary %ld\n",
	       unit, (samples[(count - 1) / 2] + samples[count / 2]) / 2, samples[0],
	       samples[count - 1], a.voluntary, a.involuntary, b.voluntary, b.involuntary);
}

static inline double *batch_samples(long batches)
{
	double *samples = calloc((size_t)batches, sizeof(*samples));

	if (!samples)
		fail("calloc", ENOMEM);
	return samples;
}

#endif
