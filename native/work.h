/* SPDX-License-Identifier: MIT */
/* What a measured thread does between two hand-overs or calls: struct lt_work. */
#ifndef LT_WORK_H
#define LT_WORK_H

#include "lt.h"

typedef void lt_vectors(void);

/* One thread's. */
struct lt_labour {
	uint32_t kind;
	uint64_t amount;
	unsigned char *buffer; /* of memory work: how often each 64 bytes were written is in them */
	uint64_t result;       /* of arithmetic: keeps the compiler from dropping it */
	lt_vectors *vectors;   /* of vector registers: what this processor takes */
};

int lt_work_valid(const struct lt_work *work);

/*
 * By the thread that will do it: maps the buffer and goes through it once, so every page is there.
 * Errors: -ENOMEM; -EOPNOTSUPP for vector registers on an architecture whose we do not know.
 */
int lt_work_prepare(const struct lt_work *work, struct lt_labour *labour);

/* Once. Not inlined: a few nanoseconds of call are in every figure that has work in it. */
void lt_work_do(struct lt_labour *labour);

void lt_work_release(struct lt_labour *labour);

#endif
