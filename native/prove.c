/* SPDX-License-Identifier: MIT */
/*
 * linuxthreads-prove: a process whose only purpose is to have threads, and to run into limits.
 *
 * Usage: linuxthreads-prove STACK_BYTES SECONDS
 * STACK_BYTES 0 is the C library's default; SECONDS is how long it may live (SIGALRM then ends it).
 *
 * It answers "ready FD\n" on standard output, where FD is its descriptor of a page of shared memory
 * (struct prove_page) that whoever started it maps through /proc/PID/fd/FD: the count is there even
 * if the kernel kills this process. Then it takes commands, one line each, from standard input:
 *
 *   grow N          create N threads; "grown COUNT ERRNO\n", ERRNO 0 unless one was refused
 *   prove MAX FLOOR create threads until there are MAX, until one is refused, or until less than
 *                   FLOOR bytes of memory are available; "ended COUNT REASON ERRNO\n"
 *
 * COUNT is all threads it has created. They sleep until the process ends. It ends when standard
 * input does, so also when whoever holds the other end is killed. Not PR_SET_PDEATHSIG: that
 * signal comes at the end of the parent's *thread*, and a thread pool ends threads at will.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "symver.h"

enum {
	EXIT_USAGE = 2,
	EXIT_KERNEL = 3,
	/* Creations between two looks at standard input and at the memory that is left. */
	STRIDE = 32,
};

/* Read by the parent; the C# side reads the same offsets. */
struct prove_page {
	_Atomic uint64_t created;
};

_Static_assert(sizeof(struct prove_page) == 8, "the C# side reads a 64-bit count at offset 0");

enum reason {
	REASON_MAX,
	REASON_ERRNO,
	REASON_FLOOR,
	REASON_STOPPED,
};

static const char *const reason_names[] = {"max", "errno", "floor", "stopped"};

struct prover {
	pthread_attr_t attr;
	struct prove_page *page;
	_Atomic uint32_t arrived;
	uint32_t gate; /* never opens */
	int meminfo;
};

static void die(const char *what)
{
	dprintf(STDERR_FILENO, "linuxthreads-prove: %s: %s\n", what, strerror(errno));
	_exit(EXIT_KERNEL);
}

static long futex(void *word, int operation, uint32_t value)
{
	return syscall(SYS_futex, word, operation, value, NULL, NULL, 0);
}

static void *body(void *arg)
{
	struct prover *prover = arg;

	atomic_fetch_add(&prover->arrived, 1);
	futex(&prover->arrived, FUTEX_WAKE_PRIVATE, 1);
	for (;;)
		futex(&prover->gate, FUTEX_WAIT_PRIVATE, 0);
	return NULL;
}

/* A thread that has not run yet has touched less of its stack than one that sleeps. */
static void await_arrival(struct prover *prover)
{
	uint32_t created = (uint32_t)atomic_load(&prover->page->created);
	uint32_t arrived;

	while ((arrived = atomic_load(&prover->arrived)) != created)
		futex(&prover->arrived, FUTEX_WAIT_PRIVATE, arrived);
}

/* Returns 0 or a positive errno. */
static int create_one(struct prover *prover)
{
	pthread_t thread;
	int err = pthread_create(&thread, &prover->attr, body, prover);

	if (!err)
		atomic_fetch_add(&prover->page->created, 1);
	return err;
}

/* Bytes, or -1 where /proc does not tell; then there is no floor to hold, and we say so. */
static int64_t available_memory(const struct prover *prover)
{
	static const char key[] = "\nMemAvailable:";
	char text[512];
	ssize_t length = pread(prover->meminfo, text, sizeof(text) - 1, 0);
	const char *found;

	if (length <= 0)
		return -1;
	text[length] = '\0';
	found = strstr(text, key);
	return found ? strtoll(found + sizeof(key) - 1, NULL, 10) * 1024 : -1;
}

static int input_waits(void)
{
	struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};

	return poll(&input, 1, 0) > 0;
}

static void grow(struct prover *prover, uint64_t more)
{
	int err = 0;

	while (more-- > 0 && !err)
		err = create_one(prover);
	await_arrival(prover);
	dprintf(STDOUT_FILENO, "grown %llu %d\n",
		(unsigned long long)atomic_load(&prover->page->created), err);
}

static void prove(struct prover *prover, uint64_t max, int64_t floor)
{
	enum reason reason = REASON_MAX;
	uint64_t created;
	int err = 0;

	while ((created = atomic_load(&prover->page->created)) < max) {
		if (created % STRIDE == 0) {
			/* Also keeps the threads that have yet to run few. */
			await_arrival(prover);
			if (available_memory(prover) < floor) {
				reason = REASON_FLOOR;
				break;
			}
			if (input_waits()) {
				reason = REASON_STOPPED;
				break;
			}
		}
		err = create_one(prover);
		if (err) {
			reason = REASON_ERRNO;
			break;
		}
	}
	await_arrival(prover);
	dprintf(STDOUT_FILENO, "ended %llu %s %d\n", (unsigned long long)created,
		reason_names[reason], err);
}

/* 0 at the end of input. Lines are short; a longer one is cut and then not understood. */
static size_t read_line(char *line, size_t size)
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

static void serve(struct prover *prover)
{
	char line[128];
	unsigned long long count;
	long long floor;

	while (read_line(line, sizeof(line)) > 0) {
		if (sscanf(line, "grow %llu", &count) == 1)
			grow(prover, count);
		else if (sscanf(line, "prove %llu %lld", &count, &floor) == 2)
			prove(prover, count, floor);
		else
			dprintf(STDOUT_FILENO, "what? %s\n", line);
	}
}

static struct prove_page *share_page(int *fd)
{
	long size = sysconf(_SC_PAGESIZE);
	void *page;

	*fd = (int)syscall(SYS_memfd_create, "linuxthreads-prove", 1u /* MFD_CLOEXEC */);
	if (*fd < 0)
		die("memfd_create");
	if (ftruncate(*fd, size) < 0)
		die("ftruncate");
	page = mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_SHARED, *fd, 0);
	if (page == MAP_FAILED)
		die("mmap");
	return page;
}

/* If memory runs out, this process is the one to go. Raising one's own score is always allowed. */
static void volunteer_for_oom(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, "1000", 4) != 4)
		die("/proc/self/oom_score_adj");
	close(fd);
}

int main(int argc, char **argv)
{
	static struct prover prover;
	unsigned long stack_size;
	sigset_t all;
	int fd;

	if (argc != 3) {
		dprintf(STDERR_FILENO, "usage: linuxthreads-prove STACK_BYTES SECONDS\n");
		return EXIT_USAGE;
	}
	stack_size = strtoul(argv[1], NULL, 10);
	prctl(PR_SET_NAME, "lt-prove");
	volunteer_for_oom();
	alarm((unsigned int)strtoul(argv[2], NULL, 10));

	errno = pthread_attr_init(&prover.attr);
	if (!errno && stack_size > 0)
		errno = pthread_attr_setstacksize(&prover.attr, stack_size);
	if (errno)
		die("stack size");
	prover.meminfo = open("/proc/meminfo", O_RDONLY | O_CLOEXEC);
	if (prover.meminfo < 0)
		die("/proc/meminfo");
	prover.page = share_page(&fd);

	/* Inherited by the threads, so that no signal but one nobody can block reaches them. */
	sigfillset(&all);
	sigdelset(&all, SIGALRM);
	sigdelset(&all, SIGTERM);
	sigdelset(&all, SIGINT);
	pthread_sigmask(SIG_SETMASK, &all, NULL);

	dprintf(STDOUT_FILENO, "ready %d\n", fd);
	serve(&prover);
	/* exit() would run destructors beside threads that sleep: nothing here needs one. */
	_exit(0);
}
