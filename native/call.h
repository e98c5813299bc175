/* SPDX-License-Identifier: MIT */
/* What call.c and the loops, call_loops.c, share. */
#ifndef LT_CALL_H
#define LT_CALL_H

#include "internal.h"
#include "work.h"

/* What the loops act upon: the state of each of them. */
struct lt_call_state {
	struct lt_labour labour;
	struct timespec timeout;
	int pipe_read;
	int pipe_write;
	_Alignas(LT_APART) _Atomic uint32_t word; /* 0 */
};

/* The loop of a call, or of work and the call; null if there is no such kind. */
lt_loop *lt_call_loop(uint32_t kind, int working);

#endif
