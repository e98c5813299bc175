/* SPDX-License-Identifier: MIT */
/* A token round all threads of a parked group. */
#include <string.h>

#include "park.h"

enum {
	TOKEN_OUT,
	TOKEN_BACK,
};

/* ---- The threads' side ---- */

static int give(struct lt_park_slot *slot)
{
	long woken;

	atomic_store_explicit(&slot->turn, LT_TURN_MINE, memory_order_release);
	woken = lt_futex_wake(&slot->turn, 1);
	return woken < 0 ? (int)woken : 0;
}

static int give_back(struct lt_ring *ring)
{
	long woken;

	atomic_store_explicit(&ring->returned, TOKEN_BACK, memory_order_release);
	woken = lt_futex_wake(&ring->returned, 1);
	return woken < 0 ? (int)woken : 0;
}

/*
 * Requeueing a sleeper from a word to the same word moves nobody and tells how many there are. The
 * one asked for is at the front of its bucket, because the lap follows the order in which the
 * threads went to sleep, and each that had the token is at the end again.
 */
static int await_asleep(struct lt_park_slot *slot)
{
	const struct timespec pause = {.tv_nsec = 20000};

	for (;;) {
		long asleep = syscall(SYS_futex, &slot->turn, LT_FUTEX_CMP_REQUEUE_PRIVATE, 0, 1UL,
				      &slot->turn, LT_TURN_NOT);

		if (asleep)
			return asleep < 0 ? -errno : 0;
		nanosleep(&pause, NULL); /* cut short is as good */
	}
}

/* True if the lap that the first thread's getting the token ends was the last one. */
static int lap_ends(struct lt_ring *ring)
{
	int64_t now = lt_clock_now();

	if (ring->hand_overs == 0) {
		ring->began_ns = now;
	} else {
		if (ring->laps_ns)
			ring->laps_ns[ring->laps_done] = now - ring->lap_began_ns;
		ring->laps_done++;
	}
	ring->lap_began_ns = now;
	ring->ended_ns = now;
	return ring->laps_done == ring->laps;
}

static int take_and_pass(struct lt_park_slot *slot)
{
	struct lt_ring *ring = &slot->group->ring;
	int err = 0;

	ring->front = slot->next;
	if (slot == ring->first && lap_ends(ring)) {
		ring->broken = 0;
		return give_back(ring);
	}
	if (lt_stopped(ring->stop)) {
		/* In the middle of a lap, or nothing was begun and nothing is broken. */
		ring->broken = slot != ring->first;
		ring->ended_ns = lt_clock_now();
		return give_back(ring);
	}
	if (ring->proving)
		err = await_asleep(slot->next);
	if (err)
		return err;
	ring->hand_overs++;
	return give(slot->next);
}

int lt_ring_sleep(struct lt_park_slot *slot)
{
	for (;;) {
		uint32_t turn;
		int err = 0;

		while ((turn = atomic_load_explicit(&slot->turn, memory_order_acquire)) ==
		       LT_TURN_NOT) {
			err = lt_futex_wait(&slot->turn, LT_TURN_NOT);
			if (!lt_futex_retry(err))
				break;
		}
		if (turn == LT_TURN_OVER)
			return 0;
		if (turn == LT_TURN_MINE) {
			/* Before the token goes on, since it may be back at once. */
			atomic_store_explicit(&slot->turn, LT_TURN_NOT, memory_order_relaxed);
			err = take_and_pass(slot);
		}
		if (err && !lt_futex_retry(err)) {
			/* The caller is not left waiting for a token that nobody holds. */
			atomic_store(&slot->group->error, err);
			give_back(&slot->group->ring);
			return err;
		}
	}
}

/* ---- The caller's side ---- */

/* Hands out the token and waits until it is back. */
static int run(struct lt_park *group, struct lt_park_slot *start, uint64_t laps,
	       const int32_t *stop, int64_t *laps_ns)
{
	struct lt_ring *ring = &group->ring;
	int err;

	ring->stop = stop;
	ring->laps = laps;
	ring->laps_ns = laps_ns;
	ring->laps_done = 0;
	ring->hand_overs = start != ring->first; /* a lap that goes on has begun */
	atomic_store_explicit(&ring->returned, TOKEN_OUT, memory_order_relaxed);
	err = give(start);
	while (!err && atomic_load_explicit(&ring->returned, memory_order_acquire) == TOKEN_OUT) {
		err = lt_futex_wait(&ring->returned, TOKEN_OUT);
		if (lt_futex_retry(err))
			err = 0;
	}
	return err ? err : atomic_load(&group->error);
}

/* Closes the ring in the order of creation. */
static void link_as_created(struct lt_park *group)
{
	struct lt_slots_place place = lt_slots_begin(&group->slots);
	struct lt_ring *ring = &group->ring;
	struct lt_park_slot *last, *slot;

	ring->first = last = lt_slots_step(&group->slots, &place);
	while ((slot = lt_slots_step(&group->slots, &place))) {
		last->next = slot;
		last = slot;
	}
	last->next = ring->first;
	ring->front = ring->first;
	ring->linked = group->slots.count;
}

/*
 * -EINVAL if an index is too high or there twice. The links themselves are the marks, so the ring
 * is open meanwhile, and closed as created if the order is refused.
 */
static int link_as_told(struct lt_park *group, const uint32_t *order)
{
	struct lt_slots_place place = lt_slots_begin(&group->slots);
	struct lt_ring *ring = &group->ring;
	struct lt_park_slot *front = ring->front;
	struct lt_park_slot *last = NULL, *slot;
	uint32_t i;

	while ((slot = lt_slots_step(&group->slots, &place)))
		slot->next = NULL;
	for (i = 0; i < group->slots.count; i++) {
		slot = lt_slots_at(&group->slots, order[i]);
		if (!slot || slot->next)
			goto out_refused;
		slot->next = slot; /* a mark until the next one is known */
		if (last)
			last->next = slot;
		else
			ring->first = slot;
		last = slot;
	}
	last->next = ring->first;
	return 0;

out_refused:
	link_as_created(group);
	ring->front = front;
	return -EINVAL;
}

static int goes_on(const struct lt_ring *ring, uint64_t laps)
{
	return ring->laps_done == laps;
}

/*
 * Brings the sleepers' queue into the order of creation: ends the lap that a stop broke, and has a
 * lap to prove that all sleep where threads were added. *done is 0 if the stop flag ended it.
 */
static int settle(struct lt_park *group, const int32_t *stop, int *done)
{
	struct lt_ring *ring = &group->ring;
	int err;

	*done = 0;
	if (ring->broken) {
		err = run(group, ring->front, 1, stop, NULL);
		if (err || !goes_on(ring, 1))
			return err;
	}
	if (ring->linked != group->slots.count) {
		link_as_created(group);
		ring->settled = 0;
	}
	if (!ring->settled) {
		link_as_created(group);
		err = await_asleep(ring->first);
		if (err)
			return err;
		ring->proving = 1;
		err = run(group, ring->first, 1, stop, NULL);
		ring->proving = 0;
		if (err || !goes_on(ring, 1))
			return err;
		ring->settled = 1;
	}
	*done = 1;
	return 0;
}

static int pass(struct lt_park *group, const struct lt_pass_plan *plan, const uint32_t *order,
		const int32_t *stop, int64_t *laps_ns, struct lt_pass_result *result)
{
	struct lt_ring *ring = &group->ring;
	struct lt_counters begin, end;
	int64_t started = lt_clock_now();
	int done;
	int err = settle(group, stop, &done);

	if (err)
		return err;
	if (!done)
		goto out_stopped;
	if (order) {
		err = link_as_told(group, order);
		if (err)
			return err;
	} else {
		struct lt_park_slot *front = ring->front;

		link_as_created(group);
		ring->front = front;
	}
	if (plan->warmup_laps > 0) {
		err = run(group, ring->first, plan->warmup_laps, stop, NULL);
		if (err)
			return err;
		if (!goes_on(ring, plan->warmup_laps))
			goto out_stopped;
	}
	result->settle_ns = lt_clock_now() - started;

	lt_counters_others(&begin);
	err = run(group, ring->first, plan->laps, stop, laps_ns);
	lt_counters_others(&end);
	if (err)
		return err;
	lt_counters_subtract(&end, &begin);
	result->laps_done = ring->laps_done;
	result->hand_overs = ring->hand_overs;
	result->wall_ns = ring->ended_ns - ring->began_ns;
	result->counters = end;
	return 0;

out_stopped:
	result->settle_ns = lt_clock_now() - started;
	result->counters.size = sizeof(result->counters);
	return 0;
}

int32_t lt_park_pass(struct lt_park *group, const struct lt_pass_plan *plan, const uint32_t *order,
		     const int32_t *stop, int64_t *laps_ns, struct lt_pass_result *result)
{
	struct lt_pass_result made = {.size = sizeof(made)};
	int err;

	if (!group || !plan || !laps_ns || !result || result->size != sizeof(*result) ||
	    plan->size != sizeof(*plan) || plan->flags != 0 || plan->laps == 0 ||
	    plan->laps > INT64_MAX || plan->warmup_laps > INT64_MAX ||
	    !(group->flags & LT_PARK_RING) || group->slots.count < 2)
		return -EINVAL;
	if (lt_park_open(group))
		return -ECANCELED;
	err = atomic_load(&group->error);
	if (!err)
		err = pass(group, plan, order, stop, laps_ns, &made);
	if (!err)
		*result = made;
	return err;
}

static int end(struct lt_park_slot *slot)
{
	long woken;

	atomic_store_explicit(&slot->turn, LT_TURN_OVER, memory_order_release);
	woken = lt_futex_wake(&slot->turn, 1);
	return woken < 0 ? (int)woken : 0;
}

/*
 * In the order in which the threads went to sleep, so that each wake-up finds its thread at the
 * front of the bucket: round the ring from its front on, then those that it does not go through.
 */
int lt_ring_wake_all(struct lt_park *group)
{
	struct lt_slots_place place = lt_slots_begin(&group->slots);
	struct lt_ring *ring = &group->ring;
	struct lt_park_slot *slot = ring->front;
	uint32_t index = 0;
	int err = 0;

	if (lt_park_open(group))
		return 0;
	atomic_store(&group->gate, LT_GATE_OPEN);
	for (; index < ring->linked && !err; index++) {
		struct lt_park_slot *next = slot->next;

		err = end(slot);
		slot = next;
	}
	for (index = 0; !err && (slot = lt_slots_step(&group->slots, &place)); index++) {
		if (index >= ring->linked)
			err = end(slot);
	}
	return err;
}
