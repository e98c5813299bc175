/* SPDX-License-Identifier: MIT */
/*
 * Hand-overs and calls in a process that has nothing else to do.
 *
 *   pair MECHANISM FLAGS CPU_A CPU_B POLICY STACK BATCHES ROUND_TRIPS WARMUP
 *        RUNNABLE BYSTANDERS WORK AMOUNT
 *                        lt_pair_run(), the words as the members of struct lt_pair_plan.
 *                        "paired ERRNO", and in the results a struct lt_pair_result and the samples
 *   call KIND CPU POLICY SLACK TIMEOUT STACK BATCHES CALLS WARMUP
 *        RUNNABLE BYSTANDERS WORK AMOUNT
 *                        lt_call_run(), likewise. "called ERRNO", a struct lt_call_result and the
 *                        samples
 *
 * A command whose results do not fit is answered with ENOSPC.
 */
#include "worker.h"

enum {
	WORDS = 13
};

/* The last four words of either command. */
static void read_surroundings(const int64_t *numbers, struct lt_load *load, struct lt_work *work)
{
	load->runnable = (uint32_t)numbers[0];
	load->bystanders = (uint32_t)numbers[1];
	work->kind = (uint32_t)numbers[2];
	work->amount = (uint64_t)numbers[3];
}

static int take_samples(struct worker *worker, uint64_t head, uint64_t batches)
{
	if (batches > worker->results_bytes / sizeof(int64_t))
		return -ENOSPC;
	return worker_take_results(worker, head + batches * sizeof(int64_t));
}

static int run_pair(struct worker *worker, const struct lt_pair_plan *plan)
{
	struct lt_pair_result *result = (struct lt_pair_result *)worker->results;
	int err = take_samples(worker, sizeof(*result), plan->batches);

	if (err)
		return err;
	result->size = sizeof(*result);
	return lt_pair_run(plan, &worker->page->stop, (int64_t *)(result + 1), result);
}

void worker_pair(struct worker *worker, int count, char **words)
{
	struct lt_pair_plan plan = {.size = sizeof(plan)};
	int64_t numbers[WORDS];

	if (!worker_read_numbers(count, words, WORDS, numbers))
		return;
	plan.mechanism = (uint32_t)numbers[0];
	plan.flags = (uint32_t)numbers[1];
	plan.cpu_a = (int32_t)numbers[2];
	plan.cpu_b = (int32_t)numbers[3];
	plan.policy = (int32_t)numbers[4];
	plan.stack_size = (uint64_t)numbers[5];
	plan.batches = (uint64_t)numbers[6];
	plan.batch_round_trips = (uint64_t)numbers[7];
	plan.warmup_round_trips = (uint64_t)numbers[8];
	read_surroundings(numbers + 9, &plan.load, &plan.work);
	worker_answer("paired %d\n", -run_pair(worker, &plan));
}

static int run_call(struct worker *worker, const struct lt_call_plan *plan)
{
	struct lt_call_result *result = (struct lt_call_result *)worker->results;
	int err = take_samples(worker, sizeof(*result), plan->batches);

	if (err)
		return err;
	result->size = sizeof(*result);
	return lt_call_run(plan, &worker->page->stop, (int64_t *)(result + 1), result);
}

void worker_call(struct worker *worker, int count, char **words)
{
	struct lt_call_plan plan = {.size = sizeof(plan)};
	int64_t numbers[WORDS];

	if (!worker_read_numbers(count, words, WORDS, numbers))
		return;
	plan.kind = (uint32_t)numbers[0];
	plan.cpu = (int32_t)numbers[1];
	plan.policy = (int32_t)numbers[2];
	plan.timer_slack_ns = (uint32_t)numbers[3];
	plan.timeout_ns = (uint64_t)numbers[4];
	plan.stack_size = (uint64_t)numbers[5];
	plan.batches = (uint64_t)numbers[6];
	plan.batch_calls = (uint64_t)numbers[7];
	plan.warmup_calls = (uint64_t)numbers[8];
	read_surroundings(numbers + 9, &plan.load, &plan.work);
	worker_answer("called %d\n", -run_call(worker, &plan));
}
