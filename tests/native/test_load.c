/* SPDX-License-Identifier: MIT */
/* Spinners and bystanders. Linked with the library's sources, which do not export them. */
#include <errno.h>
#include <sys/syscall.h>
#include <time.h>

#include "internal.h"
#include "load.h"
#include "world.h"

#define TASKS_MAX 20000

/* The thread ids of this process, in the kernel's order; how many, or -1. */
static int list_tasks(int *tids, int room)
{
	DIR *dir = opendir("/proc/self/task");
	const struct dirent *entry;
	int count = 0;

	if (!dir)
		return -1;
	while ((entry = readdir(dir)) && count < room) {
		if (entry->d_name[0] != '.')
			tids[count++] = (int)strtol(entry->d_name, NULL, 10);
	}
	closedir(dir);
	return count;
}

/* Those of `all` that are not among `before`. */
static int newcomers(const int *before, int before_count, int *all, int all_count)
{
	int count = 0;

	for (int i = 0; i < all_count; i++) {
		int known = 0;

		for (int j = 0; j < before_count && !known; j++)
			known = before[j] == all[i];
		if (!known)
			all[count++] = all[i];
	}
	return count;
}

static int before[TASKS_MAX], now[TASKS_MAX];

static int list_newcomers(int before_count)
{
	return newcomers(before, before_count, now, list_tasks(now, TASKS_MAX));
}

/* A field of stat by its number in proc(5), 3 or more; of field 3 the character. */
static long stat_field(int tid, int number)
{
	char path[64], line[1024];
	long value = -1;
	const char *at;
	FILE *stream;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", tid);
	stream = fopen(path, "re");
	if (!stream)
		return -1;
	at = fgets(line, sizeof(line), stream) ? strrchr(line, ')') : NULL;
	for (int field = 2; at && field < number; field++)
		at = strchr(at + 1, ' ');
	if (at)
		value = number == 3 ? at[1] : strtol(at + 1, NULL, 10);
	fclose(stream);
	return value;
}

#define STATE  3
#define POLICY 41

static void check_allowed(int tid, const char *expected)
{
	char allowed[128] = "";

	CHECK(world_task_line(tid, "status", "Cpus_allowed_list", allowed, sizeof(allowed)));
	if (strcmp(expected, allowed)) {
		printf("%s: task %d may run on %s, not %s\n", check.test, tid, allowed, expected);
		check.test_failed = 1;
	}
}

static int count_allowed(int count, const char *list)
{
	char allowed[128];
	int found = 0;

	for (int i = 0; i < count; i++) {
		found += world_task_line(now[i], "status", "Cpus_allowed_list", allowed,
					 sizeof(allowed)) &&
			 !strcmp(allowed, list);
	}
	return found;
}

static struct lt_crowd *start(uint32_t runnable, uint32_t bystanders, const int32_t *cpus,
			      unsigned int count)
{
	struct lt_load load = {.runnable = runnable, .bystanders = bystanders};
	struct lt_crowd *crowd = NULL;

	CHECK_EQ(0, lt_load_start(&load, cpus, count, &crowd));
	CHECK(crowd);
	return crowd;
}

static void spinners_are_runnable_and_idle_on_their_cpu(void)
{
	const int32_t cpus[] = {world_cpu(0), world_cpu(0)}; /* equal ones count once */
	int threads = world_threads_idle(), known = list_tasks(before, TASKS_MAX);
	struct lt_crowd *crowd = start(3, 0, cpus, 2);
	char list[16];

	snprintf(list, sizeof(list), "%d", cpus[0]);
	CHECK_EQ(3, list_newcomers(known));
	for (int i = 0; i < 3; i++) {
		CHECK_EQ('R', stat_field(now[i], STATE));
		CHECK_EQ(SCHED_IDLE, stat_field(now[i], POLICY));
		check_allowed(now[i], list);
	}
	CHECK_EQ(0, lt_load_end(crowd));
	CHECK_EQ(threads, world_threads_settle(threads));
}

static void each_cpu_of_the_plan_has_its_own_spinners(void)
{
	const int32_t cpus[] = {world_cpu(0), world_cpu(1)};
	int known = (world_threads_idle(), list_tasks(before, TASKS_MAX));
	struct lt_crowd *crowd;
	char list[16];

	if (cpus[1] < 0)
		SKIP("this process may run on one CPU only");
	crowd = start(2, 0, cpus, 2);
	CHECK_EQ(4, list_newcomers(known));
	for (int i = 0; i < 2; i++) {
		snprintf(list, sizeof(list), "%d", cpus[i]);
		CHECK_EQ(2, count_allowed(4, list));
	}
	CHECK_EQ(0, lt_load_end(crowd));
}

static void spinners_of_no_cpu_may_run_where_their_creator_may(void)
{
	const int32_t cpu = LT_CPU_ANY;
	int known = (world_threads_idle(), list_tasks(before, TASKS_MAX));
	struct lt_crowd *crowd = start(2, 0, &cpu, 1);
	char list[128] = "";

	CHECK(world_task_line(lt_gettid(), "status", "Cpus_allowed_list", list, sizeof(list)));
	CHECK_EQ(2, list_newcomers(known));
	CHECK_EQ(2, count_allowed(2, list));
	CHECK_EQ(0, lt_load_end(crowd));
}

static void spinners_have_their_signals_blocked(void)
{
	const int32_t cpu = world_cpu(0);
	int known = (world_threads_idle(), list_tasks(before, TASKS_MAX));
	struct lt_crowd *crowd = start(1, 1, &cpu, 1);

	CHECK_EQ(2, list_newcomers(known));
	for (int i = 0; i < 2; i++) {
		char blocked[64] = "";

		CHECK(world_task_line(now[i], "status", "SigBlk", blocked, sizeof(blocked)));
		CHECK(strtoull(blocked, NULL, 16) >> (SIGTERM - 1) & 1);
		CHECK(strtoull(blocked, NULL, 16) >> (SIGRTMAX - 1) & 1);
	}
	CHECK_EQ(0, lt_load_end(crowd));
}

static int64_t read_clock(clockid_t clock)
{
	struct timespec time = {0};

	CHECK_EQ(0, clock_gettime(clock, &time));
	return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

/*
 * CPU time of all threads but this one. The two clocks can't be read at once, and the one read last
 * is ahead.
 */
static int64_t others_at_least(void)
{
	int64_t process = read_clock(CLOCK_PROCESS_CPUTIME_ID);

	return process - read_clock(CLOCK_THREAD_CPUTIME_ID);
}

static int64_t others_at_most(void)
{
	int64_t own = read_clock(CLOCK_THREAD_CPUTIME_ID);

	return read_clock(CLOCK_PROCESS_CPUTIME_ID) - own;
}

static void the_time_of_the_load_is_that_of_its_spinners(void)
{
	const int32_t cpus[] = {world_cpu(0), LT_CPU_ANY};
	int64_t least_before, most_before, low, high, got, first;
	struct lt_crowd *crowd;

	if (CHECK_SANITIZED)
		SKIP("a sanitizer has threads of its own");
	world_threads_idle();
	least_before = others_at_least();
	most_before = others_at_most();
	crowd = start(2, 5, cpus, 2);
	first = lt_load_cpu_ns(crowd);
	while (lt_load_cpu_ns(crowd) < first + 1000000)
		sched_yield();
	low = others_at_least() - most_before;
	got = lt_load_cpu_ns(crowd);
	high = others_at_most() - least_before;
	/* What the bystanders took to fall asleep is among the others, so it is allowed for. */
	CHECK_RANGE(low - 5 * 1000000, high, got);
	CHECK_EQ(0, lt_load_end(crowd));
	CHECK_EQ(0, lt_load_cpu_ns(NULL));
}

static void bystanders_have_no_time_of_their_own(void)
{
	const int32_t cpu = world_cpu(0);
	struct lt_crowd *crowd = start(0, 3, &cpu, 1);

	CHECK_EQ(0, lt_load_cpu_ns(crowd));
	CHECK_EQ(0, lt_load_end(crowd));
}

/* The word that the task called futex(2) with, as the kernel shows it; 0 if it shows none. */
static uintptr_t futex_word(int tid)
{
	unsigned long long number = 0, word = 0;
	char path[64];
	FILE *stream;

	snprintf(path, sizeof(path), "/proc/self/task/%d/syscall", tid);
	stream = fopen(path, "re");
	if (!stream)
		return 0;
	if (fscanf(stream, "%llu %llx", &number, &word) != 2 || number != SYS_futex)
		word = 0;
	fclose(stream);
	return (uintptr_t)word;
}

/* Requeueing from a word to itself counts its sleepers and moves none. */
static long sleepers_at(uintptr_t word)
{
	return syscall(SYS_futex, word, LT_FUTEX_CMP_REQUEUE_PRIVATE, 0, (unsigned long)INT_MAX,
		       word, 0);
}

static void bystanders_sleep_each_on_a_word_of_its_own(void)
{
	enum {
		BYSTANDERS = 300
	};
	const int32_t cpu = world_cpu(0);
	int threads = world_threads_idle(), known = list_tasks(before, TASKS_MAX);
	struct lt_crowd *crowd = start(0, BYSTANDERS, &cpu, 1);
	uintptr_t word;

	CHECK_EQ(BYSTANDERS, list_newcomers(known));
	for (int i = 0; i < BYSTANDERS; i++)
		CHECK_EQ('S', stat_field(now[i], STATE));
	/* The call still names the word they went to sleep in: nobody is there any more. */
	word = futex_word(now[0]);
	if (word) {
		CHECK_EQ((int64_t)word, (int64_t)futex_word(now[BYSTANDERS - 1]));
		CHECK_EQ(0, sleepers_at(word));
	}
	CHECK_EQ(0, lt_load_end(crowd));
	CHECK_EQ(threads, world_threads_settle(threads));
	if (!word)
		SKIP("this kernel does not show the system call a task is in");
}

static void nobody_to_start_is_no_crowd(void)
{
	const struct lt_load none = {0};
	int threads = world_threads_idle();
	struct lt_crowd *crowd = (struct lt_crowd *)&threads;
	const int32_t cpu = world_cpu(0);

	CHECK_EQ(0, lt_load_start(&none, &cpu, 1, &crowd));
	CHECK(!crowd);
	CHECK_EQ(0, lt_load_end(NULL));
	CHECK_EQ(threads, world_threads());
}

static void as_many_as_an_experiment_asks_for_come_and_go(void)
{
	/* TSan has an end to its threads. */
	const int32_t bystanders = CHECK_SANITIZED ? 1000 : 10000;
	const int32_t spinners = CHECK_SANITIZED ? 100 : 1024;
	const int32_t cpu = world_cpu(0);
	int threads = world_threads_idle();
	rlim_t space = world_address_space();
	struct lt_crowd *crowd = start((uint32_t)spinners, (uint32_t)bystanders, &cpu, 1);

	CHECK_EQ(threads + spinners + bystanders, world_threads());
	CHECK_EQ(0, lt_load_end(crowd));
	CHECK_EQ(threads, world_threads_settle(threads));
	/* glibc keeps up to 40 MiB of the spinners' stacks, and could keep none of the others'. */
	if (!CHECK_SANITIZED)
		CHECK_RANGE(0, (int64_t)space + (64 << 20), (int64_t)world_address_space());
}

static void a_refused_pin_leaves_nobody(void)
{
	const int32_t cpus[] = {world_cpu(0), LT_MAX_CPUS - 1};
	const struct lt_load load = {.runnable = 3, .bystanders = 5};
	int threads = world_threads_idle();
	struct lt_crowd *crowd = NULL;

	if (sysconf(_SC_NPROCESSORS_CONF) >= LT_MAX_CPUS)
		SKIP("every CPU that can be named is there");
	CHECK_EQ(-EINVAL, lt_load_start(&load, cpus, 2, &crowd));
	CHECK(!crowd);
	CHECK_EQ(threads, world_threads_settle(threads));
}

static void reach_the_limit(void)
{
	const struct lt_load loads[] = {{.runnable = 20}, {.bystanders = 20}, {15, 3}};
	const int32_t cpu = world_cpu(0);
	int descriptors = world_descriptors();

	CHECK_EQ(0, world_tasks(8));
	for (size_t i = 0; i < sizeof(loads) / sizeof(loads[0]); i++) {
		struct lt_crowd *crowd = NULL;

		CHECK_EQ(-EAGAIN, lt_load_start(&loads[i], &cpu, 1, &crowd));
		CHECK(!crowd);
		CHECK_EQ(1, world_threads_settle(1));
	}
	CHECK_EQ(descriptors, world_descriptors());
}

static void at_a_limit_nobody_is_left(void)
{
	if (CHECK_SANITIZED)
		SKIP("a sanitizer has threads of its own");
	if (geteuid() != 0)
		SKIP("only root can become a user without other tasks");
	world_child(reach_the_limit);
}

/* An ordinary user may not lift its spinners; they end all the same. */
static void end_as_an_ordinary_user(void)
{
	const int32_t cpu = world_cpu(0);

	CHECK_EQ(0, world_tasks(200));
	CHECK_EQ(0, lt_load_end(start(50, 50, &cpu, 1)));
	CHECK_EQ(1, world_threads_settle(1));
}

static void an_ordinary_users_load_ends_too(void)
{
	if (CHECK_SANITIZED)
		SKIP("a sanitizer has threads of its own");
	if (geteuid() != 0)
		SKIP("the tests before this one ran as an ordinary user");
	world_child(end_as_an_ordinary_user);
}

static void stop_in_the_middle(void)
{
	const int32_t cpu = world_cpu(0);
	struct lt_crowd *crowd = start(2, 50, &cpu, 1);
	int known;

	raise(SIGSTOP);
	known = list_tasks(now, TASKS_MAX);
	CHECK_EQ(1 + 2 + 50, known);
	CHECK_EQ(0, lt_load_end(crowd));
	CHECK_EQ(1, world_threads_settle(1));
	fflush(stdout);
	_exit(check.test_failed);
}

static void a_stop_of_the_process_does_not_strand_anybody(void)
{
	int status = -1;
	pid_t child;

	if (CHECK_SANITIZED)
		SKIP("a sanitizer has threads of its own");
	fflush(stdout);
	child = fork();
	if (child == 0) {
		alarm(CHECK_DEADLINE_S);
		stop_in_the_middle();
	}
	CHECK(child > 0);
	CHECK_EQ(child, waitpid(child, &status, WUNTRACED));
	CHECK(WIFSTOPPED(status));
	CHECK_EQ(0, kill(child, SIGCONT));
	CHECK_EQ(child, waitpid(child, &status, 0));
	CHECK_EQ(0, status);
}

static void bounds_are_held(void)
{
	const struct lt_load most = {.runnable = 4096, .bystanders = 1000000};
	struct lt_load more = most;

	CHECK(lt_load_valid(&most));
	more.runnable++;
	CHECK(!lt_load_valid(&more));
	more = most;
	more.bystanders++;
	CHECK(!lt_load_valid(&more));
}

int main(void)
{
	world_begin();
	RUN(spinners_are_runnable_and_idle_on_their_cpu);
	RUN(each_cpu_of_the_plan_has_its_own_spinners);
	RUN(spinners_of_no_cpu_may_run_where_their_creator_may);
	RUN(spinners_have_their_signals_blocked);
	RUN(the_time_of_the_load_is_that_of_its_spinners);
	RUN(bystanders_have_no_time_of_their_own);
	RUN(bystanders_sleep_each_on_a_word_of_its_own);
	RUN(nobody_to_start_is_no_crowd);
	RUN(as_many_as_an_experiment_asks_for_come_and_go);
	RUN(a_refused_pin_leaves_nobody);
	RUN(at_a_limit_nobody_is_left);
	RUN(an_ordinary_users_load_ends_too);
	RUN(a_stop_of_the_process_does_not_strand_anybody);
	RUN(bounds_are_held);
	return CHECK_DONE();
}
