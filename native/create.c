/* SPDX-License-Identifier: MIT */
/* Creates and joins threads one at a time and times each step. */
#include <string.h>

#include "internal.h"

struct child {
	int64_t born_ns;
	uint64_t *cpus_seen;
	int error;
	int32_t cpu;
};

struct creation {
	const struct lt_create_plan *plan;
	const int32_t *stop;
	int64_t *returned_ns;
	int64_t *first_instruction_ns;
	int64_t *joined_ns;
	pthread_attr_t attr;
	struct lt_window window;
	uint64_t created;
	uint64_t child_cpus_seen[LT_CPU_WORDS];
	int error;
};

struct creation_times {
	int64_t begin;
	int64_t returned;
	int64_t born;
	int64_t joined;
};

static void *child_main(void *arg)
{
	struct child *child = arg;

	child->born_ns = lt_clock_now();
	child->error = lt_pin_late(child->cpu);
	lt_cpu_note(child->cpus_seen);
	return NULL;
}

static int create_one(struct creation *creation, struct creation_times *times)
{
	struct child child = {
		.cpus_seen = creation->child_cpus_seen,
		.cpu = creation->plan->child_cpu,
	};
	pthread_t thread;
	int err;

	times->begin = lt_clock_now();
	err = -pthread_create(&thread, &creation->attr, child_main, &child);
	if (err)
		return err;
	times->returned = lt_clock_now();
	err = -pthread_join(thread, NULL);
	times->joined = lt_clock_now();
	times->born = child.born_ns;
	return err ? err : child.error;
}

static int run(struct creation *creation)
{
	const struct lt_create_plan *plan = creation->plan;
	struct lt_evidence *evidence = &creation->window.evidence;
	struct creation_times times;
	uint64_t i;
	int err = lt_pin_late(plan->creator_cpu);

	for (i = 0; i < plan->warmup && !err; i++)
		err = create_one(creation, &times);
	if (err)
		return err;
	memset(creation->child_cpus_seen, 0, sizeof(creation->child_cpus_seen));

	lt_window_open(&creation->window);
	for (i = 0; i < plan->count && !lt_stopped(creation->stop); i++) {
		err = create_one(creation, &times);
		if (err)
			return err;
		creation->returned_ns[i] = times.returned - times.begin;
		creation->first_instruction_ns[i] = times.born - times.begin;
		creation->joined_ns[i] = times.joined - times.begin;
		if (i == 0)
			evidence->started_ns = times.begin;
		evidence->ended_ns = times.joined;
		lt_cpu_note(evidence->cpus_seen);
	}
	lt_window_close_exact(&creation->window);
	lt_window_close_files(&creation->window);
	evidence->operations = i;
	creation->created = i;
	return 0;
}

static void *creator_main(void *arg)
{
	struct creation *creation = arg;

	creation->error = run(creation);
	return NULL;
}

static int plan_valid(const struct lt_create_plan *plan)
{
	return plan->size == sizeof(*plan) && plan->flags == 0 && plan->count > 0 &&
	       plan->count <= INT64_MAX && plan->warmup <= INT64_MAX &&
	       lt_cpu_valid(plan->creator_cpu) && lt_cpu_valid(plan->child_cpu);
}

int32_t lt_create_run(const struct lt_create_plan *plan, const int32_t *stop, int64_t *returned_ns,
		      int64_t *first_instruction_ns, int64_t *joined_ns,
		      struct lt_create_result *result)
{
	struct lt_thread_attr creator = {.stack_size = 0};
	struct lt_thread_attr child = {.stack_size = 0};
	struct creation creation;
	pthread_t thread;
	int err;

	if (!plan || !returned_ns || !first_instruction_ns || !joined_ns || !result ||
	    result->size != sizeof(*result) || !plan_valid(plan))
		return -EINVAL;

	memset(&creation, 0, sizeof(creation));
	creation.plan = plan;
	creation.stop = stop;
	creation.returned_ns = returned_ns;
	creation.first_instruction_ns = first_instruction_ns;
	creation.joined_ns = joined_ns;
	creator.cpu = plan->creator_cpu;
	child.cpu = plan->child_cpu;
	child.stack_size = plan->stack_size;

	err = lt_attr_init(&creation.attr, &child);
	if (err)
		return err;
	err = lt_thread_start(&thread, &creator, creator_main, &creation);
	if (err)
		goto out_attr;
	err = -pthread_join(thread, NULL);
	if (!err)
		err = creation.error;
	if (err)
		goto out_attr;

	memset(result, 0, sizeof(*result));
	result->size = sizeof(*result);
	result->created = creation.created;
	result->wall_ns = creation.window.evidence.ended_ns - creation.window.evidence.started_ns;
	result->creator = creation.window.evidence;
	memcpy(result->child_cpus_seen, creation.child_cpus_seen, sizeof(result->child_cpus_seen));
out_attr:
	pthread_attr_destroy(&creation.attr);
	return err;
}
