/* SPDX-License-Identifier: MIT */
/* A token round a parked group: everybody has it as often as planned, and sleeps again. */
#include <errno.h>

#include "park.h"
#include "parked.h"

#define THREADS 24

static struct lt_park_plan ring_plan(uint32_t count)
{
	struct lt_park_plan plan = plan_for(count, CARVED_BYTES, 0);

	plan.flags = LT_PARK_CARVED | LT_PARK_RING;
	/* There no thread can have the token again before it has left the CPU. */
	plan.cpu = world_cpu(0);
	return plan;
}

static struct lt_pass_plan laps(uint64_t count, uint64_t warmup)
{
	return (struct lt_pass_plan){
		.size = sizeof(struct lt_pass_plan),
		.laps = count,
		.warmup_laps = warmup,
	};
}

static int64_t voluntary(int tid)
{
	char value[64] = "-1";

	CHECK(world_task_line(tid, "status", "voluntary_ctxt_switches", value, sizeof(value)));
	return strtoll(value, NULL, 10);
}

static int64_t involuntary(int tid)
{
	char value[64] = "-1";

	CHECK(world_task_line(tid, "status", "nonvoluntary_ctxt_switches", value, sizeof(value)));
	return strtoll(value, NULL, 10);
}

/* Where the token goes from thread to thread, as the group has it. */
static void check_order(struct lt_park *group, const uint32_t *order, uint32_t count)
{
	const struct lt_park_slot *slot = group->ring.first;

	for (uint32_t i = 0; i < count; i++) {
		CHECK_EQ(thread_at(group, order ? order[i] : i).tid, slot->tid);
		slot = slot->next;
	}
	CHECK(slot == group->ring.first);
}

/* One pass, and whether the kernel counted what it says for each thread. */
static void check_pass(struct lt_park *group, const uint32_t *order, uint64_t count,
		       uint64_t warmup)
{
	uint32_t threads = (uint32_t)lt_park_count(group);
	struct lt_pass_result result = {.size = sizeof(result)};
	struct lt_pass_plan plan = laps(count, warmup);
	int64_t lap_ns[64] = {0}, before[256], preempted[256], sum = 0;

	CHECK(all_asleep(group));
	for (uint32_t i = 0; i < threads; i++) {
		before[i] = voluntary(thread_at(group, i).tid);
		preempted[i] = involuntary(thread_at(group, i).tid);
	}
	CHECK_EQ(0, lt_park_pass(group, &plan, order, NULL, lap_ns, &result));
	CHECK(all_asleep(group));
	check_order(group, order, threads);

	CHECK_EQ((int64_t)count, (int64_t)result.laps_done);
	CHECK_EQ((int64_t)count * threads, (int64_t)result.hand_overs);
	for (uint64_t lap = 0; lap < count; lap++) {
		CHECK(lap_ns[lap] > 0);
		sum += lap_ns[lap];
	}
	CHECK_EQ(sum, result.wall_ns);
	CHECK(result.settle_ns >= 0);
	CHECK_EQ(LT_KNOWN_RUSAGE | LT_KNOWN_CPU_TIME, (int64_t)result.counters.known);
	/* A sanitizer's own thread sleeps now and then as well. */
	if (!CHECK_SANITIZED)
		CHECK_RANGE(0, (int64_t)result.hand_overs + 2, (int64_t)result.counters.voluntary);
	if (group->attr.cpu != LT_CPU_ANY)
		CHECK_RANGE((int64_t)result.hand_overs - 2, INT64_MAX,
			    (int64_t)(result.counters.voluntary + result.counters.involuntary));
	CHECK(result.counters.cpu_ns > 0);
	CHECK(result.counters.taken_ns >= result.wall_ns);
	for (uint32_t i = 0; i < threads; i++) {
		int tid = thread_at(group, i).tid;
		int64_t slept = voluntary(tid) - before[i];

		/* Of the untimed laps too; the first thread gets it once more at the end. */
		CHECK_RANGE(0, (int64_t)(count + warmup) + 4, slept);
		if (group->attr.cpu != LT_CPU_ANY)
			CHECK_RANGE((int64_t)(count + warmup), INT64_MAX,
				    slept + involuntary(tid) - preempted[i]);
	}
}

static void every_thread_has_the_token_once_a_lap(void)
{
	struct lt_park_plan plan = ring_plan(THREADS);
	int threads = world_threads_idle();
	struct lt_park *group;

	CHECK_EQ(0, lt_park_create(&plan, &group));
	CHECK(all_asleep(group));
	check_pass(group, NULL, 5, 0);
	check_pass(group, NULL, 3, 2);
	CHECK_EQ(0, lt_park_release(group));
	CHECK_EQ(threads, world_threads_settle(threads));
}

static void the_order_is_the_caller_s(void)
{
	struct lt_park_plan plan = ring_plan(THREADS);
	struct lt_park *group;
	uint32_t order[THREADS];

	CHECK_EQ(0, lt_park_create(&plan, &group));
	for (uint32_t i = 0; i < THREADS; i++)
		order[i] = THREADS - 1 - i;
	check_pass(group, order, 4, 0);
	for (uint32_t i = 0; i < THREADS; i++)
		order[i] = i * 7 % THREADS;
	check_pass(group, order, 2, 1);
	check_pass(group, NULL, 2, 0);
	CHECK_EQ(0, lt_park_release(group));
}

static void a_ring_of_two_and_one_on_ordinary_stacks(void)
{
	struct lt_park_plan plan = ring_plan(2);
	struct lt_park *group;

	plan.flags = LT_PARK_RING;
	CHECK_EQ(0, lt_park_create(&plan, &group));
	check_pass(group, NULL, 50, 0);
	CHECK_EQ(0, lt_park_release(group));
}

static void a_ring_on_any_cpu_counts_the_same(void)
{
	struct lt_park_plan plan = ring_plan(THREADS);
	struct lt_park *group;

	plan.cpu = LT_CPU_ANY;
	CHECK_EQ(0, lt_park_create(&plan, &group));
	check_pass(group, NULL, 10, 1);
	CHECK_EQ(0, lt_park_release(group));
}

static void a_ring_grows_between_passes(void)
{
	struct lt_park_plan plan = ring_plan(0);
	struct lt_park *group;

	CHECK_EQ(0, lt_park_create(&plan, &group));
	CHECK_EQ(0, lt_park_grow(group, 3));
	check_pass(group, NULL, 4, 0);
	CHECK_EQ(0, lt_park_grow(group, 40));
	CHECK_EQ(0, lt_park_grow(group, 1));
	check_pass(group, NULL, 4, 0);
	CHECK_EQ(0, lt_park_grow(group, 5));
	CHECK_EQ(0, lt_park_release(group)); /* with threads that the ring does not go through */
}

struct stopper {
	struct lt_park *group;
	int32_t stop;
	int64_t switches; /* switches of the first thread, after which to stop */
};

/* Sets the flag once the first thread was seen to have been switched so often. */
static void *stop_later(void *arg)
{
	struct stopper *stopper = arg;
	int tid = thread_at(stopper->group, 0).tid;

	while (voluntary(tid) + involuntary(tid) < stopper->switches)
		sched_yield();
	__atomic_store_n(&stopper->stop, 1, __ATOMIC_RELAXED);
	return NULL;
}

static void a_stop_leaves_everybody_asleep_and_the_ring_whole(void)
{
	struct lt_park_plan plan = ring_plan(100);
	const uint64_t many = 1000000;
	struct lt_pass_plan pass = laps(many, 0);
	int threads = world_threads_idle();
	int64_t *lap_ns = calloc(many, sizeof(*lap_ns));
	struct lt_park *group;

	CHECK_EQ(0, lt_park_create(&plan, &group));
	for (int i = 0; i < 4; i++) {
		struct lt_pass_result result = {.size = sizeof(result)};
		struct stopper stopper = {.group = group};
		int64_t sum = 0;
		pthread_t thread;

		stopper.switches = voluntary(thread_at(group, 0).tid) +
				   involuntary(thread_at(group, 0).tid) + 3 + i;
		CHECK_EQ(0, pthread_create(&thread, NULL, stop_later, &stopper));
		CHECK_EQ(0, lt_park_pass(group, &pass, NULL, &stopper.stop, lap_ns, &result));
		CHECK_EQ(0, pthread_join(thread, NULL));
		CHECK(result.laps_done < many);
		CHECK_EQ((int64_t)(result.hand_overs / 100), (int64_t)result.laps_done);
		for (uint64_t lap = 0; lap < result.laps_done; lap++)
			sum += lap_ns[lap];
		CHECK_RANGE(sum, INT64_MAX, result.wall_ns);
		CHECK(all_asleep(group));
		/* In the middle of a lap the next one to get the token is known. */
		CHECK_EQ(result.hand_overs % 100 != 0, group->ring.broken);
		CHECK_EQ(thread_at(group, (uint32_t)(result.hand_overs + 1) % 100).tid,
			 group->ring.front->tid);
		if (i == 2)
			check_pass(group, NULL, 3, 0);
	}
	CHECK_EQ(0, lt_park_release(group));
	CHECK_EQ(threads, world_threads_settle(threads));
	free(lap_ns);
}

static void a_broken_lap_goes_on_where_it_stopped(void)
{
	struct lt_park_plan plan = ring_plan(10);
	struct lt_pass_result result = {.size = sizeof(result)};
	struct lt_pass_plan pass = laps(2, 0);
	int64_t lap_ns[2];
	struct lt_park *group;

	CHECK_EQ(0, lt_park_create(&plan, &group));
	CHECK_EQ(0, lt_park_pass(group, &pass, NULL, NULL, lap_ns, &result));
	/* As a stop at the fifth thread leaves it. */
	group->ring.broken = 1;
	group->ring.front = group->ring.first->next->next->next->next->next;
	check_pass(group, NULL, 2, 0);
	CHECK_EQ(0, group->ring.broken);
	CHECK(group->ring.front == group->ring.first->next);
	CHECK_EQ(0, lt_park_release(group));
}

static void a_stop_before_the_start_passes_nothing(void)
{
	struct lt_park_plan plan = ring_plan(10);
	struct lt_pass_plan pass = laps(3, 1);
	int64_t lap_ns[3] = {-1, -1, -1};
	struct lt_park *group;
	int32_t stop = 1;

	CHECK_EQ(0, lt_park_create(&plan, &group));
	for (int i = 0; i < 2; i++) {
		struct lt_pass_result result = {.size = sizeof(result), .laps_done = 7};

		CHECK_EQ(0, lt_park_pass(group, &pass, NULL, &stop, lap_ns, &result));
		CHECK_EQ(0, (int64_t)result.laps_done);
		CHECK_EQ(0, (int64_t)result.hand_overs);
		CHECK_EQ(0, result.wall_ns);
		CHECK_EQ(0, (int64_t)result.counters.known);
		CHECK_EQ(-1, lap_ns[0]);
		/* Then with nothing left to prove. */
		check_pass(group, NULL, 2, 0);
	}
	CHECK_EQ(0, lt_park_release(group));
}

static void bad_passes_are_refused_and_change_nothing(void)
{
	const struct lt_pass_plan good = laps(1, 0);
	struct lt_park_plan plan = ring_plan(3), plain = plan_for(3, STACK_BYTES, 0);
	struct lt_pass_result result, before;
	uint32_t twice[] = {0, 1, 1}, high[] = {0, 1, 3}, right[] = {2, 0, 1};
	struct lt_park *group, *other;
	struct lt_pass_plan pass;
	int64_t lap_ns[1];

	memset(&result, 0x55, sizeof(result));
	result.size = sizeof(result);
	before = result;
	CHECK_EQ(0, lt_park_create(&plan, &group));
	check_pass(group, right, 1, 0);
#define REFUSED(member, value)                                                                     \
	do {                                                                                       \
		pass = good;                                                                       \
		pass.member = value;                                                               \
		CHECK_EQ(-EINVAL, lt_park_pass(group, &pass, NULL, NULL, lap_ns, &result));        \
	} while (0)
	REFUSED(size, 8);
	REFUSED(flags, 1);
	REFUSED(laps, 0);
	REFUSED(laps, UINT64_MAX);
	REFUSED(warmup_laps, UINT64_MAX);
#undef REFUSED
	CHECK_EQ(-EINVAL, lt_park_pass(group, &good, twice, NULL, lap_ns, &result));
	CHECK_EQ(-EINVAL, lt_park_pass(group, &good, high, NULL, lap_ns, &result));
	CHECK_EQ(-EINVAL, lt_park_pass(NULL, &good, NULL, NULL, lap_ns, &result));
	CHECK_EQ(-EINVAL, lt_park_pass(group, NULL, NULL, NULL, lap_ns, &result));
	CHECK_EQ(-EINVAL, lt_park_pass(group, &good, NULL, NULL, NULL, &result));
	CHECK_EQ(-EINVAL, lt_park_pass(group, &good, NULL, NULL, lap_ns, NULL));
	result.size = before.size = 8;
	CHECK_EQ(-EINVAL, lt_park_pass(group, &good, NULL, NULL, lap_ns, &result));
	CHECK(!memcmp(&before, &result, sizeof(result)));
	check_pass(group, right, 1, 0);

	result.size = sizeof(result);
	CHECK_EQ(0, lt_park_create(&plain, &other));
	CHECK_EQ(-EINVAL, lt_park_pass(other, &good, NULL, NULL, lap_ns, &result));
	CHECK_EQ(0, lt_park_release(other));
	plan.count = 1;
	CHECK_EQ(0, lt_park_create(&plan, &other));
	CHECK_EQ(-EINVAL, lt_park_pass(other, &good, NULL, NULL, lap_ns, &result));
	CHECK_EQ(0, lt_park_release(other));

	CHECK_EQ(0, lt_park_wake_all(group));
	CHECK_EQ(0, lt_park_wake_all(group));
	CHECK_EQ(-ECANCELED, lt_park_pass(group, &good, NULL, NULL, lap_ns, &result));
	CHECK_EQ(-ECANCELED, lt_park_grow(group, 1));
	CHECK_EQ(0, lt_park_release(group));
}

int main(void)
{
	world_begin();
	RUN(every_thread_has_the_token_once_a_lap);
	RUN(the_order_is_the_caller_s);
	RUN(a_ring_of_two_and_one_on_ordinary_stacks);
	RUN(a_ring_on_any_cpu_counts_the_same);
	RUN(a_ring_grows_between_passes);
	RUN(a_stop_leaves_everybody_asleep_and_the_ring_whole);
	RUN(a_broken_lap_goes_on_where_it_stopped);
	RUN(a_stop_before_the_start_passes_nothing);
	RUN(bad_passes_are_refused_and_change_nothing);
	return CHECK_DONE();
}
