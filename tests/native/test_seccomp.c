/* SPDX-License-Identifier: MIT */
/* Pairs whose hand-over is a system call that the other thread answers. */
#include "pairs.h"

#define ALL (BATCHES * ROUND_TRIPS)

static const uint32_t notifying[] = {LT_PAIR_SECCOMP, LT_PAIR_SECCOMP_SYNC};

/*
 * 0 where this machine has the mechanism. What may stand in its way is known: an old kernel, a
 * sandbox that forbids the call, one that listens to us itself, an emulator.
 */
static int unavailable(uint32_t mechanism)
{
	struct lt_pair_plan plan = plan_for(mechanism, LT_CPU_ANY, LT_CPU_ANY);
	struct lt_pair_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES];
	int got = lt_pair_run(&plan, NULL, samples, &result);

	CHECK(got == 0 || got == -ENOSYS || got == -EPERM || got == -EACCES || got == -EBUSY ||
	      (got == -EOPNOTSUPP && mechanism == LT_PAIR_SECCOMP_SYNC));
	return got;
}

#define NEEDS(mechanism)                                                                           \
	do {                                                                                       \
		int missing = unavailable(mechanism);                                              \
                                                                                                   \
		if (missing)                                                                       \
			SKIP("refused here: errno %d", -missing);                                  \
	} while (0)

static void check_counts(uint32_t mechanism)
{
	int threads = world_threads_idle(), descriptors = world_descriptors();
	int cpu = world_cpu(0);
	struct lt_pair_plan plan = plan_for(mechanism, cpu, cpu);
	struct lt_pair_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES];
	int64_t counted;

	plan.policy = SCHED_BATCH;
	CHECK_EQ(0, lt_pair_run(&plan, NULL, samples, &result));
	CHECK_EQ(BATCHES, (int64_t)result.batches_done);
	CHECK_EQ(ALL, (int64_t)result.a.operations);
	CHECK_EQ(ALL, (int64_t)result.b.operations);
	check_evidence(&result.a, cpu);
	check_evidence(&result.b, cpu);
	CHECK_EQ(threads, world_threads_settle(threads));
	CHECK_EQ(descriptors, world_descriptors());
	counted = (int64_t)(switches(&result.a) + switches(&result.b)) * 1000 / ALL;
	if ((counted < 1960 || counted > 2040) && contaminated(&result))
		SKIP("other tasks ran on this CPU: %" PRId64 " switches in 1000", counted);
	CHECK_RANGE(1960, 2040, counted);
}

static void a_notified_call_on_one_cpu_switches_twice(void)
{
	NEEDS(LT_PAIR_SECCOMP);
	check_counts(LT_PAIR_SECCOMP);
}

static void a_notified_call_with_synchronous_wake_ups_switches_twice(void)
{
	NEEDS(LT_PAIR_SECCOMP_SYNC);
	check_counts(LT_PAIR_SECCOMP_SYNC);
}

static void only_the_measured_thread_is_filtered(void)
{
	char value[32];

	NEEDS(LT_PAIR_SECCOMP);
	CHECK(world_task_line(getpid(), "status", "Seccomp_filters", value, sizeof(value)));
	CHECK_EQ(0, atoi(value));
	CHECK(world_task_line(getpid(), "status", "NoNewPrivs", value, sizeof(value)));
	CHECK_EQ(0, atoi(value));
	CHECK(getppid() > 0);
}

static void check_ends(uint32_t mechanism, uint32_t flags)
{
	int threads = world_threads_idle(), descriptors = world_descriptors();
	struct lt_pair_plan plan = plan_for(mechanism, LT_CPU_ANY, LT_CPU_ANY);
	struct lt_pair_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES];
	int32_t stop = 1;

	plan.flags = flags;
	/* A stops before its first batch, while B waits for it in the kernel. */
	CHECK_EQ(0, lt_pair_run(&plan, &stop, samples, &result));
	CHECK_EQ(0, (int64_t)result.b.operations);
	/* A cannot be pinned: there is no listener for B. Then B cannot: nobody answers A. */
	plan.cpu_a = LT_MAX_CPUS - 1;
	CHECK_EQ(-EINVAL, lt_pair_run(&plan, NULL, samples, &result));
	plan = plan_for(mechanism, LT_CPU_ANY, LT_MAX_CPUS - 1);
	plan.flags = flags;
	CHECK_EQ(-EINVAL, lt_pair_run(&plan, NULL, samples, &result));
	CHECK_EQ(threads, world_threads_settle(threads));
	CHECK_EQ(descriptors, world_descriptors());
}

static void whoever_leaves_the_other_gets_out(void)
{
	if (sysconf(_SC_NPROCESSORS_CONF) >= LT_MAX_CPUS)
		SKIP("this machine has every CPU");
	for (int i = 0; i < 2; i++) {
		NEEDS(notifying[i]);
		check_ends(notifying[i], 0);
		check_ends(notifying[i], LT_PAIR_PROCESSES);
	}
}

/* B gets the listener's descriptor by a message, which the kernel drops if there is no number. */
static void without_a_descriptor_for_b(void)
{
	struct lt_pair_plan plan = plan_for(LT_PAIR_SECCOMP, LT_CPU_ANY, LT_CPU_ANY);
	struct lt_pair_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES];
	int highest = dup(0);

	/*
	 * The sockets take two numbers and A's listener one. B's comes while A closes its own, so
	 * that with three it may find room or not.
	 */
	for (rlim_t room = 3; room > 0; room--) {
		int got;

		CHECK_EQ(0, world_limit(RLIMIT_NOFILE, (rlim_t)highest + 1 + room));
		got = lt_pair_run(&plan, NULL, samples, &result);
		CHECK(got == -EMFILE || (got == 0 && room == 3));
		CHECK_EQ(highest + 1, dup(0)); /* everything is closed again */
		close(highest + 1);
	}
}

static void a_listener_that_cannot_be_had_leaves_nobody_waiting(void)
{
	NEEDS(LT_PAIR_SECCOMP);
	world_child(without_a_descriptor_for_b);
}

static void each_side_works_before_it_hands_over(void)
{
	struct lt_pair_plan plan = plan_for(LT_PAIR_SECCOMP, LT_CPU_ANY, LT_CPU_ANY);
	struct lt_pair_result idle = {.size = sizeof(idle)}, busy = {.size = sizeof(busy)};
	int64_t samples[BATCHES];

	NEEDS(LT_PAIR_SECCOMP);
	plan.batch_round_trips = 10;
	CHECK_EQ(0, lt_pair_run(&plan, NULL, samples, &idle));
	plan.work = (struct lt_work){.kind = LT_WORK_COMPUTE, .amount = 100000};
	CHECK_EQ(0, lt_pair_run(&plan, NULL, samples, &busy));
	CHECK(busy.a.counters.cpu_ns > 2 * idle.a.counters.cpu_ns);
	CHECK(busy.b.counters.cpu_ns > 2 * idle.b.counters.cpu_ns);
}

int main(void)
{
	world_begin();
	RUN(a_notified_call_on_one_cpu_switches_twice);
	RUN(a_notified_call_with_synchronous_wake_ups_switches_twice);
	RUN(only_the_measured_thread_is_filtered);
	RUN(whoever_leaves_the_other_gets_out);
	RUN(a_listener_that_cannot_be_had_leaves_nobody_waiting);
	RUN(each_side_works_before_it_hands_over);
	return CHECK_DONE();
}
