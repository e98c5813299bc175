/* SPDX-License-Identifier: MIT */
/* What tests look at from outside: /proc, the CPUs they may use, a child with a limit. */
#ifndef WORLD_H
#define WORLD_H

#include <dirent.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "check.h"

static inline int world_entries(const char *directory)
{
	DIR *dir = opendir(directory);
	const struct dirent *entry;
	int count = 0;

	if (!dir)
		return -1;
	while ((entry = readdir(dir)))
		count += entry->d_name[0] != '.';
	closedir(dir);
	return count;
}

static inline int world_threads(void)
{
	return world_entries("/proc/self/task");
}

/* pthread_join returns when the kernel clears the tid, a little before the task has left /proc. */
static inline int world_threads_settle(int expected)
{
	int count = 0;

	for (int tries = 0; tries < 1000000; tries++) {
		count = world_threads();
		if (count == expected)
			break;
		sched_yield();
	}
	return count;
}

static inline void *world_nothing(void *arg)
{
	return arg;
}

static int world_idle_count;

/*
 * A sanitizer may start a thread of its own with the first of ours; let it, before we count. The
 * least of many counts is the one without a thread that is still on its way out.
 */
static inline void world_begin(void)
{
	pthread_t thread;

	if (!pthread_create(&thread, NULL, world_nothing, NULL))
		pthread_join(thread, NULL);
	world_idle_count = world_threads();
	for (int i = 0; i < 2000; i++) {
		int count = world_threads();

		if (count < world_idle_count)
			world_idle_count = count;
		sched_yield();
	}
}

/* The threads there are when no test runs any, once those of the last test have gone. */
static inline int world_threads_idle(void)
{
	return world_threads_settle(world_idle_count);
}

static inline int world_descriptors(void)
{
	return world_entries("/proc/self/fd");
}

static inline int world_mappings(void)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	int c, lines = 0;

	if (!maps)
		return -1;
	while ((c = getc(maps)) != EOF)
		lines += c == '\n';
	fclose(maps);
	return lines;
}

/* The n-th CPU this process may run on, or -1. */
static inline int world_cpu(int n)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set))
		return -1;
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (CPU_ISSET((size_t)cpu, &set) && n-- == 0)
			return cpu;
	}
	return -1;
}

/* The value of "key:" in a status-like file of a thread of ours; 0 if it has none. */
static inline int world_task_line(int tid, const char *file, const char *key, char *value,
				  size_t size)
{
	char path[64], line[512];
	int found = 0;
	FILE *stream;

	snprintf(path, sizeof(path), "/proc/self/task/%d/%s", tid, file);
	stream = fopen(path, "re");
	if (!stream)
		return 0;
	while (!found && fgets(line, sizeof(line), stream)) {
		size_t length = strlen(key);

		if (strncmp(line, key, length) || !strchr(line, ':'))
			continue;
		if (line[length] != ':' && line[length] != ' ')
			continue;
		snprintf(value, size, "%s", strchr(line, ':') + 1);
		value[strcspn(value, "\n")] = '\0';
		memmove(value, value + strspn(value, " \t"),
			strlen(value + strspn(value, " \t")) + 1);
		found = 1;
	}
	fclose(stream);
	return found;
}

/* Bytes of address space in use, for a limit just above it. */
static inline rlim_t world_address_space(void)
{
	unsigned long pages = 0;
	FILE *statm = fopen("/proc/self/statm", "re");

	if (!statm || fscanf(statm, "%lu", &pages) != 1)
		pages = 0;
	if (statm)
		fclose(statm);
	return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static inline int world_limit(int resource, rlim_t value)
{
	struct rlimit limit = {value, value};

	return setrlimit(resource, &limit);
}

/*
 * Runs checks in a child, because a lowered limit can't be raised again by an ordinary user. The
 * child's failures are printed there and fail the test here.
 */
static inline void world_child(void (*body)(void))
{
	pid_t child;
	int status = -1;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		alarm(CHECK_DEADLINE_S);
		body();
		fflush(stdout);
		_exit(check.test_failed);
	}
	CHECK(child > 0);
	CHECK(waitpid(child, &status, 0) == child);
	CHECK_EQ(0, status);
}

#endif
