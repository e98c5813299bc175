/* SPDX-License-Identifier: MIT */
/* The list of facts is complete and true. Argument 1 is the path of lt.h. */
#include <ctype.h>
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>

#include "check.h"
#include "lt.h"
#include "world.h"

static const char *header_path;

static int fact(const char *name, uint64_t *value)
{
	struct lt_abi_fact got = {.size = sizeof(got)};

	for (uint32_t i = 0; lt_abi_fact(i, &got) == 0; i++) {
		if (!strcmp(got.name, name)) {
			*value = got.value;
			return 1;
		}
	}
	return 0;
}

static void facts_end_and_have_unique_names(void)
{
	static struct lt_abi_fact facts[1000];
	uint32_t count = 0;

	for (; count < 1000; count++) {
		facts[count].size = sizeof(facts[count]);
		if (lt_abi_fact(count, &facts[count]))
			break;
		CHECK(memchr(facts[count].name, 0, sizeof(facts[count].name)) != NULL);
		CHECK(facts[count].name[0] != '\0');
		for (uint32_t i = 0; i < count; i++)
			CHECK(strcmp(facts[i].name, facts[count].name) != 0);
	}
	CHECK_RANGE(100, 999, count);
	CHECK_EQ(-ENOENT, lt_abi_fact(count, &facts[0]));
	CHECK_EQ(-ENOENT, lt_abi_fact(UINT32_MAX, &facts[0]));
}

static void bad_arguments_are_refused_and_nothing_is_written(void)
{
	struct lt_abi_fact got, before;

	memset(&got, 0x55, sizeof(got));
	got.size = sizeof(got) - 1;
	before = got;
	CHECK_EQ(-EINVAL, lt_abi_fact(0, NULL));
	CHECK_EQ(-EINVAL, lt_abi_fact(0, &got));
	CHECK(!memcmp(&before, &got, sizeof(got)));
	got.size = before.size = sizeof(got);
	CHECK_EQ(-ENOENT, lt_abi_fact(1000, &got));
	CHECK(!memcmp(&before, &got, sizeof(got)));
}

#define SAME(name, expected)                                                                       \
	do {                                                                                       \
		uint64_t value_ = 0;                                                               \
		CHECK(fact(name, &value_));                                                        \
		CHECK_EQ((int64_t)(expected), (int64_t)value_);                                    \
	} while (0)
#define SAME_NUMBER(name) SAME(#name, name)
#define SAME_SIZE(type)   SAME("sizeof(" #type ")", sizeof(type))
#define SAME_OFFSET(type, member)                                                                  \
	SAME("offsetof(struct " #type ", " #member ")", offsetof(struct type, member))

static void facts_agree_with_the_headers(void)
{
	SAME_NUMBER(LT_ABI_VERSION);
	CHECK_EQ(LT_ABI_VERSION, lt_abi_version());
	SAME_NUMBER(LT_CPU_ANY);
	SAME_SIZE(struct lt_counters);
	SAME_OFFSET(lt_counters, migrations);
	SAME_SIZE(pthread_attr_t);
	SAME_SIZE(cpu_set_t);
	SAME_SIZE(struct timespec);
	SAME_SIZE(struct rusage);
	SAME_OFFSET(rusage, ru_utime);
	SAME_OFFSET(rusage, ru_stime);
	SAME_OFFSET(rusage, ru_minflt);
	SAME_OFFSET(rusage, ru_majflt);
	SAME_OFFSET(rusage, ru_nvcsw);
	SAME_OFFSET(rusage, ru_nivcsw);
	SAME_NUMBER(SYS_futex);
	SAME_NUMBER(SYS_gettid);
	SAME_NUMBER(SYS_get_robust_list);
	SAME_NUMBER(SYS_sched_yield);
	SAME_NUMBER(RUSAGE_THREAD);
	/* The library writes these as numbers, because musl brings no kernel headers. */
	SAME_NUMBER(FUTEX_WAIT);
	SAME_NUMBER(FUTEX_WAKE);
	SAME_NUMBER(FUTEX_WAIT_BITSET);
	SAME_NUMBER(FUTEX_PRIVATE_FLAG);
	SAME_NUMBER(FUTEX_WAIT_PRIVATE);
	SAME_NUMBER(FUTEX_WAKE_PRIVATE);
	SAME_NUMBER(FUTEX_CMP_REQUEUE_PRIVATE);
	SAME("FUTEX_BITSET_MATCH_ANY", FUTEX_BITSET_MATCH_ANY);
}

/* The name that a member declaration ends in: "uint64_t cpus_seen[16];" gives cpus_seen. */
static int member_name(const char *line, char *name, size_t size)
{
	const char *end = strpbrk(line, ";[");
	const char *start;

	if (!end || line[0] != '\t')
		return 0;
	for (start = end; start > line && (isalnum((unsigned char)start[-1]) || start[-1] == '_');)
		start--;
	if (start == end || (size_t)(end - start) >= size)
		return 0;
	memcpy(name, start, (size_t)(end - start));
	name[end - start] = '\0';
	return 1;
}

static void everything_in_the_header_is_a_fact(void)
{
	char line[256], structure[64] = "", name[64], wanted[160];
	FILE *header = fopen(header_path, "re");
	int structures = 0, members = 0, numbers = 0;
	uint64_t value;

	CHECK(header != NULL);
	if (!header)
		return;
	while (fgets(line, sizeof(line), header)) {
		wanted[0] = '\0';
		if (sscanf(line, "struct %63[a-z_] {", structure) == 1 && strchr(line, '{')) {
			snprintf(wanted, sizeof(wanted), "sizeof(struct %s)", structure);
			structures++;
		} else if (line[0] == '}') {
			structure[0] = '\0';
		} else if (structure[0] && member_name(line, name, sizeof(name))) {
			snprintf(wanted, sizeof(wanted), "offsetof(struct %s, %s)", structure,
				 name);
			members++;
		} else if (sscanf(line, "#define %63s", name) == 1 && strcmp(name, "LT_H")) {
			snprintf(wanted, sizeof(wanted), "%s", name);
			numbers++;
		}
		if (wanted[0] && !fact(wanted, &value)) {
			printf("lt.h has %s, the list of facts has not\n", wanted);
			check.test_failed = 1;
		}
	}
	fclose(header);
	CHECK_RANGE(12, 1000, structures);
	CHECK_RANGE(70, 1000, members);
	CHECK_RANGE(19, 1000, numbers);
}

int main(int argc, char **argv)
{
	header_path = argc > 1 ? argv[1] : "native/lt.h";
	RUN(facts_end_and_have_unique_names);
	RUN(bad_arguments_are_refused_and_nothing_is_written);
	RUN(facts_agree_with_the_headers);
	RUN(everything_in_the_header_is_a_fact);
	return CHECK_DONE();
}
