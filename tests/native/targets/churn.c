/* SPDX-License-Identifier: MIT */
/*
 * Usage: churn [AT_ONCE]
 * Creates and ends threads, AT_ONCE (8) alive at a time, until told to stop. Prints
 *   created COUNT
 * at the end.
 */
#include "target.h"

static _Atomic uint32_t over;
static _Atomic uint64_t created;
static size_t at_once = 8;

static void *brief_main(void *arg)
{
	struct timespec life = {.tv_nsec = (long)(uintptr_t)arg * 100000};

	nanosleep(&life, NULL);
	return NULL;
}

static void *churn_main(void *arg)
{
	pthread_t *threads = calloc(at_once, sizeof(*threads));
	size_t alive = 0;

	if (!threads)
		die("out of memory");
	for (size_t next = 0; !atomic_load(&over); next = (next + 1) % at_once) {
		int err;

		if (alive == at_once) {
			pthread_join(threads[next], NULL);
			alive--;
		}
		err = pthread_create(&threads[next], NULL, brief_main, (void *)(uintptr_t)next);
		if (err)
			die("pthread_create: %s", strerror(err));
		alive++;
		atomic_fetch_add(&created, 1);
	}
	/* They end with the process, within milliseconds. */
	free(threads);
	return arg;
}

int main(int argc, char **argv)
{
	pid_t parent = begin();
	pthread_t churner;
	int err;

	if (argc > 2)
		die("usage: churn [AT_ONCE]");
	if (argc == 2)
		at_once = number(argv[1], 1, 10000, "AT_ONCE");
	err = pthread_create(&churner, NULL, churn_main, NULL);
	if (err)
		die("pthread_create: %s", strerror(err));
	/* Ready means that threads have ended already. */
	while (atomic_load(&created) <= at_once)
		sched_yield();
	live(parent);
	atomic_store(&over, 1);
	pthread_join(churner, NULL);
	printf("created %llu\n", (unsigned long long)atomic_load(&created));
	return 0;
}
