/* SPDX-License-Identifier: MIT */
/* Mechanisms: the kernel counts the switches that each implies, under the policy of the plan. */
#include <sys/syscall.h>

#include "pairs.h"

#define ALL (BATCHES * ROUND_TRIPS)

static void check_result(const struct lt_pair_plan *plan, const struct lt_pair_result *result,
			 const int64_t *samples)
{
	int64_t sum = 0;

	CHECK_EQ(BATCHES, (int64_t)result->batches_done);
	CHECK_EQ(ALL, (int64_t)result->a.operations);
	check_evidence(&result->a, plan->cpu_a);
	check_evidence(&result->b, plan->cpu_b);
	CHECK(result->a.tid != result->b.tid);
	CHECK(result->b.started_ns <= result->a.started_ns);
	CHECK_EQ(result->a.ended_ns - result->a.started_ns, result->wall_ns);
	for (int i = 0; i < BATCHES; i++) {
		CHECK(samples[i] > 0);
		sum += samples[i];
	}
	CHECK_RANGE(1, result->wall_ns, sum);
	CHECK_EQ(0, (int64_t)result->a.counters.migrations);
	CHECK_EQ(0, (int64_t)result->b.counters.migrations);
}

/* Thousandths of a switch per round trip, of both threads. */
static int64_t per_round_trip(const struct lt_pair_result *result)
{
	return (int64_t)(switches(&result->a) + switches(&result->b)) * 1000 / ALL;
}

/* Switches of a pair on one CPU: `low` to `high` thousandths per round trip. */
static void check_same_cpu(uint32_t mechanism, int policy, int64_t low, int64_t high)
{
	int cpu = world_cpu(0);
	struct lt_pair_plan plan = plan_for(mechanism, cpu, cpu);
	struct lt_pair_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES];
	int64_t before = lt_clock_now();
	int64_t counted;

	plan.policy = policy;
	CHECK_EQ(0, lt_pair_run(&plan, NULL, samples, &result));
	check_result(&plan, &result, samples);
	CHECK(result.a.started_ns > before);
	CHECK_EQ(ALL, (int64_t)result.b.operations);
	CHECK(result.a.counters.voluntary + result.b.counters.voluntary > ALL / 10);
	CHECK_EQ(0, result.load_cpu_ns);
	CHECK_EQ(0, result.b_accounted_ns);
	counted = per_round_trip(&result);
	if ((counted < low || counted > high) && contaminated(&result))
		SKIP("other tasks ran on this CPU: %.3f switches per round trip",
		     (double)counted / 1000);
	CHECK_RANGE(low, high, counted);
}

static void a_futex_pair_on_one_cpu_switches_twice_per_round_trip(void)
{
	check_same_cpu(LT_PAIR_FUTEX, LT_POLICY_KEEP, 1960, 2040);
}

static void a_pipe_pair_on_one_cpu_switches_twice_per_round_trip(void)
{
	check_same_cpu(LT_PAIR_PIPE, LT_POLICY_KEEP, 1960, 2040);
}

static void an_eventfd_pair_on_one_cpu_switches_twice_per_round_trip(void)
{
	check_same_cpu(LT_PAIR_EVENTFD, SCHED_BATCH, 1960, 2040);
}

static void a_socket_pair_on_one_cpu_switches_twice_per_round_trip(void)
{
	check_same_cpu(LT_PAIR_SOCKETPAIR, SCHED_BATCH, 1960, 2040);
}

static void a_semaphore_pair_on_one_cpu_switches_twice_per_round_trip(void)
{
	check_same_cpu(LT_PAIR_SEMAPHORE, SCHED_BATCH, 1960, 2040);
}

/* A waiter that preempts the signaller finds the mutex held, and blocks once more. */
static void a_condvar_pair_on_one_cpu_switches_at_least_twice_per_round_trip(void)
{
	check_same_cpu(LT_PAIR_CONDVAR, LT_POLICY_KEEP, 1960, 8000);
}

/* Under the batch policy no wake-up preempts. */
static void a_condvar_pair_in_a_batch_switches_twice_per_round_trip(void)
{
	check_same_cpu(LT_PAIR_CONDVAR, SCHED_BATCH, 1960, 2040);
}

static void a_yield_pair_on_one_cpu_switches_twice_per_round_trip_involuntarily(void)
{
	int cpu = world_cpu(0);
	struct lt_pair_plan plan = plan_for(LT_PAIR_YIELD, cpu, cpu);
	struct lt_pair_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES];
	int64_t yields, switched;

	CHECK_EQ(0, lt_pair_run(&plan, NULL, samples, &result));
	check_result(&plan, &result, samples);
	/* Every yield is a switch, counted as preemption; blocking is only at the ends. */
	yields = (int64_t)(result.a.operations + result.b.operations);
	switched = (int64_t)(switches(&result.a) + switches(&result.b));
	CHECK_RANGE(yields * 98 / 100, yields * 102 / 100, switched);
	CHECK_RANGE(0, 2, (int64_t)result.a.counters.voluntary);
	CHECK_RANGE(0, 2, (int64_t)result.b.counters.voluntary);
	/* A third task between A and B gives one of them more turns than the other. */
	if (result.b.operations * 100 > result.a.operations * 102 ||
	    result.b.operations * 100 < result.a.operations * 98)
		SKIP("other tasks ran on this CPU: %" PRIu64 " yields of B", result.b.operations);
	CHECK_RANGE(1960, 2040, per_round_trip(&result));
}

static void a_spinning_pair_never_switches(void)
{
	int a = world_cpu(0), b = world_cpu(1);
	struct lt_pair_plan plan = plan_for(LT_PAIR_SPIN, a, b);
	struct lt_pair_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES];

	if (b < 0)
		SKIP("needs two CPUs");
	CHECK_EQ(0, lt_pair_run(&plan, NULL, samples, &result));
	check_result(&plan, &result, samples);
	CHECK_EQ(ALL, (int64_t)result.b.operations);
	CHECK_RANGE(0, 2, (int64_t)result.a.counters.voluntary);
	CHECK_RANGE(0, 2, (int64_t)result.b.counters.voluntary);
}

static void a_stop_ends_a_spinning_pair(void)
{
	struct lt_pair_plan plan = plan_for(LT_PAIR_SPIN, world_cpu(0), world_cpu(1));
	struct lt_pair_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES];
	int32_t stop = 1;

	if (plan.cpu_b < 0)
		SKIP("needs two CPUs");
	CHECK_EQ(0, lt_pair_run(&plan, &stop, samples, &result));
	CHECK_EQ(0, (int64_t)result.batches_done);
	CHECK_EQ(0, (int64_t)result.b.operations);
}

static void check_refused(const struct lt_pair_plan *plan, int expected)
{
	struct lt_pair_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES];

	CHECK_EQ(expected, lt_pair_run(plan, NULL, samples, &result));
}

static void on_one_cpu_only(void)
{
	struct lt_pair_plan plan = plan_for(LT_PAIR_SPIN, LT_CPU_ANY, LT_CPU_ANY);
	int cpu = world_cpu(0);
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET((size_t)cpu, &set);
	CHECK_EQ(0, sched_setaffinity(0, sizeof(set), &set));
	check_refused(&plan, -EINVAL);
	plan.cpu_a = cpu;
	check_refused(&plan, -EINVAL);
	plan = plan_for(LT_PAIR_SPIN, LT_CPU_ANY, cpu);
	check_refused(&plan, -EINVAL);
}

/* Under a real-time policy the one that waits would never let the other run. */
static void two_spinners_for_one_cpu_are_refused(void)
{
	struct lt_pair_plan plan = plan_for(LT_PAIR_SPIN, world_cpu(0), world_cpu(0));

	check_refused(&plan, -EINVAL);
	world_child(on_one_cpu_only);
}

struct watch {
	int policies[64]; /* how many threads were seen under each */
	int32_t stop;
};

/*
 * Sees both threads' policies while they run, and then stops the pair. By number: musl's
 * sched_getscheduler() says ENOSYS.
 */
static void *watch_policies(void *arg)
{
	struct watch *watch = arg;
	int seen = 0;

	while (seen < 2 && !__atomic_load_n(&watch->stop, __ATOMIC_RELAXED)) {
		DIR *tasks = opendir("/proc/self/task");
		const struct dirent *entry;

		seen = 0;
		memset(watch->policies, 0, sizeof(watch->policies));
		while (tasks && (entry = readdir(tasks))) {
			int tid = atoi(entry->d_name);
			long policy = tid > 0 ? syscall(SYS_sched_getscheduler, tid) : -1;

			if (policy > 0 && policy < 64) {
				watch->policies[policy]++;
				seen++;
			}
		}
		if (tasks)
			closedir(tasks);
		sched_yield();
	}
	__atomic_store_n(&watch->stop, 1, __ATOMIC_RELAXED);
	return NULL;
}

static void check_policy(uint32_t mechanism, int policy)
{
	struct lt_pair_plan plan = plan_for(mechanism, LT_CPU_ANY, LT_CPU_ANY);
	struct lt_pair_result result = {.size = sizeof(result)};
	int64_t *samples = calloc(MANY, sizeof(*samples));
	struct watch watch = {.stop = 0};
	pthread_t watcher;

	CHECK(samples != NULL);
	plan.policy = policy;
	plan.batches = MANY;
	CHECK_EQ(0, pthread_create(&watcher, NULL, watch_policies, &watch));
	CHECK_EQ(0, lt_pair_run(&plan, &watch.stop, samples, &result));
	__atomic_store_n(&watch.stop, 1, __ATOMIC_RELAXED);
	CHECK_EQ(0, pthread_join(watcher, NULL));
	CHECK_EQ(2, watch.policies[policy]);
	free(samples);
}

static void both_threads_take_on_the_policy(void)
{
	check_policy(LT_PAIR_PIPE, SCHED_BATCH);
	check_policy(LT_PAIR_FUTEX, SCHED_IDLE);
}

static void a_real_time_pair_is_measured_or_refused_with_eperm(void)
{
	struct lt_pair_plan plan = plan_for(LT_PAIR_FUTEX, world_cpu(0), world_cpu(0));
	struct lt_pair_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES];
	int got;

	plan.policy = SCHED_FIFO;
	got = lt_pair_run(&plan, NULL, samples, &result);
	if (got == -EPERM)
		SKIP("SCHED_FIFO is not permitted here");
	CHECK_EQ(0, got);
	/* Nothing of an ordinary policy comes between. */
	CHECK_RANGE(1960, 2040, per_round_trip(&result));
	plan.policy = SCHED_RR;
	CHECK_EQ(0, lt_pair_run(&plan, NULL, samples, &result));
}

static void without_a_real_time_limit(void)
{
	int threads = world_threads_idle(), descriptors = world_descriptors();

	CHECK_EQ(0, world_limit(RLIMIT_RTPRIO, 0));
	if (geteuid() == 0)
		CHECK_EQ(0, world_tasks(64));
	for (int i = 0; i < BLOCKING; i++) {
		struct lt_pair_plan plan = plan_for(blocking[i], LT_CPU_ANY, LT_CPU_ANY);

		plan.policy = SCHED_FIFO;
		check_refused(&plan, -EPERM);
	}
	CHECK_EQ(threads, world_threads_settle(threads));
	CHECK_EQ(descriptors, world_descriptors());
}

static void a_policy_that_is_not_permitted_is_refused_and_leaves_nothing(void)
{
	world_child(without_a_real_time_limit);
}

static void a_policy_that_there_is_not_is_refused(void)
{
	struct lt_pair_plan plan = plan_for(LT_PAIR_PIPE, LT_CPU_ANY, LT_CPU_ANY);

	for (int policy = -2; policy < 9; policy++) {
		if (policy >= LT_POLICY_KEEP && policy <= SCHED_BATCH)
			continue;
		if (policy == SCHED_IDLE)
			continue;
		plan.policy = policy; /* 4 is nobody's, 6 is the deadline policy's */
		check_refused(&plan, -EINVAL);
	}
}

int main(void)
{
	world_begin();
	RUN(a_futex_pair_on_one_cpu_switches_twice_per_round_trip);
	RUN(a_pipe_pair_on_one_cpu_switches_twice_per_round_trip);
	RUN(an_eventfd_pair_on_one_cpu_switches_twice_per_round_trip);
	RUN(a_socket_pair_on_one_cpu_switches_twice_per_round_trip);
	RUN(a_semaphore_pair_on_one_cpu_switches_twice_per_round_trip);
	RUN(a_condvar_pair_on_one_cpu_switches_at_least_twice_per_round_trip);
	RUN(a_condvar_pair_in_a_batch_switches_twice_per_round_trip);
	RUN(a_yield_pair_on_one_cpu_switches_twice_per_round_trip_involuntarily);
	RUN(a_spinning_pair_never_switches);
	RUN(a_stop_ends_a_spinning_pair);
	RUN(two_spinners_for_one_cpu_are_refused);
	RUN(both_threads_take_on_the_policy);
	RUN(a_real_time_pair_is_measured_or_refused_with_eperm);
	RUN(a_policy_that_is_not_permitted_is_refused_and_leaves_nothing);
	RUN(a_policy_that_there_is_not_is_refused);
	return CHECK_DONE();
}
