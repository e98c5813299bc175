/* SPDX-License-Identifier: MIT */
/* Pairs of contexts on one thread: no kernel sees their switches. */
#include "pairs.h"

static const uint32_t solo[] = {LT_PAIR_COROUTINE, LT_PAIR_SWAPCONTEXT};

/* Zero where this machine has the mechanism. */
static int unavailable(uint32_t mechanism)
{
	struct lt_pair_plan plan = plan_for(mechanism, LT_CPU_ANY, LT_CPU_ANY);
	struct lt_pair_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES];
	int got = lt_pair_run(&plan, NULL, samples, &result);

#if defined(__GLIBC__) && (defined(__x86_64__) || defined(__aarch64__))
	/* Nothing but a shadow stack may stand in its way. */
	CHECK(got == 0 || (got == -EOPNOTSUPP && mechanism == LT_PAIR_COROUTINE));
#endif
	return got;
}

static void check_solo(uint32_t mechanism, const struct lt_work *work)
{
	int threads = world_threads_idle(), descriptors = world_descriptors();
	int cpu = world_cpu(0);
	struct lt_pair_plan plan = plan_for(mechanism, cpu, cpu);
	struct lt_pair_result result = {.size = sizeof(result)};
	struct lt_evidence nothing = {.size = sizeof(nothing)};
	rlim_t before, after;
	int64_t samples[BATCHES], sum = 0;

	nothing.counters.size = sizeof(nothing.counters);
	plan.work = *work;
	before = world_address_space();
	CHECK_EQ(0, lt_pair_run(&plan, NULL, samples, &result));
	after = world_address_space();
	CHECK_EQ(BATCHES, (int64_t)result.batches_done);
	CHECK_EQ(BATCHES * ROUND_TRIPS, (int64_t)result.a.operations);
	check_evidence(&result.a, cpu);
	CHECK(!memcmp(&nothing, &result.b, sizeof(nothing)));
	for (int i = 0; i < BATCHES; i++) {
		CHECK(samples[i] > 0);
		sum += samples[i];
	}
	CHECK_RANGE(1, result.wall_ns, sum);
	/* Nobody to wait for: what there is, is preemption by others. */
	CHECK_RANGE(0, 2, (int64_t)result.a.counters.voluntary);
	if (!CHECK_SANITIZED)
		CHECK_EQ((int64_t)before, (int64_t)after);
	CHECK_EQ(threads, world_threads_settle(threads));
	CHECK_EQ(descriptors, world_descriptors());
}

static void check_both(const struct lt_work *work)
{
	int ran = 0;

	for (int i = 0; i < 2; i++) {
		if (unavailable(solo[i]))
			continue;
		check_solo(solo[i], work);
		ran++;
	}
	if (!ran)
		SKIP("neither a switch of ours nor swapcontext(3) here");
}

static void contexts_of_one_thread_hand_over_without_a_switch(void)
{
	const struct lt_work none = {.kind = LT_WORK_NONE};

	check_both(&none);
}

static uint64_t cpu_of_work(uint32_t mechanism)
{
	int cpu = world_cpu(0);
	struct lt_pair_plan plan = plan_for(mechanism, cpu, cpu);
	struct lt_pair_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES];

	plan.batch_round_trips = 10;
	plan.warmup_round_trips = 1;
	plan.work = (struct lt_work){.kind = LT_WORK_COMPUTE, .amount = 50000};
	CHECK_EQ(0, lt_pair_run(&plan, NULL, samples, &result));
	CHECK(samples[0] > 0);
	return result.a.counters.cpu_ns + result.b.counters.cpu_ns;
}

/* As much CPU time on one thread as on two, and not half of it. */
static void each_context_does_its_own_work(void)
{
	const struct lt_work work = {.kind = LT_WORK_COMPUTE, .amount = 10};
	uint64_t threads = cpu_of_work(LT_PAIR_PIPE);

	check_both(&work);
	for (int i = 0; i < 2; i++) {
		if (!unavailable(solo[i]))
			CHECK_RANGE((int64_t)threads * 7 / 10, (int64_t)threads * 15 / 10,
				    (int64_t)cpu_of_work(solo[i]));
	}
}

static void a_stop_ends_them(void)
{
	int32_t stop = 1;

	for (int i = 0; i < 2; i++) {
		struct lt_pair_plan plan = plan_for(solo[i], LT_CPU_ANY, LT_CPU_ANY);
		struct lt_pair_result result = {.size = sizeof(result)};
		int64_t samples[BATCHES];
		int expected = unavailable(solo[i]);

		CHECK_EQ(expected, lt_pair_run(&plan, &stop, samples, &result));
		CHECK_EQ(0, (int64_t)result.batches_done);
	}
}

static void contexts_of_one_thread_on_two_cpus_or_in_two_processes_are_refused(void)
{
	for (int i = 0; i < 2; i++) {
		struct lt_pair_plan plan = plan_for(solo[i], world_cpu(0), LT_CPU_ANY);
		struct lt_pair_result result = {.size = sizeof(result)};
		int64_t samples[BATCHES];

		CHECK_EQ(-EINVAL, lt_pair_run(&plan, NULL, samples, &result));
		plan = plan_for(solo[i], LT_CPU_ANY, LT_CPU_ANY);
		plan.flags = LT_PAIR_PROCESSES;
		CHECK_EQ(-EINVAL, lt_pair_run(&plan, NULL, samples, &result));
	}
}

int main(void)
{
	world_begin();
	RUN(contexts_of_one_thread_hand_over_without_a_switch);
	RUN(each_context_does_its_own_work);
	RUN(a_stop_ends_them);
	RUN(contexts_of_one_thread_on_two_cpus_or_in_two_processes_are_refused);
	return CHECK_DONE();
}
