/* SPDX-License-Identifier: MIT */
/* Two POSIX semaphores: each side posts the other's. */
#include <semaphore.h>

#include "pair.h"

struct semaphore_state {
	sem_t of_a;
	_Alignas(LT_APART) sem_t of_b;
	_Alignas(LT_APART) _Atomic uint32_t over;
};

static int setup(void *state, const struct lt_pair_plan *plan)
{
	struct semaphore_state *semaphores = state;
	const int processes = (plan->flags & LT_PAIR_PROCESSES) != 0;

	if (sem_init(&semaphores->of_a, processes, 0))
		return -errno;
	if (sem_init(&semaphores->of_b, processes, 0)) {
		int err = -errno;

		sem_destroy(&semaphores->of_a);
		return err;
	}
	return 0;
}

static inline __attribute__((always_inline)) int give(void *state, enum lt_side side)
{
	struct semaphore_state *semaphores = state;

	return sem_post(side == LT_SIDE_A ? &semaphores->of_b : &semaphores->of_a) ? -errno : 0;
}

static inline __attribute__((always_inline)) int take(void *state, enum lt_side side)
{
	struct semaphore_state *semaphores = state;

	while (sem_wait(side == LT_SIDE_A ? &semaphores->of_a : &semaphores->of_b)) {
		if (errno != EINTR) /* stop and continue of the process */
			return -errno;
	}
	return atomic_load_explicit(&semaphores->over, memory_order_relaxed) ? -ECANCELED : 0;
}

LT_PAIR_LOOPS(give, take);

/* The post orders the flag before the wait that it ends. */
static void leave(void *state, enum lt_side side)
{
	struct semaphore_state *semaphores = state;

	atomic_store_explicit(&semaphores->over, 1, memory_order_relaxed);
	give(semaphores, side);
}

static void teardown(void *state)
{
	struct semaphore_state *semaphores = state;

	sem_destroy(&semaphores->of_a);
	sem_destroy(&semaphores->of_b);
}

const struct lt_pair_ops lt_pair_semaphore = {
	.mechanism = LT_PAIR_SEMAPHORE,
	.state_bytes = sizeof(struct semaphore_state),
	.setup = setup,
	.lead = lead,
	.follow = follow,
	.lead_working = lead_working,
	.follow_working = follow_working,
	.leave = leave,
	.teardown = teardown,
};
