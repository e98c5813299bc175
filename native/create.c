/* SPDX-License-Identifier: MIT */
/* Creates and joins threads one at a time, from one thread or from many, and times each step. */
#include <stdlib.h>
#include <string.h>

#include "internal.h"

struct child {
	int64_t born_ns;
	uint64_t *cpus_seen;
	int error;
	int32_t cpu;
};

struct creation_times {
	int64_t begin;
	int64_t returned;
	int64_t born;
	int64_t joined;
};

/* What the creators share: only what nobody writes while they create, but for the barrier. */
struct creation {
	const struct lt_create_plan *plan;
	const int32_t *stop;
	int64_t *returned_ns;
	int64_t *first_instruction_ns;
	int64_t *joined_ns;
	pthread_attr_t attr;
	_Alignas(LT_APART) _Atomic uint32_t waiting; /* creators that are not at the start yet */
	_Atomic uint32_t failed;
};

struct creator {
	_Alignas(LT_APART) struct creation *creation;
	pthread_t thread;
	uint64_t offset; /* of its entries in the arrays */
	struct lt_window window;
	uint64_t child_cpus_seen[LT_CPU_WORDS];
	int error;
};

static void *child_main(void *arg)
{
	struct child *child = arg;

	child->born_ns = lt_clock_now();
	child->error = lt_pin_late(child->cpu);
	lt_cpu_note(child->cpus_seen);
	return NULL;
}

static int create_one(struct creator *creator, struct creation_times *times)
{
	struct child child = {
		.cpus_seen = creator->child_cpus_seen,
		.cpu = creator->creation->plan->child_cpu,
	};
	pthread_t thread;
	int err;

	times->begin = lt_clock_now();
	err = -pthread_create(&thread, &creator->creation->attr, child_main, &child);
	if (err)
		return err;
	times->returned = lt_clock_now();
	err = -pthread_join(thread, NULL);
	times->joined = lt_clock_now();
	times->born = child.born_ns;
	return err ? err : child.error;
}

/* Also called by one that has failed, so that the others do not wait for it. */
static int await_start(struct creation *creation)
{
	uint32_t waiting = atomic_fetch_sub(&creation->waiting, 1) - 1;

	if (waiting == 0) {
		lt_futex_wake(&creation->waiting, INT_MAX);
		return 0;
	}
	while ((waiting = atomic_load(&creation->waiting)) > 0) {
		int err = lt_futex_wait(&creation->waiting, waiting);

		if (!lt_futex_retry(err))
			return err;
	}
	return 0;
}

static int warm_up(struct creator *creator)
{
	struct creation_times times;
	int err = lt_pin_late(creator->creation->plan->creator_cpu);

	for (uint64_t i = 0; i < creator->creation->plan->warmup && !err; i++)
		err = create_one(creator, &times);
	memset(creator->child_cpus_seen, 0, sizeof(creator->child_cpus_seen));
	return err;
}

static int ended(struct creation *creation)
{
	return lt_stopped(creation->stop) ||
	       atomic_load_explicit(&creation->failed, memory_order_relaxed);
}

static int run(struct creator *creator)
{
	struct creation *creation = creator->creation;
	struct lt_evidence *evidence = &creator->window.evidence;
	struct creation_times times;
	uint64_t i;
	int err;

	/* After the barrier, so that its sleep is not among the switches. */
	lt_counters_exact(&creator->window.begin);
	for (i = 0; i < creation->plan->count && !ended(creation); i++) {
		uint64_t at = creator->offset + i;

		err = create_one(creator, &times);
		if (err)
			return err;
		creation->returned_ns[at] = times.returned - times.begin;
		creation->first_instruction_ns[at] = times.born - times.begin;
		creation->joined_ns[at] = times.joined - times.begin;
		if (i == 0)
			evidence->started_ns = times.begin;
		evidence->ended_ns = times.joined;
		lt_cpu_note(evidence->cpus_seen);
	}
	lt_window_close_exact(&creator->window);
	lt_window_close_files(&creator->window);
	evidence->operations = i;
	return 0;
}

static void *creator_main(void *arg)
{
	struct creator *creator = arg;
	int err = warm_up(creator);
	int start_err;

	lt_window_open(&creator->window);
	start_err = await_start(creator->creation);
	if (!err)
		err = start_err;
	if (!err)
		err = run(creator);
	if (err)
		atomic_store_explicit(&creator->creation->failed, 1, memory_order_relaxed);
	creator->error = err;
	return NULL;
}

/* Starts the creators and joins those that started; the first error there was. */
static int start_and_join(struct creation *creation, struct creator *creators)
{
	const struct lt_thread_attr wish = {.cpu = creation->plan->creator_cpu};
	uint32_t started = 0;
	int err = 0;

	while (started < creation->plan->creators && !err) {
		creators[started].creation = creation;
		creators[started].offset = started * creation->plan->count;
		err = lt_thread_start(&creators[started].thread, &wish, creator_main,
				      &creators[started]);
		if (!err)
			started++;
	}
	if (err) {
		atomic_store_explicit(&creation->failed, 1, memory_order_relaxed);
		/* In the place of each that is missing. */
		for (uint32_t i = started; i < creation->plan->creators; i++) {
			if (atomic_fetch_sub(&creation->waiting, 1) == 1)
				lt_futex_wake(&creation->waiting, INT_MAX);
		}
	}
	for (uint32_t i = 0; i < started; i++) {
		int join_err = -pthread_join(creators[i].thread, NULL);

		if (!join_err)
			join_err = creators[i].error;
		if (!err)
			err = join_err;
	}
	return err;
}

static void sum_up(const struct lt_create_plan *plan, const struct creator *creators,
		   struct lt_evidence *evidence, struct lt_create_result *result)
{
	int64_t first = INT64_MAX, last = INT64_MIN;

	for (uint32_t i = 0; i < plan->creators; i++) {
		const struct lt_evidence *own = &creators[i].window.evidence;

		evidence[i] = *own;
		result->created += own->operations;
		if (own->started_ns < first)
			first = own->started_ns;
		if (own->ended_ns > last)
			last = own->ended_ns;
		for (int word = 0; word < LT_CPU_WORDS; word++)
			result->child_cpus_seen[word] |= creators[i].child_cpus_seen[word];
	}
	result->wall_ns = last - first;
}

static int plan_valid(const struct lt_create_plan *plan)
{
	return plan->size == sizeof(*plan) && !(plan->flags & ~LT_CREATE_GUARD) &&
	       plan->reserved == 0 && (plan->flags & LT_CREATE_GUARD || plan->guard_size == 0) &&
	       lt_product_valid(plan->creators, plan->count) && plan->warmup <= INT64_MAX &&
	       lt_cpu_valid(plan->creator_cpu) && lt_cpu_valid(plan->child_cpu);
}

int32_t lt_create_run(const struct lt_create_plan *plan, const int32_t *stop, int64_t *returned_ns,
		      int64_t *first_instruction_ns, int64_t *joined_ns,
		      struct lt_evidence *creators_evidence, struct lt_create_result *result)
{
	struct creation creation;
	struct creator *creators;
	struct lt_thread_attr child;
	struct lt_counters begin, end;
	size_t bytes;
	int err;

	if (!plan || !returned_ns || !first_instruction_ns || !joined_ns || !creators_evidence ||
	    !result || result->size != sizeof(*result) || !plan_valid(plan))
		return -EINVAL;

	memset(&creation, 0, sizeof(creation));
	creation.plan = plan;
	creation.stop = stop;
	creation.returned_ns = returned_ns;
	creation.first_instruction_ns = first_instruction_ns;
	creation.joined_ns = joined_ns;
	atomic_init(&creation.waiting, plan->creators);
	child = (struct lt_thread_attr){
		.stack_size = plan->stack_size,
		.guard = (plan->flags & LT_CREATE_GUARD) != 0,
		.guard_size = plan->guard_size,
		.cpu = plan->child_cpu,
	};

	err = lt_attr_init(&creation.attr, &child);
	if (err)
		return err;
	bytes = plan->creators * sizeof(*creators);
	creators = aligned_alloc(LT_APART, bytes);
	if (!creators) {
		err = -ENOMEM;
		goto out_attr;
	}
	memset(creators, 0, bytes);
	lt_counters_others(&begin);
	err = start_and_join(&creation, creators);
	lt_counters_others(&end);
	if (err)
		goto out_creators;

	memset(result, 0, sizeof(*result));
	result->size = sizeof(*result);
	lt_counters_subtract(&end, &begin);
	result->process = end;
	sum_up(plan, creators, creators_evidence, result);
out_creators:
	free(creators);
out_attr:
	pthread_attr_destroy(&creation.attr);
	return err;
}
