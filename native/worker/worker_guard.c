/* SPDX-License-Identifier: MIT */
/*
 * linuxthreads-worker guard: raises kernel settings for as long as somebody needs them, and puts
 * them back whatever becomes of that somebody; likewise removes a directory.
 *
 * It answers "ready guard" and takes commands, one line each; each is answered with one line. NAME
 * is one of the names in settings[], below /proc/sys.
 *
 *   lock NAME             "locked NAME VALUE ERRNO": opens the setting for writing and takes a lock
 *                         on it, so that no other guard changes it until this one is gone. Changes
 *                         nothing. EAGAIN: another guard has it; EACCES, EROFS: not allowed
 *   raise NAME VALUE      "raised NAME OLD NEW ERRNO": writes VALUE if it is higher than what is
 *                         there, never if it is lower. NEW is what the kernel made of it
 *   adopt NAME OLD NEW    "adopted NAME ERRNO": takes over a setting that a guard which died had
 *                         raised from OLD to NEW
 *   after PID             "after PID ERRNO": settings are put back when this process is gone too
 *   remove PATH           "removing ERRNO": removes this empty directory, a cgroup's for instance,
 *                         at the end, when settings are put back. PATH may hold spaces
 *   restore               "restored COUNT", then for each setting raised " NAME OLD NEW FOUND NOW
 *                         ERRNO": its value found, and its value now; ends
 *
 * The end of standard input is as good as "restore", without an answer.
 *
 * A setting is put back only if it still holds the value that the kernel made of ours: a value that
 * somebody else has written meanwhile stays. Without the lock two of us would still go wrong: the
 * second finds the first one's value, which is enough, and loses it when the first is done; or it
 * writes a higher one, and later puts the first one's value back, for good. The lock is an
 * open file description lock (fcntl(2)) on the setting's own file, so that nothing has to be
 * cleaned up after a guard that was killed. Not flock(2): .NET takes that for every file it opens
 * for reading, and would not read the setting while we hold it. Between reading a value and writing
 * it there is no protection from others: the kernel has no compare-and-set for settings.
 *
 * Settings go back when the threads they were raised for are gone, not earlier: with more threads
 * alive than kernel.threads-max, every fork on the system is refused (copy_process).
 *
 * It is in a session of its own and ignores SIGINT, SIGHUP and SIGTERM, so that what ends the tool
 * from a terminal does not end its guard. There is no alarm here. If it is killed, whoever started
 * it starts another one, which adopts. If both are killed, settings stay raised.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "worker.h"

/* F_OFD_SETLK, since Linux 3.15; newer than some headers. */
#define OFD_SETLK 37

enum {
	MOST_SETTINGS = 3,
	PATIENCE_S = 120, /* for a process that does not end */
	REMOVAL_S = 5,    /* for the last task of a cgroup, on its way out */
	POLL_NS = 20000000,
};

static const char *const settings[MOST_SETTINGS] = {
	"kernel/pid_max",
	"kernel/threads-max",
	"vm/max_map_count",
};

struct setting {
	int fd; /* 0: not locked, as 0 is our standard input */
	int raised;
	int64_t was;
	int64_t ours;
};

struct guard {
	struct setting settings[MOST_SETTINGS];
	int awaited;           /* directory of /proc, or 0 */
	char doomed[PATH_MAX]; /* directory to remove, or empty */
};

/* Nobody to hear it is no reason to leave without putting things back. */
static void answer(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void answer(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vdprintf(STDOUT_FILENO, format, arguments);
	va_end(arguments);
}

static int number(const char *word, int64_t *value)
{
	if (worker_parse(word, value))
		return 1;
	answer("what? %.100s\n", word);
	return 0;
}

static int read_value(const struct setting *setting, int64_t *value)
{
	char text[32];
	ssize_t length = pread(setting->fd, text, sizeof(text) - 1, 0);

	if (length < 0)
		return errno;
	text[length] = '\0';
	errno = 0;
	*value = strtoll(text, NULL, 10);
	return errno;
}

static int write_value(const struct setting *setting, int64_t value)
{
	char text[32];
	int length = snprintf(text, sizeof(text), "%lld", (long long)value);

	return pwrite(setting->fd, text, (size_t)length, 0) == length ? 0 : errno;
}

static int open_locked(struct setting *setting, const char *name)
{
	struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	char path[64];

	if (setting->fd)
		return 0;
	snprintf(path, sizeof(path), "/proc/sys/%s", name);
	setting->fd = open(path, O_RDWR | O_CLOEXEC);
	if (setting->fd < 0) {
		setting->fd = 0;
		return errno;
	}
	if (fcntl(setting->fd, OFD_SETLK, &whole)) {
		int err = errno;

		close(setting->fd);
		setting->fd = 0;
		return err;
	}
	return 0;
}

static void lock(struct setting *setting, const char *name)
{
	int64_t value = 0;
	int err = open_locked(setting, name);

	if (!err)
		err = read_value(setting, &value);
	answer("locked %s %lld %d\n", name, (long long)value, err);
}

static void raise_setting(struct setting *setting, const char *name, int64_t value)
{
	int64_t old = 0, now = 0;
	int err = open_locked(setting, name);

	if (!err)
		err = setting->raised ? EBUSY : read_value(setting, &old);
	now = old;
	if (!err && value > old) {
		err = write_value(setting, value);
		/* Also if the write failed: what is there now counts, not what we know of it. */
		if (read_value(setting, &now) == 0 && now != old) {
			setting->raised = 1;
			setting->was = old;
			setting->ours = now;
		}
	}
	answer("raised %s %lld %lld %d\n", name, (long long)old, (long long)now, err);
}

static void adopt(struct setting *setting, const char *name, int64_t was, int64_t ours)
{
	int err = open_locked(setting, name);

	if (!err) {
		setting->raised = 1;
		setting->was = was;
		setting->ours = ours;
	}
	answer("adopted %s %d\n", name, err);
}

/*
 * The directory of a process that is gone stays open and has nothing in it: no other process that
 * gets the same number is taken for it.
 */
static int is_gone(const struct guard *guard)
{
	char text[512];
	const char *field;
	ssize_t length;
	int fd = openat(guard->awaited, "stat", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return errno == ENOENT || errno == ESRCH;
	length = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (length <= 0)
		return 1;
	text[length] = '\0';
	/* The comm before the last parenthesis may hold anything. */
	field = strrchr(text, ')');
	if (!field || strlen(field) < 3 || field[2] != 'Z')
		return 0;
	/* A zombie whose parent does not care still has threads until the last one has ended. */
	for (int i = 3; i < 20 && field; i++)
		field = strchr(field + 1, ' ');
	return field && strtol(field, NULL, 10) <= 1;
}

static void await_gone(const struct guard *guard)
{
	const struct timespec pause = {.tv_nsec = POLL_NS};
	int64_t deadline = lt_clock_now() + PATIENCE_S * 1000000000LL;

	while (guard->awaited && !is_gone(guard) && lt_clock_now() < deadline)
		nanosleep(&pause, NULL);
}

static void after(struct guard *guard, int64_t pid)
{
	char path[32];
	int fd;

	snprintf(path, sizeof(path), "/proc/%lld", (long long)pid);
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		if (guard->awaited)
			close(guard->awaited);
		guard->awaited = fd;
	}
	answer("after %lld %d\n", (long long)pid, fd < 0 ? errno : 0);
}

static void doom(struct guard *guard, const char *path)
{
	int err = guard->doomed[0]                        ? EEXIST
		  : strlen(path) >= sizeof(guard->doomed) ? ENAMETOOLONG
		  : access(path, F_OK)                    ? errno
							  : 0;

	if (!err)
		strcpy(guard->doomed, path);
	answer("removing %d\n", err);
}

/* Who named it may have removed it, which is as good. */
static void remove_doomed(const struct guard *guard)
{
	const struct timespec pause = {.tv_nsec = POLL_NS};
	int64_t deadline = lt_clock_now() + REMOVAL_S * 1000000000LL;

	while (guard->doomed[0] && rmdir(guard->doomed) && errno == EBUSY &&
	       lt_clock_now() < deadline)
		nanosleep(&pause, NULL);
}

static size_t append(char *line, size_t size, size_t at, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

static size_t append(char *line, size_t size, size_t at, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(line + at, size - at, format, arguments);
	va_end(arguments);
	return length < 0 ? at : at + (size_t)length;
}

/* The last setting first: the wrong way round of how they were raised harms nobody, but is odd. */
static void restore(struct guard *guard, int is_asked)
{
	char line[400];
	size_t at;
	int count = 0;

	await_gone(guard);
	remove_doomed(guard);
	for (int i = 0; i < MOST_SETTINGS; i++)
		count += guard->settings[i].raised;
	at = append(line, sizeof(line), 0, "restored %d", count);
	for (int i = MOST_SETTINGS - 1; i >= 0; i--) {
		struct setting *setting = &guard->settings[i];
		int64_t found = 0, now = 0;
		int err;

		if (!setting->raised)
			continue;
		err = read_value(setting, &found);
		if (!err && found == setting->ours)
			err = write_value(setting, setting->was);
		if (!err)
			err = read_value(setting, &now);
		at = append(line, sizeof(line), at, " %s %lld %lld %lld %lld %d", settings[i],
			    (long long)setting->was, (long long)setting->ours, (long long)found,
			    (long long)now, err);
	}
	if (is_asked)
		answer("%s\n", line);
}

static struct setting *find(struct guard *guard, const char *name)
{
	for (int i = 0; i < MOST_SETTINGS; i++) {
		if (strcmp(settings[i], name) == 0)
			return &guard->settings[i];
	}
	answer("what? %.100s\n", name);
	return NULL;
}

/* True if that was the last command. */
static int run_line(struct guard *guard, char *line)
{
	char *words[4];
	char *rest = line, *word;
	struct setting *setting;
	int64_t first = 0, second = 0;
	int count = 0;

	if (strncmp(line, "remove ", 7) == 0) {
		doom(guard, line + 7);
		return 0;
	}
	while (count < 4 && (word = strtok_r(rest, " ", &rest)))
		words[count++] = word;
	if (count == 1 && strcmp(words[0], "restore") == 0) {
		restore(guard, 1);
		return 1;
	}
	if (count == 2 && strcmp(words[0], "after") == 0) {
		if (number(words[1], &first))
			after(guard, first);
		return 0;
	}
	if (count < 2 || (strcmp(words[0], "lock") != 0 && strcmp(words[0], "raise") != 0 &&
			  strcmp(words[0], "adopt") != 0)) {
		answer("what? %.100s\n", count > 0 ? words[0] : "");
		return 0;
	}
	setting = find(guard, words[1]);
	if (!setting || (count > 2 && !number(words[2], &first)) ||
	    (count > 3 && !number(words[3], &second)))
		return 0;
	if (count == 2 && strcmp(words[0], "lock") == 0)
		lock(setting, words[1]);
	else if (count == 3 && strcmp(words[0], "raise") == 0)
		raise_setting(setting, words[1], first);
	else if (count == 4 && strcmp(words[0], "adopt") == 0)
		adopt(setting, words[1], first, second);
	else
		answer("what? %s\n", words[0]);
	return 0;
}

/* Others must go before us; where that is not allowed we are as likely to go as the tool. */
static void shield_from_oom(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	(void)!write(fd, "-1000", 5);
	close(fd);
}

int worker_guard(void)
{
	static struct guard guard;
	char line[PATH_MAX + 16];

	/* Refused only to the leader of a group, which is then out of the tool's group as well. */
	setsid();
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	/* An answer that nobody reads must not keep us from putting things back. */
	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_NAME, "lt-guard");
	shield_from_oom();
	answer("ready guard\n");
	while (worker_read_line(line, sizeof(line)) > 0) {
		if (run_line(&guard, line))
			return 0;
	}
	restore(&guard, 0);
	return 0;
}
