/*
 * buf.c
 *		PnlBuf: a growing byte buffer on malloc, with a limit.
 */
#include "core/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * The first allocation.  Scratch buffers come and go with each call: glibc
 * keeps blocks below 1032 bytes at hand, and tidies its heap up for others.
 */
#define INITIAL_SIZE 1024

void
pnl_buf_init(PnlBuf *buf, size_t limit)
{
	memset(buf, 0, sizeof(*buf));
	buf->limit = limit;
}

void
pnl_buf_reset(PnlBuf *buf)
{
	buf->length = 0;
	buf->full = false;
	buf->no_memory = false;
	if (buf->data)
		buf->data[0] = '\0';
}

void
pnl_buf_free(PnlBuf *buf)
{
	free(buf->data);
	pnl_buf_init(buf, buf->limit);
}

/* Makes room for "more" bytes and the NUL. */
static bool
reserve(PnlBuf *buf, size_t more)
{
	size_t		size = buf->allocated ? buf->allocated : INITIAL_SIZE;
	char	   *data;

	if (more > SIZE_MAX / 4 || buf->length + more > SIZE_MAX / 4 ||
		(buf->limit > 0 && buf->length + more > buf->limit))
	{
		buf->full = true;
		return false;
	}
	if (buf->length + more < buf->allocated)
		return true;
	while (size <= buf->length + more)
		size *= 2;
	data = realloc(buf->data, size);
	if (data == NULL)
	{
		buf->no_memory = true;
		return false;
	}
	buf->data = data;
	buf->allocated = size;
	return true;
}

bool
pnl_buf_append(PnlBuf *buf, const char *data, size_t length)
{
	if (!reserve(buf, length))
		return false;
	if (length > 0)
		memcpy(buf->data + buf->length, data, length);
	buf->length += length;
	buf->data[buf->length] = '\0';
	return true;
}

bool
pnl_buf_append_text(PnlBuf *buf, const char *text)
{
	return pnl_buf_append(buf, text, strlen(text));
}

bool
pnl_buf_append_char(PnlBuf *buf, char c)
{
	return pnl_buf_append(buf, &c, 1);
}

bool
pnl_buf_append_format(PnlBuf *buf, const char *format,...)
{
	va_list		args;
	int			length;

	va_start(args, format);
	length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (length < 0 || !reserve(buf, (size_t) length))
		return false;
	va_start(args, format);
	vsnprintf(buf->data + buf->length, (size_t) length + 1, format, args);
	va_end(args);
	buf->length += (size_t) length;
	return true;
}

bool
pnl_buf_ok(const PnlBuf *buf)
{
	return !buf->full && !buf->no_memory;
}

const char *
pnl_buf_text(const PnlBuf *buf)
{
	return buf->data ? buf->data : "";
}
