/* SPDX-License-Identifier: MIT */
/* What a caller without C headers has to know, as this binary was compiled. */
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "internal.h"

/* Newer than the headers we build with; the numbers are the kernel's, the same everywhere. */
#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif
#ifndef MADV_GUARD_REMOVE
#define MADV_GUARD_REMOVE 103
#endif

/* No member may move and no padding may be the compiler's: each struct ends where its last does. */
#define CHECK(type, bytes, last)                                                                   \
	_Static_assert(sizeof(struct type) == (bytes), #type " has another size");                 \
	_Static_assert(offsetof(struct type, size) == 0, #type " does not begin with its size");   \
	_Static_assert(offsetof(struct type, last) + sizeof(((struct type *)0)->last) == (bytes),  \
		       #type " ends in padding")

CHECK(lt_abi_fact, 80, value);
CHECK(lt_clock, 24, read_cost_ps);
CHECK(lt_counters, 96, migrations);
CHECK(lt_evidence, 256, cpus_seen);
CHECK(lt_park_plan, 40, touch_bytes);
CHECK(lt_parked_thread, 48, touched_low);
CHECK(lt_pair_plan, 80, work);
CHECK(lt_pair_result, 552, b);
CHECK(lt_pass_plan, 24, warmup_laps);
CHECK(lt_pass_result, 136, counters);
CHECK(lt_fiber_plan, 40, touch_bytes);
CHECK(lt_fiber, 56, saved);
CHECK(lt_create_plan, 56, reserved);
CHECK(lt_create_result, 248, child_cpus_seen);
CHECK(lt_steps_plan, 48, warmup);
CHECK(lt_steps_result, 376, process);
CHECK(lt_call_plan, 88, work);
CHECK(lt_call_result, 288, thread);

/* Parts of plans, which have no size of their own. */
_Static_assert(sizeof(struct lt_load) == 8, "lt_load has another size");
_Static_assert(sizeof(struct lt_work) == 16, "lt_work has another size");

/* The caller lays these out itself, for the direct calls it makes. */
_Static_assert(sizeof(struct timespec) == 16, "64-bit time");
_Static_assert(sizeof(long) == 8, "only 64-bit Linux is supported");

struct fact {
	char name[LT_NAME_BYTES];
	uint64_t value;
};

/* clang-format off */
#define SIZE(type)           {"sizeof(" #type ")", sizeof(type)}
#define OFFSET(type, member) {"offsetof(struct " #type ", " #member ")", offsetof(struct type, member)}
#define NUMBER(name)         {#name, (uint64_t)(int64_t)(name)}
/* clang-format on */

static const struct fact facts[] = {
	SIZE(struct lt_abi_fact),
	OFFSET(lt_abi_fact, size),
	OFFSET(lt_abi_fact, reserved),
	OFFSET(lt_abi_fact, name),
	OFFSET(lt_abi_fact, value),

	SIZE(struct lt_clock),
	OFFSET(lt_clock, size),
	OFFSET(lt_clock, clock_id),
	OFFSET(lt_clock, resolution_ns),
	OFFSET(lt_clock, read_cost_ps),

	SIZE(struct lt_counters),
	OFFSET(lt_counters, size),
	OFFSET(lt_counters, known),
	OFFSET(lt_counters, taken_ns),
	OFFSET(lt_counters, voluntary),
	OFFSET(lt_counters, involuntary),
	OFFSET(lt_counters, minor_faults),
	OFFSET(lt_counters, major_faults),
	OFFSET(lt_counters, user_ns),
	OFFSET(lt_counters, system_ns),
	OFFSET(lt_counters, cpu_ns),
	OFFSET(lt_counters, run_delay_ns),
	OFFSET(lt_counters, timeslices),
	OFFSET(lt_counters, migrations),

	SIZE(struct lt_evidence),
	OFFSET(lt_evidence, size),
	OFFSET(lt_evidence, tid),
	OFFSET(lt_evidence, started_ns),
	OFFSET(lt_evidence, ended_ns),
	OFFSET(lt_evidence, operations),
	OFFSET(lt_evidence, counters),
	OFFSET(lt_evidence, cpus_seen),

	SIZE(struct lt_park_plan),
	OFFSET(lt_park_plan, size),
	OFFSET(lt_park_plan, flags),
	OFFSET(lt_park_plan, count),
	OFFSET(lt_park_plan, cpu),
	OFFSET(lt_park_plan, stack_size),
	OFFSET(lt_park_plan, guard_size),
	OFFSET(lt_park_plan, touch_bytes),

	SIZE(struct lt_parked_thread),
	OFFSET(lt_parked_thread, size),
	OFFSET(lt_parked_thread, tid),
	OFFSET(lt_parked_thread, stack_low),
	OFFSET(lt_parked_thread, stack_high),
	OFFSET(lt_parked_thread, guard_bytes),
	OFFSET(lt_parked_thread, frame),
	OFFSET(lt_parked_thread, touched_low),

	SIZE(struct lt_pass_plan),
	OFFSET(lt_pass_plan, size),
	OFFSET(lt_pass_plan, flags),
	OFFSET(lt_pass_plan, laps),
	OFFSET(lt_pass_plan, warmup_laps),

	SIZE(struct lt_pass_result),
	OFFSET(lt_pass_result, size),
	OFFSET(lt_pass_result, reserved),
	OFFSET(lt_pass_result, laps_done),
	OFFSET(lt_pass_result, hand_overs),
	OFFSET(lt_pass_result, wall_ns),
	OFFSET(lt_pass_result, settle_ns),
	OFFSET(lt_pass_result, counters),

	SIZE(struct lt_fiber_plan),
	OFFSET(lt_fiber_plan, size),
	OFFSET(lt_fiber_plan, flags),
	OFFSET(lt_fiber_plan, count),
	OFFSET(lt_fiber_plan, reserved),
	OFFSET(lt_fiber_plan, stack_size),
	OFFSET(lt_fiber_plan, guard_size),
	OFFSET(lt_fiber_plan, touch_bytes),

	SIZE(struct lt_fiber),
	OFFSET(lt_fiber, size),
	OFFSET(lt_fiber, reserved),
	OFFSET(lt_fiber, stack_low),
	OFFSET(lt_fiber, stack_high),
	OFFSET(lt_fiber, guard_bytes),
	OFFSET(lt_fiber, frame),
	OFFSET(lt_fiber, touched_low),
	OFFSET(lt_fiber, saved),

	SIZE(struct lt_load),
	OFFSET(lt_load, runnable),
	OFFSET(lt_load, bystanders),

	SIZE(struct lt_work),
	OFFSET(lt_work, kind),
	OFFSET(lt_work, reserved),
	OFFSET(lt_work, amount),

	SIZE(struct lt_pair_plan),
	OFFSET(lt_pair_plan, size),
	OFFSET(lt_pair_plan, flags),
	OFFSET(lt_pair_plan, mechanism),
	OFFSET(lt_pair_plan, cpu_a),
	OFFSET(lt_pair_plan, cpu_b),
	OFFSET(lt_pair_plan, policy),
	OFFSET(lt_pair_plan, stack_size),
	OFFSET(lt_pair_plan, batches),
	OFFSET(lt_pair_plan, batch_round_trips),
	OFFSET(lt_pair_plan, warmup_round_trips),
	OFFSET(lt_pair_plan, load),
	OFFSET(lt_pair_plan, work),

	SIZE(struct lt_pair_result),
	OFFSET(lt_pair_result, size),
	OFFSET(lt_pair_result, reserved),
	OFFSET(lt_pair_result, batches_done),
	OFFSET(lt_pair_result, wall_ns),
	OFFSET(lt_pair_result, load_cpu_ns),
	OFFSET(lt_pair_result, b_accounted_ns),
	OFFSET(lt_pair_result, a),
	OFFSET(lt_pair_result, b),

	SIZE(struct lt_create_plan),
	OFFSET(lt_create_plan, size),
	OFFSET(lt_create_plan, flags),
	OFFSET(lt_create_plan, creator_cpu),
	OFFSET(lt_create_plan, child_cpu),
	OFFSET(lt_create_plan, stack_size),
	OFFSET(lt_create_plan, guard_size),
	OFFSET(lt_create_plan, count),
	OFFSET(lt_create_plan, warmup),
	OFFSET(lt_create_plan, creators),
	OFFSET(lt_create_plan, reserved),

	SIZE(struct lt_create_result),
	OFFSET(lt_create_result, size),
	OFFSET(lt_create_result, reserved),
	OFFSET(lt_create_result, created),
	OFFSET(lt_create_result, wall_ns),
	OFFSET(lt_create_result, process),
	OFFSET(lt_create_result, child_cpus_seen),

	SIZE(struct lt_steps_plan),
	OFFSET(lt_steps_plan, size),
	OFFSET(lt_steps_plan, flags),
	OFFSET(lt_steps_plan, creator_cpu),
	OFFSET(lt_steps_plan, reserved),
	OFFSET(lt_steps_plan, stack_size),
	OFFSET(lt_steps_plan, guard_size),
	OFFSET(lt_steps_plan, count),
	OFFSET(lt_steps_plan, warmup),

	SIZE(struct lt_steps_result),
	OFFSET(lt_steps_result, size),
	OFFSET(lt_steps_result, reserved),
	OFFSET(lt_steps_result, created),
	OFFSET(lt_steps_result, wall_ns),
	OFFSET(lt_steps_result, creator),
	OFFSET(lt_steps_result, process),

	SIZE(struct lt_call_plan),
	OFFSET(lt_call_plan, size),
	OFFSET(lt_call_plan, flags),
	OFFSET(lt_call_plan, kind),
	OFFSET(lt_call_plan, cpu),
	OFFSET(lt_call_plan, policy),
	OFFSET(lt_call_plan, timer_slack_ns),
	OFFSET(lt_call_plan, timeout_ns),
	OFFSET(lt_call_plan, stack_size),
	OFFSET(lt_call_plan, batches),
	OFFSET(lt_call_plan, batch_calls),
	OFFSET(lt_call_plan, warmup_calls),
	OFFSET(lt_call_plan, load),
	OFFSET(lt_call_plan, work),

	SIZE(struct lt_call_result),
	OFFSET(lt_call_result, size),
	OFFSET(lt_call_result, reserved),
	OFFSET(lt_call_result, batches_done),
	OFFSET(lt_call_result, wall_ns),
	OFFSET(lt_call_result, load_cpu_ns),
	OFFSET(lt_call_result, thread),

	NUMBER(LT_ABI_VERSION),
	NUMBER(LT_CPU_ANY),
	NUMBER(LT_CPU_WORDS),
	NUMBER(LT_MAX_CPUS),
	NUMBER(LT_NAME_BYTES),
	NUMBER(LT_KNOWN_RUSAGE),
	NUMBER(LT_KNOWN_CPU_TIME),
	NUMBER(LT_KNOWN_SCHEDSTAT),
	NUMBER(LT_KNOWN_MIGRATIONS),
	NUMBER(LT_PARK_GUARD),
	NUMBER(LT_PARK_CARVED),
	NUMBER(LT_PARK_HUGE),
	NUMBER(LT_PARK_RING),
	NUMBER(LT_FIBER_GUARD),
	NUMBER(LT_FIBER_CARVED),
	NUMBER(LT_CREATE_GUARD),
	NUMBER(LT_STEP_MAP),
	NUMBER(LT_STEP_GUARD),
	NUMBER(LT_STEP_TOUCH),
	NUMBER(LT_STEP_CLONE),
	NUMBER(LT_STEP_FIRST),
	NUMBER(LT_STEP_JOIN),
	NUMBER(LT_STEP_UNMAP),
	NUMBER(LT_STEPS),
	NUMBER(LT_POLICY_KEEP),
	NUMBER(LT_WORK_NONE),
	NUMBER(LT_WORK_COMPUTE),
	NUMBER(LT_WORK_MEMORY),
	NUMBER(LT_WORK_CLEAN),
	NUMBER(LT_WORK_DIRTY),
	NUMBER(LT_PAIR_FUTEX),
	NUMBER(LT_PAIR_PIPE),
	NUMBER(LT_PAIR_YIELD),
	NUMBER(LT_PAIR_EVENTFD),
	NUMBER(LT_PAIR_SOCKETPAIR),
	NUMBER(LT_PAIR_CONDVAR),
	NUMBER(LT_PAIR_SEMAPHORE),
	NUMBER(LT_PAIR_SPIN),
	NUMBER(LT_PAIR_COROUTINE),
	NUMBER(LT_PAIR_SWAPCONTEXT),
	NUMBER(LT_PAIR_SECCOMP),
	NUMBER(LT_PAIR_SECCOMP_SYNC),
	NUMBER(LT_PAIR_PROCESSES),
	NUMBER(LT_CALL_EMPTY),
	NUMBER(LT_CALL_CLOCK),
	NUMBER(LT_CALL_NULL),
	NUMBER(LT_CALL_FUTEX_WAKE),
	NUMBER(LT_CALL_FUTEX_WAIT),
	NUMBER(LT_CALL_YIELD),
	NUMBER(LT_CALL_PIPE),
	NUMBER(LT_CALL_FUTEX_BOTH),
	NUMBER(LT_CALL_TIMED_WAIT),

	/* The C library's */
	SIZE(long),
	SIZE(size_t),
	SIZE(time_t),
	SIZE(pthread_t),
	SIZE(pthread_attr_t),
	SIZE(cpu_set_t),
	SIZE(sigset_t),
	SIZE(struct timespec),
	OFFSET(timespec, tv_sec),
	OFFSET(timespec, tv_nsec),
	SIZE(struct timeval),
	OFFSET(timeval, tv_sec),
	OFFSET(timeval, tv_usec),
	SIZE(struct rusage),
	OFFSET(rusage, ru_utime),
	OFFSET(rusage, ru_stime),
	OFFSET(rusage, ru_maxrss),
	OFFSET(rusage, ru_minflt),
	OFFSET(rusage, ru_majflt),
	OFFSET(rusage, ru_nvcsw),
	OFFSET(rusage, ru_nivcsw),
	SIZE(struct rlimit),
	OFFSET(rlimit, rlim_cur),
	OFFSET(rlimit, rlim_max),
	NUMBER(_SC_PAGESIZE),
	NUMBER(_SC_CLK_TCK),
	NUMBER(_SC_NPROCESSORS_CONF),
	NUMBER(_SC_NPROCESSORS_ONLN),
	NUMBER(_SC_THREAD_STACK_MIN),

	/* The kernel's */
	NUMBER(SYS_futex),
	NUMBER(SYS_gettid),
	NUMBER(SYS_getppid),
	NUMBER(SYS_getcpu),
	NUMBER(SYS_getrusage),
	NUMBER(SYS_get_robust_list),
	NUMBER(SYS_sched_yield),
	NUMBER(SYS_sched_getaffinity),
	NUMBER(SYS_sched_setaffinity),
	NUMBER(SYS_madvise),
	NUMBER(SYS_mincore),
	NUMBER(SYS_mmap),
	NUMBER(SYS_prctl),
	NUMBER(SYS_prlimit64),
	NUMBER(SYS_process_vm_readv),
	NUMBER(SYS_tgkill),
	{"FUTEX_WAIT_PRIVATE", LT_FUTEX_WAIT_PRIVATE},
	{"FUTEX_WAKE_PRIVATE", LT_FUTEX_WAKE_PRIVATE},
	{"FUTEX_CMP_REQUEUE_PRIVATE", LT_FUTEX_CMP_REQUEUE_PRIVATE},
	{"FUTEX_PRIVATE_FLAG", 128},
	{"FUTEX_WAIT", 0},
	{"FUTEX_WAKE", 1},
	{"FUTEX_WAIT_BITSET", 9},
	{"FUTEX_BITSET_MATCH_ANY", 0xffffffff},
	NUMBER(RUSAGE_SELF),
	NUMBER(RUSAGE_THREAD),
	NUMBER(CLOCK_MONOTONIC),
	NUMBER(CLOCK_THREAD_CPUTIME_ID),
	NUMBER(CLOCK_PROCESS_CPUTIME_ID),
	NUMBER(RLIMIT_AS),
	NUMBER(RLIMIT_DATA),
	NUMBER(RLIMIT_NPROC),
	NUMBER(RLIMIT_STACK),
	NUMBER(PROT_NONE),
	NUMBER(PROT_READ),
	NUMBER(PROT_WRITE),
	NUMBER(MAP_PRIVATE),
	NUMBER(MAP_ANONYMOUS),
	NUMBER(MAP_NORESERVE),
	NUMBER(MAP_STACK),
	NUMBER(MADV_DONTNEED),
	NUMBER(MADV_HUGEPAGE),
	NUMBER(MADV_NOHUGEPAGE),
	NUMBER(MADV_GUARD_INSTALL),
	NUMBER(MADV_GUARD_REMOVE),
	NUMBER(O_RDONLY),
	NUMBER(O_DIRECTORY),
	NUMBER(O_CLOEXEC),
};

uint32_t lt_abi_version(void)
{
	return LT_ABI_VERSION;
}

int32_t lt_abi_fact(uint32_t index, struct lt_abi_fact *out)
{
	if (!out || out->size != sizeof(*out))
		return -EINVAL;
	if (index >= sizeof(facts) / sizeof(facts[0]))
		return -ENOENT;
	out->reserved = 0;
	for (size_t i = 0; i < LT_NAME_BYTES; i++)
		out->name[i] = facts[index].name[i];
	out->value = facts[index].value;
	return 0;
}
