/* SPDX-License-Identifier: MIT */
/*
 * Fixed-size records of a group that only grows. One allocation per growth, because threads and
 * contexts hold pointers into it: a slot never moves.
 */
#ifndef LT_SLOTS_H
#define LT_SLOTS_H

#include "internal.h"

struct lt_chunk {
	struct lt_chunk *next;
	uint32_t capacity;
	uint32_t used;
	struct lt_area area; /* of which this growth's stacks are carved; empty if none are */
	unsigned char *slots;
};

struct lt_slots {
	size_t slot_bytes;
	struct lt_chunk *first;
	struct lt_chunk *last;
	uint32_t count; /* of used ones, in all chunks */
};

/* A chunk of zeroed slots, none of them used. */
int lt_slots_add(struct lt_slots *slots, uint32_t capacity, struct lt_chunk **added);

/* The slot at `index` in order of use, or null. */
void *lt_slots_at(const struct lt_slots *slots, uint32_t index);

/* Unmaps the areas and frees the chunks. On error what is left is still in the list. */
int lt_slots_release(struct lt_slots *slots);

static inline void *lt_chunk_slot(const struct lt_slots *slots, const struct lt_chunk *chunk,
				  uint32_t index)
{
	return chunk->slots + (size_t)index * slots->slot_bytes;
}

/* The next slot to use; count it with lt_slots_use() once it is. */
static inline void *lt_slots_next(const struct lt_slots *slots, const struct lt_chunk *chunk)
{
	return lt_chunk_slot(slots, chunk, chunk->used);
}

static inline void lt_slots_use(struct lt_slots *slots, struct lt_chunk *chunk)
{
	chunk->used++;
	slots->count++;
}

/* A walk through the used slots in order; lt_slots_step() is null at the end. */
struct lt_slots_place {
	const struct lt_chunk *chunk;
	uint32_t index;
};

static inline struct lt_slots_place lt_slots_begin(const struct lt_slots *slots)
{
	return (struct lt_slots_place){.chunk = slots->first};
}

static inline void *lt_slots_step(const struct lt_slots *slots, struct lt_slots_place *place)
{
	while (place->chunk && place->index == place->chunk->used) {
		place->chunk = place->chunk->next;
		place->index = 0;
	}
	return place->chunk ? lt_chunk_slot(slots, place->chunk, place->index++) : NULL;
}

#endif
