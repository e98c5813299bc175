/* SPDX-License-Identifier: MIT */
/* What of a stack is in memory. */
#include <sys/mman.h>

#include "internal.h"

/* One entry per page, on the stack of whoever asks. */
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
