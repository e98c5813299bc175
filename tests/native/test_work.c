/* SPDX-License-Identifier: MIT */
/* Work between hand-overs. Linked with the library's sources, which do not export it. */
#include <errno.h>

#include "call.h"
#include "world.h"

#define LINE 64

static struct lt_labour prepare(uint32_t kind, uint64_t amount)
{
	const struct lt_work work = {.kind = kind, .amount = amount};
	struct lt_labour labour;

	CHECK(lt_work_valid(&work));
	CHECK_EQ(0, lt_work_prepare(&work, &labour));
	return labour;
}

static uint64_t word_at(const struct lt_labour *labour, uint64_t at)
{
	uint64_t word;

	memcpy(&word, labour->buffer + at, sizeof(word));
	return word;
}

static void memory_work_writes_each_line_once(void)
{
	/* The last is not whole, but has a word. */
	const uint64_t bytes = 37 * LINE + 8;
	struct lt_labour labour = prepare(LT_WORK_MEMORY, bytes);

	for (uint64_t times = 1; times <= 3; times++) {
		/* Getting ready went through it once. */
		for (uint64_t at = 0; at < bytes; at += sizeof(uint64_t))
			CHECK_EQ(at % LINE ? 0 : (int64_t)times, (int64_t)word_at(&labour, at));
		lt_work_do(&labour);
	}
	lt_work_release(&labour);
}

static void a_line_without_a_whole_word_is_left_alone(void)
{
	struct lt_labour labour = prepare(LT_WORK_MEMORY, LINE + 7);

	lt_work_do(&labour);
	CHECK_EQ(2, (int64_t)word_at(&labour, 0));
	CHECK_EQ(0, (int64_t)word_at(&labour, LINE));
	lt_work_release(&labour);
}

static uint64_t faults(void)
{
	struct rusage usage;

	CHECK_EQ(0, getrusage(RUSAGE_THREAD, &usage));
	return (uint64_t)usage.ru_minflt;
}

static void memory_work_takes_no_fault(void)
{
	struct lt_labour labour = prepare(LT_WORK_MEMORY, 3 << 20);
	uint64_t before;

	lt_work_do(&labour);
	before = faults();
	lt_work_do(&labour);
	CHECK_EQ((int64_t)before, (int64_t)faults());
	lt_work_release(&labour);
}

static void released_memory_is_unmapped(void)
{
	const uint64_t bytes = 64 << 20;
	rlim_t before = world_address_space();
	struct lt_labour labour = prepare(LT_WORK_MEMORY, bytes);

	CHECK_RANGE((int64_t)(before + bytes), INT64_MAX, (int64_t)world_address_space());
	lt_work_release(&labour);
	CHECK(!labour.buffer);
	lt_work_release(&labour);
	if (!CHECK_SANITIZED)
		CHECK_RANGE(0, (int64_t)(before + bytes / 2), (int64_t)world_address_space());
}

static void memory_that_is_not_to_be_had_is_an_error(void)
{
	const struct lt_work work = {.kind = LT_WORK_MEMORY, .amount = INT64_MAX};
	struct lt_labour labour;

	CHECK(lt_work_valid(&work));
	CHECK_EQ(-ENOMEM, lt_work_prepare(&work, &labour));
	lt_work_release(&labour);
}

/* The same arithmetic by another way: round n of a linear congruence is linear in the seed. */
static void arithmetic_goes_as_many_rounds_as_asked(void)
{
	const uint64_t a = UINT64_C(6364136223846793005), c = UINT64_C(1442695040888963407);
	struct lt_labour labour = prepare(LT_WORK_COMPUTE, 1000);
	uint64_t expected = 0, factor = 1, sum = 0;

	for (int i = 0; i < 1000; i++) {
		sum += factor;
		factor *= a;
	}
	lt_work_do(&labour);
	expected = c * sum;
	CHECK_EQ((int64_t)expected, (int64_t)labour.result);
	lt_work_do(&labour);
	expected = factor * expected + c * sum;
	CHECK_EQ((int64_t)expected, (int64_t)labour.result);
	lt_work_release(&labour);
}

static void work_goes_before_each_call_of_a_loop(void)
{
	for (uint32_t kind = LT_CALL_EMPTY; kind <= LT_CALL_TIMED_WAIT; kind++) {
		struct lt_call_state state = {.timeout = {.tv_nsec = 1}};
		int ends[2];

		CHECK_EQ(0, pipe(ends));
		state.pipe_read = ends[0];
		state.pipe_write = ends[1];
		state.labour = prepare(LT_WORK_MEMORY, LINE);
		CHECK_EQ(0, lt_call_loop(kind, 1)(&state, 7));
		CHECK_EQ(1 + 7, (int64_t)word_at(&state.labour, 0));
		CHECK_EQ(0, lt_call_loop(kind, 0)(&state, 7));
		CHECK_EQ(1 + 7, (int64_t)word_at(&state.labour, 0));
		lt_work_release(&state.labour);
		close(ends[0]);
		close(ends[1]);
	}
	CHECK(!lt_call_loop(0, 0));
	CHECK(!lt_call_loop(LT_CALL_TIMED_WAIT + 1, 1));
}

static void a_loop_ends_with_an_answer_that_it_did_not_expect(void)
{
	struct lt_call_state state = {.timeout = {.tv_nsec = 1}, .pipe_read = -1, .pipe_write = -1};

	CHECK_EQ(-EBADF, lt_call_loop(LT_CALL_PIPE, 0)(&state, 3));
	atomic_store(&state.word, 1);
	CHECK_EQ(-EAGAIN, lt_call_loop(LT_CALL_TIMED_WAIT, 0)(&state, 3));
}

static void no_work_does_nothing(void)
{
	struct lt_labour labour = prepare(LT_WORK_NONE, 0);
	struct lt_labour before = labour;

	lt_work_do(&labour);
	CHECK(!memcmp(&before, &labour, sizeof(labour)));
	lt_work_release(&labour);
}

static void strange_work_is_refused(void)
{
	const struct lt_work bad[] = {
		{.kind = LT_WORK_DIRTY + 1},
		{.kind = LT_WORK_NONE, .amount = 1},
		{.kind = LT_WORK_NONE, .reserved = 1},
		{.kind = LT_WORK_COMPUTE},
		{.kind = LT_WORK_COMPUTE, .amount = 1, .reserved = 1},
		{.kind = LT_WORK_MEMORY, .amount = LINE - 1},
		{.kind = LT_WORK_MEMORY, .amount = UINT64_MAX},
		{.kind = LT_WORK_CLEAN, .amount = 1},
		{.kind = LT_WORK_DIRTY, .amount = 1},
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK(!lt_work_valid(&bad[i]));
}

#if defined(__x86_64__)

#define OSXSAVE_ECX  (1u << 27)
#define XGETBV1_EAX  (1u << 2)
#define SSE_STATE    (1u << 1)
#define AVX_STATE    (1u << 2)
#define MASK_STATE   (1u << 5)
#define UPPER_STATE  (1u << 6) /* of zmm0 to zmm15 */
#define SECOND_STATE (1u << 7) /* zmm16 to zmm31 */
#define WIDE_STATES  (AVX_STATE | MASK_STATE | UPPER_STATE | SECOND_STATE)

static uint32_t cpuid(uint32_t leaf, uint32_t subleaf, char output)
{
	uint32_t b, d;

	__asm__ volatile("cpuid" : "+a"(leaf), "=b"(b), "+c"(subleaf), "=d"(d));
	return output == 'a' ? leaf : subleaf;
}

static int tells_what_is_in_use(void)
{
	return cpuid(1, 0, 'c') & OSXSAVE_ECX && cpuid(0xd, 1, 'a') & XGETBV1_EAX;
}

/* XCR0 with 0; with 1, the components that are not in their initial state, of those in XCR0. */
static inline __attribute__((always_inline)) uint32_t xgetbv(uint32_t index)
{
	uint32_t low, high;

	__asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(index));
	return low;
}

static uint32_t in_use_after(uint32_t kind)
{
	struct lt_labour labour = prepare(kind, 0);
	uint32_t in_use;

	lt_work_do(&labour);
	in_use = xgetbv(1);
	lt_work_release(&labour);
	return in_use;
}

static void dirty_work_has_all_vector_state_in_use(void)
{
	if (!tells_what_is_in_use())
		SKIP("the processor does not tell by XGETBV which state is in use");
	CHECK_EQ(xgetbv(0) & (SSE_STATE | WIDE_STATES),
		 in_use_after(LT_WORK_DIRTY) & (SSE_STATE | WIDE_STATES));
}

static void clean_work_has_no_vector_state_in_use(void)
{
	if (!tells_what_is_in_use())
		SKIP("the processor does not tell by XGETBV which state is in use");
	if (!(xgetbv(0) & WIDE_STATES))
		SKIP("the processor has no vector registers but those of SSE");
	in_use_after(LT_WORK_DIRTY);
	CHECK_EQ(0, in_use_after(LT_WORK_CLEAN) & (SSE_STATE | WIDE_STATES));
}

/* The low halves, which every kind of x86-64 has; what is above them is seen above. */
static void read_registers(struct lt_labour *labour, unsigned char values[16 * 16])
{
	lt_work_do(labour);
	__asm__ volatile(".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n\t"
			 "movdqu %%xmm\\n, 16 * \\n(%0)\n\t"
			 ".endr"
			 :
			 : "r"(values)
			 : "memory");
}

#define REGISTERS  16
#define IS_KEPT(n) 0

#elif defined(__aarch64__)

static void read_registers(struct lt_labour *labour, unsigned char values[32 * 16])
{
	lt_work_do(labour);
	__asm__ volatile(".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17,"
			 " 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31\n\t"
			 "str q\\n, [%0, 16 * \\n]\n\t"
			 ".endr"
			 :
			 : "r"(values)
			 : "memory");
}

#define REGISTERS  32
#define IS_KEPT(n) ((n) >= 8 && (n) <= 15) /* by every function for its caller */

#endif

static void check_registers(uint32_t kind, int expected)
{
	static unsigned char values[REGISTERS * 16];
	struct lt_labour labour = prepare(kind, 0);

	memset(values, 0x55, sizeof(values));
	read_registers(&labour, values);
	for (int i = 0; i < REGISTERS * 16; i++) {
		if (!IS_KEPT(i / 16))
			CHECK_EQ(expected, values[i]);
	}
	lt_work_release(&labour);
}

static void every_register_is_written(void)
{
	check_registers(LT_WORK_DIRTY, 0xff);
	check_registers(LT_WORK_CLEAN, 0);
}

#if defined(__x86_64__)

static uint32_t mxcsr(void)
{
	uint32_t value;

	__asm__ volatile("stmxcsr %0" : "=m"(value));
	return value;
}

static void the_floating_point_modes_stay(void)
{
	uint32_t before = mxcsr();

	in_use_after(LT_WORK_DIRTY);
	CHECK_EQ(before, mxcsr());
	in_use_after(LT_WORK_CLEAN);
	CHECK_EQ(before, mxcsr());
}

#endif

int main(void)
{
	world_begin();
	RUN(memory_work_writes_each_line_once);
	RUN(a_line_without_a_whole_word_is_left_alone);
	RUN(memory_work_takes_no_fault);
	RUN(released_memory_is_unmapped);
	RUN(memory_that_is_not_to_be_had_is_an_error);
	RUN(arithmetic_goes_as_many_rounds_as_asked);
	RUN(work_goes_before_each_call_of_a_loop);
	RUN(a_loop_ends_with_an_answer_that_it_did_not_expect);
	RUN(no_work_does_nothing);
	RUN(strange_work_is_refused);
	RUN(every_register_is_written);
#if defined(__x86_64__)
	RUN(dirty_work_has_all_vector_state_in_use);
	RUN(clean_work_has_no_vector_state_in_use);
	RUN(the_floating_point_modes_stay);
#endif
	return CHECK_DONE();
}
