/* SPDX-License-Identifier: MIT */
/* Two event counters, blocking and not semaphores: each side adds one to the other's. */
#include <sys/eventfd.h>

#include "pair.h"

/* What a side that leaves adds: more than hand-overs can, of which one at most is not taken. */
#define OVER (UINT64_C(1) << 32)

struct eventfd_state {
	int of[2]; /* the one that the side reads */
};

static int setup(void *state, const struct lt_pair_plan *plan)
{
	struct eventfd_state *counters = state;
	int err;

	(void)plan;
	counters->of[LT_SIDE_A] = eventfd(0, EFD_CLOEXEC);
	if (counters->of[LT_SIDE_A] < 0)
		return -errno;
	counters->of[LT_SIDE_B] = eventfd(0, EFD_CLOEXEC);
	if (counters->of[LT_SIDE_B] < 0) {
		err = -errno;
		close(counters->of[LT_SIDE_A]);
		return err;
	}
	return 0;
}

static inline __attribute__((always_inline)) int add(int fd, uint64_t value)
{
	ssize_t n;

	do
		n = write(fd, &value, sizeof(value));
	while (n < 0 && errno == EINTR); /* stop and continue of the process; nothing was added */
	return n == sizeof(value) ? 0 : -errno;
}

static inline enum lt_side other(enum lt_side side)
{
	return side == LT_SIDE_A ? LT_SIDE_B : LT_SIDE_A;
}

static inline __attribute__((always_inline)) int give(void *state, enum lt_side side)
{
	const struct eventfd_state *counters = state;

	return add(counters->of[other(side)], 1);
}

static inline __attribute__((always_inline)) int take(void *state, enum lt_side side)
{
	const struct eventfd_state *counters = state;
	uint64_t value;
	ssize_t n;

	do
		n = read(counters->of[side], &value, sizeof(value));
	while (n < 0 && errno == EINTR);
	if (n != sizeof(value))
		return -errno;
	return value < OVER ? 0 : -ECANCELED;
}

LT_PAIR_LOOPS(give, take);

/* Cannot fail: the counter is open until teardown(), and has room for four thousand million. */
static void leave(void *state, enum lt_side side)
{
	const struct eventfd_state *counters = state;

	add(counters->of[other(side)], OVER);
}

static void teardown(void *state)
{
	const struct eventfd_state *counters = state;

	close(counters->of[LT_SIDE_A]);
	close(counters->of[LT_SIDE_B]);
}

const struct lt_pair_ops lt_pair_eventfd = {
	.mechanism = LT_PAIR_EVENTFD,
	.state_bytes = sizeof(struct eventfd_state),
	.setup = setup,
	.lead = lead,
	.follow = follow,
	.lead_working = lead_working,
	.follow_working = follow_working,
	.leave = leave,
	.teardown = teardown,
};
