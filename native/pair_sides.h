/* SPDX-License-Identifier: MIT */
/* Between pair.c, which knows the plan and the result, and pair_sides.c, which runs A and B. */
#ifndef LT_PAIR_SIDES_H
#define LT_PAIR_SIDES_H

#include "load.h"
#include "pair.h"

/* Shared with B's process if there is one. The mechanism's state comes after it. */
struct lt_pair {
	const struct lt_pair_plan *plan;
	const struct lt_pair_ops *ops;
	void *state;
	struct lt_crowd *crowd; /* of A's process */
	struct lt_batches batches;
	uint64_t batches_done;
	struct lt_window window_a;
	struct lt_window window_b;
	int64_t load_cpu_ns;
	int64_t b_accounted_ns;
	int error_a;
	int error_b;
	int b_ended; /* by itself, whatever came of it */
	_Alignas(LT_APART) _Atomic uint32_t b_phase;
	_Atomic uint32_t a_warm;
};

/* Starts the sides, and returns when both have ended: what is in the pair is then its result. */
int lt_pair_run_sides(struct lt_pair *pair);

#endif
