/*
 * silent_resolver.c
 *		A name server that does not answer, for tests.
 *
 * Preloaded into a server (LD_PRELOAD): getaddrinfo() never returns for names
 * that end in .silent.test, and is the real one for all others.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <string.h>
#include <unistd.h>

#define SILENT ".silent.test"

int
getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
			struct addrinfo **result)
{
	static int	(*real) (const char *, const char *, const struct addrinfo *,
						 struct addrinfo **);

	if (node != NULL && strlen(node) > strlen(SILENT) &&
		strcmp(node + strlen(node) - strlen(SILENT), SILENT) == 0)
		for (;;)
			pause();
	if (real == NULL)
		real = (int (*) (const char *, const char *, const struct addrinfo *,
						 struct addrinfo **)) dlsym(RTLD_NEXT, "getaddrinfo");
	return real(node, service, hints, result);
}
