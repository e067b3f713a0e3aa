/*
 * points.c
 *		Kills its process, or the whole server, at a point of postnl's.
 *
 * Preloaded (shared_preload_libraries) after postnl.  The directory of the
 * environment variable POSTNL_TEST_POINTS holds the files
 *		armed		lines "<point> worker" or "<point> server": the first one
 *					is waited for, and taken out before the kill
 *		passed		the points that were reached, a line each
 *		killed		those at which a kill was made
 */
#include "postgres.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "fmgr.h"
#include "miscadmin.h"

PG_MODULE_MAGIC;

typedef void (*PointHook) (const char *name);

static char directory[MAXPGPATH];

void		_PG_init(void);

static void
append_line(const char *file, const char *line)
{
	char		path[MAXPGPATH + 16];
	char		text[NAMEDATALEN * 2];
	int			fd;

	snprintf(path, sizeof(path), "%s/%s", directory, file);
	snprintf(text, sizeof(text), "%s\n", line);
	fd = open(path, O_WRONLY | O_APPEND | O_CREAT, 0600);
	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		abort();
	close(fd);
}

/* All lines that are armed; the length, 0 when none are. */
static ssize_t
read_armed(char *text, size_t size)
{
	char		path[MAXPGPATH + 16];
	int			fd;
	ssize_t		length;

	snprintf(path, sizeof(path), "%s/armed", directory);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return 0;
	length = read(fd, text, size - 1);
	close(fd);
	text[Max(length, 0)] = '\0';
	return Max(length, 0);
}

/* What is armed from now on, put in place at once. */
static void
write_armed(const char *text)
{
	char		path[MAXPGPATH + 16];
	char		temporary[MAXPGPATH + 16];
	int			fd;

	snprintf(path, sizeof(path), "%s/armed", directory);
	snprintf(temporary, sizeof(temporary), "%s/armed.new", directory);
	fd = open(temporary, O_WRONLY | O_TRUNC | O_CREAT, 0600);
	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		abort();
	close(fd);
	if (rename(temporary, path) != 0)
		abort();
}

static void
reach_point(const char *name)
{
	char		armed[1024];
	size_t		length = strlen(name);
	char	   *end;

	append_line("passed", name);
	if (read_armed(armed, sizeof(armed)) == 0 || strncmp(armed, name, length) != 0 ||
		armed[length] != ' ')
		return;
	end = strchr(armed, '\n');
	if (end == NULL)
		return;
	write_armed(end + 1);
	*end = '\0';
	append_line("killed", armed);
	if (strcmp(armed + length + 1, "server") == 0)
		kill(PostmasterPid, SIGKILL);
	kill(MyProcPid, SIGKILL);
}

void
_PG_init(void)
{
	PointHook  *hook = (PointHook *) find_rendezvous_variable("postnl_point");
	const char *where = getenv("POSTNL_TEST_POINTS");

	if (where == NULL)
		ereport(ERROR, (errmsg("POSTNL_TEST_POINTS is not set")));
	strlcpy(directory, where, sizeof(directory));
	*hook = reach_point;
}
