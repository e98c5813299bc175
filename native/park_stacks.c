/* SPDX-License-Identifier: MIT */
/* The stacks of a parked group, from outside of its threads. */
#include "park.h"

/*
 * Asked here and not in the thread itself: glibc allocates for it, and a malloc arena per thread
 * would be in every footprint.
 */
static int keep_bounds(struct lt_park_slot *slot)
{
	struct lt_stack_bounds bounds;
	int err;

	if (slot->stack_high)
		return 0;
	err = lt_stack_bounds(slot->thread, &bounds);
	if (err)
		return err;
	slot->stack_low = bounds.low;
	slot->stack_high = bounds.high;
	return 0;
}

int32_t lt_park_thread(struct lt_park *group, uint32_t index, struct lt_parked_thread *out)
{
	struct lt_stack_bounds bounds;
	const struct lt_park_slot *slot;
	int err;

	if (!group || !out || out->size != sizeof(*out))
		return -EINVAL;
	if (lt_park_open(group))
		return -ECANCELED;
	slot = lt_slots_at(&group->slots, index);
	if (!slot)
		return -ENOENT;
	err = lt_stack_bounds(slot->thread, &bounds);
	if (err)
		return err;

	out->tid = slot->tid;
	out->stack_low = bounds.low;
	out->stack_high = bounds.high;
	/* The attribute keeps its default beside a stack that was given, which has no guard. */
	out->guard_bytes = group->flags & LT_PARK_CARVED ? 0 : bounds.guard;
	out->frame = slot->frame;
	out->touched_low = slot->touched_low;
	return 0;
}

/* Neighbours in one area are one range: a call of mincore for every 2 MiB, not for every thread. */
int32_t lt_park_resident(struct lt_park *group, uint64_t *bytes)
{
	struct lt_slots_place place;
	struct lt_park_slot *slot;
	uintptr_t low = 0, high = 0;
	uint64_t sum = 0, part;
	int err;

	if (!group || !bytes)
		return -EINVAL;
	if (lt_park_open(group))
		return -ECANCELED;
	place = lt_slots_begin(&group->slots);
	while ((slot = lt_slots_step(&group->slots, &place))) {
		err = keep_bounds(slot);
		if (err)
			return err;
		if (slot->stack_low != high) {
			err = lt_resident(low, high, &part);
			if (err)
				return err;
			sum += part;
			low = slot->stack_low;
		}
		high = slot->stack_high;
	}
	err = lt_resident(low, high, &part);
	if (err)
		return err;
	*bytes = sum + part;
	return 0;
}
