/* SPDX-License-Identifier: MIT */
/*
 * Usage: condvar-pingpong CPU_A CPU_B ROUND_TRIPS [BATCHES]
 * Two threads take turns by one mutex and one condition variable, signalled with the mutex held.
 * Output as futex-pingpong.
 */
#include "bench.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int turn;
static struct pair_arguments arguments;
static struct switches follower;

static void pass(int mine, int other)
{
	pthread_mutex_lock(&mutex);
	while (turn != mine)
		pthread_cond_wait(&changed, &mutex);
	turn = other;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&mutex);
}

static void *follow(void *unused)
{
	struct switches begin = {0, 0};

	pin(arguments.cpu_b);
	for (long batch = 0; batch <= arguments.batches; batch++) {
		if (batch == 1)
			begin = switches_now();
		for (long i = 0; i < arguments.round_trips; i++)
			pass(1, 0);
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

	arguments = pair_arguments(argc, argv, "condvar-pingpong");
	samples = batch_samples(arguments.batches);
	if ((error = pthread_create(&thread, NULL, follow, NULL)))
		fail("pthread_create", error);
	pin(arguments.cpu_a);

	for (long batch = 0; batch <= arguments.batches; batch++) {
		double start;

		if (batch == 1)
			begin = switches_now();
		start = now_ns();
		for (long i = 0; i < arguments.round_trips; i++)
			pass(0, 1);
		/* The last pass only gave the turn away: the round trip ends when it is back. */
		pthread_mutex_lock(&mutex);
		while (turn != 0)
			pthread_cond_wait(&changed, &mutex);
		pthread_mutex_unlock(&mutex);
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
