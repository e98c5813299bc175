/* SPDX-License-Identifier: MIT */
/* Pairs: the kernel counts the switches that the mechanism implies, and a bad plan leaves nothing.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>

#include "lt.h"
#include "world.h"

#define BATCHES     20
#define ROUND_TRIPS 200
#define MANY        100000

static struct lt_pair_plan plan_for(uint32_t mechanism, int cpu_a, int cpu_b)
{
	return (struct lt_pair_plan){
		.size = sizeof(struct lt_pair_plan),
		.mechanism = mechanism,
		.policy = LT_POLICY_KEEP,
		.cpu_a = cpu_a,
		.cpu_b = cpu_b,
		.batches = BATCHES,
		.batch_round_trips = ROUND_TRIPS,
		.warmup_round_trips = 300,
	};
}

static uint64_t switches(const struct lt_evidence *evidence)
{
	return evidence->counters.voluntary + evidence->counters.involuntary;
}

/* Another task had the CPU for more than 2 % of the window: then it may have added switches. */
static int contaminated(const struct lt_pair_result *result)
{
	uint64_t own = result->a.counters.cpu_ns + result->b.counters.cpu_ns;

	return own < (uint64_t)result->wall_ns * 98 / 100;
}

static void check_evidence(const struct lt_evidence *evidence, int cpu)
{
	CHECK_EQ(sizeof(*evidence), evidence->size);
	CHECK_EQ(sizeof(evidence->counters), evidence->counters.size);
	CHECK(evidence->counters.known & LT_KNOWN_RUSAGE);
	CHECK(evidence->counters.known & LT_KNOWN_CPU_TIME);
	CHECK(evidence->tid > 0);
	CHECK(evidence->ended_ns > evidence->started_ns);
	CHECK(evidence->counters.taken_ns > 0);
	for (int word = 0; word < LT_CPU_WORDS; word++) {
		uint64_t expected = cpu / 64 == word ? UINT64_C(1) << (cpu % 64) : 0;

		CHECK_EQ((int64_t)expected, (int64_t)evidence->cpus_seen[word]);
	}
}

static void check_same_cpu(uint32_t mechanism)
{
	int cpu = world_cpu(0);
	struct lt_pair_plan plan = plan_for(mechanism, cpu, cpu);
	struct lt_pair_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES], sum = 0;
	int64_t before = lt_clock_now();
	double per_round_trip;
	uint64_t switched;
	int disturbed;

	CHECK_EQ(0, lt_pair_run(&plan, NULL, samples, &result));
	CHECK_EQ(BATCHES, (int64_t)result.batches_done);
	CHECK_EQ(BATCHES * ROUND_TRIPS, (int64_t)result.a.operations);
	check_evidence(&result.a, cpu);
	check_evidence(&result.b, cpu);
	CHECK(result.a.tid != result.b.tid);
	CHECK(result.a.started_ns > before);
	CHECK(result.b.started_ns <= result.a.started_ns);
	CHECK_EQ(result.a.ended_ns - result.a.started_ns, result.wall_ns);
	for (int i = 0; i < BATCHES; i++) {
		CHECK(samples[i] > 0);
		sum += samples[i];
	}
	CHECK_RANGE(1, result.wall_ns, sum);
	CHECK_EQ(0, (int64_t)result.a.counters.migrations);
	CHECK_EQ(0, (int64_t)result.b.counters.migrations);

	switched = switches(&result.a) + switches(&result.b);
	if (mechanism == LT_PAIR_YIELD) {
		uint64_t yields = result.a.operations + result.b.operations;

		/* Every yield is a switch, counted as preemption; blocking is only at the ends. */
		CHECK_RANGE((int64_t)yields * 98 / 100, (int64_t)yields * 102 / 100,
			    (int64_t)switched);
		CHECK_RANGE(0, 2, (int64_t)result.a.counters.voluntary);
		CHECK_RANGE(0, 2, (int64_t)result.b.counters.voluntary);
		/* A third task between A and B gives one of them more turns than the other. */
		disturbed = result.b.operations * 100 > result.a.operations * 102 ||
			    result.b.operations * 100 < result.a.operations * 98;
	} else {
		CHECK_EQ(BATCHES * ROUND_TRIPS, (int64_t)result.b.operations);
		CHECK(result.a.counters.voluntary > BATCHES * ROUND_TRIPS / 10);
		disturbed = contaminated(&result);
	}
	per_round_trip = (double)switched / (BATCHES * ROUND_TRIPS);
	if ((per_round_trip < 1.96 || per_round_trip > 2.04) && disturbed)
		SKIP("other tasks ran on this CPU: %.3f switches per round trip", per_round_trip);
	CHECK_RANGE(1960, 2040, (int64_t)(per_round_trip * 1000));
}

static void a_futex_pair_on_one_cpu_switches_twice_per_round_trip(void)
{
	check_same_cpu(LT_PAIR_FUTEX);
}

static void a_pipe_pair_on_one_cpu_switches_twice_per_round_trip(void)
{
	check_same_cpu(LT_PAIR_PIPE);
}

static void a_yield_pair_on_one_cpu_switches_twice_per_round_trip_involuntarily(void)
{
	check_same_cpu(LT_PAIR_YIELD);
}

static void pairs_on_two_cpus_stay_there(void)
{
	int a = world_cpu(0), b = world_cpu(1);

	if (b < 0)
		SKIP("needs two CPUs");
	for (uint32_t mechanism = LT_PAIR_FUTEX; mechanism <= LT_PAIR_YIELD; mechanism++) {
		struct lt_pair_plan plan = plan_for(mechanism, a, b);
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
	for (uint32_t mechanism = LT_PAIR_FUTEX; mechanism <= LT_PAIR_YIELD; mechanism++) {
		plan.mechanism = mechanism;
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

	for (uint32_t mechanism = LT_PAIR_FUTEX; mechanism <= LT_PAIR_YIELD; mechanism++) {
		struct lt_pair_plan plan = plan_for(mechanism, cpu, cpu);
		struct lt_pair_result result = {.size = sizeof(result)};
		int64_t samples[1];

		plan.warmup_round_trips = 20 * ROUND_TRIPS;
		plan.batches = 1;
		CHECK_EQ(0, lt_pair_run(&plan, NULL, samples, &result));
		CHECK_RANGE(0, 2 * ROUND_TRIPS, (int64_t)switches(&result.a));
		CHECK_RANGE(0, 2 * ROUND_TRIPS, (int64_t)switches(&result.b));
		CHECK_RANGE(0, 2 * ROUND_TRIPS, (int64_t)result.b.operations);
	}
}

static void a_stop_set_before_the_start_runs_no_batch(void)
{
	int threads = world_threads_idle(), descriptors = world_descriptors();
	int32_t stop = 1;

	for (uint32_t mechanism = LT_PAIR_FUTEX; mechanism <= LT_PAIR_YIELD; mechanism++) {
		struct lt_pair_plan plan = plan_for(mechanism, LT_CPU_ANY, LT_CPU_ANY);
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
	for (uint32_t mechanism = LT_PAIR_FUTEX; mechanism <= LT_PAIR_YIELD; mechanism++) {
		struct lt_pair_plan plan = plan_for(mechanism, LT_CPU_ANY, LT_CPU_ANY);
		struct lt_pair_result result = {.size = sizeof(result)};
		struct stopper stopper = {.threads_before = world_threads_idle()};
		pthread_t thread;

		plan.batches = MANY;
		CHECK_EQ(0, pthread_create(&thread, NULL, stop_when_running, &stopper));
		CHECK_EQ(0, lt_pair_run(&plan, &stopper.stop, samples, &result));
		CHECK_EQ(0, pthread_join(thread, NULL));
		CHECK_RANGE(0, MANY - 1, (int64_t)result.batches_done);
		CHECK_EQ((int64_t)result.batches_done * ROUND_TRIPS, (int64_t)result.a.operations);
		for (uint64_t i = 0; i < result.batches_done; i++)
			CHECK(samples[i] > 0);
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
	REFUSED(flags, 1);
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
	for (uint32_t mechanism = LT_PAIR_FUTEX; mechanism <= LT_PAIR_YIELD; mechanism++) {
		struct lt_pair_plan plan = plan_for(mechanism, LT_MAX_CPUS - 1, LT_CPU_ANY);

		expect_refusal(-EINVAL, &plan, __LINE__);
		plan = plan_for(mechanism, LT_CPU_ANY, LT_MAX_CPUS - 1);
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
	for (uint32_t mechanism = LT_PAIR_FUTEX; mechanism <= LT_PAIR_YIELD; mechanism++) {
		plan.mechanism = mechanism;
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
	RUN(a_futex_pair_on_one_cpu_switches_twice_per_round_trip);
	RUN(a_pipe_pair_on_one_cpu_switches_twice_per_round_trip);
	RUN(a_yield_pair_on_one_cpu_switches_twice_per_round_trip_involuntarily);
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
