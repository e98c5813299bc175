/* SPDX-License-Identifier: MIT */
/*
 * Creation step by step, by glibc's system calls but without its thread descriptor.
 *
 * The child shares its creator's thread pointer. It reads a clock through the vDSO, writes two
 * words of its creator's, and ends: nothing in it writes thread-local storage. That is why this
 * file is built without stack protector and sanitizers, and why errno is not looked at in the
 * child.
 */
#include <sched.h>
#include <string.h>
#include <sys/mman.h>

#include "internal.h"

#if defined(__x86_64__) || defined(__aarch64__)

/* What glibc passes to clone3(2) for a thread, less what sets a thread pointer. */
#define CLONE_FLAGS                                                                                \
	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM |        \
	 CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID)

/* A page for the descriptor, and some for the child. */
#define LEAST_STACK (16u << 10)

/*
 * clone(2) with `tid` for both words; the child calls body(arg) and ends. The C library's clone()
 * would store these two on the child's stack, so that the creator had the fault that is the
 * child's with clone3(2); musl's refuses to make threads. Returns the tid or -errno.
 */
long lt_clone_thread(unsigned char *stack, _Atomic uint32_t *tid, void (*body)(void *), void *arg,
		     unsigned long flags);

#if defined(__x86_64__)

/* The kernel leaves all registers as they are but rax, rcx, r11. r8, the new thread pointer, is
 * not looked at without CLONE_SETTLS. */
__asm__(".text\n"
	".globl lt_clone_thread\n"
	".hidden lt_clone_thread\n"
	".type lt_clone_thread, @function\n"
	"lt_clone_thread:\n"
	"	.cfi_startproc\n"
	"	movq %rdx, %r9\n"
	"	movq %rsi, %rdx\n"
	"	movq %rsi, %r10\n"
	"	movq %rdi, %rsi\n"
	"	movq %r8, %rdi\n"
	"	movq %rcx, %r8\n"
	"	movl $56, %eax\n"
	"	syscall\n"
	"	testq %rax, %rax\n"
	"	jz 1f\n"
	"	ret\n"
	"1:	.cfi_undefined rip\n"
	"	xorl %ebp, %ebp\n"
	"	movq %r8, %rdi\n"
	"	call *%r9\n"
	"	xorl %edi, %edi\n"
	"	movl $60, %eax\n"
	"	syscall\n"
	"	ud2\n"
	"	.cfi_endproc\n"
	".size lt_clone_thread, . - lt_clone_thread\n");

#else

/* The kernel leaves all registers as they are but x0. x3, the new thread pointer, is not looked at
 * without CLONE_SETTLS. */
__asm__(".text\n"
	".globl lt_clone_thread\n"
	".hidden lt_clone_thread\n"
	".type lt_clone_thread, %function\n"
	"lt_clone_thread:\n"
	"	.cfi_startproc\n"
	"	mov x9, x2\n"
	"	mov x10, x3\n"
	"	mov x2, x1\n"
	"	mov x11, x1\n"
	"	mov x1, x0\n"
	"	mov x0, x4\n"
	"	mov x4, x11\n"
	"	mov x3, xzr\n"
	"	mov x8, #220\n"
	"	svc #0\n"
	"	cbz x0, 1f\n"
	"	ret\n"
	"1:	.cfi_undefined x30\n"
	"	mov x29, xzr\n"
	"	mov x0, x10\n"
	"	blr x9\n"
	"	mov x0, xzr\n"
	"	mov x8, #93\n"
	"	svc #0\n"
	"	brk #1\n"
	"	.cfi_endproc\n"
	".size lt_clone_thread, . - lt_clone_thread\n");

#endif

/* Not private: the kernel wakes the address of CLONE_CHILD_CLEARTID as if it were shared. */
#define FUTEX_WAIT_SHARED 0

struct steps {
	const struct lt_steps_plan *plan;
	const int32_t *stop;
	int64_t *steps_ns;
	size_t mapped_bytes; /* guard included */
	size_t guard_bytes;
	struct lt_window window;
	uint64_t created;
	int error;
};

struct step_times {
	int64_t ns[LT_STEPS];
	int64_t begin;
	int64_t end;
};

/*
 * In the place of the descriptor, at the top of the new stack. The child's own stack begins in the
 * page below, as it does with glibc: its first push is its first fault.
 */
struct child {
	int64_t born_ns;
	_Atomic uint32_t tid;
	uint32_t padding;
};

static void child_main(void *arg)
{
	struct timespec now;
	struct child *child = arg;

	clock_gettime(CLOCK_MONOTONIC, &now);
	child->born_ns = now.tv_sec * 1000000000 + now.tv_nsec;
}

static int await_end(struct child *child)
{
	uint32_t tid;

	while ((tid = atomic_load_explicit(&child->tid, memory_order_acquire))) {
		if (syscall(SYS_futex, &child->tid, FUTEX_WAIT_SHARED, tid, NULL, NULL, 0) &&
		    !lt_futex_retry(-errno))
			return -errno;
	}
	return 0;
}

/*
 * Every step ends with the clock read that the next one begins with. An error once the stack is
 * mapped unmaps it, except if the child may still run on it.
 */
static int create_one(const struct steps *steps, struct step_times *times)
{
	const size_t bytes = steps->mapped_bytes;
	unsigned char *low;
	struct child *child;
	int64_t mapped, opened, touched, cloned, joined;
	long cloned_tid;
	int err;

	times->begin = lt_clock_now();
	low = mmap(NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
	if (low == MAP_FAILED)
		return -errno;
	mapped = lt_clock_now();
	if (mprotect(low + steps->guard_bytes, bytes - steps->guard_bytes,
		     PROT_READ | PROT_WRITE)) {
		err = -errno;
		goto out_unmap;
	}
	opened = lt_clock_now();
	child = (struct child *)(low + bytes) - 1;
	*(volatile int64_t *)&child->born_ns = 0;
	touched = lt_clock_now();
	/* Any value but 0 until the kernel has stored the tid, which it does before the child runs.
	 */
	atomic_init(&child->tid, 1);
	cloned_tid = lt_clone_thread(low + bytes - lt_page_size(), &child->tid, child_main, child,
				     CLONE_FLAGS);
	if (cloned_tid < 0) {
		err = (int)cloned_tid;
		goto out_unmap;
	}
	cloned = lt_clock_now();
	err = await_end(child);
	if (err)
		return err;
	joined = lt_clock_now();
	times->ns[LT_STEP_FIRST] = child->born_ns - touched;
	if (munmap(low, bytes))
		return -errno;
	times->end = lt_clock_now();
	times->ns[LT_STEP_MAP] = mapped - times->begin;
	times->ns[LT_STEP_GUARD] = opened - mapped;
	times->ns[LT_STEP_TOUCH] = touched - opened;
	times->ns[LT_STEP_CLONE] = cloned - touched;
	times->ns[LT_STEP_JOIN] = joined - touched;
	times->ns[LT_STEP_UNMAP] = times->end - joined;
	return 0;

out_unmap:
	munmap(low, bytes); /* the error above is the one to tell */
	return err;
}

static int run(struct steps *steps)
{
	const struct lt_steps_plan *plan = steps->plan;
	struct lt_evidence *evidence = &steps->window.evidence;
	struct step_times times;
	uint64_t i;
	int err = lt_pin_late(plan->creator_cpu);

	for (i = 0; i < plan->warmup && !err; i++)
		err = create_one(steps, &times);
	if (err)
		return err;

	lt_window_open(&steps->window);
	for (i = 0; i < plan->count && !lt_stopped(steps->stop); i++) {
		err = create_one(steps, &times);
		if (err)
			return err;
		for (uint32_t step = 0; step < LT_STEPS; step++)
			steps->steps_ns[step * plan->count + i] = times.ns[step];
		if (i == 0)
			evidence->started_ns = times.begin;
		evidence->ended_ns = times.end;
		lt_cpu_note(evidence->cpus_seen);
	}
	lt_window_close_exact(&steps->window);
	lt_window_close_files(&steps->window);
	evidence->operations = i;
	steps->created = i;
	return 0;
}

static void *creator_main(void *arg)
{
	struct steps *steps = arg;

	steps->error = run(steps);
	return NULL;
}

static int create_steps(struct steps *steps, struct lt_steps_result *result)
{
	const struct lt_thread_attr wish = {.cpu = steps->plan->creator_cpu};
	struct lt_counters begin, end;
	pthread_t thread;
	int err;

	lt_counters_others(&begin);
	err = lt_thread_start(&thread, &wish, creator_main, steps);
	if (err)
		return err;
	err = -pthread_join(thread, NULL);
	lt_counters_others(&end);
	if (!err)
		err = steps->error;
	if (err)
		return err;

	memset(result, 0, sizeof(*result));
	result->size = sizeof(*result);
	result->created = steps->created;
	result->wall_ns = steps->window.evidence.ended_ns - steps->window.evidence.started_ns;
	result->creator = steps->window.evidence;
	lt_counters_subtract(&end, &begin);
	result->process = end;
	return 0;
}

static uint64_t round_up(uint64_t bytes)
{
	const uint64_t page = lt_page_size();

	return (bytes + page - 1) & ~(page - 1);
}

static int plan_valid(const struct lt_steps_plan *plan)
{
	return plan->size == sizeof(*plan) && plan->flags == 0 && plan->reserved == 0 &&
	       plan->stack_size >= LEAST_STACK && plan->stack_size <= PTRDIFF_MAX &&
	       plan->guard_size <= PTRDIFF_MAX - plan->stack_size &&
	       lt_product_valid(LT_STEPS, plan->count) && plan->warmup <= INT64_MAX &&
	       lt_cpu_valid(plan->creator_cpu);
}

int32_t lt_create_steps_run(const struct lt_steps_plan *plan, const int32_t *stop,
			    int64_t *steps_ns, struct lt_steps_result *result)
{
	struct steps steps;

	if (!plan || !steps_ns || !result || result->size != sizeof(*result) || !plan_valid(plan))
		return -EINVAL;
	memset(&steps, 0, sizeof(steps));
	steps.plan = plan;
	steps.stop = stop;
	steps.steps_ns = steps_ns;
	steps.guard_bytes = (size_t)round_up(plan->guard_size);
	steps.mapped_bytes = steps.guard_bytes + (size_t)round_up(plan->stack_size);
	return create_steps(&steps, result);
}

#else

int32_t lt_create_steps_run(const struct lt_steps_plan *plan, const int32_t *stop,
			    int64_t *steps_ns, struct lt_steps_result *result)
{
	(void)stop;
	if (!plan || !steps_ns || !result || result->size != sizeof(*result) ||
	    plan->size != sizeof(*plan))
		return -EINVAL;
	return -ENOSYS;
}

#endif
