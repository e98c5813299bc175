/* SPDX-License-Identifier: MIT */
/* Runs one pair: A leads and keeps the time, B follows. The mechanisms are in pair_*.c. */
#include <string.h>

#include "pair.h"

static const struct lt_pair_ops *const mechanisms[] = {
	&lt_pair_futex,
	&lt_pair_pipe,
	&lt_pair_yield,
};

enum {
	B_WARMING_UP,
	B_READY,
	B_FAILED,
};

struct pair {
	const struct lt_pair_plan *plan;
	const struct lt_pair_ops *ops;
	void *state;
	struct lt_batches batches;
	uint64_t batches_done;
	struct lt_window window_a;
	struct lt_window window_b;
	int error_a;
	int error_b;
	_Alignas(LT_APART) _Atomic uint32_t b_phase;
	_Atomic uint32_t a_warm;
};

static void announce(struct pair *pair, uint32_t phase)
{
	atomic_store_explicit(&pair->b_phase, phase, memory_order_release);
	lt_futex_wake(&pair->b_phase, 1);
}

static int await_b(struct pair *pair)
{
	uint32_t phase;

	while ((phase = atomic_load_explicit(&pair->b_phase, memory_order_acquire)) ==
	       B_WARMING_UP) {
		int err = lt_futex_wait(&pair->b_phase, phase);

		if (!lt_futex_retry(err))
			return err;
	}
	return phase == B_READY ? 0 : -ECANCELED;
}

/*
 * Why the window holds at most two switches too many: B reads its counters before it says that it
 * is ready, A only after B said so, hence neither the warm-up nor A's wait for B is in A's window.
 * B's first sleep is that of the first round trip. What is left: the wake-up by which B says so
 * may preempt it, and so may the last hand-over.
 */
static int run_a(struct pair *pair)
{
	const struct lt_pair_plan *plan = pair->plan;
	int err = lt_pin_late(plan->cpu_a);

	if (!err)
		err = lt_policy_apply(plan->policy);
	if (!err)
		err = pair->ops->lead(pair->state, plan->warmup_round_trips);
	atomic_store_explicit(&pair->a_warm, 1, memory_order_release);
	if (!err)
		err = await_b(pair);
	if (err)
		return err;
	lt_window_open(&pair->window_a);
	err = lt_batches_run(&pair->batches, pair->ops->lead, pair->state, &pair->window_a,
			     &pair->batches_done);
	lt_window_close_exact(&pair->window_a);
	return err;
}

static void *main_a(void *arg)
{
	struct pair *pair = arg;

	pair->error_a = run_a(pair);
	pair->ops->leave(pair->state, LT_SIDE_A);
	if (!pair->error_a)
		lt_window_close_files(&pair->window_a);
	return NULL;
}

/*
 * A free-running B that counted its own warm-up would open its window while A still warms up, and
 * have those switches in it. So it goes on until A is done.
 */
static int warm_up_b(struct pair *pair)
{
	int err = 0;

	if (!pair->ops->free_running)
		return pair->ops->follow(pair->state, pair->plan->warmup_round_trips);
	while (!err && !atomic_load_explicit(&pair->a_warm, memory_order_acquire))
		err = pair->ops->follow(pair->state, 1);
	return err;
}

static int run_b(struct pair *pair)
{
	const struct lt_pair_plan *plan = pair->plan;
	const struct lt_pair_ops *ops = pair->ops;
	struct lt_evidence *evidence = &pair->window_b.evidence;
	uint64_t before;
	uint64_t batch = 0;
	int err = lt_pin_late(plan->cpu_b);

	if (!err)
		err = lt_policy_apply(plan->policy);
	if (!err)
		err = warm_up_b(pair);
	if (err)
		return err;
	before = ops->free_running ? ops->followed(pair->state) : 0;
	lt_window_open(&pair->window_b);
	announce(pair, B_READY);

	while (ops->free_running || batch < plan->batches) {
		err = ops->follow(pair->state, plan->batch_round_trips);
		if (err)
			break;
		lt_cpu_note(evidence->cpus_seen);
		batch++;
	}

	lt_window_close_exact(&pair->window_b);
	evidence->ended_ns = evidence->counters.taken_ns;
	evidence->operations = ops->free_running ? ops->followed(pair->state) - before
						 : batch * plan->batch_round_trips;
	lt_window_close_files(&pair->window_b);
	return err == -ECANCELED ? 0 : err; /* A has stopped, early or not */
}

static void *main_b(void *arg)
{
	struct pair *pair = arg;

	pair->error_b = run_b(pair);
	if (pair->error_b) {
		pair->ops->leave(pair->state, LT_SIDE_B);
		announce(pair, B_FAILED);
	}
	return NULL;
}

static int start_and_join(struct pair *pair)
{
	struct lt_thread_attr attr_a = {.stack_size = pair->plan->stack_size};
	struct lt_thread_attr attr_b = {.stack_size = pair->plan->stack_size};
	pthread_t a, b;
	int err;
	int join_err;

	attr_a.cpu = pair->plan->cpu_a;
	attr_b.cpu = pair->plan->cpu_b;
	err = lt_thread_start(&b, &attr_b, main_b, pair);
	if (err)
		return err;
	err = lt_thread_start(&a, &attr_a, main_a, pair);
	if (err) {
		pair->ops->leave(pair->state, LT_SIDE_A);
		goto out_join_b;
	}
	err = -pthread_join(a, NULL);
out_join_b:
	join_err = -pthread_join(b, NULL);
	return err ? err : join_err;
}

static const struct lt_pair_ops *find(uint32_t mechanism)
{
	for (size_t i = 0; i < sizeof(mechanisms) / sizeof(mechanisms[0]); i++) {
		if (mechanisms[i]->mechanism == mechanism)
			return mechanisms[i];
	}
	return NULL;
}

static int plan_valid(const struct lt_pair_plan *plan)
{
	return plan->size == sizeof(*plan) && plan->flags == 0 && lt_policy_valid(plan->policy) &&
	       plan->load.runnable == 0 && plan->load.bystanders == 0 &&
	       plan->work.kind == LT_WORK_NONE && plan->work.reserved == 0 &&
	       plan->work.amount == 0 && lt_cpu_valid(plan->cpu_a) && lt_cpu_valid(plan->cpu_b) &&
	       lt_product_valid(plan->batches, plan->batch_round_trips) &&
	       plan->warmup_round_trips <= INT64_MAX;
}

int32_t lt_pair_run(const struct lt_pair_plan *plan, const int32_t *stop, int64_t *samples_ns,
		    struct lt_pair_result *result)
{
	struct pair pair;
	int err;

	if (!plan || !samples_ns || !result || result->size != sizeof(*result) || !plan_valid(plan))
		return -EINVAL;

	memset(&pair, 0, sizeof(pair));
	pair.plan = plan;
	pair.batches.batches = plan->batches;
	pair.batches.operations = plan->batch_round_trips;
	pair.batches.stop = stop;
	pair.batches.samples_ns = samples_ns;
	pair.ops = find(plan->mechanism);
	if (!pair.ops)
		return -EINVAL;

	err = pair.ops->setup(&pair.state);
	if (err)
		return err;
	err = start_and_join(&pair);
	/* The side that failed has the reason; the other one was only let go. */
	if (!err)
		err = pair.error_a == -ECANCELED && pair.error_b ? pair.error_b : pair.error_a;
	if (!err)
		err = pair.error_b;
	if (err)
		goto out_teardown;

	memset(result, 0, sizeof(*result));
	result->size = sizeof(*result);
	result->batches_done = pair.batches_done;
	result->wall_ns = pair.window_a.evidence.ended_ns - pair.window_a.evidence.started_ns;
	result->a = pair.window_a.evidence;
	result->b = pair.window_b.evidence;
out_teardown:
	pair.ops->teardown(pair.state);
	return err;
}
