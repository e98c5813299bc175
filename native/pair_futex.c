/* SPDX-License-Identifier: MIT */
/* One private word says whose turn it is: wait while it is not mine, set the other's, wake. */
#include <stdlib.h>

#include "pair.h"

enum {
	TURN_A,
	TURN_B,
	TURN_OVER, /* nobody's any more */
};

struct futex_state {
	_Alignas(LT_APART) _Atomic uint32_t turn;
};

static int setup(void **state)
{
	struct futex_state *futex = aligned_alloc(LT_APART, sizeof(*futex));

	if (!futex)
		return -ENOMEM;
	atomic_init(&futex->turn, TURN_A);
	*state = futex;
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
		err = lt_futex_wait(&futex->turn, seen);
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
	woken = lt_futex_wake(&futex->turn, 1);
	return woken < 0 ? (int)woken : 0;
}

LT_PAIR_LOOPS(give, take);

static void leave(void *state, enum lt_side side)
{
	struct futex_state *futex = state;

	(void)side;
	atomic_store_explicit(&futex->turn, TURN_OVER, memory_order_release);
	lt_futex_wake(&futex->turn, INT_MAX);
}

const struct lt_pair_ops lt_pair_futex = {
	.mechanism = LT_PAIR_FUTEX,
	.setup = setup,
	.lead = lead,
	.follow = follow,
	.lead_working = lead_working,
	.follow_working = follow_working,
	.leave = leave,
	.teardown = free,
};
