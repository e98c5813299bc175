/* SPDX-License-Identifier: MIT */
/*
 * Usage: condvar-pingpong CPU_A CPU_B ROUND_TRIPS [BATCHES]
 * Two threads take turns by one mutex and one condition variable, signalled with the mutex held.
 * Output as futex-pingpong.
 */
#include "pair.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int turn;

static void pass(int mine, int other)
{
	pthread_mutex_lock(&mutex);
	while (turn != mine)
		pthread_cond_wait(&changed, &mutex);
	turn = other;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&mutex);
}

static void lead(void)
{
	pass(0, 1);
}

static void follow(void)
{
	pass(1, 0);
}

static void settle(void)
{
	/* The last pass only gave the turn away: the round trip ends when it is back. */
	pthread_mutex_lock(&mutex);
	while (turn != 0)
		pthread_cond_wait(&changed, &mutex);
	pthread_mutex_unlock(&mutex);
}

PAIR_PROGRAM("condvar-pingpong", nothing, lead, follow, settle);
