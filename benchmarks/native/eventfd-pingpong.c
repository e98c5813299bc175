/* SPDX-License-Identifier: MIT */
/*
 * Usage: eventfd-pingpong CPU_A CPU_B ROUND_TRIPS [BATCHES]
 * Two threads add one to each other's event counter, which the other reads. Output as
 * futex-pingpong.
 */
#include <sys/eventfd.h>

#include "bench.h"

static int there, back;
static struct pair_arguments arguments;
static struct switches follower;

static void signal_other(int fd)
{
	const uint64_t one = 1;

	if (write(fd, &one, sizeof(one)) != sizeof(one))
		fail("write", errno);
}

static void await_own(int fd)
{
	uint64_t count;

	if (read(fd, &count, sizeof(count)) != sizeof(count))
		fail("read", errno);
}

static void *follow(void *unused)
{
	struct switches begin = {0, 0};

	pin(arguments.cpu_b);
	for (long batch = 0; batch <= arguments.batches; batch++) {
		if (batch == 1)
			begin = switches_now();
		for (long i = 0; i < arguments.round_trips; i++) {
			await_own(there);
			signal_other(back);
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

	arguments = pair_arguments(argc, argv, "eventfd-pingpong");
	samples = batch_samples(arguments.batches);
	there = eventfd(0, 0);
	back = eventfd(0, 0);
	if (there < 0 || back < 0)
		fail("eventfd", errno);
	if ((error = pthread_create(&thread, NULL, follow, NULL)))
		fail("pthread_create", error);
	pin(arguments.cpu_a);

	for (long batch = 0; batch <= arguments.batches; batch++) {
		double start;

		if (batch == 1)
			begin = switches_now();
		start = now_ns();
		for (long i = 0; i < arguments.round_trips; i++) {
			signal_other(there);
			await_own(back);
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
