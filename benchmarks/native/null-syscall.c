/* SPDX-License-Identifier: MIT */
/*
 * Usage: null-syscall CPU CALLS [BATCHES]
 * Calls getppid(2) through syscall(3), so that no C library can have cached it. Prints the time of
 * a call over BATCHES (20) batches of CALLS each, after one of warm-up. Output as futex-pingpong,
 * with zeros for B.
 */
#include "bench.h"

int main(int argc, char **argv)
{
	struct switches begin = {0, 0}, own;
	long calls, batches;
	double *samples;

	if (argc < 3 || argc > 4) {
		fprintf(stderr, "usage: null-syscall CPU CALLS [BATCHES]\n");
		return 2;
	}
	calls = argument(argv[2], 1, "CALLS");
	batches = argc == 4 ? argument(argv[3], 1, "BATCHES") : 20;
	samples = batch_samples(batches);
	pin(argument(argv[1], -1, "CPU"));

	for (long batch = 0; batch <= batches; batch++) {
		double start;

		if (batch == 1)
			begin = switches_now();
		start = now_ns();
		for (long i = 0; i < calls; i++)
			syscall(SYS_getppid);
		if (batch > 0)
			samples[batch - 1] = (now_ns() - start) / (double)calls;
	}
	own = switches_since(begin);
	print_result("call", samples, batches, own, (struct switches){0, 0});
	free(samples);
	return 0;
}
