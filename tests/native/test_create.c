/* SPDX-License-Identifier: MIT */
/* Creation by many at once, and creation step by step. */
#include <errno.h>

#include "lt.h"
#include "world.h"

#define COUNT    30
#define CREATORS 3

static struct lt_create_plan create_plan(uint32_t creators)
{
	return (struct lt_create_plan){
		.size = sizeof(struct lt_create_plan),
		.creator_cpu = LT_CPU_ANY,
		.child_cpu = LT_CPU_ANY,
		.stack_size = 256 << 10,
		.count = COUNT,
		.warmup = 2,
		.creators = creators,
	};
}

static void every_creator_creates_its_share(void)
{
	struct lt_create_plan plan = create_plan(CREATORS);
	struct lt_create_result result = {.size = sizeof(result)};
	int64_t returned[CREATORS * COUNT] = {0}, first[CREATORS * COUNT] = {0},
				    joined[CREATORS * COUNT] = {0};
	struct lt_evidence evidence[CREATORS];
	int threads = world_threads_idle();
	int64_t began = INT64_MAX, ended = 0;

	CHECK_EQ(0, lt_create_run(&plan, NULL, returned, first, joined, evidence, &result));
	CHECK_EQ(CREATORS * COUNT, (int64_t)result.created);
	for (int i = 0; i < CREATORS; i++) {
		CHECK_EQ(sizeof(evidence[i]), evidence[i].size);
		CHECK_EQ(COUNT, (int64_t)evidence[i].operations);
		CHECK(evidence[i].counters.known & LT_KNOWN_RUSAGE);
		for (int k = 0; k < i; k++)
			CHECK(evidence[i].tid != evidence[k].tid);
		if (evidence[i].started_ns < began)
			began = evidence[i].started_ns;
		if (evidence[i].ended_ns > ended)
			ended = evidence[i].ended_ns;
	}
	CHECK_EQ(ended - began, result.wall_ns);
	for (int i = 0; i < CREATORS * COUNT; i++) {
		CHECK(returned[i] > 0 && returned[i] < joined[i]);
		CHECK(first[i] > 0 && first[i] < joined[i]);
		CHECK(joined[i] <= result.wall_ns);
	}
	CHECK_EQ(threads, world_threads_settle(threads));
}

static void the_process_s_counters_have_the_children_s_in_them(void)
{
	struct lt_create_plan plan = create_plan(1);
	struct lt_create_result result = {.size = sizeof(result)};
	int64_t times[COUNT];
	struct lt_evidence creator;

	/* More than the C library caches, so that every stack is new. */
	plan.stack_size = 64 << 20;
	CHECK_EQ(0, lt_create_run(&plan, NULL, times, times, times, &creator, &result));
	CHECK_EQ(LT_KNOWN_RUSAGE | LT_KNOWN_CPU_TIME, (int64_t)result.process.known);
	/* The creator writes the descriptor, the child its first frame. */
	if (!CHECK_SANITIZED)
		CHECK_RANGE(COUNT, INT64_MAX, (int64_t)creator.counters.minor_faults);
	CHECK_RANGE((int64_t)creator.counters.minor_faults + COUNT, INT64_MAX,
		    (int64_t)result.process.minor_faults);
	CHECK(result.process.cpu_ns > creator.counters.cpu_ns);
	CHECK(result.process.taken_ns >= result.wall_ns);
}

static void a_guard_that_cannot_be_is_refused(void)
{
	struct lt_create_plan plan = create_plan(2);
	struct lt_create_result result = {.size = sizeof(result)};
	int64_t times[2 * COUNT];
	struct lt_evidence evidence[2];
	int threads = world_threads_idle();

	plan.flags = LT_CREATE_GUARD;
	plan.guard_size = UINT64_MAX / 4;
	CHECK(0 > lt_create_run(&plan, NULL, times, times, times, evidence, &result));
	plan.guard_size = plan.stack_size / 2;
	CHECK_EQ(0, lt_create_run(&plan, NULL, times, times, times, evidence, &result));
	CHECK_EQ(threads, world_threads_settle(threads));
}

static void a_stop_ends_every_creator(void)
{
	struct lt_create_plan plan = create_plan(CREATORS);
	struct lt_create_result result = {.size = sizeof(result)};
	int64_t times[CREATORS * COUNT] = {-1};
	struct lt_evidence evidence[CREATORS];
	int32_t stop = 1;

	CHECK_EQ(0, lt_create_run(&plan, &stop, times, times, times, evidence, &result));
	CHECK_EQ(0, (int64_t)result.created);
	CHECK_EQ(-1, times[0]);
	for (int i = 0; i < CREATORS; i++)
		CHECK_EQ(0, (int64_t)evidence[i].operations);
}

static struct lt_steps_plan steps_plan(void)
{
	return (struct lt_steps_plan){
		.size = sizeof(struct lt_steps_plan),
		.creator_cpu = LT_CPU_ANY,
		.stack_size = 8 << 20,
		.guard_size = 4096,
		.count = COUNT,
		.warmup = 2,
	};
}

#define SKIP_WITHOUT_STEPS()                                                                       \
	do {                                                                                       \
		if (CHECK_SANITIZED)                                                               \
			SKIP("a sanitizer knows nothing of threads that clone makes");             \
	} while (0)

static void every_step_takes_its_time(void)
{
	struct lt_steps_plan plan = steps_plan();
	struct lt_steps_result result = {.size = sizeof(result)};
	int64_t steps[LT_STEPS][COUNT] = {{0}}, sum = 0;
	int threads = world_threads_idle();
	int before;
	int err;

	SKIP_WITHOUT_STEPS();
	/* So that the creator's own stack is in the C library's cache. */
	err = lt_create_steps_run(&plan, NULL, &steps[0][0], &result);
	if (err == -ENOSYS)
		SKIP("no clone of ours for this architecture");
	before = world_mappings();
	memset(steps, 0, sizeof(steps));
	CHECK_EQ(0, lt_create_steps_run(&plan, NULL, &steps[0][0], &result));
	CHECK_EQ(COUNT, (int64_t)result.created);
	CHECK_EQ(COUNT, (int64_t)result.creator.operations);
	for (int i = 0; i < COUNT; i++) {
		for (uint32_t step = 0; step < LT_STEPS; step++)
			CHECK(steps[step][i] > 0);
		CHECK(steps[LT_STEP_CLONE][i] < steps[LT_STEP_JOIN][i]);
		CHECK(steps[LT_STEP_FIRST][i] < steps[LT_STEP_JOIN][i]);
		sum += steps[LT_STEP_MAP][i] + steps[LT_STEP_GUARD][i] + steps[LT_STEP_TOUCH][i] +
		       steps[LT_STEP_JOIN][i] + steps[LT_STEP_UNMAP][i];
	}
	CHECK_RANGE(sum, INT64_MAX, result.wall_ns);
	/* The touch is a fault of the creator's, each time anew, since the stack is new. */
	CHECK_RANGE(COUNT, INT64_MAX, (int64_t)result.creator.counters.minor_faults);
	/* And the child's first push is one of its own. */
	CHECK_RANGE((int64_t)result.creator.counters.minor_faults + COUNT, INT64_MAX,
		    (int64_t)result.process.minor_faults);
	CHECK_EQ(before, world_mappings());
	CHECK_EQ(threads, world_threads_settle(threads));
}

static void steps_on_one_cpu_and_with_or_without_a_guard(void)
{
	struct lt_steps_plan plan = steps_plan();
	struct lt_steps_result result = {.size = sizeof(result)};
	int64_t steps[LT_STEPS * COUNT];

	SKIP_WITHOUT_STEPS();
	plan.creator_cpu = world_cpu(0);
	plan.stack_size = 64 << 10;
	plan.guard_size = 64 << 20;
	if (lt_create_steps_run(&plan, NULL, steps, &result) == -ENOSYS)
		SKIP("no clone of ours for this architecture");
	CHECK_EQ(COUNT, (int64_t)result.created);
	CHECK_EQ(INT64_C(1) << (plan.creator_cpu % 64),
		 (int64_t)result.creator.cpus_seen[plan.creator_cpu / 64]);
	plan.guard_size = 0;
	CHECK_EQ(0, lt_create_steps_run(&plan, NULL, steps, &result));
}

static void a_stopped_run_of_steps_says_how_far_it_came(void)
{
	struct lt_steps_plan plan = steps_plan();
	struct lt_steps_result result = {.size = sizeof(result)};
	int64_t steps[LT_STEPS * COUNT] = {-1};
	int32_t stop = 1;

	SKIP_WITHOUT_STEPS();
	if (lt_create_steps_run(&plan, &stop, steps, &result) == -ENOSYS)
		SKIP("no clone of ours for this architecture");
	CHECK_EQ(0, (int64_t)result.created);
	CHECK_EQ(-1, steps[0]);
}

static void with_few_tasks(void)
{
	struct lt_create_plan plan = create_plan(4);
	struct lt_steps_plan steps = steps_plan();
	struct lt_create_result result = {.size = sizeof(result)};
	struct lt_steps_result steps_result = {.size = sizeof(steps_result)};
	static int64_t times[LT_STEPS * COUNT];
	struct lt_evidence evidence[4];
	int mappings;

	plan.count = 1;
	/* Fills the C library's cache, so that afterwards only what leaks is new. */
	CHECK_EQ(0, lt_create_run(&plan, NULL, times, times, times, evidence, &result));
	world_threads_settle(1);
	CHECK_EQ(0, world_tasks(3));
	mappings = world_mappings();
	/* The third creator finds no room. */
	CHECK_EQ(-EAGAIN, lt_create_run(&plan, NULL, times, times, times, evidence, &result));
	CHECK_EQ(1, world_threads_settle(1));
	/* Both creators have room, but none of their children. */
	plan.creators = 2;
	CHECK_EQ(-EAGAIN, lt_create_run(&plan, NULL, times, times, times, evidence, &result));
	CHECK_EQ(1, world_threads_settle(1));
	CHECK_EQ(0, world_limit(RLIMIT_NPROC, 2));
	CHECK_EQ(-EAGAIN, lt_create_steps_run(&steps, NULL, times, &steps_result));
	CHECK_EQ(1, world_threads_settle(1));
	CHECK_RANGE(0, mappings, world_mappings());
}

static void a_limit_in_the_middle_leaves_nothing(void)
{
	SKIP_WITHOUT_STEPS();
	if (geteuid() != 0)
		SKIP("only root can become a user without other tasks");
	world_child(with_few_tasks);
}

static void bad_step_plans_are_refused(void)
{
	const struct lt_steps_plan good = steps_plan();
	struct lt_steps_result result, before;
	int64_t steps[LT_STEPS * COUNT];
	struct lt_steps_plan plan;

	memset(&result, 0x55, sizeof(result));
	result.size = sizeof(result);
	before = result;
	plan = good;
	if (!CHECK_SANITIZED) {
		plan.size = 0;
		CHECK_EQ(-EINVAL, lt_create_steps_run(&plan, NULL, steps, &result));
		plan = good;
		plan.count = 1;
		if (lt_create_steps_run(&plan, NULL, steps, &result) == -ENOSYS)
			SKIP("no clone of ours for this architecture");
		result = before;
	}
#define REFUSED(member, value)                                                                     \
	do {                                                                                       \
		plan = good;                                                                       \
		plan.member = value;                                                               \
		CHECK_EQ(-EINVAL, lt_create_steps_run(&plan, NULL, steps, &result));               \
	} while (0)
	REFUSED(flags, 1);
	REFUSED(reserved, 1);
	REFUSED(creator_cpu, LT_MAX_CPUS);
	REFUSED(stack_size, 4096);
	REFUSED(stack_size, UINT64_MAX);
	REFUSED(guard_size, UINT64_MAX);
	REFUSED(count, 0);
	REFUSED(count, UINT64_MAX / 2);
	REFUSED(warmup, UINT64_MAX);
#undef REFUSED
	CHECK_EQ(-EINVAL, lt_create_steps_run(NULL, NULL, steps, &result));
	CHECK_EQ(-EINVAL, lt_create_steps_run(&good, NULL, NULL, &result));
	CHECK_EQ(-EINVAL, lt_create_steps_run(&good, NULL, steps, NULL));
	CHECK(!memcmp(&before, &result, sizeof(result)));
}

int main(void)
{
	world_begin();
	RUN(every_creator_creates_its_share);
	RUN(the_process_s_counters_have_the_children_s_in_them);
	RUN(a_guard_that_cannot_be_is_refused);
	RUN(a_stop_ends_every_creator);
	RUN(every_step_takes_its_time);
	RUN(steps_on_one_cpu_and_with_or_without_a_guard);
	RUN(a_stopped_run_of_steps_says_how_far_it_came);
	RUN(a_limit_in_the_middle_leaves_nothing);
	RUN(bad_step_plans_are_refused);
	return CHECK_DONE();
}
