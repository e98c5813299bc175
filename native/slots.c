/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "slots.h"

/* A slot that another thread's word lies in is not to share a line with its neighbour. */
#define SLOT_ALIGN 64

int lt_slots_add(struct lt_slots *slots, uint32_t capacity, struct lt_chunk **added)
{
	/*
	 * calloc takes a large one from mmap, where untouched slots cost nothing; aligned_alloc
	 * would have us write zeros.
	 */
	struct lt_chunk *chunk =
		calloc(1, sizeof(*chunk) + SLOT_ALIGN + (size_t)capacity * slots->slot_bytes);
	uintptr_t past;

	if (!chunk)
		return -ENOMEM;
	past = (uintptr_t)(chunk + 1);
	chunk->slots = (unsigned char *)(chunk + 1) + (-past & (SLOT_ALIGN - 1));
	chunk->capacity = capacity;
	if (slots->last)
		slots->last->next = chunk;
	else
		slots->first = chunk;
	slots->last = chunk;
	*added = chunk;
	return 0;
}

void *lt_slots_at(const struct lt_slots *slots, uint32_t index)
{
	for (const struct lt_chunk *chunk = slots->first; chunk; chunk = chunk->next) {
		if (index < chunk->used)
			return lt_chunk_slot(slots, chunk, index);
		index -= chunk->used;
	}
	return NULL;
}

int lt_slots_release(struct lt_slots *slots)
{
	struct lt_chunk *chunk;

	while ((chunk = slots->first)) {
		int err = lt_area_unmap(&chunk->area);

		if (err)
			return err;
		slots->first = chunk->next;
		free(chunk);
	}
	slots->last = NULL;
	slots->count = 0;
	return 0;
}
