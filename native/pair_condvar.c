/* SPDX-License-Identifier: MIT */
/* One mutex, one condition variable, a predicate that says whose turn it is, signalled locked. */
#include "pair.h"

enum {
	TURN_A,
	TURN_B,
	TURN_OVER, /* nobody's any more */
};

struct condvar_state {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	int turn;
	/*
	 * A B that is killed while it holds the mutex, as it does during every wake-up, would leave
	 * A waiting for it for ever: so between processes the mutex is robust. One that is killed
	 * in its wait leaves a condition variable that glibc cannot broadcast any more: it would
	 * wait for B to have noticed. So A looks up from its wait now and then, and nobody else
	 * touches it. What remains are the few instructions in which the C library holds the
	 * variable's own lock, of which nobody is told.
	 */
	int processes;
	_Atomic uint32_t killed;
	struct timespec deadline; /* A's, CLOCK_MONOTONIC */
};

static int make_mutex(pthread_mutex_t *mutex, int processes)
{
	pthread_mutexattr_t attr;
	int err = -pthread_mutexattr_init(&attr);

	if (err)
		return err;
	if (processes) {
		err = -pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
		if (!err)
			err = -pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	}
	if (!err)
		err = -pthread_mutex_init(mutex, &attr);
	pthread_mutexattr_destroy(&attr);
	return err;
}

static int make_condition(pthread_cond_t *condition, int processes)
{
	pthread_condattr_t attr;
	int err = -pthread_condattr_init(&attr);

	if (err)
		return err;
	if (processes) {
		err = -pthread_condattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
		if (!err)
			err = -pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	}
	if (!err)
		err = -pthread_cond_init(condition, &attr);
	pthread_condattr_destroy(&attr);
	return err;
}

/*
 * Neither is ever destroyed: that would wait for every waiter to have gone, and a process that was
 * killed in its wait never goes. They have nothing outside the state, which is unmapped.
 */
static int setup(void *state, const struct lt_pair_plan *plan)
{
	struct condvar_state *condvar = state;
	const int processes = (plan->flags & LT_PAIR_PROCESSES) != 0;
	int err = make_mutex(&condvar->mutex, processes);

	condvar->processes = processes;
	return err ? err : make_condition(&condvar->changed, processes);
}

/* The mutex is ours, and its last owner is dead. */
static __attribute__((noinline)) int inherit(struct condvar_state *condvar)
{
	atomic_store(&condvar->killed, 1);
	condvar->turn = TURN_OVER;
	return -pthread_mutex_consistent(&condvar->mutex);
}

static inline __attribute__((always_inline)) int lock(struct condvar_state *condvar)
{
	int err = pthread_mutex_lock(&condvar->mutex);

	if (__builtin_expect(err == EOWNERDEAD, 0))
		return inherit(condvar);
	return -err;
}

/* Costs a timer that never comes first, and once a second a look at the clock. */
static __attribute__((noinline)) int wait_watching(struct condvar_state *condvar)
{
	int err = pthread_cond_timedwait(&condvar->changed, &condvar->mutex, &condvar->deadline);

	if (err != ETIMEDOUT)
		return err;
	if (atomic_load(&condvar->killed))
		condvar->turn = TURN_OVER;
	else if (clock_gettime(CLOCK_MONOTONIC, &condvar->deadline))
		return errno;
	condvar->deadline.tv_sec++;
	return 0;
}

static inline __attribute__((always_inline)) int wait(struct condvar_state *condvar,
						      enum lt_side side)
{
	int err = side == LT_SIDE_A && condvar->processes
			  ? wait_watching(condvar)
			  : pthread_cond_wait(&condvar->changed, &condvar->mutex);

	if (__builtin_expect(err == EOWNERDEAD, 0))
		return inherit(condvar);
	return -err;
}

static inline __attribute__((always_inline)) int give(void *state, enum lt_side side)
{
	struct condvar_state *condvar = state;
	int err = lock(condvar);
	int unlock_err;

	if (err)
		return err;
	if (condvar->turn == TURN_OVER) {
		err = -ECANCELED;
	} else {
		condvar->turn = side == LT_SIDE_A ? TURN_B : TURN_A;
		err = -pthread_cond_signal(&condvar->changed);
	}
	unlock_err = -pthread_mutex_unlock(&condvar->mutex);
	return err ? err : unlock_err;
}

static inline __attribute__((always_inline)) int take(void *state, enum lt_side side)
{
	struct condvar_state *condvar = state;
	const int mine = side == LT_SIDE_A ? TURN_A : TURN_B;
	int err = lock(condvar);
	int unlock_err;

	if (err)
		return err;
	while (!err && condvar->turn != mine && condvar->turn != TURN_OVER)
		err = wait(condvar, side);
	if (!err && condvar->turn == TURN_OVER)
		err = -ECANCELED;
	unlock_err = -pthread_mutex_unlock(&condvar->mutex);
	return err ? err : unlock_err;
}

LT_PAIR_WORKING_LOOPS(give, take);

/* A turn as programs take it: wait for it and give it away without letting go of the mutex. */
static inline __attribute__((always_inline)) int pass(struct condvar_state *condvar,
						      enum lt_side side)
{
	const int mine = side == LT_SIDE_A ? TURN_A : TURN_B;
	int err = lock(condvar);
	int unlock_err;

	if (err)
		return err;
	while (!err && condvar->turn != mine && condvar->turn != TURN_OVER)
		err = wait(condvar, side);
	if (!err && condvar->turn == TURN_OVER)
		err = -ECANCELED;
	if (!err) {
		condvar->turn = side == LT_SIDE_A ? TURN_B : TURN_A;
		err = -pthread_cond_signal(&condvar->changed);
	}
	unlock_err = -pthread_mutex_unlock(&condvar->mutex);
	return err ? err : unlock_err;
}

/* A round trip ends when the turn is back. */
static int lead(void *state, uint64_t round_trips)
{
	int err = 0;

	for (; !err && round_trips > 0; round_trips--)
		err = pass(state, LT_SIDE_A);
	return err ? err : take(state, LT_SIDE_A);
}

static int follow(void *state, uint64_t round_trips)
{
	int err = 0;

	for (; !err && round_trips > 0; round_trips--)
		err = pass(state, LT_SIDE_B);
	return err;
}

/* None of it fails on an initialised mutex that the caller does not hold. */
static void leave(void *state, enum lt_side side)
{
	struct condvar_state *condvar = state;

	(void)side;
	if (atomic_load(&condvar->killed) || lock(condvar))
		return;
	condvar->turn = TURN_OVER;
	pthread_cond_broadcast(&condvar->changed);
	pthread_mutex_unlock(&condvar->mutex);
}

static void killed(void *state)
{
	struct condvar_state *condvar = state;

	atomic_store(&condvar->killed, 1);
}

const struct lt_pair_ops lt_pair_condvar = {
	.mechanism = LT_PAIR_CONDVAR,
	.state_bytes = sizeof(struct condvar_state),
	.setup = setup,
	.lead = lead,
	.follow = follow,
	.lead_working = lead_working,
	.follow_working = follow_working,
	.leave = leave,
	.killed = killed,
};
