/* SPDX-License-Identifier: MIT */
/*
 * Both loop on sched_yield(2). Nothing is handed over, so B goes on until A has done its number:
 * with a number of its own it would stop too early or too late, and the last yields of either would
 * find nobody to yield to.
 */
#include "pair.h"

struct yield_state {
	_Atomic uint32_t over;
	_Alignas(LT_APART) uint64_t followed; /* B's own line */
};

static int setup(void *state, const struct lt_pair_plan *plan)
{
	(void)state;
	(void)plan;
	return 0;
}

static inline __attribute__((always_inline)) int lead_all(uint64_t yields, struct lt_labour *labour)
{
	for (; yields > 0; yields--) {
		if (labour)
			lt_work_do(labour);
		if (sched_yield())
			return -errno;
	}
	return 0;
}

static inline __attribute__((always_inline)) int
follow_all(struct yield_state *yield, uint64_t yields, struct lt_labour *labour)
{
	uint64_t left = yields;
	int err = 0;

	for (; left > 0; left--) {
		if (atomic_load_explicit(&yield->over, memory_order_relaxed)) {
			err = -ECANCELED;
			break;
		}
		if (labour)
			lt_work_do(labour);
		if (sched_yield()) {
			err = -errno;
			break;
		}
	}
	yield->followed += yields - left;
	return err;
}

static int lead(void *state, uint64_t round_trips)
{
	(void)state;
	return lead_all(round_trips, NULL);
}

static int follow(void *state, uint64_t round_trips)
{
	return follow_all(state, round_trips, NULL);
}

static int lead_working(void *state, uint64_t round_trips, struct lt_labour *labour)
{
	(void)state;
	return lead_all(round_trips, labour);
}

static int follow_working(void *state, uint64_t round_trips, struct lt_labour *labour)
{
	return follow_all(state, round_trips, labour);
}

static void leave(void *state, enum lt_side side)
{
	struct yield_state *yield = state;

	(void)side;
	atomic_store_explicit(&yield->over, 1, memory_order_relaxed);
}

static uint64_t followed(void *state)
{
	struct yield_state *yield = state;

	return yield->followed;
}

const struct lt_pair_ops lt_pair_yield = {
	.mechanism = LT_PAIR_YIELD,
	.free_running = 1,
	.state_bytes = sizeof(struct yield_state),
	.setup = setup,
	.lead = lead,
	.follow = follow,
	.lead_working = lead_working,
	.follow_working = follow_working,
	.leave = leave,
	.followed = followed,
};
