/* SPDX-License-Identifier: MIT */
/* Pairs: what holds for every mechanism, and a bad plan leaves nothing. */
#include "pairs.h"

static void pairs_on_two_cpus_stay_there(void)
{
	int a = world_cpu(0), b = world_cpu(1);

	if (b < 0)
		SKIP("needs two CPUs");
	for (int i = 0; i < BLOCKING; i++) {
		struct lt_pair_plan plan = plan_for(blocking[i], a, b);
		struct lt_pair_result result = {.size = sizeof(result)};
		int64_t samples[BATCHES];

		CHECK_EQ(0, lt_pair_run(&plan, NULL, samples, &result));
		CHECK_EQ(BATCHES, (int64_t)result.batches_done);
		check_evidence(&result.a, a);
		check_evidence(&result.b, b);
	}
}

static void an_unpinned_pair_runs_where_this_process_may(void)
{
	struct lt_pair_plan plan = plan_for(LT_PAIR_PIPE, LT_CPU_ANY, LT_CPU_ANY);
	struct lt_pair_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES];
	uint64_t seen = 0;

	CHECK_EQ(0, lt_pair_run(&plan, NULL, samples, &result));
	for (int word = 0; word < LT_CPU_WORDS; word++)
		seen |= result.a.cpus_seen[word] | result.b.cpus_seen[word];
	CHECK(seen != 0);
}

static void a_pair_without_warm_up_runs(void)
{
	struct lt_pair_plan plan = plan_for(LT_PAIR_FUTEX, world_cpu(0), world_cpu(0));
	struct lt_pair_result result = {.size = sizeof(result)};
	int64_t sample = 0;

	plan.warmup_round_trips = 0;
	plan.batches = plan.batch_round_trips = 1;
	for (int i = 0; i < BLOCKING; i++) {
		plan.mechanism = blocking[i];
		CHECK_EQ(0, lt_pair_run(&plan, NULL, &sample, &result));
		CHECK_EQ(1, (int64_t)result.batches_done);
		CHECK_EQ(1, (int64_t)result.a.operations);
		/* What pair.c promises about its start and end, at its barest. */
		CHECK_RANGE(0, 2 + 2 + (contaminated(&result) ? 2 : 0),
			    (int64_t)(switches(&result.a) + switches(&result.b)));
	}
}

/* Twenty times more warm-up than window, so that none of it can be mistaken for disturbance. */
static void no_switch_of_the_warm_up_is_in_a_window(void)
{
	int cpu = world_cpu(0);

	for (int i = 0; i < BLOCKING; i++) {
		struct lt_pair_plan plan = plan_for(blocking[i], cpu, cpu);
		struct lt_pair_result result = {.size = sizeof(result)};
		int64_t samples[1];

		plan.warmup_round_trips = 20 * ROUND_TRIPS;
		plan.batches = 1;
		CHECK_EQ(0, lt_pair_run(&plan, NULL, samples, &result));
		/* A condition variable may switch four times as often as it has to. */
		CHECK_RANGE(0, 8 * ROUND_TRIPS, (int64_t)switches(&result.a));
		CHECK_RANGE(0, 8 * ROUND_TRIPS, (int64_t)switches(&result.b));
		CHECK_RANGE(0, 2 * ROUND_TRIPS, (int64_t)result.b.operations);
	}
}

static void a_stop_set_before_the_start_runs_no_batch(void)
{
	int threads = world_threads_idle(), descriptors = world_descriptors();
	int32_t stop = 1;

	for (int i = 0; i < BLOCKING; i++) {
		struct lt_pair_plan plan = plan_for(blocking[i], LT_CPU_ANY, LT_CPU_ANY);
		struct lt_pair_result result = {.size = sizeof(result)};
		int64_t samples[BATCHES] = {-1};

		CHECK_EQ(0, lt_pair_run(&plan, &stop, samples, &result));
		CHECK_EQ(0, (int64_t)result.batches_done);
		CHECK_EQ(0, (int64_t)result.a.operations);
		CHECK_EQ(0, result.wall_ns);
		CHECK_EQ(-1, samples[0]);
	}
	CHECK_EQ(threads, world_threads_settle(threads));
	CHECK_EQ(descriptors, world_descriptors());
}

struct stopper {
	int threads_before;
	int32_t stop;
};

static void *stop_when_running(void *arg)
{
	struct stopper *stopper = arg;

	while (world_threads() < stopper->threads_before + 3) /* this one, A and B */
		sched_yield();
	__atomic_store_n(&stopper->stop, 1, __ATOMIC_RELAXED);
	return NULL;
}

static void a_stop_set_during_the_run_ends_it_early(void)
{
	int64_t *samples = calloc(MANY, sizeof(*samples));

	CHECK(samples != NULL);
	for (int i = 0; i < BLOCKING; i++) {
		struct lt_pair_plan plan = plan_for(blocking[i], LT_CPU_ANY, LT_CPU_ANY);
		struct lt_pair_result result = {.size = sizeof(result)};
		struct stopper stopper = {.threads_before = world_threads_idle()};
		pthread_t thread;

		plan.batches = MANY;
		CHECK_EQ(0, pthread_create(&thread, NULL, stop_when_running, &stopper));
		CHECK_EQ(0, lt_pair_run(&plan, &stopper.stop, samples, &result));
		CHECK_EQ(0, pthread_join(thread, NULL));
		CHECK_RANGE(0, MANY - 1, (int64_t)result.batches_done);
		CHECK_EQ((int64_t)result.batches_done * ROUND_TRIPS, (int64_t)result.a.operations);
		for (uint64_t batch = 0; batch < result.batches_done; batch++)
			CHECK(samples[batch] > 0);
	}
	free(samples);
}

static void expect_refusal(int expected, const struct lt_pair_plan *plan, int line)
{
	struct lt_pair_result result, before;
	int64_t samples[BATCHES];
	int got;

	memset(&result, 0x55, sizeof(result));
	result.size = sizeof(result);
	before = result;
	got = lt_pair_run(plan, NULL, samples, &result);
	check_range(expected, expected, got, "refusal of the plan", __FILE__, line);
	CHECK(!memcmp(&before, &result, sizeof(result)));
}

static void bad_plans_are_refused_and_leave_nothing(void)
{
	const struct lt_pair_plan good = plan_for(LT_PAIR_PIPE, LT_CPU_ANY, LT_CPU_ANY);
	int threads = world_threads_idle(), descriptors = world_descriptors();
	struct lt_pair_result result = {.size = sizeof(result)};
	struct lt_pair_plan plan;
	int64_t samples[BATCHES];

#define REFUSED(member, value)                                                                     \
	do {                                                                                       \
		plan = good;                                                                       \
		plan.member = value;                                                               \
		expect_refusal(-EINVAL, &plan, __LINE__);                                          \
	} while (0)
	REFUSED(size, sizeof(plan) - 4);
	REFUSED(size, 0);
	REFUSED(flags, 2);
	REFUSED(policy, 77);
	REFUSED(mechanism, 0);
	REFUSED(mechanism, 99);
	REFUSED(cpu_a, -2);
	REFUSED(cpu_a, LT_MAX_CPUS);
	REFUSED(cpu_b, LT_MAX_CPUS);
	REFUSED(cpu_b, INT32_MAX);
	REFUSED(stack_size, 1);
	REFUSED(batches, 0);
	REFUSED(batch_round_trips, 0);
	REFUSED(batches, UINT64_MAX);
	REFUSED(batch_round_trips, UINT64_C(1) << 62);
	REFUSED(warmup_round_trips, UINT64_MAX);
#undef REFUSED
	CHECK_EQ(-EINVAL, lt_pair_run(NULL, NULL, samples, &result));
	CHECK_EQ(-EINVAL, lt_pair_run(&good, NULL, NULL, &result));
	CHECK_EQ(-EINVAL, lt_pair_run(&good, NULL, samples, NULL));
	result.size = 0;
	CHECK_EQ(-EINVAL, lt_pair_run(&good, NULL, samples, &result));
	CHECK_EQ(threads, world_threads_settle(threads));
	CHECK_EQ(descriptors, world_descriptors());
}

/* Either side's pin may be refused; in both cases the other side must be let go. */
static void a_cpu_that_is_not_there_is_refused_and_leaves_nothing(void)
{
	int threads = world_threads_idle(), descriptors = world_descriptors();

	if (sysconf(_SC_NPROCESSORS_CONF) >= LT_MAX_CPUS)
		SKIP("this machine has every CPU");
	for (int i = 0; i < BLOCKING; i++) {
		struct lt_pair_plan plan = plan_for(blocking[i], LT_MAX_CPUS - 1, LT_CPU_ANY);

		expect_refusal(-EINVAL, &plan, __LINE__);
		plan = plan_for(blocking[i], LT_CPU_ANY, LT_MAX_CPUS - 1);
		expect_refusal(-EINVAL, &plan, __LINE__);
	}
	CHECK_EQ(threads, world_threads_settle(threads));
	CHECK_EQ(descriptors, world_descriptors());
}

static void without_descriptors(void)
{
	struct lt_pair_plan plan = plan_for(LT_PAIR_PIPE, LT_CPU_ANY, LT_CPU_ANY);
	int highest = dup(0);

	/* Room for one pipe, then for half of one. */
	CHECK_EQ(0, world_limit(RLIMIT_NOFILE, (rlim_t)highest + 3));
	expect_refusal(-EMFILE, &plan, __LINE__);
	CHECK_EQ(highest + 1, dup(0)); /* the first pipe is closed again */
}

static void a_pipe_that_cannot_be_had_leaves_nothing(void)
{
	world_child(without_descriptors);
}

static void with_room_for_one_stack(void)
{
	struct lt_pair_plan plan = plan_for(LT_PAIR_FUTEX, LT_CPU_ANY, LT_CPU_ANY);
	int threads = world_threads_idle();

	plan.stack_size = 256 << 20;
	CHECK_EQ(0, world_limit(RLIMIT_AS, world_address_space() + (384 << 20)));
	for (int i = 0; i < BLOCKING; i++) {
		plan.mechanism = blocking[i];
		expect_refusal(-EAGAIN, &plan, __LINE__);
	}
	CHECK_EQ(threads, world_threads_settle(threads));
}

static void a_second_thread_that_cannot_start_lets_the_first_go(void)
{
	if (CHECK_SANITIZED)
		SKIP("a sanitizer needs the address space");
	world_child(with_room_for_one_stack);
}

static void the_callers_signal_mask_is_put_back(void)
{
	struct lt_pair_plan plan = plan_for(LT_PAIR_YIELD, LT_CPU_ANY, LT_CPU_ANY);
	struct lt_pair_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES];
	sigset_t wish, before, after;

	sigemptyset(&wish);
	sigaddset(&wish, SIGUSR1);
	pthread_sigmask(SIG_SETMASK, &wish, &before);
	CHECK_EQ(0, lt_pair_run(&plan, NULL, samples, &result));
	pthread_sigmask(SIG_SETMASK, &before, &after);
	for (int signal = 1; signal < SIGRTMIN; signal++)
		CHECK_EQ(sigismember(&wish, signal), sigismember(&after, signal));
}

int main(void)
{
	world_begin();
	RUN(pairs_on_two_cpus_stay_there);
	RUN(an_unpinned_pair_runs_where_this_process_may);
	RUN(a_pair_without_warm_up_runs);
	RUN(no_switch_of_the_warm_up_is_in_a_window);
	RUN(a_stop_set_before_the_start_runs_no_batch);
	RUN(a_stop_set_during_the_run_ends_it_early);
	RUN(bad_plans_are_refused_and_leave_nothing);
	RUN(a_cpu_that_is_not_there_is_refused_and_leaves_nothing);
	RUN(a_pipe_that_cannot_be_had_leaves_nothing);
	RUN(a_second_thread_that_cannot_start_lets_the_first_go);
	RUN(the_callers_signal_mask_is_put_back);
	return CHECK_DONE();
}
