/*
 * headers.c
 *		PnlHeaders: the header fields of a reply, by the lines that came.
 */
#include "core/headers.h"

#include <string.h>

#include "core/ascii.h"

void
pnl_headers_init(PnlHeaders *headers, size_t limit)
{
	memset(headers, 0, sizeof(*headers));
	pnl_buf_init(&headers->fields, 0);
	headers->limit = limit;
}

void
pnl_headers_reset(PnlHeaders *headers)
{
	pnl_buf_reset(&headers->fields);
	headers->taken = 0;
	headers->open = false;
	headers->full = false;
	headers->has_nul = false;
}

void
pnl_headers_free(PnlHeaders *headers)
{
	pnl_buf_free(&headers->fields);
	pnl_headers_reset(headers);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Appends text without the blanks around it, and what ends it. */
static bool
append_trimmed(PnlBuf *buf, const char *text, size_t length)
{
	while (length > 0 && is_blank(text[0]))
	{
		text++;
		length--;
	}
	while (length > 0 && is_blank(text[length - 1]))
		length--;
	return pnl_buf_append(buf, text, length) && pnl_buf_append_char(buf, '\0');
}

/* RFC 9112, 5.2: a line that begins with a blank goes on with the last value. */
static bool
continue_value(PnlBuf *fields, const char *line, size_t length)
{
	if (fields->length == 0)
		return true;
	fields->data[fields->length - 1] = ' ';
	return append_trimmed(fields, line, length);
}

static bool
append_field(PnlBuf *fields, const char *line, size_t length)
{
	const char *colon = memchr(line, ':', length);
	size_t		before = fields->length;

	if (colon == NULL)
		return true;
	if (append_trimmed(fields, line, (size_t) (colon - line)) &&
		append_trimmed(fields, colon + 1, length - (size_t) (colon - line) - 1))
		return true;
	/* no name without a value */
	fields->length = before;
	return false;
}

bool
pnl_headers_take(PnlHeaders *headers, const char *line, size_t length)
{
	headers->taken += length;
	headers->full = headers->taken > headers->limit;
	headers->has_nul = memchr(line, '\0', length) != NULL;
	if (headers->full || headers->has_nul)
		return false;
	if (!headers->open)
	{
		if (length < 5 || memcmp(line, "HTTP/", 5) != 0)
			return true;
		headers->open = true;
		pnl_buf_reset(&headers->fields);
		return true;
	}
	if (length == 0 || line[0] == '\r' || line[0] == '\n')
	{
		headers->open = false;
		return true;
	}
	if (line[0] == ' ' || line[0] == '\t')
		return continue_value(&headers->fields, line, length);
	return append_field(&headers->fields, line, length);
}

const char *
pnl_headers_find(const PnlHeaders *headers, const char *name)
{
	const char *found = NULL;
	const char *value;

	while ((found = pnl_headers_next(headers, found, &value)) != NULL)
		if (pnl_ascii_equal(found, name, strlen(name) + 1))
			return value;
	return NULL;
}

const char *
pnl_headers_next(const PnlHeaders *headers, const char *name, const char **value)
{
	const char *next = name;

	if (headers->fields.length == 0)
		return NULL;
	if (next == NULL)
		next = headers->fields.data;
	else
	{
		next += strlen(next) + 1;
		next += strlen(next) + 1;
	}
	if (next >= headers->fields.data + headers->fields.length)
		return NULL;
	*value = next + strlen(next) + 1;
	return next;
}
