/* SPDX-License-Identifier: MIT */
/*
 * Usage: futex-pingpong CPU_A CPU_B ROUND_TRIPS [BATCHES]
 * Two threads take turns on one private futex word: wait while the word is not mine, set the
 * other's value, wake one. Prints the time of a round trip over BATCHES (20) batches of ROUND_TRIPS
 * each, after one batch of warm-up, and both threads' switches in the measured batches.
 */
#include <linux/futex.h>

#include "bench.h"

static uint32_t word __attribute__((aligned(256)));
static long cpu_b, round_trips, batches;
static struct switches follower;

static void turn(uint32_t mine, uint32_t other)
{
	uint32_t seen;

	while ((seen = __atomic_load_n(&word, __ATOMIC_SEQ_CST)) != mine)
		syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
	__atomic_store_n(&word, other, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void *follow(void *unused)
{
	struct switches begin = {0, 0};

	pin(cpu_b);
	for (long batch = 0; batch <= batches; batch++) {
		if (batch == 1)
			begin = switches_now();
		for (long i = 0; i < round_trips; i++)
			turn(1, 0);
	}
	follower = switches_since(begin);
	return unused;
}

int main(int argc, char **argv)
{
	struct switches begin = {0, 0}, leader;
	pthread_t thread;
	double *samples;
	int error;

	if (argc < 4 || argc > 5) {
		fprintf(stderr, "usage: futex-pingpong CPU_A CPU_B ROUND_TRIPS [BATCHES]\n");
		return 2;
	}
	cpu_b = argument(argv[2], -1, "CPU_B");
	round_trips = argument(argv[3], 1, "ROUND_TRIPS");
	batches = argc == 5 ? argument(argv[4], 1, "BATCHES") : 20;
	samples = batch_samples(batches);
	if ((error = pthread_create(&thread, NULL, follow, NULL)))
		fail("pthread_create", error);
	pin(argument(argv[1], -1, "CPU_A"));

	for (long batch = 0; batch <= batches; batch++) {
		double start;

		if (batch == 1)
			begin = switches_now();
		start = now_ns();
		for (long i = 0; i < round_trips; i++)
			turn(0, 1);
		/* The last turn only gave the word away: the round trip ends when it is back. */
		while (__atomic_load_n(&word, __ATOMIC_SEQ_CST) != 0)
			syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 1, NULL, NULL, 0);
		if (batch > 0)
			samples[batch - 1] = (now_ns() - start) / (double)round_trips;
	}
	leader = switches_since(begin);
	if ((error = pthread_join(thread, NULL)))
		fail("pthread_join", error);
	print_result("round-trip", samples, batches, leader, follower);
	free(samples);
	return 0;
}
