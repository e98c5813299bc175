/* SPDX-License-Identifier: MIT */
/*
 * Usage: pipe-pingpong CPU_A CPU_B ROUND_TRIPS [BATCHES]
 * Two threads send one byte to and fro over two pipes. Output as futex-pingpong.
 */
#include "bench.h"

static int there[2], back[2];
static long cpu_b, round_trips, batches;
static struct switches follower;

static void send_byte(int fd)
{
	if (write(fd, "x", 1) != 1)
		fail("write", errno);
}

static void receive_byte(int fd)
{
	char byte;

	if (read(fd, &byte, 1) != 1)
		fail("read", errno);
}

static void *follow(void *unused)
{
	struct switches begin = {0, 0};

	pin(cpu_b);
	for (long batch = 0; batch <= batches; batch++) {
		if (batch == 1)
			begin = switches_now();
		for (long i = 0; i < round_trips; i++) {
			receive_byte(there[0]);
			send_byte(back[1]);
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

	if (argc < 4 || argc > 5) {
		fprintf(stderr, "usage: pipe-pingpong CPU_A CPU_B ROUND_TRIPS [BATCHES]\n");
		return 2;
	}
	cpu_b = argument(argv[2], -1, "CPU_B");
	round_trips = argument(argv[3], 1, "ROUND_TRIPS");
	batches = argc == 5 ? argument(argv[4], 1, "BATCHES") : 20;
	samples = batch_samples(batches);
	if (pipe(there) || pipe(back))
		fail("pipe", errno);
	if ((error = pthread_create(&thread, NULL, follow, NULL)))
		fail("pthread_create", error);
	pin(argument(argv[1], -1, "CPU_A"));

	for (long batch = 0; batch <= batches; batch++) {
		double start;

		if (batch == 1)
			begin = switches_now();
		start = now_ns();
		for (long i = 0; i < round_trips; i++) {
			send_byte(there[1]);
			receive_byte(back[0]);
		}
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
