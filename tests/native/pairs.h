/* SPDX-License-Identifier: MIT */
/* What the tests of pairs share: the mechanisms, plans of them, and what every result must say. */
#ifndef PAIRS_H
#define PAIRS_H

#include <errno.h>
#include <pthread.h>
#include <signal.h>

#include "lt.h"
#include "world.h"

#define BATCHES     20
#define ROUND_TRIPS 200
#define MANY        100000

/* Those of two threads that can also share a CPU; each test of all runs over them. */
static const uint32_t blocking[] = {
	LT_PAIR_FUTEX,      LT_PAIR_PIPE,    LT_PAIR_YIELD,     LT_PAIR_EVENTFD,
	LT_PAIR_SOCKETPAIR, LT_PAIR_CONDVAR, LT_PAIR_SEMAPHORE,
};

#define BLOCKING ((int)(sizeof(blocking) / sizeof(blocking[0])))

static inline struct lt_pair_plan plan_for(uint32_t mechanism, int cpu_a, int cpu_b)
{
	return (struct lt_pair_plan){
		.size = sizeof(struct lt_pair_plan),
		.mechanism = mechanism,
		.policy = LT_POLICY_KEEP,
		.cpu_a = cpu_a,
		.cpu_b = cpu_b,
		.batches = BATCHES,
		.batch_round_trips = ROUND_TRIPS,
		.warmup_round_trips = 300,
	};
}

static inline uint64_t switches(const struct lt_evidence *evidence)
{
	return evidence->counters.voluntary + evidence->counters.involuntary;
}

/* Another task had the CPU for more than 2 % of the window: then it may have added switches. */
static inline int contaminated(const struct lt_pair_result *result)
{
	uint64_t own = result->a.counters.cpu_ns + result->b.counters.cpu_ns;

	return own < (uint64_t)result->wall_ns * 98 / 100;
}

static inline void check_evidence(const struct lt_evidence *evidence, int cpu)
{
	CHECK_EQ(sizeof(*evidence), evidence->size);
	CHECK_EQ(sizeof(evidence->counters), evidence->counters.size);
	CHECK(evidence->counters.known & LT_KNOWN_RUSAGE);
	CHECK(evidence->counters.known & LT_KNOWN_CPU_TIME);
	CHECK(evidence->tid > 0);
	CHECK(evidence->ended_ns > evidence->started_ns);
	CHECK(evidence->counters.taken_ns > 0);
	for (int word = 0; word < LT_CPU_WORDS; word++) {
		uint64_t expected = cpu / 64 == word ? UINT64_C(1) << (cpu % 64) : 0;

		CHECK_EQ((int64_t)expected, (int64_t)evidence->cpus_seen[word]);
	}
}

#endif
