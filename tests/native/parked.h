/* SPDX-License-Identifier: MIT */
/* What the tests of parked groups and of their stacks share. */
#ifndef PARKED_H
#define PARKED_H

#include <sys/mman.h>

#include "lt.h"
#include "world.h"

/* The least that glibc takes on arm64; on x86-64 it would be 16 KiB. */
#define STACK_BYTES (128 << 10)
/* A sanitizer's thread-local storage is taken off a stack that the C library did not make. */
#define CARVED_BYTES (CHECK_SANITIZED ? 4 << 20 : 128 << 10)

static inline struct lt_park_plan plan_for(uint32_t count, uint64_t stack_size,
					   uint64_t touch_bytes)
{
	return (struct lt_park_plan){
		.size = sizeof(struct lt_park_plan),
		.count = count,
		.cpu = LT_CPU_ANY,
		.stack_size = stack_size,
		.touch_bytes = touch_bytes,
	};
}

static inline struct lt_parked_thread thread_at(struct lt_park *group, uint32_t index)
{
	struct lt_parked_thread thread = {.size = sizeof(thread)};

	CHECK_EQ(0, lt_park_thread(group, index, &thread));
	return thread;
}

static inline uint64_t page_size(void)
{
	return (uint64_t)sysconf(_SC_PAGESIZE);
}

static inline uint64_t page_of(uint64_t address)
{
	return address & ~(page_size() - 1);
}

static inline uint64_t resident_pages(uint64_t low, uint64_t high)
{
	uint64_t pages = (high - page_of(low) + page_size() - 1) / page_size();
	unsigned char *map = malloc(pages);
	uint64_t resident = 0;

	CHECK(map != NULL);
	CHECK_EQ(0, mincore((void *)page_of(low), high - page_of(low), map));
	for (uint64_t i = 0; i < pages; i++)
		resident += map[i] & 1;
	free(map);
	return resident;
}

/* Whether every thread of the group sleeps; one on its way there is given the time. */
static inline int all_asleep(struct lt_park *group)
{
	for (uint32_t i = 0; i < lt_park_count(group); i++) {
		int tid = thread_at(group, i).tid;
		char state[64] = "";

		for (int tries = 0; tries < 100000 && state[0] != 'S'; tries++) {
			if (!world_task_line(tid, "status", "State", state, sizeof(state)))
				return 0;
			sched_yield();
		}
		if (state[0] != 'S')
			return 0;
	}
	return 1;
}

#endif
