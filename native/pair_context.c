/* SPDX-License-Identifier: MIT */
/* Two contexts of one thread, A's the thread's own: by our switch, or by swapcontext(3). */
#include <sys/mman.h>
#include <ucontext.h>

#include "context.h"
#include "pair.h"

/* Of B's context; the work that it may do needs less. */
#define STACK_BYTES ((size_t)64 << 10)

static int map_stack(unsigned char **low, unsigned char **mapping)
{
	const size_t guard = lt_page_size();
	int err = lt_guarded_map(guard + STACK_BYTES, guard, mapping);

	if (!err)
		*low = *mapping + guard;
	return err;
}

static void unmap_stack(unsigned char *mapping)
{
	munmap(mapping, lt_page_size() + STACK_BYTES);
}

struct coroutine_state {
	struct lt_context of_a;
	struct lt_context of_b;
	struct lt_labour *labour; /* B's */
	unsigned char *mapping;
};

static void follow_coroutine(void *value)
{
	struct coroutine_state *coroutine = value;

	for (;;)
		lt_context_switch(&coroutine->of_b, &coroutine->of_a, NULL);
}

static void follow_coroutine_working(void *value)
{
	struct coroutine_state *coroutine = value;

	for (;;) {
		lt_work_do(coroutine->labour);
		lt_context_switch(&coroutine->of_b, &coroutine->of_a, NULL);
	}
}

static int setup_coroutine(void *state, const struct lt_pair_plan *plan)
{
	struct coroutine_state *coroutine = state;
	unsigned char *low;
	int err = lt_context_usable();

	if (!err)
		err = map_stack(&low, &coroutine->mapping);
	if (err)
		return err;
	lt_context_make(&coroutine->of_b, low, STACK_BYTES,
			plan->work.kind == LT_WORK_NONE ? follow_coroutine
							: follow_coroutine_working);
	return 0;
}

static int lead_coroutine(void *state, uint64_t round_trips)
{
	struct coroutine_state *coroutine = state;

	for (; round_trips > 0; round_trips--)
		lt_context_switch(&coroutine->of_a, &coroutine->of_b, coroutine);
	return 0;
}

static int lead_coroutine_working(void *state, uint64_t round_trips, struct lt_labour *labours)
{
	struct coroutine_state *coroutine = state;

	coroutine->labour = &labours[LT_SIDE_B];
	for (; round_trips > 0; round_trips--) {
		lt_work_do(&labours[LT_SIDE_A]);
		lt_context_switch(&coroutine->of_a, &coroutine->of_b, coroutine);
	}
	return 0;
}

static void teardown_coroutine(void *state)
{
	struct coroutine_state *coroutine = state;

	unmap_stack(coroutine->mapping);
}

const struct lt_pair_ops lt_pair_coroutine = {
	.mechanism = LT_PAIR_COROUTINE,
	.solo = 1,
	.state_bytes = sizeof(struct coroutine_state),
	.setup = setup_coroutine,
	.lead = lead_coroutine,
	.lead_working = lead_coroutine_working,
	.teardown = teardown_coroutine,
};

#ifdef __GLIBC__

struct swapcontext_state {
	ucontext_t of_a;
	ucontext_t of_b;
	struct lt_labour *labour; /* B's */
	unsigned char *mapping;
};

/* makecontext(3) passes ints. */
static struct swapcontext_state *joined(unsigned int high, unsigned int low)
{
	return (struct swapcontext_state *)((uintptr_t)high << 32 | low);
}

/* A switch fails only if the signal mask is not one, and the C library took it from the kernel. */
static void follow_swapcontext(unsigned int high, unsigned int low)
{
	struct swapcontext_state *contexts = joined(high, low);

	for (;;)
		swapcontext(&contexts->of_b, &contexts->of_a);
}

static void follow_swapcontext_working(unsigned int high, unsigned int low)
{
	struct swapcontext_state *contexts = joined(high, low);

	for (;;) {
		lt_work_do(contexts->labour);
		swapcontext(&contexts->of_b, &contexts->of_a);
	}
}

static int setup_swapcontext(void *state, const struct lt_pair_plan *plan)
{
	struct swapcontext_state *contexts = state;
	const uintptr_t address = (uintptr_t)contexts;
	unsigned char *low;
	int err;

	if (getcontext(&contexts->of_b))
		return -errno;
	err = map_stack(&low, &contexts->mapping);
	if (err)
		return err;
	/* The mask of the measured thread; this one may be about to get a signal. */
	sigfillset(&contexts->of_b.uc_sigmask);
	contexts->of_b.uc_link = NULL;
	contexts->of_b.uc_stack.ss_sp = low;
	contexts->of_b.uc_stack.ss_size = STACK_BYTES;
	makecontext(&contexts->of_b,
		    (void (*)(void))(plan->work.kind == LT_WORK_NONE ? follow_swapcontext
								     : follow_swapcontext_working),
		    2, (unsigned int)(address >> 32), (unsigned int)address);
	return 0;
}

static int lead_swapcontext(void *state, uint64_t round_trips)
{
	struct swapcontext_state *contexts = state;

	for (; round_trips > 0; round_trips--) {
		if (swapcontext(&contexts->of_a, &contexts->of_b))
			return -errno;
	}
	return 0;
}

static int lead_swapcontext_working(void *state, uint64_t round_trips, struct lt_labour *labours)
{
	struct swapcontext_state *contexts = state;

	contexts->labour = &labours[LT_SIDE_B];
	for (; round_trips > 0; round_trips--) {
		lt_work_do(&labours[LT_SIDE_A]);
		if (swapcontext(&contexts->of_a, &contexts->of_b))
			return -errno;
	}
	return 0;
}

static void teardown_swapcontext(void *state)
{
	struct swapcontext_state *contexts = state;

	unmap_stack(contexts->mapping);
}

const struct lt_pair_ops lt_pair_swapcontext = {
	.mechanism = LT_PAIR_SWAPCONTEXT,
	.solo = 1,
	.state_bytes = sizeof(struct swapcontext_state),
	.setup = setup_swapcontext,
	.lead = lead_swapcontext,
	.lead_working = lead_swapcontext_working,
	.teardown = teardown_swapcontext,
};

#else

static int setup_nothing(void *state, const struct lt_pair_plan *plan)
{
	(void)state;
	(void)plan;
	return -ENOSYS;
}

const struct lt_pair_ops lt_pair_swapcontext = {
	.mechanism = LT_PAIR_SWAPCONTEXT,
	.solo = 1,
	.setup = setup_nothing,
};

#endif
