/* SPDX-License-Identifier: MIT */
/* What the files of the parked groups share. */
#ifndef LT_PARK_H
#define LT_PARK_H

#include "slots.h"

enum lt_gate {
	LT_GATE_CLOSED,
	LT_GATE_OPEN,
};

/* A ring thread's word. Whoever holds the token sets the next one's; each clears its own. */
enum lt_turn {
	LT_TURN_NOT,
	LT_TURN_MINE,
	LT_TURN_OVER, /* leave */
};

struct lt_park_slot {
	struct lt_park *group;
	pthread_t thread;
	uintptr_t frame;
	uintptr_t touched_low;
	/* Of a carved stack from the start; of another, once asked for. */
	uintptr_t stack_low;
	uintptr_t stack_high;
	struct lt_park_slot *next; /* in the ring */
	int32_t tid;
	_Atomic uint32_t turn;
};

_Static_assert(sizeof(struct lt_park_slot) <= 64, "lt.h promises 64 bytes per thread");

/*
 * What the token takes round. Only its holder, or the caller while nobody holds it, reads or writes
 * this, but for `returned`.
 */
struct lt_ring {
	struct lt_park_slot *first;
	/*
	 * Whose place in the kernel's queue is the front: the one to get a token that is given out
	 * of a lap. Null before the ring is closed for the first time.
	 */
	struct lt_park_slot *front;
	uint32_t linked; /* slots that the ring goes through */
	int settled;     /* each of them was seen asleep */
	int broken;      /* the last lap stopped at `front` */
	/* Of one run: */
	int proving;
	const int32_t *stop;
	int64_t *laps_ns;
	uint64_t laps;
	uint64_t laps_done;
	uint64_t hand_overs;
	int64_t began_ns;
	int64_t lap_began_ns;
	int64_t ended_ns;
	_Alignas(LT_APART) _Atomic uint32_t returned;
};

struct lt_park {
	struct lt_thread_attr attr;
	uint32_t flags;
	size_t touch_bytes;
	struct lt_slots slots;
	int64_t creating_ns;
	_Atomic uint64_t *created; /* null, or where to count live */
	lt_park_ask *ask;          /* null, or whether to go on, every so many threads */
	void *ask_context;
	uint32_t ask_stride;
	_Atomic int error; /* of a thread's body */
	struct lt_ring ring;
	_Alignas(LT_APART) _Atomic uint32_t gate;
	/* Threads that have come this far since the group began; the last one awaited wakes us. */
	_Alignas(LT_APART) _Atomic uint32_t arrived;
	_Alignas(LT_APART) _Atomic uint32_t awaited;
};

static inline int lt_park_open(struct lt_park *group)
{
	return atomic_load(&group->gate) != LT_GATE_CLOSED;
}

/* park_ring.c */

/* A ring thread's life after it has announced itself; 0 or -errno. */
int lt_ring_sleep(struct lt_park_slot *slot);
/* Ends every ring thread. */
int lt_ring_wake_all(struct lt_park *group);

#endif
