/* SPDX-License-Identifier: MIT */
/* Groups of user-level contexts, each suspended in the middle of a function on its own stack. */
#include <stdlib.h>
#include <sys/mman.h>

#include "context.h"
#include "slots.h"

#define LEAST_STACK (16u << 10)
#define FLAGS       (LT_FIBER_GUARD | LT_FIBER_CARVED)

struct slot {
	struct lt_context context;
	uintptr_t stack_low;
	uintptr_t frame;
	uintptr_t touched_low;
};

_Static_assert(sizeof(struct slot) <= 40, "lt.h promises 40 bytes per context");

struct lt_fibers {
	uint32_t flags;
	size_t stack_bytes;
	size_t guard_bytes;
	size_t touch_bytes;
	struct lt_slots slots;
};

/* What a switch to a context carries; on the stack of whoever switches. */
struct entry {
	struct lt_fibers *group;
	struct slot *slot;
	struct lt_context resumer;
	uint64_t entered;
};

/* Never returns: the context is dropped where it stands. */
static void body(void *value)
{
	struct entry *entry = value;
	struct slot *slot = entry->slot;
	uint64_t entered = 0;

	slot->frame = (uintptr_t)__builtin_frame_address(0);
	slot->touched_low = slot->frame;
	if (entry->group->touch_bytes > 0)
		slot->touched_low = lt_stack_touch(entry->group->touch_bytes);
	for (;;) {
		entry->entered = ++entered;
		entry = lt_context_switch(&slot->context, &entry->resumer, NULL);
	}
}

static uint64_t enter(struct lt_fibers *group, struct slot *slot)
{
	struct entry entry = {.group = group, .slot = slot};

	lt_context_switch(&entry.resumer, &slot->context, &entry);
	return entry.entered;
}

/* All of the room is ours to write: the body and what it calls need less than that. */
static int touch_fits(const struct lt_fibers *group)
{
	return group->touch_bytes <= group->stack_bytes - LT_ROOM_FOR_CALLS;
}

static int map_stack(const struct lt_fibers *group, const struct lt_chunk *chunk, struct slot *slot)
{
	unsigned char *low;
	int err;

	if (group->flags & LT_FIBER_CARVED) {
		slot->stack_low =
			(uintptr_t)(chunk->area.low + (size_t)chunk->used * group->stack_bytes);
		return 0;
	}
	err = lt_guarded_map(group->guard_bytes + group->stack_bytes, group->guard_bytes, &low);
	if (!err)
		slot->stack_low = (uintptr_t)low + group->guard_bytes;
	return err;
}

int32_t lt_fibers_grow(struct lt_fibers *group, uint32_t more)
{
	struct lt_chunk *chunk;
	int err;

	if (!group || more > INT_MAX - group->slots.count)
		return -EINVAL;
	if (more == 0)
		return 0;
	err = lt_slots_add(&group->slots, more, &chunk);
	if (err)
		return err;
	if (group->flags & LT_FIBER_CARVED) {
		if (group->stack_bytes > SIZE_MAX / more)
			return -ENOMEM;
		err = lt_area_map(group->stack_bytes * more, 0, &chunk->area);
	}
	while (!err && chunk->used < chunk->capacity) {
		struct slot *slot = lt_slots_next(&group->slots, chunk);

		err = map_stack(group, chunk, slot);
		if (err)
			break;
		lt_context_make(&slot->context, (unsigned char *)slot->stack_low,
				group->stack_bytes, body);
		enter(group, slot);
		lt_slots_use(&group->slots, chunk);
	}
	return err;
}

static uint64_t round_up(uint64_t bytes)
{
	const uint64_t page = lt_page_size();

	return (bytes + page - 1) & ~(page - 1);
}

static int plan_valid(const struct lt_fiber_plan *plan)
{
	if (plan->flags & LT_FIBER_CARVED && plan->flags & LT_FIBER_GUARD)
		return 0;
	return plan->size == sizeof(*plan) && plan->reserved == 0 && !(plan->flags & ~FLAGS) &&
	       (plan->flags & LT_FIBER_GUARD || plan->guard_size == 0) && plan->count <= INT_MAX &&
	       plan->stack_size >= LEAST_STACK && plan->stack_size <= PTRDIFF_MAX / 2 &&
	       plan->guard_size <= PTRDIFF_MAX / 2 && plan->touch_bytes <= PTRDIFF_MAX;
}

int32_t lt_fibers_create(const struct lt_fiber_plan *plan, struct lt_fibers **group)
{
	struct lt_fibers *made;
	int err = lt_context_usable();
	int release_err;

	if (!plan || !group || !plan_valid(plan))
		return -EINVAL;
	if (err)
		return err;
	made = calloc(1, sizeof(*made));
	if (!made)
		return -ENOMEM;
	made->flags = plan->flags;
	made->stack_bytes = (size_t)round_up(plan->stack_size);
	made->touch_bytes = (size_t)plan->touch_bytes;
	made->slots.slot_bytes = sizeof(struct slot);
	if (plan->flags & LT_FIBER_GUARD)
		made->guard_bytes = (size_t)round_up(plan->guard_size);
	else if (!(plan->flags & LT_FIBER_CARVED))
		made->guard_bytes = lt_page_size();
	err = touch_fits(made) ? lt_fibers_grow(made, plan->count) : -E2BIG;
	if (err)
		goto out_release;
	*group = made;
	return 0;

out_release:
	release_err = lt_fibers_release(made);
	return err ? err : release_err;
}

int64_t lt_fibers_count(const struct lt_fibers *group)
{
	return group ? (int64_t)group->slots.count : -EINVAL;
}

int32_t lt_fibers_at(const struct lt_fibers *group, uint32_t index, struct lt_fiber *out)
{
	const struct slot *slot;

	if (!group || !out || out->size != sizeof(*out))
		return -EINVAL;
	slot = lt_slots_at(&group->slots, index);
	if (!slot)
		return -ENOENT;
	out->reserved = 0;
	out->stack_low = slot->stack_low;
	out->stack_high = slot->stack_low + group->stack_bytes;
	out->guard_bytes = group->guard_bytes;
	out->frame = slot->frame;
	out->touched_low = slot->touched_low;
	out->saved = (uintptr_t)slot->context.stack_pointer;
	return 0;
}

int32_t lt_fibers_resume(struct lt_fibers *group, uint32_t index, uint64_t *entered)
{
	struct slot *slot;

	if (!group || !entered)
		return -EINVAL;
	slot = lt_slots_at(&group->slots, index);
	if (!slot)
		return -ENOENT;
	*entered = enter(group, slot);
	return 0;
}

int32_t lt_fibers_resident(const struct lt_fibers *group, uint64_t *bytes)
{
	struct lt_slots_place place;
	const struct slot *slot;
	uint64_t sum = 0, part;

	if (!group || !bytes)
		return -EINVAL;
	place = lt_slots_begin(&group->slots);
	while ((slot = lt_slots_step(&group->slots, &place))) {
		int err = lt_resident(slot->stack_low, slot->stack_low + group->stack_bytes, &part);

		if (err)
			return err;
		sum += part;
	}
	*bytes = sum;
	return 0;
}

int32_t lt_fibers_release(struct lt_fibers *group)
{
	struct lt_slots_place place;
	struct slot *slot;
	int err;

	if (!group)
		return 0;
	place = lt_slots_begin(&group->slots);
	while (!(group->flags & LT_FIBER_CARVED) && (slot = lt_slots_step(&group->slots, &place))) {
		/* A second try after an error finds a null address, which is not ours to unmap. */
		if (slot->stack_low && munmap((void *)(slot->stack_low - group->guard_bytes),
					      group->guard_bytes + group->stack_bytes))
			return -errno;
		slot->stack_low = 0;
	}
	err = lt_slots_release(&group->slots);
	if (err)
		return err;
	free(group);
	return 0;
}
