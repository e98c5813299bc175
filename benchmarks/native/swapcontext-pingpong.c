/* SPDX-License-Identifier: MIT */
/*
 * Usage: swapcontext-pingpong CPU_A CPU_B ROUND_TRIPS [BATCHES]
 * One thread goes to and fro between two contexts by swapcontext(3). Output as futex-pingpong, with
 * zeros for B.
 */
#include <ucontext.h>

#include "pair.h"

static ucontext_t here, there;
static char stack[65536] __attribute__((aligned(64)));

static void bounce(void)
{
	for (;;)
		swapcontext(&there, &here);
}

static void setup(void)
{
	if (getcontext(&there))
		fail("getcontext", errno);
	there.uc_stack.ss_sp = stack;
	there.uc_stack.ss_size = sizeof(stack);
	makecontext(&there, bounce, 0);
}

static void round_trip(void)
{
	swapcontext(&here, &there);
}

SOLO_PROGRAM("swapcontext-pingpong", setup, round_trip);
