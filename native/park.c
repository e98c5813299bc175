/* SPDX-License-Identifier: MIT */
/* Groups of threads that touch their stacks and then sleep in one futex. */
#include <alloca.h>
#include <stdlib.h>

#include "internal.h"

enum {
	GATE_CLOSED,
	GATE_OPEN,
};

struct slot {
	struct lt_park *group;
	pthread_t thread;
	uintptr_t frame;
	uintptr_t touched_low;
	int32_t tid;
	int32_t padding;
};

_Static_assert(sizeof(struct slot) <= 40, "lt.h promises 40 bytes per thread");

/* One allocation per create or grow: threads hold pointers into it, so it never moves. */
struct chunk {
	struct chunk *next;
	uint32_t capacity;
	uint32_t used;
	struct slot slots[];
};

struct lt_park {
	struct lt_thread_attr attr;
	size_t touch_bytes;
	size_t page_size;
	struct chunk *first;
	struct chunk *last;
	uint32_t count;
	_Atomic int error; /* of a thread's body */
	_Alignas(LT_APART) _Atomic uint32_t gate;
	/* Threads that have come this far since the group began; the last one awaited wakes us. */
	_Alignas(LT_APART) _Atomic uint32_t arrived;
	_Alignas(LT_APART) _Atomic uint32_t awaited;
};

/* From the top down, as a stack grows. alloca, so that what is written is ours to write. */
static __attribute__((noinline)) uintptr_t touch_stack(size_t bytes, size_t page_size)
{
	volatile char *area = alloca(bytes);

	size_t offset = bytes;

	for (; offset > page_size; offset -= page_size)
		area[offset - 1] = 1;
	/* The rest may lie across a page boundary. */
	area[offset - 1] = 1;
	area[0] = 1;
	return (uintptr_t)area;
}

static void announce(struct lt_park *group)
{
	uint32_t arrived = atomic_fetch_add(&group->arrived, 1) + 1;

	if (arrived == atomic_load(&group->awaited))
		lt_futex_wake(&group->arrived, 1);
}

static void *park_main(void *arg)
{
	struct slot *slot = arg;
	struct lt_park *group = slot->group;
	int err = lt_pin_late(group->attr.cpu);

	slot->tid = lt_gettid();
	slot->frame = (uintptr_t)__builtin_frame_address(0);
	slot->touched_low = slot->frame;
	if (group->touch_bytes > 0)
		slot->touched_low = touch_stack(group->touch_bytes, group->page_size);
	if (err)
		atomic_store(&group->error, err);
	announce(group);

	while (atomic_load_explicit(&group->gate, memory_order_acquire) == GATE_CLOSED) {
		err = lt_futex_wait(&group->gate, GATE_CLOSED);
		if (!lt_futex_retry(err)) {
			atomic_store(&group->error, err);
			break;
		}
	}
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
				 (unsigned long)INT_MAX, &group->gate, GATE_CLOSED);
		if (asleep < 0)
			return -errno;
		if (asleep == group->count)
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
	atomic_store(&group->awaited, group->count);
	while ((arrived = atomic_load(&group->arrived)) != group->count) {
		int err = lt_futex_wait(&group->arrived, arrived);

		if (!lt_futex_retry(err))
			return err;
	}
	return await_asleep(group);
}

/* Starts up to `more` threads; those that started are in the group whatever is returned. */
static int start_threads(struct lt_park *group, const pthread_attr_t *attr, struct chunk *chunk)
{
	int err = 0;

	while (chunk->used < chunk->capacity && !err) {
		struct slot *slot = &chunk->slots[chunk->used];

		slot->group = group;
		err = -pthread_create(&slot->thread, attr, park_main, slot);
		if (!err) {
			chunk->used++;
			group->count++;
		}
	}
	return err;
}

static int add_chunk(struct lt_park *group, uint32_t capacity, struct chunk **added)
{
	/* calloc takes a large one from mmap, where untouched slots cost nothing. */
	struct chunk *chunk = calloc(1, sizeof(*chunk) + (size_t)capacity * sizeof(struct slot));

	if (!chunk)
		return -ENOMEM;
	chunk->capacity = capacity;
	if (group->last)
		group->last->next = chunk;
	else
		group->first = chunk;
	group->last = chunk;
	*added = chunk;
	return 0;
}

static int add_threads(struct lt_park *group, uint32_t more)
{
	pthread_attr_t attr;
	struct chunk *chunk;
	sigset_t saved;
	uint64_t room;
	int err = lt_attr_init(&attr, &group->attr);
	int wait_err;

	if (err)
		return err;
	err = lt_signals_block(&saved);
	if (err)
		goto out_attr;
	if (group->touch_bytes > 0 && group->count == 0) {
		err = lt_stack_room(&attr, &room);
		if (!err && group->touch_bytes > room)
			err = -E2BIG;
		if (err)
			goto out_signals;
	}
	err = add_chunk(group, more, &chunk);
	if (err)
		goto out_signals;
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

static int plan_valid(const struct lt_park_plan *plan)
{
	return plan->size == sizeof(*plan) && !(plan->flags & ~LT_PARK_GUARD) &&
	       (plan->flags & LT_PARK_GUARD || plan->guard_size == 0) && plan->count <= INT_MAX &&
	       plan->touch_bytes <= PTRDIFF_MAX && lt_cpu_valid(plan->cpu);
}

int32_t lt_park_create(const struct lt_park_plan *plan, struct lt_park **group)
{
	struct lt_park *made;
	long page_size = sysconf(_SC_PAGESIZE);
	int err;
	int release_err;

	if (!plan || !group || !plan_valid(plan))
		return -EINVAL;
	if (page_size <= 0)
		return -ENOSYS;
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
		.touch_bytes = (size_t)plan->touch_bytes,
		.page_size = (size_t)page_size,
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
	if (!group || more > INT_MAX - group->count)
		return -EINVAL;
	if (atomic_load(&group->gate) != GATE_CLOSED)
		return -ECANCELED;
	return more > 0 ? add_threads(group, more) : 0;
}

int64_t lt_park_count(const struct lt_park *group)
{
	return group ? (int64_t)group->count : -EINVAL;
}

static const struct slot *slot_at(const struct lt_park *group, uint32_t index)
{
	for (const struct chunk *chunk = group->first; chunk; chunk = chunk->next) {
		if (index < chunk->used)
			return &chunk->slots[index];
		index -= chunk->used;
	}
	return NULL;
}

int32_t lt_park_thread(struct lt_park *group, uint32_t index, struct lt_parked_thread *out)
{
	const struct slot *slot;
	pthread_attr_t attr;
	void *low;
	size_t size, guard;
	int err;

	if (!group || !out || out->size != sizeof(*out))
		return -EINVAL;
	if (atomic_load(&group->gate) != GATE_CLOSED)
		return -ECANCELED;
	slot = slot_at(group, index);
	if (!slot)
		return -ENOENT;

	/* Here and not in the thread itself: glibc allocates in it, and a malloc arena per thread
	 * would be in every footprint. */
	err = -pthread_getattr_np(slot->thread, &attr);
	if (err)
		return err;
	err = -pthread_attr_getstack(&attr, &low, &size);
	if (!err)
		err = -pthread_attr_getguardsize(&attr, &guard);
	pthread_attr_destroy(&attr);
	if (err)
		return err;

	out->tid = slot->tid;
	out->stack_low = (uintptr_t)low;
	out->stack_high = (uintptr_t)low + size;
	out->guard_bytes = guard;
	out->frame = slot->frame;
	out->touched_low = slot->touched_low;
	return 0;
}

int32_t lt_park_wake_all(struct lt_park *group)
{
	long woken;

	if (!group)
		return -EINVAL;
	atomic_store_explicit(&group->gate, GATE_OPEN, memory_order_release);
	woken = lt_futex_wake(&group->gate, INT_MAX);
	return woken < 0 ? (int32_t)woken : 0;
}

int32_t lt_park_release(struct lt_park *group)
{
	struct chunk *chunk;
	int err;

	if (!group)
		return 0;
	err = lt_park_wake_all(group);
	if (err)
		return err;
	for (chunk = group->first; chunk; chunk = chunk->next) {
		for (uint32_t i = 0; i < chunk->used; i++) {
			err = -pthread_join(chunk->slots[i].thread, NULL);
			if (err)
				return err;
		}
	}
	while ((chunk = group->first)) {
		group->first = chunk->next;
		free(chunk);
	}
	free(group);
	return 0;
}
