/* SPDX-License-Identifier: MIT */
/*
 * Usage: socketpair-pingpong CPU_A CPU_B ROUND_TRIPS [BATCHES]
 * Two threads send one byte to and fro over a pair of AF_UNIX stream sockets. Output as
 * futex-pingpong.
 */
#include <sys/socket.h>

#include "bench.h"

static int ends[2];
static struct pair_arguments arguments;
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

	pin(arguments.cpu_b);
	for (long batch = 0; batch <= arguments.batches; batch++) {
		if (batch == 1)
			begin = switches_now();
		for (long i = 0; i < arguments.round_trips; i++) {
			receive_byte(ends[1]);
			send_byte(ends[1]);
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

	arguments = pair_arguments(argc, argv, "socketpair-pingpong");
	samples = batch_samples(arguments.batches);
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
		fail("socketpair", errno);
	if ((error = pthread_create(&thread, NULL, follow, NULL)))
		fail("pthread_create", error);
	pin(arguments.cpu_a);

	for (long batch = 0; batch <= arguments.batches; batch++) {
		double start;

		if (batch == 1)
			begin = switches_now();
		start = now_ns();
		for (long i = 0; i < arguments.round_trips; i++) {
			send_byte(ends[0]);
			receive_byte(ends[0]);
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
