/* SPDX-License-Identifier: MIT */
/*
 * What the target programs about stacks share. Each prints per thread
 *   thread TID LOW HIGH RESIDENT_BYTES LOWEST_RESIDENT
 * with addresses in hexadecimal: LOW is the lowest usable address, HIGH one past the highest,
 * RESIDENT_BYTES what mincore(2) counts in between once all threads sleep, LOWEST_RESIDENT the
 * lowest page among them.
 */
#ifndef STACKS_H
#define STACKS_H

#include <inttypes.h>
#include <sys/mman.h>

#include "target.h"

#define NEIGHBOUR_PAGES 24

struct stack {
	pthread_t thread;
	pid_t tid;
	uint32_t index;
	uintptr_t low;
	uintptr_t high;
};

static inline void *map(void *at, size_t size, int protection)
{
	int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | (at ? MAP_FIXED : 0);
	void *area = mmap(at, size, protection, flags, -1, 0);

	if (area == MAP_FAILED)
		die("mmap of %zu bytes: %s", size, strerror(errno));
	return area;
}

/* On its own stack if it has bounds, else on one of the C library, whose bounds it then gets. */
static inline void start(struct stack *stack, size_t size, void *(*body)(void *))
{
	pthread_attr_t attr;
	size_t length;
	void *low;
	int err;

	if ((err = pthread_attr_init(&attr)))
		die("pthread_attr_init: %s", strerror(err));
	if (stack->high)
		err = pthread_attr_setstack(&attr, (void *)stack->low, stack->high - stack->low);
	else
		err = pthread_attr_setstacksize(&attr, size);
	if (err)
		die("a stack of %zu bytes: %s", size, strerror(err));
	if ((err = pthread_create(&stack->thread, &attr, body, stack)))
		die("pthread_create: %s", strerror(err));
	pthread_attr_destroy(&attr);
	if (stack->high)
		return;
	if ((err = pthread_getattr_np(stack->thread, &attr)) ||
	    (err = pthread_attr_getstack(&attr, &low, &length)))
		die("bounds of a stack: %s", strerror(err));
	pthread_attr_destroy(&attr);
	stack->low = (uintptr_t)low;
	stack->high = (uintptr_t)low + length;
}

static inline void print(const struct stack *stack, size_t page)
{
	uintptr_t low = stack->low & ~(page - 1);
	size_t pages = (stack->high - low + page - 1) / page;
	unsigned char *residency = malloc(pages);
	uintptr_t lowest = 0;
	size_t resident = 0;

	if (!residency || mincore((void *)low, pages * page, residency))
		die("mincore: %s", strerror(errno));
	for (size_t i = pages; i-- > 0;) {
		if (residency[i] & 1) {
			resident++;
			lowest = low + i * page;
		}
	}
	printf("thread %d 0x%" PRIxPTR " 0x%" PRIxPTR " %zu 0x%" PRIxPTR "\n", stack->tid,
	       stack->low, stack->high, resident * page, lowest);
	free(residency);
}

#endif
