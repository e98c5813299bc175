/* SPDX-License-Identifier: MIT */
/*
 * The entry point of linuxthreads-worker on glibc, in place of the compiler's crt1.o, which binds
 * __libc_start_main to the version of the glibc it was built with: from 2.34 up that keeps a
 * program from starting on anything older. The older version of the function takes the same
 * arguments, and null for init and fini makes a new glibc run the initialisers itself; this program
 * has none.
 */
#include "symver.h"

#if defined(__x86_64__)
/* System V ABI, "Process Initialization": argc at (%rsp), argv above it, rtld's fini in %rdx. */
__asm__(".symver __libc_start_main,__libc_start_main@" LT_GLIBC_BASE "\n"
	".text\n"
	".globl _start\n"
	".type _start, @function\n"
	"_start:\n"
	"	.cfi_startproc\n"
	"	.cfi_undefined rip\n"
	"	xorl %ebp, %ebp\n"
	"	movq %rdx, %r9\n"
	"	popq %rsi\n"
	"	movq %rsp, %rdx\n"
	"	andq $-16, %rsp\n"
	"	pushq %rax\n"
	"	pushq %rsp\n"
	"	xorl %r8d, %r8d\n"
	"	xorl %ecx, %ecx\n"
	"	leaq main(%rip), %rdi\n"
	"	call *__libc_start_main@GOTPCREL(%rip)\n"
	"	hlt\n"
	"	.cfi_endproc\n"
	".size _start, . - _start\n");
#elif defined(__aarch64__)
/* argc at [sp], argv above it, rtld's fini in x0. */
__asm__(".symver __libc_start_main,__libc_start_main@" LT_GLIBC_BASE "\n"
	".text\n"
	".globl _start\n"
	".type _start, %function\n"
	"_start:\n"
	"	.cfi_startproc\n"
	"	.cfi_undefined x30\n"
	"	mov x29, #0\n"
	"	mov x30, #0\n"
	"	mov x5, x0\n"
	"	ldr x1, [sp]\n"
	"	add x2, sp, #8\n"
	"	mov x6, sp\n"
	"	adrp x0, main\n"
	"	add x0, x0, :lo12:main\n"
	"	mov x3, #0\n"
	"	mov x4, #0\n"
	"	bl __libc_start_main\n"
	"	brk #1\n"
	"	.cfi_endproc\n"
	".size _start, . - _start\n");
#endif
