/* SPDX-License-Identifier: MIT */
/*
 * Usage: swapcontext-pingpong CPU_A CPU_B ROUND_TRIPS [BATCHES]
 * One thread goes to and fro between two contexts by swapcontext(3). Output as futex-pingpong, with
 * zeros for B.
 */
#include <ucontext.h>

#include "bench.h"

static ucontext_t here, there;
static char stack[65536] __attribute__((aligned(64)));

static void bounce(void)
{
	for (;;)
		swapcontext(&there, &here);
}

int main(int argc, char **argv)
{
	struct switches begin = {0, 0}, own;
	struct pair_arguments arguments = pair_arguments(argc, argv, "swapcontext-pingpong");
	double *samples = batch_samples(arguments.batches);

	if (arguments.cpu_a != arguments.cpu_b)
		fail("two contexts of one thread have one CPU", EINVAL);
	pin(arguments.cpu_a);
	if (getcontext(&there))
		fail("getcontext", errno);
	there.uc_stack.ss_sp = stack;
	there.uc_stack.ss_size = sizeof(stack);
	makecontext(&there, bounce, 0);
	for (long batch = 0; batch <= arguments.batches; batch++) {
		double start;

		if (batch == 1)
			begin = switches_now();
		start = now_ns();
		for (long i = 0; i < arguments.round_trips; i++)
			swapcontext(&here, &there);
		if (batch > 0)
			samples[batch - 1] = (now_ns() - start) / (double)arguments.round_trips;
	}
	own = switches_since(begin);
	print_result("round-trip", samples, arguments.batches, own, (struct switches){0, 0});
	free(samples);
	return 0;
}
