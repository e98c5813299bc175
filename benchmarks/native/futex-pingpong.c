/* SPDX-License-Identifier: MIT */
/*
 * Usage: futex-pingpong CPU_A CPU_B ROUND_TRIPS [BATCHES]
 * Two threads take turns on one private futex word: wait while the word is not mine, set the
 * other's value, wake one. Prints the time of a round trip over BATCHES (20) batches of ROUND_TRIPS
 * each, after one batch of warm-up, and both threads' switches in them.
 */
#include <linux/futex.h>

#include "pair.h"

static uint32_t word __attribute__((aligned(256)));

static void turn(uint32_t mine, uint32_t other)
{
	uint32_t seen;

	while ((seen = __atomic_load_n(&word, __ATOMIC_SEQ_CST)) != mine)
		syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
	__atomic_store_n(&word, other, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void lead(void)
{
	turn(0, 1);
}

static void follow(void)
{
	turn(1, 0);
}

static void settle(void)
{
	/* The last turn only gave the word away: the round trip ends when it is back. */
	while (__atomic_load_n(&word, __ATOMIC_SEQ_CST) != 0)
		syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 1, NULL, NULL, 0);
}

PAIR_PROGRAM("futex-pingpong", nothing, lead, follow, settle);
