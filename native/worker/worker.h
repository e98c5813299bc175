/* SPDX-License-Identifier: MIT */
/* What the files of linuxthreads-worker share. */
#ifndef LT_WORKER_H
#define LT_WORKER_H

#include "../internal.h"

/* The head of the memory shared with the parent, who reads and writes the same offsets. */
struct worker_page {
	_Atomic uint64_t created; /* threads of parked groups, counted one by one */
	int32_t stop;             /* the parent's wish that a running command end early */
	int32_t padding;
};

/* Where results too large for a line begin. */
#define WORKER_RESULTS 4096u

_Static_assert(sizeof(struct worker_page) == 16, "the C# side reads these offsets");

struct worker {
	struct worker_page *page;
	unsigned char *results; /* results_bytes of them, shared; null if there are none */
	size_t results_bytes;
	int meminfo;
	struct lt_park *group;
	struct lt_fibers *fibers;
};

/* Answers with exactly one line. `words` are `count` words, the verb first. */
typedef void worker_verb(struct worker *worker, int count, char **words);

/* Ends the process with a line on standard error; for what no command can go on without. */
void worker_die(const char *what);

/* One line to standard output, at once. */
void worker_answer(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The word as a number. False if it is none. */
int worker_parse(const char *word, int64_t *number);

/* A line of standard input without its end; 0 at the end of input. Too long a line is cut. */
size_t worker_read_line(char *line, size_t size);

/* The word as a number. False, and an answer "what? WORD", if it is none. */
int worker_number(const char *word, int64_t *number);

/* The words after the verb, exactly as many as wanted. False, and an answer, if they are not. */
int worker_read_numbers(int count, char **words, int wanted, int64_t *numbers);

/*
 * Clears so much of the results and gives it pages, so that writing there later is no fault of a
 * thread that is measured. -ENOSPC if there is less.
 */
int worker_take_results(struct worker *worker, uint64_t bytes);

/* Bytes, or -1 where /proc does not tell; then there is no floor to hold, and we say so. */
int64_t worker_available_memory(const struct worker *worker);

/* True if the parent wishes that the running command end early. */
int worker_is_stopped(const struct worker *worker);

/* True if the parent has sent another line already, or is gone. */
int worker_is_called(void);

worker_verb worker_park;
worker_verb worker_grow;
worker_verb worker_release;
worker_verb worker_resident;
worker_verb worker_fibers;
worker_verb worker_resume;
worker_verb worker_fibers_resident;
worker_verb worker_build;
worker_verb worker_pin;
worker_verb worker_pass;
worker_verb worker_join;
worker_verb worker_futex_hash;

/* The program's other life, as a guard of kernel settings; its exit status. */
int worker_guard(void);
worker_verb worker_create;
worker_verb worker_create_steps;
worker_verb worker_pair;
worker_verb worker_call;

#endif
