/* SPDX-License-Identifier: MIT */
/* User-level contexts: suspended in the middle of a function, on stacks of their own. */
#include <errno.h>

#include "parked.h"

#define BYTES (64 << 10)

static struct lt_fiber_plan fiber_plan(uint32_t count, uint32_t flags)
{
	return (struct lt_fiber_plan){
		.size = sizeof(struct lt_fiber_plan),
		.flags = flags,
		.count = count,
		.stack_size = BYTES,
	};
}

static struct lt_fiber fiber_at(struct lt_fibers *group, uint32_t index)
{
	struct lt_fiber fiber = {.size = sizeof(fiber)};

	CHECK_EQ(0, lt_fibers_at(group, index, &fiber));
	return fiber;
}

static void contexts_are_suspended_in_the_middle_of_a_function(void)
{
	struct lt_fiber_plan plan = fiber_plan(20, 0);
	int threads = world_threads_idle();
	struct lt_fibers *group;
	uint64_t entered = 0;

	CHECK_EQ(0, lt_fibers_create(&plan, &group));
	CHECK_EQ(20, lt_fibers_count(group));
	CHECK_EQ(threads, world_threads());
	/* Each has its own count, which is nowhere but on its stack. */
	for (uint32_t i = 0; i < 20; i++) {
		struct lt_fiber before = fiber_at(group, i), after;

		for (uint64_t k = 0; k <= i; k++) {
			CHECK_EQ(0, lt_fibers_resume(group, i, &entered));
			CHECK_EQ((int64_t)k + 2, (int64_t)entered);
		}
		after = fiber_at(group, i);
		CHECK_EQ((int64_t)before.saved, (int64_t)after.saved);
		CHECK(before.saved >= before.stack_low && before.saved < before.frame);
		CHECK(before.frame < before.stack_high);
		CHECK_EQ(BYTES, (int64_t)(before.stack_high - before.stack_low));
	}
	CHECK_EQ(0, lt_fibers_resume(group, 0, &entered));
	CHECK_EQ(3, (int64_t)entered);
	CHECK_EQ(0, lt_fibers_release(group));
}

struct resumption {
	struct lt_fibers *group;
	uint64_t entered;
};

static void *resume_elsewhere(void *arg)
{
	struct resumption *resumption = arg;

	CHECK_EQ(0, lt_fibers_resume(resumption->group, 0, &resumption->entered));
	return NULL;
}

static void a_context_goes_on_on_another_thread(void)
{
	struct lt_fiber_plan plan = fiber_plan(1, 0);
	struct resumption resumption = {.entered = 0};
	pthread_t thread;

	CHECK_EQ(0, lt_fibers_create(&plan, &resumption.group));
	CHECK_EQ(0, pthread_create(&thread, NULL, resume_elsewhere, &resumption));
	CHECK_EQ(0, pthread_join(thread, NULL));
	CHECK_EQ(2, (int64_t)resumption.entered);
	CHECK_EQ(0, lt_fibers_release(resumption.group));
}

static void each_stack_has_its_guard_and_carved_ones_have_none(void)
{
	struct lt_fiber_plan plan = fiber_plan(4, 0);
	struct lt_fiber fiber = {.size = sizeof(fiber)};
	int before = world_mappings();
	struct lt_fibers *group;

	CHECK_EQ(0, lt_fibers_create(&plan, &group));
	for (uint32_t i = 0; i < 4; i++) {
		fiber = fiber_at(group, i);

		CHECK_EQ((int64_t)page_size(), (int64_t)fiber.guard_bytes);
		CHECK(world_guarded(fiber.stack_low - 1));
		CHECK(!world_guarded(fiber.stack_low));
	}
	CHECK_EQ(0, lt_fibers_release(group));
	CHECK_EQ(-1, world_mapping_value(fiber.stack_low, "Size", NULL, 0));
	CHECK_EQ(-1, world_mapping_value(fiber.stack_low - 1, "Size", NULL, 0));

	plan.flags = LT_FIBER_GUARD;
	plan.guard_size = 3 * page_size() - 5;
	CHECK_EQ(0, lt_fibers_create(&plan, &group));
	CHECK_EQ(3 * (int64_t)page_size(), (int64_t)fiber_at(group, 0).guard_bytes);
	CHECK(world_guarded(fiber_at(group, 0).stack_low - 3 * page_size()));
	CHECK_EQ(0, lt_fibers_release(group));
	plan.guard_size = 0;
	CHECK_EQ(0, lt_fibers_create(&plan, &group));
	CHECK_EQ(0, (int64_t)fiber_at(group, 0).guard_bytes);
	CHECK_EQ(0, lt_fibers_release(group));

	plan.flags = LT_FIBER_CARVED;
	CHECK_EQ(0, lt_fibers_create(&plan, &group));
	CHECK_EQ(0, (int64_t)fiber_at(group, 0).guard_bytes);
	for (uint32_t i = 1; i < 4; i++)
		CHECK_EQ((int64_t)fiber_at(group, i - 1).stack_high,
			 (int64_t)fiber_at(group, i).stack_low);
	CHECK_EQ(0, lt_fibers_release(group));
	if (!CHECK_SANITIZED)
		CHECK_RANGE(before, before + 1, world_mappings());
}

static void residency_is_that_of_every_context(void)
{
	const uint32_t kinds[] = {0, LT_FIBER_CARVED};

	for (int kind = 0; kind < 2; kind++) {
		struct lt_fiber_plan plan = fiber_plan(6, kinds[kind]);
		uint64_t bytes = 0, pages = 0;
		struct lt_fibers *group;

		CHECK_EQ(0, lt_fibers_create(&plan, &group));
		CHECK_EQ(0, lt_fibers_resident(group, &bytes));
		/* Entered once, they have touched the one page at the top, or the first two. */
		CHECK_RANGE(6 * (int64_t)page_size(),
			    (CHECK_SANITIZED ? 24 : 12) * (int64_t)page_size(), (int64_t)bytes);
		CHECK_EQ(0, lt_fibers_release(group));

		plan.touch_bytes = 9 * page_size();
		CHECK_EQ(0, lt_fibers_create(&plan, &group));
		CHECK_EQ(0, lt_fibers_grow(group, 5));
		CHECK_EQ(0, lt_fibers_resident(group, &bytes));
		for (uint32_t i = 0; i < 11; i++) {
			struct lt_fiber fiber = fiber_at(group, i);

			CHECK_RANGE(9 * (int64_t)page_size(), 10 * (int64_t)page_size(),
				    (int64_t)(fiber.frame - fiber.touched_low));
			pages += resident_pages(fiber.stack_low, fiber.stack_high);
		}
		CHECK_EQ((int64_t)(pages * page_size()), (int64_t)bytes);
		CHECK_RANGE(11 * 9 * (int64_t)page_size(), INT64_MAX, (int64_t)bytes);
		CHECK_EQ(0, lt_fibers_release(group));
	}
}

static void a_touch_that_fills_the_stack_fits(void)
{
	struct lt_fiber_plan plan = fiber_plan(2, 0);
	struct lt_fibers *group = NULL;

	plan.touch_bytes = BYTES - 2048;
	CHECK_EQ(0, lt_fibers_create(&plan, &group));
	CHECK_EQ(0, lt_fibers_release(group));
	group = NULL;
	plan.touch_bytes++;
	CHECK_EQ(-E2BIG, lt_fibers_create(&plan, &group));
	CHECK(group == NULL);
}

static void with_little_address_space(void)
{
	struct lt_fiber_plan plan = fiber_plan(100, 0);
	struct lt_fibers *group = NULL;
	uint64_t entered;
	int64_t count;
	int mappings;

	plan.stack_size = 1 << 20;
	CHECK_EQ(0, world_limit(RLIMIT_AS, world_address_space() + (16 << 20)));
	mappings = world_mappings();
	CHECK_EQ(-ENOMEM, lt_fibers_create(&plan, &group));
	CHECK(group == NULL);
	CHECK_EQ(mappings, world_mappings());
	plan.flags = LT_FIBER_CARVED;
	CHECK_EQ(-ENOMEM, lt_fibers_create(&plan, &group));
	CHECK_EQ(mappings, world_mappings());

	plan.flags = 0;
	plan.count = 2;
	CHECK_EQ(0, lt_fibers_create(&plan, &group));
	CHECK_EQ(-ENOMEM, lt_fibers_grow(group, 100));
	count = lt_fibers_count(group);
	CHECK_RANGE(8, 16, count);
	CHECK_EQ(0, lt_fibers_resume(group, (uint32_t)count - 1, &entered));
	CHECK_EQ(2, (int64_t)entered);
	CHECK_EQ(-ENOENT, lt_fibers_resume(group, (uint32_t)count, &entered));
	CHECK_EQ(0, lt_fibers_release(group));
	CHECK_EQ(mappings, world_mappings());
}

static void a_limit_in_the_middle_leaves_nothing_and_a_grown_group_whole(void)
{
	if (CHECK_SANITIZED)
		SKIP("a sanitizer needs the address space");
	world_child(with_little_address_space);
}

static void bad_plans_are_refused(void)
{
	const struct lt_fiber_plan good = fiber_plan(1, 0);
	struct lt_fiber fiber = {.size = sizeof(fiber)};
	struct lt_fibers *group = NULL;
	struct lt_fiber_plan plan;
	uint64_t number;

#define REFUSED(member, value)                                                                     \
	do {                                                                                       \
		plan = good;                                                                       \
		plan.member = value;                                                               \
		CHECK_EQ(-EINVAL, lt_fibers_create(&plan, &group));                                \
		CHECK(group == NULL);                                                              \
	} while (0)
	REFUSED(size, 0);
	REFUSED(flags, 4);
	REFUSED(flags, LT_FIBER_GUARD | LT_FIBER_CARVED);
	REFUSED(count, UINT32_MAX);
	REFUSED(reserved, 1);
	REFUSED(stack_size, 1000);
	REFUSED(stack_size, UINT64_MAX);
	REFUSED(guard_size, 4096); /* without the flag */
	REFUSED(touch_bytes, UINT64_MAX);
#undef REFUSED
	CHECK_EQ(-EINVAL, lt_fibers_create(NULL, &group));
	CHECK_EQ(-EINVAL, lt_fibers_create(&good, NULL));
	CHECK_EQ(-EINVAL, lt_fibers_grow(NULL, 1));
	CHECK_EQ(-EINVAL, lt_fibers_count(NULL));
	CHECK_EQ(-EINVAL, lt_fibers_at(NULL, 0, &fiber));
	CHECK_EQ(-EINVAL, lt_fibers_resume(NULL, 0, &number));
	CHECK_EQ(-EINVAL, lt_fibers_resident(NULL, &number));
	CHECK_EQ(0, lt_fibers_release(NULL));

	CHECK_EQ(0, lt_fibers_create(&good, &group));
	CHECK_EQ(-EINVAL, lt_fibers_at(group, 0, NULL));
	CHECK_EQ(-ENOENT, lt_fibers_at(group, 1, &fiber));
	fiber.size--;
	CHECK_EQ(-EINVAL, lt_fibers_at(group, 0, &fiber));
	CHECK_EQ(-EINVAL, lt_fibers_resume(group, 0, NULL));
	CHECK_EQ(-EINVAL, lt_fibers_resident(group, NULL));
	CHECK_EQ(-EINVAL, lt_fibers_grow(group, INT32_MAX));
	CHECK_EQ(0, lt_fibers_release(group));
}

int main(void)
{
	world_begin();
	RUN(contexts_are_suspended_in_the_middle_of_a_function);
	RUN(a_context_goes_on_on_another_thread);
	RUN(each_stack_has_its_guard_and_carved_ones_have_none);
	RUN(residency_is_that_of_every_context);
	RUN(a_touch_that_fills_the_stack_fits);
	RUN(a_limit_in_the_middle_leaves_nothing_and_a_grown_group_whole);
	RUN(bad_plans_are_refused);
	return CHECK_DONE();
}
