/* SPDX-License-Identifier: MIT */
/*
 * Usage: switchers N
 * N threads sleep, yield or hand over to each other different numbers of times; then each takes
 * getrusage(RUSAGE_THREAD) and goes to sleep. Prints per thread
 *   thread TID VOLUNTARY INVOLUNTARY
 * as the thread saw it. The kernel has counted one more voluntary switch by then: that sleep.
 */
#include <sys/resource.h>

#include "target.h"

struct switcher {
	pthread_t thread;
	pid_t tid;
	uint32_t index;
	struct switcher *partner;
	_Atomic uint32_t turn; /* 1: the holder of this struct may go on */
	_Atomic uint32_t *gate;
	long voluntary;
	long involuntary;
};

/* Two gates, used in turn, so that a round of looking again has a gate that is still closed. */
static _Atomic uint32_t gates[2];
static _Atomic uint32_t over;

static void hand_over(struct switcher *self, uint32_t times, int first)
{
	if (first) {
		atomic_store(&self->partner->turn, 1);
		wake(&self->partner->turn);
	}
	for (uint32_t i = 0; i < times; i++) {
		sleep_while(&self->turn, 0);
		atomic_store(&self->turn, 0);
		atomic_store(&self->partner->turn, 1);
		wake(&self->partner->turn);
	}
}

static void *switcher_main(void *arg)
{
	struct switcher *self = arg;
	const struct timespec moment = {.tv_nsec = 1};
	struct rusage usage;
	uint32_t round = 0;

	self->tid = (pid_t)syscall(SYS_gettid);
	if (self->partner)
		hand_over(self, 5 * (self->index / 4 + 1), self->index % 4 == 2);
	for (uint32_t i = 0; i < (self->index % 4 == 0 ? self->index + 1 : 0); i++)
		nanosleep(&moment, NULL);
	for (uint32_t i = 0; i < (self->index % 4 == 1 ? 10 * self->index : 0); i++)
		sched_yield();

	do {
		_Atomic uint32_t *gate = &gates[round++ % 2];

		if (getrusage(RUSAGE_THREAD, &usage))
			die("getrusage: %s", strerror(errno));
		self->voluntary = usage.ru_nvcsw;
		self->involuntary = usage.ru_nivcsw;
		/* One sleep, and no call between it and getrusage: the +1 is all there may be. */
		sleep_while(gate, 0);
	} while (!atomic_load(&over));
	return NULL;
}

static long involuntary_now(pid_t tid)
{
	char path[64], line[256];
	long value = -1;
	FILE *status;

	snprintf(path, sizeof(path), "/proc/self/task/%d/status", tid);
	status = fopen(path, "re");
	if (!status)
		die("%s: %s", path, strerror(errno));
	while (fgets(line, sizeof(line), status))
		sscanf(line, "nonvoluntary_ctxt_switches: %ld", &value);
	fclose(status);
	if (value < 0)
		die("%s: no count of switches", path);
	return value;
}

/*
 * A thread that was preempted between getrusage and its sleep has a count that is too low already.
 * Then all look again.
 */
static int any_preempted(const struct switcher *switchers, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (involuntary_now(switchers[i].tid) != switchers[i].involuntary)
			return 1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	pid_t parent = begin();
	struct switcher *switchers;
	uint32_t round = 0;
	size_t count;

	if (argc != 2)
		die("usage: switchers N");
	count = number(argv[1], 1, 100000, "N");
	switchers = calloc(count, sizeof(*switchers));
	if (!switchers)
		die("out of memory");
	for (size_t i = 0; i < count; i++) {
		switchers[i].index = (uint32_t)i;
		if (i % 4 == 2 && i + 1 < count)
			switchers[i].partner = &switchers[i + 1];
		if (i % 4 == 3)
			switchers[i].partner = &switchers[i - 1];
	}
	for (size_t i = 0; i < count; i++) {
		int err = pthread_create(&switchers[i].thread, NULL, switcher_main, &switchers[i]);

		if (err)
			die("pthread_create: %s", strerror(err));
	}

	for (;;) {
		await_sleepers(&gates[round % 2], 0, (long)count);
		if (!any_preempted(switchers, count))
			break;
		atomic_store(&gates[(round + 1) % 2], 0);
		atomic_store(&gates[round % 2], 1);
		wake(&gates[round % 2]);
		round++;
	}
	for (size_t i = 0; i < count; i++)
		printf("thread %d %ld %ld\n", switchers[i].tid, switchers[i].voluntary,
		       switchers[i].involuntary);
	live(parent);

	atomic_store(&over, 1);
	atomic_store(&gates[round % 2], 1);
	wake(&gates[round % 2]);
	for (size_t i = 0; i < count; i++)
		pthread_join(switchers[i].thread, NULL);
	return 0;
}
