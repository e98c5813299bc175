/* SPDX-License-Identifier: MIT */
/* The switch itself: what must survive it. Linked with native/context.c, which nobody exports. */
#include <errno.h>
#include <fenv.h>

#include "check.h"
#include "context.h"

#if LT_HAVE_CONTEXT

#define BYTES (64 << 10)

static unsigned char stack[BYTES] __attribute__((aligned(64)));
static struct lt_context here, there;

/*
 * Fills every register that a call preserves, switches, and returns the number of those that have
 * changed. Both sides do, with other values, so what one leaves the other has to find changed.
 */
#if defined(__x86_64__)

static __attribute__((noinline)) long switch_with(struct lt_context *from, struct lt_context *to,
						  uint64_t seed)
{
	long changed = 0;
	struct {
		struct lt_context *from, *to;
		uint64_t seed, value;
	} arguments = {from, to, seed, 0};

	/* The red zone is not ours to push on. */
	__asm__ volatile("subq $128, %%rsp\n"
			 "pushq %%rbx\n"
			 "pushq %%rbp\n"
			 "pushq %%r12\n"
			 "pushq %%r13\n"
			 "pushq %%r14\n"
			 "pushq %%r15\n"
			 "pushq %1\n"
			 "movq %%rsp, %%rax\n"
			 "andq $-16, %%rsp\n"
			 "subq $16, %%rsp\n"
			 "movq %%rax, (%%rsp)\n"
			 "movq 0(%1), %%rdi\n"
			 "movq 8(%1), %%rsi\n"
			 "movq 16(%1), %%rdx\n"
			 "leaq 1(%%rdx), %%rbx\n"
			 "leaq 2(%%rdx), %%rbp\n"
			 "leaq 3(%%rdx), %%r12\n"
			 "leaq 4(%%rdx), %%r13\n"
			 "leaq 5(%%rdx), %%r14\n"
			 "leaq 6(%%rdx), %%r15\n"
			 "call lt_context_switch\n"
			 "movq (%%rsp), %%rsp\n"
			 "popq %%rsi\n"
			 "movq 16(%%rsi), %%rdx\n"
			 "xorl %%ecx, %%ecx\n"
			 "leaq 1(%%rdx), %%rax\n"
			 "cmpq %%rax, %%rbx\n"
			 "je 1f\n"
			 "incq %%rcx\n"
			 "1: leaq 2(%%rdx), %%rax\n"
			 "cmpq %%rax, %%rbp\n"
			 "je 2f\n"
			 "incq %%rcx\n"
			 "2: leaq 3(%%rdx), %%rax\n"
			 "cmpq %%rax, %%r12\n"
			 "je 3f\n"
			 "incq %%rcx\n"
			 "3: leaq 4(%%rdx), %%rax\n"
			 "cmpq %%rax, %%r13\n"
			 "je 4f\n"
			 "incq %%rcx\n"
			 "4: leaq 5(%%rdx), %%rax\n"
			 "cmpq %%rax, %%r14\n"
			 "je 5f\n"
			 "incq %%rcx\n"
			 "5: leaq 6(%%rdx), %%rax\n"
			 "cmpq %%rax, %%r15\n"
			 "je 6f\n"
			 "incq %%rcx\n"
			 "6: popq %%r15\n"
			 "popq %%r14\n"
			 "popq %%r13\n"
			 "popq %%r12\n"
			 "popq %%rbp\n"
			 "popq %%rbx\n"
			 "addq $128, %%rsp\n"
			 "movq %%rcx, %0\n"
			 : "=a"(changed)
			 : "b"(&arguments)
			 : "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "cc", "memory");
	return changed;
}

#else

/* An asm statement takes 30 operands, so the general registers and the vector ones go in turn. */
static __attribute__((noinline)) long switch_general(struct lt_context *from, struct lt_context *to,
						     uint64_t seed)
{
	register uint64_t x19 __asm__("x19") = seed + 1;
	register uint64_t x20 __asm__("x20") = seed + 2;
	register uint64_t x21 __asm__("x21") = seed + 3;
	register uint64_t x22 __asm__("x22") = seed + 4;
	register uint64_t x23 __asm__("x23") = seed + 5;
	register uint64_t x24 __asm__("x24") = seed + 6;
	register uint64_t x25 __asm__("x25") = seed + 7;
	register uint64_t x26 __asm__("x26") = seed + 8;
	register uint64_t x27 __asm__("x27") = seed + 9;
	register uint64_t x28 __asm__("x28") = seed + 10;
	register struct lt_context *x0 __asm__("x0") = from;
	register struct lt_context *x1 __asm__("x1") = to;
	register uint64_t x2 __asm__("x2") = seed;

	__asm__ volatile("bl lt_context_switch\n"
			 : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x19), "+r"(x20), "+r"(x21), "+r"(x22),
			   "+r"(x23), "+r"(x24), "+r"(x25), "+r"(x26), "+r"(x27), "+r"(x28)
			 :
			 : "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13",
			   "x14", "x15", "x16", "x17", "x18", "x30", "cc", "memory");
	return (x19 != seed + 1) + (x20 != seed + 2) + (x21 != seed + 3) + (x22 != seed + 4) +
	       (x23 != seed + 5) + (x24 != seed + 6) + (x25 != seed + 7) + (x26 != seed + 8) +
	       (x27 != seed + 9) + (x28 != seed + 10);
}

static __attribute__((noinline)) long switch_vector(struct lt_context *from, struct lt_context *to,
						    uint64_t seed)
{
	register uint64_t d8 __asm__("d8") = seed + 11;
	register uint64_t d9 __asm__("d9") = seed + 12;
	register uint64_t d10 __asm__("d10") = seed + 13;
	register uint64_t d11 __asm__("d11") = seed + 14;
	register uint64_t d12 __asm__("d12") = seed + 15;
	register uint64_t d13 __asm__("d13") = seed + 16;
	register uint64_t d14 __asm__("d14") = seed + 17;
	register uint64_t d15 __asm__("d15") = seed + 18;
	register struct lt_context *x0 __asm__("x0") = from;
	register struct lt_context *x1 __asm__("x1") = to;
	register uint64_t x2 __asm__("x2") = seed;

	__asm__ volatile("bl lt_context_switch\n"
			 : "+r"(x0), "+r"(x1), "+r"(x2), "+w"(d8), "+w"(d9), "+w"(d10), "+w"(d11),
			   "+w"(d12), "+w"(d13), "+w"(d14), "+w"(d15)
			 :
			 : "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13",
			   "x14", "x15", "x16", "x17", "x18", "x30", "cc", "memory");
	return (d8 != seed + 11) + (d9 != seed + 12) + (d10 != seed + 13) + (d11 != seed + 14) +
	       (d12 != seed + 15) + (d13 != seed + 16) + (d14 != seed + 17) + (d15 != seed + 18);
}

static long switch_with(struct lt_context *from, struct lt_context *to, uint64_t seed)
{
	return seed / 1000 % 2 ? switch_general(from, to, seed) : switch_vector(from, to, seed);
}

#endif

static long changed_there;

static void keep_registers(void *value)
{
	(void)value;
	for (uint64_t i = 1;; i++)
		changed_there += switch_with(&there, &here, i * 1000);
}

static void every_register_that_a_call_preserves_survives(void)
{
	CHECK_EQ(0, lt_context_usable());
	changed_there = 0;
	lt_context_make(&there, stack, BYTES, keep_registers);
	for (uint64_t i = 1; i <= 100; i++)
		CHECK_EQ(0, switch_with(&here, &there, (i << 32) * 1000 + i * 1000));
	CHECK_EQ(0, changed_there);
}

static void echo(void *value)
{
	for (;;)
		value = lt_context_switch(&there, &here, (char *)value + 1);
}

static void a_switch_carries_its_value_both_ways(void)
{
	char base[200];

	lt_context_make(&there, stack, BYTES, echo);
	for (int i = 0; i < 100; i++)
		CHECK(lt_context_switch(&here, &there, base + i) == base + i + 1);
}

static int alignment, rounding_there;

#if defined(__x86_64__)
static unsigned int control_there;

/* What fegetround() asks is the x87; vector code goes by mxcsr. */
static unsigned int vector_rounding(void)
{
	return __builtin_ia32_stmxcsr() >> 13 & 3;
}
#endif

static void note(void *value)
{
	(void)value;
	/* A frame address is a multiple of 16 wherever the ABI's call site was aligned. */
	alignment = (int)((uintptr_t)__builtin_frame_address(0) & 15);
	for (;;) {
		rounding_there = fegetround();
#if defined(__x86_64__)
		control_there = vector_rounding();
#endif
		fesetround(FE_UPWARD);
		lt_context_switch(&there, &here, NULL);
	}
}

static void a_context_starts_aligned_and_inherits_the_rounding_mode(void)
{
	CHECK_EQ(0, fesetround(FE_DOWNWARD));
	lt_context_make(&there, stack + 5, BYTES - 8, note);
	CHECK_EQ(0, fesetround(FE_TONEAREST));
	lt_context_switch(&here, &there, NULL);
	CHECK_EQ(0, alignment);
#if defined(__x86_64__)
	/* mxcsr and the x87 control word are the caller's to keep; FPCR is the thread's. */
	CHECK_EQ(FE_DOWNWARD, rounding_there);
	CHECK_EQ(FE_DOWNWARD >> 10, (int)control_there);
	CHECK_EQ(FE_TONEAREST, fegetround());
	CHECK_EQ(FE_TONEAREST, (int)vector_rounding());
	lt_context_switch(&here, &there, NULL);
	CHECK_EQ(FE_UPWARD, rounding_there);
	CHECK_EQ(FE_UPWARD >> 10, (int)control_there);
	CHECK_EQ(FE_TONEAREST, fegetround());
#endif
	CHECK_EQ(0, fesetround(FE_TONEAREST));
}

int main(void)
{
	RUN(every_register_that_a_call_preserves_survives);
	RUN(a_switch_carries_its_value_both_ways);
	RUN(a_context_starts_aligned_and_inherits_the_rounding_mode);
	return CHECK_DONE();
}

#else

static void there_is_no_switch_for_this_architecture(void)
{
	CHECK_EQ(-ENOSYS, lt_context_usable());
}

int main(void)
{
	RUN(there_is_no_switch_for_this_architecture);
	return CHECK_DONE();
}

#endif
