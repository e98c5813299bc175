/* SPDX-License-Identifier: MIT */
/* The clock, and a thread's counters against the kernel's other ways to ask for them. */
#include <errno.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>

#include "lt.h"
#include "world.h"

#define ALL_KNOWN (LT_KNOWN_RUSAGE | LT_KNOWN_CPU_TIME | LT_KNOWN_SCHEDSTAT | LT_KNOWN_MIGRATIONS)

static int64_t timespec_ns(const struct timespec *time)
{
	return (int64_t)time->tv_sec * 1000000000 + time->tv_nsec;
}

static void the_clock_is_the_monotonic_one(void)
{
	struct timespec before, after;
	int64_t now;

	clock_gettime(CLOCK_MONOTONIC, &before);
	now = lt_clock_now();
	clock_gettime(CLOCK_MONOTONIC, &after);
	CHECK_RANGE(timespec_ns(&before), timespec_ns(&after), now);
}

static void the_clock_is_described(void)
{
	struct lt_clock clock = {.size = sizeof(clock)};
	struct timespec resolution;
	int64_t begin = lt_clock_now();

	CHECK_EQ(0, lt_clock_describe(&clock));
	clock_getres(CLOCK_MONOTONIC, &resolution);
	CHECK_EQ(CLOCK_MONOTONIC, clock.clock_id);
	CHECK_EQ(timespec_ns(&resolution), clock.resolution_ns);
	/* 64 batches of 256 reads fitted into the call, so the cheapest is at most the mean. */
	CHECK_RANGE(1, (lt_clock_now() - begin) * 1000 / (64 * 256), clock.read_cost_ps);
	clock.size++;
	CHECK_EQ(-EINVAL, lt_clock_describe(&clock));
	CHECK_EQ(-EINVAL, lt_clock_describe(NULL));
}

static void counters_lie_between_two_readings_of_rusage(void)
{
	struct lt_counters got = {.size = sizeof(got)};
	struct timespec brief = {.tv_nsec = 1};
	struct rusage before, after;
	struct timespec cpu_before, cpu_after;

	/* A timer may fire before its sleeper has left the CPU: then a sleep is no switch. */
	do {
		nanosleep(&brief, NULL);
		getrusage(RUSAGE_THREAD, &before);
	} while (before.ru_nvcsw < 50);
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &cpu_before);
	CHECK_EQ(0, lt_counters_read(&got));
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &cpu_after);
	getrusage(RUSAGE_THREAD, &after);

	CHECK(got.known & LT_KNOWN_RUSAGE);
	CHECK(got.known & LT_KNOWN_CPU_TIME);
	CHECK_RANGE(before.ru_nvcsw, after.ru_nvcsw, (int64_t)got.voluntary);
	CHECK_RANGE(before.ru_nivcsw, after.ru_nivcsw, (int64_t)got.involuntary);
	CHECK_RANGE(before.ru_minflt, after.ru_minflt, (int64_t)got.minor_faults);
	CHECK_RANGE(before.ru_majflt, after.ru_majflt, (int64_t)got.major_faults);
	CHECK_RANGE((int64_t)before.ru_utime.tv_sec * 1000000000 + before.ru_utime.tv_usec * 1000,
		    (int64_t)after.ru_utime.tv_sec * 1000000000 + after.ru_utime.tv_usec * 1000,
		    (int64_t)got.user_ns);
	CHECK_RANGE((int64_t)before.ru_stime.tv_sec * 1000000000 + before.ru_stime.tv_usec * 1000,
		    (int64_t)after.ru_stime.tv_sec * 1000000000 + after.ru_stime.tv_usec * 1000,
		    (int64_t)got.system_ns);
	CHECK_RANGE(timespec_ns(&cpu_before), timespec_ns(&cpu_after), (int64_t)got.cpu_ns);
}

static int read_files(uint64_t *run_delay, uint64_t *timeslices, uint64_t *migrations)
{
	int tid = (int)syscall(SYS_gettid);
	char path[64], value[64];
	FILE *schedstat;
	int fields;

	snprintf(path, sizeof(path), "/proc/self/task/%d/schedstat", tid);
	schedstat = fopen(path, "re");
	if (!schedstat)
		return 0;
	fields = fscanf(schedstat, "%*u %" SCNu64 " %" SCNu64, run_delay, timeslices);
	fclose(schedstat);
	if (fields != 2 || !world_task_line(tid, "sched", "se.nr_migrations", value, sizeof(value)))
		return 0;
	*migrations = strtoull(value, NULL, 10);
	return 1;
}

static void files_lie_between_two_readings(void)
{
	struct lt_counters got = {.size = sizeof(got)};
	uint64_t delay[2], slices[2], migrations[2];

	if (!read_files(&delay[0], &slices[0], &migrations[0]))
		SKIP("this kernel has no schedstat or sched file");
	CHECK_EQ(0, lt_counters_read(&got));
	CHECK(read_files(&delay[1], &slices[1], &migrations[1]));
	CHECK_EQ(ALL_KNOWN, got.known);
	CHECK_RANGE((int64_t)delay[0], (int64_t)delay[1], (int64_t)got.run_delay_ns);
	CHECK_RANGE((int64_t)slices[0], (int64_t)slices[1], (int64_t)got.timeslices);
	CHECK_RANGE((int64_t)migrations[0], (int64_t)migrations[1], (int64_t)got.migrations);
}

struct migration {
	struct lt_counters counters[2];
	int cpus[2];
};

static void *migrate(void *arg)
{
	struct migration *shared = arg;

	for (int i = 0; i < 11; i++) {
		cpu_set_t set;

		CPU_ZERO(&set);
		CPU_SET((size_t)shared->cpus[i % 2], &set);
		sched_setaffinity(0, sizeof(set), &set);
		if (i == 0)
			lt_counters_read(&shared->counters[0]);
	}
	lt_counters_read(&shared->counters[1]);
	return NULL;
}

static void forced_migrations_are_counted(void)
{
	struct migration shared = {.cpus = {world_cpu(0), world_cpu(1)}};
	pthread_t thread;

	if (shared.cpus[1] < 0)
		SKIP("needs two CPUs");
	shared.counters[0].size = shared.counters[1].size = sizeof(struct lt_counters);
	CHECK_EQ(0, pthread_create(&thread, NULL, migrate, &shared));
	CHECK_EQ(0, pthread_join(thread, NULL));
	if (!(shared.counters[1].known & LT_KNOWN_MIGRATIONS))
		SKIP("this kernel has no sched file");
	CHECK_EQ(10, (int64_t)(shared.counters[1].migrations - shared.counters[0].migrations));
}

/* The sched file's first line is the name as it is; a name is at most 15 bytes. */
static void a_hostile_thread_name_forges_no_counter(void)
{
	static const char *const names[] = {"\nnr_migrations", "\nse.nr_migrati", "a) b (c",
					    "\n:9\n"};
	struct lt_counters before = {.size = sizeof(before)};
	struct lt_counters got = {.size = sizeof(got)};
	char old[16];

	CHECK_EQ(0, lt_counters_read(&before));
	prctl(PR_GET_NAME, old);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		prctl(PR_SET_NAME, names[i]);
		CHECK_EQ(0, lt_counters_read(&got));
		CHECK_EQ(before.known, got.known);
		CHECK_RANGE((int64_t)before.migrations, (int64_t)before.migrations + 1000,
			    (int64_t)got.migrations);
	}
	prctl(PR_SET_NAME, old);
}

static void reading_leaves_no_descriptor_open(void)
{
	struct lt_counters got = {.size = sizeof(got)};
	int before = world_descriptors();

	for (int i = 0; i < 20; i++)
		lt_counters_read(&got);
	CHECK_EQ(before, world_descriptors());
}

static void without_descriptors(void)
{
	struct lt_counters got;

	memset(&got, 0x55, sizeof(got));
	got.size = sizeof(got);
	CHECK_EQ(0, world_limit(RLIMIT_NOFILE, 0));
	CHECK_EQ(0, lt_counters_read(&got));
	CHECK_EQ(LT_KNOWN_RUSAGE | LT_KNOWN_CPU_TIME, got.known);
	CHECK_EQ(0, (int64_t)got.run_delay_ns);
	CHECK_EQ(0, (int64_t)got.timeslices);
	CHECK_EQ(0, (int64_t)got.migrations);
	CHECK(got.cpu_ns > 0);
}

static void what_cannot_be_read_is_not_known(void)
{
	world_child(without_descriptors);
}

static void bad_arguments_are_refused_and_nothing_is_written(void)
{
	struct lt_counters got, before;

	memset(&got, 0x55, sizeof(got));
	before = got;
	CHECK_EQ(-EINVAL, lt_counters_read(NULL));
	CHECK_EQ(-EINVAL, lt_counters_read(&got));
	CHECK(!memcmp(&before, &got, sizeof(got)));
}

int main(void)
{
	RUN(the_clock_is_the_monotonic_one);
	RUN(the_clock_is_described);
	RUN(counters_lie_between_two_readings_of_rusage);
	RUN(files_lie_between_two_readings);
	RUN(forced_migrations_are_counted);
	RUN(a_hostile_thread_name_forges_no_counter);
	RUN(reading_leaves_no_descriptor_open);
	RUN(what_cannot_be_read_is_not_known);
	RUN(bad_arguments_are_refused_and_nothing_is_written);
	return CHECK_DONE();
}
