/* SPDX-License-Identifier: MIT */
/*
 * Usage: threads-alive THREADS STACK_SIZE CARVED
 * Creates THREADS threads, all alive together, each asleep in one futex, by a bare loop of
 * pthread_create(3). STACK_SIZE in bytes, 0 for the C library's default. CARVED 1 takes the stacks
 * from one mapping, without guards; 0 leaves them to the C library. Prints the time of the loop per
 * thread. The process ends with its threads asleep.
 */
#include <limits.h>
#include <linux/futex.h>
#include <sys/mman.h>

#include "bench.h"

static uint32_t gate;

static void *park(void *unused)
{
	while (!__atomic_load_n(&gate, __ATOMIC_ACQUIRE))
		syscall(SYS_futex, &gate, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
	return unused;
}

int main(int argc, char **argv)
{
	long threads, stack, carved;
	pthread_attr_t attr;
	unsigned char *area = NULL;
	double began;
	int error;

	if (argc != 4) {
		fprintf(stderr, "usage: threads-alive THREADS STACK_SIZE CARVED\n");
		return 2;
	}
	threads = argument(argv[1], 1, "THREADS");
	stack = argument(argv[2], 0, "STACK_SIZE");
	carved = argument(argv[3], 0, "CARVED");
	if (carved && stack == 0)
		fail("CARVED needs a STACK_SIZE", EINVAL);
	if ((error = pthread_attr_init(&attr)))
		fail("pthread_attr_init", error);
	if (stack > 0 && (error = pthread_attr_setstacksize(&attr, (size_t)stack)))
		fail("pthread_attr_setstacksize", error);
	if (carved) {
		area = mmap(NULL, (size_t)threads * (size_t)stack, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
		if (area == MAP_FAILED)
			fail("mmap", errno);
		if (madvise(area, (size_t)threads * (size_t)stack, MADV_NOHUGEPAGE) &&
		    errno != EINVAL)
			fail("madvise", errno);
	}

	began = now_ns();
	for (long i = 0; i < threads; i++) {
		pthread_t thread;

		if (carved)
			pthread_attr_setstack(&attr, area + (size_t)i * (size_t)stack,
					      (size_t)stack);
		if ((error = pthread_create(&thread, &attr, park, NULL)))
			fail("pthread_create", error);
	}
	printf("unit thread create_ns %.2f\n", (now_ns() - began) / (double)threads);
	fflush(stdout);
	_exit(0);
}
