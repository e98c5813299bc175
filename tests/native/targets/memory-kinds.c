/* SPDX-License-Identifier: MIT */
/*
 * Usage: memory-kinds KIND BYTES [THREADS]
 * Has BYTES resident of one kind of memory, and as many again after each line "grow" (three at
 * most) on its standard input, which it answers by "ready". Nothing else of it grows meanwhile.
 *
 * arena         small blocks of malloc in THREADS (1) threads, BYTES in all
 * heap          small blocks of malloc in the first thread
 * anonymous     private anonymous memory
 * named         the same, named "breakdown test"
 * code          the same, executable
 * signal-stack  a signal stack of BYTES / THREADS per thread, a guard below it
 * file-private  a file, mapped privately and read
 * file-shared   a file, mapped shared and written to
 * memfd         a file of memfd_create
 * system-v      a System V segment
 * shared        shared anonymous memory
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/shm.h>

#include "target.h"

#ifndef PR_SET_VMA
#define PR_SET_VMA           0x53564d41
#define PR_SET_VMA_ANON_NAME 0
#endif

#define MOST_GROWTH 4
#define BLOCK       4000

struct worker {
	pthread_t thread;
	size_t bytes;
	char *signal_stack;
};

static const char *kind;
static size_t bytes, threads = 1, page;
static struct worker *workers;
static _Atomic uint32_t round_due;
static char *area;
static size_t used;

/* Blocks stay: nothing points to them any more, and malloc can't give them to anyone else. */
static void take_blocks(size_t amount)
{
	for (size_t taken = 0; taken < amount; taken += BLOCK + 2 * sizeof(size_t)) {
		char *volatile block = malloc(BLOCK);

		if (!block)
			die("out of memory");
		memset(block, 1, BLOCK);
	}
}

static void *worker_main(void *arg)
{
	struct worker *worker = arg;
	stack_t stack = {.ss_sp = worker->signal_stack, .ss_size = MOST_GROWTH * worker->bytes};

	if (worker->signal_stack && sigaltstack(&stack, NULL))
		die("sigaltstack: %s", strerror(errno));
	for (uint32_t round = 0;; round++) {
		sleep_while(&round_due, round);
		if (!worker->signal_stack)
			take_blocks(worker->bytes);
	}
	return NULL;
}

static void start_workers(void)
{
	pthread_attr_t attr;

	workers = calloc(threads, sizeof(*workers));
	if (!workers || pthread_attr_init(&attr) || pthread_attr_setstacksize(&attr, 256 << 10))
		die("out of memory");
	for (size_t i = 0; i < threads; i++) {
		struct worker *worker = &workers[i];
		char *low;

		worker->bytes = bytes / threads / page * page;
		if (!strcmp(kind, "signal-stack")) {
			low = mmap(NULL, MOST_GROWTH * worker->bytes + page, PROT_READ | PROT_WRITE,
				   MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
			if (low == MAP_FAILED || mprotect(low, page, PROT_NONE))
				die("a signal stack: %s", strerror(errno));
			worker->signal_stack = low + page;
		}
		if (pthread_create(&worker->thread, &attr, worker_main, worker))
			die("pthread_create failed");
	}
	await_sleepers(&round_due, 0, (long)threads);
}

static void run_workers(void)
{
	uint32_t round = atomic_fetch_add(&round_due, 1) + 1;

	wake(&round_due);
	await_sleepers(&round_due, round, (long)threads);
	for (size_t i = 0; i < threads; i++) {
		if (workers[i].signal_stack)
			memset(workers[i].signal_stack + used / threads, 1, workers[i].bytes);
	}
}

static int scratch_file(int file)
{
	if (file < 0 || ftruncate(file, (off_t)(MOST_GROWTH * bytes)))
		die("a file: %s", strerror(errno));
	return file;
}

static int disk_file(void)
{
	char path[] = P_tmpdir "/memory-kinds-XXXXXX";
	int file = mkstemp(path);

	if (file >= 0)
		unlink(path);
	return scratch_file(file);
}

static char *map_area(void)
{
	size_t length = MOST_GROWTH * bytes;
	int rights = PROT_READ | PROT_WRITE;
	int flags = MAP_PRIVATE | MAP_ANONYMOUS;
	int file = -1;
	char *at;

	if (!strcmp(kind, "system-v")) {
		int segment = shmget(IPC_PRIVATE, length, IPC_CREAT | 0600);

		at = segment < 0 ? (char *)-1 : shmat(segment, NULL, 0);
		if (at == (char *)-1)
			die("a System V segment: %s", strerror(errno));
		shmctl(segment, IPC_RMID, NULL);
		return at;
	}
	if (!strcmp(kind, "code"))
		rights |= PROT_EXEC;
	else if (!strcmp(kind, "shared"))
		flags = MAP_SHARED | MAP_ANONYMOUS;
	else if (!strcmp(kind, "file-private"))
		flags = MAP_PRIVATE, file = disk_file();
	else if (!strcmp(kind, "file-shared"))
		flags = MAP_SHARED, file = disk_file();
	else if (!strcmp(kind, "memfd"))
		flags = MAP_SHARED, file = scratch_file(memfd_create("breakdown", 0));
	else if (strcmp(kind, "anonymous") && strcmp(kind, "named"))
		die("no such kind of memory: %s", kind);

	at = mmap(NULL, length, rights, flags, file, 0);
	if (at == MAP_FAILED)
		die("mmap: %s", strerror(errno));
	madvise(at, length, MADV_NOHUGEPAGE);
	if (!strcmp(kind, "named") &&
	    prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, at, length, "breakdown test"))
		unsupported("the kernel lacks CONFIG_ANON_VMA_NAME");
	return at;
}

static void grow(void)
{
	if (used == MOST_GROWTH * bytes)
		die("grown too often");
	if (workers) {
		run_workers();
		used += bytes;
	} else if (!strcmp(kind, "heap")) {
		take_blocks(bytes);
	} else {
		/* Read where reading makes a page resident, else written. */
		for (size_t i = 0; i < bytes; i += page) {
			if (!strcmp(kind, "file-private"))
				(void)*(volatile char *)(area + used + i);
			else
				area[used + i] = 1;
		}
		used += bytes;
	}
	printf("ready\n");
	fflush(stdout);
}

int main(int argc, char **argv)
{
	char line[64];

	begin();
	page = (size_t)sysconf(_SC_PAGESIZE);
	if (argc < 3 || argc > 4)
		die("usage: memory-kinds KIND BYTES [THREADS]");
	kind = argv[1];
	bytes = number(argv[2], page, 1UL << 30, "BYTES") / page * page;
	if (argc == 4)
		threads = number(argv[3], 1, 1000, "THREADS");
	/* Streams take their buffers now, not between two readings. */
	printf("kind %s\n", kind);
	fflush(stdout);
	if (!strcmp(kind, "arena") || !strcmp(kind, "signal-stack"))
		start_workers();
	else if (strcmp(kind, "heap"))
		area = map_area();
	grow();
	while (fgets(line, sizeof(line), stdin) && !strcmp(line, "grow\n"))
		grow();
	return 0;
}
