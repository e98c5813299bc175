/* SPDX-License-Identifier: MIT */
/* Stacks carved from one area: where they lie, what they take, and that they go again. */
#include <errno.h>
#include <malloc.h>

#include "parked.h"

static struct lt_park_plan carved_plan(uint32_t count, uint64_t stack_size)
{
	struct lt_park_plan plan = plan_for(count, stack_size, 0);

	plan.flags = LT_PARK_CARVED;
	return plan;
}

static uint64_t resident_by_hand(struct lt_park *group)
{
	uint64_t pages = 0;

	for (uint32_t i = 0; i < lt_park_count(group); i++) {
		struct lt_parked_thread thread = thread_at(group, i);

		pages += resident_pages(thread.stack_low, thread.stack_high);
	}
	return pages * page_size();
}

static void carved_stacks_lie_side_by_side_in_one_mapping(void)
{
	struct lt_park_plan plan = carved_plan(40, CARVED_BYTES);
	int threads = world_threads_idle(), before = world_mappings();
	struct lt_parked_thread first, last, thread;
	struct lt_park *group;
	int grown;

	CHECK_EQ(0, lt_park_create(&plan, &group));
	CHECK_EQ(threads + 40, world_threads());
	first = last = thread_at(group, 0);
	for (uint32_t i = 0; i < 40; i++) {
		thread = thread_at(group, i);
		if (i > 0)
			CHECK_EQ((int64_t)last.stack_high, (int64_t)thread.stack_low);
		CHECK_EQ(CARVED_BYTES, (int64_t)(thread.stack_high - thread.stack_low));
		CHECK_EQ(0, (int64_t)thread.guard_bytes);
		CHECK(thread.frame > thread.stack_low && thread.frame < thread.stack_high);
		last = thread;
	}
	CHECK_EQ(40 * CARVED_BYTES / 1024,
		 CHECK_SANITIZED ? 40 * CARVED_BYTES / 1024
				 : world_mapping_value(first.stack_low, "Size", NULL, 0));
	grown = world_mappings();
	if (!CHECK_SANITIZED)
		CHECK_RANGE(before, before + 2, grown); /* the heap's may be new */

	CHECK_EQ(0, lt_park_grow(group, 10));
	CHECK_EQ(50, lt_park_count(group));
	thread = thread_at(group, 41);
	CHECK_EQ((int64_t)thread_at(group, 40).stack_high, (int64_t)thread.stack_low);
	CHECK_EQ(0, lt_park_release(group));
	CHECK_EQ(threads, world_threads_settle(threads));
	if (!CHECK_SANITIZED)
		CHECK_RANGE(before, before + 1, world_mappings());
	CHECK_EQ(-1, world_mapping_value(first.stack_low, "Size", NULL, 0));
	CHECK_EQ(-1, world_mapping_value(thread.stack_low, "Size", NULL, 0));
}

static void carved_stacks_never_get_huge_pages(void)
{
	struct lt_park_plan plan = carved_plan(2, 4 << 20);
	struct lt_park *group;
	char flags[512] = "";

	if (access("/sys/kernel/mm/transparent_hugepage/enabled", R_OK))
		SKIP("no huge pages in this kernel");
	plan.touch_bytes = 3 << 20;
	CHECK_EQ(0, lt_park_create(&plan, &group));
	CHECK_EQ(0, world_mapping_value(thread_at(group, 0).stack_low, "VmFlags", flags,
					sizeof(flags)));
	CHECK(strstr(flags, " nh") != NULL);
	CHECK_EQ(0, world_mapping_value(thread_at(group, 0).stack_low, "AnonHugePages", NULL, 0));
	CHECK_EQ(0, lt_park_release(group));
}

static void a_huge_area_is_aligned_and_gets_huge_pages_where_they_are_allowed(void)
{
	struct lt_park_plan plan = carved_plan(3, 0);
	unsigned long huge = 0;
	int before;
	char mode[64] = "", flags[512] = "";
	rlim_t space;
	struct lt_park *group;
	struct lt_parked_thread thread;
	FILE *file = fopen("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size", "re");

	plan.flags |= LT_PARK_HUGE;
	if (!file) {
		CHECK_EQ(-EOPNOTSUPP, lt_park_create(&plan, &group));
		return;
	}
	CHECK_EQ(1, fscanf(file, "%lu", &huge));
	fclose(file);
	file = fopen("/sys/kernel/mm/transparent_hugepage/enabled", "re");
	CHECK(file && fgets(mode, sizeof(mode), file));
	if (file)
		fclose(file);

	before = world_mappings();
	space = world_address_space();
	/* A sanitizer's threads need more than one. */
	plan.stack_size = huge * (CHECK_SANITIZED ? 2 : 1);
	CHECK_EQ(0, lt_park_create(&plan, &group));
	thread = thread_at(group, 0);
	CHECK_EQ(0, (int64_t)(thread.stack_low % huge));
	CHECK_EQ(0, world_mapping_value(thread.stack_low, "VmFlags", flags, sizeof(flags)));
	CHECK(strstr(flags, " hg") != NULL && strstr(flags, " nh") == NULL);
	if (!strstr(mode, "[never]") &&
	    world_mapping_value(thread.stack_low, "AnonHugePages", NULL, 0) > 0) {
		uint64_t bytes;

		CHECK_EQ(0, lt_park_resident(group, &bytes));
		CHECK((int64_t)bytes >= (int64_t)huge);
	} else {
		printf("no huge page was given here: %s", mode);
	}
	CHECK_EQ(0, lt_park_release(group));
	if (!CHECK_SANITIZED) {
		CHECK_RANGE(before, before + 1, world_mappings());
		/* The heap may have grown, but nothing near the size of a huge page is left. */
		CHECK_RANGE(0, (int64_t)(space + huge / 2), (int64_t)world_address_space());
	}
}

static void a_huge_area_of_any_length_begins_at_a_boundary(void)
{
	struct lt_park_plan plan = carved_plan(1, 0);
	unsigned long huge = 0;
	struct lt_park *group;
	FILE *file = fopen("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size", "re");

	if (!file)
		SKIP("no huge pages in this kernel");
	CHECK_EQ(1, fscanf(file, "%lu", &huge));
	fclose(file);
	plan.flags |= LT_PARK_HUGE;
	/* The kernel by itself aligns only mappings that are a multiple of a huge page long. */
	for (uint64_t pages = 1; pages < 6; pages++) {
		plan.stack_size = 2 * huge + pages * page_size();
		CHECK_EQ(0, lt_park_create(&plan, &group));
		CHECK_EQ(0, (int64_t)(thread_at(group, 0).stack_low % huge));
		CHECK_EQ(0, lt_park_release(group));
	}
}

static void residency_is_that_of_every_stack(void)
{
	const uint32_t kinds[] = {0, LT_PARK_CARVED};

	for (int kind = 0; kind < 2; kind++) {
		struct lt_park_plan plan = plan_for(9, 2 * CARVED_BYTES, 0);
		uint64_t bytes = 0, again = 0;
		struct lt_park *group;

		plan.flags = kinds[kind];
		plan.touch_bytes = 20 * page_size();
		CHECK_EQ(0, lt_park_create(&plan, &group));
		CHECK_EQ(0, lt_park_resident(group, &bytes));
		CHECK_RANGE(9 * 20 * (int64_t)page_size(), INT64_MAX, (int64_t)bytes);
		CHECK_EQ((int64_t)resident_by_hand(group), (int64_t)bytes);
		CHECK_EQ(0, lt_park_grow(group, 4));
		CHECK_EQ(0, lt_park_resident(group, &again));
		CHECK_RANGE((int64_t)bytes + 4 * 20 * (int64_t)page_size(), INT64_MAX,
			    (int64_t)again);
		CHECK_EQ((int64_t)resident_by_hand(group), (int64_t)again);
		CHECK_EQ(0, lt_park_release(group));
	}
}

static void an_empty_group_has_nothing_resident(void)
{
	struct lt_park_plan plan = carved_plan(0, CARVED_BYTES);
	struct lt_park *group;
	uint64_t bytes = 77;

	CHECK_EQ(0, lt_park_create(&plan, &group));
	CHECK_EQ(0, lt_park_resident(group, &bytes));
	CHECK_EQ(0, (int64_t)bytes);
	CHECK_EQ(0, lt_park_release(group));
}

static void asking_for_residency_again_takes_no_memory(void)
{
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 33)
	struct lt_park_plan plan = plan_for(50, CARVED_BYTES, 0);
	struct lt_park *group;
	uint64_t bytes;
	size_t used;

	if (CHECK_SANITIZED)
		SKIP("a sanitizer has its own malloc");
	CHECK_EQ(0, lt_park_create(&plan, &group));
	CHECK_EQ(0, lt_park_resident(group, &bytes));
	used = mallinfo2().uordblks;
	for (int i = 0; i < 20; i++)
		CHECK_EQ(0, lt_park_resident(group, &bytes));
	CHECK_EQ((int64_t)used, (int64_t)mallinfo2().uordblks);
	CHECK_EQ(0, lt_park_release(group));
#else
	SKIP("this C library does not tell what malloc has given out");
#endif
}

static void a_touch_that_does_not_fit_a_carved_stack_is_refused(void)
{
	struct lt_park_plan plan = carved_plan(2, CARVED_BYTES);
	int threads = world_threads_idle(), before = world_mappings();
	struct lt_park *group = NULL;

	plan.touch_bytes = CARVED_BYTES;
	CHECK_EQ(-E2BIG, lt_park_create(&plan, &group));
	CHECK(group == NULL);
	plan.touch_bytes = CARVED_BYTES / 2;
	CHECK_EQ(0, lt_park_create(&plan, &group));
	CHECK_EQ(0, lt_park_release(group));
	CHECK_EQ(threads, world_threads_settle(threads));
	if (!CHECK_SANITIZED)
		CHECK_RANGE(before, before + 1, world_mappings());
}

static void with_few_tasks(void)
{
	struct lt_park_plan plan = carved_plan(0, CARVED_BYTES);
	struct lt_park *group = NULL;
	int mappings;

	CHECK_EQ(0, lt_park_create(&plan, &group));
	CHECK_EQ(0, lt_park_release(group));
	CHECK_EQ(0, world_tasks(8));
	mappings = world_mappings();
	plan.count = 20;
	group = NULL;
	CHECK_EQ(-EAGAIN, lt_park_create(&plan, &group));
	CHECK(group == NULL);
	CHECK_EQ(1, world_threads_settle(1));
	CHECK_EQ(mappings, world_mappings());

	plan.count = 3;
	CHECK_EQ(0, lt_park_create(&plan, &group));
	CHECK_EQ(-EAGAIN, lt_park_grow(group, 20));
	CHECK_EQ(7, lt_park_count(group));
	CHECK(thread_at(group, 6).tid > 0);
	CHECK_EQ((int64_t)thread_at(group, 3).stack_high, (int64_t)thread_at(group, 4).stack_low);
	CHECK_EQ(0, lt_park_release(group));
	CHECK_EQ(1, world_threads_settle(1));
	CHECK_EQ(mappings, world_mappings());
}

static void a_limit_in_the_middle_leaves_no_area_and_a_grown_group_whole(void)
{
	if (CHECK_SANITIZED)
		SKIP("a sanitizer has threads and mappings of its own");
	if (geteuid() != 0)
		SKIP("only root can become a user without other tasks");
	world_child(with_few_tasks);
}

static void with_little_address_space(void)
{
	struct lt_park_plan plan = carved_plan(1000, 1 << 20);
	struct lt_park *group = NULL;
	int mappings;

	CHECK_EQ(0, world_limit(RLIMIT_AS, world_address_space() + (64 << 20)));
	mappings = world_mappings();
	CHECK_EQ(-ENOMEM, lt_park_create(&plan, &group));
	CHECK(group == NULL);
	plan.flags |= LT_PARK_HUGE;
	CHECK(lt_park_create(&plan, &group) < 0);
	CHECK_EQ(mappings, world_mappings());
	plan.flags = LT_PARK_CARVED;
	plan.count = 2;
	CHECK_EQ(0, lt_park_create(&plan, &group));
	CHECK_EQ(-ENOMEM, lt_park_grow(group, 1000));
	CHECK_EQ(2, lt_park_count(group));
	CHECK_EQ(0, lt_park_grow(group, 1));
	CHECK_EQ(3, lt_park_count(group));
	CHECK_EQ(0, lt_park_release(group));
	CHECK_EQ(mappings, world_mappings());
}

static void an_area_that_cannot_be_mapped_changes_nothing(void)
{
	if (CHECK_SANITIZED)
		SKIP("a sanitizer needs the address space");
	world_child(with_little_address_space);
}

static void bad_carved_plans_are_refused(void)
{
	const struct lt_park_plan good = carved_plan(1, CARVED_BYTES);
	struct lt_park *group = NULL;
	struct lt_park_plan plan;
	uint64_t bytes = 5;

#define REFUSED(member, value)                                                                     \
	do {                                                                                       \
		plan = good;                                                                       \
		plan.member = value;                                                               \
		CHECK_EQ(-EINVAL, lt_park_create(&plan, &group));                                  \
		CHECK(group == NULL);                                                              \
	} while (0)
	REFUSED(stack_size, 0);
	REFUSED(stack_size, CARVED_BYTES + 16);
	REFUSED(stack_size, page_size());
	REFUSED(stack_size, UINT64_MAX - page_size() + 1);
	REFUSED(guard_size, page_size());
	REFUSED(flags, LT_PARK_CARVED | LT_PARK_GUARD);
	REFUSED(flags, LT_PARK_HUGE);
#undef REFUSED
	CHECK_EQ(-EINVAL, lt_park_resident(NULL, &bytes));
	CHECK_EQ(0, lt_park_create(&good, &group));
	CHECK_EQ(-EINVAL, lt_park_resident(group, NULL));
	CHECK_EQ(0, lt_park_wake_all(group));
	CHECK_EQ(-ECANCELED, lt_park_resident(group, &bytes));
	CHECK_EQ(5, (int64_t)bytes);
	CHECK_EQ(0, lt_park_release(group));
}

static void the_time_spent_creating_adds_up(void)
{
	struct lt_park_plan plan = carved_plan(0, CARVED_BYTES);
	int64_t began, first;
	struct lt_park *group;

	CHECK_EQ(-EINVAL, lt_park_creating_ns(NULL));
	CHECK_EQ(0, lt_park_create(&plan, &group));
	began = lt_clock_now();
	CHECK_EQ(0, lt_park_grow(group, 5));
	first = lt_park_creating_ns(group);
	CHECK(first > 0);
	CHECK_EQ(0, lt_park_grow(group, 5));
	CHECK_RANGE(first + 1, lt_clock_now() - began, lt_park_creating_ns(group));
	CHECK_EQ(0, lt_park_release(group));
}

int main(void)
{
	world_begin();
	RUN(carved_stacks_lie_side_by_side_in_one_mapping);
	RUN(carved_stacks_never_get_huge_pages);
	RUN(a_huge_area_is_aligned_and_gets_huge_pages_where_they_are_allowed);
	RUN(a_huge_area_of_any_length_begins_at_a_boundary);
	RUN(residency_is_that_of_every_stack);
	RUN(an_empty_group_has_nothing_resident);
	RUN(asking_for_residency_again_takes_no_memory);
	RUN(a_touch_that_does_not_fit_a_carved_stack_is_refused);
	RUN(a_limit_in_the_middle_leaves_no_area_and_a_grown_group_whole);
	RUN(an_area_that_cannot_be_mapped_changes_nothing);
	RUN(bad_carved_plans_are_refused);
	RUN(the_time_spent_creating_adds_up);
	return CHECK_DONE();
}
