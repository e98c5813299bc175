/* SPDX-License-Identifier: MIT */
/* One word, two cache lines apart from anything else: read it until it is mine, write the other's.
 */
#include "pair.h"

enum {
	TURN_A,
	TURN_B,
};

struct spin_state {
	_Atomic uint32_t turn;
	_Alignas(LT_APART) _Atomic uint32_t over;
};

static int setup(void *state, const struct lt_pair_plan *plan)
{
	(void)state;
	(void)plan;
	return 0;
}

static inline __attribute__((always_inline)) void pause_hint(void)
{
#if defined(__x86_64__)
	__builtin_ia32_pause();
#elif defined(__aarch64__)
	__asm__ volatile("yield");
#endif
}

static inline __attribute__((always_inline)) int give(void *state, enum lt_side side)
{
	struct spin_state *spin = state;

	atomic_store_explicit(&spin->turn, side == LT_SIDE_A ? TURN_B : TURN_A,
			      memory_order_release);
	return 0;
}

/* `over` is written once, so that its line stays in both caches. */
static inline __attribute__((always_inline)) int take(void *state, enum lt_side side)
{
	struct spin_state *spin = state;
	const uint32_t mine = side == LT_SIDE_A ? TURN_A : TURN_B;

	while (atomic_load_explicit(&spin->turn, memory_order_acquire) != mine) {
		if (atomic_load_explicit(&spin->over, memory_order_relaxed))
			return -ECANCELED;
		pause_hint();
	}
	return 0;
}

LT_PAIR_LOOPS(give, take);

static void leave(void *state, enum lt_side side)
{
	struct spin_state *spin = state;

	(void)side;
	atomic_store_explicit(&spin->over, 1, memory_order_relaxed);
}

const struct lt_pair_ops lt_pair_spin = {
	.mechanism = LT_PAIR_SPIN,
	.spins = 1,
	.state_bytes = sizeof(struct spin_state),
	.setup = setup,
	.lead = lead,
	.follow = follow,
	.lead_working = lead_working,
	.follow_working = follow_working,
	.leave = leave,
};
