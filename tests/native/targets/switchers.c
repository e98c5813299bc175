// A process whose threads switch different numbers of times, say how often, and park.
//
// usage: switchers [threads]
//
// Each thread sleeps, yields or plays ping-pong with its neighbour, a number of times of its own. Then one after the
// other reads its own getrusage(RUSAGE_THREAD) and parks in one futex wait: from then on /proc must show exactly one
// voluntary switch more. Prints "tid voluntary involuntary" for each, perhaps "preemptible", then "parked", and
// ends when its input does.
// The first three threads have names that a careless reader of /proc stumbles over.
#define _GNU_SOURCE
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define MAX_THREADS 4096

struct switcher {
	int number;
	pid_t tid;
	long voluntary;
	long involuntary;
	atomic_uint turn;
	atomic_uint go;
};

static struct switcher switchers[MAX_THREADS];
static atomic_int preemptible;
static atomic_int done;
static atomic_int ready;
static atomic_uint never;

static const char *const hostile[] = { "a) b (c", "new\nline", "\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f\xc3\xa4\xc3\xb6\xc3\xbc\xc3" };

static void futex(atomic_uint *word, int operation, unsigned int value)
{
	// EAGAIN (the word had changed already) and EINTR are both looked at again by the callers.
	syscall(SYS_futex, word, operation, value, NULL, NULL, 0);
}

static void nap(int times, long nanoseconds)
{
	struct timespec time = { 0, nanoseconds };

	while (times-- > 0)
		nanosleep(&time, NULL);
}

static void play(atomic_uint *turn, unsigned int mine, int rounds)
{
	while (rounds-- > 0) {
		unsigned int now;

		while ((now = atomic_load(turn)) != mine)
			futex(turn, FUTEX_WAIT_PRIVATE, now);
		atomic_store(turn, 1 - mine);
		futex(turn, FUTEX_WAKE_PRIVATE, 1);
	}
}

static void *run(void *argument)
{
	struct switcher *self = argument;
	struct rusage usage;
	int n = self->number;

	if (n < (int)(sizeof(hostile) / sizeof(hostile[0])))
		prctl(PR_SET_NAME, hostile[n]);
	self->tid = (pid_t)syscall(SYS_gettid);

	// Numbers 4k and 4k+1 play with each other, 4k+2 sleeps, 4k+3 yields.
	switch (n % 4) {
	case 0:
		play(&self->turn, 0, 10 + n);
		break;
	case 1:
		play(&self[-1].turn, 1, 10 + n - 1);
		break;
	case 2:
		nap(1 + n, 1000);
		break;
	default:
		for (int i = 0; i < 100 * n; i++)
			sched_yield();
		break;
	}

	// Nothing may preempt it between its reading and its parking: where the user may not have a real-time priority, the
	// output says so, and a busy machine can add an involuntary switch there.
	if (sched_setscheduler(0, SCHED_FIFO, &(struct sched_param){ .sched_priority = 1 }) != 0)
		atomic_store(&preemptible, 1);
	atomic_fetch_add(&done, 1);
	while (atomic_load(&self->go) == 0)
		futex(&self->go, FUTEX_WAIT_PRIVATE, 0);
	if (getrusage(RUSAGE_THREAD, &usage) != 0)
		abort();
	self->voluntary = usage.ru_nvcsw;
	self->involuntary = usage.ru_nivcsw;
	atomic_fetch_add(&ready, 1);
	while (atomic_load(&never) == 0)
		futex(&never, FUTEX_WAIT_PRIVATE, 0);
	return NULL;
}

int main(int argc, char **argv)
{
	int threads = argc > 1 ? atoi(argv[1]) : 16;
	char ignored[64];

	if (threads < 1 || threads > MAX_THREADS) {
		fprintf(stderr, "switchers: 1 to %d threads\n", MAX_THREADS);
		return 2;
	}
	// A ping-pong needs both of its players.
	if (threads % 4 == 1)
		threads++;

	for (int i = 0; i < threads; i++) {
		pthread_t thread;

		switchers[i].number = i;
		if (pthread_create(&thread, NULL, run, &switchers[i]) != 0) {
			perror("switchers: pthread_create");
			return 1;
		}
	}
	while (atomic_load(&done) < threads)
		nap(1, 1000000);
	for (int i = 0; i < threads; i++) {
		atomic_store(&switchers[i].go, 1);
		futex(&switchers[i].go, FUTEX_WAKE_PRIVATE, 1);
		// Longer than the thread needs, so that this wake-up is not what preempts it.
		do
			nap(1, 300000);
		while (atomic_load(&ready) <= i);
	}

	for (int i = 0; i < threads; i++)
		printf("%d %ld %ld\n", switchers[i].tid, switchers[i].voluntary, switchers[i].involuntary);
	if (atomic_load(&preemptible))
		puts("preemptible");
	puts("parked");
	fflush(stdout);
	while (read(STDIN_FILENO, ignored, sizeof(ignored)) > 0)
		;
	return 0;
}
