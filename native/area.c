/* SPDX-License-Identifier: MIT */
/* Memory for stacks: one area to carve many of, and one stack with its guard. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "internal.h"

#define AREA_FLAGS (MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE)

/* Absent where the kernel is built without huge pages. */
#define HUGE_PAGE_FILE "/sys/kernel/mm/transparent_hugepage/hpage_pmd_size"

static int huge_page_size(size_t *size)
{
	char text[32];
	ssize_t length;
	int err = 0;
	int fd = open(HUGE_PAGE_FILE, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return errno == ENOENT ? -EOPNOTSUPP : -errno;
	do
		length = read(fd, text, sizeof(text) - 1);
	while (length < 0 && errno == EINTR); /* stop and continue of the process */
	if (length < 0)
		err = -errno;
	close(fd); /* read-only: nothing to lose */
	if (err)
		return err;
	text[length] = '\0';
	*size = strtoul(text, NULL, 10);
	/* A power of two, or the file is not what we know it as. */
	return *size > 0 && (*size & (*size - 1)) == 0 ? 0 : -EOPNOTSUPP;
}

/* The mapping is made larger by one huge page, and what lies outside of the boundaries given back.
 */
static int map_huge(size_t bytes, struct lt_area *area)
{
	size_t huge = 0, head, tail;
	unsigned char *at;
	int err = huge_page_size(&huge);

	if (err)
		return err;
	if (bytes > SIZE_MAX - huge)
		return -ENOMEM;
	/* No MAP_STACK here: since Linux 6.7 it keeps huge pages out for good. */
	at = mmap(NULL, bytes + huge, PROT_READ | PROT_WRITE, AREA_FLAGS, -1, 0);
	if (at == MAP_FAILED)
		return -errno;
	head = -(uintptr_t)at & (huge - 1);
	tail = huge - head;
	area->low = at + head;
	area->bytes = bytes;
	if ((head > 0 && munmap(at, head)) || munmap(area->low + bytes, tail) ||
	    madvise(area->low, bytes, MADV_HUGEPAGE)) {
		err = -errno;
		munmap(at,
		       bytes + huge); /* what is left of it; the error above is the one to tell */
		area->low = NULL;
		area->bytes = 0;
	}
	return err;
}

int lt_area_map(size_t bytes, int huge, struct lt_area *area)
{
	unsigned char *at;

	if (huge)
		return map_huge(bytes, area);
	at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, AREA_FLAGS | MAP_STACK, -1, 0);
	if (at == MAP_FAILED)
		return -errno;
	/* What MAP_STACK means since Linux 6.7. EINVAL: a kernel without huge pages, all the same.
	 */
	if (madvise(at, bytes, MADV_NOHUGEPAGE) && errno != EINVAL) {
		int err = -errno;

		munmap(at, bytes); /* the error above is the one to tell */
		return err;
	}
	area->low = at;
	area->bytes = bytes;
	return 0;
}

int lt_area_unmap(struct lt_area *area)
{
	if (area->low && munmap(area->low, area->bytes))
		return -errno;
	area->low = NULL;
	area->bytes = 0;
	return 0;
}

int lt_guarded_map(size_t bytes, size_t guard, unsigned char **low)
{
	unsigned char *at =
		mmap(NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);

	if (at == MAP_FAILED)
		return -errno;
	if (mprotect(at + guard, bytes - guard, PROT_READ | PROT_WRITE)) {
		int err = -errno;

		munmap(at, bytes); /* the error above is the one to tell */
		return err;
	}
	*low = at;
	return 0;
}
