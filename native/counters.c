/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>

#include "internal.h"

#define NS_PER_US 1000u
#define NS_PER_S  1000000000u

/* se.nr_migrations stands in the first 500 bytes of `sched`; schedstat is shorter. */
#define FILE_PREFIX_BYTES 1024

#define THREAD_DIR "/proc/thread-self/"
#define TASK_DIR   "/proc/self/task/"

/*
 * Needed before Linux 3.17, which has no thread-self. snprintf would do, but it may take locale
 * locks and 1 KiB of stack on a thread whose stack is measured.
 */
static void task_path(char *path, const char *name)
{
	char digits[12];
	size_t count = 0;
	int32_t tid = lt_gettid();

	do
		digits[count++] = (char)('0' + tid % 10);
	while ((tid /= 10) > 0);
	memcpy(path, TASK_DIR, sizeof(TASK_DIR) - 1);
	path += sizeof(TASK_DIR) - 1;
	while (count > 0)
		*path++ = digits[--count];
	*path++ = '/';
	memcpy(path, name, strlen(name) + 1);
}

/* Bytes of the file's start that fit, or -1: the caller only needs to know that it can't be had. */
static ssize_t read_thread_file(const char *name, char *buffer, size_t capacity)
{
	char path[64] = THREAD_DIR;
	size_t used = 0;
	int fd;

	memcpy(path + sizeof(THREAD_DIR) - 1, name, strlen(name) + 1);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT) {
		task_path(path, name);
		fd = open(path, O_RDONLY | O_CLOEXEC);
	}
	if (fd < 0)
		return -1;

	while (used < capacity) {
		ssize_t n = read(fd, buffer + used, capacity - used);

		if (n < 0 && errno == EINTR) /* the process was stopped and continued */
			continue;
		if (n < 0) {
			close(fd);
			return -1;
		}
		if (n == 0)
			break;
		used += (size_t)n;
	}
	close(fd); /* read-only: nothing to lose */
	return (ssize_t)used;
}

/* Skips blanks, reads digits that fit and end before `end`; the position after them, or null. */
static const char *take_number(const char *at, const char *end, uint64_t *value)
{
	uint64_t number = 0;
	const char *first;

	while (at < end && *at == ' ')
		at++;
	for (first = at; at < end && *at >= '0' && *at <= '9'; at++) {
		if (__builtin_mul_overflow(number, 10u, &number) ||
		    __builtin_add_overflow(number, (uint64_t)(*at - '0'), &number))
			return NULL;
	}
	if (at == first || at == end)
		return NULL;
	*value = number;
	return at;
}

static void read_schedstat(struct lt_counters *counters)
{
	char text[FILE_PREFIX_BYTES];
	uint64_t on_cpu, run_delay, timeslices;
	ssize_t length = read_thread_file("schedstat", text, sizeof(text));
	const char *end = text + length;
	const char *at;

	if (length < 0)
		return;
	at = take_number(text, end, &on_cpu);
	if (at)
		at = take_number(at, end, &run_delay);
	if (at)
		at = take_number(at, end, &timeslices);
	/*
	 * Without CONFIG_SCHED_INFO, or with delay accounting off, the kernel prints "0 0 0". A
	 * thread that reads this has been put on a CPU at least once.
	 */
	if (!at || timeslices == 0)
		return;
	counters->run_delay_ns = run_delay;
	counters->timeslices = timeslices;
	counters->known |= LT_KNOWN_SCHEDSTAT;
}

static void read_migrations(struct lt_counters *counters)
{
	/*
	 * The first line holds the thread's name as it is, newlines included. At 16 bytes after the
	 * newline the key is longer than any name, so no name can pass for it.
	 */
	static const char key[] = "\nse.nr_migrations";
	char text[FILE_PREFIX_BYTES];
	ssize_t length = read_thread_file("sched", text, sizeof(text));
	const char *end = text + length;
	const char *at;

	if (length < 0)
		return;
	at = memmem(text, (size_t)length, key, sizeof(key) - 1);
	if (!at)
		return;
	at += sizeof(key) - 1;
	while (at < end && *at == ' ')
		at++;
	if (at == end || *at != ':')
		return;
	if (take_number(at + 1, end, &counters->migrations))
		counters->known |= LT_KNOWN_MIGRATIONS;
}

static uint64_t timeval_ns(const struct timeval *time)
{
	return (uint64_t)time->tv_sec * NS_PER_S + (uint64_t)time->tv_usec * NS_PER_US;
}

static uint64_t timespec_ns(const struct timespec *time)
{
	return (uint64_t)time->tv_sec * NS_PER_S + (uint64_t)time->tv_nsec;
}

static void take_rusage(struct lt_counters *counters, const struct rusage *usage)
{
	counters->voluntary = (uint64_t)usage->ru_nvcsw;
	counters->involuntary = (uint64_t)usage->ru_nivcsw;
	counters->minor_faults = (uint64_t)usage->ru_minflt;
	counters->major_faults = (uint64_t)usage->ru_majflt;
	counters->user_ns = timeval_ns(&usage->ru_utime);
	counters->system_ns = timeval_ns(&usage->ru_stime);
	counters->known |= LT_KNOWN_RUSAGE;
}

void lt_counters_exact(struct lt_counters *counters)
{
	struct rusage usage;
	struct timespec cpu;

	counters->taken_ns = lt_clock_now();
	if (!getrusage(RUSAGE_THREAD, &usage))
		take_rusage(counters, &usage);
	/* schedstat's first field would lag by up to a tick: the kernel does not bring it up to
	 * date. */
	if (!clock_gettime(CLOCK_THREAD_CPUTIME_ID, &cpu)) {
		counters->cpu_ns = timespec_ns(&cpu);
		counters->known |= LT_KNOWN_CPU_TIME;
	}
}

/* Only what the kernel counts one by one; the times run on all the while. */
static int same_counts(const struct lt_counters *a, const struct lt_counters *b)
{
	return a->voluntary == b->voluntary && a->involuntary == b->involuntary &&
	       a->minor_faults == b->minor_faults && a->major_faults == b->major_faults;
}

void lt_counters_others(struct lt_counters *counters)
{
	struct lt_counters own = {.known = 0};
	struct lt_counters again = {.known = 0};
	struct rusage usage;
	struct timespec cpu;
	int known;

	/*
	 * A switch of ours between the two readings would be in one and not in the other, and make
	 * others that switched never come out one below zero. They are a microsecond apart.
	 */
	lt_counters_exact(&again);
	do {
		own = again;
		known = own.known & LT_KNOWN_RUSAGE && !getrusage(RUSAGE_SELF, &usage);
		lt_counters_exact(&again);
	} while (!same_counts(&own, &again));

	*counters = (struct lt_counters){.size = sizeof(*counters), .taken_ns = own.taken_ns};
	if (known) {
		take_rusage(counters, &usage);
		counters->voluntary -= own.voluntary;
		counters->involuntary -= own.involuntary;
		counters->minor_faults -= own.minor_faults;
		counters->major_faults -= own.major_faults;
		counters->user_ns -= own.user_ns;
		counters->system_ns -= own.system_ns;
	}
	lt_counters_exact(&own);
	if (own.known & LT_KNOWN_CPU_TIME && !clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu)) {
		counters->cpu_ns = timespec_ns(&cpu) - own.cpu_ns;
		counters->known |= LT_KNOWN_CPU_TIME;
	}
}

void lt_counters_files(struct lt_counters *counters)
{
	read_migrations(counters);
	read_schedstat(counters);
}

/*
 * The kernel splits CPU time by what ticks saw, for a thread and for a process each by itself, so
 * that the one less the other may go back a little.
 */
static uint64_t estimate_since(uint64_t end, uint64_t begin)
{
	return (int64_t)(end - begin) > 0 ? end - begin : 0;
}

void lt_counters_subtract(struct lt_counters *end, const struct lt_counters *begin)
{
	uint32_t known = end->known & begin->known;

	end->taken_ns -= begin->taken_ns;
	end->voluntary -= begin->voluntary;
	end->involuntary -= begin->involuntary;
	end->minor_faults -= begin->minor_faults;
	end->major_faults -= begin->major_faults;
	end->user_ns = estimate_since(end->user_ns, begin->user_ns);
	end->system_ns = estimate_since(end->system_ns, begin->system_ns);
	end->cpu_ns -= begin->cpu_ns;
	end->run_delay_ns -= begin->run_delay_ns;
	end->timeslices -= begin->timeslices;
	end->migrations -= begin->migrations;

	/* A group that only one reading has must not leave half a difference behind. */
	if (!(known & LT_KNOWN_SCHEDSTAT))
		end->run_delay_ns = end->timeslices = 0;
	if (!(known & LT_KNOWN_MIGRATIONS))
		end->migrations = 0;
	if (!(known & LT_KNOWN_CPU_TIME))
		end->cpu_ns = 0;
	if (!(known & LT_KNOWN_RUSAGE)) {
		end->voluntary = end->involuntary = 0;
		end->minor_faults = end->major_faults = 0;
		end->user_ns = end->system_ns = 0;
	}
	end->known = known;
}

int32_t lt_counters_read(struct lt_counters *out)
{
	struct lt_counters now = {.size = sizeof(now)};

	if (!out || out->size != sizeof(*out))
		return -EINVAL;
	lt_counters_files(&now);
	lt_counters_exact(&now);
	*out = now;
	return 0;
}
