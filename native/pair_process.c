/* SPDX-License-Identifier: MIT */
/* B as the only thread of a process of its own. */
#include <sys/prctl.h>
#include <sys/wait.h>

#include "pair.h"

/* include/linux/posix-timers.h: the clock of the id 0, the caller's process, kind CPUCLOCK_PROF. */
#define ACCOUNTED_CLOCK ((clockid_t)(~0u << 3))

int64_t lt_process_accounted(void)
{
	struct timespec time;

	if (clock_gettime(ACCOUNTED_CLOCK, &time))
		return -errno;
	return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

/*
 * fork() and not a bare clone(2), since B uses objects of the C library, which has to know its own
 * thread. B may follow a fork of a process with other threads, so what it calls must not allocate.
 */
int lt_process_start(pid_t *child, void (*body)(void *arg), void *arg)
{
	const pid_t caller = getpid();
	sigset_t saved;
	int err = lt_signals_block(&saved);

	if (err)
		return err;
	*child = fork();
	if (*child < 0)
		err = -errno;
	if (*child == 0) {
		/* A caller that died before this was in force is not our parent any more. */
		if (!prctl(PR_SET_PDEATHSIG, SIGKILL) && getppid() == caller)
			body(arg);
		_exit(0);
	}
	/* Cannot fail: the mask is one that the call above returned. */
	lt_signals_restore(&saved);
	return err;
}

/*
 * Where the caller's process ignores SIGCHLD, the kernel reaps the child and the wait ends in
 * ECHILD once it is gone: how it ended is then for the caller to tell.
 */
int lt_process_wait(pid_t child)
{
	int status;

	while (waitpid(child, &status, 0) < 0) {
		if (errno != EINTR)
			return errno == ECHILD ? 0 : -errno;
	}
	return WIFEXITED(status) ? 0 : -ECHILD;
}
