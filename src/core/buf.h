/*
 * buf.h
 *		PnlBuf: a growing byte buffer on malloc, with a limit.
 *
 * The core and everything beneath a libcurl callback use malloc, never
 * palloc, so nothing here can throw.  A failed append sets a sticky flag and
 * leaves the contents as they were: a series of appends is checked once.
 */
#ifndef PNL_CORE_BUF_H
#define PNL_CORE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "core/error.h"

typedef struct PnlBuf
{
	char	   *data;			/* owned; NUL-terminated when not NULL */
	size_t		length;			/* bytes used, without the NUL */
	size_t		allocated;
	size_t		limit;			/* greatest length; 0 = no limit */
	bool		full;			/* an append went over the limit */
	bool		no_memory;		/* an append found no memory */
} PnlBuf;

/* An empty buffer; allocates nothing. */
extern void pnl_buf_init(PnlBuf *buf, size_t limit);

/* Forgets the contents and the flags, keeps the memory. */
extern void pnl_buf_reset(PnlBuf *buf);

/* Frees the memory; the buffer is as after pnl_buf_init(). */
extern void pnl_buf_free(PnlBuf *buf);

/* Appends; false (and a flag) when the limit or memory forbids it. */
extern bool pnl_buf_append(PnlBuf *buf, const char *data, size_t length);
extern bool pnl_buf_append_text(PnlBuf *buf, const char *text);
extern bool pnl_buf_append_char(PnlBuf *buf, char c);
extern bool pnl_buf_append_format(PnlBuf *buf, const char *format,...)
			PNL_PRINTF(2, 3);

/* True when every append since the last reset succeeded. */
extern bool pnl_buf_ok(const PnlBuf *buf);

/* The contents as a C string, "" when empty. */
extern const char *pnl_buf_text(const PnlBuf *buf);

#endif							/* PNL_CORE_BUF_H */
