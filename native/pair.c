/* SPDX-License-Identifier: MIT */
/* One pair: the plan, what it needs, and the result. */
#include <string.h>
#include <sys/mman.h>

#include "pair_sides.h"

static const struct lt_pair_ops *const mechanisms[] = {
	&lt_pair_futex,      &lt_pair_pipe,        &lt_pair_yield,     &lt_pair_eventfd,
	&lt_pair_socketpair, &lt_pair_condvar,     &lt_pair_semaphore, &lt_pair_spin,
	&lt_pair_coroutine,  &lt_pair_swapcontext, &lt_pair_seccomp,   &lt_pair_seccomp_sync,
};

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
	       lt_policy_valid(plan->policy) && lt_load_valid(&plan->load) &&
	       lt_work_valid(&plan->work) && lt_cpu_valid(plan->cpu_a) &&
	       lt_cpu_valid(plan->cpu_b) &&
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

static int run_under_load(struct lt_pair *pair)
{
	const int32_t cpus[] = {pair->plan->cpu_a, pair->plan->cpu_b};
	int end_err;
	int err = lt_load_start(&pair->plan->load, cpus, 2, &pair->crowd);

	if (err)
		return err;
	err = lt_pair_run_sides(pair);
	end_err = lt_load_end(pair->crowd);
	return err ? err : end_err;
}

static void fill_in(const struct lt_pair *pair, struct lt_pair_result *result)
{
	memset(result, 0, sizeof(*result));
	result->size = sizeof(*result);
	result->batches_done = pair->batches_done;
	result->wall_ns = pair->window_a.evidence.ended_ns - pair->window_a.evidence.started_ns;
	result->load_cpu_ns = pair->load_cpu_ns;
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
	struct lt_pair *pair;
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
	err = run_under_load(pair);
	if (!err)
		fill_in(pair, result);
	if (ops->teardown)
		ops->teardown(pair->state);
out_unmap:
	munmap(pair, bytes);
	return err;
}
