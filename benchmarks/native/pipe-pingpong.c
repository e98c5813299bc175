/* SPDX-License-Identifier: MIT */
/*
 * Usage: pipe-pingpong CPU_A CPU_B ROUND_TRIPS [BATCHES]
 * Two threads send one byte to and fro over two pipes. Output as futex-pingpong.
 */
#include "pair.h"

static int there[2], back[2];

static void setup(void)
{
	if (pipe(there) || pipe(back))
		fail("pipe", errno);
}

static void lead(void)
{
	send_byte(there[1]);
	receive_byte(back[0]);
}

static void follow(void)
{
	receive_byte(there[0]);
	send_byte(back[1]);
}

PAIR_PROGRAM("pipe-pingpong", setup, lead, follow, nothing);
