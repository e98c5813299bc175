/* SPDX-License-Identifier: MIT */
/*
 * The worker's parked group: of threads that sleep until it is released or the process ends.
 *
 *   park STACK GUARD TOUCH FLAGS CPU   plan a group: bytes of stack (0 the C library's default), of
 *                                      guard (-1 its default), of stack to write to; bits
 * LT_PARK_*; a CPU or -1. "parked ERRNO", 0 if there is a group now. grow MAX FLOOR STRIDE create
 * threads until there are MAX, until one is refused, until less than FLOOR bytes of memory are
 * available, or until another line waits; looked at every STRIDE threads. "grown COUNT REASON ERRNO
 * NS": all threads of the group; max, errno, floor or stopped; what refused one; nanoseconds spent
 *                                      in the loops of pthread_create(3) by this command.
 *   release                            wake and join them all. "released ERRNO"
 */
#include <stdlib.h>
#include <string.h>

#include "worker.h"

int64_t worker_available_memory(const struct worker *worker)
{
	static const char key[] = "\nMemAvailable:";
	char text[512];
	ssize_t length = pread(worker->meminfo, text, sizeof(text) - 1, 0);
	const char *found;

	if (length <= 0)
		return -1;
	text[length] = '\0';
	found = strstr(text, key);
	return found ? strtoll(found + sizeof(key) - 1, NULL, 10) * 1024 : -1;
}

void worker_park(struct worker *worker, int count, char **words)
{
	struct lt_park_plan plan = {.size = sizeof(plan)};
	int64_t stack, guard, touch, flags, cpu;
	int err;

	if (count != 6) {
		worker_answer("what? park\n");
		return;
	}
	if (!worker_number(words[1], &stack) || !worker_number(words[2], &guard) ||
	    !worker_number(words[3], &touch) || !worker_number(words[4], &flags) ||
	    !worker_number(words[5], &cpu))
		return;
	plan.stack_size = (uint64_t)stack;
	plan.touch_bytes = (uint64_t)touch;
	plan.flags = (uint32_t)flags;
	plan.cpu = (int32_t)cpu;
	if (guard >= 0) {
		plan.flags |= LT_PARK_GUARD;
		plan.guard_size = (uint64_t)guard;
	}
	err = worker->group ? -EBUSY : lt_park_create(&plan, &worker->group);
	if (!err)
		lt_park_count_live(worker->group, &worker->page->created);
	worker_answer("parked %d\n", -err);
}

void worker_grow(struct worker *worker, int count, char **words)
{
	const char *reason = "max";
	int64_t max, floor, stride, now, began;
	int err = 0;

	if (count != 4 || !worker->group) {
		worker_answer("what? grow\n");
		return;
	}
	if (!worker_number(words[1], &max) || !worker_number(words[2], &floor) ||
	    !worker_number(words[3], &stride))
		return;
	began = lt_park_creating_ns(worker->group);
	while ((now = lt_park_count(worker->group)) < max) {
		int64_t more = max - now < stride ? max - now : stride;

		if (worker_available_memory(worker) < floor) {
			reason = "floor";
			break;
		}
		if (worker_is_called()) {
			reason = "stopped";
			break;
		}
		err = lt_park_grow(worker->group, (uint32_t)more);
		if (err) {
			reason = "errno";
			break;
		}
	}
	worker_answer("grown %lld %s %d %lld\n", (long long)lt_park_count(worker->group), reason,
		      -err, (long long)(lt_park_creating_ns(worker->group) - began));
}

void worker_release(struct worker *worker, int count, char **words)
{
	int err = lt_park_release(worker->group);

	(void)count;
	(void)words;
	/* After an error the group is of no further use, but its threads may still use it. */
	worker->group = NULL;
	worker_answer("released %d\n", -err);
}
