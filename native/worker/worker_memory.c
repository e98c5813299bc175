/* SPDX-License-Identifier: MIT */
/*
 * What the worker's groups take of its own memory, and user-level contexts beside threads.
 *
 *   resident             bytes of the parked group's stacks in memory: "resident BYTES ERRNO"
 *   fibers STACK GUARD TOUCH FLAGS
 *                        plan a group of user-level contexts: bytes of stack, of guard (-1 one
 *                        page), of stack to write to; bits LT_FIBER_*. "fibered ERRNO"
 *   resume MAX           make contexts and enter each, until there are MAX: "resumed COUNT ERRNO"
 *   fibers-resident      bytes of their stacks in memory: "resident BYTES ERRNO"
 */
#include "worker.h"

static void answer_resident(int err, uint64_t bytes)
{
	worker_answer("resident %llu %d\n", (unsigned long long)bytes, -err);
}

void worker_resident(struct worker *worker, int count, char **words)
{
	uint64_t bytes = 0;
	int err;

	(void)count;
	(void)words;
	err = lt_park_resident(worker->group, &bytes);
	answer_resident(err, bytes);
}

void worker_fibers(struct worker *worker, int count, char **words)
{
	struct lt_fiber_plan plan = {.size = sizeof(plan)};
	int64_t stack, guard, touch, flags;
	int err;

	if (count != 5) {
		worker_answer("what? fibers\n");
		return;
	}
	if (!worker_number(words[1], &stack) || !worker_number(words[2], &guard) ||
	    !worker_number(words[3], &touch) || !worker_number(words[4], &flags))
		return;
	plan.stack_size = (uint64_t)stack;
	plan.touch_bytes = (uint64_t)touch;
	plan.flags = (uint32_t)flags;
	if (guard >= 0) {
		plan.flags |= LT_FIBER_GUARD;
		plan.guard_size = (uint64_t)guard;
	}
	err = worker->fibers ? -EBUSY : lt_fibers_create(&plan, &worker->fibers);
	worker_answer("fibered %d\n", -err);
}

void worker_resume(struct worker *worker, int count, char **words)
{
	int64_t max, now = lt_fibers_count(worker->fibers);
	int err;

	if (count != 2 || now < 0) {
		worker_answer("what? resume\n");
		return;
	}
	if (!worker_number(words[1], &max))
		return;
	err = max > now ? lt_fibers_grow(worker->fibers, (uint32_t)(max - now)) : 0;
	worker_answer("resumed %lld %d\n", (long long)lt_fibers_count(worker->fibers), -err);
}

void worker_fibers_resident(struct worker *worker, int count, char **words)
{
	uint64_t bytes = 0;
	int err;

	(void)count;
	(void)words;
	err = lt_fibers_resident(worker->fibers, &bytes);
	answer_resident(err, bytes);
}
