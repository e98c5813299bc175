// A process whose threads come and go, beside some that stay: for readers of /proc that must not mix them up.
//
// usage: stay-and-brief [creators]
//
// Four threads switch voluntarily HEAVY times and park for good; they are named "stay". Then each creator starts, joins
// and starts again threads named "brief", which sleep twice and end. A thread named "brief" never gets near HEAVY
// switches, and one named "stay" never moves again once "running" is printed. Ends when its standard input does.
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#define STAYING 4
#define HEAVY 500

static atomic_int ready;

static void nap(int times)
{
	struct timespec shortest = { 0, 1000 };

	while (times-- > 0)
		nanosleep(&shortest, NULL);
}

static void *stay(void *unused)
{
	(void)unused;
	prctl(PR_SET_NAME, "stay");
	nap(HEAVY);
	atomic_fetch_add(&ready, 1);
	for (;;)
		pause();
	return NULL;
}

static void *brief(void *unused)
{
	(void)unused;
	prctl(PR_SET_NAME, "brief");
	nap(2);
	return NULL;
}

static void *create(void *unused)
{
	(void)unused;
	prctl(PR_SET_NAME, "create");
	for (;;) {
		pthread_t threads[4];

		for (int i = 0; i < 4; i++)
			if (pthread_create(&threads[i], NULL, brief, NULL) != 0)
				abort();
		for (int i = 0; i < 4; i++)
			pthread_join(threads[i], NULL);
	}
	return NULL;
}

static void start(void *(*body)(void *), int count)
{
	for (int i = 0; i < count; i++) {
		pthread_t thread;

		if (pthread_create(&thread, NULL, body, NULL) != 0) {
			perror("churn: pthread_create");
			exit(1);
		}
	}
}

int main(int argc, char **argv)
{
	int creators = argc > 1 ? atoi(argv[1]) : 1;
	char ignored[64];

	if (creators < 1 || creators > 64) {
		fprintf(stderr, "churn: 1 to 64 creators\n");
		return 2;
	}
	start(stay, STAYING);
	while (atomic_load(&ready) < STAYING)
		nap(100);
	nap(1000);
	start(create, creators);
	puts("running");
	fflush(stdout);
	while (read(STDIN_FILENO, ignored, sizeof(ignored)) > 0)
		;
	return 0;
}
