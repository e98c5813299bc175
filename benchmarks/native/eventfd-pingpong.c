/* SPDX-License-Identifier: MIT */
/*
 * Usage: eventfd-pingpong CPU_A CPU_B ROUND_TRIPS [BATCHES]
 * Two threads add one to each other's event counter, which the other reads. Output as
 * futex-pingpong.
 */
#include <sys/eventfd.h>

#include "pair.h"

static int there, back;

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

static void setup(void)
{
	there = eventfd(0, 0);
	back = eventfd(0, 0);
	if (there < 0 || back < 0)
		fail("eventfd", errno);
}

static void lead(void)
{
	signal_other(there);
	await_own(back);
}

static void follow(void)
{
	await_own(there);
	signal_other(back);
}

PAIR_PROGRAM("eventfd-pingpong", setup, lead, follow, nothing);
