/* SPDX-License-Identifier: MIT */
/* Groups of threads that touch their stacks and then sleep in one futex. */
#include <stdlib.h>

#include "park.h"

static void announce(struct lt_park *group)
{
	uint32_t arrived = atomic_fetch_add(&group->arrived, 1) + 1;

	if (arrived == atomic_load(&group->awaited))
		lt_futex_wake(&group->arrived, 1);
}

static int sleep_at_gate(struct lt_park *group)
{
	while (!lt_park_open(group)) {
		int err = lt_futex_wait(&group->gate, LT_GATE_CLOSED);

		if (!lt_futex_retry(err))
			return err;
	}
	return 0;
}

static void *park_main(void *arg)
{
	struct lt_park_slot *slot = arg;
	struct lt_park *group = slot->group;
	int err = lt_pin_late(group->attr.cpu);

	slot->tid = lt_gettid();
	slot->frame = (uintptr_t)__builtin_frame_address(0);
	slot->touched_low = slot->frame;
	if (group->touch_bytes > 0)
		slot->touched_low = lt_stack_touch(group->touch_bytes);
	if (err)
		atomic_store(&group->error, err);
	announce(group);

	err = group->flags & LT_PARK_RING ? lt_ring_sleep(slot) : sleep_at_gate(group);
	if (err)
		atomic_store(&group->error, err);
	return NULL;
}

/*
 * Arriving is not sleeping yet. Requeueing every sleeper from the gate to the gate moves nobody and
 * returns how many there are. The pause grows, because each count walks the whole queue with its
 * lock held, and the threads still missing need that lock.
 */
static int await_asleep(struct lt_park *group)
{
	struct timespec pause = {.tv_nsec = 20000};

	for (;;) {
		int err = atomic_load(&group->error);
		long asleep;

		if (err)
			return err;
		asleep = syscall(SYS_futex, &group->gate, LT_FUTEX_CMP_REQUEUE_PRIVATE, 0,
				 (unsigned long)INT_MAX, &group->gate, LT_GATE_CLOSED);
		if (asleep < 0)
			return -errno;
		if (asleep == group->slots.count)
			return 0;
		nanosleep(&pause, NULL); /* cut short is as good */
		if (pause.tv_nsec < 1000000)
			pause.tv_nsec *= 2;
	}
}

static int await_parked(struct lt_park *group)
{
	uint32_t arrived;

	/*
	 * Sequentially consistent on both sides: either the last thread sees `awaited`, or we see
	 * that it has arrived.
	 */
	atomic_store(&group->awaited, group->slots.count);
	while ((arrived = atomic_load(&group->arrived)) != group->slots.count) {
		int err = lt_futex_wait(&group->arrived, arrived);

		if (!lt_futex_retry(err))
			return err;
	}
	/*
	 * A requeue that finds one sleeper in its bucket passes by all that went to sleep before
	 * it, so to ask for each ring thread would take the square of their number.
	 */
	return group->flags & LT_PARK_RING ? atomic_load(&group->error) : await_asleep(group);
}

/* Gives the stack of the chunk's slot to the thread to be made with `attr`. */
static int carve(const struct lt_park *group, const struct lt_chunk *chunk,
		 struct lt_park_slot *slot, uint32_t index, pthread_attr_t *attr)
{
	size_t bytes = (size_t)group->attr.stack_size;
	unsigned char *low = chunk->area.low + index * bytes;

	slot->stack_low = (uintptr_t)low;
	slot->stack_high = (uintptr_t)low + bytes;
	return -pthread_attr_setstack(attr, low, bytes);
}

/* Starts threads in all slots of the chunk; those that started are in the group in any case. */
static int start_threads(struct lt_park *group, pthread_attr_t *attr, struct lt_chunk *chunk)
{
	int64_t began = lt_clock_now();
	int err = 0;

	while (chunk->used < chunk->capacity) {
		struct lt_park_slot *slot = lt_slots_next(&group->slots, chunk);

		if (group->ask && chunk->used % group->ask_stride == 0) {
			err = group->ask(group->ask_context);
			if (err)
				break;
		}
		slot->group = group;
		if (group->flags & LT_PARK_CARVED)
			err = carve(group, chunk, slot, chunk->used, attr);
		if (!err)
			err = -pthread_create(&slot->thread, attr, park_main, slot);
		if (err)
			break;
		lt_slots_use(&group->slots, chunk);
		if (group->created)
			atomic_fetch_add_explicit(group->created, 1, memory_order_relaxed);
	}
	group->creating_ns += lt_clock_now() - began;
	return err;
}

static int touch_fits(struct lt_park *group, const struct lt_chunk *chunk, pthread_attr_t *attr)
{
	struct lt_park_slot probe;
	uint64_t room;
	int err = 0;

	/* The probe is gone before the first thread of the group gets the same stack. */
	if (group->flags & LT_PARK_CARVED && chunk->capacity > 0)
		err = carve(group, chunk, &probe, 0, attr);
	if (!err)
		err = lt_stack_room(attr, &room);
	if (err)
		return err;
	return group->touch_bytes > room ? -E2BIG : 0;
}

static int add_stacks(struct lt_park *group, uint32_t more, struct lt_chunk **chunk)
{
	int err = lt_slots_add(&group->slots, more, chunk);

	if (err || !(group->flags & LT_PARK_CARVED) || more == 0)
		return err;
	if (group->attr.stack_size > SIZE_MAX / more)
		return -ENOMEM;
	return lt_area_map((size_t)group->attr.stack_size * more,
			   (group->flags & LT_PARK_HUGE) != 0, &(*chunk)->area);
}

static int add_threads(struct lt_park *group, uint32_t more)
{
	struct lt_chunk *chunk;
	pthread_attr_t attr;
	sigset_t saved;
	int err = lt_attr_init(&attr, &group->attr);
	int wait_err;

	if (err)
		return err;
	err = lt_signals_block(&saved);
	if (err)
		goto out_attr;
	err = add_stacks(group, more, &chunk);
	if (err)
		goto out_signals;
	if (group->touch_bytes > 0 && group->slots.count == 0) {
		err = touch_fits(group, chunk, &attr);
		if (err)
			goto out_signals;
	}
	err = start_threads(group, &attr, chunk);
	wait_err = await_parked(group);
	if (!err)
		err = wait_err;
out_signals:
	/* Cannot fail: the mask is one that the C library gave us. */
	lt_signals_restore(&saved);
out_attr:
	pthread_attr_destroy(&attr);
	return err;
}

#define FLAGS (LT_PARK_GUARD | LT_PARK_CARVED | LT_PARK_HUGE | LT_PARK_RING)

static int carved_valid(const struct lt_park_plan *plan)
{
	/* Not PTHREAD_STACK_MIN: what the C library needs depends on the processor's state. */
	long least = sysconf(_SC_THREAD_STACK_MIN);

	return !(plan->flags & LT_PARK_GUARD) && plan->stack_size % lt_page_size() == 0 &&
	       plan->stack_size > 0 && plan->stack_size <= PTRDIFF_MAX &&
	       (least < 0 || plan->stack_size >= (uint64_t)least);
}

static int plan_valid(const struct lt_park_plan *plan)
{
	if (plan->flags & LT_PARK_CARVED ? !carved_valid(plan) : plan->flags & LT_PARK_HUGE)
		return 0;
	return plan->size == sizeof(*plan) && !(plan->flags & ~FLAGS) &&
	       (plan->flags & LT_PARK_GUARD || plan->guard_size == 0) && plan->count <= INT_MAX &&
	       plan->touch_bytes <= PTRDIFF_MAX && lt_cpu_valid(plan->cpu);
}

int32_t lt_park_create(const struct lt_park_plan *plan, struct lt_park **group)
{
	struct lt_park *made;
	int err;
	int release_err;

	if (!plan || !group || !plan_valid(plan))
		return -EINVAL;
	made = aligned_alloc(LT_APART, sizeof(*made));
	if (!made)
		return -ENOMEM;
	*made = (struct lt_park){
		.attr =
			{
				.stack_size = plan->stack_size,
				.guard = (plan->flags & LT_PARK_GUARD) != 0,
				.guard_size = plan->guard_size,
				.cpu = plan->cpu,
			},
		.flags = plan->flags,
		.touch_bytes = (size_t)plan->touch_bytes,
		.slots = {.slot_bytes = sizeof(struct lt_park_slot)},
	};
	/* Also with no threads at all: a plan that can never work is refused now. */
	err = add_threads(made, plan->count);
	if (err)
		goto out_release;
	*group = made;
	return 0;

out_release:
	release_err = lt_park_release(made);
	return err ? err : release_err;
}

int32_t lt_park_grow(struct lt_park *group, uint32_t more)
{
	if (!group || more > INT_MAX - group->slots.count)
		return -EINVAL;
	if (lt_park_open(group))
		return -ECANCELED;
	return more > 0 ? add_threads(group, more) : 0;
}

int64_t lt_park_count(const struct lt_park *group)
{
	return group ? (int64_t)group->slots.count : -EINVAL;
}

int64_t lt_park_creating_ns(const struct lt_park *group)
{
	return group ? group->creating_ns : -EINVAL;
}

void lt_park_count_live(struct lt_park *group, _Atomic uint64_t *created)
{
	group->created = created;
}

void lt_park_ask_before(struct lt_park *group, uint32_t stride, lt_park_ask *ask, void *context)
{
	group->ask = ask;
	group->ask_context = context;
	group->ask_stride = stride;
}

int lt_park_pin(struct lt_park *group, int32_t cpu)
{
	struct lt_slots_place place = lt_slots_begin(&group->slots);
	struct lt_park_slot *slot;
	cpu_set_t set;

	if (cpu < 0 || cpu >= CPU_SETSIZE)
		return -EINVAL;
	CPU_ZERO(&set);
	CPU_SET((size_t)cpu, &set);
	while ((slot = lt_slots_step(&group->slots, &place))) {
		if (sched_setaffinity(slot->tid, sizeof(set), &set))
			return -errno;
	}
	return 0;
}

int32_t lt_park_wake_all(struct lt_park *group)
{
	long woken;

	if (!group)
		return -EINVAL;
	if (group->flags & LT_PARK_RING)
		return lt_ring_wake_all(group);
	atomic_store_explicit(&group->gate, LT_GATE_OPEN, memory_order_release);
	woken = lt_futex_wake(&group->gate, INT_MAX);
	return woken < 0 ? (int32_t)woken : 0;
}

int32_t lt_park_release(struct lt_park *group)
{
	struct lt_slots_place place;
	struct lt_park_slot *slot;
	int err;

	if (!group)
		return 0;
	err = lt_park_wake_all(group);
	if (err)
		return err;
	place = lt_slots_begin(&group->slots);
	while ((slot = lt_slots_step(&group->slots, &place))) {
		err = -pthread_join(slot->thread, NULL);
		if (err)
			return err;
	}
	/* Nothing runs on the areas any more: join returns when the kernel has cleared the tid. */
	err = lt_slots_release(&group->slots);
	if (err)
		return err;
	free(group);
	return 0;
}
