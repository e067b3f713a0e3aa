/*
 * headers.h
 *		PnlHeaders: the header fields of a reply, by the lines that came.
 *
 * libcurl keeps them for its user since 7.83 only, so they are kept here.
 * Everything is on malloc and nothing throws: lines are taken beneath a
 * libcurl callback.
 */
#ifndef PNL_CORE_HEADERS_H
#define PNL_CORE_HEADERS_H

#include "core/buf.h"

typedef struct PnlHeaders
{
	PnlBuf		fields;			/* owned: name, NUL, value, NUL, and so on */
	size_t		taken;			/* bytes of all lines */
	size_t		limit;			/* greatest "taken" */
	bool		open;			/* between a status line and the empty one */
	bool		full;			/* a line went over the limit */
	bool		has_nul;		/* a line has a NUL, which older libcurls let pass */
} PnlHeaders;

/* No fields; allocates nothing.  "limit" is in bytes of all lines together. */
extern void pnl_headers_init(PnlHeaders *headers, size_t limit);

/* Forgets the fields and the flags, keeps the memory. */
extern void pnl_headers_reset(PnlHeaders *headers);

/* Frees the memory; the rest is as after pnl_headers_init(). */
extern void pnl_headers_free(PnlHeaders *headers);

/*
 * Takes a line, its end included.  What stays are the fields of the last
 * response: a status line forgets those of an earlier one (100 Continue), and
 * trailers are passed over.  A continued line belongs to the field before it;
 * a line without a colon is no field.
 *
 * False when the lines are more than the limit, one has a NUL, or memory is short.
 */
extern bool pnl_headers_take(PnlHeaders *headers, const char *line, size_t length)
			PNL_MUST_CHECK;

/* The value of the first field of that name, in any case; NULL = none. */
extern const char *pnl_headers_find(const PnlHeaders *headers, const char *name);

/*
 * The field after "name", a name that was returned before; the first one for
 * NULL.  Returns its name and sets *value; NULL when there is none.
 */
extern const char *pnl_headers_next(const PnlHeaders *headers, const char *name,
									const char **value);

#endif							/* PNL_CORE_HEADERS_H */
