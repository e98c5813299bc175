/* SPDX-License-Identifier: MIT */
/* Runs one pair: A leads and keeps the time, B follows. The mechanisms are in pair_*.c. */
#include <string.h>
#include <sys/mman.h>

#include "pair.h"

static const struct lt_pair_ops *const mechanisms[] = {
	&lt_pair_futex,      &lt_pair_pipe,        &lt_pair_yield,     &lt_pair_eventfd,
	&lt_pair_socketpair, &lt_pair_condvar,     &lt_pair_semaphore, &lt_pair_spin,
	&lt_pair_coroutine,  &lt_pair_swapcontext, &lt_pair_seccomp,   &lt_pair_seccomp_sync,
};

enum {
	B_WARMING_UP,
	B_READY,
	B_FAILED,
};

/* Shared with B's process if there is one. The mechanism's state comes after it. */
struct pair {
	const struct lt_pair_plan *plan;
	const struct lt_pair_ops *ops;
	void *state;
	struct lt_batches batches;
	uint64_t batches_done;
	struct lt_window window_a;
	struct lt_window window_b;
	int64_t b_accounted_ns;
	int error_a;
	int error_b;
	int b_ended; /* by itself, whatever came of it */
	_Alignas(LT_APART) _Atomic uint32_t b_phase;
	_Atomic uint32_t a_warm;
};

/* A thread's part, on its own stack. A solo A has B's labour as well. */
struct part {
	struct pair *pair;
	struct lt_labour labours[2];
};

/* Not private: B may be in another process, and this is not in the window. */
static void announce(struct pair *pair, uint32_t phase)
{
	atomic_store_explicit(&pair->b_phase, phase, memory_order_release);
	lt_futex_wake_as(LT_FUTEX_WAKE, &pair->b_phase, 1);
}

static int await_b(struct pair *pair)
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

static int working(const struct pair *pair)
{
	return pair->plan->work.kind != LT_WORK_NONE;
}

static int lead(void *arg, uint64_t round_trips)
{
	struct part *part = arg;
	const struct pair *pair = part->pair;

	return working(pair) ? pair->ops->lead_working(pair->state, round_trips, part->labours)
			     : pair->ops->lead(pair->state, round_trips);
}

static int follow(struct part *part, uint64_t round_trips)
{
	const struct pair *pair = part->pair;

	return working(pair) ? pair->ops->follow_working(pair->state, round_trips, part->labours)
			     : pair->ops->follow(pair->state, round_trips);
}

/* What a side does on its own thread before any loop. A failure leaves nothing but to drop_part. */
static int take_part(struct part *part, enum lt_side side, int32_t cpu)
{
	const struct pair *pair = part->pair;
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

/*
 * Why the window holds at most two switches too many: B reads its counters before it says that it
 * is ready, A only after B said so, hence neither the warm-up nor A's wait for B is in A's window.
 * B's first sleep is that of the first round trip. What is left: the wake-up by which B says so
 * may preempt it, and so may the last hand-over.
 */
static int run_a(struct pair *pair)
{
	const struct lt_pair_plan *plan = pair->plan;
	struct part part = {.pair = pair};
	int err = take_part(&part, LT_SIDE_A, plan->cpu_a);

	if (!err)
		err = lead(&part, plan->warmup_round_trips);
	atomic_store_explicit(&pair->a_warm, 1, memory_order_release);
	if (!err && !pair->ops->solo)
		err = await_b(pair);
	if (!err) {
		lt_window_open(&pair->window_a);
		err = lt_batches_run(&pair->batches, lead, &part, &pair->window_a,
				     &pair->batches_done);
		lt_window_close_exact(&pair->window_a);
	}
	drop_part(&part);
	return err;
}

static void *main_a(void *arg)
{
	struct pair *pair = arg;

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
	struct pair *pair = part->pair;
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
	struct pair *pair = part->pair;
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

static int run_b(struct pair *pair)
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

static void fail_b(struct pair *pair, int err)
{
	pair->error_b = err;
	pair->ops->leave(pair->state, LT_SIDE_B);
	announce(pair, B_FAILED);
}

static void end_b(struct pair *pair, int err)
{
	if (err)
		fail_b(pair, err);
	if (pair->ops->finish)
		pair->ops->finish(pair->state);
}

static void *main_b(void *arg)
{
	struct pair *pair = arg;

	end_b(pair, run_b(pair));
	return NULL;
}

static void disown(const struct pair *pair, enum lt_side side)
{
	if (pair->ops->disown)
		pair->ops->disown(pair->state, side);
}

/* All there is of B's process. */
static void process_b(void *arg)
{
	struct pair *pair = arg;
	int err;

	disown(pair, LT_SIDE_A);
	/* Nobody has pinned this thread, as the creator of B's thread does. */
	err = lt_pin(pair->plan->cpu_b);
	end_b(pair, err ? err : run_b(pair));
	pair->b_accounted_ns = lt_process_accounted();
	pair->b_ended = 1;
}

static int start(const struct pair *pair, int32_t cpu, void *(*body)(void *), pthread_t *thread)
{
	const struct lt_thread_attr attr = {.stack_size = pair->plan->stack_size, .cpu = cpu};

	return lt_thread_start(thread, &attr, body, (void *)pair);
}

static int run_alone(struct pair *pair)
{
	pthread_t a;
	int err = start(pair, pair->plan->cpu_a, main_a, &a);

	return err ? err : -pthread_join(a, NULL);
}

static int run_threads(struct pair *pair)
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

/* B's process is waited for before A's thread is: if it was killed, A has to be let go. */
static int run_processes(struct pair *pair)
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
		fail_b(pair, died ? died : -ECHILD);
	return err ? err : -pthread_join(a, NULL);
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
	return plan->size == sizeof(*plan) && !(plan->flags & ~LT_PAIR_PROCESSES) &&
	       lt_policy_valid(plan->policy) && plan->load.runnable == 0 &&
	       plan->load.bystanders == 0 && lt_work_valid(&plan->work) &&
	       lt_cpu_valid(plan->cpu_a) && lt_cpu_valid(plan->cpu_b) &&
	       lt_product_valid(plan->batches, plan->batch_round_trips) &&
	       plan->warmup_round_trips <= INT64_MAX;
}

/* Two sides that keep their CPU while they wait would each wait for the end of the other's slice,
 * or, under a real-time policy, for ever. */
static int on_two_cpus(const struct lt_pair_plan *plan)
{
	cpu_set_t set;

	if (plan->cpu_a != LT_CPU_ANY && plan->cpu_b != LT_CPU_ANY)
		return plan->cpu_a != plan->cpu_b;
	/* Refused on a kernel with more CPUs than the set has: they are then two at least. */
	if (sched_getaffinity(0, sizeof(set), &set))
		return 1;
	if (plan->cpu_a != LT_CPU_ANY)
		CPU_SET((size_t)plan->cpu_a, &set);
	if (plan->cpu_b != LT_CPU_ANY)
		CPU_SET((size_t)plan->cpu_b, &set);
	return CPU_COUNT(&set) > 1;
}

static int suits(const struct lt_pair_ops *ops, const struct lt_pair_plan *plan)
{
	if (ops->solo)
		return plan->cpu_a == plan->cpu_b && !(plan->flags & LT_PAIR_PROCESSES);
	return !ops->spins || on_two_cpus(plan);
}

static int run(struct pair *pair)
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

static void fill_in(const struct pair *pair, struct lt_pair_result *result)
{
	memset(result, 0, sizeof(*result));
	result->size = sizeof(*result);
	result->batches_done = pair->batches_done;
	result->wall_ns = pair->window_a.evidence.ended_ns - pair->window_a.evidence.started_ns;
	result->b_accounted_ns = pair->b_accounted_ns;
	result->a = pair->window_a.evidence;
	result->b = pair->window_b.evidence;
	result->b.size = sizeof(result->b);
	result->b.counters.size = sizeof(result->b.counters);
}

int32_t lt_pair_run(const struct lt_pair_plan *plan, const int32_t *stop, int64_t *samples_ns,
		    struct lt_pair_result *result)
{
	const struct lt_pair_ops *ops;
	struct pair *pair;
	size_t bytes;
	int err;

	if (!plan || !samples_ns || !result || result->size != sizeof(*result) || !plan_valid(plan))
		return -EINVAL;
	ops = find(plan->mechanism);
	if (!ops || !suits(ops, plan))
		return -EINVAL;

	bytes = sizeof(*pair) + ops->state_bytes;
	pair = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
		    (plan->flags & LT_PAIR_PROCESSES ? MAP_SHARED : MAP_PRIVATE) | MAP_ANONYMOUS,
		    -1, 0);
	if (pair == MAP_FAILED)
		return -errno;
	pair->plan = plan;
	pair->ops = ops;
	pair->state = pair + 1;
	pair->batches.batches = plan->batches;
	pair->batches.operations = plan->batch_round_trips;
	pair->batches.stop = stop;
	pair->batches.samples_ns = samples_ns;

	err = ops->setup(pair->state, plan);
	if (err)
		goto out_unmap;
	err = run(pair);
	if (!err)
		fill_in(pair, result);
	if (ops->teardown)
		ops->teardown(pair->state);
out_unmap:
	munmap(pair, bytes);
	return err;
}
