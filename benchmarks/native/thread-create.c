/* SPDX-License-Identifier: MIT */
/*
 * Usage: thread-create CPU CREATIONS [STACK]
 * Creates and joins threads one at a time, on stacks of STACK bytes (0, the default, leaves it to
 * the C library). After a tenth as many for warm-up, prints medians in ns from just before
 * pthread_create: until it returned, until the thread ran, until it was joined; then the page
 * faults of this thread alone and of the whole process per creation.
 * With GLIBC_TUNABLES=glibc.pthread.stack_cache_size=0 each stack is a new one.
 */
#include "bench.h"

static double born;

static void *note_birth(void *unused)
{
	born = now_ns();
	return unused;
}

static long minor_faults(int who)
{
	struct rusage usage;

	if (getrusage(who, &usage))
		fail("getrusage", errno);
	return usage.ru_minflt;
}

static double median(double *samples, long count)
{
	qsort(samples, (size_t)count, sizeof(*samples), compare_doubles);
	return (samples[(count - 1) / 2] + samples[count / 2]) / 2;
}

static void create_one(const pthread_attr_t *attributes, double *returned, double *ran,
		       double *joined)
{
	double start = now_ns();
	pthread_t thread;
	int error;

	if ((error = pthread_create(&thread, attributes, note_birth, NULL)))
		fail("pthread_create", error);
	*returned = now_ns() - start;
	if ((error = pthread_join(thread, NULL)))
		fail("pthread_join", error);
	*joined = now_ns() - start;
	*ran = born - start;
}

int main(int argc, char **argv)
{
	double *returned, *ran, *joined;
	long cpu, creations, stack, own, all;
	pthread_attr_t attributes;
	int error;

	if (argc < 3 || argc > 4) {
		fprintf(stderr, "usage: thread-create CPU CREATIONS [STACK]\n");
		return 2;
	}
	cpu = argument(argv[1], -1, "CPU");
	creations = argument(argv[2], 1, "CREATIONS");
	stack = argc == 4 ? argument(argv[3], 0, "STACK") : 0;
	if ((error = pthread_attr_init(&attributes)))
		fail("pthread_attr_init", error);
	if (stack && (error = pthread_attr_setstacksize(&attributes, (size_t)stack)))
		fail("pthread_attr_setstacksize", error);
	returned = batch_samples(creations);
	ran = batch_samples(creations);
	joined = batch_samples(creations);
	/* Pages of the results are not to be faults of a creation. */
	for (long i = 0; i < creations; i++)
		returned[i] = ran[i] = joined[i] = -1;
	pin(cpu);

	for (long i = 0; i < creations / 10; i++)
		create_one(&attributes, &returned[i], &ran[i], &joined[i]);
	own = minor_faults(RUSAGE_THREAD);
	all = minor_faults(RUSAGE_SELF);
	for (long i = 0; i < creations; i++)
		create_one(&attributes, &returned[i], &ran[i], &joined[i]);
	own = minor_faults(RUSAGE_THREAD) - own;
	all = minor_faults(RUSAGE_SELF) - all;

	printf("unit creation median_ns %.0f returned_ns %.0f first_instruction_ns %.0f "
	       "creator_faults %.3f all_faults %.3f\n",
	       median(joined, creations), median(returned, creations), median(ran, creations),
	       (double)own / (double)creations, (double)all / (double)creations);
	pthread_attr_destroy(&attributes);
	free(returned);
	free(ran);
	free(joined);
	return 0;
}
