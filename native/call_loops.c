/* SPDX-License-Identifier: MIT */
/* The loops: each call once, inlined into a loop of its own with and one without work before it. */
#include "call.h"

#define INLINE inline __attribute__((always_inline))

/* The empty asm keeps the call: a function without effects would be dropped with its loop. */
static __attribute__((noinline)) void empty_function(void)
{
	__asm__ volatile("");
}

static INLINE int empty(struct lt_call_state *state)
{
	(void)state;
	empty_function();
	return 0;
}

static INLINE int read_clock(struct lt_call_state *state)
{
	int64_t now = lt_clock_now();

	(void)state;
	if (__builtin_expect(now < 0, 0))
		return (int)now;
	return 0;
}

static INLINE int null(struct lt_call_state *state)
{
	(void)state;
	syscall(SYS_getppid); /* cannot fail */
	return 0;
}

/* There is nobody to wake. */
static INLINE int wake(struct lt_call_state *state)
{
	long woken = lt_futex_wake(&state->word, 1);

	if (woken == 0)
		return 0;
	return woken < 0 ? (int)woken : -EPROTO;
}

/* The word holds 0. */
static INLINE int wait_mismatch(struct lt_call_state *state)
{
	int err = lt_futex_wait(&state->word, 1);

	if (err == -EAGAIN)
		return 0;
	return err ? err : -EPROTO;
}

static INLINE int wake_and_wait(struct lt_call_state *state)
{
	int err = wake(state);

	return err ? err : wait_mismatch(state);
}

/*
 * A stop and continue of the process does not end the wait: the kernel resumes it with what is left
 * of its time. So EINTR has no known cause here, and would have us wait once more.
 */
static INLINE int wait_in_time(struct lt_call_state *state)
{
	int err;

	do {
		err = syscall(SYS_futex, &state->word, LT_FUTEX_WAIT_PRIVATE, 0, &state->timeout,
			      NULL, 0)
			      ? -errno
			      : -EPROTO;
	} while (err == -EINTR);
	return err == -ETIMEDOUT ? 0 : err;
}

static INLINE int yield(struct lt_call_state *state)
{
	(void)state;
	return sched_yield() ? -errno : 0;
}

static INLINE int pipe_and_back(struct lt_call_state *state)
{
	int err = lt_pipe_put(state->pipe_write);

	return err ? err : lt_pipe_take(state->pipe_read);
}

#define LOOPS(call)                                                                                \
	static int call##_plain(void *state, uint64_t n)                                           \
	{                                                                                          \
		int err = 0;                                                                       \
                                                                                                   \
		for (; !err && n > 0; n--)                                                         \
			err = call(state);                                                         \
		return err;                                                                        \
	}                                                                                          \
                                                                                                   \
	static int call##_working(void *state, uint64_t n)                                         \
	{                                                                                          \
		struct lt_call_state *calls = state;                                               \
		int err = 0;                                                                       \
                                                                                                   \
		for (; !err && n > 0; n--) {                                                       \
			lt_work_do(&calls->labour);                                                \
			err = call(state);                                                         \
		}                                                                                  \
		return err;                                                                        \
	}                                                                                          \
                                                                                                   \
	_Static_assert(1, "a semicolon follows")

LOOPS(empty);
LOOPS(read_clock);
LOOPS(null);
LOOPS(wake);
LOOPS(wait_mismatch);
LOOPS(yield);
LOOPS(pipe_and_back);
LOOPS(wake_and_wait);
LOOPS(wait_in_time);

#define ROW(call)                                                                                  \
	{                                                                                          \
		call##_plain, call##_working                                                       \
	}

static lt_loop *const loops[][2] = {
	[LT_CALL_EMPTY] = ROW(empty),
	[LT_CALL_CLOCK] = ROW(read_clock),
	[LT_CALL_NULL] = ROW(null),
	[LT_CALL_FUTEX_WAKE] = ROW(wake),
	[LT_CALL_FUTEX_WAIT] = ROW(wait_mismatch),
	[LT_CALL_YIELD] = ROW(yield),
	[LT_CALL_PIPE] = ROW(pipe_and_back),
	[LT_CALL_FUTEX_BOTH] = ROW(wake_and_wait),
	[LT_CALL_TIMED_WAIT] = ROW(wait_in_time),
};

lt_loop *lt_call_loop(uint32_t kind, int working)
{
	return kind < sizeof(loops) / sizeof(loops[0]) ? loops[kind][working != 0] : NULL;
}
