/* SPDX-License-Identifier: MIT */
/* The live count of created threads. Linked with the library's sources, which do not export it. */
#include <errno.h>

#include "internal.h"
#include "parked.h"

static void each_creation_is_counted_where_it_was_asked_for(void)
{
	struct lt_park_plan plan = plan_for(0, STACK_BYTES, 0);
	_Atomic uint64_t created = 5;
	struct lt_park *group;

	CHECK_EQ(0, lt_park_create(&plan, &group));
	CHECK_EQ(0, lt_park_grow(group, 2));
	lt_park_count_live(group, &created);
	CHECK_EQ(0, lt_park_grow(group, 7));
	CHECK_EQ(0, lt_park_grow(group, 1));
	CHECK_EQ(5 + 8, (int64_t)atomic_load(&created));
	CHECK_EQ(10, lt_park_count(group));
	CHECK_EQ(0, lt_park_release(group));
}

static _Atomic uint64_t *shared;

/* The kernel ends the process in the middle of a growth: what is in shared memory is what it had.
 */
static void grow_until_killed(void)
{
	struct lt_park_plan plan = plan_for(0, STACK_BYTES, 0);
	struct lt_park *group;

	if (lt_park_create(&plan, &group))
		_exit(1);
	lt_park_count_live(group, shared);
	for (;;) {
		if (lt_park_grow(group, 1000) || lt_park_release(group) ||
		    lt_park_create(&plan, &group))
			_exit(1);
		lt_park_count_live(group, shared);
	}
}

static void the_count_outlives_a_killed_process(void)
{
	pid_t child;
	int status = 0;

	shared = mmap(NULL, page_size(), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	CHECK(shared != MAP_FAILED);
	fflush(stdout);
	child = fork();
	if (child == 0)
		grow_until_killed();
	CHECK(child > 0);
	while (atomic_load(shared) < 100 && waitpid(child, &status, WNOHANG) == 0)
		sched_yield();
	CHECK_EQ(0, kill(child, SIGKILL));
	CHECK_EQ(child, waitpid(child, &status, 0));
	CHECK(WIFSIGNALED(status));
	CHECK_RANGE(100, INT64_MAX, (int64_t)atomic_load(shared));
	CHECK_EQ(0, munmap(shared, page_size()));
}

static void a_refused_creation_is_not_counted(void)
{
	struct lt_park_plan plan = plan_for(0, STACK_BYTES, 0);
	_Atomic uint64_t created = 0;
	struct lt_park *group;

	CHECK_EQ(0, lt_park_create(&plan, &group));
	CHECK_EQ(0, world_tasks(6));
	lt_park_count_live(group, &created);
	CHECK_EQ(-EAGAIN, lt_park_grow(group, 20));
	CHECK_EQ(lt_park_count(group), (int64_t)atomic_load(&created));
	CHECK_EQ(5, lt_park_count(group));
	CHECK_EQ(0, lt_park_release(group));
}

static void at_a_limit_the_count_is_that_of_the_group(void)
{
	if (CHECK_SANITIZED)
		SKIP("a sanitizer has threads of its own");
	if (geteuid() != 0)
		SKIP("only root can become a user without other tasks");
	world_child(a_refused_creation_is_not_counted);
}

int main(void)
{
	world_begin();
	RUN(each_creation_is_counted_where_it_was_asked_for);
	RUN(the_count_outlives_a_killed_process);
	RUN(at_a_limit_the_count_is_that_of_the_group);
	return CHECK_DONE();
}
