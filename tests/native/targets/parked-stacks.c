/* SPDX-License-Identifier: MIT */
/*
 * Usage: parked-stacks N STACK_SIZE [plain|carved|carved-guard|merged|spin]
 * N threads write to different numbers of pages of their stacks and then sleep. Prints per thread
 *   thread TID LOW HIGH RESIDENT_BYTES LOWEST_RESIDENT
 * with addresses in hexadecimal: LOW is the lowest usable address, HIGH one past the highest,
 * RESIDENT_BYTES what mincore(2) counts in between once all threads sleep, LOWEST_RESIDENT the
 * lowest page among them.
 *
 * plain         stacks and guards of the C library
 * carved        stacks side by side in one mapping, without guards
 * carved-guard  the same, the lowest page of each a MADV_GUARD_INSTALL guard
 * merged        each stack next to another, touched, mapping that the kernel merges it with
 * spin          like plain, but every other thread burns CPU instead of sleeping
 *
 * Exits 77 after printing "unsupported" and why, if the kernel cannot do the mode.
 */
#include <inttypes.h>
#include <sys/mman.h>

#include "target.h"

#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

#define NEIGHBOUR_PAGES 24

enum mode {
	PLAIN,
	CARVED,
	CARVED_GUARD,
	MERGED,
	SPIN,
};

static const char *const mode_names[] = {"plain", "carved", "carved-guard", "merged", "spin"};

struct stack {
	pthread_t thread;
	pid_t tid;
	uint32_t index;
	int spins;
	uintptr_t low;
	uintptr_t high;
};

static _Atomic uint32_t may_touch, arrived, over;
static _Atomic uint32_t spinners_stop;
static size_t page;

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
	if (stack->spins) {
		while (!atomic_load_explicit(&spinners_stop, memory_order_relaxed))
			;
		return NULL;
	}
	sleep_while(&over, 0);
	return NULL;
}

static void *map(void *at, size_t size, int protection)
{
	int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | (at ? MAP_FIXED : 0);
	void *area = mmap(at, size, protection, flags, -1, 0);

	if (area == MAP_FAILED)
		die("mmap of %zu bytes: %s", size, strerror(errno));
	return area;
}

__attribute__((noreturn)) static void unsupported(const char *why)
{
	printf("unsupported %s\n", why);
	exit(TARGET_UNSUPPORTED);
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

static void make_areas(struct stack *stacks, size_t count, size_t size, enum mode mode)
{
	size_t guard = mode == CARVED_GUARD ? page : 0;
	size_t neighbour = mode == MERGED ? NEIGHBOUR_PAGES * page : 0;
	size_t stride = neighbour + size;
	char *area = map(NULL, count * stride, mode == MERGED ? PROT_NONE : PROT_READ | PROT_WRITE);

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

static void start(struct stack *stack, size_t size)
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
	if ((err = pthread_create(&stack->thread, &attr, stack_main, stack)))
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

static void print(const struct stack *stack, unsigned char *map_of_pages)
{
	size_t pages = (stack->high - stack->low) / page;
	uintptr_t lowest = 0;
	size_t resident = 0;

	if (mincore((void *)stack->low, stack->high - stack->low, map_of_pages))
		die("mincore: %s", strerror(errno));
	for (size_t i = pages; i-- > 0;) {
		if (map_of_pages[i] & 1) {
			resident++;
			lowest = stack->low + i * page;
		}
	}
	printf("thread %d 0x%" PRIxPTR " 0x%" PRIxPTR " %zu 0x%" PRIxPTR "\n", stack->tid,
	       stack->low, stack->high, resident * page, lowest);
}

int main(int argc, char **argv)
{
	pid_t parent = begin();
	enum mode mode = PLAIN;
	unsigned char *map_of_pages;
	struct stack *stacks;
	size_t count, size;
	long spinners = 0;

	if (argc < 3 || argc > 4)
		die("usage: parked-stacks N STACK_SIZE [plain|carved|carved-guard|merged|spin]");
	page = (size_t)sysconf(_SC_PAGESIZE);
	count = number(argv[1], 1, 1000000, "N");
	size = number(argv[2], 8 * page, 1 << 30, "STACK_SIZE") & ~(page - 1);
	while (argc == 4 && strcmp(argv[3], mode_names[mode])) {
		if (mode++ == SPIN)
			die("no mode '%s'", argv[3]);
	}

	stacks = calloc(count, sizeof(*stacks));
	map_of_pages = malloc(size / page + 1);
	if (!stacks || !map_of_pages)
		die("out of memory");
	if (mode == CARVED || mode == CARVED_GUARD || mode == MERGED)
		make_areas(stacks, count, size, mode);
	for (size_t i = 0; i < count; i++) {
		stacks[i].index = (uint32_t)i;
		stacks[i].spins = mode == SPIN && i % 2 == 1;
		spinners += stacks[i].spins;
		start(&stacks[i], size);
	}

	atomic_store(&may_touch, 1);
	wake(&may_touch);
	await_sleepers(&over, 0, (long)count - spinners);
	while (atomic_load(&arrived) != count)
		sched_yield();
	for (size_t i = 0; i < count; i++)
		print(&stacks[i], map_of_pages);
	live(parent);

	atomic_store(&spinners_stop, 1);
	atomic_store(&over, 1);
	wake(&over);
	for (size_t i = 0; i < count; i++)
		pthread_join(stacks[i].thread, NULL);
	return 0;
}
