/* SPDX-License-Identifier: MIT */
/* Timed creation and the loops of one call. */
#include <errno.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

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

	for (uint32_t kind = LT_CALL_EMPTY; kind <= LT_CALL_FUTEX_BOTH; kind++) {
		struct lt_call_plan plan = call_plan(kind, cpu);
		struct lt_call_result result = {.size = sizeof(result)};
		int64_t samples[BATCHES], sum = 0;

		CHECK_EQ(0, lt_call_run(&plan, NULL, samples, &result));
		CHECK_EQ(BATCHES, (int64_t)result.batches_done);
		CHECK_EQ(BATCHES * CALLS, (int64_t)result.thread.operations);
		CHECK_EQ(result.thread.ended_ns - result.thread.started_ns, result.wall_ns);
		CHECK_EQ(0, result.load_cpu_ns);
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
	REFUSED(kind, LT_CALL_TIMED_WAIT + 1);
	REFUSED(kind, LT_CALL_TIMED_WAIT); /* without a timeout */
	REFUSED(timeout_ns, 1);            /* of another call */
	REFUSED(policy, -2);
	REFUSED(policy, 4); /* never implemented */
	REFUSED(policy, 6); /* SCHED_DEADLINE takes more than a number */
	REFUSED(load.runnable, 4097);
	REFUSED(load.bystanders, 1000001);
	REFUSED(work.kind, LT_WORK_DIRTY + 1);
	REFUSED(work.kind, LT_WORK_MEMORY); /* without an amount */
	REFUSED(work.amount, 1);
	REFUSED(work.reserved, 1);
	REFUSED(cpu, -2);
	REFUSED(cpu, LT_MAX_CPUS);
	REFUSED(stack_size, 1);
	REFUSED(batches, 0);
	REFUSED(batch_calls, 0);
	REFUSED(batches, UINT64_MAX);
	REFUSED(warmup_calls, UINT64_MAX);
#undef REFUSED
	plan = call_plan(LT_CALL_TIMED_WAIT, LT_CPU_ANY);
	plan.timeout_ns = (uint64_t)INT64_MAX + 1;
	CHECK_EQ(-EINVAL, lt_call_run(&plan, NULL, samples, &result));
	plan.timeout_ns = 1;
	plan.timer_slack_ns = 1;
	plan.policy = SCHED_FIFO; /* has no slack */
	CHECK_EQ(-EINVAL, lt_call_run(&plan, NULL, samples, &result));
	plan.policy = SCHED_RR;
	CHECK_EQ(-EINVAL, lt_call_run(&plan, NULL, samples, &result));
	CHECK(!memcmp(&before, &result, sizeof(result)));
	CHECK_EQ(-EINVAL, lt_call_run(NULL, NULL, samples, &result));
	CHECK_EQ(-EINVAL, lt_call_run(&good, NULL, NULL, &result));
	CHECK_EQ(-EINVAL, lt_call_run(&good, NULL, samples, NULL));
	result.size = 1;
	CHECK_EQ(-EINVAL, lt_call_run(&good, NULL, samples, &result));
	CHECK_EQ(descriptors, world_descriptors());
}

static void a_timed_wait_sleeps_once_and_no_less_than_its_time(void)
{
	enum {
		WAITS = 5,
		TIMEOUT_NS = 5000000
	};
	struct lt_call_plan plan = call_plan(LT_CALL_TIMED_WAIT, world_cpu(0));
	struct lt_call_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES];

	plan.batch_calls = WAITS;
	plan.timeout_ns = TIMEOUT_NS;
	CHECK_EQ(0, lt_call_run(&plan, NULL, samples, &result));
	for (int i = 0; i < BATCHES; i++)
		CHECK_RANGE((int64_t)WAITS * TIMEOUT_NS, INT64_MAX, samples[i]);
	/* A thread kept from its CPU for that long finds its timer expired before it sleeps. */
	CHECK_RANGE(BATCHES * WAITS - 2, BATCHES * WAITS,
		    (int64_t)result.thread.counters.voluntary);
}

/* A run in a thread of its own, looked at from outside and then stopped. */
struct watched {
	struct lt_call_plan plan;
	struct lt_call_result result;
	int64_t samples[10000];
	int32_t stop;
	int32_t error;
	pthread_t thread;
};

static void *run_watched(void *arg)
{
	struct watched *watched = arg;

	watched->error =
		lt_call_run(&watched->plan, &watched->stop, watched->samples, &watched->result);
	return NULL;
}

/* Sleeps most of the time, so that no policy keeps the test from looking. */
static struct watched watched_plan(void)
{
	struct watched watched = {.plan = call_plan(LT_CALL_TIMED_WAIT, world_cpu(0))};

	watched.plan.timeout_ns = 1000000;
	watched.plan.batches = sizeof(watched.samples) / sizeof(watched.samples[0]);
	watched.plan.batch_calls = 1;
	watched.plan.warmup_calls = 0;
	watched.result.size = sizeof(watched.result);
	return watched;
}

/* Until `holds`, which looks at the process, or the run is over; then stops and joins it. */
static void watch(struct watched *watched, int (*holds)(const struct watched *))
{
	int seen = 0;

	CHECK_EQ(0, pthread_create(&watched->thread, NULL, run_watched, watched));
	while (!seen && pthread_tryjoin_np(watched->thread, NULL)) {
		seen = holds(watched);
		if (!seen)
			continue;
		__atomic_store_n(&watched->stop, 1, __ATOMIC_RELAXED);
		CHECK_EQ(0, pthread_join(watched->thread, NULL));
	}
	CHECK(seen || watched->error);
}

/* How many other threads of the process are such. */
static int count_tasks(int (*is)(int tid, const struct watched *watched),
		       const struct watched *watched)
{
	DIR *dir = opendir("/proc/self/task");
	const struct dirent *entry;
	int count = 0;

	while (dir && (entry = readdir(dir))) {
		int tid = (int)strtol(entry->d_name, NULL, 10);

		if (tid > 0 && tid != (int)syscall(SYS_gettid))
			count += is(tid, watched);
	}
	if (dir)
		closedir(dir);
	return count;
}

static int has_policy(int tid, const struct watched *watched)
{
	struct sched_param param = {.sched_priority = -1};
	int policy = watched->plan.policy;
	int priority = policy == SCHED_FIFO || policy == SCHED_RR;

	return syscall(SYS_sched_getscheduler, tid) == policy &&
	       syscall(SYS_sched_getparam, tid, &param) == 0 && param.sched_priority == priority;
}

/* Only of a policy that the others do not have. */
static int one_has_the_policy(const struct watched *watched)
{
	return count_tasks(has_policy, watched) == 1;
}

static void the_thread_takes_on_its_policy(void)
{
	const int policies[] = {SCHED_BATCH, SCHED_IDLE, SCHED_FIFO, SCHED_RR};
	int refused = 0;

	CHECK_EQ(SCHED_OTHER, syscall(SYS_sched_getscheduler, 0));
	for (size_t i = 0; i < sizeof(policies) / sizeof(policies[0]); i++) {
		struct watched watched = watched_plan();

		watched.plan.policy = policies[i];
		watch(&watched, one_has_the_policy);
		if (watched.error == -EPERM && i >= 2)
			refused++;
		else
			CHECK_EQ(0, watched.error);
		CHECK_EQ(SCHED_OTHER, syscall(SYS_sched_getscheduler, 0));
	}
	if (refused)
		SKIP("the kernel does not permit this user real-time policies");
}

#define SLACK_NS 123456

/* /proc/TID has it, although only /proc/PID is listed. */
static long slack_of(int tid)
{
	char path[64];
	FILE *stream;
	long slack = -1;

	snprintf(path, sizeof(path), "/proc/%d/timerslack_ns", tid);
	stream = fopen(path, "re");
	if (!stream)
		return -1;
	if (fscanf(stream, "%ld", &slack) != 1)
		slack = -1;
	fclose(stream);
	return slack;
}

static void *read_slack_of(void *tid)
{
	return (void *)(intptr_t)slack_of((int)(intptr_t)tid);
}

/* One's own is shown to anybody, another thread's takes CAP_SYS_NICE: asked from another thread. */
static long slack_seen_by_another(int tid)
{
	pthread_t other;
	void *slack;

	CHECK_EQ(0, pthread_create(&other, NULL, read_slack_of, (void *)(intptr_t)tid));
	CHECK_EQ(0, pthread_join(other, &slack));
	return (long)(intptr_t)slack;
}

static int has_slack(int tid, const struct watched *watched)
{
	return slack_of(tid) == (long)watched->plan.timer_slack_ns;
}

static int one_has_the_slack(const struct watched *watched)
{
	return count_tasks(has_slack, watched) == 1;
}

static void timer_slack_is_the_measured_threads_alone(void)
{
	struct watched watched = watched_plan();
	int before = prctl(PR_GET_TIMERSLACK, 0, 0, 0, 0);

	if (slack_seen_by_another((int)syscall(SYS_gettid)) != before)
		SKIP("another thread's timer slack is not shown to this user");
	CHECK(before != SLACK_NS);
	watched.plan.timer_slack_ns = SLACK_NS;
	watch(&watched, one_has_the_slack);
	CHECK_EQ(0, watched.error);
	CHECK_EQ(before, prctl(PR_GET_TIMERSLACK, 0, 0, 0, 0));
}

#define RUNNABLE   3
#define BYSTANDERS 7

static int is_idle_there(int tid, const struct watched *watched)
{
	char allowed[128] = "", expected[16];

	snprintf(expected, sizeof(expected), "%d", watched->plan.cpu);
	return syscall(SYS_sched_getscheduler, tid) == SCHED_IDLE &&
	       world_task_line(tid, "status", "Cpus_allowed_list", allowed, sizeof(allowed)) &&
	       !strcmp(allowed, expected);
}

/* And the bystanders, the measured thread and the one that runs it. */
static int the_load_is_there(const struct watched *watched)
{
	return count_tasks(is_idle_there, watched) == RUNNABLE &&
	       world_threads() == world_idle_count + RUNNABLE + BYSTANDERS + 2;
}

static void the_load_is_there_while_the_call_runs_and_gone_after_it(void)
{
	struct watched watched = watched_plan();
	int threads = world_threads_idle();

	watched.plan.load.runnable = RUNNABLE;
	watched.plan.load.bystanders = BYSTANDERS;
	watch(&watched, the_load_is_there);
	CHECK_EQ(0, watched.error);
	CHECK_EQ(threads, world_threads_settle(threads));
}

/* An idle thread among idle ones: whoever else is on the machine, they are on a par. */
static void a_thread_that_yields_to_spinners_gives_them_time(void)
{
	struct lt_call_plan plan = call_plan(LT_CALL_YIELD, world_cpu(0));
	struct lt_call_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES];

	plan.policy = SCHED_IDLE;
	plan.batch_calls = 3;
	plan.warmup_calls = 0;
	plan.load.runnable = RUNNABLE;
	CHECK_EQ(0, lt_call_run(&plan, NULL, samples, &result));
	CHECK_RANGE(1, INT64_MAX, result.load_cpu_ns);
	CHECK_RANGE(1, INT64_MAX, (int64_t)result.thread.counters.involuntary);
	if (result.thread.counters.known & LT_KNOWN_SCHEDSTAT)
		CHECK_RANGE(1, INT64_MAX, (int64_t)result.thread.counters.run_delay_ns);
}

static void bystanders_take_no_time(void)
{
	struct lt_call_plan plan = call_plan(LT_CALL_FUTEX_BOTH, world_cpu(0));
	struct lt_call_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES];

	plan.load.bystanders = BYSTANDERS;
	CHECK_EQ(0, lt_call_run(&plan, NULL, samples, &result));
	CHECK_EQ(BATCHES, (int64_t)result.batches_done);
	CHECK_EQ(0, result.load_cpu_ns);
	CHECK_EQ(0, (int64_t)result.thread.counters.voluntary);
}

static void every_work_lets_every_call_run(void)
{
	const struct lt_work works[] = {
		{.kind = LT_WORK_COMPUTE, .amount = 10},
		{.kind = LT_WORK_MEMORY, .amount = 4096},
		{.kind = LT_WORK_CLEAN},
		{.kind = LT_WORK_DIRTY},
	};

	for (size_t i = 0; i < sizeof(works) / sizeof(works[0]); i++) {
		for (uint32_t kind = LT_CALL_EMPTY; kind <= LT_CALL_TIMED_WAIT; kind++) {
			struct lt_call_plan plan = call_plan(kind, world_cpu(0));
			struct lt_call_result result = {.size = sizeof(result)};
			int64_t samples[BATCHES];

			plan.batch_calls = 5;
			plan.timeout_ns = kind == LT_CALL_TIMED_WAIT;
			plan.work = works[i];
			CHECK_EQ(0, lt_call_run(&plan, NULL, samples, &result));
			CHECK_EQ(5 * BATCHES, (int64_t)result.thread.operations);
		}
	}
}

/* No processor goes ten dependent rounds in a nanosecond. */
static void work_is_in_the_samples(void)
{
	enum {
		ROUNDS = 100000
	};
	struct lt_call_plan plan = call_plan(LT_CALL_EMPTY, world_cpu(0));
	struct lt_call_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES];

	plan.batch_calls = 10;
	plan.work = (struct lt_work){.kind = LT_WORK_COMPUTE, .amount = ROUNDS};
	CHECK_EQ(0, lt_call_run(&plan, NULL, samples, &result));
	for (int i = 0; i < BATCHES; i++)
		CHECK_RANGE(ROUNDS, INT64_MAX, samples[i]);
}

static void memory_of_work_is_given_back(void)
{
	const uint64_t bytes = 32 << 20;
	struct lt_call_plan plan = call_plan(LT_CALL_EMPTY, world_cpu(0));
	struct lt_call_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES];
	rlim_t before;

	if (CHECK_SANITIZED)
		SKIP("a sanitizer maps memory of its own");
	plan.batch_calls = 1;
	plan.work = (struct lt_work){.kind = LT_WORK_MEMORY, .amount = 64};
	CHECK_EQ(0, lt_call_run(&plan, NULL, samples, &result)); /* its stack stays */
	before = world_address_space();
	plan.work.amount = bytes;
	CHECK_EQ(0, lt_call_run(&plan, NULL, samples, &result));
	CHECK_RANGE(0, (int64_t)(before + bytes / 2), (int64_t)world_address_space());
}

static void a_run_that_fails_leaves_nothing(void)
{
	struct lt_call_plan plan = call_plan(LT_CALL_PIPE, LT_MAX_CPUS - 1);
	int descriptors = world_descriptors(), threads = world_threads_idle();
	struct lt_call_result result, before;
	int64_t samples[BATCHES];

	if (sysconf(_SC_NPROCESSORS_CONF) >= LT_MAX_CPUS)
		SKIP("every CPU that can be named is there");
	memset(&result, 0x55, sizeof(result));
	result.size = sizeof(result);
	before = result;
	for (uint32_t runnable = 0; runnable <= 3; runnable += 3) {
		plan.load.runnable = runnable;
		plan.load.bystanders = BYSTANDERS;
		CHECK_EQ(-EINVAL, lt_call_run(&plan, NULL, samples, &result));
	}
	plan = call_plan(LT_CALL_PIPE, LT_CPU_ANY);
	plan.load.runnable = 2;
	plan.work = (struct lt_work){.kind = LT_WORK_MEMORY, .amount = INT64_MAX};
	CHECK_EQ(-ENOMEM, lt_call_run(&plan, NULL, samples, &result));
	CHECK(!memcmp(&before, &result, sizeof(result)));
	CHECK_EQ(descriptors, world_descriptors());
	CHECK_EQ(threads, world_threads_settle(threads));
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
	RUN(a_timed_wait_sleeps_once_and_no_less_than_its_time);
	RUN(the_thread_takes_on_its_policy);
	RUN(timer_slack_is_the_measured_threads_alone);
	RUN(the_load_is_there_while_the_call_runs_and_gone_after_it);
	RUN(a_thread_that_yields_to_spinners_gives_them_time);
	RUN(bystanders_take_no_time);
	RUN(every_work_lets_every_call_run);
	RUN(work_is_in_the_samples);
	RUN(memory_of_work_is_given_back);
	RUN(a_run_that_fails_leaves_nothing);
	RUN(creation_times_are_in_order);
	RUN(joining_on_one_cpu_blocks_the_creator);
	RUN(a_stopped_creation_says_how_far_it_came);
	RUN(bad_creation_plans_are_refused);
	return CHECK_DONE();
}
