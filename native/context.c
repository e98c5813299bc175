/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "context.h"

#if LT_HAVE_CONTEXT

/* Where a new context's first switch returns to: calls the entry that was put into a register. */
void lt_context_start(void);

#endif

#if defined(__x86_64__)

/*
 * System V ABI: rbx, rbp, r12 to r15, the control bits of mxcsr and the x87 control word belong to
 * the caller. The first switch to a context finds them as lt_context_make() laid them out, with the
 * entry in rbx, and returns to lt_context_start, on a stack aligned as at a function's call site.
 * There the frame chain and the unwind information end.
 */
__asm__(".text\n"
	".p2align 4\n"
	".globl lt_context_switch\n"
	".hidden lt_context_switch\n"
	".type lt_context_switch, @function\n"
	"lt_context_switch:\n"
	"	.cfi_startproc\n"
	"	pushq %rbp\n"
	"	.cfi_adjust_cfa_offset 8\n"
	"	.cfi_rel_offset rbp, 0\n"
	"	pushq %rbx\n"
	"	.cfi_adjust_cfa_offset 8\n"
	"	.cfi_rel_offset rbx, 0\n"
	"	pushq %r12\n"
	"	.cfi_adjust_cfa_offset 8\n"
	"	.cfi_rel_offset r12, 0\n"
	"	pushq %r13\n"
	"	.cfi_adjust_cfa_offset 8\n"
	"	.cfi_rel_offset r13, 0\n"
	"	pushq %r14\n"
	"	.cfi_adjust_cfa_offset 8\n"
	"	.cfi_rel_offset r14, 0\n"
	"	pushq %r15\n"
	"	.cfi_adjust_cfa_offset 8\n"
	"	.cfi_rel_offset r15, 0\n"
	"	subq $8, %rsp\n"
	"	.cfi_adjust_cfa_offset 8\n"
	"	stmxcsr (%rsp)\n"
	"	fnstcw 4(%rsp)\n"
	"	movq %rsp, (%rdi)\n"
	"	movq (%rsi), %rsp\n"
	"	ldmxcsr (%rsp)\n"
	"	fldcw 4(%rsp)\n"
	"	addq $8, %rsp\n"
	"	.cfi_adjust_cfa_offset -8\n"
	"	popq %r15\n"
	"	.cfi_adjust_cfa_offset -8\n"
	"	.cfi_restore r15\n"
	"	popq %r14\n"
	"	.cfi_adjust_cfa_offset -8\n"
	"	.cfi_restore r14\n"
	"	popq %r13\n"
	"	.cfi_adjust_cfa_offset -8\n"
	"	.cfi_restore r13\n"
	"	popq %r12\n"
	"	.cfi_adjust_cfa_offset -8\n"
	"	.cfi_restore r12\n"
	"	popq %rbx\n"
	"	.cfi_adjust_cfa_offset -8\n"
	"	.cfi_restore rbx\n"
	"	popq %rbp\n"
	"	.cfi_adjust_cfa_offset -8\n"
	"	.cfi_restore rbp\n"
	"	movq %rdx, %rax\n"
	"	ret\n"
	"	.cfi_endproc\n"
	".size lt_context_switch, . - lt_context_switch\n"
	".p2align 4\n"
	".globl lt_context_start\n"
	".hidden lt_context_start\n"
	".type lt_context_start, @function\n"
	"lt_context_start:\n"
	"	.cfi_startproc\n"
	"	.cfi_undefined rip\n"
	"	movq %rax, %rdi\n"
	"	call *%rbx\n"
	"	ud2\n"
	"	.cfi_endproc\n"
	".size lt_context_start, . - lt_context_start\n");

struct saved {
	uint32_t mxcsr;
	uint16_t x87;
	uint16_t padding;
	uint64_t r15, r14, r13, r12, rbx, rbp;
	uint64_t return_to; /* above it the stack is aligned for the call in lt_context_start */
};

static int on_shadow_stack(void)
{
	uint64_t pointer = 0;

	/* rdsspq, which does nothing unless the processor keeps a shadow stack for this thread. */
	__asm__ volatile(".byte 0xf3, 0x48, 0x0f, 0x1e, 0xc8" : "+a"(pointer));
	return pointer != 0;
}

static void lay_out(struct saved *saved, void (*entry)(void *value))
{
	__asm__ volatile("stmxcsr %0" : "=m"(saved->mxcsr));
	__asm__ volatile("fnstcw %0" : "=m"(saved->x87));
	saved->rbx = (uintptr_t)entry;
	saved->return_to = (uintptr_t)lt_context_start;
}

#elif defined(__aarch64__)

/*
 * AAPCS64: x19 to x28, the frame pointer x29, the link register x30 and the low halves of v8 to v15
 * belong to the caller. The first switch to a context finds the entry in x19 and returns to
 * lt_context_start, where the frame chain and the unwind information end.
 */
__asm__(".text\n"
	".p2align 4\n"
	".globl lt_context_switch\n"
	".hidden lt_context_switch\n"
	".type lt_context_switch, %function\n"
	"lt_context_switch:\n"
	"	.cfi_startproc\n"
	"	stp x29, x30, [sp, #-160]!\n"
	"	.cfi_def_cfa_offset 160\n"
	"	.cfi_offset x29, -160\n"
	"	.cfi_offset x30, -152\n"
	"	stp x19, x20, [sp, #16]\n"
	"	stp x21, x22, [sp, #32]\n"
	"	stp x23, x24, [sp, #48]\n"
	"	stp x25, x26, [sp, #64]\n"
	"	stp x27, x28, [sp, #80]\n"
	"	stp d8, d9, [sp, #96]\n"
	"	stp d10, d11, [sp, #112]\n"
	"	stp d12, d13, [sp, #128]\n"
	"	stp d14, d15, [sp, #144]\n"
	"	mov x9, sp\n"
	"	str x9, [x0]\n"
	"	ldr x9, [x1]\n"
	"	mov sp, x9\n"
	"	ldp x19, x20, [sp, #16]\n"
	"	ldp x21, x22, [sp, #32]\n"
	"	ldp x23, x24, [sp, #48]\n"
	"	ldp x25, x26, [sp, #64]\n"
	"	ldp x27, x28, [sp, #80]\n"
	"	ldp d8, d9, [sp, #96]\n"
	"	ldp d10, d11, [sp, #112]\n"
	"	ldp d12, d13, [sp, #128]\n"
	"	ldp d14, d15, [sp, #144]\n"
	"	ldp x29, x30, [sp], #160\n"
	"	.cfi_restore x30\n"
	"	.cfi_restore x29\n"
	"	.cfi_def_cfa_offset 0\n"
	"	mov x0, x2\n"
	"	ret\n"
	"	.cfi_endproc\n"
	".size lt_context_switch, . - lt_context_switch\n"
	".p2align 4\n"
	".globl lt_context_start\n"
	".hidden lt_context_start\n"
	".type lt_context_start, %function\n"
	"lt_context_start:\n"
	"	.cfi_startproc\n"
	"	.cfi_undefined x30\n"
	"	blr x19\n"
	"	brk #1\n"
	"	.cfi_endproc\n"
	".size lt_context_start, . - lt_context_start\n");

struct saved {
	uint64_t x29, x30;
	uint64_t x19, x20, x21, x22, x23, x24, x25, x26, x27, x28;
	uint64_t d8, d9, d10, d11, d12, d13, d14, d15;
};

static int on_shadow_stack(void)
{
	register uint64_t enabled __asm__("x16") = 1;

	/* chkfeat x16, which clears the bit of a guarded control stack that is on. */
	__asm__ volatile("hint #40" : "+r"(enabled));
	return enabled == 0;
}

static void lay_out(struct saved *saved, void (*entry)(void *value))
{
	saved->x19 = (uintptr_t)entry;
	saved->x30 = (uintptr_t)lt_context_start;
}

#endif

#if LT_HAVE_CONTEXT

_Static_assert(sizeof(struct saved) % 16 == 0, "a stack pointer is a multiple of 16");

int lt_context_usable(void)
{
	/* A return from a switch goes where no call came from, which is what it is there to stop.
	 */
	return on_shadow_stack() ? -EOPNOTSUPP : 0;
}

void lt_context_make(struct lt_context *context, unsigned char *low, size_t bytes,
		     void (*entry)(void *value))
{
	uintptr_t high = ((uintptr_t)low + bytes) & ~(uintptr_t)15;
	struct saved *saved = (struct saved *)high - 1;

	memset(saved, 0, sizeof(*saved));
	lay_out(saved, entry);
	context->stack_pointer = saved;
}

#else

int lt_context_usable(void)
{
	return -ENOSYS;
}

void lt_context_make(struct lt_context *context, unsigned char *low, size_t bytes,
		     void (*entry)(void *value))
{
	(void)low;
	(void)bytes;
	(void)entry;
	context->stack_pointer = NULL;
}

void *lt_context_switch(struct lt_context *from, const struct lt_context *to, void *value)
{
	(void)from;
	(void)to;
	return value;
}

#endif
