/* SPDX-License-Identifier: MIT */
/* Spinners under SCHED_IDLE and sleepers that nobody wakes. */
#include <stdlib.h>
#include <string.h>

#include "load.h"
#include "park.h"

#define RUNNABLE_MAX   4096u
#define BYSTANDERS_MAX 1000000u
/*
 * The least that glibc takes on arm64. Only the pages that a thread writes are in memory. A
 * sanitizer's thread-local storage does not fit, so test builds with one define another.
 */
#ifndef LT_LOAD_STACK_BYTES
#define LT_LOAD_STACK_BYTES (128u << 10)
#endif

/* From the kernel's CPUCLOCK_PERTHREAD_MASK and CPUCLOCK_SCHED, as pthread_getcpuclockid(3) does.
 */
#define THREAD_CPU_CLOCK 6

enum phase {
	GATHERING, /* spinners announce themselves and sleep */
	SPINNING,
	HALTED, /* they sleep again, or will once they get their CPU */
	LEAVING,
};

struct spinner {
	struct lt_crowd *crowd;
	pthread_t thread;
	int32_t cpu;
	int32_t tid; /* known once all have arrived */
};

struct lt_crowd {
	struct spinner *spinners;
	uint32_t wanted;
	uint32_t started;
	struct lt_park *sleepers;
	/* One for each sleeper, who believes that it sleeps in the group's gate. */
	_Atomic uint32_t *words;
	uint32_t bystanders;
	_Atomic int error; /* of a spinner's body */
	_Alignas(LT_APART) _Atomic uint32_t arrived;
	_Alignas(LT_APART) _Atomic uint32_t phase;
};

int lt_load_valid(const struct lt_load *load)
{
	return load->runnable <= RUNNABLE_MAX && load->bystanders <= BYSTANDERS_MAX;
}

/* ---- Spinners ---- */

static int sleep_while(struct lt_crowd *crowd, enum phase phase)
{
	while (atomic_load_explicit(&crowd->phase, memory_order_acquire) == phase) {
		int err = lt_futex_wait(&crowd->phase, phase);

		if (!lt_futex_retry(err))
			return err;
	}
	return 0;
}

/* Tells the processor that this is a spin, so that its sibling gets what this one does not need. */
static inline void relax(void)
{
#if defined(__x86_64__)
	__asm__ volatile("pause");
#elif defined(__aarch64__)
	__asm__ volatile("yield");
#endif
}

static void announce(struct lt_crowd *crowd)
{
	if (atomic_fetch_add(&crowd->arrived, 1) + 1 == crowd->wanted)
		lt_futex_wake(&crowd->arrived, 1);
}

static void *spin(void *arg)
{
	struct spinner *spinner = arg;
	struct lt_crowd *crowd = spinner->crowd;
	int err = lt_pin_late(spinner->cpu);

	spinner->tid = lt_gettid();
	if (err)
		atomic_store(&crowd->error, err);
	announce(crowd);

	err = sleep_while(crowd, GATHERING);
	if (!err) {
		while (atomic_load_explicit(&crowd->phase, memory_order_relaxed) == SPINNING)
			relax();
		err = sleep_while(crowd, HALTED);
	}
	if (err)
		atomic_store(&crowd->error, err);
	return NULL;
}

static int enter(struct lt_crowd *crowd, enum phase phase)
{
	long woken;

	atomic_store_explicit(&crowd->phase, phase, memory_order_release);
	woken = lt_futex_wake(&crowd->phase, INT_MAX);
	return woken < 0 ? (int)woken : 0;
}

static int set_policy(const struct spinner *spinner, int policy)
{
	const struct sched_param none = {.sched_priority = 0};

	/* Not through the C library: musl has only a stub that fails. */
	return syscall(SYS_sched_setscheduler, spinner->tid, policy, &none) ? -errno : 0;
}

static int await_arrived(struct lt_crowd *crowd)
{
	uint32_t arrived;

	while ((arrived = atomic_load(&crowd->arrived)) != crowd->wanted) {
		int err = lt_futex_wait(&crowd->arrived, arrived);

		if (!lt_futex_retry(err))
			return err;
	}
	return atomic_load(&crowd->error);
}

/*
 * A thread that made itself SCHED_IDLE would be left on the way to the gate for as long as anything
 * else wants its CPU, which with a thousand of them is minutes. So each comes to the gate under the
 * policy that it was born with, and has its own put on from here. Past the gate there is nothing it
 * could wait for: it is runnable because it was woken.
 */
static int start_spinners(struct lt_crowd *crowd)
{
	struct lt_thread_attr attr = {.stack_size = LT_LOAD_STACK_BYTES};
	int64_t used;
	int err;

	for (; crowd->started < crowd->wanted; crowd->started++) {
		struct spinner *spinner = &crowd->spinners[crowd->started];

		attr.cpu = spinner->cpu;
		err = lt_thread_start(&spinner->thread, &attr, spin, spinner);
		if (err)
			return err;
	}
	err = await_arrived(crowd);
	for (uint32_t i = 0; !err && i < crowd->started; i++)
		err = set_policy(&crowd->spinners[i], SCHED_IDLE);
	if (err)
		return err;
	/* Now, so that who reads them in a measurement need not ask. */
	used = lt_load_cpu_ns(crowd);
	return used < 0 ? (int)used : enter(crowd, SPINNING);
}

/*
 * A spinner sees the end only when it gets its CPU. The joiner sleeps, so it is not in their way,
 * and one that is left waiting costs the others nothing: each runs to its end at once. But against
 * anybody else an idle thread waits for its three parts in a thousand, so they are lifted where
 * that is allowed. They halt first, because lifting spinners might keep the caller from the CPU,
 * and leave last, because until then their ids are theirs.
 */
static int end_spinners(struct lt_crowd *crowd)
{
	int err = 0;

	if (atomic_load(&crowd->phase) == SPINNING) {
		atomic_store_explicit(&crowd->phase, HALTED, memory_order_release);
		for (uint32_t i = 0; i < crowd->started; i++) {
			if (set_policy(&crowd->spinners[i], SCHED_OTHER))
				break; /* EPERM of an ordinary user: it takes longer */
		}
	}
	err = enter(crowd, LEAVING);
	for (uint32_t i = 0; !err && i < crowd->started; i++)
		err = -pthread_join(crowd->spinners[i].thread, NULL);
	return err;
}

int64_t lt_load_cpu_ns(const struct lt_crowd *crowd)
{
	int64_t sum = 0;

	for (uint32_t i = 0; crowd && i < crowd->started; i++) {
		clockid_t clock =
			(clockid_t)(~(uint32_t)crowd->spinners[i].tid << 3 | THREAD_CPU_CLOCK);
		struct timespec used;

		if (clock_gettime(clock, &used))
			return -errno;
		sum += used.tv_sec * INT64_C(1000000000) + used.tv_nsec;
	}
	return sum;
}

/* ---- Bystanders ---- */

/*
 * The group proves that all its threads sleep in its gate. From there each is requeued to a word of
 * its own, without waking: the kernel's count of one is the proof for that one. Each is the first
 * in the gate's queue, so this takes as long for the last as for the first.
 * A stop and continue of the process sends sleepers back to the gate, where they go on sleeping.
 */
static int spread(struct lt_crowd *crowd)
{
	for (uint32_t i = 0; i < crowd->bystanders;) {
		long moved =
			syscall(SYS_futex, &crowd->sleepers->gate, LT_FUTEX_CMP_REQUEUE_PRIVATE, 0,
				1UL, &crowd->words[i], LT_GATE_CLOSED);

		if (moved < 0)
			return -errno;
		if (moved > 0)
			i++;
		else
			sched_yield(); /* one is on its way back from such a stop */
	}
	return 0;
}

static int start_bystanders(struct lt_crowd *crowd)
{
	struct lt_park_plan plan = {
		.size = sizeof(plan),
		.flags = LT_PARK_CARVED,
		.count = crowd->bystanders,
		.cpu = LT_CPU_ANY,
		.stack_size = LT_LOAD_STACK_BYTES,
	};
	int err = lt_park_create(&plan, &crowd->sleepers);

	return err ? err : spread(crowd);
}

/* The gate is open before the first is woken, and whoever is still there is woken by it. */
static int end_bystanders(struct lt_crowd *crowd)
{
	int err;

	if (!crowd->sleepers)
		return 0;
	err = lt_park_wake_all(crowd->sleepers);
	for (uint32_t i = 0; !err && i < crowd->bystanders; i++) {
		long woken = lt_futex_wake(&crowd->words[i], 1);

		if (woken < 0)
			err = (int)woken;
	}
	return err ? err : lt_park_release(crowd->sleepers);
}

/* ---- Both ---- */

static int is_new(const int32_t *cpus, unsigned int index)
{
	for (unsigned int i = 0; i < index; i++) {
		if (cpus[i] == cpus[index])
			return 0;
	}
	return 1;
}

static int plan_spinners(struct lt_crowd *crowd, uint32_t runnable, const int32_t *cpus,
			 unsigned int count)
{
	crowd->spinners = calloc((size_t)runnable * count, sizeof(*crowd->spinners));
	if (!crowd->spinners)
		return -ENOMEM;
	for (unsigned int i = 0; i < count; i++) {
		if (!is_new(cpus, i))
			continue;
		for (uint32_t j = 0; j < runnable; j++) {
			struct spinner *spinner = &crowd->spinners[crowd->wanted++];

			spinner->crowd = crowd;
			spinner->cpu = cpus[i];
		}
	}
	return 0;
}

static int plan_bystanders(struct lt_crowd *crowd, uint32_t bystanders)
{
	crowd->words = calloc(bystanders, sizeof(*crowd->words));
	if (!crowd->words)
		return -ENOMEM;
	crowd->bystanders = bystanders;
	return 0;
}

int lt_load_end(struct lt_crowd *crowd)
{
	int err;
	int sleepers_err;

	if (!crowd)
		return 0;
	err = end_spinners(crowd);
	sleepers_err = end_bystanders(crowd);
	if (!err)
		err = sleepers_err;
	if (err)
		return err;
	free(crowd->spinners);
	free(crowd->words);
	free(crowd);
	return 0;
}

/* The sleepers first: making them is not delayed by the spinners. */
int lt_load_start(const struct lt_load *load, const int32_t *cpus, unsigned int count,
		  struct lt_crowd **crowd)
{
	struct lt_crowd *made;
	int err = 0;

	*crowd = NULL;
	if (load->runnable == 0 && load->bystanders == 0)
		return 0;
	made = aligned_alloc(LT_APART, sizeof(*made));
	if (!made)
		return -ENOMEM;
	memset(made, 0, sizeof(*made));
	if (load->bystanders > 0) {
		err = plan_bystanders(made, load->bystanders);
		if (!err)
			err = start_bystanders(made);
	}
	if (!err && load->runnable > 0) {
		err = plan_spinners(made, load->runnable, cpus, count);
		if (!err)
			err = start_spinners(made);
	}
	if (!err) {
		*crowd = made;
		return 0;
	}
	lt_load_end(made); /* the first error is the one to tell */
	return err;
}
