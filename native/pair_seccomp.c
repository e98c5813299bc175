/* SPDX-License-Identifier: MIT */
/*
 * A makes a system call that a filter on its own thread turns into a notification; B receives it
 * and answers. B has the only descriptor of the listener: A sends it over and closes its own, so
 * that the end of B, however it comes, ends A's call.
 */
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include "pair.h"

/* From the kernel's uapi, linux/seccomp.h and linux/filter.h; musl's headers do not bring them. */
#define SET_MODE_FILTER   1
#define GET_NOTIF_SIZES   3
#define FLAG_SPEC_ALLOW   4ul
#define FLAG_NEW_LISTENER 8ul
#define RET_USER_NOTIF    0x7fc00000u
#define RET_ALLOW         0x7fff0000u
#define FD_SYNC_WAKE_UP   1ul
#define NOTIF_RECV        _IOWR('!', 0, struct notification)
#define NOTIF_SEND        _IOWR('!', 1, struct answer)
#define NOTIF_SET_FLAGS   _IOW('!', 4, uint64_t)

struct call_data {
	int32_t nr;
	uint32_t arch;
	uint64_t instruction_pointer;
	uint64_t args[6];
};

struct notification {
	uint64_t id;
	uint32_t pid;
	uint32_t flags;
	struct call_data data;
};

struct answer {
	uint64_t id;
	int64_t value;
	int32_t error;
	uint32_t flags;
};

struct notif_sizes {
	uint16_t notification;
	uint16_t answer;
	uint16_t data;
};

struct instruction {
	uint16_t code;
	uint8_t if_true;
	uint8_t if_false;
	uint32_t k;
};

struct program {
	uint16_t length;
	const struct instruction *instructions;
};

/* The call has no arguments, so that only we can mean one. */
#define NOTIFIED_CALL SYS_getppid

enum {
	ROUND_TRIP = 0x4c545254,
	GOODBYE = 0x4c544259,
	ANSWER = 0x4c54414e, /* and not what the call would have returned */
};

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define LOW_HALF 0
#else
#define LOW_HALF 4
#endif

#define LOAD(member_offset)                                                                        \
	{                                                                                          \
		0x20, 0, 0, (uint32_t)(member_offset)                                              \
	}
#define IF(value, then, else)                                                                      \
	{                                                                                          \
		0x15, then, else, value                                                            \
	}
#define RETURN(value)                                                                              \
	{                                                                                          \
		0x06, 0, 0, value                                                                  \
	}

static const struct instruction filter[] = {
	LOAD(offsetof(struct call_data, nr)),
	IF(NOTIFIED_CALL, 0, 3),
	LOAD(offsetof(struct call_data, args) + LOW_HALF),
	IF(ROUND_TRIP, 2, 0),
	IF(GOODBYE, 1, 0),
	RETURN(RET_ALLOW),
	RETURN(RET_USER_NOTIF),
};

struct seccomp_state {
	int sockets[2]; /* by side, to send the listener through */
	int closed_b;
	int sync;
	int processes;
	int filtered; /* A's thread is */
	int listener; /* B's */
};

static int setup(void *state, const struct lt_pair_plan *plan)
{
	struct seccomp_state *seccomp = state;
	struct notif_sizes sizes;

	if (syscall(SYS_seccomp, GET_NOTIF_SIZES, 0, &sizes))
		return errno == EINVAL ? -ENOSYS : -errno; /* no listeners before Linux 5.0 */
	if (sizes.notification != sizeof(struct notification) ||
	    sizes.answer != sizeof(struct answer))
		return -EOPNOTSUPP; /* a kernel that says more than we know of */
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, seccomp->sockets))
		return -errno;
	seccomp->sync = plan->mechanism == LT_PAIR_SECCOMP_SYNC;
	seccomp->processes = (plan->flags & LT_PAIR_PROCESSES) != 0;
	seccomp->listener = -1;
	return 0;
}

/* Room for one descriptor, aligned as its header. */
union control {
	struct cmsghdr header;
	char room[CMSG_SPACE(sizeof(int))];
};

static int send_descriptor(int socket, int fd)
{
	union control control = {.room = {0}};
	struct iovec byte = {.iov_base = &(char){0}, .iov_len = 1};
	struct msghdr message = {.msg_iov = &byte, .msg_iovlen = 1, .msg_control = &control};
	struct cmsghdr *header;

	message.msg_controllen = sizeof(control.room);
	header = CMSG_FIRSTHDR(&message);
	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &fd, sizeof(fd));
	if (sendmsg(socket, &message, MSG_NOSIGNAL) != 1)
		return errno == EPIPE ? -ECANCELED : -errno;
	return 0;
}

/* The descriptor, or -ECANCELED if none will come. */
static int receive_descriptor(int socket)
{
	union control control = {.room = {0}};
	struct iovec byte = {.iov_base = &(char){0}, .iov_len = 1};
	struct msghdr message = {.msg_iov = &byte, .msg_iovlen = 1, .msg_control = &control};
	const struct cmsghdr *header;
	ssize_t n;
	int fd;

	message.msg_controllen = sizeof(control.room);
	do
		n = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR); /* stop and continue of the process */
	if (n < 0)
		return -errno;
	if (n == 0)
		return -ECANCELED;
	header = CMSG_FIRSTHDR(&message);
	if (!header)
		return -EMFILE; /* the one reason for which the kernel drops it */
	memcpy(&fd, CMSG_DATA(header), sizeof(fd));
	return fd;
}

/* The filter is the thread's for the rest of its life, which ends with the run. */
static int enter_a(struct seccomp_state *seccomp)
{
	const struct program program = {sizeof(filter) / sizeof(filter[0]), filter};
	long listener;
	int err;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -errno;
	/* Else some kernels turn speculative store bypass off for the thread, which is slower. */
	listener = syscall(SYS_seccomp, SET_MODE_FILTER, FLAG_NEW_LISTENER | FLAG_SPEC_ALLOW,
			   &program);
	if (listener < 0)
		return -errno;
	seccomp->filtered = 1;
	err = send_descriptor(seccomp->sockets[LT_SIDE_A], (int)listener);
	close((int)listener);
	return err;
}

static void close_socket_b(struct seccomp_state *seccomp)
{
	if (!seccomp->closed_b)
		close(seccomp->sockets[LT_SIDE_B]);
	seccomp->closed_b = 1;
}

static int enter_b(struct seccomp_state *seccomp)
{
	int listener = receive_descriptor(seccomp->sockets[LT_SIDE_B]);

	if (listener < 0)
		return listener;
	seccomp->listener = listener;
	close_socket_b(seccomp);
	if (seccomp->sync && syscall(SYS_ioctl, listener, NOTIF_SET_FLAGS, FD_SYNC_WAKE_UP))
		return errno == EINVAL ? -EOPNOTSUPP : -errno; /* since Linux 6.6 */
	return 0;
}

static int enter(void *state, enum lt_side side)
{
	return side == LT_SIDE_A ? enter_a(state) : enter_b(state);
}

static inline __attribute__((always_inline)) int lead_all(uint64_t round_trips,
							  struct lt_labour *labour)
{
	for (; round_trips > 0; round_trips--) {
		long answer;

		if (labour)
			lt_work_do(labour);
		answer = syscall(NOTIFIED_CALL, ROUND_TRIP);
		if (answer != ANSWER) {
			if (answer < 0 && errno == ENOSYS)
				return -ECANCELED; /* nobody listens any more */
			return answer < 0 ? -errno : -EPROTO;
		}
	}
	return 0;
}

/* A's thread is gone without a goodbye. Kernels before 6.11 only say so to those who ask. */
static int hung_up(int listener)
{
	struct pollfd fd = {.fd = listener, .events = POLLIN};

	return poll(&fd, 1, 0) > 0 && fd.revents & POLLHUP;
}

static inline __attribute__((always_inline)) int take(const struct seccomp_state *seccomp,
						      struct notification *notification)
{
	for (;;) {
		/* The kernel refuses a buffer that is not zero. */
		memset(notification, 0, sizeof(*notification));
		if (!syscall(SYS_ioctl, seccomp->listener, NOTIF_RECV, notification))
			return notification->data.args[0] == GOODBYE ? -ECANCELED : 0;
		/* ENOENT: the call was interrupted before we got it, and is made again. */
		if (errno == ENOENT && hung_up(seccomp->listener))
			return -ECANCELED;
		if (errno != EINTR && errno != ENOENT)
			return -errno;
	}
}

/* Stop and continue of A's process withdraw the call, which is made again: then not a round trip.
 */
static inline __attribute__((always_inline)) int
follow_all(const struct seccomp_state *seccomp, uint64_t round_trips, struct lt_labour *labour)
{
	while (round_trips > 0) {
		struct notification notification;
		struct answer answer = {.value = ANSWER};
		int err = take(seccomp, &notification);

		if (err)
			return err;
		if (labour)
			lt_work_do(labour);
		answer.id = notification.id;
		if (!syscall(SYS_ioctl, seccomp->listener, NOTIF_SEND, &answer))
			round_trips--;
		else if (errno != ENOENT && errno != EINTR)
			return -errno;
	}
	return 0;
}

static int lead(void *state, uint64_t round_trips)
{
	(void)state;
	return lead_all(round_trips, NULL);
}

static int follow(void *state, uint64_t round_trips)
{
	return follow_all(state, round_trips, NULL);
}

static int lead_working(void *state, uint64_t round_trips, struct lt_labour *labour)
{
	(void)state;
	return lead_all(round_trips, labour);
}

static int follow_working(void *state, uint64_t round_trips, struct lt_labour *labour)
{
	return follow_all(state, round_trips, labour);
}

/*
 * A says goodbye through its filter, which is answered by nobody: B closes the listener, or has.
 * Before that B waits for the listener at its socket. Of B's process, its end closes all.
 */
static void leave(void *state, enum lt_side side)
{
	struct seccomp_state *seccomp = state;

	if (side == LT_SIDE_A) {
		shutdown(seccomp->sockets[LT_SIDE_A], SHUT_WR);
		if (seccomp->filtered)
			syscall(NOTIFIED_CALL, GOODBYE);
	} else if (!seccomp->processes) {
		close_socket_b(seccomp);
	}
}

static void finish(void *state)
{
	struct seccomp_state *seccomp = state;

	if (seccomp->listener >= 0)
		close(seccomp->listener);
	seccomp->listener = -1;
}

static void disown(void *state, enum lt_side side)
{
	struct seccomp_state *seccomp = state;

	close(seccomp->sockets[side]);
}

static void teardown(void *state)
{
	struct seccomp_state *seccomp = state;

	close(seccomp->sockets[LT_SIDE_A]);
	if (!seccomp->processes)
		close_socket_b(seccomp);
}

/* clang-format off */
#define SECCOMP_OPS(number)					\
	{							\
		.mechanism = number,				\
		.state_bytes = sizeof(struct seccomp_state),	\
		.setup = setup,					\
		.enter = enter,					\
		.lead = lead,					\
		.follow = follow,				\
		.lead_working = lead_working,			\
		.follow_working = follow_working,		\
		.leave = leave,					\
		.finish = finish,				\
		.disown = disown,				\
		.teardown = teardown,				\
	}
/* clang-format on */

const struct lt_pair_ops lt_pair_seccomp = SECCOMP_OPS(LT_PAIR_SECCOMP);
const struct lt_pair_ops lt_pair_seccomp_sync = SECCOMP_OPS(LT_PAIR_SECCOMP_SYNC);
