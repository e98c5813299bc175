/* SPDX-License-Identifier: MIT */
/* Two pipes, one byte each way. */
#include <fcntl.h>
#include <stdlib.h>

#include "pair.h"

struct pipe_state {
	int to_b_read;
	int to_a_read;
	int to_b_write; /* -1 once A has left */
	int to_a_write; /* -1 once B has left */
};

static int setup(void **state)
{
	struct pipe_state *pipes = malloc(sizeof(*pipes));
	int to_b[2], to_a[2];
	int err;

	if (!pipes)
		return -ENOMEM;
	if (pipe2(to_b, O_CLOEXEC)) {
		err = -errno;
		goto out_free;
	}
	if (pipe2(to_a, O_CLOEXEC)) {
		err = -errno;
		goto out_close;
	}
	pipes->to_b_read = to_b[0];
	pipes->to_a_read = to_a[0];
	pipes->to_b_write = to_b[1];
	pipes->to_a_write = to_a[1];
	*state = pipes;
	return 0;

out_close:
	close(to_b[0]);
	close(to_b[1]);
out_free:
	free(pipes);
	return err;
}

static inline __attribute__((always_inline)) int give(void *state, enum lt_side side)
{
	const struct pipe_state *pipes = state;

	return lt_pipe_put(side == LT_SIDE_A ? pipes->to_b_write : pipes->to_a_write);
}

static inline __attribute__((always_inline)) int take(void *state, enum lt_side side)
{
	const struct pipe_state *pipes = state;

	return lt_pipe_take(side == LT_SIDE_A ? pipes->to_a_read : pipes->to_b_read);
}

LT_PAIR_LOOPS(give, take);

static void close_once(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/*
 * A reader whose last writer is gone gets the end of file, which lt_pipe_take() reports as
 * -ECANCELED. Each side closes only the end that it alone writes to: a descriptor that the other
 * one might be using could by then be the number of someone else's file.
 */
static void leave(void *state, enum lt_side side)
{
	struct pipe_state *pipes = state;

	close_once(side == LT_SIDE_A ? &pipes->to_b_write : &pipes->to_a_write);
}

static void teardown(void *state)
{
	struct pipe_state *pipes = state;

	leave(pipes, LT_SIDE_A);
	leave(pipes, LT_SIDE_B);
	close(pipes->to_b_read);
	close(pipes->to_a_read);
	free(pipes);
}

const struct lt_pair_ops lt_pair_pipe = {
	.mechanism = LT_PAIR_PIPE,
	.setup = setup,
	.lead = lead,
	.follow = follow,
	.lead_working = lead_working,
	.follow_working = follow_working,
	.leave = leave,
	.teardown = teardown,
};
