/* SPDX-License-Identifier: MIT */
/* What trimming gives back, what it must not touch, and where it refuses. */
#include <alloca.h>
#include <errno.h>
#include <signal.h>
#include <ucontext.h>

#include "parked.h"

static void a_parked_stack_loses_what_lies_below_its_frame(void)
{
	const uint64_t touch = 40 * page_size();
	struct lt_park_plan plan = plan_for(3, 4 * CARVED_BYTES, touch);
	struct lt_parked_thread thread, other;
	uint64_t before = 0, after = 77, whole, rest;
	struct lt_park *group;

	CHECK_EQ(0, lt_park_create(&plan, &group));
	thread = thread_at(group, 1);
	other = thread_at(group, 2);
	whole = resident_pages(other.stack_low, other.stack_high);
	CHECK_EQ(0, lt_park_resident(group, &rest));
	CHECK_EQ(0, lt_park_trim(group, 1, &before, &after));
	/* All but the page of the margin and what shares a page with it or with the frame. */
	CHECK_RANGE((int64_t)(touch - 3 * page_size()), (int64_t)(touch + page_size()),
		    (int64_t)before);
	CHECK_EQ(0, (int64_t)after);
	CHECK_EQ(0, (int64_t)resident_pages(thread.stack_low, thread.frame - 2 * page_size()));
	CHECK_EQ((int64_t)whole, (int64_t)resident_pages(other.stack_low, other.stack_high));
	CHECK_EQ(0, lt_park_resident(group, &whole));
	CHECK_EQ((int64_t)(rest - before), (int64_t)whole);

	CHECK_EQ(0, lt_park_trim(group, 1, &before, &after));
	CHECK_EQ(0, (int64_t)before);
	CHECK_EQ(0, (int64_t)after);
	CHECK_EQ(0, lt_park_release(group));
}

static void a_trimmed_thread_goes_on(void)
{
	struct lt_park_plan plan = plan_for(8, CARVED_BYTES, 10 * page_size());
	struct lt_pass_plan pass = {.size = sizeof(pass), .laps = 3};
	struct lt_pass_result result = {.size = sizeof(result)};
	int threads = world_threads_idle();
	uint64_t before, after;
	int64_t lap_ns[3];
	struct lt_park *group;

	plan.flags = LT_PARK_CARVED | LT_PARK_RING;
	CHECK_EQ(0, lt_park_create(&plan, &group));
	for (int round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < 8; i++) {
			CHECK_EQ(0, lt_park_trim(group, i, &before, &after));
			CHECK_EQ(0, (int64_t)after);
		}
		result.size = sizeof(result);
		CHECK_EQ(0, lt_park_pass(group, &pass, NULL, NULL, lap_ns, &result));
		CHECK_EQ(3 * 8, (int64_t)result.hand_overs);
	}
	CHECK_EQ(0, lt_park_release(group));
	CHECK_EQ(threads, world_threads_settle(threads));
}

static void bad_trims_of_a_group_are_refused(void)
{
	struct lt_park_plan plan = plan_for(1, STACK_BYTES, 0);
	uint64_t before = 3, after = 4;
	struct lt_park *group;

	CHECK_EQ(0, lt_park_create(&plan, &group));
	CHECK_EQ(-EINVAL, lt_park_trim(NULL, 0, &before, &after));
	CHECK_EQ(-EINVAL, lt_park_trim(group, 0, NULL, &after));
	CHECK_EQ(-EINVAL, lt_park_trim(group, 0, &before, NULL));
	CHECK_EQ(-ENOENT, lt_park_trim(group, 1, &before, &after));
	CHECK_EQ(0, lt_park_wake_all(group));
	CHECK_EQ(-ECANCELED, lt_park_trim(group, 0, &before, &after));
	CHECK_EQ(3, (int64_t)before);
	CHECK_EQ(4, (int64_t)after);
	CHECK_EQ(0, lt_park_release(group));
}

/* Leaves `bytes` of its stack resident and returns. */
static __attribute__((noinline)) void go_deep(size_t bytes)
{
	volatile char *area = alloca(bytes);

	for (size_t i = 0; i < bytes; i += 512)
		area[i] = 1;
}

/* The values that a caller keeps on its stack have to be there afterwards. */
static void check_self(size_t depth)
{
	volatile uint64_t kept[64];
	uint64_t before = 0, after = 77;

	for (uint64_t i = 0; i < 64; i++)
		kept[i] = i * 3;
	go_deep(depth);
	CHECK_EQ(0, lt_stack_trim_self(LT_TRIM_MARGIN_MIN, &before, &after));
	CHECK_RANGE((int64_t)(depth - 4 * page_size()), INT64_MAX, (int64_t)before);
	CHECK_EQ(0, (int64_t)after);
	for (uint64_t i = 0; i < 64; i++)
		CHECK_EQ((int64_t)i * 3, (int64_t)kept[i]);

	/* Now there is nothing but what the call itself and the check above needed. */
	CHECK_EQ(0, lt_stack_trim_self(LT_TRIM_MARGIN_MIN, &before, &after));
	CHECK_RANGE(0, (int64_t)(CHECK_SANITIZED ? depth / 2 : 6 * page_size()), (int64_t)before);
	CHECK_EQ(0, (int64_t)after);
	go_deep(depth);
	/* A margin that reaches over the depth leaves it alone. */
	CHECK_EQ(0, lt_stack_trim_self(depth + 64 * page_size(), &before, &after));
	CHECK_EQ(0, (int64_t)before);
	CHECK_EQ(0, lt_stack_trim_self(UINT64_MAX, &before, &after));
	CHECK_EQ(0, (int64_t)before);
}

static void the_main_thread_trims_itself(void)
{
	check_self(1 << 20);
}

static void *trim_in_thread(void *arg)
{
	(void)arg;
	check_self(512 << 10);
	return NULL;
}

static void any_thread_trims_itself(void)
{
	pthread_attr_t attr;
	pthread_t thread;

	CHECK_EQ(0, pthread_attr_init(&attr));
	CHECK_EQ(0, pthread_attr_setstacksize(&attr, 4 << 20));
	CHECK_EQ(0, pthread_create(&thread, &attr, trim_in_thread, NULL));
	CHECK_EQ(0, pthread_join(thread, NULL));
	CHECK_EQ(0, pthread_attr_destroy(&attr));
}

static volatile int32_t handled;

static void handler(int signal)
{
	uint64_t before, after;

	(void)signal;
	handled = lt_stack_trim_self(LT_TRIM_MARGIN_MIN, &before, &after);
}

static void an_alternate_signal_stack_is_refused(void)
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = SA_ONSTACK}, old;
	stack_t alternate = {.ss_size = 256 << 10}, previous;

	alternate.ss_sp = malloc(alternate.ss_size);
	CHECK_EQ(0, sigaltstack(&alternate, &previous));
	CHECK_EQ(0, sigaction(SIGUSR1, &action, &old));
	CHECK_EQ(0, raise(SIGUSR1));
	CHECK_EQ(-EBUSY, handled);
	CHECK_EQ(0, sigaction(SIGUSR1, &old, NULL));
	CHECK_EQ(0, sigaltstack(&previous, NULL));
	free(alternate.ss_sp);
}

static ucontext_t here, there;
static int32_t elsewhere;

static void trim_elsewhere(void)
{
	uint64_t before, after;

	elsewhere = lt_stack_trim_self(LT_TRIM_MARGIN_MIN, &before, &after);
}

static void a_stack_that_is_not_the_thread_s_is_refused(void)
{
	if (CHECK_SANITIZED)
		SKIP("a sanitizer does not follow swapcontext");
	CHECK_EQ(0, getcontext(&there));
	there.uc_stack.ss_size = 256 << 10;
	there.uc_stack.ss_sp = malloc(there.uc_stack.ss_size);
	there.uc_link = &here;
	makecontext(&there, trim_elsewhere, 0);
	CHECK_EQ(0, swapcontext(&here, &there));
	CHECK_EQ(-EOPNOTSUPP, elsewhere);
	free(there.uc_stack.ss_sp);
}

static void bad_trims_of_oneself_are_refused(void)
{
	uint64_t before = 1, after = 2;

	CHECK_EQ(-EINVAL, lt_stack_trim_self(LT_TRIM_MARGIN_MIN - 1, &before, &after));
	CHECK_EQ(-EINVAL, lt_stack_trim_self(LT_TRIM_MARGIN_MIN, NULL, &after));
	CHECK_EQ(-EINVAL, lt_stack_trim_self(LT_TRIM_MARGIN_MIN, &before, NULL));
	CHECK_EQ(1, (int64_t)before);
	CHECK_EQ(2, (int64_t)after);
}

int main(void)
{
	world_begin();
	RUN(a_parked_stack_loses_what_lies_below_its_frame);
	RUN(a_trimmed_thread_goes_on);
	RUN(bad_trims_of_a_group_are_refused);
	RUN(the_main_thread_trims_itself);
	RUN(any_thread_trims_itself);
	RUN(an_alternate_signal_stack_is_refused);
	RUN(a_stack_that_is_not_the_thread_s_is_refused);
	RUN(bad_trims_of_oneself_are_refused);
	return CHECK_DONE();
}
