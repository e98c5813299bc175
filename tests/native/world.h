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

/* Whether an address is in a mapping without any permission. */
static inline int world_guarded(uint64_t address)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	char line[512], permissions[8];
	uint64_t low, high;
	int found = 0;

	while (maps && fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %7s", &low, &high, permissions) == 3 &&
		    address >= low && address < high)
			found = !strncmp(permissions, "---", 3);
	}
	if (maps)
		fclose(maps);
	return found;
}

/*
 * The value of "key:" for the mapping that holds the address: kB for sizes, the flags as text in
 * `text` for VmFlags. -1 if there is none.
 */
static inline long world_mapping_value(uint64_t address, const char *key, char *text, size_t size)
{
	FILE *smaps = fopen("/proc/self/smaps", "re");
	size_t length = strlen(key);
	uint64_t low, high;
	char line[512];
	long found = -1;
	int inside = 0;

	while (smaps && found < 0 && fgets(line, sizeof(line), smaps)) {
		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " ", &low, &high) == 2)
			inside = address >= low && address < high;
		else if (inside && !strncmp(line, key, length) && line[length] == ':') {
			found = strtol(line + length + 1, NULL, 10);
			if (text)
				snprintf(text, size, "%s", line + length + 1);
		}
	}
	if (smaps)
		fclose(smaps);
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
 * Becomes a user whose only tasks are ours, and may have `tasks` of them. Root is not held to
 * RLIMIT_NPROC, and the tasks of an ordinary user's other processes are in the count.
 */
static inline int world_tasks(rlim_t tasks)
{
	const uid_t nobody_else = 64998;

	if (setresuid(nobody_else, nobody_else, nobody_else))
		return -1;
	return world_limit(RLIMIT_NPROC, tasks);
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
