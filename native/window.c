/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "internal.h"

void lt_cpu_note(uint64_t cpus_seen[LT_CPU_WORDS])
{
	int cpu = sched_getcpu();

	/* A CPU past the bitmap, or no answer, leaves no bit: the set is then visibly incomplete.
	 */
	if (cpu >= 0 && cpu < LT_MAX_CPUS)
		cpus_seen[cpu / 64] |= UINT64_C(1) << (cpu % 64);
}

void lt_window_open(struct lt_window *window)
{
	memset(window, 0, sizeof(*window));
	window->begin.size = sizeof(window->begin);
	window->evidence.size = sizeof(window->evidence);
	window->evidence.counters.size = sizeof(window->evidence.counters);
	window->evidence.tid = lt_gettid();
	lt_cpu_note(window->evidence.cpus_seen);
	lt_counters_files(&window->begin);
	lt_counters_exact(&window->begin);
	window->evidence.started_ns = window->begin.taken_ns;
	window->evidence.ended_ns = window->begin.taken_ns;
}

void lt_window_close_exact(struct lt_window *window)
{
	lt_counters_exact(&window->evidence.counters);
	lt_cpu_note(window->evidence.cpus_seen);
}

void lt_window_close_files(struct lt_window *window)
{
	lt_counters_files(&window->evidence.counters);
	lt_counters_subtract(&window->evidence.counters, &window->begin);
}

int lt_batches_run(const struct lt_batches *plan, lt_loop *loop, void *state,
		   struct lt_window *window, uint64_t *done)
{
	struct lt_evidence *evidence = &window->evidence;
	uint64_t batch;

	/*
	 * The clock is read on both sides of a batch, so that what stands between batches (the stop
	 * flag, the CPU number, a fault on the sample's page) is in no sample.
	 */
	for (batch = 0; batch < plan->batches && !lt_stopped(plan->stop); batch++) {
		int64_t begin = lt_clock_now();
		int err = loop(state, plan->operations);
		int64_t end = lt_clock_now();

		if (err)
			return err;
		plan->samples_ns[batch] = end - begin;
		if (batch == 0)
			evidence->started_ns = begin;
		evidence->ended_ns = end;
		lt_cpu_note(evidence->cpus_seen);
	}
	evidence->operations = batch * plan->operations;
	*done = batch;
	return 0;
}
