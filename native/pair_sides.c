/* SPDX-License-Identifier: MIT */
/* A, who leads and keeps the time, and B, who follows, from their start to their end. */
#include "pair_sides.h"

enum {
	B_WARMING_UP,
	B_READY,
	B_FAILED,
};

/* A thread's part, on its own stack. A solo A has B's labour as well. */
struct part {
	struct lt_pair *pair;
	struct lt_labour labours[2];
};

/* Not private: B may be in another process, and this is not in the window. */
static void announce(struct lt_pair *pair, uint32_t phase)
{
	atomic_store_explicit(&pair->b_phase, phase, memory_order_release);
	lt_futex_wake_as(LT_FUTEX_WAKE, &pair->b_phase, 1);
}

static int await_b(struct lt_pair *pair)
{
	uint32_t phase;

	while ((phase = atomic_load_explicit(&pair->b_phase, memory_order_acquire)) ==
	       B_WARMING_UP) {
		int err = lt_futex_wait_as(LT_FUTEX_WAIT, &pair->b_phase, phase);

		if (!lt_futex_retry(err))
			return err;
	}
	return phase == B_READY ? 0 : -ECANCELED;
}

static int working(const struct lt_pair *pair)
{
	return pair->plan->work.kind != LT_WORK_NONE;
}

/* An A that waits for nobody would not learn from its mechanism that B has failed. */
static int lead(void *arg, uint64_t round_trips)
{
	struct part *part = arg;
	const struct lt_pair *pair = part->pair;

	if (atomic_load_explicit(&pair->b_phase, memory_order_relaxed) == B_FAILED)
		return -ECANCELED;
	return working(pair) ? pair->ops->lead_working(pair->state, round_trips, part->labours)
			     : pair->ops->lead(pair->state, round_trips);
}

static int follow(struct part *part, uint64_t round_trips)
{
	const struct lt_pair *pair = part->pair;

	return working(pair) ? pair->ops->follow_working(pair->state, round_trips, part->labours)
			     : pair->ops->follow(pair->state, round_trips);
}

/* What a side does on its own thread before any loop. A failure leaves nothing but to drop_part. */
static int take_part(struct part *part, enum lt_side side, int32_t cpu)
{
	const struct lt_pair *pair = part->pair;
	const int labours = pair->ops->solo ? 2 : 1;
	int err = lt_pin_late(cpu);

	if (!err)
		err = lt_policy_apply(pair->plan->policy);
	if (!err && pair->ops->enter)
		err = pair->ops->enter(pair->state, side);
	for (int i = 0; !err && i < labours; i++)
		err = lt_work_prepare(&pair->plan->work, &part->labours[i]);
	return err;
}

static void drop_part(struct part *part)
{
	lt_work_release(&part->labours[0]);
	lt_work_release(&part->labours[1]);
}

/* The load's time is read as close to the first and the last timestamp as A's own counters allow.
 */
static int measure_a(struct part *part)
{
	struct lt_pair *pair = part->pair;
	int64_t before, after;
	int err;

	lt_window_open(&pair->window_a);
	before = lt_load_cpu_ns(pair->crowd);
	err = lt_batches_run(&pair->batches, lead, part, &pair->window_a, &pair->batches_done);
	after = lt_load_cpu_ns(pair->crowd);
	lt_window_close_exact(&pair->window_a);
	if (before < 0 || after < 0)
		return before < 0 ? (int)before : (int)after;
	pair->load_cpu_ns = after - before;
	return err;
}

/*
 * Why the window holds at most two switches too many: B reads its counters before it says that it
 * is ready, A only after B said so, hence neither the warm-up nor A's wait for B is in A's window.
 * B's first sleep is that of the first round trip. What is left: the wake-up by which B says so
 * may preempt it, and so may the last hand-over.
 */
static int run_a(struct lt_pair *pair)
{
	const struct lt_pair_plan *plan = pair->plan;
	struct part part = {.pair = pair};
	int err = take_part(&part, LT_SIDE_A, plan->cpu_a);

	if (!err)
		err = lead(&part, plan->warmup_round_trips);
	atomic_store_explicit(&pair->a_warm, 1, memory_order_release);
	if (!err && !pair->ops->solo)
		err = await_b(pair);
	if (!err)
		err = measure_a(&part);
	drop_part(&part);
	return err;
}

static void *main_a(void *arg)
{
	struct lt_pair *pair = arg;

	pair->error_a = run_a(pair);
	if (!pair->ops->solo)
		pair->ops->leave(pair->state, LT_SIDE_A);
	if (!pair->error_a)
		lt_window_close_files(&pair->window_a);
	return NULL;
}

/*
 * A free-running B that counted its own warm-up would open its window while A still warms up, and
 * have those switches in it. So it goes on until A is done.
 */
static int warm_up_b(struct part *part)
{
	struct lt_pair *pair = part->pair;
	int err = 0;

	if (!pair->ops->free_running)
		return follow(part, pair->plan->warmup_round_trips);
	while (!err && !atomic_load_explicit(&pair->a_warm, memory_order_acquire))
		err = follow(part, 1);
	return err;
}

/* 0 also if A has stopped, early or not. */
static int measure_b(struct part *part)
{
	struct lt_pair *pair = part->pair;
	const struct lt_pair_plan *plan = pair->plan;
	const struct lt_pair_ops *ops = pair->ops;
	struct lt_evidence *evidence = &pair->window_b.evidence;
	uint64_t before = ops->free_running ? ops->followed(pair->state) : 0;
	uint64_t batch = 0;
	int err = 0;

	lt_window_open(&pair->window_b);
	announce(pair, B_READY);

	while (ops->free_running || batch < plan->batches) {
		err = follow(part, plan->batch_round_trips);
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
	return err == -ECANCELED ? 0 : err;
}

static int run_b(struct lt_pair *pair)
{
	struct part part = {.pair = pair};
	int err = take_part(&part, LT_SIDE_B, pair->plan->cpu_b);

	if (!err)
		err = warm_up_b(&part);
	if (!err)
		err = measure_b(&part);
	drop_part(&part);
	return err;
}

static void fail_b(struct lt_pair *pair, int err)
{
	pair->error_b = err;
	pair->ops->leave(pair->state, LT_SIDE_B);
	announce(pair, B_FAILED);
}

static void end_b(struct lt_pair *pair, int err)
{
	if (err)
		fail_b(pair, err);
	if (pair->ops->finish)
		pair->ops->finish(pair->state);
}

static void *main_b(void *arg)
{
	struct lt_pair *pair = arg;

	end_b(pair, run_b(pair));
	return NULL;
}

static void disown(const struct lt_pair *pair, enum lt_side side)
{
	if (pair->ops->disown)
		pair->ops->disown(pair->state, side);
}

/* All there is of B's process. */
static void process_b(void *arg)
{
	struct lt_pair *pair = arg;
	int err;

	disown(pair, LT_SIDE_A);
	/* Nobody has pinned this thread, as the creator of B's thread does. */
	err = lt_pin(pair->plan->cpu_b);
	end_b(pair, err ? err : run_b(pair));
	pair->b_accounted_ns = lt_process_accounted();
	pair->b_ended = 1;
}

static int start(const struct lt_pair *pair, int32_t cpu, void *(*body)(void *), pthread_t *thread)
{
	const struct lt_thread_attr attr = {.stack_size = pair->plan->stack_size, .cpu = cpu};

	return lt_thread_start(thread, &attr, body, (void *)pair);
}

static int run_alone(struct lt_pair *pair)
{
	pthread_t a;
	int err = start(pair, pair->plan->cpu_a, main_a, &a);

	return err ? err : -pthread_join(a, NULL);
}

static int run_threads(struct lt_pair *pair)
{
	pthread_t a, b;
	int join_err;
	int err = start(pair, pair->plan->cpu_b, main_b, &b);

	if (err)
		return err;
	err = start(pair, pair->plan->cpu_a, main_a, &a);
	if (err)
		pair->ops->leave(pair->state, LT_SIDE_A);
	else
		err = -pthread_join(a, NULL);
	join_err = -pthread_join(b, NULL);
	return err ? err : join_err;
}

static void bury_b(struct lt_pair *pair, int err)
{
	if (!pair->ops->killed) {
		fail_b(pair, err);
		return;
	}
	pair->error_b = err;
	pair->ops->killed(pair->state);
	announce(pair, B_FAILED);
}

/* B's process is waited for before A's thread is: if it was killed, A has to be let go. */
static int run_processes(struct lt_pair *pair)
{
	pthread_t a;
	pid_t child;
	int died;
	int err = lt_process_start(&child, process_b, pair);

	disown(pair, LT_SIDE_B);
	if (err)
		return err;
	err = start(pair, pair->plan->cpu_a, main_a, &a);
	if (err)
		pair->ops->leave(pair->state, LT_SIDE_A);
	died = lt_process_wait(child);
	if (died || !pair->b_ended)
		bury_b(pair, died ? died : -ECHILD);
	return err ? err : -pthread_join(a, NULL);
}

int lt_pair_run_sides(struct lt_pair *pair)
{
	int err;

	if (pair->ops->solo)
		err = run_alone(pair);
	else if (pair->plan->flags & LT_PAIR_PROCESSES)
		err = run_processes(pair);
	else
		err = run_threads(pair);
	/* The side that failed has the reason; the other one was only let go. */
	if (!err)
		err = pair->error_a == -ECANCELED && pair->error_b ? pair->error_b : pair->error_a;
	return err ? err : pair->error_b;
}
