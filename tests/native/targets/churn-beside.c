/* SPDX-License-Identifier: MIT */
/*
 * Usage: churn-beside
 * Threads that come and go beside some that stay, for readers of /proc that must not mix them up.
 * Prints per thread that stays
 *   stays TID
 * then "ready". Those have switched 500 times or more and never move again; the first three have
 * names that stumble a careless reader. All others, named "brief" and "creator", come nowhere near
 * (the creator aside). Ends with its standard input, and after 120 s.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define STAYING    4
#define SWITCHES   500
#define LIFETIME_S 120
#define AT_ONCE    4

static const char *const names[STAYING] = {
	"a) b (c",
	"new\nline",
	/* UTF-8 that the kernel's 15 bytes cut inside a character */
	"\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f",
	"stay",
};

static pid_t tids[STAYING];
static atomic_int ready;

static void sleep_briefly(int times)
{
	const struct timespec moment = {.tv_nsec = 1000};

	while (times-- > 0)
		nanosleep(&moment, NULL);
}

static void *stay_main(void *arg)
{
	size_t index = (size_t)arg;
	struct rusage usage;

	prctl(PR_SET_NAME, names[index]);
	tids[index] = (pid_t)syscall(SYS_gettid);
	/* A timer may fire before its sleeper has left the CPU: then a sleep is no switch. */
	do {
		sleep_briefly(1);
		getrusage(RUSAGE_THREAD, &usage);
	} while (usage.ru_nvcsw < SWITCHES);
	atomic_fetch_add(&ready, 1);
	for (;;)
		pause();
	return NULL;
}

static void *brief_main(void *arg)
{
	prctl(PR_SET_NAME, "brief");
	sleep_briefly(2);
	return arg;
}

static void start(pthread_t *thread, void *(*body)(void *), size_t argument)
{
	if (pthread_create(thread, NULL, body, (void *)argument)) {
		fprintf(stderr, "churn-beside: pthread_create failed\n");
		exit(1);
	}
}

static void *creator_main(void *arg)
{
	pthread_t threads[AT_ONCE];

	prctl(PR_SET_NAME, "creator");
	for (;;) {
		for (size_t i = 0; i < AT_ONCE; i++)
			start(&threads[i], brief_main, 0);
		for (size_t i = 0; i < AT_ONCE; i++)
			pthread_join(threads[i], NULL);
	}
	return arg;
}

int main(void)
{
	pthread_t thread;
	char ignored[64];

	alarm(LIFETIME_S);
	for (size_t i = 0; i < STAYING; i++)
		start(&thread, stay_main, i);
	/* Then some more, so that the last of them has reached its pause. */
	while (atomic_load(&ready) < STAYING)
		sleep_briefly(100);
	sleep_briefly(1000);

	for (size_t i = 0; i < STAYING; i++)
		printf("stays %d\n", tids[i]);
	start(&thread, creator_main, 0);
	printf("ready\n");
	fflush(stdout);
	while (read(STDIN_FILENO, ignored, sizeof(ignored)) > 0)
		;
	return 0;
}
