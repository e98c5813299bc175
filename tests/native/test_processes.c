/* SPDX-License-Identifier: MIT */
/* Pairs of two processes: counted like threads, and nobody is left whoever dies. */
#include <sys/prctl.h>

#include "pairs.h"

#define ALL (BATCHES * ROUND_TRIPS)

static struct lt_pair_plan two_processes(uint32_t mechanism, int cpu_a, int cpu_b)
{
	struct lt_pair_plan plan = plan_for(mechanism, cpu_a, cpu_b);

	plan.flags = LT_PAIR_PROCESSES;
	return plan;
}

static void check_nobody_left(int threads, int descriptors)
{
	CHECK_EQ(-1, waitpid(-1, NULL, WNOHANG | __WALL));
	CHECK_EQ(ECHILD, errno);
	CHECK_EQ(threads, world_threads_settle(threads));
	CHECK_EQ(descriptors, world_descriptors());
}

/* The one process whose parent is this one, or 0 if there is none. */
static pid_t child_of(pid_t parent)
{
	DIR *processes = opendir("/proc");
	const struct dirent *entry;
	pid_t found = 0;

	while (processes && (entry = readdir(processes))) {
		char path[300], line[512];
		const char *rest;
		FILE *stat;
		int ppid;

		if (entry->d_name[0] < '1' || entry->d_name[0] > '9')
			continue;
		snprintf(path, sizeof(path), "/proc/%s/stat", entry->d_name);
		stat = fopen(path, "re");
		if (!stat)
			continue;
		if (fgets(line, sizeof(line), stat) && (rest = strrchr(line, ')')) &&
		    sscanf(rest, ") %*c %d", &ppid) == 1 && ppid == parent)
			found = atoi(entry->d_name);
		fclose(stat);
	}
	if (processes)
		closedir(processes);
	return found;
}

static void check_counts(uint32_t mechanism)
{
	/*
	 * Both of these take a lock that the other side may hold when a tick makes it give way,
	 * which happens to a process of its own even in a batch.
	 */
	const int64_t most =
		mechanism == LT_PAIR_CONDVAR || mechanism == LT_PAIR_SOCKETPAIR ? 4000 : 2040;
	int threads = world_threads_idle(), descriptors = world_descriptors();
	int cpu = world_cpu(0);
	struct lt_pair_plan plan = two_processes(mechanism, cpu, cpu);
	struct lt_pair_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES];
	int64_t counted;

	plan.policy = mechanism == LT_PAIR_YIELD ? LT_POLICY_KEEP : SCHED_BATCH;
	CHECK_EQ(0, lt_pair_run(&plan, NULL, samples, &result));
	CHECK_EQ(BATCHES, (int64_t)result.batches_done);
	CHECK_EQ(ALL, (int64_t)result.a.operations);
	check_evidence(&result.a, cpu);
	check_evidence(&result.b, cpu);
	/* B was the first thread of its process, so its id is the process's. */
	CHECK(result.b.tid != getpid());
	CHECK_EQ(-1, kill(result.b.tid, 0));
	CHECK(result.b_accounted_ns >= 0);
	check_nobody_left(threads, descriptors);
	counted = (int64_t)(switches(&result.a) + switches(&result.b)) * 1000 / ALL;
	if ((counted < 1960 || counted > most) &&
	    (contaminated(&result) || mechanism == LT_PAIR_YIELD)) {
		printf("skipped: %s: mechanism %u: other tasks ran on this CPU: %.3f switches per "
		       "round trip\n",
		       check.test, mechanism, (double)counted / 1000);
		return;
	}
	if (mechanism != LT_PAIR_YIELD)
		CHECK_EQ(ALL, (int64_t)result.b.operations);
	CHECK_RANGE(1960, most, counted);
}

static void two_processes_on_one_cpu_switch_twice_per_round_trip(void)
{
	for (int i = 0; i < BLOCKING; i++)
		check_counts(blocking[i]);
}

static void two_processes_on_two_cpus_stay_there(void)
{
	int threads = world_threads_idle(), descriptors = world_descriptors();
	int a = world_cpu(0), b = world_cpu(1);

	if (b < 0)
		SKIP("needs two CPUs");
	for (int i = 0; i <= BLOCKING; i++) {
		struct lt_pair_plan plan =
			two_processes(i < BLOCKING ? blocking[i] : LT_PAIR_SPIN, a, b);
		struct lt_pair_result result = {.size = sizeof(result)};
		int64_t samples[BATCHES];

		CHECK_EQ(0, lt_pair_run(&plan, NULL, samples, &result));
		check_evidence(&result.a, a);
		check_evidence(&result.b, b);
	}
	check_nobody_left(threads, descriptors);
}

/*
 * A fifth of a second of B's, which is many ticks on any kernel. No more than that: where ticks are
 * counted, they may find A most of the time, or B.
 */
static void what_the_process_of_b_was_charged_is_told(void)
{
	struct lt_pair_plan plan = two_processes(LT_PAIR_PIPE, world_cpu(0), world_cpu(0));
	struct lt_pair_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES];

	plan.batch_round_trips = 100;
	plan.work = (struct lt_work){.kind = LT_WORK_COMPUTE, .amount = 100000};
	plan.warmup_round_trips = 1;
	CHECK_EQ(0, lt_pair_run(&plan, NULL, samples, &result));
	CHECK(result.b.counters.cpu_ns > 100000000);
	CHECK_RANGE(1, 4 * (int64_t)result.b.counters.cpu_ns, result.b_accounted_ns);
}

struct killer {
	int rounds; /* looks at the machine before it kills, so that it comes at different times */
	int32_t over;
};

static void *kill_b(void *arg)
{
	struct killer *killer = arg;
	pid_t child;

	while (!(child = child_of(getpid())) && !__atomic_load_n(&killer->over, __ATOMIC_RELAXED))
		sched_yield();
	for (int i = 0; i < killer->rounds; i++)
		child_of(getpid());
	if (child)
		kill(child, SIGKILL);
	return NULL;
}

static void check_killed(uint32_t mechanism, int cpu_a, int cpu_b)
{
	int threads = world_threads_idle(), descriptors = world_descriptors();
	int64_t *samples = calloc(MANY, sizeof(*samples));

	CHECK(samples != NULL);
	for (int i = 0; i < 6; i++) {
		struct lt_pair_plan plan = two_processes(mechanism, cpu_a, cpu_b);
		struct lt_pair_result result = {.size = sizeof(result)}, before = result;
		struct killer killer = {.rounds = i};
		pthread_t thread;

		plan.batches = MANY;
		CHECK_EQ(0, pthread_create(&thread, NULL, kill_b, &killer));
		CHECK_EQ(-ECHILD, lt_pair_run(&plan, NULL, samples, &result));
		__atomic_store_n(&killer.over, 1, __ATOMIC_RELAXED);
		CHECK_EQ(0, pthread_join(thread, NULL));
		CHECK(!memcmp(&before, &result, sizeof(result)));
	}
	free(samples);
	check_nobody_left(threads, descriptors);
}

static void a_killed_b_ends_the_run_with_echild(void)
{
	for (int i = 0; i < BLOCKING; i++) {
		check_killed(blocking[i], LT_CPU_ANY, LT_CPU_ANY);
		check_killed(blocking[i], world_cpu(0), world_cpu(0));
	}
	if (world_cpu(1) >= 0)
		check_killed(LT_PAIR_SPIN, world_cpu(0), world_cpu(1));
}

static void a_killed_b_of_a_listener_ends_the_run_with_echild(void)
{
	struct lt_pair_plan plan = two_processes(LT_PAIR_SECCOMP, LT_CPU_ANY, LT_CPU_ANY);
	struct lt_pair_result result = {.size = sizeof(result)};
	int64_t samples[BATCHES];
	int got = lt_pair_run(&plan, NULL, samples, &result);

	if (got)
		SKIP("refused here: errno %d", -got);
	CHECK_EQ(ALL, (int64_t)result.b.operations);
	check_killed(LT_PAIR_SECCOMP, LT_CPU_ANY, LT_CPU_ANY);
}

/* Zombies of ours are B's whose parent died; the test reaps them and counts. */
static void b_dies_with_the_process_of_a(void)
{
	CHECK_EQ(0, prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));
	for (int i = 0; i < BLOCKING; i++) {
		struct lt_pair_plan plan = two_processes(blocking[i], LT_CPU_ANY, LT_CPU_ANY);
		struct lt_pair_result result = {.size = sizeof(result)};
		pid_t child, grandchild;
		int status = 0;

		plan.batches = MANY;
		child = fork();
		if (child == 0) {
			int64_t *samples = calloc(MANY, sizeof(*samples));

			alarm(CHECK_DEADLINE_S);
			lt_pair_run(&plan, NULL, samples, &result);
			_exit(1);
		}
		CHECK(child > 0);
		while (!(grandchild = child_of(child)) && !waitpid(child, NULL, WNOHANG))
			sched_yield();
		CHECK(grandchild > 0);
		CHECK_EQ(0, kill(child, SIGKILL));
		CHECK_EQ(child, waitpid(child, &status, 0));
		/* Ours to reap, unless its parent still did; in either case it is no more. */
		waitpid(grandchild, &status, 0);
		CHECK_EQ(-1, kill(grandchild, 0));
	}
	CHECK_EQ(0, prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0));
}

static void a_stop_ends_both_processes(void)
{
	int threads = world_threads_idle(), descriptors = world_descriptors();
	int32_t stop = 1;

	for (int i = 0; i < BLOCKING; i++) {
		struct lt_pair_plan plan = two_processes(blocking[i], LT_CPU_ANY, LT_CPU_ANY);
		struct lt_pair_result result = {.size = sizeof(result)};
		int64_t samples[BATCHES];

		CHECK_EQ(0, lt_pair_run(&plan, &stop, samples, &result));
		CHECK_EQ(0, (int64_t)result.batches_done);
	}
	check_nobody_left(threads, descriptors);
}

static void whoever_cannot_be_pinned_the_other_is_let_go(void)
{
	int threads = world_threads_idle(), descriptors = world_descriptors();

	if (sysconf(_SC_NPROCESSORS_CONF) >= LT_MAX_CPUS)
		SKIP("this machine has every CPU");
	for (int i = 0; i < BLOCKING; i++) {
		struct lt_pair_plan plan = two_processes(blocking[i], LT_MAX_CPUS - 1, LT_CPU_ANY);
		struct lt_pair_result result = {.size = sizeof(result)};
		int64_t samples[BATCHES];

		CHECK_EQ(-EINVAL, lt_pair_run(&plan, NULL, samples, &result));
		plan = two_processes(blocking[i], LT_CPU_ANY, LT_MAX_CPUS - 1);
		CHECK_EQ(-EINVAL, lt_pair_run(&plan, NULL, samples, &result));
	}
	check_nobody_left(threads, descriptors);
}

static void without_another_task(void)
{
	int threads = world_threads_idle(), descriptors = world_descriptors();

	CHECK_EQ(0, world_tasks(1));
	for (int i = 0; i < BLOCKING; i++) {
		struct lt_pair_plan plan = two_processes(blocking[i], LT_CPU_ANY, LT_CPU_ANY);
		struct lt_pair_result result = {.size = sizeof(result)};
		int64_t samples[BATCHES];

		CHECK_EQ(-EAGAIN, lt_pair_run(&plan, NULL, samples, &result));
	}
	check_nobody_left(threads, descriptors);
}

/* Room for B's process, but not for A's thread beside it. */
static void with_one_more_task(void)
{
	int threads = world_threads_idle(), descriptors = world_descriptors();

	CHECK_EQ(0, world_tasks(2));
	for (int i = 0; i < BLOCKING; i++) {
		struct lt_pair_plan plan = two_processes(blocking[i], LT_CPU_ANY, LT_CPU_ANY);
		struct lt_pair_result result = {.size = sizeof(result)};
		int64_t samples[BATCHES];

		CHECK_EQ(-EAGAIN, lt_pair_run(&plan, NULL, samples, &result));
	}
	check_nobody_left(threads, descriptors);
}

static void a_side_that_cannot_start_leaves_nothing(void)
{
	if (geteuid() != 0)
		SKIP("an ordinary user's limit counts tasks of other programs too");
	if (CHECK_SANITIZED)
		SKIP("a sanitizer may have a thread of its own");
	world_child(without_another_task);
	world_child(with_one_more_task);
}

/* Then the kernel reaps children by itself, and nobody can ask how they ended. */
static void without_a_word_of_children(void)
{
	signal(SIGCHLD, SIG_IGN);
	for (int i = 0; i < BLOCKING; i++) {
		struct lt_pair_plan plan = two_processes(blocking[i], LT_CPU_ANY, LT_CPU_ANY);
		struct lt_pair_result result = {.size = sizeof(result)};
		int64_t samples[BATCHES];

		CHECK_EQ(0, lt_pair_run(&plan, NULL, samples, &result));
		CHECK_EQ(BATCHES, (int64_t)result.batches_done);
	}
	check_killed(LT_PAIR_PIPE, LT_CPU_ANY, LT_CPU_ANY);
}

static void a_caller_that_ignores_its_children_is_told_all_the_same(void)
{
	world_child(without_a_word_of_children);
}

int main(void)
{
	world_begin();
	RUN(two_processes_on_one_cpu_switch_twice_per_round_trip);
	RUN(two_processes_on_two_cpus_stay_there);
	RUN(what_the_process_of_b_was_charged_is_told);
	RUN(a_killed_b_ends_the_run_with_echild);
	RUN(a_killed_b_of_a_listener_ends_the_run_with_echild);
	RUN(b_dies_with_the_process_of_a);
	RUN(a_stop_ends_both_processes);
	RUN(whoever_cannot_be_pinned_the_other_is_let_go);
	RUN(a_side_that_cannot_start_leaves_nothing);
	RUN(a_caller_that_ignores_its_children_is_told_all_the_same);
	return CHECK_DONE();
}
