/* SPDX-License-Identifier: MIT */
#include <sys/mman.h>

#include "internal.h"
#include "work.h"

#define LINE 64

int lt_work_valid(const struct lt_work *work)
{
	if (work->reserved != 0)
		return 0;
	switch (work->kind) {
	case LT_WORK_COMPUTE:
		return work->amount > 0;
	case LT_WORK_MEMORY:
		return work->amount >= LINE && work->amount <= PTRDIFF_MAX;
	default:
		return work->kind == LT_WORK_NONE && work->amount == 0;
	}
}

int lt_work_prepare(const struct lt_work *work, struct lt_labour *labour)
{
	void *buffer;

	*labour = (struct lt_labour){.kind = work->kind, .amount = work->amount};
	if (work->kind != LT_WORK_MEMORY)
		return 0;
	buffer = mmap(NULL, (size_t)work->amount, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (buffer == MAP_FAILED)
		return -errno;
	labour->buffer = buffer;
	return 0;
}

/* Each round needs the one before it, and the compiler does not know the result. */
static uint64_t compute(uint64_t seed, uint64_t rounds)
{
	for (; rounds > 0; rounds--) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		__asm__ volatile("" : "+r"(seed));
	}
	return seed;
}

static uint64_t walk(unsigned char *buffer, uint64_t bytes)
{
	uint64_t sum = 0;

	for (uint64_t at = 0; at + sizeof(uint64_t) <= bytes; at += LINE) {
		uint64_t *word = (uint64_t *)(buffer + at);

		sum += *word;
		*word = sum;
	}
	return sum;
}

__attribute__((noinline)) void lt_work_do(struct lt_labour *labour)
{
	if (labour->kind == LT_WORK_COMPUTE)
		labour->result = compute(labour->result, labour->amount);
	else if (labour->kind == LT_WORK_MEMORY)
		labour->result += walk(labour->buffer, labour->amount);
}

void lt_work_release(struct lt_labour *labour)
{
	if (labour->buffer)
		munmap(labour->buffer, (size_t)labour->amount);
	labour->buffer = NULL;
}
