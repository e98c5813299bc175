/* SPDX-License-Identifier: MIT */
/*
 * Usage: stack-layouts N LAYOUT
 * N threads on stacks that are laid out in one of the ways below write to different numbers of
 * pages and then sleep. Prints per thread
 *   thread TID LOW HIGH RESIDENT_BYTES LOWEST_RESIDENT
 * as parked-stacks does: RESIDENT_BYTES is what mincore(2) counts from LOW to HIGH.
 *
 * neighbour     a PROT_NONE guard, the stack, and above it touched memory in the same mapping
 * bare          stacks of the C library, of threads that take their robust list back
 * bare-carved   the same on stacks side by side without guards
 * read-only     stacks of the C library; the pages further down are only read, never written
 * huge          each stack a mapping of its own, aligned to 2 MiB, with MADV_HUGEPAGE
 * huge-merged   the same with a touched huge page above the stack in the same mapping
 * signal-stack  stacks of the C library; each thread sleeps in a handler on its signal stack
 * leader-gone   stacks of the C library; the first thread of the process has ended
 * malloc        stacks from malloc
 */
#include <inttypes.h>
#include <signal.h>
#include <sys/mman.h>

#include "target.h"

#define PLAIN_SIZE      (256UL << 10)
#define HUGE_SIZE       (2UL << 20)
#define NEIGHBOUR_PAGES 24

enum layout {
	NEIGHBOUR,
	BARE,
	BARE_CARVED,
	READ_ONLY,
	HUGE,
	HUGE_MERGED,
	SIGNAL_STACK,
	LEADER_GONE,
	MALLOC,
	LAYOUTS,
};

static const char *const names[] = {
	"neighbour",   "bare",         "bare-carved", "read-only", "huge",
	"huge-merged", "signal-stack", "leader-gone", "malloc",
};

struct stack {
	pthread_t thread;
	pid_t tid;
	uint32_t index;
	uintptr_t low;
	uintptr_t high;
};

static _Atomic uint32_t may_touch, over;
static enum layout layout;
static size_t page;
static pid_t parent;
static struct stack *stacks;
static size_t count;

static void touch(uintptr_t address)
{
	if (layout == READ_ONLY)
		(void)*(volatile char *)address;
	else
		*(volatile char *)address = 1;
}

static void sleep_in_handler(int signal)
{
	(void)signal;
	sleep_while(&over, 0);
}

static void handle_on_signal_stack(void)
{
	stack_t alternate = {.ss_size = 64UL << 10};

	alternate.ss_sp = malloc(alternate.ss_size);
	if (!alternate.ss_sp || sigaltstack(&alternate, NULL))
		die("sigaltstack: %s", strerror(errno));
	raise(SIGUSR1);
}

static void *stack_main(void *arg)
{
	struct stack *stack = arg;
	uintptr_t top = ((uintptr_t)__builtin_frame_address(0) & ~(page - 1)) - 2 * page;
	size_t room = (top - stack->low) / page;

	stack->tid = (pid_t)syscall(SYS_gettid);
	if (layout == BARE || layout == BARE_CARVED)
		syscall(SYS_set_robust_list, NULL, 3 * sizeof(long));
	sleep_while(&may_touch, 0);
	for (size_t i = 0; i < stack->index * 7 % 23 && i < room; i++)
		touch(top - (i + 1) * page);
	if (layout == SIGNAL_STACK)
		handle_on_signal_stack();
	else
		sleep_while(&over, 0);
	return NULL;
}

static char *map(void *at, size_t size, int protection)
{
	int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | (at ? MAP_FIXED : 0);
	void *area = mmap(at, size, protection, flags, -1, 0);

	if (area == MAP_FAILED)
		die("mmap of %zu bytes: %s", size, strerror(errno));
	return area;
}

static void place_neighbour(struct stack *stack)
{
	char *base = map(NULL, page + PLAIN_SIZE + NEIGHBOUR_PAGES * page, PROT_NONE);

	stack->low = (uintptr_t)base + page;
	stack->high = stack->low + PLAIN_SIZE;
	map((void *)stack->low, PLAIN_SIZE, PROT_READ | PROT_WRITE);
	map((void *)stack->high, NEIGHBOUR_PAGES * page, PROT_READ | PROT_WRITE);
	for (size_t i = 0; i < NEIGHBOUR_PAGES; i++)
		touch(stack->high + i * page);
}

static void place_huge(struct stack *stack)
{
	size_t size = 2 * HUGE_SIZE + (layout == HUGE_MERGED ? HUGE_SIZE : 0);
	char *area = map(NULL, size + 2 * HUGE_SIZE, PROT_NONE);

	stack->low = ((uintptr_t)area + HUGE_SIZE) & ~(HUGE_SIZE - 1);
	if (stack->low == (uintptr_t)area)
		stack->low += HUGE_SIZE;
	stack->high = stack->low + 2 * HUGE_SIZE;
	/* All but one page below is given back: it is the guard. */
	munmap(area, stack->low - page - (uintptr_t)area);
	map((void *)stack->low, size, PROT_READ | PROT_WRITE);
	if (madvise((void *)stack->low, size, MADV_HUGEPAGE)) {
		printf("unsupported %s\n", strerror(errno));
		exit(TARGET_UNSUPPORTED);
	}
	if (layout == HUGE_MERGED)
		touch(stack->high);
}

static void place(void)
{
	char *area = layout == BARE_CARVED ? map(NULL, count * PLAIN_SIZE, PROT_READ | PROT_WRITE)
					   : NULL;

	for (size_t i = 0; i < count; i++) {
		stacks[i].index = (uint32_t)i;
		if (layout == NEIGHBOUR)
			place_neighbour(&stacks[i]);
		if (layout == HUGE || layout == HUGE_MERGED)
			place_huge(&stacks[i]);
		if (layout == MALLOC || area) {
			stacks[i].low =
				(uintptr_t)(area ? area + i * PLAIN_SIZE : malloc(PLAIN_SIZE));
			stacks[i].high = stacks[i].low + PLAIN_SIZE;
		}
	}
}

static void start(struct stack *stack)
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
		err = pthread_attr_setstacksize(&attr, PLAIN_SIZE);
	if (err)
		die("attributes of a stack: %s", strerror(err));
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

static void print(const struct stack *stack)
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

static void *lead(void *arg)
{
	if (arg) {
		const struct timespec pause = {.tv_nsec = 1000000};
		char path[64], state = 0, line[256];

		/* "Ready" means that the first thread has ended. */
		snprintf(path, sizeof(path), "/proc/self/task/%d/stat", getpid());
		while (state != 'Z') {
			FILE *stat = fopen(path, "re");
			const char *end;

			if (!stat || !fgets(line, sizeof(line), stat))
				die("%s: %s", path, strerror(errno));
			fclose(stat);
			end = strrchr(line, ')');
			state = end ? end[2] : 0;
			nanosleep(&pause, NULL);
		}
	}
	for (size_t i = 0; i < count; i++)
		print(&stacks[i]);
	live(parent);
	_exit(0);
}

int main(int argc, char **argv)
{
	struct sigaction action = {.sa_handler = sleep_in_handler, .sa_flags = SA_ONSTACK};
	pthread_t leader;
	int err;

	parent = begin();
	if (argc != 3)
		die("usage: stack-layouts N LAYOUT");
	page = (size_t)sysconf(_SC_PAGESIZE);
	count = number(argv[1], 1, 10000, "N");
	while (layout < LAYOUTS && strcmp(argv[2], names[layout]))
		layout++;
	if (layout == LAYOUTS)
		die("no layout '%s'", argv[2]);
	if (sigaction(SIGUSR1, &action, NULL))
		die("sigaction: %s", strerror(errno));
	stacks = calloc(count, sizeof(*stacks));
	if (!stacks)
		die("out of memory");
	place();
	for (size_t i = 0; i < count; i++)
		start(&stacks[i]);
	atomic_store(&may_touch, 1);
	wake(&may_touch);
	await_sleepers(&over, 0, (long)count);
	if (layout != LEADER_GONE)
		lead(NULL);
	err = pthread_create(&leader, NULL, lead, stacks);
	if (err)
		die("pthread_create: %s", strerror(err));
	pthread_exit(NULL);
}
