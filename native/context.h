/* SPDX-License-Identifier: MIT */
/*
 * A switch from one user-level context to another on the same thread: no system call, no signal
 * mask, the registers that a function call preserves and nothing else.
 */
#ifndef LT_CONTEXT_H
#define LT_CONTEXT_H

#include <stddef.h>

#if defined(__x86_64__) || defined(__aarch64__)
#define LT_HAVE_CONTEXT 1
#else
#define LT_HAVE_CONTEXT 0
#endif

/* Everything else that is saved lies on the context's own stack, at this address. */
struct lt_context {
	void *stack_pointer;
};

/* 0; -ENOSYS without a switch for this architecture; -EOPNOTSUPP under a shadow stack. */
int lt_context_usable(void);

/*
 * A context that calls entry(value) when it is first switched to, with the value of that switch.
 * entry must not return. low to low + bytes is its stack.
 */
void lt_context_make(struct lt_context *context, unsigned char *low, size_t bytes,
		     void (*entry)(void *value));

/*
 * Saves the caller in `from` and goes on in `to`. Returns when something switches back to `from`,
 * with the value of that switch.
 */
void *lt_context_switch(struct lt_context *from, const struct lt_context *to, void *value);

#endif
