/* SPDX-License-Identifier: MIT */
/* Loops of one call on one thread: the lower steps of the cost ladder. */
#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>

#include "call.h"
#include "load.h"

#define NS_PER_S 1000000000u

struct calls {
	const struct lt_call_plan *plan;
	lt_loop *loop;
	struct lt_batches batches;
	struct lt_window window;
	uint64_t batches_done;
	struct lt_crowd *crowd;
	int64_t load_cpu_ns;
	int error;
	struct lt_call_state state;
};

/* It is the thread's own and goes with it. */
static int set_slack(uint32_t slack_ns)
{
	if (slack_ns == 0)
		return 0;
	return prctl(PR_SET_TIMERSLACK, (unsigned long)slack_ns, 0UL, 0UL, 0UL) ? -errno : 0;
}

/*
 * The load's clocks are read outside the thread's window, since a thousand of them take it a third
 * of a millisecond. Where the load shares its CPU, it does not run meanwhile.
 */
static int measure(struct calls *calls)
{
	int64_t before = lt_load_cpu_ns(calls->crowd);
	int64_t after;
	int err;

	if (before < 0)
		return (int)before;
	lt_window_open(&calls->window);
	err = lt_batches_run(&calls->batches, calls->loop, &calls->state, &calls->window,
			     &calls->batches_done);
	lt_window_close_exact(&calls->window);
	after = lt_load_cpu_ns(calls->crowd);
	lt_window_close_files(&calls->window);
	if (!err && after < 0)
		err = (int)after;
	calls->load_cpu_ns = after - before;
	return err;
}

static int run(struct calls *calls)
{
	const struct lt_call_plan *plan = calls->plan;
	int err = lt_pin_late(plan->cpu);

	if (!err)
		err = lt_policy_apply(plan->policy);
	if (!err)
		err = set_slack(plan->timer_slack_ns);
	if (!err)
		err = lt_work_prepare(&plan->work, &calls->state.labour);
	if (err)
		return err;
	err = calls->loop(&calls->state, plan->warmup_calls);
	if (!err)
		err = measure(calls);
	lt_work_release(&calls->state.labour);
	return err;
}

static void *main_calls(void *arg)
{
	struct calls *calls = arg;

	calls->error = run(calls);
	return NULL;
}

static int open_pipe(struct lt_call_state *state)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	state->pipe_read = ends[0];
	state->pipe_write = ends[1];
	return 0;
}

static void close_pipe(const struct lt_call_state *state)
{
	if (state->pipe_read >= 0)
		close(state->pipe_read);
	if (state->pipe_write >= 0)
		close(state->pipe_write);
}

/* The kernel gives timers of real-time threads no slack, so to ask for it there is a mistake. */
static int timing_valid(const struct lt_call_plan *plan)
{
	int real_time = plan->policy == SCHED_FIFO || plan->policy == SCHED_RR;

	return !(real_time && plan->timer_slack_ns > 0) && plan->timeout_ns <= INT64_MAX &&
	       (plan->kind == LT_CALL_TIMED_WAIT) == (plan->timeout_ns > 0);
}

static int plan_valid(const struct lt_call_plan *plan)
{
	return plan->size == sizeof(*plan) && plan->flags == 0 && lt_call_loop(plan->kind, 0) &&
	       lt_cpu_valid(plan->cpu) && lt_policy_valid(plan->policy) && timing_valid(plan) &&
	       lt_product_valid(plan->batches, plan->batch_calls) &&
	       plan->warmup_calls <= INT64_MAX && lt_load_valid(&plan->load) &&
	       lt_work_valid(&plan->work);
}

static int run_beside_load(struct calls *calls)
{
	const struct lt_call_plan *plan = calls->plan;
	struct lt_thread_attr attr = {.stack_size = plan->stack_size};
	pthread_t thread;
	int err = lt_load_start(&plan->load, &plan->cpu, 1, &calls->crowd);
	int end_err;

	if (err)
		return err;
	attr.cpu = plan->cpu;
	err = lt_thread_start(&thread, &attr, main_calls, calls);
	if (!err)
		err = -pthread_join(thread, NULL);
	if (!err)
		err = calls->error;
	end_err = lt_load_end(calls->crowd);
	return err ? err : end_err;
}

int32_t lt_call_run(const struct lt_call_plan *plan, const int32_t *stop, int64_t *samples_ns,
		    struct lt_call_result *result)
{
	struct calls calls;
	int err;

	if (!plan || !samples_ns || !result || result->size != sizeof(*result) || !plan_valid(plan))
		return -EINVAL;

	memset(&calls, 0, sizeof(calls));
	calls.plan = plan;
	calls.loop = lt_call_loop(plan->kind, plan->work.kind != LT_WORK_NONE);
	calls.batches.batches = plan->batches;
	calls.batches.operations = plan->batch_calls;
	calls.batches.stop = stop;
	calls.batches.samples_ns = samples_ns;
	calls.state.timeout.tv_sec = (time_t)(plan->timeout_ns / NS_PER_S);
	calls.state.timeout.tv_nsec = (long)(plan->timeout_ns % NS_PER_S);
	calls.state.pipe_read = calls.state.pipe_write = -1;

	if (plan->kind == LT_CALL_PIPE) {
		err = open_pipe(&calls.state);
		if (err)
			return err;
	}
	err = run_beside_load(&calls);
	if (err)
		goto out_pipe;

	memset(result, 0, sizeof(*result));
	result->size = sizeof(*result);
	result->batches_done = calls.batches_done;
	result->wall_ns = calls.window.evidence.ended_ns - calls.window.evidence.started_ns;
	result->load_cpu_ns = calls.load_cpu_ns;
	result->thread = calls.window.evidence;
out_pipe:
	close_pipe(&calls.state);
	return err;
}
