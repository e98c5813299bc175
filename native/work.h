/* SPDX-License-Identifier: MIT */
/* What a measured thread does between two hand-overs or calls: struct lt_work. */
#ifndef LT_WORK_H
#define LT_WORK_H

#include "lt.h"

/* One thread's: its buffer, and what keeps the compiler from dropping the work. */
struct lt_labour {
	uint32_t kind;
	uint64_t amount;
	unsigned char *buffer;
	uint64_t result;
};

int lt_work_valid(const struct lt_work *work);

/*
 * By the thread that will do it: maps the buffer and writes every page.
 * Errors: -ENOMEM; -EOPNOTSUPP for vector registers on an architecture whose we do not know.
 */
int lt_work_prepare(const struct lt_work *work, struct lt_labour *labour);

/* Once. Not inlined: a few nanoseconds of call are in every figure that has work in it. */
void lt_work_do(struct lt_labour *labour);

void lt_work_release(struct lt_labour *labour);

#endif
