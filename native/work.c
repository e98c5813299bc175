/* SPDX-License-Identifier: MIT */
#include <sys/mman.h>

#include "internal.h"
#include "work.h"

#define LINE 64

/* ---- Vector registers ---- */

/*
 * What follows returns with vector registers other than it found them, which a function may. The
 * compiler is not told of those above xmm15: as built here it uses none of them, and told of wide
 * ones it may put a vzeroupper behind, which would undo the work.
 */
#if defined(__x86_64__)

#define CLOBBERS                                                                                   \
	"xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10",   \
		"xmm11", "xmm12", "xmm13", "xmm14", "xmm15"

static void dirty_sse(void)
{
	__asm__ volatile(".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n\t"
			 "pcmpeqd %%xmm\\n, %%xmm\\n\n\t"
			 ".endr"
			 :
			 :
			 : CLOBBERS);
}

/* Without AVX2 there is no integer comparison of 256 bits, and another might raise a flag. */
static void dirty_avx(void)
{
	__asm__ volatile(".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n\t"
			 "vpcmpeqd %%xmm\\n, %%xmm\\n, %%xmm\\n\n\t"
			 "vinsertf128 $1, %%xmm\\n, %%ymm\\n, %%ymm\\n\n\t"
			 ".endr"
			 :
			 :
			 : CLOBBERS);
}

static void dirty_avx512(void)
{
	__asm__ volatile(".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17,"
			 " 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31\n\t"
			 "vpternlogd $255, %%zmm\\n, %%zmm\\n, %%zmm\\n\n\t"
			 ".endr\n\t"
			 ".irp n, 0, 1, 2, 3, 4, 5, 6, 7\n\t"
			 "kxnorw %%k\\n, %%k\\n, %%k\\n\n\t"
			 ".endr"
			 :
			 :
			 : CLOBBERS);
}

/* No XSAVE, so no optimisation of the initial state either: the kernel saves all of it always. */
static void clean_sse(void)
{
	__asm__ volatile(".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n\t"
			 "pxor %%xmm\\n, %%xmm\\n\n\t"
			 ".endr"
			 :
			 :
			 : CLOBBERS);
}

/* State components of XSAVE: SSE, AVX, and the three of AVX-512. */
#define VECTOR_COMPONENTS 0xe6u

/* The legacy area with MXCSR at its reset value, and a header that has every component initial. */
struct xsave_area {
	uint32_t legacy[512 / 4];
	uint64_t header[8];
};

static const _Alignas(64) struct xsave_area initial = {.legacy = {[6] = 0x1f80}};

/*
 * Zero is not the initial state: after VZEROALL the processor may still hold the SSE part and the
 * upper sixteen registers for in use. XRSTOR of a component that the image does not have is defined
 * to initialise it.
 */
static void clean_xsave(void)
{
	__asm__ volatile("xrstor64 %0" : : "m"(initial), "a"(VECTOR_COMPONENTS), "d"(0) : CLOBBERS);
}

static int has_xsave(void)
{
	uint32_t a = 1, b, c = 0, d;

	__asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
	return (c >> 27) & 1; /* OSXSAVE: the kernel has turned it on */
}

static lt_vectors *find_vectors(uint32_t kind)
{
	if (kind == LT_WORK_CLEAN)
		return has_xsave() ? clean_xsave : clean_sse;
	/* These ask for the kernel's consent too. */
	if (__builtin_cpu_supports("avx512f"))
		return dirty_avx512;
	return __builtin_cpu_supports("avx") ? dirty_avx : dirty_sse;
}

#elif defined(__aarch64__)

#define CLOBBERS                                                                                   \
	"v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", "v13",    \
		"v14", "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24",       \
		"v25", "v26", "v27", "v28", "v29", "v30", "v31"

#define ALL                                                                                        \
	".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,"    \
	" 22, 23, 24, 25, 26, 27, 28, 29, 30, 31\n\t"

/*
 * Of NEON. SVE's registers are longer, and the kernel drops what is beyond at the next system call.
 * v8 to v15 are written and, as the procedure call standard has it, put back. The kernel saves all
 * of them whatever they hold.
 */
static void dirty_neon(void)
{
	__asm__ volatile(ALL "movi v\\n\\().16b, #255\n\t.endr" : : : CLOBBERS);
}

static void clean_neon(void)
{
	__asm__ volatile(ALL "movi v\\n\\().2d, #0\n\t.endr" : : : CLOBBERS);
}

static lt_vectors *find_vectors(uint32_t kind)
{
	return kind == LT_WORK_CLEAN ? clean_neon : dirty_neon;
}

#else

static lt_vectors *find_vectors(uint32_t kind)
{
	(void)kind;
	return NULL;
}

#endif

/* ---- Arithmetic and memory ---- */

/* Each round needs the one before it, and the compiler does not know the result. */
static uint64_t compute(uint64_t seed, uint64_t rounds)
{
	for (; rounds > 0; rounds--) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		__asm__ volatile("" : "+r"(seed));
	}
	return seed;
}

/* The count in each word is how often it was there. */
static void walk(unsigned char *buffer, uint64_t bytes)
{
	for (uint64_t at = 0; at + sizeof(uint64_t) <= bytes; at += LINE)
		++*(uint64_t *)(buffer + at);
}

/* ---- All of it ---- */

int lt_work_valid(const struct lt_work *work)
{
	if (work->reserved != 0)
		return 0;
	switch (work->kind) {
	case LT_WORK_COMPUTE:
		return work->amount > 0;
	case LT_WORK_MEMORY:
		return work->amount >= LINE && work->amount <= PTRDIFF_MAX;
	case LT_WORK_NONE:
	case LT_WORK_CLEAN:
	case LT_WORK_DIRTY:
		return work->amount == 0;
	default:
		return 0;
	}
}

int lt_work_prepare(const struct lt_work *work, struct lt_labour *labour)
{
	void *buffer;

	*labour = (struct lt_labour){.kind = work->kind, .amount = work->amount};
	switch (work->kind) {
	case LT_WORK_CLEAN:
	case LT_WORK_DIRTY:
		labour->vectors = find_vectors(work->kind);
		return labour->vectors ? 0 : -EOPNOTSUPP;
	case LT_WORK_MEMORY:
		buffer = mmap(NULL, (size_t)work->amount, PROT_READ | PROT_WRITE,
			      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (buffer == MAP_FAILED)
			return -errno;
		labour->buffer = buffer;
		walk(buffer, work->amount);
		return 0;
	default:
		return 0;
	}
}

__attribute__((noinline)) void lt_work_do(struct lt_labour *labour)
{
	if (labour->kind == LT_WORK_COMPUTE)
		labour->result = compute(labour->result, labour->amount);
	else if (labour->kind == LT_WORK_MEMORY)
		walk(labour->buffer, labour->amount);
	else if (labour->vectors)
		labour->vectors();
}

void lt_work_release(struct lt_labour *labour)
{
	if (labour->buffer)
		munmap(labour->buffer, (size_t)labour->amount);
	labour->buffer = NULL;
}
