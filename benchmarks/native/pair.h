/* SPDX-License-Identifier: MIT */
/*
 * The frame of a program in which two threads, or two contexts of one, hand over to each other. A
 * program says what one round trip is on either side; the loops are here, and what they call is
 * inlined. One batch of warm-up comes first.
 */
#ifndef PAIR_H
#define PAIR_H

#include "bench.h"

typedef void bench_step(void);

static struct pair_arguments arguments;
static struct switches follower;

static inline void send_byte(int fd)
{
	if (write(fd, "x", 1) != 1)
		fail("write", errno);
}

static inline void receive_byte(int fd)
{
	char byte;

	if (read(fd, &byte, 1) != 1)
		fail("read", errno);
}

/* For programs that have nothing to do there. */
static inline void nothing(void)
{
}

static inline __attribute__((always_inline)) void follow_batches(bench_step *follow)
{
	struct switches begin = {0, 0};

	pin(arguments.cpu_b);
	for (long batch = 0; batch <= arguments.batches; batch++) {
		if (batch == 1)
			begin = switches_now();
		for (long i = 0; i < arguments.round_trips; i++)
			follow();
	}
	follower = switches_since(begin);
}

/* settle: after the last round trip of a batch, until the turn is back. */
static inline __attribute__((always_inline)) struct switches
lead_batches(double *samples, bench_step *lead, bench_step *settle)
{
	struct switches begin = {0, 0};

	pin(arguments.cpu_a);
	for (long batch = 0; batch <= arguments.batches; batch++) {
		double start;

		if (batch == 1)
			begin = switches_now();
		start = now_ns();
		for (long i = 0; i < arguments.round_trips; i++)
			lead();
		settle();
		if (batch > 0)
			samples[batch - 1] = (now_ns() - start) / (double)arguments.round_trips;
	}
	return switches_since(begin);
}

/* main() of two threads: B's side of a round trip is follow(), A's is lead(). */
#define PAIR_PROGRAM(name, setup, lead, follow, settle)                                            \
	static void *follow_body(void *unused)                                                     \
	{                                                                                          \
		follow_batches(follow);                                                            \
		return unused;                                                                     \
	}                                                                                          \
                                                                                                   \
	int main(int argc, char **argv)                                                            \
	{                                                                                          \
		struct switches leader;                                                            \
		pthread_t thread;                                                                  \
		double *samples;                                                                   \
		int error;                                                                         \
                                                                                                   \
		arguments = pair_arguments(argc, argv, name);                                      \
		samples = batch_samples(arguments.batches);                                        \
		setup();                                                                           \
		if ((error = pthread_create(&thread, NULL, follow_body, NULL)))                    \
			fail("pthread_create", error);                                             \
		leader = lead_batches(samples, lead, settle);                                      \
		if ((error = pthread_join(thread, NULL)))                                          \
			fail("pthread_join", error);                                               \
		print_result("round-trip", samples, arguments.batches, leader, follower);          \
		free(samples);                                                                     \
		return 0;                                                                          \
	}                                                                                          \
	_Static_assert(1, "a semicolon follows")

/* main() of two contexts on one thread. */
#define SOLO_PROGRAM(name, setup, round_trip)                                                      \
	int main(int argc, char **argv)                                                            \
	{                                                                                          \
		struct switches own;                                                               \
		double *samples;                                                                   \
                                                                                                   \
		arguments = pair_arguments(argc, argv, name);                                      \
		samples = batch_samples(arguments.batches);                                        \
		if (arguments.cpu_a != arguments.cpu_b)                                            \
			fail("two contexts of one thread have one CPU", EINVAL);                   \
		setup();                                                                           \
		own = lead_batches(samples, round_trip, nothing);                                  \
		print_result("round-trip", samples, arguments.batches, own, follower);             \
		free(samples);                                                                     \
		return 0;                                                                          \
	}                                                                                          \
	_Static_assert(1, "a semicolon follows")

#endif
