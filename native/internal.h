/* SPDX-License-Identifier: MIT */
/* What the files of the library share; nothing here crosses the boundary. */
#ifndef LT_INTERNAL_H
#define LT_INTERNAL_H

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "lt.h"
#include "symver.h"

/*
 * The spatial prefetcher of x86 and some arm64 cores fetch lines in pairs, so words that must not
 * share a line are kept two lines apart.
 */
#define LT_APART 128

/* From the kernel's uapi; musl's headers do not bring linux/futex.h. */
#define LT_FUTEX_WAIT                0
#define LT_FUTEX_WAKE                1
#define LT_FUTEX_WAIT_PRIVATE        (0 | 128)
#define LT_FUTEX_WAKE_PRIVATE        (1 | 128)
#define LT_FUTEX_CMP_REQUEUE_PRIVATE (4 | 128)

/* A zero return means "looks woken"; the caller always looks at the word again. */
static inline int lt_futex_wait_as(int operation, _Atomic uint32_t *word, uint32_t expected)
{
	return syscall(SYS_futex, word, operation, expected, NULL, NULL, 0) ? -errno : 0;
}

/* How many were woken, or -errno. */
static inline long lt_futex_wake_as(int operation, _Atomic uint32_t *word, int count)
{
	long woken = syscall(SYS_futex, word, operation, count, NULL, NULL, 0);

	return woken < 0 ? -errno : woken;
}

static inline int lt_futex_wait(_Atomic uint32_t *word, uint32_t expected)
{
	return lt_futex_wait_as(LT_FUTEX_WAIT_PRIVATE, word, expected);
}

static inline long lt_futex_wake(_Atomic uint32_t *word, int count)
{
	return lt_futex_wake_as(LT_FUTEX_WAKE_PRIVATE, word, count);
}

/*
 * The word changed before we slept (EAGAIN), or a stop and continue of the process interrupted the
 * sleep (EINTR; signals are blocked): both mean look at the word again.
 */
static inline int lt_futex_retry(int err)
{
	return err == 0 || err == -EAGAIN || err == -EINTR;
}

static inline int32_t lt_gettid(void)
{
	return (int32_t)syscall(SYS_gettid);
}

/* thread.c */

struct lt_thread_attr {
	uint64_t stack_size;
	uint64_t guard_size;
	int guard;
	int32_t cpu;
};

int lt_cpu_valid(int32_t cpu);
int lt_attr_init(pthread_attr_t *attr, const struct lt_thread_attr *wish);

/*
 * Every body calls this first. musl has no affinity attribute, so there the thread pins itself;
 * with glibc the creator has done it before the body runs, and this is nothing.
 */
int lt_pin_late(int32_t cpu);

/* Moves the calling thread there, whatever made it. */
int lt_pin(int32_t cpu);

/* LT_POLICY_KEEP and the policies that lt.h names. */
int lt_policy_valid(int32_t policy);
/* Of the calling thread. */
int lt_policy_apply(int32_t policy);

int lt_signals_block(sigset_t *saved);
int lt_signals_restore(const sigset_t *saved);

/* Starts one thread with all signals blocked. */
int lt_thread_start(pthread_t *thread, const struct lt_thread_attr *wish, void *(*body)(void *),
		    void *arg);

/* Bytes between a body's frame and the low end of a stack made with these attributes. */
int lt_stack_room(const pthread_attr_t *attr, uint64_t *room);

struct lt_stack_bounds {
	uintptr_t low;
	uintptr_t high;
	size_t guard;
};

/* As the C library knows them. It allocates meanwhile, so not on a thread that is measured. */
int lt_stack_bounds(pthread_t thread, struct lt_stack_bounds *bounds);

/*
 * From the top down, as a stack grows: a byte in each page of `bytes` below the caller's frame.
 * Returns the lowest address written.
 */
uintptr_t lt_stack_touch(size_t bytes);

/* What the thread's own part of a body and of anything it calls may take off the room. */
#define LT_ROOM_FOR_CALLS 2048u

/* area.c */

/* A mapping to carve stacks of: no guards, no reservation. */
struct lt_area {
	unsigned char *low;
	size_t bytes;
};

/* huge: aligned to huge pages, and asking for them; else never eligible. */
int lt_area_map(size_t bytes, int huge, struct lt_area *area);
/* An area that is not mapped is unmapped. */
int lt_area_unmap(struct lt_area *area);

/* A mapping of `bytes` of which the lowest `guard` stay PROT_NONE, in glibc's two calls. */
int lt_guarded_map(size_t bytes, size_t guard, unsigned char **low);

/* pages.c */

static inline size_t lt_page_size(void)
{
	return (size_t)sysconf(_SC_PAGESIZE); /* which no Linux fails to know */
}

/* Bytes in memory of the pages that [low, high) lies in. */
int lt_resident(uintptr_t low, uintptr_t high, uint64_t *bytes);

/* counters.c */

/* The exact half for the whole process, less the calling thread: rusage and CPU time. */
void lt_counters_others(struct lt_counters *counters);

/* The cheap, exact half: rusage, CPU time and the clock. Closest to the window on both sides. */
void lt_counters_exact(struct lt_counters *counters);
/* The half that opens files. */
void lt_counters_files(struct lt_counters *counters);
/* end becomes end minus begin, for what both know. */
void lt_counters_subtract(struct lt_counters *end, const struct lt_counters *begin);

/* window.c */

struct lt_window {
	struct lt_evidence evidence;
	struct lt_counters begin;
};

void lt_window_open(struct lt_window *window);
/*
 * close_exact takes the counters of switches and time and belongs right after the last operation;
 * close_files may take its time.
 */
void lt_window_close_exact(struct lt_window *window);
void lt_window_close_files(struct lt_window *window);
void lt_cpu_note(uint64_t cpus_seen[LT_CPU_WORDS]);

/* A loop of `operations` of the thing measured; 0 or -errno. */
typedef int lt_loop(void *state, uint64_t operations);

struct lt_batches {
	uint64_t batches;
	uint64_t operations; /* per batch */
	const int32_t *stop;
	int64_t *samples_ns;
};

static inline int lt_stopped(const int32_t *stop)
{
	return stop && __atomic_load_n(stop, __ATOMIC_RELAXED);
}

/* Runs and times the batches; the window's timestamps and operations are filled in. */
int lt_batches_run(const struct lt_batches *plan, lt_loop *loop, void *state,
		   struct lt_window *window, uint64_t *done);

/* True if a * b fits and neither is 0: the number of operations a plan may ask for. */
static inline int lt_product_valid(uint64_t a, uint64_t b)
{
	return a > 0 && b > 0 && a <= INT64_MAX / b;
}

/* park.c, for programs that link these sources */

/*
 * From now on `created` is raised by one after each pthread_create() that succeeds, before the next
 * one: in shared memory it tells how far the group came, also if the kernel ends the process.
 */
void lt_park_count_live(struct lt_park *group, _Atomic uint64_t *created);

/*
 * From now on a growth asks before its first thread and then every `stride` threads whether to go
 * on, within the time that lt_park_creating_ns() counts; anything but 0 ends it with that error.
 * The threads made so far stay, as after a refusal. So one growth, and with carved stacks one area,
 * can be as large as one likes and still be stopped.
 */
typedef int lt_park_ask(void *context);
void lt_park_ask_before(struct lt_park *group, uint32_t stride, lt_park_ask *ask, void *context);

/* Moves every thread of the group to this CPU. Errors: what sched_setaffinity(2) gives. */
int lt_park_pin(struct lt_park *group, int32_t cpu);

/* One byte through a pipe, for the mechanism and for the call loop. */
static inline int lt_pipe_put(int fd)
{
	char byte = 1;
	ssize_t n;

	do
		n = write(fd, &byte, 1);
	while (n < 0 && errno == EINTR); /* stop and continue of the process; nothing was written */
	return n == 1 ? 0 : -errno;
}

/* The end of the pipe means that the other side let go: -ECANCELED. */
static inline int lt_pipe_take(int fd)
{
	char byte;
	ssize_t n;

	do
		n = read(fd, &byte, 1);
	while (n < 0 && errno == EINTR);
	if (n == 0)
		return -ECANCELED;
	return n == 1 ? 0 : -errno;
}

#endif
