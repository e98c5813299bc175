/* SPDX-License-Identifier: MIT */
/*
 * liblinuxthreads: measured threads whose bodies are C.
 *
 * Conventions of every function, unless its comment says otherwise:
 *  - It returns 0 or a negative errno. errno itself is not part of the contract.
 *  - Out-parameters are written on success only. A null pointer where none is allowed is -EINVAL.
 *  - The first member of every struct that crosses the boundary is `size`. The caller sets it to
 *    sizeof(the struct) in plans and in results alike; any other value is -EINVAL.
 *  - `flags` bits and padding not named here must be 0, else -EINVAL: they are room to grow.
 *  - Times are nanoseconds of lt_clock_now() or differences of it.
 *  - A CPU is its kernel number, 0 to LT_MAX_CPUS - 1. LT_CPU_ANY leaves the affinity that the new
 *    thread inherits from the thread that creates it. A pin that the kernel refuses is an error,
 *    usually -EINVAL, never ignored.
 *  - A stack size of 0 is the C library's default. Sizes the C library refuses are -EINVAL.
 *  - Threads started here run with every signal blocked that the C library lets a program block;
 *    the caller's mask is put back before the call returns.
 *  - There is no global state: any function may run in several threads at once, except that one
 *    park or fiber group must be used by one thread at a time.
 *  - The library never prints, never exits and never asserts.
 */
#ifndef LT_H
#define LT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma GCC visibility push(default)

#define LT_ABI_VERSION 3u
#define LT_CPU_ANY     (-1)
#define LT_CPU_WORDS   16
#define LT_MAX_CPUS    (LT_CPU_WORDS * 64)
#define LT_NAME_BYTES  64

/* ---- The boundary itself ------------------------------------------------------------------- */

/*
 * lt_abi_version - the version of everything in this file, LT_ABI_VERSION of the build.
 * Raised whenever an old caller would misread a new library. Cannot fail.
 */
uint32_t lt_abi_version(void);

/* A name and its value: "sizeof(struct lt_counters)", "SYS_futex". */
struct lt_abi_fact {
	uint32_t size;
	uint32_t reserved;
	char name[LT_NAME_BYTES]; /* NUL-terminated, unique, as C spells it */
	uint64_t value;           /* negative constants in two's complement */
};

/*
 * lt_abi_fact - the fact at `index`: sizes and member offsets of every struct below, every LT_
 * constant, and the C library's and kernel's sizes, offsets and numbers that a caller without C
 * headers relies on, as this binary was compiled with them.
 * Errors: -ENOENT past the last fact; -EINVAL.
 */
int32_t lt_abi_fact(uint32_t index, struct lt_abi_fact *out);

/* ---- The clock ----------------------------------------------------------------------------- */

/*
 * lt_clock_now - CLOCK_MONOTONIC in nanoseconds. Every timestamp of this library comes from it.
 * Returns a negative errno where the kernel has no such clock, which no supported kernel lacks.
 */
int64_t lt_clock_now(void);

struct lt_clock {
	uint32_t size;
	int32_t clock_id;      /* as in clock_gettime(2) */
	int64_t resolution_ns; /* as clock_getres(2) says */
	int64_t read_cost_ps;  /* picoseconds per lt_clock_now(), measured by this call */
};

/*
 * lt_clock_describe - which clock lt_clock_now() reads, and what a read costs now: the cheapest of
 * 64 batches of 256 reads, since anything that disturbs a batch only makes it dearer.
 * Takes about half a millisecond.
 * Errors: -EINVAL; what clock_getres(2) gives.
 */
int32_t lt_clock_describe(struct lt_clock *out);

/* ---- A thread's counters ------------------------------------------------------------------- */

/* Bits of lt_counters.known: which groups of members the kernel let us read. */
#define LT_KNOWN_RUSAGE     1u /* voluntary .. system_ns */
#define LT_KNOWN_CPU_TIME   2u /* cpu_ns */
#define LT_KNOWN_SCHEDSTAT  4u /* run_delay_ns, timeslices */
#define LT_KNOWN_MIGRATIONS 8u /* migrations */

/*
 * What the kernel counted for one thread, since its start or over a window. A member whose bit in
 * `known` is clear holds 0 and means nothing.
 */
struct lt_counters {
	uint32_t size;
	uint32_t known;
	int64_t taken_ns;      /* when; in a difference, the time between the two readings */
	uint64_t voluntary;    /* ru_nvcsw: switches by blocking */
	uint64_t involuntary;  /* ru_nivcsw: switches by preemption and by sched_yield(2) */
	uint64_t minor_faults; /* ru_minflt */
	uint64_t major_faults; /* ru_majflt */
	uint64_t user_ns;      /* ru_utime, microsecond grain, split by the kernel's estimate */
	uint64_t system_ns;    /* ru_stime, likewise */
	uint64_t cpu_ns;       /* CLOCK_THREAD_CPUTIME_ID, exact */
	uint64_t run_delay_ns; /* schedstat, second field: runnable but not running */
	uint64_t timeslices;   /* schedstat, third field: times put on a CPU */
	uint64_t migrations;   /* se.nr_migrations of /proc/thread-self/sched */
};

/*
 * lt_counters_read - the calling thread's counters since it started.
 * Allocates nothing and leaves no descriptor open. Costs about 12 us, 9 of them for the `sched`
 * file. An unreadable group is a clear bit in `known`, not an error.
 * Errors: -EINVAL.
 */
int32_t lt_counters_read(struct lt_counters *out);

/* What a measured thread did during its timed window. Filled in by the thread itself. */
struct lt_evidence {
	uint32_t size;
	int32_t tid;         /* its kernel thread id; the thread is gone when the call returns */
	int64_t started_ns;  /* the window's first and last timestamp */
	int64_t ended_ns;    /* equal if no batch ran */
	uint64_t operations; /* round trips, yields, calls or creations it made in the window */
	struct lt_counters counters;      /* over the window */
	uint64_t cpus_seen[LT_CPU_WORDS]; /* bit n: was on CPU n at a batch boundary */
};

/* ---- Parked groups ------------------------------------------------------------------------- */

#define LT_PARK_GUARD 1u /* honour guard_size, 0 included; else the C library's default guard */
/*
 * Stacks of exactly stack_size bytes, side by side in one area that each create or grow maps:
 * without guards, not reserved, not eligible for huge pages. One mapping serves any number of
 * threads. A thread that overruns its stack writes into its neighbour's. The areas are unmapped by
 * lt_park_release(), after every thread was joined.
 */
#define LT_PARK_CARVED 2u
/*
 * With LT_PARK_CARVED: the area begins at a boundary of the huge page that the kernel names in
 * /sys/kernel/mm/transparent_hugepage/hpage_pmd_size, and huge pages are asked for by madvise(2).
 * Whether a stack that holds a whole huge page then gets one is the kernel's decision.
 */
#define LT_PARK_HUGE 4u
/* Each thread sleeps in a futex word of its own instead of one for all: see lt_park_pass(). */
#define LT_PARK_RING 8u

struct lt_park_plan {
	uint32_t size;
	uint32_t flags;
	uint32_t count; /* threads to start with, may be 0 */
	int32_t cpu;
	uint64_t stack_size; /* carved: a multiple of the page size, _SC_THREAD_STACK_MIN or more */
	uint64_t guard_size; /* bytes; must be 0 without LT_PARK_GUARD */
	uint64_t touch_bytes; /* each thread writes to every page of this much stack below its frame
			       */
};

/* A parked thread. Addresses are of this process. */
struct lt_parked_thread {
	uint32_t size;
	int32_t tid;
	uint64_t stack_low;   /* lowest usable address, above the guard */
	uint64_t stack_high;  /* one past the highest; glibc keeps its thread data below it, musl
				 above */
	uint64_t guard_bytes; /* as pthread_getattr_np(3) reports it, not rounded to pages */
	uint64_t frame;       /* frame address of the thread's body */
	uint64_t touched_low; /* lowest address written because of touch_bytes; `frame` if none */
};

struct lt_park;

/*
 * lt_park_create - start `count` threads that touch their stacks and then sleep in one private
 * FUTEX_WAIT. Returns when every one of them is queued on the futex; with LT_PARK_RING, when every
 * one of them is about to be: proving it would cost the square of their number here, and nothing in
 * lt_park_pass(), which does it.
 * The group belongs to the caller, who ends it with lt_park_release(). The group's own memory is
 * 64 bytes per thread; the threads themselves allocate nothing.
 * If any thread cannot be started, those that were are ended and joined first.
 * Errors: -EINVAL; -E2BIG if touch_bytes do not fit the stack; -EOPNOTSUPP for LT_PARK_HUGE on a
 * kernel without huge pages; -ENOMEM; -EAGAIN and whatever else pthread_create(3) gives when a
 * limit is reached.
 */
int32_t lt_park_create(const struct lt_park_plan *plan, struct lt_park **group);

/*
 * lt_park_grow - start `more` threads in the group, parked like the others on return.
 * If one cannot be started, the threads that could stay in the group, and lt_park_count() tells how
 * many there are: that is how to find a limit.
 * Errors: as lt_park_create(); -ECANCELED after lt_park_wake_all().
 */
int32_t lt_park_grow(struct lt_park *group, uint32_t more);

/* lt_park_count - how many threads the group has, woken ones included; or -EINVAL. */
int64_t lt_park_count(const struct lt_park *group);

/*
 * lt_park_creating_ns - nanoseconds spent in the loops of pthread_create(3) so far, over all
 * growths together, without what came before and after them; or -EINVAL.
 */
int64_t lt_park_creating_ns(const struct lt_park *group);

/*
 * lt_park_thread - the thread at `index`, 0 to count - 1, in order of creation.
 * Reads the bounds from the C library, in microseconds.
 * Errors: -ENOENT if there is no such index; -ECANCELED after lt_park_wake_all(); -ENOMEM; -EINVAL.
 */
int32_t lt_park_thread(struct lt_park *group, uint32_t index, struct lt_parked_thread *out);

/*
 * lt_park_resident - bytes of all stacks of the group that are in memory, as mincore(2) says: whole
 * pages between each stack's usable bounds, guards excluded. Changes nothing; asks the C library
 * for the bounds at the first call and keeps them in the group's own memory.
 * Errors: -ECANCELED after lt_park_wake_all(); -ENOMEM; -EINVAL; what mincore(2) gives.
 */
int32_t lt_park_resident(struct lt_park *group, uint64_t *bytes);

struct lt_pass_plan {
	uint32_t size;
	uint32_t flags;       /* 0 */
	uint64_t laps;        /* > 0 */
	uint64_t warmup_laps; /* by the same loop before the window, may be 0 */
};

struct lt_pass_result {
	uint32_t size;
	uint32_t reserved;
	uint64_t laps_done;  /* < laps only if the stop flag ended the run */
	uint64_t hand_overs; /* from thread to thread in the window; laps_done times the threads,
				and those of an unfinished lap */
	int64_t wall_ns; /* from the first thread's first token to the end of the last hand-over */
	int64_t settle_ns; /* spent before the window: on the proving lap and on the warm-up */
	/*
	 * Of all threads of the process together but the caller's, over the window: switches,
	 * faults and CPU time. There is no schedstat and no migrations of a process.
	 */
	struct lt_counters counters;
};

/*
 * lt_park_pass - hand one token round all threads of a group with LT_PARK_RING, who sleep between
 * two tokens. A thread that gets it sets the next one's word, wakes it, and sleeps again. A lap
 * begins and ends with the first thread getting it.
 * order: null for the order of creation; else as many indices as the group has threads, each once.
 * laps_ns: `laps` entries; entry i becomes the time of lap i, one clock read's cost included. Its
 * contents are undefined on error and past laps_done.
 * stop: may be null; read at every hand-over, and a value other than 0 ends the run.
 * After create or grow, a lap in the order of creation comes first, untimed. It waits until each
 * thread is seen asleep before it hands on the token, and so proves that each one has slept.
 * On return every thread is asleep again or about to be. The counters may hold two switches more
 * than the hand-overs caused: the caller's part of beginning and ending.
 * The kernel queues the sleepers of a hash bucket in the order in which they went to sleep, and
 * looks for one from the front. From the second lap in any one order on, each is found at the
 * front; in the first lap of another order each costs a walk.
 * Errors: -EINVAL (not a ring, fewer than two threads, not a permutation); -ECANCELED after
 * lt_park_wake_all(); what futex(2) gives.
 */
int32_t lt_park_pass(struct lt_park *group, const struct lt_pass_plan *plan, const uint32_t *order,
		     const int32_t *stop, int64_t *laps_ns, struct lt_pass_result *result);

/*
 * lt_park_wake_all - wake every thread; each ends at once. Does not wait for them.
 * A second call does nothing. Errors: -EINVAL; what futex(2) gives.
 */
int32_t lt_park_wake_all(struct lt_park *group);

/*
 * lt_park_release - wake every thread, join every thread, free the group. Null is allowed and does
 * nothing. On error the group is left allocated, since a thread may still use it; it is then of no
 * further use. Errors: what futex(2), pthread_join(3) and munmap(2) give.
 */
int32_t lt_park_release(struct lt_park *group);

/* ---- User-level contexts -------------------------------------------------------------------- */

#define LT_FIBER_GUARD  1u /* honour guard_size, 0 included; else one page */
#define LT_FIBER_CARVED 2u /* as LT_PARK_CARVED */

struct lt_fiber_plan {
	uint32_t size;
	uint32_t flags;
	uint32_t count; /* contexts to start with, may be 0 */
	uint32_t reserved;
	uint64_t stack_size;  /* bytes to use, rounded up to pages; 16 KiB or more */
	uint64_t guard_size;  /* bytes, rounded up to pages; must be 0 without LT_FIBER_GUARD */
	uint64_t touch_bytes; /* as in lt_park_plan */
};

/* A suspended context. Addresses are of this process. */
struct lt_fiber {
	uint32_t size;
	uint32_t reserved;
	uint64_t stack_low;  /* lowest usable address, above the guard */
	uint64_t stack_high; /* one past the highest */
	uint64_t guard_bytes;
	uint64_t frame;       /* frame address of the context's body */
	uint64_t touched_low; /* lowest address written because of touch_bytes; `frame` if none */
	uint64_t saved;       /* its stack pointer while it is suspended */
};

struct lt_fibers;

/*
 * lt_fibers_create - make `count` user-level contexts, each on a stack of its own, and enter each
 * one once, so that it is suspended in the middle of a function. No thread is made: they run on the
 * thread that enters them.
 * The group belongs to the caller, who ends it with lt_fibers_release(). The group's own memory is
 * 40 bytes per context.
 * Errors: -EINVAL; -E2BIG if touch_bytes do not fit the stack; -ENOMEM, which is also what reaching
 * vm.max_map_count gives; -ENOSYS on an architecture without a switch of ours; -EOPNOTSUPP where
 * the processor holds the thread to a shadow stack.
 */
int32_t lt_fibers_create(const struct lt_fiber_plan *plan, struct lt_fibers **group);

/* lt_fibers_grow - make `more` contexts; as lt_park_grow(). */
int32_t lt_fibers_grow(struct lt_fibers *group, uint32_t more);

/* lt_fibers_count - how many contexts the group has; or -EINVAL. */
int64_t lt_fibers_count(const struct lt_fibers *group);

/* lt_fibers_at - the context at `index`, in order of creation. Errors: -ENOENT; -EINVAL. */
int32_t lt_fibers_at(const struct lt_fibers *group, uint32_t index, struct lt_fiber *out);

/*
 * lt_fibers_resume - go on with a context on the calling thread until it suspends itself again.
 * entered: how often it has been entered, this time included, kept in a variable on its stack.
 * Errors: -ENOENT; -EINVAL.
 */
int32_t lt_fibers_resume(struct lt_fibers *group, uint32_t index, uint64_t *entered);

/* lt_fibers_resident - as lt_park_resident(). Errors: -EINVAL; what mincore(2) gives. */
int32_t lt_fibers_resident(const struct lt_fibers *group, uint64_t *bytes);

/*
 * lt_fibers_release - drop every context where it stands, unmap the stacks, free the group. Null is
 * allowed and does nothing. Errors: what munmap(2) gives; the group is then left allocated.
 */
int32_t lt_fibers_release(struct lt_fibers *group);

/* ---- What measured threads run under, beside and between ------------------------------------ */

/*
 * A policy is the kernel's number of it (SCHED_OTHER 0, FIFO 1, RR 2, BATCH 3, IDLE 5), taken on by
 * each measured thread before its warm-up; FIFO and RR at priority 1, the lowest. -EPERM where the
 * kernel does not permit it. LT_POLICY_KEEP leaves the one that the thread inherits.
 */
#define LT_POLICY_KEEP (-1)

/* Others that are there from before the warm-up until the run's end, and take no part in it. */
struct lt_load {
	uint32_t runnable;   /* threads per CPU of the plan that spin there under SCHED_IDLE */
	uint32_t bystanders; /* threads that sleep, each on a futex word of its own */
};

#define LT_WORK_NONE    0u
#define LT_WORK_COMPUTE 1u /* `amount` rounds of dependent integer arithmetic in registers */
#define LT_WORK_MEMORY  2u /* reads and writes a word in each 64 bytes of a buffer of `amount` */
#define LT_WORK_CLEAN   3u /* leaves the vector registers in their initial state */
#define LT_WORK_DIRTY   4u /* writes every vector register; of arm64 those of NEON */

/*
 * What a thread does each time before it hands over, or before each call. Each side has a buffer of
 * its own, every page of it written before the warm-up.
 */
struct lt_work {
	uint32_t kind;
	uint32_t reserved; /* 0 */
	uint64_t amount;   /* 0 unless the kind says what it means */
};

/* ---- Pairs of threads handing over to each other -------------------------------------------- */

/*
 * A round trip is A -> B -> A. Nominal switches on one CPU are two per round trip, and none with
 * LT_PAIR_SPIN, LT_PAIR_COROUTINE and LT_PAIR_SWAPCONTEXT, which no kernel sees.
 */
#define LT_PAIR_FUTEX      1u /* one word, turn 0/1: wait while not mine, set the other's, wake */
#define LT_PAIR_PIPE       2u /* two pipes, one byte each way */
#define LT_PAIR_YIELD      3u /* both loop on sched_yield(2); a round trip is one yield of A */
#define LT_PAIR_EVENTFD    4u /* two event counters, blocking, not semaphores: add 1, take all */
#define LT_PAIR_SOCKETPAIR 5u /* one pair of AF_UNIX stream sockets, one byte each way */
#define LT_PAIR_CONDVAR    6u /* one mutex, one condition, turn predicate, signal under the lock */
#define LT_PAIR_SEMAPHORE  7u /* two sem_t: post the other's, wait for one's own */
#define LT_PAIR_SPIN                                                                               \
	8u /* one word two cache lines from anything else: read until mine, set the other's */
#define LT_PAIR_COROUTINE   9u /* two contexts of one thread, by the switch of lt_fibers_resume() */
#define LT_PAIR_SWAPCONTEXT 10u /* the same by swapcontext(3), which sets the signal mask */
#define LT_PAIR_SECCOMP                                                                            \
	11u /* A makes a system call that its filter turns into a notification, B answers it */
#define LT_PAIR_SECCOMP_SYNC 12u /* the same with SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP */

/*
 * B is the only thread of a process of its own, forked off. The futex is not private then, mutex,
 * condition and semaphores are process-shared, and the mutex is robust.
 */
#define LT_PAIR_PROCESSES 1u

struct lt_pair_plan {
	uint32_t size;
	uint32_t flags;
	uint32_t mechanism;
	int32_t cpu_a;
	int32_t cpu_b;
	int32_t policy;
	uint64_t stack_size;         /* of every thread; a process has the caller's */
	uint64_t batches;            /* > 0 */
	uint64_t batch_round_trips;  /* > 0 */
	uint64_t warmup_round_trips; /* run by the same loop before the window, may be 0 */
	struct lt_load load;
	struct lt_work work;
};

struct lt_pair_result {
	uint32_t size;
	uint32_t reserved;
	uint64_t batches_done; /* < batches only if the stop flag ended the run */
	int64_t wall_ns;       /* from the start of the first batch to the end of the last */
	/*
	 * CPU time that the threads of `load` had between the same two moments, by their own
	 * clocks.
	 */
	int64_t load_cpu_ns;
	/*
	 * With LT_PAIR_PROCESSES: what B's process, which is gone, had been charged over its life
	 * by the accounting of /proc/stat (CPUCLOCK_PROF). Else 0.
	 */
	int64_t b_accounted_ns;
	struct lt_evidence a;
	struct lt_evidence b; /* its `operations` in LT_PAIR_YIELD: the yields it made */
};

/*
 * lt_pair_run - run one pair on two fresh threads and join them; LT_PAIR_COROUTINE and
 * LT_PAIR_SWAPCONTEXT on one, and B's evidence is then 0 but for its size.
 * samples_ns: `batches` entries; entry i becomes the elapsed time of batch i, one clock read's cost
 * included. Its contents are undefined on error and past batches_done.
 * stop: may be null; A reads it before each batch, and a value other than 0 ends the run.
 * Each thread reads its counters after the warm-up and again before it ends. The pair makes at most
 * two switches in that window beyond those of the round trips.
 * With LT_PAIR_PROCESSES this calls fork(2) and waits for that child; B's process is killed if the
 * calling thread ends first.
 * Errors: -EINVAL: bad plan, unknown mechanism, refused pin; LT_PAIR_SPIN where both sides may only
 * be on one CPU; contexts of one thread on two CPUs or in processes. -EPERM: refused policy.
 * -ECHILD: B's process was killed. -ENOSYS: LT_PAIR_COROUTINE on an architecture without a switch
 * of ours, LT_PAIR_SWAPCONTEXT with musl, which has none, LT_PAIR_SECCOMP on a kernel without it.
 * -EOPNOTSUPP: LT_PAIR_COROUTINE under a shadow stack, LT_PAIR_SECCOMP_SYNC before Linux 6.6.
 * -EAGAIN; -ENOMEM; -EMFILE and the like from the mechanism's set-up; what seccomp(2) gives.
 */
int32_t lt_pair_run(const struct lt_pair_plan *plan, const int32_t *stop, int64_t *samples_ns,
		    struct lt_pair_result *result);

/* ---- Timed creation ------------------------------------------------------------------------- */

#define LT_CREATE_GUARD 1u /* honour guard_size, 0 included; else the C library's default guard */

struct lt_create_plan {
	uint32_t size;
	uint32_t flags;
	int32_t creator_cpu; /* of every creator */
	int32_t child_cpu; /* LT_CPU_ANY: the creator's affinity, so creator_cpu if that is given */
	uint64_t stack_size; /* of the children */
	uint64_t guard_size; /* likewise; must be 0 without LT_CREATE_GUARD */
	uint64_t count;      /* > 0, of each creator */
	uint64_t warmup;     /* creations by the same loop before the window, may be 0 */
	uint32_t creators;   /* > 0, threads that create at once, from a common start on */
	uint32_t reserved;
};

struct lt_create_result {
	uint32_t size;
	uint32_t reserved;
	uint64_t created; /* by all; < creators * count only if the stop flag ended the run */
	int64_t wall_ns;  /* from the first creator's first creation to the last one's last */
	/*
	 * Of all threads of the process together but the caller's, over the run, warm-up included:
	 * switches, faults and CPU time, those of the children among them.
	 */
	struct lt_counters process;
	uint64_t child_cpus_seen[LT_CPU_WORDS];
};

/*
 * lt_create_run - create and join threads one at a time, from `creators` fresh threads at once.
 * Each array of times has creators * count entries, those of the first creator first. An entry
 * counts from just before pthread_create(3) to: its return; the child's first instruction, a read
 * of the clock; the return of pthread_join(3). All include one clock read's cost. Of creator c the
 * first creators_evidence[c].operations entries from c * count on are filled in.
 * creators_evidence: `creators` entries, what each creator's own thread did, so without the faults
 * and switches of the children.
 * All contents are undefined on error.
 * stop: may be null; read before each creation.
 * The stacks come from the C library's cache wherever it keeps one, after the first.
 * Errors: -EINVAL; -EAGAIN and -ENOMEM as pthread_create(3).
 */
int32_t lt_create_run(const struct lt_create_plan *plan, const int32_t *stop, int64_t *returned_ns,
		      int64_t *first_instruction_ns, int64_t *joined_ns,
		      struct lt_evidence *creators_evidence, struct lt_create_result *result);

/* The steps of one creation, in their order. */
#define LT_STEP_MAP   0u /* mmap(2) of stack and guard, PROT_NONE */
#define LT_STEP_GUARD 1u /* mprotect(2) of all but the guard */
#define LT_STEP_TOUCH 2u /* the first write to the page that would hold the thread's descriptor */
#define LT_STEP_CLONE 3u /* clone(2), until it returns to the creator */
#define LT_STEP_FIRST 4u /* from before clone(2) to the child's first instruction */
#define LT_STEP_JOIN                                                                               \
	5u /* from before clone(2) until the creator has seen the kernel clear the tid */
#define LT_STEP_UNMAP 6u /* munmap(2) */
#define LT_STEPS      7u

struct lt_steps_plan {
	uint32_t size;
	uint32_t flags;      /* 0 */
	int32_t creator_cpu; /* and the children's */
	uint32_t reserved;
	uint64_t stack_size; /* without the guard; rounded up to pages, 16 KiB or more */
	uint64_t guard_size; /* rounded up to pages, comes below the stack, as in glibc 2.36 */
	uint64_t count;      /* > 0 */
	uint64_t warmup;     /* by the same loop before the window, may be 0 */
};

struct lt_steps_result {
	uint32_t size;
	uint32_t reserved;
	uint64_t created; /* < count only if the stop flag ended the run */
	int64_t wall_ns;
	struct lt_evidence creator;
	struct lt_counters process; /* as in lt_create_result */
};

/*
 * lt_create_steps_run - what creating and joining a thread on a new stack takes, step by step, by
 * the system calls that glibc 2.36 makes for it, from a fresh thread. The children have no
 * descriptor and no thread-local storage: what pthread_create(3) takes beyond the sum of MAP,
 * GUARD, TOUCH, JOIN is the C library's own. steps_ns: LT_STEPS * count entries; that of step s of
 * creation i is at s * count + i. Each includes one clock read's cost. Contents are undefined on
 * error and past `created`. stop: may be null; read before each creation. Errors: -EINVAL; -ENOSYS
 * on an architecture without a clone of ours; -EAGAIN; -ENOMEM; what the calls give.
 */
int32_t lt_create_steps_run(const struct lt_steps_plan *plan, const int32_t *stop,
			    int64_t *steps_ns, struct lt_steps_result *result);

/* ---- Loops of one call ---------------------------------------------------------------------- */

#define LT_CALL_EMPTY      1u /* a function that does nothing, not inlined */
#define LT_CALL_CLOCK      2u /* lt_clock_now(), a vDSO call where there is one */
#define LT_CALL_NULL       3u /* syscall(SYS_getppid) */
#define LT_CALL_FUTEX_WAKE 4u /* FUTEX_WAKE_PRIVATE of a word nobody waits for */
#define LT_CALL_FUTEX_WAIT 5u /* FUTEX_WAIT_PRIVATE for a value the word does not hold: EAGAIN */
#define LT_CALL_YIELD      6u /* sched_yield(2); alone on its CPU only if nothing else runs there */
#define LT_CALL_PIPE       7u /* write one byte to a pipe and read it back: two system calls */
#define LT_CALL_FUTEX_BOTH                                                                         \
	8u /* LT_CALL_FUTEX_WAKE, then LT_CALL_FUTEX_WAIT: a hand-over to nobody */
#define LT_CALL_TIMED_WAIT 9u /* FUTEX_WAIT_PRIVATE that nobody ends before timeout_ns is over */

struct lt_call_plan {
	uint32_t size;
	uint32_t flags; /* 0 */
	uint32_t kind;
	int32_t cpu;
	int32_t policy;
	uint32_t timer_slack_ns; /* of the thread, 0 leaves it; must be 0 with FIFO and RR */
	uint64_t timeout_ns;     /* > 0 with LT_CALL_TIMED_WAIT, else 0 */
	uint64_t stack_size;
	uint64_t batches;      /* > 0 */
	uint64_t batch_calls;  /* > 0 */
	uint64_t warmup_calls; /* by the same loop before the window, may be 0 */
	struct lt_load load;
	struct lt_work work;
};

struct lt_call_result {
	uint32_t size;
	uint32_t reserved;
	uint64_t batches_done; /* < batches only if the stop flag ended the run */
	int64_t wall_ns;
	int64_t load_cpu_ns; /* as in lt_pair_result */
	struct lt_evidence thread;
};

/*
 * lt_call_run - run a loop of one call on a fresh thread.
 * samples_ns and stop: as in lt_pair_run(). A plan's work is done before each call, in the samples.
 * The load's time is taken right before and right after the thread's own counters.
 * Errors: -EINVAL; -EAGAIN; -ENOMEM; -EPERM from the policy; -EOPNOTSUPP for LT_WORK_CLEAN and
 * LT_WORK_DIRTY on an architecture whose registers we do not know; -EMFILE and the like from
 * LT_CALL_PIPE's set-up.
 */
int32_t lt_call_run(const struct lt_call_plan *plan, const int32_t *stop, int64_t *samples_ns,
		    struct lt_call_result *result);

#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif

#endif
