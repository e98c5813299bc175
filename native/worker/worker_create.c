/* SPDX-License-Identifier: MIT */
/*
 * Creation of threads in a process that has nothing else to do: its address space is small, and
 * how its C library keeps stacks was decided by the environment that it was started with.
 *
 *   create STACK COUNT WARMUP CREATORS CPU
 *                        lt_create_run(): bytes of stack (0 the C library's default), creations and
 *                        warm-up of each creator, a CPU or -1. "created ERRNO", and in the results
 *                        a struct lt_create_result, a struct lt_evidence for each creator, and the
 *                        three arrays of times
 *   create-steps STACK GUARD COUNT WARMUP CPU
 *                        lt_create_steps_run(). "stepped ERRNO", and in the results a struct
 *                        lt_steps_result and the array of times
 *
 * The CPU is the creators' and the children's. A command whose results do not fit is answered with
 * ENOSPC.
 */
#include "worker.h"

static int create(struct worker *worker, const struct lt_create_plan *plan)
{
	struct lt_create_result *result = (struct lt_create_result *)worker->results;
	struct lt_evidence *evidence;
	int64_t *times;
	uint64_t entries;
	int err;

	/* What lt_create_run() refuses anyway, before it is multiplied here. */
	if (plan->creators == 0 || plan->count == 0 || plan->count > UINT32_MAX)
		return -EINVAL;
	entries = plan->creators * plan->count;
	if (entries > worker->results_bytes / sizeof(*times))
		return -ENOSPC;
	err = worker_take_results(worker, sizeof(*result) + plan->creators * sizeof(*evidence) +
						  3 * entries * sizeof(*times));
	if (err)
		return err;
	evidence = (struct lt_evidence *)(result + 1);
	times = (int64_t *)(evidence + plan->creators);
	result->size = sizeof(*result);
	return lt_create_run(plan, &worker->page->stop, times, times + entries, times + 2 * entries,
			     evidence, result);
}

void worker_create(struct worker *worker, int count, char **words)
{
	struct lt_create_plan plan = {.size = sizeof(plan), .child_cpu = LT_CPU_ANY};
	int64_t numbers[5];

	if (!worker_read_numbers(count, words, 5, numbers))
		return;
	plan.stack_size = (uint64_t)numbers[0];
	plan.count = (uint64_t)numbers[1];
	plan.warmup = (uint64_t)numbers[2];
	plan.creators = (uint32_t)numbers[3];
	plan.creator_cpu = (int32_t)numbers[4];
	worker_answer("created %d\n", -create(worker, &plan));
}

static int create_steps(struct worker *worker, const struct lt_steps_plan *plan)
{
	struct lt_steps_result *result = (struct lt_steps_result *)worker->results;
	int err;

	if (plan->count > worker->results_bytes / LT_STEPS / sizeof(int64_t))
		return -ENOSPC;
	err = worker_take_results(worker,
				  sizeof(*result) + LT_STEPS * plan->count * sizeof(int64_t));
	if (err)
		return err;
	result->size = sizeof(*result);
	return lt_create_steps_run(plan, &worker->page->stop, (int64_t *)(result + 1), result);
}

void worker_create_steps(struct worker *worker, int count, char **words)
{
	struct lt_steps_plan plan = {.size = sizeof(plan)};
	int64_t numbers[5];

	if (!worker_read_numbers(count, words, 5, numbers))
		return;
	plan.stack_size = (uint64_t)numbers[0];
	plan.guard_size = (uint64_t)numbers[1];
	plan.count = (uint64_t)numbers[2];
	plan.warmup = (uint64_t)numbers[3];
	plan.creator_cpu = (int32_t)numbers[4];
	worker_answer("stepped %d\n", -create_steps(worker, &plan));
}
