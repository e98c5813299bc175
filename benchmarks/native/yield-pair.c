/* SPDX-License-Identifier: MIT */
/*
 * Usage: yield-pair CPU_A CPU_B ROUND_TRIPS [BATCHES]
 * Two threads loop on sched_yield(2); a round trip is one yield of A, and on one CPU the one of B
 * that gives it back. B goes on until A is done. Output as futex-pingpong; B's switches are those
 * from the end of A's warm-up to the end of A.
 */
#include "bench.h"

enum {
	WARMING,
	MEASURING,
	DONE
};

static int phase __attribute__((aligned(256)));
static int follower_ready __attribute__((aligned(256)));
static long cpu_b;
static struct switches follower;

static void *follow(void *unused)
{
	struct switches begin;

	pin(cpu_b);
	while (__atomic_load_n(&phase, __ATOMIC_ACQUIRE) == WARMING)
		sched_yield();
	begin = switches_now();
	__atomic_store_n(&follower_ready, 1, __ATOMIC_RELEASE);
	while (__atomic_load_n(&phase, __ATOMIC_RELAXED) == MEASURING)
		sched_yield();
	follower = switches_since(begin);
	return unused;
}

int main(int argc, char **argv)
{
	struct switches begin, leader;
	long round_trips, batches;
	pthread_t thread;
	double *samples;
	int error;

	if (argc < 4 || argc > 5) {
		fprintf(stderr, "usage: yield-pair CPU_A CPU_B ROUND_TRIPS [BATCHES]\n");
		return 2;
	}
	cpu_b = argument(argv[2], -1, "CPU_B");
	round_trips = argument(argv[3], 1, "ROUND_TRIPS");
	batches = argc == 5 ? argument(argv[4], 1, "BATCHES") : 20;
	samples = batch_samples(batches);
	if ((error = pthread_create(&thread, NULL, follow, NULL)))
		fail("pthread_create", error);
	pin(argument(argv[1], -1, "CPU_A"));

	for (long i = 0; i < round_trips; i++)
		sched_yield();
	__atomic_store_n(&phase, MEASURING, __ATOMIC_RELEASE);
	while (!__atomic_load_n(&follower_ready, __ATOMIC_ACQUIRE))
		sched_yield();
	begin = switches_now();
	for (long batch = 0; batch < batches; batch++) {
		double start = now_ns();

		for (long i = 0; i < round_trips; i++)
			sched_yield();
		samples[batch] = (now_ns() - start) / (double)round_trips;
	}
	leader = switches_since(begin);
	__atomic_store_n(&phase, DONE, __ATOMIC_RELEASE);
	if ((error = pthread_join(thread, NULL)))
		fail("pthread_join", error);
	print_result("round-trip", samples, batches, leader, follower);
	free(samples);
	return 0;
}
