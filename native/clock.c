/* SPDX-License-Identifier: MIT */
#include "internal.h"

#define NS_PER_S     1000000000LL
#define COST_BATCHES 64
#define COST_READS   256
#define PS_PER_NS    1000

int64_t lt_clock_now(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now))
		return -errno;
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

int32_t lt_clock_describe(struct lt_clock *out)
{
	int64_t best = INT64_MAX;
	struct timespec resolution;

	if (!out || out->size != sizeof(*out))
		return -EINVAL;
	if (clock_getres(CLOCK_MONOTONIC, &resolution))
		return -errno;

	for (int batch = 0; batch < COST_BATCHES; batch++) {
		int64_t begin = lt_clock_now();
		int64_t end = begin;

		for (int i = 0; i < COST_READS; i++)
			end = lt_clock_now();
		if (end - begin < best)
			best = end - begin;
	}

	out->clock_id = CLOCK_MONOTONIC;
	out->resolution_ns = resolution.tv_sec * NS_PER_S + resolution.tv_nsec;
	out->read_cost_ps = best * PS_PER_NS / COST_READS;
	return 0;
}
