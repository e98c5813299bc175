/* SPDX-License-Identifier: MIT */
/*
 * linuxthreads-worker: a process that measures on command and whose end leaves nothing behind.
 *
 * Usage: linuxthreads-worker SECONDS RESULT_BYTES
 *        linuxthreads-worker guard             is something else: see worker_guard.c
 * SECONDS is how long it may live (SIGALRM then ends it). RESULT_BYTES is the room for results that
 * do not fit a line, may be 0.
 *
 * It answers "ready FD\n" on standard output, where FD is its descriptor of a memory that whoever
 * started it maps through /proc/PID/fd/FD: a struct worker_page, and from WORKER_RESULTS on the
 * results. What is in it outlives this process. Then it takes commands, one line each, from
 * standard input, and answers each with one line; the comment at each verb tells both. A line it
 * does not understand is answered with "what? LINE".
 *
 * It ends when standard input does, also in the middle of a command, so also when whoever holds the
 * other end is killed. Not PR_SET_PDEATHSIG: that signal comes at the end of the parent's *thread*,
 * and a thread pool ends threads at will. SIGINT is the parent's to act on.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include "worker.h"

enum {
	EXIT_USAGE = 2,
	EXIT_KERNEL = 3,
	MOST_WORDS = 16,
};

static const struct {
	const char *name;
	worker_verb *run;
} verbs[] = {
	{"park", worker_park},
	{"grow", worker_grow},
	{"release", worker_release},
	{"resident", worker_resident},
	{"fibers", worker_fibers},
	{"resume", worker_resume},
	{"fibers-resident", worker_fibers_resident},
	{"build", worker_build},
	{"pin", worker_pin},
	{"pass", worker_pass},
	{"join", worker_join},
	{"futex-hash", worker_futex_hash},
	{"create", worker_create},
	{"create-steps", worker_create_steps},
	{"pair", worker_pair},
	{"call", worker_call},
};

void worker_die(const char *what)
{
	dprintf(STDERR_FILENO, "linuxthreads-worker: %s: %s\n", what, strerror(errno));
	_exit(EXIT_KERNEL);
}

void worker_answer(const char *format, ...)
{
	char line[512];
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	if (length < 0 || (size_t)length >= sizeof(line))
		abort(); /* a verb's mistake: an answer is one short line */
	/* Nobody to hear it means nobody to work for. */
	if (write(STDOUT_FILENO, line, (size_t)length) != length)
		_exit(0);
}

int worker_parse(const char *word, int64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoll(word, &end, 10);
	return end != word && *end == '\0' && errno == 0;
}

int worker_number(const char *word, int64_t *number)
{
	if (worker_parse(word, number))
		return 1;
	worker_answer("what? %.100s\n", word);
	return 0;
}

int worker_read_numbers(int count, char **words, int wanted, int64_t *numbers)
{
	if (count != wanted + 1) {
		worker_answer("what? %.100s\n", words[0]);
		return 0;
	}
	for (int i = 0; i < wanted; i++) {
		if (!worker_number(words[i + 1], &numbers[i]))
			return 0;
	}
	return 1;
}

int worker_take_results(struct worker *worker, uint64_t bytes)
{
	if (!worker->results || bytes > worker->results_bytes)
		return -ENOSPC;
	memset(worker->results, 0, (size_t)bytes);
	return 0;
}

int worker_is_called(void)
{
	struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};

	return poll(&input, 1, 0) > 0;
}

int worker_is_stopped(const struct worker *worker)
{
	return __atomic_load_n(&worker->page->stop, __ATOMIC_RELAXED) || worker_is_called();
}

static void end_with_input(int signal)
{
	struct pollfd input = {.fd = STDIN_FILENO, .events = 0};

	(void)signal;
	if (poll(&input, 1, 0) > 0 && input.revents & POLLHUP)
		_exit(0);
}

/*
 * The kernel signals whoever asked for it when the last writer of a pipe closes it. Standard input
 * that is no pipe is looked at between commands only.
 */
static void watch_input(void)
{
	struct sigaction action = {.sa_handler = end_with_input, .sa_flags = SA_RESTART};

	sigemptyset(&action.sa_mask);
	if (sigaction(SIGIO, &action, NULL) == 0 && fcntl(STDIN_FILENO, F_SETOWN, getpid()) == 0)
		fcntl(STDIN_FILENO, F_SETFL, fcntl(STDIN_FILENO, F_GETFL) | O_ASYNC);
	end_with_input(SIGIO);
}

/* Lines are short; a longer one is cut and then not understood. */
size_t worker_read_line(char *line, size_t size)
{
	size_t length = 0;
	char character;

	for (;;) {
		ssize_t got = read(STDIN_FILENO, &character, 1);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return 0;
		if (character == '\n')
			break;
		if (length < size - 1)
			line[length++] = character;
	}
	line[length] = '\0';
	return length + 1;
}

static void run_line(struct worker *worker, char *line)
{
	char *words[MOST_WORDS];
	char *rest = line;
	char *word;
	int count = 0;

	while (count < MOST_WORDS && (word = strtok_r(rest, " ", &rest)))
		words[count++] = word;
	for (size_t i = 0; count > 0 && i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (strcmp(verbs[i].name, words[0]) == 0) {
			__atomic_store_n(&worker->page->stop, 0, __ATOMIC_RELAXED);
			verbs[i].run(worker, count, words);
			return;
		}
	}
	worker_answer("what? %.100s\n", count > 0 ? words[0] : "");
}

static int share_memory(struct worker *worker, size_t results_bytes)
{
	size_t bytes = WORKER_RESULTS + results_bytes;
	int fd = (int)syscall(SYS_memfd_create, "linuxthreads-worker", 1u /* MFD_CLOEXEC */);
	void *memory;

	if (fd < 0)
		worker_die("memfd_create");
	if (ftruncate(fd, (off_t)bytes) < 0)
		worker_die("ftruncate");
	memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (memory == MAP_FAILED)
		worker_die("mmap");
	worker->page = memory;
	if (results_bytes > 0) {
		worker->results = (unsigned char *)memory + WORKER_RESULTS;
		worker->results_bytes = results_bytes;
	}
	return fd;
}

/* If memory runs out, this process is the one to go. Raising one's own score is always allowed. */
static void volunteer_for_oom(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, "1000", 4) != 4)
		worker_die("/proc/self/oom_score_adj");
	close(fd);
}

int main(int argc, char **argv)
{
	static struct worker worker;
	char line[256];
	int64_t seconds, bytes;

	if (argc == 2 && strcmp(argv[1], "guard") == 0)
		return worker_guard();
	if (argc != 3 || !worker_number(argv[1], &seconds) || !worker_number(argv[2], &bytes) ||
	    bytes < 0) {
		dprintf(STDERR_FILENO, "usage: linuxthreads-worker SECONDS RESULT_BYTES | guard\n");
		return EXIT_USAGE;
	}
	prctl(PR_SET_NAME, "lt-worker");
	volunteer_for_oom();
	alarm((unsigned int)seconds);
	signal(SIGINT, SIG_IGN);
	worker.meminfo = open("/proc/meminfo", O_RDONLY | O_CLOEXEC);
	if (worker.meminfo < 0)
		worker_die("/proc/meminfo");
	worker_answer("ready %d\n", share_memory(&worker, (size_t)bytes));

	watch_input();
	while (worker_read_line(line, sizeof(line)) > 0)
		run_line(&worker, line);
	/* exit() would run destructors beside threads that sleep: nothing here needs one. */
	_exit(0);
}
