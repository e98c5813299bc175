/* SPDX-License-Identifier: MIT */
/*
 * Usage: semaphore-pingpong CPU_A CPU_B ROUND_TRIPS [BATCHES]
 * Two threads post each other's POSIX semaphore and wait for their own. Output as futex-pingpong.
 */
#include <semaphore.h>

#include "pair.h"

static sem_t there __attribute__((aligned(256)));
static sem_t back __attribute__((aligned(256)));

static void post(sem_t *semaphore)
{
	if (sem_post(semaphore))
		fail("sem_post", errno);
}

static void await(sem_t *semaphore)
{
	if (sem_wait(semaphore))
		fail("sem_wait", errno);
}

static void setup(void)
{
	if (sem_init(&there, 0, 0) || sem_init(&back, 0, 0))
		fail("sem_init", errno);
}

static void lead(void)
{
	post(&there);
	await(&back);
}

static void follow(void)
{
	await(&there);
	post(&back);
}

PAIR_PROGRAM("semaphore-pingpong", setup, lead, follow, nothing);
