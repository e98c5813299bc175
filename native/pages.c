/* SPDX-License-Identifier: MIT */
/* What of a stack is in memory, and giving back what nobody uses. */
#include <sys/mman.h>

#include "internal.h"

/*
 * One entry per page. Small, because it lies on the very stack that lt_stack_trim_self() looks at,
 * and must fit into its margin.
 */
#define ENTRIES 512

int lt_resident(uintptr_t low, uintptr_t high, uint64_t *bytes)
{
	const size_t page = lt_page_size();
	unsigned char entries[ENTRIES];
	uint64_t pages = 0;

	low &= ~(page - 1);
	while (low < high) {
		size_t length = high - low < ENTRIES * page ? high - low : ENTRIES * page;

		/* EAGAIN: the kernel had no memory for a moment's buffer; it says to try again. */
		if (mincore((void *)low, length, entries)) {
			if (errno == EAGAIN)
				continue;
			return -errno;
		}
		for (size_t i = 0; i < (length + page - 1) / page; i++)
			pages += entries[i] & 1;
		low += length;
	}
	*bytes = pages * page;
	return 0;
}

int lt_trim(uintptr_t low, uintptr_t high, uint64_t *before, uint64_t *after)
{
	const size_t page = lt_page_size();
	uint64_t had = 0, has = 0;
	int err;

	low = (low + page - 1) & ~(page - 1);
	high &= ~(page - 1);
	if (low < high) {
		err = lt_resident(low, high, &had);
		if (err)
			return err;
		if (madvise((void *)low, high - low, MADV_DONTNEED))
			return -errno;
		err = lt_resident(low, high, &has);
		if (err)
			return err;
	}
	*before = had;
	*after = has;
	return 0;
}

/*
 * The main thread's stack is mapped down to where it was used; the C library gives what it may grow
 * to. Nothing can lie directly below the mapping, because the kernel keeps a gap there. So a range
 * up from an address is mapped as a whole if, and only if, the address is in the mapping; msync
 * with MS_ASYNC says which, and does nothing else.
 */
static int mapped_low(uintptr_t frame, uintptr_t *low)
{
	const size_t page = lt_page_size();
	uintptr_t mapped = frame & ~(page - 1);
	uintptr_t hole = (*low & ~(page - 1)) - page;

	while (mapped - hole > page) {
		uintptr_t middle = (hole + (mapped - hole) / 2) & ~(page - 1);

		if (!msync((void *)middle, mapped + page - middle, MS_ASYNC))
			mapped = middle;
		else if (errno == ENOMEM)
			hole = middle;
		else
			return -errno;
	}
	*low = mapped;
	return 0;
}

/*
 * Nothing of the thread's lives below its stack pointer but the red zone, which the margin covers
 * as it covers the calls made here. A signal handler that interrupts us has left the stack again
 * before we go on.
 */
int32_t lt_stack_trim_self(uint64_t margin, uint64_t *before, uint64_t *after)
{
	uintptr_t frame = (uintptr_t)__builtin_frame_address(0);
	struct lt_stack_bounds bounds;
	stack_t alternate;
	int err;

	if (!before || !after || margin < LT_TRIM_MARGIN_MIN)
		return -EINVAL;
	if (sigaltstack(NULL, &alternate))
		return -errno;
	if (alternate.ss_flags & SS_ONSTACK)
		return -EBUSY;
	err = lt_stack_bounds(pthread_self(), &bounds);
	if (err)
		return err == -ENOMEM ? err : -EOPNOTSUPP;
	if (frame <= bounds.low || frame >= bounds.high)
		return -EOPNOTSUPP;
	if (getpid() == lt_gettid()) {
		err = mapped_low(frame, &bounds.low);
		if (err)
			return err;
	}
	if (margin > frame - bounds.low)
		margin = frame - bounds.low;
	return lt_trim(bounds.low, frame - (uintptr_t)margin, before, after);
}
