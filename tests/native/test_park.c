/* SPDX-License-Identifier: MIT */
/* Parked groups: what they promise about their stacks, and that they leave nothing behind. */
#include <errno.h>

#include "parked.h"

static void parked_threads_are_asleep_and_known(void)
{
	struct lt_park_plan plan = plan_for(50, STACK_BYTES, 0);
	int threads = world_threads_idle();
	struct lt_park *group = NULL;
	char value[64];

	CHECK_EQ(0, lt_park_create(&plan, &group));
	CHECK_EQ(threads + 50, world_threads());
	CHECK_EQ(50, lt_park_count(group));
	for (uint32_t i = 0; i < 50; i++) {
		struct lt_parked_thread thread = thread_at(group, i);

		CHECK(world_task_line(thread.tid, "status", "State", value, sizeof(value)));
		CHECK_EQ('S', value[0]);
		/* Everything but KILL, STOP and the two signals that the C library keeps. */
		CHECK(world_task_line(thread.tid, "status", "SigBlk", value, sizeof(value)));
		CHECK_EQ((int64_t)(~UINT64_C(0) & ~(UINT64_C(1) << 8) & ~(UINT64_C(1) << 18) &
				   ~(UINT64_C(7) << 31)),
			 (int64_t)(strtoull(value, NULL, 16) & ~(UINT64_C(7) << 31)));
		CHECK(thread.stack_low < thread.touched_low);
		CHECK_EQ((int64_t)thread.frame, (int64_t)thread.touched_low);
		CHECK(thread.frame < thread.stack_high);
		/* musl adds its guard to what it takes, and TSan enlarges stacks for its own use.
		 */
		CHECK_RANGE(STACK_BYTES - 4096, CHECK_SANITIZED ? INT64_MAX : STACK_BYTES + 8192,
			    (int64_t)(thread.stack_high - thread.stack_low));
		for (uint32_t j = 0; j < i; j++)
			CHECK(thread_at(group, j).tid != thread.tid);
	}
	CHECK_EQ(0, lt_park_release(group));
	CHECK_EQ(threads, world_threads_settle(threads));
}

/*
 * On the CPU of its creator a thread that announces itself is often preempted by the creator it
 * wakes: it has then arrived, but it is not asleep.
 */
static void a_thread_on_the_creators_cpu_is_asleep_too(void)
{
	struct lt_park_plan plan = plan_for(1, STACK_BYTES, 0);
	cpu_set_t before, one;
	char value[64] = "";

	plan.cpu = world_cpu(0);
	CPU_ZERO(&one);
	CPU_SET((size_t)plan.cpu, &one);
	CHECK_EQ(0, sched_getaffinity(0, sizeof(before), &before));
	CHECK_EQ(0, sched_setaffinity(0, sizeof(one), &one));
	for (int i = 0; i < 300; i++) {
		struct lt_park *group;

		CHECK_EQ(0, lt_park_create(&plan, &group));
		CHECK(world_task_line(thread_at(group, 0).tid, "status", "State", value,
				      sizeof(value)));
		CHECK_EQ('S', value[0]);
		CHECK_EQ(0, lt_park_release(group));
	}
	CHECK_EQ(0, sched_setaffinity(0, sizeof(before), &before));
}

static void touched_bytes_are_resident(void)
{
	const uint64_t stack = 512 << 10, touch = 64 * page_size();
	struct lt_park_plan plan = plan_for(8, stack, 0);
	struct lt_parked_thread thread;
	struct lt_park *group;
	uint64_t untouched = 0;

	/* The same stacks come back from the C library's cache the second time. */
	CHECK_EQ(0, lt_park_create(&plan, &group));
	for (uint32_t i = 0; i < 8; i++) {
		thread = thread_at(group, i);
		untouched += resident_pages(thread.stack_low, thread.stack_high);
	}
	CHECK_EQ(0, lt_park_release(group));
	if (untouched > 8 * 16)
		SKIP("stacks are resident before they are touched (huge pages, or a sanitizer's "
		     "stack)");

	plan.touch_bytes = touch;
	CHECK_EQ(0, lt_park_create(&plan, &group));
	for (uint32_t i = 0; i < 8; i++) {
		uint64_t resident;

		thread = thread_at(group, i);
		CHECK_RANGE((int64_t)touch, (int64_t)touch + 1024,
			    (int64_t)(thread.frame - thread.touched_low));
		CHECK_EQ((int64_t)((page_of(thread.frame) - page_of(thread.touched_low)) /
				   page_size()) +
				 1,
			 (int64_t)resident_pages(thread.touched_low, thread.frame));
		resident = resident_pages(thread.stack_low, thread.stack_high);
		CHECK_RANGE(64, 64 + 8, (int64_t)(resident - untouched / 8 + 1));
	}
	CHECK_EQ(0, lt_park_release(group));
}

static void a_touch_that_fills_the_stack_fits_and_one_more_page_does_not(void)
{
	struct lt_park_plan plan = plan_for(2, 256 << 10, page_size());
	struct lt_park *group = NULL, *none = NULL;
	struct lt_parked_thread thread;
	int threads = world_threads_idle();

	CHECK_EQ(0, lt_park_create(&plan, &group));
	thread = thread_at(group, 0);
	CHECK_EQ(0, lt_park_release(group));

	plan.touch_bytes = thread.frame - thread.stack_low - page_size();
	CHECK_EQ(0, lt_park_create(&plan, &group));
	CHECK_EQ(2, lt_park_count(group));
	CHECK_EQ(0, lt_park_release(group));

	plan.touch_bytes += page_size();
	CHECK_EQ(-E2BIG, lt_park_create(&plan, &none));
	CHECK(none == NULL);
	CHECK_EQ(threads, world_threads_settle(threads));
}

static void guards_are_as_wished(void)
{
	struct lt_park_plan plan = plan_for(1, 256 << 10, 0);
	struct lt_parked_thread thread;
	struct lt_park *group;
	pthread_attr_t attr;
	size_t usual = 0;

	plan.flags = LT_PARK_GUARD;
	plan.guard_size = 32 * page_size();
	CHECK_EQ(0, lt_park_create(&plan, &group));
	thread = thread_at(group, 0);
	CHECK_EQ((int64_t)plan.guard_size, (int64_t)thread.guard_bytes);
	/* A glibc that installs guards with madvise has them inside the mapping. */
	if (world_guarded(thread.stack_low - 1))
		CHECK(world_guarded(thread.stack_low - plan.guard_size));
	CHECK(!world_guarded(thread.stack_low));
	CHECK_EQ(0, lt_park_release(group));

	plan.guard_size = 0;
	CHECK_EQ(0, lt_park_create(&plan, &group));
	CHECK_EQ(0, (int64_t)thread_at(group, 0).guard_bytes);
	CHECK_EQ(0, lt_park_release(group));

	plan.flags = 0;
	CHECK_EQ(0, lt_park_create(&plan, &group));
	pthread_attr_init(&attr);
	pthread_attr_getguardsize(&attr, &usual);
	pthread_attr_destroy(&attr);
	CHECK(usual > 0);
	CHECK_EQ((int64_t)usual, (int64_t)thread_at(group, 0).guard_bytes);
	CHECK_EQ(0, lt_park_release(group));
}

static void a_pinned_group_is_pinned(void)
{
	struct lt_park_plan plan = plan_for(3, STACK_BYTES, 0);
	struct lt_park *group;
	char value[64], expected[16];

	plan.cpu = world_cpu(1) >= 0 ? world_cpu(1) : world_cpu(0);
	snprintf(expected, sizeof(expected), "%d", plan.cpu);
	CHECK_EQ(0, lt_park_create(&plan, &group));
	for (uint32_t i = 0; i < 3; i++) {
		CHECK(world_task_line(thread_at(group, i).tid, "status", "Cpus_allowed_list", value,
				      sizeof(value)));
		CHECK(!strcmp(expected, value));
	}
	CHECK_EQ(0, lt_park_release(group));
}

static void a_group_grows_in_order(void)
{
	struct lt_park_plan plan = plan_for(0, STACK_BYTES, page_size());
	struct lt_parked_thread none = {.size = sizeof(none)};
	int threads = world_threads_idle();
	struct lt_park *group;
	int first;

	CHECK_EQ(0, lt_park_create(&plan, &group));
	CHECK_EQ(0, lt_park_count(group));
	CHECK_EQ(-ENOENT, lt_park_thread(group, 0, &none));
	CHECK_EQ(0, lt_park_grow(group, 5));
	first = thread_at(group, 0).tid;
	CHECK_EQ(0, lt_park_grow(group, 0));
	CHECK_EQ(0, lt_park_grow(group, 70));
	CHECK_EQ(75, lt_park_count(group));
	CHECK_EQ(threads + 75, world_threads());
	CHECK_EQ(first, thread_at(group, 0).tid);
	CHECK(thread_at(group, 74).tid > 0);
	CHECK(thread_at(group, 5).touched_low < thread_at(group, 5).frame);
	CHECK_EQ(-ENOENT, lt_park_thread(group, 75, &none));
	CHECK_EQ(-EINVAL, lt_park_grow(group, INT32_MAX));

	CHECK_EQ(0, lt_park_wake_all(group));
	CHECK_EQ(0, lt_park_wake_all(group));
	CHECK_EQ(-ECANCELED, lt_park_grow(group, 1));
	CHECK_EQ(-ECANCELED, lt_park_thread(group, 0, &none));
	CHECK_EQ(75, lt_park_count(group));
	CHECK_EQ(0, lt_park_release(group));
	CHECK_EQ(threads, world_threads_settle(threads));
}

static void fifty_cycles_leave_nothing(void)
{
	struct lt_park_plan plan = plan_for(20, STACK_BYTES, 2 * page_size());
	int threads = world_threads_idle(), descriptors = world_descriptors(), mappings = 0;

	for (int cycle = 0; cycle < 50; cycle++) {
		struct lt_park *group;

		CHECK_EQ(0, lt_park_create(&plan, &group));
		CHECK_EQ(0, lt_park_grow(group, 10));
		CHECK_EQ(0, lt_park_release(group));
		CHECK_EQ(threads, world_threads_settle(threads));
		/* From then on the C library's stack cache is full of what it will reuse. */
		if (cycle == 4)
			mappings = world_mappings();
	}
	if (!CHECK_SANITIZED) /* whose runtime maps memory of its own */
		CHECK_RANGE(0, mappings + 2, world_mappings());
	CHECK_EQ(descriptors, world_descriptors());
}

static void with_little_address_space(void)
{
	struct lt_park_plan plan = plan_for(20, 64 << 20, 0);
	struct lt_park *group = NULL;
	int threads = world_threads_idle();
	int mappings;
	int64_t count;

	CHECK_EQ(0, world_limit(RLIMIT_AS, world_address_space() + (640 << 20)));
	mappings = world_mappings();
	CHECK_EQ(-EAGAIN, lt_park_create(&plan, &group));
	CHECK(group == NULL);
	CHECK_EQ(threads, world_threads_settle(threads));
	CHECK_RANGE(0, mappings + 2, world_mappings());

	plan.count = 3;
	CHECK_EQ(0, lt_park_create(&plan, &group));
	CHECK_EQ(-EAGAIN, lt_park_grow(group, 100));
	count = lt_park_count(group);
	CHECK_RANGE(4, 10, count);
	CHECK_EQ(threads + count, world_threads());
	CHECK(thread_at(group, (uint32_t)count - 1).tid > 0);
	CHECK_EQ(0, lt_park_release(group));
	CHECK_EQ(threads, world_threads_settle(threads));
}

static void a_limit_in_the_middle_leaves_nothing_and_a_grown_group_whole(void)
{
	if (CHECK_SANITIZED)
		SKIP("a sanitizer needs the address space");
	world_child(with_little_address_space);
}

static void bad_plans_are_refused(void)
{
	const struct lt_park_plan good = plan_for(1, STACK_BYTES, 0);
	struct lt_parked_thread thread = {.size = sizeof(thread)};
	struct lt_park *group = NULL;
	struct lt_park_plan plan;

#define REFUSED(member, value)                                                                     \
	do {                                                                                       \
		plan = good;                                                                       \
		plan.member = value;                                                               \
		CHECK_EQ(-EINVAL, lt_park_create(&plan, &group));                                  \
		CHECK(group == NULL);                                                              \
	} while (0)
	REFUSED(size, sizeof(plan) + 8);
	REFUSED(flags, 16);
	REFUSED(guard_size, 4096); /* without the flag */
	REFUSED(count, UINT32_MAX);
	REFUSED(cpu, -2);
	REFUSED(cpu, LT_MAX_CPUS);
	REFUSED(stack_size, 100);
	REFUSED(touch_bytes, UINT64_MAX);
#undef REFUSED
	if (sysconf(_SC_NPROCESSORS_CONF) < LT_MAX_CPUS) {
		plan = good;
		plan.cpu = LT_MAX_CPUS - 1;
		CHECK_EQ(-EINVAL, lt_park_create(&plan, &group));
	}
	CHECK_EQ(-EINVAL, lt_park_create(NULL, &group));
	CHECK_EQ(-EINVAL, lt_park_create(&good, NULL));
	CHECK_EQ(-EINVAL, lt_park_grow(NULL, 1));
	CHECK_EQ(-EINVAL, lt_park_count(NULL));
	CHECK_EQ(-EINVAL, lt_park_thread(NULL, 0, &thread));
	CHECK_EQ(-EINVAL, lt_park_wake_all(NULL));
	CHECK_EQ(0, lt_park_release(NULL));

	CHECK_EQ(0, lt_park_create(&good, &group));
	CHECK_EQ(-EINVAL, lt_park_thread(group, 0, NULL));
	thread.size--;
	CHECK_EQ(-EINVAL, lt_park_thread(group, 0, &thread));
	CHECK_EQ(0, lt_park_release(group));
}

int main(void)
{
	world_begin();
	RUN(parked_threads_are_asleep_and_known);
	RUN(a_thread_on_the_creators_cpu_is_asleep_too);
	RUN(touched_bytes_are_resident);
	RUN(a_touch_that_fills_the_stack_fits_and_one_more_page_does_not);
	RUN(guards_are_as_wished);
	RUN(a_pinned_group_is_pinned);
	RUN(a_group_grows_in_order);
	RUN(fifty_cycles_leave_nothing);
	RUN(a_limit_in_the_middle_leaves_nothing_and_a_grown_group_whole);
	RUN(bad_plans_are_refused);
	return CHECK_DONE();
}
