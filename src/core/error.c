/*
 * error.c
 *		Filling and cleaning PnlError.
 *
 * Rule for this file: texts come from the network.  Whatever is copied into
 * an error is cut at a UTF-8 boundary and holds no control characters, so
 * that it cannot forge a line in a log.
 */
#include "core/error.h"

#include <stdio.h>
#include <string.h>

void
pnl_error_init(PnlError *error)
{
	error->kind = PNL_ERR_NONE;
	error->http_status = 0;
	error->transient = false;
	error->beside_answer = false;
	error->retry_after_ms = -1;
	error->message[0] = '\0';
	error->code[0] = '\0';
	error->trace_id[0] = '\0';
	error->detail[0] = '\0';
}

/* The largest length up to "size - 1" that does not split a character. */
static int
clip_utf8(const char *text, int length, int size)
{
	if (length < size)
		return length;
	length = size - 1;
	while (length > 0 && ((unsigned char) text[length] & 0xC0) == 0x80)
		length--;
	return length;
}

/* U+0080 to U+009F: terminals obey some of them as they obey ESC. */
#define C1_FIRST_BYTE 0xC2

static bool
is_c1_control(const char *text, int length)
{
	return length >= 2 && (unsigned char) text[0] == C1_FIRST_BYTE &&
		(unsigned char) text[1] < 0xA0;
}

void
pnl_error_copy_text(char *field, int size, const char *text, int length)
{
	int			used = 0;
	bool		blank = true;	/* drops leading white space */

	if (length < 0)
		length = (int) strlen(text);
	length = clip_utf8(text, length, size);
	for (int i = 0; i < length; i++)
	{
		unsigned char c = (unsigned char) text[i];

		if (c <= ' ' || c == 0x7F || is_c1_control(text + i, length - i))
		{
			if (c == C1_FIRST_BYTE)
				i++;
			if (!blank)
				field[used++] = ' ';
			blank = true;
		}
		else
		{
			field[used++] = (char) c;
			blank = false;
		}
	}
	if (used > 0 && blank)
		used--;
	field[used] = '\0';
}

/* Formats into a field and repairs the cut that vsnprintf may have made. */
static void PNL_PRINTF(3, 0)
format_clipped(char *field, int size, const char *format, va_list args)
{
	int			length = vsnprintf(field, (size_t) size, format, args);

	if (length < 0)
		field[0] = '\0';
	else if (length >= size)
	{
		/* vsnprintf cut at a byte; step back over a character it split */
		int			end = size - 1;

		while (end > 0 && ((unsigned char) field[end - 1] & 0xC0) == 0x80)
			end--;
		if (end > 0 && (unsigned char) field[end - 1] >= 0xC0)
			end--;
		field[end] = '\0';
	}
}

bool
pnl_error_set(PnlError *error, PnlErrorKind kind, const char *format,...)
{
	va_list		args;

	if (error->kind != PNL_ERR_NONE)
		return false;
	error->kind = kind;
	va_start(args, format);
	format_clipped(error->message, sizeof(error->message), format, args);
	va_end(args);
	return false;
}

void
pnl_error_add_detail(PnlError *error, const char *format,...)
{
	int			used = (int) strlen(error->detail);
	int			room = (int) sizeof(error->detail) - used;
	va_list		args;

	if (room < 8)
		return;
	if (used > 0)
	{
		error->detail[used++] = '\n';
		room--;
	}
	va_start(args, format);
	format_clipped(error->detail + used, room, format, args);
	va_end(args);
}

bool
pnl_error_is_theirs(const PnlError *error)
{
	switch (error->kind)
	{
		case PNL_ERR_THROTTLED:
		case PNL_ERR_SERVER:
		case PNL_ERR_PROTOCOL:
		case PNL_ERR_CONNECT:
		case PNL_ERR_CONNECTION_LOST:
		case PNL_ERR_TIMEOUT:
			return true;
		default:
			return false;
	}
}

static void
redact_text(char *text, const char *secret, size_t length)
{
	for (char *at = strstr(text, secret); at != NULL;
		 at = strstr(at + length, secret))
		memset(at, '*', length);
}

void
pnl_error_redact(PnlError *error, const char *secret)
{
	size_t		length = secret ? strlen(secret) : 0;

	if (length == 0)
		return;
	redact_text(error->message, secret, length);
	redact_text(error->code, secret, length);
	redact_text(error->trace_id, secret, length);
	redact_text(error->detail, secret, length);
}
