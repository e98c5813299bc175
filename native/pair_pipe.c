/* SPDX-License-Identifier: MIT */
/* One byte each way: through two pipes, or through a pair of AF_UNIX stream sockets. */
#include <fcntl.h>
#include <sys/socket.h>

#include "pair.h"

/* By side. Of sockets, `get` and `put` of a side are one descriptor. */
struct pipe_state {
	int get[2];
	int put[2];
	int left[2];
	int processes;
};

static void keep_plan(struct pipe_state *ends, const struct lt_pair_plan *plan)
{
	ends->processes = (plan->flags & LT_PAIR_PROCESSES) != 0;
}

static int setup_pipes(void *state, const struct lt_pair_plan *plan)
{
	struct pipe_state *ends = state;
	int to_b[2], to_a[2];
	int err;

	if (pipe2(to_b, O_CLOEXEC))
		return -errno;
	if (pipe2(to_a, O_CLOEXEC)) {
		err = -errno;
		close(to_b[0]);
		close(to_b[1]);
		return err;
	}
	ends->get[LT_SIDE_A] = to_a[0];
	ends->put[LT_SIDE_A] = to_b[1];
	ends->get[LT_SIDE_B] = to_b[0];
	ends->put[LT_SIDE_B] = to_a[1];
	keep_plan(ends, plan);
	return 0;
}

static int setup_sockets(void *state, const struct lt_pair_plan *plan)
{
	struct pipe_state *ends = state;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends->get))
		return -errno;
	ends->put[LT_SIDE_A] = ends->get[LT_SIDE_A];
	ends->put[LT_SIDE_B] = ends->get[LT_SIDE_B];
	keep_plan(ends, plan);
	return 0;
}

/* Nobody is left at the other end; the signal that comes with it is blocked. */
static int without_reader(int err)
{
	return err == -EPIPE || err == -ECONNRESET ? -ECANCELED : err;
}

static inline __attribute__((always_inline)) int give(void *state, enum lt_side side)
{
	const struct pipe_state *ends = state;
	int err = lt_pipe_put(ends->put[side]);

	return err ? without_reader(err) : 0;
}

static inline __attribute__((always_inline)) int take(void *state, enum lt_side side)
{
	const struct pipe_state *ends = state;
	int err = lt_pipe_take(ends->get[side]);

	return err ? without_reader(err) : 0;
}

LT_PAIR_LOOPS(give, take);

/*
 * In processes the end of B's process closes its ends, and nothing has to be done for it: the
 * numbers may by then mean other files in A's.
 */
static int gone_with_its_process(const struct pipe_state *ends, enum lt_side side)
{
	return ends->processes && side == LT_SIDE_B;
}

/*
 * A reader whose last writer is gone gets the end of file, which lt_pipe_take() reports as
 * -ECANCELED. Each side closes only the end that it alone writes to: a descriptor that the other
 * one might be using could by then be the number of someone else's file.
 */
static void leave_pipes(void *state, enum lt_side side)
{
	struct pipe_state *ends = state;

	if (gone_with_its_process(ends, side) || ends->left[side])
		return;
	ends->left[side] = 1;
	close(ends->put[side]);
}

static void leave_sockets(void *state, enum lt_side side)
{
	struct pipe_state *ends = state;

	/* Cannot fail: the socket is ours and connected, or the other end has left as well. */
	if (!gone_with_its_process(ends, side))
		shutdown(ends->put[side], SHUT_WR);
}

static void disown_pipes(void *state, enum lt_side side)
{
	struct pipe_state *ends = state;

	close(ends->get[side]);
	close(ends->put[side]);
}

static void disown_sockets(void *state, enum lt_side side)
{
	struct pipe_state *ends = state;

	close(ends->get[side]);
}

static void teardown_pipes(void *state)
{
	struct pipe_state *ends = state;

	leave_pipes(ends, LT_SIDE_A);
	leave_pipes(ends, LT_SIDE_B);
	close(ends->get[LT_SIDE_A]);
	if (!ends->processes)
		close(ends->get[LT_SIDE_B]);
}

static void teardown_sockets(void *state)
{
	struct pipe_state *ends = state;

	close(ends->get[LT_SIDE_A]);
	if (!ends->processes)
		close(ends->get[LT_SIDE_B]);
}

const struct lt_pair_ops lt_pair_pipe = {
	.mechanism = LT_PAIR_PIPE,
	.state_bytes = sizeof(struct pipe_state),
	.setup = setup_pipes,
	.lead = lead,
	.follow = follow,
	.lead_working = lead_working,
	.follow_working = follow_working,
	.leave = leave_pipes,
	.disown = disown_pipes,
	.teardown = teardown_pipes,
};

const struct lt_pair_ops lt_pair_socketpair = {
	.mechanism = LT_PAIR_SOCKETPAIR,
	.state_bytes = sizeof(struct pipe_state),
	.setup = setup_sockets,
	.lead = lead,
	.follow = follow,
	.lead_working = lead_working,
	.follow_working = follow_working,
	.leave = leave_sockets,
	.disown = disown_sockets,
	.teardown = teardown_sockets,
};
