/* SPDX-License-Identifier: MIT */
/* Loops of one call on one thread: the lower steps of the cost ladder. */
#include <fcntl.h>
#include <string.h>

#include "internal.h"

struct calls {
	const struct lt_call_plan *plan;
	lt_loop *loop;
	struct lt_batches batches;
	struct lt_window window;
	uint64_t batches_done;
	int error;
	int pipe_read;
	int pipe_write;
	_Alignas(LT_APART) _Atomic uint32_t word;
};

/* The empty asm keeps the call: a function without effects would be dropped with its loop. */
static __attribute__((noinline)) void empty_function(void)
{
	__asm__ volatile("");
}

static int loop_empty(void *state, uint64_t n)
{
	(void)state;
	for (; n > 0; n--)
		empty_function();
	return 0;
}

static int loop_clock(void *state, uint64_t n)
{
	int64_t now = 0;

	(void)state;
	for (; n > 0; n--)
		now |= lt_clock_now(); /* stays non-negative unless a read failed */
	return now < 0 ? -EINVAL : 0;
}

static int loop_null(void *state, uint64_t n)
{
	(void)state;
	for (; n > 0; n--)
		syscall(SYS_getppid); /* cannot fail */
	return 0;
}

static int loop_futex_wake(void *state, uint64_t n)
{
	struct calls *calls = state;

	for (; n > 0; n--) {
		long woken = lt_futex_wake(&calls->word, 1);

		if (woken != 0)
			return woken < 0 ? (int)woken : -EPROTO;
	}
	return 0;
}

static int loop_futex_wait(void *state, uint64_t n)
{
	struct calls *calls = state;

	for (; n > 0; n--) {
		int err = lt_futex_wait(&calls->word, 1); /* it holds 0 */

		if (err != -EAGAIN)
			return err ? err : -EPROTO;
	}
	return 0;
}

static int loop_yield(void *state, uint64_t n)
{
	(void)state;
	for (; n > 0; n--) {
		if (sched_yield())
			return -errno;
	}
	return 0;
}

static int loop_pipe(void *state, uint64_t n)
{
	struct calls *calls = state;

	for (; n > 0; n--) {
		int err = lt_pipe_put(calls->pipe_write);

		if (!err)
			err = lt_pipe_take(calls->pipe_read);
		if (err)
			return err;
	}
	return 0;
}

static lt_loop *find(uint32_t kind)
{
	switch (kind) {
	case LT_CALL_EMPTY:
		return loop_empty;
	case LT_CALL_CLOCK:
		return loop_clock;
	case LT_CALL_NULL:
		return loop_null;
	case LT_CALL_FUTEX_WAKE:
		return loop_futex_wake;
	case LT_CALL_FUTEX_WAIT:
		return loop_futex_wait;
	case LT_CALL_YIELD:
		return loop_yield;
	case LT_CALL_PIPE:
		return loop_pipe;
	default:
		return NULL;
	}
}

static int run(struct calls *calls)
{
	int err = lt_pin_late(calls->plan->cpu);

	if (!err)
		err = calls->loop(calls, calls->plan->warmup_calls);
	if (err)
		return err;
	lt_window_open(&calls->window);
	err = lt_batches_run(&calls->batches, calls->loop, calls, &calls->window,
			     &calls->batches_done);
	lt_window_close_exact(&calls->window);
	lt_window_close_files(&calls->window);
	return err;
}

static void *main_calls(void *arg)
{
	struct calls *calls = arg;

	calls->error = run(calls);
	return NULL;
}

static int open_pipe(struct calls *calls)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	calls->pipe_read = ends[0];
	calls->pipe_write = ends[1];
	return 0;
}

static void close_pipe(const struct calls *calls)
{
	if (calls->pipe_read >= 0)
		close(calls->pipe_read);
	if (calls->pipe_write >= 0)
		close(calls->pipe_write);
}

static int plan_valid(const struct lt_call_plan *plan)
{
	return plan->size == sizeof(*plan) && plan->flags == 0 && lt_cpu_valid(plan->cpu) &&
	       plan->policy == LT_POLICY_KEEP && plan->timer_slack_ns == 0 &&
	       plan->timeout_ns == 0 && plan->load.runnable == 0 && plan->load.bystanders == 0 &&
	       plan->work.kind == LT_WORK_NONE && plan->work.reserved == 0 &&
	       plan->work.amount == 0 && lt_product_valid(plan->batches, plan->batch_calls) &&
	       plan->warmup_calls <= INT64_MAX;
}

int32_t lt_call_run(const struct lt_call_plan *plan, const int32_t *stop, int64_t *samples_ns,
		    struct lt_call_result *result)
{
	struct lt_thread_attr attr = {.stack_size = 0};
	struct calls calls;
	pthread_t thread;
	int err;

	if (!plan || !samples_ns || !result || result->size != sizeof(*result) || !plan_valid(plan))
		return -EINVAL;

	memset(&calls, 0, sizeof(calls));
	calls.plan = plan;
	calls.loop = find(plan->kind);
	calls.batches.batches = plan->batches;
	calls.batches.operations = plan->batch_calls;
	calls.batches.stop = stop;
	calls.batches.samples_ns = samples_ns;
	calls.pipe_read = calls.pipe_write = -1;
	attr.stack_size = plan->stack_size;
	attr.cpu = plan->cpu;
	if (!calls.loop)
		return -EINVAL;

	if (plan->kind == LT_CALL_PIPE) {
		err = open_pipe(&calls);
		if (err)
			return err;
	}
	err = lt_thread_start(&thread, &attr, main_calls, &calls);
	if (err)
		goto out_pipe;
	err = -pthread_join(thread, NULL);
	if (!err)
		err = calls.error;
	if (err)
		goto out_pipe;

	memset(result, 0, sizeof(*result));
	result->size = sizeof(*result);
	result->batches_done = calls.batches_done;
	result->wall_ns = calls.window.evidence.ended_ns - calls.window.evidence.started_ns;
	result->thread = calls.window.evidence;
out_pipe:
	close_pipe(&calls);
	return err;
}
