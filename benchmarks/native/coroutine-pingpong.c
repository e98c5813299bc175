/* SPDX-License-Identifier: MIT */
/*
 * Usage: coroutine-pingpong CPU_A CPU_B ROUND_TRIPS [BATCHES]
 * One thread goes to and fro between two contexts: a function of its own in assembly keeps what a
 * call has to preserve (x86-64: on the stack; arm64: in a block per context), and changes the stack
 * pointer. Output as
 * futex-pingpong, with zeros for B. x86-64 and arm64.
 */
#include "pair.h"

struct context {
	uint64_t kept[21];
};

void hop(struct context *from, const struct context *to);

#if defined(__x86_64__)

/* What a call has to preserve goes on the stack that is left: six registers, two control words. */
__asm__(".text\n"
	".globl hop\n"
	"hop:\n"
	"	push %r15\n"
	"	push %r14\n"
	"	push %r13\n"
	"	push %r12\n"
	"	push %rbp\n"
	"	push %rbx\n"
	"	lea -8(%rsp), %rsp\n"
	"	fnstcw (%rsp)\n"
	"	stmxcsr 4(%rsp)\n"
	"	mov %rsp, (%rdi)\n"
	"	mov (%rsi), %rsp\n"
	"	fldcw (%rsp)\n"
	"	ldmxcsr 4(%rsp)\n"
	"	lea 8(%rsp), %rsp\n"
	"	pop %rbx\n"
	"	pop %rbp\n"
	"	pop %r12\n"
	"	pop %r13\n"
	"	pop %r14\n"
	"	pop %r15\n"
	"	ret\n");

static void prepare(struct context *context, char *high, void (*entry)(void))
{
	/* As if it had hopped away at its first instruction: above the return address, 16 bytes. */
	uint64_t *frame = (uint64_t *)(high - 16) - 7;
	uint16_t x87;
	uint32_t mxcsr;

	__asm__ volatile("fnstcw %0; stmxcsr %1" : "=m"(x87), "=m"(mxcsr));
	frame[0] = (uint64_t)mxcsr << 32 | x87;
	frame[7] = (uint64_t)(uintptr_t)entry;
	context->kept[0] = (uint64_t)(uintptr_t)frame;
}

#elif defined(__aarch64__)

/* x19 to x30, the stack pointer, and the low halves of v8 to v15. */
__asm__(".text\n"
	".globl hop\n"
	"hop:\n"
	"	stp x19, x20, [x0, #0]\n"
	"	stp x21, x22, [x0, #16]\n"
	"	stp x23, x24, [x0, #32]\n"
	"	stp x25, x26, [x0, #48]\n"
	"	stp x27, x28, [x0, #64]\n"
	"	stp x29, x30, [x0, #80]\n"
	"	mov x9, sp\n"
	"	str x9, [x0, #96]\n"
	"	stp d8, d9, [x0, #104]\n"
	"	stp d10, d11, [x0, #120]\n"
	"	stp d12, d13, [x0, #136]\n"
	"	stp d14, d15, [x0, #152]\n"
	"	ldp x19, x20, [x1, #0]\n"
	"	ldp x21, x22, [x1, #16]\n"
	"	ldp x23, x24, [x1, #32]\n"
	"	ldp x25, x26, [x1, #48]\n"
	"	ldp x27, x28, [x1, #64]\n"
	"	ldp x29, x30, [x1, #80]\n"
	"	ldr x9, [x1, #96]\n"
	"	mov sp, x9\n"
	"	ldp d8, d9, [x1, #104]\n"
	"	ldp d10, d11, [x1, #120]\n"
	"	ldp d12, d13, [x1, #136]\n"
	"	ldp d14, d15, [x1, #152]\n"
	"	ret\n");

static void prepare(struct context *context, char *high, void (*entry)(void))
{
	context->kept[11] = (uint64_t)(uintptr_t)entry;
	context->kept[12] = (uint64_t)(uintptr_t)high;
}

#else
#error "no switch for this architecture"
#endif

static struct context here, there;
static char stack[65536] __attribute__((aligned(64)));

static void bounce(void)
{
	for (;;)
		hop(&there, &here);
}

static void setup(void)
{
	prepare(&there, stack + sizeof(stack), bounce);
}

static void round_trip(void)
{
	hop(&here, &there);
}

SOLO_PROGRAM("coroutine-pingpong", setup, round_trip);
