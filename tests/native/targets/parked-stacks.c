/* SPDX-License-Identifier: MIT */
/*
 * Usage: parked-stacks N STACK_SIZE [plain|carved|carved-guard|huge-guard|merged|spin]
 * N threads write to different numbers of pages of their stacks and then sleep. Prints a line per
 * thread as stacks.h says.
 *
 * plain         stacks and guards of the C library
 * carved        stacks side by side in one mapping, without guards
 * carved-guard  the same, the lowest page of each a MADV_GUARD_INSTALL guard
 * huge-guard    like carved-guard, aligned to huge pages and advised to use them
 * merged        each stack next to another, touched, mapping that the kernel merges it with
 * spin          like plain, but every other thread burns CPU instead of sleeping
 *
 * Exits 77 after printing "unsupported" and why, if the kernel cannot do the mode.
 */
#include "stacks.h"

#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

enum mode {
	PLAIN,
	CARVED,
	CARVED_GUARD,
	HUGE_GUARD,
	MERGED,
	SPIN,
};

static const char *const mode_names[] = {"plain",      "carved", "carved-guard",
					 "huge-guard", "merged", "spin"};

static _Atomic uint32_t may_touch, arrived, over;
static _Atomic uint32_t spinners_stop;
static enum mode mode;
static size_t page;

static int spins(uint32_t index)
{
	return mode == SPIN && index % 2 == 1;
}

static void touch(uintptr_t address)
{
	*(volatile char *)address = 1;
}

/* Nothing runs below this frame but the writes, and no signal has a handler. */
static void touch_pages(const struct stack *stack, uintptr_t frame)
{
	uintptr_t top = (frame & ~(page - 1)) - 2 * page;
	size_t room = (top - stack->low) / page;
	size_t near = stack->index * 7 % 40;

	if (room > 1000)
		near += stack->index * 13 % 300;
	near %= room + 1;
	for (size_t i = 0; i < near; i++)
		touch(top - (i + 1) * page);
	if (room > 1000 && stack->index % 3 == 0) {
		for (size_t i = 0; i < stack->index % 50 && (i + 1) * 37 <= room; i++)
			touch(top - (i + 1) * 37 * page);
	}
	if (stack->index % 10 == 9)
		touch(stack->low);
}

static void *stack_main(void *arg)
{
	struct stack *stack = arg;

	stack->tid = (pid_t)syscall(SYS_gettid);
	sleep_while(&may_touch, 0);
	touch_pages(stack, (uintptr_t)__builtin_frame_address(0));
	atomic_fetch_add(&arrived, 1);
	if (spins(stack->index)) {
		while (!atomic_load_explicit(&spinners_stop, memory_order_relaxed))
			;
		return NULL;
	}
	sleep_while(&over, 0);
	return NULL;
}

/* Whether one line of maps covers the whole range. */
static int one_mapping(uintptr_t low, uintptr_t high)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	char line[512];
	uintptr_t from, to;
	int found = 0;

	if (!maps)
		die("/proc/self/maps: %s", strerror(errno));
	while (fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR, &from, &to) == 2 && from <= low &&
		    to >= high)
			found = 1;
	}
	fclose(maps);
	return found;
}

static size_t huge_page_size(void)
{
	FILE *file = fopen("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size", "re");
	size_t size = 0;

	if (!file || fscanf(file, "%zu", &size) != 1 || !size)
		unsupported("the kernel has no transparent huge pages");
	fclose(file);
	return size;
}

/* An area that begins at a huge page's boundary; what is before it stays mapped and untouched. */
static char *map_huge(size_t length)
{
	size_t huge = huge_page_size();
	char *area = map(NULL, length + huge, PROT_READ | PROT_WRITE);

	area = (char *)(((uintptr_t)area + huge - 1) & ~(huge - 1));
	if (madvise(area, length, MADV_HUGEPAGE))
		unsupported(strerror(errno));
	return area;
}

static void make_areas(struct stack *stacks, size_t count, size_t size)
{
	size_t guard = mode == CARVED_GUARD || mode == HUGE_GUARD ? page : 0;
	size_t neighbour = mode == MERGED ? NEIGHBOUR_PAGES * page : 0;
	size_t stride = neighbour + size;
	char *area = mode == HUGE_GUARD ? map_huge(count * stride)
					: map(NULL, count * stride,
					      mode == MERGED ? PROT_NONE : PROT_READ | PROT_WRITE);

	for (size_t i = 0; i < count; i++) {
		char *base = area + i * stride;

		if (mode == MERGED) {
			map(base, neighbour, PROT_READ | PROT_WRITE);
			map(base + neighbour, size, PROT_READ | PROT_WRITE);
			for (size_t p = 0; p < neighbour; p += page)
				touch((uintptr_t)base + p);
		}
		if (guard && madvise(base, guard, MADV_GUARD_INSTALL))
			unsupported(strerror(errno));
		stacks[i].low = (uintptr_t)base + neighbour + guard;
		stacks[i].high = (uintptr_t)base + stride;
	}
	if (mode == MERGED && !one_mapping((uintptr_t)area, (uintptr_t)area + count * stride))
		unsupported("the kernel did not merge the mappings");
}

int main(int argc, char **argv)
{
	pid_t parent = begin();
	struct stack *stacks;
	size_t count, size;
	long spinners = 0;

	if (argc < 3 || argc > 4)
		die("usage: parked-stacks N STACK_SIZE "
		    "[plain|carved|carved-guard|huge-guard|merged|spin]");
	page = (size_t)sysconf(_SC_PAGESIZE);
	count = number(argv[1], 1, 1000000, "N");
	size = number(argv[2], 8 * page, 1 << 30, "STACK_SIZE") & ~(page - 1);
	while (argc == 4 && strcmp(argv[3], mode_names[mode])) {
		if (mode++ == SPIN)
			die("no mode '%s'", argv[3]);
	}

	stacks = calloc(count, sizeof(*stacks));
	if (!stacks)
		die("out of memory");
	if (mode != PLAIN && mode != SPIN)
		make_areas(stacks, count, size);
	for (size_t i = 0; i < count; i++) {
		stacks[i].index = (uint32_t)i;
		spinners += spins((uint32_t)i);
		start(&stacks[i], size, stack_main);
	}

	atomic_store(&may_touch, 1);
	wake(&may_touch);
	await_sleepers(&over, 0, (long)count - spinners);
	while (atomic_load(&arrived) != count)
		sched_yield();
	for (size_t i = 0; i < count; i++)
		print(&stacks[i], page);
	live(parent);

	atomic_store(&spinners_stop, 1);
	atomic_store(&over, 1);
	wake(&over);
	for (size_t i = 0; i < count; i++)
		pthread_join(stacks[i].thread, NULL);
	return 0;
}
