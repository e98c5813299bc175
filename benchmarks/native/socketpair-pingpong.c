/* SPDX-License-Identifier: MIT */
/*
 * Usage: socketpair-pingpong CPU_A CPU_B ROUND_TRIPS [BATCHES]
 * Two threads send one byte to and fro over a pair of AF_UNIX stream sockets. Output as
 * futex-pingpong.
 */
#include <sys/socket.h>

#include "pair.h"

static int ends[2];

static void setup(void)
{
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
		fail("socketpair", errno);
}

static void lead(void)
{
	send_byte(ends[0]);
	receive_byte(ends[0]);
}

static void follow(void)
{
	receive_byte(ends[1]);
	send_byte(ends[1]);
}

PAIR_PROGRAM("socketpair-pingpong", setup, lead, follow, nothing);
