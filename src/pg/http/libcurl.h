/*
 * libcurl.h
 *		What the libcurl is that runs, and how it reads dates.
 */
#ifndef PNL_PG_HTTP_LIBCURL_H
#define PNL_PG_HTTP_LIBCURL_H

#include "postgres.h"

/* Its version. */
extern const char *pnl_libcurl_version(void);

/*
 * Whether looking a name up obeys interrupts and timeouts.  With libcurl older
 * than 7.87 it does not: libcurl waits for its thread.
 */
extern bool pnl_libcurl_lookup_yields(void);

/* Seconds since 1970 of an HTTP date; false when it is none. */
extern bool pnl_libcurl_parse_date(const char *date, int64 *seconds);

#endif							/* PNL_PG_HTTP_LIBCURL_H */
