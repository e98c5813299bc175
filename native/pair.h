/* SPDX-License-Identifier: MIT */
/* What pair.c and the mechanisms, pair_*.c, share. */
#ifndef LT_PAIR_H
#define LT_PAIR_H

#include "internal.h"
#include "work.h"

enum lt_side {
	LT_SIDE_A,
	LT_SIDE_B,
};

/* `operations` round trips, with work before each hand-over. */
typedef int lt_working_loop(void *state, uint64_t operations, struct lt_labour *labour);

/*
 * A mechanism by which A and B hand over. A new one is a file with such a table and a line in
 * pair.c. The calls are made once per batch; the loops inside call only what they measure.
 */
struct lt_pair_ops {
	uint32_t mechanism;
	/*
	 * Set if B has nothing of A's to wait for: it then runs batch after batch until A leaves.
	 */
	int free_running;
	int (*setup)(void **state);
	lt_loop *lead;   /* A's side */
	lt_loop *follow; /* B's side: -ECANCELED once A has left */
	lt_working_loop *lead_working;
	lt_working_loop *follow_working;
	/*
	 * Called once by or for a side that will run no more: the other side's loop must return
	 * -ECANCELED where it would otherwise wait for this one.
	 */
	void (*leave)(void *state, enum lt_side side);
	void (*teardown)(void *state);
	/* What follow() has done so far, only if free_running. Called by B. */
	uint64_t (*followed)(void *state);
};

/*
 * The four loops of a mechanism out of two functions of its own, which are inlined:
 *   int give(void *state, enum lt_side side)   hands over to the other side
 *   int take(void *state, enum lt_side side)   waits until the other side has
 * Both return 0, -ECANCELED once the other side has left, or another -errno.
 */
#define LT_PAIR_LOOPS(give, take)                                                                  \
	static int lead(void *state, uint64_t round_trips)                                         \
	{                                                                                          \
		int err = 0;                                                                       \
                                                                                                   \
		for (; !err && round_trips > 0; round_trips--) {                                   \
			err = give(state, LT_SIDE_A);                                              \
			if (!err)                                                                  \
				err = take(state, LT_SIDE_A);                                      \
		}                                                                                  \
		return err;                                                                        \
	}                                                                                          \
                                                                                                   \
	static int follow(void *state, uint64_t round_trips)                                       \
	{                                                                                          \
		int err = 0;                                                                       \
                                                                                                   \
		for (; !err && round_trips > 0; round_trips--) {                                   \
			err = take(state, LT_SIDE_B);                                              \
			if (!err)                                                                  \
				err = give(state, LT_SIDE_B);                                      \
		}                                                                                  \
		return err;                                                                        \
	}                                                                                          \
                                                                                                   \
	static int lead_working(void *state, uint64_t round_trips, struct lt_labour *labour)       \
	{                                                                                          \
		int err = 0;                                                                       \
                                                                                                   \
		for (; !err && round_trips > 0; round_trips--) {                                   \
			lt_work_do(labour);                                                        \
			err = give(state, LT_SIDE_A);                                              \
			if (!err)                                                                  \
				err = take(state, LT_SIDE_A);                                      \
		}                                                                                  \
		return err;                                                                        \
	}                                                                                          \
                                                                                                   \
	static int follow_working(void *state, uint64_t round_trips, struct lt_labour *labour)     \
	{                                                                                          \
		int err = 0;                                                                       \
                                                                                                   \
		for (; !err && round_trips > 0; round_trips--) {                                   \
			err = take(state, LT_SIDE_B);                                              \
			if (err)                                                                   \
				break;                                                             \
			lt_work_do(labour);                                                        \
			err = give(state, LT_SIDE_B);                                              \
		}                                                                                  \
		return err;                                                                        \
	}                                                                                          \
                                                                                                   \
	_Static_assert(1, "a semicolon follows")

extern const struct lt_pair_ops lt_pair_futex;
extern const struct lt_pair_ops lt_pair_pipe;
extern const struct lt_pair_ops lt_pair_yield;

#endif
