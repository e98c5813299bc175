/* SPDX-License-Identifier: MIT */
/*
 * Usage: semaphore-pingpong CPU_A CPU_B ROUND_TRIPS [BATCHES]
 * Two threads post each other's POSIX semaphore and wait for their own. Output as futex-pingpong.
 */
#include <semaphore.h>

#include "bench.h"

static sem_t there __attribute__((aligned(256)));
static sem_t back __attribute__((aligned(256)));
static struct pair_arguments arguments;
static struct switches follower;

static void post(sem_t *semaphore)
{
	if (sem_post(semaphore))
		fail("sem_post", errno);
}

static void await(sem_t *semaphore)
{
	if (sem_wait(semaphore))
		fail("sem_wait", errno);
}

static void *follow(void *unused)
{
	struct switches begin = {0, 0};

	pin(arguments.cpu_b);
	for (long batch = 0; batch <= arguments.batches; batch++) {
		if (batch == 1)
			begin = switches_now();
		for (long i = 0; i < arguments.round_trips; i++) {
			await(&there);
			post(&back);
		}
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

	arguments = pair_arguments(argc, argv, "semaphore-pingpong");
	samples = batch_samples(arguments.batches);
	if (sem_init(&there, 0, 0) || sem_init(&back, 0, 0))
		fail("sem_init", errno);
	if ((error = pthread_create(&thread, NULL, follow, NULL)))
		fail("pthread_create", error);
	pin(arguments.cpu_a);

	for (long batch = 0; batch <= arguments.batches; batch++) {
		double start;

		if (batch == 1)
			begin = switches_now();
		start = now_ns();
		for (long i = 0; i < arguments.round_trips; i++) {
			post(&there);
			await(&back);
		}
		if (batch > 0)
			samples[batch - 1] = (now_ns() - start) / (double)arguments.round_trips;
	}
	leader = switches_since(begin);
	if ((error = pthread_join(thread, NULL)))
		fail("pthread_join", error);
	print_result("round-trip", samples, arguments.batches, leader, follower);
	free(samples);
	return 0;
}
