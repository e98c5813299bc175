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

/*
 * `operations` round trips, with work before each hand-over. A solo mechanism gets two labours, A's
 * and B's, else it is the side's own.
 */
typedef int lt_working_loop(void *state, uint64_t operations, struct lt_labour *labour);

/*
 * A mechanism by which A and B hand over. A new one is a file with such a table and a line in
 * pair.c. The calls are made once per batch; the loops inside call only what they measure. What has
 * no comment that says "may be null" is there.
 *
 * With LT_PAIR_PROCESSES the state is the only memory that A and B share.
 */
struct lt_pair_ops {
	uint32_t mechanism;
	/*
	 * Set if B has nothing of A's to wait for: it then runs batch after batch until A leaves.
	 */
	int free_running;
	/*
	 * Set if A and B are contexts of one thread: there are no sides then, only A's loops,
	 * setup() and teardown().
	 */
	int solo;
	/* Set if a side that waits keeps its CPU, so that the other one needs another. */
	int spins;
	/* Of the state: zeroed, aligned to LT_APART, with nothing of others as near as that. */
	size_t state_bytes;
	int (*setup)(void *state, const struct lt_pair_plan *plan);
	/* Called by each side on its own thread before any loop. May be null. */
	int (*enter)(void *state, enum lt_side side);
	lt_loop *lead;   /* A's side */
	lt_loop *follow; /* B's side: -ECANCELED once A has left */
	lt_working_loop *lead_working;
	lt_working_loop *follow_working;
	/*
	 * Called once by or for a side that will run no more: the other side's loop must return
	 * -ECANCELED where it would otherwise wait for this one.
	 */
	void (*leave)(void *state, enum lt_side side);
	/* In processes: called in A's when B's was killed. If null, leave() for B does for that. */
	void (*killed)(void *state);
	/* Called by B after its last loop, also if A may still be in its own. May be null. */
	void (*finish)(void *state);
	/*
	 * In processes: each calls it, once, right after B's was made, for the other's side: closes
	 * the descriptors that the other alone uses. May be null.
	 */
	void (*disown)(void *state, enum lt_side side);
	/* Of what setup() made; in processes called in A's. May be null. */
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
#define LT_PAIR_PLAIN_LOOPS(give, take)                                                            \
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
	_Static_assert(1, "a semicolon follows")

#define LT_PAIR_WORKING_LOOPS(give, take)                                                          \
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

#define LT_PAIR_LOOPS(give, take)                                                                  \
	LT_PAIR_PLAIN_LOOPS(give, take);                                                           \
	LT_PAIR_WORKING_LOOPS(give, take)

/* pair_process.c */

/*
 * Makes a process in which the calling thread runs body(arg) with every signal blocked, and which
 * ends with it, or with the caller. Errors: what fork(2) gives.
 */
int lt_process_start(pid_t *child, void (*body)(void *arg), void *arg);
/* Reaps it: -ECHILD if a signal ended it. */
int lt_process_wait(pid_t child);
/* What the calling process has been charged by the accounting of /proc/stat. */
int64_t lt_process_accounted(void);

extern const struct lt_pair_ops lt_pair_futex;
extern const struct lt_pair_ops lt_pair_pipe;
extern const struct lt_pair_ops lt_pair_yield;
extern const struct lt_pair_ops lt_pair_eventfd;
extern const struct lt_pair_ops lt_pair_socketpair;
extern const struct lt_pair_ops lt_pair_condvar;
extern const struct lt_pair_ops lt_pair_semaphore;
extern const struct lt_pair_ops lt_pair_spin;
extern const struct lt_pair_ops lt_pair_coroutine;
extern const struct lt_pair_ops lt_pair_swapcontext;
extern const struct lt_pair_ops lt_pair_seccomp;
extern const struct lt_pair_ops lt_pair_seccomp_sync;

#endif
