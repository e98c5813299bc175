#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>
#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif
static pthread_barrier_t bar;
static void *body(void *arg)
{
	volatile char page[8192];
	memset((char *)page, 1, sizeof page);
	pthread_barrier_wait(&bar);
	pause();
	return arg;
}
static void file(const char *name, int unlink_it)
{
	int fd = open(name, O_RDWR | O_CREAT, 0600);
	if (fd < 0 || write(fd, "x", 1) != 1) { perror(name); return; }
	mmap(0, 4096, PROT_READ, MAP_SHARED, fd, 0);
	if (unlink_it) unlink(name);
}
int main(void)
{
	pthread_t t[3];
	size_t sizes[3] = { 64 << 10, 256 << 10, 8 << 20 };
	pthread_barrier_init(&bar, 0, 4);
	for (int i = 0; i < 3; i++) {
		pthread_attr_t a;
		pthread_attr_init(&a);
		pthread_attr_setstacksize(&a, sizes[i]);
		pthread_create(&t[i], &a, body, 0);
	}
	pthread_barrier_wait(&bar);
	char *p = mmap(0, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	memset(p, 1, 12288);
	if (prctl(53, 0, p, 65536, "carved stacks")) perror("prctl");
	if (madvise(p, 65536, MADV_NOHUGEPAGE)) perror("nohuge");
	char *w = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (madvise(w, 8192, MADV_WIPEONFORK)) perror("wipe");
	char *h = mmap(0, 4 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (madvise(h, 4 << 20, MADV_HUGEPAGE)) perror("huge");
	char *aligned = (char *)(((unsigned long)h + (2 << 20) - 1) & ~((2ul << 20) - 1));
	memset(aligned, 1, 4096);
	char *g = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN, -1, 0);
	g[4096] = 1;
	char *s = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	s[0] = 1;
	if (prctl(53, 0, s, 8192, "ring")) perror("prctl shm");
	char *l = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (mlock(l, 8192)) perror("mlock");
	char *c = mmap(0, 131072, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (madvise(c, 4096, MADV_GUARD_INSTALL)) perror("guard");
	c[65536] = 1;
	file("a name with spaces (deleted)", 0);
	file("line\nfeed", 0);
	file("gone", 1);
	puts("ready"); fflush(stdout);
	for (;;) pause();
}
