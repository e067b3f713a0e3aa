/*
 * clock.c
 *		A clock that a test moves.
 *
 * Preloaded into a server (LD_PRELOAD): its clock is as many microseconds
 * ahead of the real one as the first eight bytes of the file POSTNL_TEST_CLOCK
 * say; they may change at any time.  Timers and waits go by real time.
 *
 * libfaketime does not do for PostgreSQL: it shows the real time to signal
 * handlers that interrupt a wait, and to all that they fork.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define MICROS 1000000

static const volatile int64_t *ahead;
static int	(*real_clock_gettime) (clockid_t, struct timespec *);

__attribute__((constructor)) static void
begin(void)
{
	const char *path = getenv("POSTNL_TEST_CLOCK");
	int			fd = path != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	void	   *page = MAP_FAILED;

	real_clock_gettime = (int (*) (clockid_t, struct timespec *))
		dlsym(RTLD_NEXT, "clock_gettime");
	if (fd >= 0)
	{
		page = mmap(NULL, sizeof(*ahead), PROT_READ, MAP_SHARED, fd, 0);
		close(fd);
	}
	if (page == MAP_FAILED || real_clock_gettime == NULL)
		abort();
	ahead = page;
}

/* Microseconds since 1970. */
static int64_t
now(void)
{
	struct timespec real;

	real_clock_gettime(CLOCK_REALTIME, &real);
	return (int64_t) real.tv_sec * MICROS + real.tv_nsec / 1000 + *ahead;
}

int
gettimeofday(struct timeval *restrict tv, void *restrict zone)
{
	int64_t		micros = now();

	(void) zone;
	tv->tv_sec = micros / MICROS;
	tv->tv_usec = micros % MICROS;
	return 0;
}

int
clock_gettime(clockid_t id, struct timespec *ts)
{
	int64_t		micros;

	if (id != CLOCK_REALTIME)
		return real_clock_gettime(id, ts);
	micros = now();
	ts->tv_sec = micros / MICROS;
	ts->tv_nsec = micros % MICROS * 1000;
	return 0;
}

time_t
time(time_t *where)
{
	time_t		seconds = now() / MICROS;

	if (where != NULL)
		*where = seconds;
	return seconds;
}
