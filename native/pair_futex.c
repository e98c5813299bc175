/* SPDX-License-Identifier: MIT */
/* One word says whose turn it is: wait while it is not mine, set the other's, wake. */
#include "pair.h"

enum {
	TURN_A,
	TURN_B,
	TURN_OVER, /* nobody's any more */
};

struct futex_state {
	_Atomic uint32_t turn;
	/* Private ones for threads; between processes the kernel has to look the page up. */
	_Alignas(LT_APART) int wait;
	int wake;
};

static int setup(void *state, const struct lt_pair_plan *plan)
{
	struct futex_state *futex = state;
	const int shared = plan->flags & LT_PAIR_PROCESSES;

	futex->wait = shared ? LT_FUTEX_WAIT : LT_FUTEX_WAIT_PRIVATE;
	futex->wake = shared ? LT_FUTEX_WAKE : LT_FUTEX_WAKE_PRIVATE;
	return 0;
}

static inline __attribute__((always_inline)) int take(void *state, enum lt_side side)
{
	struct futex_state *futex = state;
	const uint32_t mine = side == LT_SIDE_A ? TURN_A : TURN_B;
	uint32_t seen;

	while ((seen = atomic_load_explicit(&futex->turn, memory_order_acquire)) != mine) {
		int err;

		if (seen == TURN_OVER)
			return -ECANCELED;
		err = lt_futex_wait_as(futex->wait, &futex->turn, seen);
		if (!lt_futex_retry(err))
			return err;
	}
	return 0;
}

/*
 * An exchange and not a store, so that TURN_OVER is never overwritten: the other side may leave at
 * any moment. It is the same one locked instruction as a sequentially consistent store.
 */
static inline __attribute__((always_inline)) int give(void *state, enum lt_side side)
{
	struct futex_state *futex = state;
	uint32_t mine = side == LT_SIDE_A ? TURN_A : TURN_B;
	const uint32_t other = side == LT_SIDE_A ? TURN_B : TURN_A;
	long woken;

	if (!atomic_compare_exchange_strong(&futex->turn, &mine, other))
		return -ECANCELED;
	woken = lt_futex_wake_as(futex->wake, &futex->turn, 1);
	return woken < 0 ? (int)woken : 0;
}

LT_PAIR_LOOPS(give, take);

static void leave(void *state, enum lt_side side)
{
	struct futex_state *futex = state;

	(void)side;
	atomic_store_explicit(&futex->turn, TURN_OVER, memory_order_release);
	lt_futex_wake_as(futex->wake, &futex->turn, INT_MAX);
}

const struct lt_pair_ops lt_pair_futex = {
	.mechanism = LT_PAIR_FUTEX,
	.state_bytes = sizeof(struct futex_state),
	.setup = setup,
	.lead = lead,
	.follow = follow,
	.lead_working = lead_working,
	.follow_working = follow_working,
	.leave = leave,
};
