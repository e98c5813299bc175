/* SPDX-License-Identifier: MIT */
#include <alloca.h>

#include "internal.h"

int lt_cpu_valid(int32_t cpu)
{
	return cpu >= LT_CPU_ANY && cpu < LT_MAX_CPUS;
}

static int attr_set(pthread_attr_t *attr, const struct lt_thread_attr *wish)
{
	int err;

	if (wish->stack_size) {
		if (wish->stack_size > SIZE_MAX)
			return -EINVAL;
		err = pthread_attr_setstacksize(attr, (size_t)wish->stack_size);
		if (err)
			return -err;
	}
	if (wish->guard) {
		if (wish->guard_size > SIZE_MAX)
			return -EINVAL;
		err = pthread_attr_setguardsize(attr, (size_t)wish->guard_size);
		if (err)
			return -err;
	}
#ifdef __GLIBC__
	if (wish->cpu != LT_CPU_ANY) {
		cpu_set_t set;

		CPU_ZERO(&set);
		CPU_SET((size_t)wish->cpu, &set);
		err = pthread_attr_setaffinity_np(attr, sizeof(set), &set);
		if (err)
			return -err;
	}
#endif
	return 0;
}

int lt_attr_init(pthread_attr_t *attr, const struct lt_thread_attr *wish)
{
	int err;

	if (!lt_cpu_valid(wish->cpu))
		return -EINVAL;
	err = -pthread_attr_init(attr);
	if (err)
		return err;
	err = attr_set(attr, wish);
	if (err)
		pthread_attr_destroy(attr);
	return err;
}

int lt_pin(int32_t cpu)
{
	cpu_set_t set;

	if (cpu == LT_CPU_ANY)
		return 0;
	CPU_ZERO(&set);
	CPU_SET((size_t)cpu, &set);
	return sched_setaffinity(0, sizeof(set), &set) ? -errno : 0;
}

int lt_pin_late(int32_t cpu)
{
#ifndef __GLIBC__
	return lt_pin(cpu);
#else
	(void)cpu;
	return 0;
#endif
}

int lt_policy_valid(int32_t policy)
{
	switch (policy) {
	case LT_POLICY_KEEP:
	case SCHED_OTHER:
	case SCHED_FIFO:
	case SCHED_RR:
	case SCHED_BATCH:
	case SCHED_IDLE:
		return 1;
	default:
		return 0;
	}
}

/* By number: musl's sched_setscheduler() only says ENOSYS, since POSIX means a whole process. */
int lt_policy_apply(int32_t policy)
{
	int priority = policy == SCHED_FIFO || policy == SCHED_RR ? 1 : 0;

	if (policy == LT_POLICY_KEEP)
		return 0;
	return syscall(SYS_sched_setscheduler, 0, policy, &priority) ? -errno : 0;
}

/*
 * A new thread inherits the creator's mask. The .NET runtime interrupts its threads by signals, and
 * a handler that ran on a measured thread would be in the measurement.
 */
int lt_signals_block(sigset_t *saved)
{
	sigset_t all;

	sigfillset(&all);
	return -pthread_sigmask(SIG_SETMASK, &all, saved);
}

int lt_signals_restore(const sigset_t *saved)
{
	return -pthread_sigmask(SIG_SETMASK, saved, NULL);
}

int lt_thread_start(pthread_t *thread, const struct lt_thread_attr *wish, void *(*body)(void *),
		    void *arg)
{
	pthread_attr_t attr;
	sigset_t saved;
	int err = lt_attr_init(&attr, wish);

	if (err)
		return err;
	err = lt_signals_block(&saved);
	if (err)
		goto out_attr;
	err = -pthread_create(thread, &attr, body, arg);
	/* Cannot fail: the mask is one that the call above returned. */
	lt_signals_restore(&saved);
out_attr:
	pthread_attr_destroy(&attr);
	return err;
}

struct probe {
	_Atomic uint32_t measured;
	_Atomic uint32_t finished;
	uintptr_t frame;
};

static void *probe_main(void *arg)
{
	struct probe *probe = arg;

	probe->frame = (uintptr_t)__builtin_frame_address(0);
	atomic_store(&probe->measured, 1);
	lt_futex_wake(&probe->measured, 1);
	while (!atomic_load(&probe->finished)) {
		if (!lt_futex_retry(lt_futex_wait(&probe->finished, 0)))
			break; /* join then waits for nobody; the creator has its own error */
	}
	return NULL;
}

int lt_stack_bounds(pthread_t thread, struct lt_stack_bounds *bounds)
{
	pthread_attr_t attr;
	void *address;
	size_t size;
	int err = -pthread_getattr_np(thread, &attr);

	if (err)
		return err;
	err = -pthread_attr_getstack(&attr, &address, &size);
	if (!err)
		err = -pthread_attr_getguardsize(&attr, &bounds->guard);
	if (!err) {
		bounds->low = (uintptr_t)address;
		bounds->high = (uintptr_t)address + size;
	}
	pthread_attr_destroy(&attr);
	return err;
}

/* alloca, so that what is written is ours to write. */
__attribute__((noinline)) uintptr_t lt_stack_touch(size_t bytes)
{
	const size_t page = lt_page_size();
	volatile char *area = alloca(bytes);
	size_t offset = bytes;

	for (; offset > page; offset -= page)
		area[offset - 1] = 1;
	/* The rest may lie across a page boundary. */
	area[offset - 1] = 1;
	area[0] = 1;
	return (uintptr_t)area;
}

/*
 * How much of a stack the C library keeps for itself (thread-local storage of every loaded library
 * among it) is not to be had by asking, and asking from inside each thread would have each of them
 * call malloc. So one thread with the same attributes is looked at; the first real one reuses its
 * stack from the C library's cache.
 */
int lt_stack_room(const pthread_attr_t *attr, uint64_t *room)
{
	struct probe probe = {.frame = 0};
	struct lt_stack_bounds bounds;
	pthread_t thread;
	int join_err;
	int err = -pthread_create(&thread, attr, probe_main, &probe);

	if (err)
		return err;
	while (!atomic_load(&probe.measured)) {
		err = lt_futex_wait(&probe.measured, 0);
		if (!lt_futex_retry(err))
			goto out_join;
	}
	err = lt_stack_bounds(thread, &bounds);
	if (!err) {
		*room = probe.frame - bounds.low;
		*room = *room > LT_ROOM_FOR_CALLS ? *room - LT_ROOM_FOR_CALLS : 0;
	}
out_join:
	atomic_store(&probe.finished, 1);
	lt_futex_wake(&probe.finished, 1);
	join_err = -pthread_join(thread, NULL);
	return err ? err : join_err;
}
