/* SPDX-License-Identifier: MIT */
/* Timed creation and the loops of one call. */
#include <errno.h>

#include "lt.h"
#include "world.h"

#define BATCHES 10
#define CALLS   300
#define COUNT   40

static struct lt_call_plan call_plan(uint32_t kind, int cpu)
{
	return (struct lt_call_plan){
		.size = sizeof(struct lt_call_plan),
		.policy = LT_POLICY_KEEP,
		.kind = kind,
		.cpu = cpu,
		.batches = BATCHES,
		.batch_calls = CALLS,
		.warmup_calls = 10,
	};
}

static struct lt_create_plan create_plan(int creator_cpu, int child_cpu)
{
	return (struct lt_create_plan){
		.size = sizeof(struct lt_create_plan),
		.creator_cpu = creator_cpu,
		.child_cpu = child_cpu,
		.count = COUNT,
		.warmup = 3,
		.creators = 1,
	};
}

static void check_only_cpu(const uint64_t cpus_seen[LT_CPU_WORDS], int cpu)
{
	for (int word = 0; word < LT_CPU_WORDS; word++) {
		uint64_t expected = cpu / 64 == word ? UINT64_C(1) << (cpu % 64) : 0;

		CHECK_EQ((int64_t)expected, (int64_t)cpus_seen[word]);
	}
}

static void every_call_runs_its_number_without_blocking(void)
{
	int descriptors = world_descriptors(), threads = world_threads_idle();
	int cpu = world_cpu(0);

	for (uint32_t kind = LT_CALL_EMPTY; kind <= LT_CALL_PIPE; kind++) {
		struct lt_call_plan plan = call_plan(kind, cpu);
		struct lt_call_result result = {.size = sizeof(result)};
		int64_t samples[BATCHES], sum = 0;

		CHECK_EQ(0, lt_call_run(&plan, NULL, samples, &result));
		CHECK_EQ(BATCHES, (int64_t)result.batches_done);
		CHECK_EQ(BATCHES * CALLS, (int64_t)result.thread.operations);
		CHECK_EQ(result.thread.ended_ns - result.thread.started_ns, result.wall_ns);
		CHECK(result.thread.counters.known & LT_KNOWN_RUSAGE);
		CHECK_EQ(0, (int64_t)result.thread.counters.voluntary);
		check_only_cpu(result.thread.cpus_seen, cpu);
		for (int i = 0; i < BATCHES; i++) {
			CHECK(samples[i] > 0);
			sum += samples[i];
		}
		CHECK_RANGE(1, result.wall_ns, sum);
	}
	CHECK_EQ(descriptors, world_descriptors());
	CHECK_EQ(threads, world_threads_settle(threads));
}

static void a_window_of_one_batch_is_that_batch(void)
{
	struct lt_call_plan plan = call_plan(LT_CALL_EMPTY, world_cpu(0));
	struct lt_call_result result = {.size = sizeof(result)};
	int64_t sample = 0;

	plan.batches = plan.batch_calls = 1;
	plan.warmup_calls = 0;
	CHECK_EQ(0, lt_call_run(&plan, NULL, &sample, &result));
	CHECK_RANGE(1, INT64_MAX, sample);
	CHECK_EQ(sample, result.wall_ns);
}

static void a_stopped_call_loop_says_how_far_it_came(void)
{
	struct lt_call_plan plan = call_plan(LT_CALL_NULL, LT_CPU_ANY);
	struct lt_call_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES] = {-1};
	int32_t stop = 1;

	CHECK_EQ(0, lt_call_run(&plan, &stop, samples, &result));
	CHECK_EQ(0, (int64_t)result.batches_done);
	CHECK_EQ(0, (int64_t)result.thread.operations);
	CHECK_EQ(-1, samples[0]);
}

static void bad_call_plans_are_refused(void)
{
	const struct lt_call_plan good = call_plan(LT_CALL_PIPE, LT_CPU_ANY);
	int descriptors = world_descriptors();
	struct lt_call_result result, before;
	struct lt_call_plan plan;
	int64_t samples[BATCHES];

	memset(&result, 0x55, sizeof(result));
	result.size = sizeof(result);
	before = result;
#define REFUSED(member, value)                                                                     \
	do {                                                                                       \
		plan = good;                                                                       \
		plan.member = value;                                                               \
		CHECK_EQ(-EINVAL, lt_call_run(&plan, NULL, samples, &result));                     \
	} while (0)
	REFUSED(size, 0);
	REFUSED(flags, 4);
	REFUSED(kind, 0);
	REFUSED(kind, LT_CALL_PIPE + 1);
	REFUSED(cpu, -2);
	REFUSED(cpu, LT_MAX_CPUS);
	REFUSED(stack_size, 1);
	REFUSED(batches, 0);
	REFUSED(batch_calls, 0);
	REFUSED(batches, UINT64_MAX);
	REFUSED(warmup_calls, UINT64_MAX);
#undef REFUSED
	CHECK(!memcmp(&before, &result, sizeof(result)));
	CHECK_EQ(-EINVAL, lt_call_run(NULL, NULL, samples, &result));
	CHECK_EQ(-EINVAL, lt_call_run(&good, NULL, NULL, &result));
	CHECK_EQ(-EINVAL, lt_call_run(&good, NULL, samples, NULL));
	result.size = 1;
	CHECK_EQ(-EINVAL, lt_call_run(&good, NULL, samples, &result));
	CHECK_EQ(descriptors, world_descriptors());
}

static void creation_times_are_in_order(void)
{
	int creator_cpu = world_cpu(0);
	int child_cpu = world_cpu(1) >= 0 ? world_cpu(1) : world_cpu(0);
	struct lt_create_plan plan = create_plan(creator_cpu, child_cpu);
	struct lt_create_result result = {.size = sizeof(result)};
	struct lt_evidence creator;
	int64_t returned[COUNT], first[COUNT], joined[COUNT], sum = 0;
	int threads = world_threads_idle();

	CHECK_EQ(0, lt_create_run(&plan, NULL, returned, first, joined, &creator, &result));
	CHECK_EQ(COUNT, (int64_t)result.created);
	CHECK_EQ(COUNT, (int64_t)creator.operations);
	check_only_cpu(creator.cpus_seen, creator_cpu);
	check_only_cpu(result.child_cpus_seen, child_cpu);
	CHECK(creator.counters.known & LT_KNOWN_RUSAGE);
	for (int i = 0; i < COUNT; i++) {
		CHECK(returned[i] > 0);
		CHECK(first[i] > 0);
		CHECK(returned[i] < joined[i]);
		CHECK(first[i] < joined[i]);
		sum += joined[i];
	}
	CHECK_RANGE(1, result.wall_ns, sum);
	CHECK_EQ(threads, world_threads_settle(threads));
}

/* On one CPU the child can't have run to its end before join waits, save by preempting. */
static void joining_on_one_cpu_blocks_the_creator(void)
{
	int cpu = world_cpu(0);
	struct lt_create_plan plan = create_plan(cpu, LT_CPU_ANY);
	struct lt_create_result result = {.size = sizeof(result)};
	struct lt_evidence creator;
	int64_t returned[COUNT], first[COUNT], joined[COUNT];

	CHECK_EQ(0, lt_create_run(&plan, NULL, returned, first, joined, &creator, &result));
	check_only_cpu(result.child_cpus_seen, cpu); /* inherited from the creator */
	CHECK_RANGE(COUNT, INT64_MAX,
		    (int64_t)(creator.counters.voluntary + creator.counters.involuntary));
}

static void a_stopped_creation_says_how_far_it_came(void)
{
	struct lt_create_plan plan = create_plan(LT_CPU_ANY, LT_CPU_ANY);
	struct lt_create_result result = {.size = sizeof(result)};
	struct lt_evidence creator;
	int64_t times[COUNT] = {-1};
	int32_t stop = 1;

	CHECK_EQ(0, lt_create_run(&plan, &stop, times, times, times, &creator, &result));
	CHECK_EQ(0, (int64_t)result.created);
	CHECK_EQ(-1, times[0]);
}

static void bad_creation_plans_are_refused(void)
{
	const struct lt_create_plan good = create_plan(LT_CPU_ANY, LT_CPU_ANY);
	struct lt_create_result result, before;
	struct lt_evidence creator;
	int threads = world_threads_idle();
	struct lt_create_plan plan;
	int64_t t[COUNT];

	memset(&result, 0x55, sizeof(result));
	result.size = sizeof(result);
	before = result;
#define REFUSED(member, value)                                                                     \
	do {                                                                                       \
		plan = good;                                                                       \
		plan.member = value;                                                               \
		CHECK_EQ(-EINVAL, lt_create_run(&plan, NULL, t, t, t, &creator, &result));         \
	} while (0)
	REFUSED(size, 0);
	REFUSED(flags, 2);
	REFUSED(guard_size, 4096); /* without the flag */
	REFUSED(creators, 0);
	REFUSED(reserved, 1);
	REFUSED(creator_cpu, -2);
	REFUSED(creator_cpu, LT_MAX_CPUS);
	REFUSED(child_cpu, LT_MAX_CPUS);
	REFUSED(stack_size, 1);
	REFUSED(count, 0);
	REFUSED(count, UINT64_MAX);
	REFUSED(warmup, UINT64_MAX);
	if (sysconf(_SC_NPROCESSORS_CONF) < LT_MAX_CPUS) {
		REFUSED(creator_cpu, LT_MAX_CPUS - 1);
		REFUSED(child_cpu, LT_MAX_CPUS - 1);
	}
#undef REFUSED
	CHECK(!memcmp(&before, &result, sizeof(result)));
	CHECK_EQ(-EINVAL, lt_create_run(NULL, NULL, t, t, t, &creator, &result));
	CHECK_EQ(-EINVAL, lt_create_run(&good, NULL, NULL, t, t, &creator, &result));
	CHECK_EQ(-EINVAL, lt_create_run(&good, NULL, t, NULL, t, &creator, &result));
	CHECK_EQ(-EINVAL, lt_create_run(&good, NULL, t, t, NULL, &creator, &result));
	CHECK_EQ(-EINVAL, lt_create_run(&good, NULL, t, t, t, NULL, &result));
	CHECK_EQ(-EINVAL, lt_create_run(&good, NULL, t, t, t, &creator, NULL));
	CHECK_EQ(threads, world_threads_settle(threads));
}

int main(void)
{
	world_begin();
	RUN(every_call_runs_its_number_without_blocking);
	RUN(a_window_of_one_batch_is_that_batch);
	RUN(a_stopped_call_loop_says_how_far_it_came);
	RUN(bad_call_plans_are_refused);
	RUN(creation_times_are_in_order);
	RUN(joining_on_one_cpu_blocks_the_creator);
	RUN(a_stopped_creation_says_how_far_it_came);
	RUN(bad_creation_plans_are_refused);
	return CHECK_DONE();
}
