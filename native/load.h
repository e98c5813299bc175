/* SPDX-License-Identifier: MIT */
/* The others that a plan wants beside its measured threads: struct lt_load. */
#ifndef LT_LOAD_H
#define LT_LOAD_H

#include "lt.h"

struct lt_crowd;

/* At most 4,096 spinners per CPU and 1,000,000 bystanders. */
int lt_load_valid(const struct lt_load *load);

/*
 * Starts what `load` says, and returns when every spinner has been on its CPU and is runnable there
 * under SCHED_IDLE, and every bystander sleeps. cpus: `count` CPUs of the plan, of which equal ones
 * count once; LT_CPU_ANY stands for no CPU in particular, so that its spinners may move. The crowd
 * is null if there is nobody to start. On error nobody is left and the crowd is null.
 */
int lt_load_start(const struct lt_load *load, const int32_t *cpus, unsigned int count,
		  struct lt_crowd **crowd);

/*
 * CPU time of all spinners together so far, by their own clocks; 0 for a null crowd. Allocates
 * nothing; a fraction of a microsecond per spinner. The clocks were read once before the start
 * succeeded; should one fail all the same, its -errno.
 */
int64_t lt_load_cpu_ns(const struct lt_crowd *crowd);

/*
 * Ends and joins them. Null is allowed and does nothing. On error the crowd stays allocated, since
 * one of them may still use it.
 */
int lt_load_end(struct lt_crowd *crowd);

#endif
