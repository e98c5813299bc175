/* SPDX-License-Identifier: MIT */
/*
 * A large group built in one go, and a token handed round it.
 *
 *   build MAX FLOOR STRIDE   as grow, but all of them by one growth: carved stacks come from one
 *                            area, and nothing waits for the threads made so far. Every STRIDE
 *                            threads it looks whether to stop: at the floor, the stop flag, another
 *                            line, the end of input. "grown COUNT REASON ERRNO NS", as grow
 *   pin CPU                  move every thread to this CPU. "pinned ERRNO"
 *   pass LAPS WARMUP ORDER SEED
 *                            hand a token round all threads of a group with LT_PARK_RING, WARMUP
 *                            laps untimed, then LAPS timed ones. ORDER is parking, or random: then
 *                            each lap, those of the warm-up too, goes in an order of its own, drawn
 *                            from SEED. "passed LAPS HAND_OVERS WALL_NS SETTLE_NS KNOWN VOLUNTARY
 *                            INVOLUNTARY CPU_NS ERRNO", laps that were completed and the sums over
 *                            the timed ones (lt_pass_result); the time of each lap, an int64_t of
 *                            nanoseconds, is in the results as soon as it is over, 0 before
 *   join                     wake all threads and wait for the end of each. "joined NS ERRNO"
 *   futex-hash               "futex-hash SLOTS ERRNO": buckets of this process's own futex hash, 0
 *                            if it uses the kernel's global one, or why that is not known
 */
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "worker.h"

/* Since Linux 6.16, which is newer than most headers. */
#define FUTEX_HASH_OPTION    78
#define FUTEX_HASH_GET_SLOTS 2UL

struct build {
	const struct worker *worker;
	int64_t floor;
	const char *reason;
};

static int ask_build(void *context)
{
	struct build *build = context;

	if (worker_available_memory(build->worker) < build->floor)
		build->reason = "floor";
	else if (worker_is_stopped(build->worker))
		build->reason = "stopped";
	return build->reason ? -ECANCELED : 0;
}

void worker_build(struct worker *worker, int count, char **words)
{
	struct build build = {.worker = worker};
	int64_t max, stride, now, began;
	int err = 0;

	if (count != 4 || !worker->group) {
		worker_answer("what? build\n");
		return;
	}
	if (!worker_number(words[1], &max) || !worker_number(words[2], &build.floor) ||
	    !worker_number(words[3], &stride))
		return;
	now = lt_park_count(worker->group);
	if (stride < 1 || stride > UINT32_MAX || max - now > UINT32_MAX) {
		worker_answer("what? build\n");
		return;
	}
	began = lt_park_creating_ns(worker->group);
	if (max > now) {
		lt_park_ask_before(worker->group, (uint32_t)stride, ask_build, &build);
		err = lt_park_grow(worker->group, (uint32_t)(max - now));
		lt_park_ask_before(worker->group, 0, NULL, NULL);
	}
	if (build.reason)
		err = 0;
	worker_answer("grown %lld %s %d %lld\n", (long long)lt_park_count(worker->group),
		      build.reason ? build.reason
		      : err        ? "errno"
				   : "max",
		      -err, (long long)(lt_park_creating_ns(worker->group) - began));
}

void worker_pin(struct worker *worker, int count, char **words)
{
	int64_t cpu;

	if (count != 2 || !worker->group) {
		worker_answer("what? pin\n");
		return;
	}
	if (!worker_number(words[1], &cpu))
		return;
	if (cpu < 0 || cpu > INT32_MAX) {
		worker_answer("what? %.100s\n", words[1]);
		return;
	}
	worker_answer("pinned %d\n", -lt_park_pin(worker->group, (int32_t)cpu));
}

/* SplitMix64 (Steele, Lea, Flood 2014): small, and any seed will do. */
static uint64_t draw(uint64_t *state)
{
	uint64_t value = *state += 0x9e3779b97f4a7c15u;

	value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
	value = (value ^ value >> 27) * 0x94d049bb133111ebu;
	return value ^ value >> 31;
}

/* Fisher and Yates. The bias of the multiplication is below threads / 2^32. */
static void shuffle(uint32_t *order, uint32_t threads, uint64_t *state)
{
	for (uint32_t left = threads; left > 1; left--) {
		uint32_t other = (uint32_t)((draw(state) >> 32) * left >> 32);
		uint32_t moved = order[left - 1];

		order[left - 1] = order[other];
		order[other] = moved;
	}
}

static void add(struct lt_pass_result *sum, const struct lt_pass_result *lap)
{
	sum->laps_done += lap->laps_done;
	sum->hand_overs += lap->hand_overs;
	sum->wall_ns += lap->wall_ns;
	sum->settle_ns += lap->settle_ns;
	sum->counters.known &= lap->counters.known;
	sum->counters.voluntary += lap->counters.voluntary;
	sum->counters.involuntary += lap->counters.involuntary;
	sum->counters.cpu_ns += lap->counters.cpu_ns;
}

static int one_lap(struct worker *worker, const uint32_t *order, int64_t *lap_ns,
		   struct lt_pass_result *lap)
{
	const struct lt_pass_plan plan = {.size = sizeof(plan), .laps = 1};

	*lap = (struct lt_pass_result){.size = sizeof(*lap)};
	return lt_park_pass(worker->group, &plan, order, &worker->page->stop, lap_ns, lap);
}

/* The kernel's queue is in the order of the lap before, so that each thread must be looked for. */
static int pass_random(struct worker *worker, uint64_t laps, uint64_t warmup, uint64_t seed,
		       struct lt_pass_result *sum)
{
	int64_t *laps_ns = (int64_t *)(void *)worker->results;
	uint32_t threads = (uint32_t)lt_park_count(worker->group);
	uint32_t *order = malloc(threads * sizeof(*order));
	int err = 0;

	if (!order)
		return -ENOMEM;
	for (uint32_t i = 0; i < threads; i++)
		order[i] = i;
	sum->counters.known = UINT32_MAX;
	for (uint64_t lap = 0; lap < warmup + laps; lap++) {
		struct lt_pass_result result;
		int64_t unused;

		shuffle(order, threads, &seed);
		err = one_lap(worker, order, lap < warmup ? &unused : &laps_ns[lap - warmup],
			      &result);
		if (err)
			break;
		if (lap >= warmup)
			add(sum, &result);
		else
			sum->settle_ns += result.settle_ns + result.wall_ns;
		if (result.laps_done == 0)
			break;
	}
	free(order);
	return err;
}

static int pass_parking(struct worker *worker, uint64_t laps, uint64_t warmup,
			struct lt_pass_result *result)
{
	const struct lt_pass_plan plan = {
		.size = sizeof(plan),
		.laps = laps,
		.warmup_laps = warmup,
	};

	return lt_park_pass(worker->group, &plan, NULL, &worker->page->stop,
			    (int64_t *)(void *)worker->results, result);
}

void worker_pass(struct worker *worker, int count, char **words)
{
	struct lt_pass_result result = {.size = sizeof(result)};
	int64_t laps, warmup, seed;
	int random, err;

	if (count != 5 || !worker->group ||
	    (strcmp(words[3], "parking") != 0 && strcmp(words[3], "random") != 0)) {
		worker_answer("what? pass\n");
		return;
	}
	random = strcmp(words[3], "random") == 0;
	if (!worker_number(words[1], &laps) || !worker_number(words[2], &warmup) ||
	    !worker_number(words[4], &seed))
		return;
	if (laps < 1 || warmup < 0 || (uint64_t)laps > worker->results_bytes / sizeof(int64_t)) {
		worker_answer("what? pass\n");
		return;
	}
	memset(worker->results, 0, (size_t)laps * sizeof(int64_t));
	err = random ? pass_random(worker, (uint64_t)laps, (uint64_t)warmup, (uint64_t)seed,
				   &result)
		     : pass_parking(worker, (uint64_t)laps, (uint64_t)warmup, &result);
	worker_answer("passed %llu %llu %lld %lld %u %llu %llu %llu %d\n",
		      (unsigned long long)result.laps_done, (unsigned long long)result.hand_overs,
		      (long long)result.wall_ns, (long long)result.settle_ns, result.counters.known,
		      (unsigned long long)result.counters.voluntary,
		      (unsigned long long)result.counters.involuntary,
		      (unsigned long long)result.counters.cpu_ns, -err);
}

void worker_join(struct worker *worker, int count, char **words)
{
	int64_t began = lt_clock_now();
	int err = lt_park_release(worker->group);

	(void)count;
	(void)words;
	/* After an error the group is of no further use, but its threads may still use it. */
	worker->group = NULL;
	worker_answer("joined %lld %d\n", (long long)(lt_clock_now() - began), -err);
}

void worker_futex_hash(struct worker *worker, int count, char **words)
{
	int slots = prctl(FUTEX_HASH_OPTION, FUTEX_HASH_GET_SLOTS, 0UL, 0UL, 0UL);

	(void)worker;
	(void)count;
	(void)words;
	worker_answer("futex-hash %d %d\n", slots < 0 ? 0 : slots, slots < 0 ? errno : 0);
}
