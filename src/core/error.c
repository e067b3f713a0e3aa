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

/* Where less is left, nothing that is worth reading finds room. */
#define LEAST_ROOM 8

/* What is left of a secret when a text was cut: shorter parts tell nothing. */
#define LEAST_PART 4

void
pnl_error_init(PnlError *error)
{
	error->kind = PNL_ERR_NONE;
	error->http_status = 0;
	error->transient = false;
	error->beside_answer = false;
	error->hint = NULL;
	error->retry_after_ms = -1;
	error->message[0] = '\0';
	error->trace_id[0] = '\0';
	error->notes[0] = '\0';
	error->beginning[0] = '\0';
	error->entry_count = 0;
	error->left_out = 0;
	error->entries_used = 0;
}

/* ----------
 * Texts
 * ----------
 */

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
static void
PNL_PRINTF(3, 0)
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

bool
pnl_error_set_key(PnlError *error, const char *key, const char *format,...)
{
	char		fault[PNL_ERROR_MESSAGE_SIZE];
	va_list		args;

	if (error->kind != PNL_ERR_NONE)
		return false;
	va_start(args, format);
	format_clipped(fault, sizeof(fault), format, args);
	va_end(args);
	pnl_error_set(error, PNL_ERR_ARGUMENT, "%s %s", key, fault);
	pnl_error_name_field(error, key);
	return false;
}

void
pnl_error_name_field(PnlError *error, const char *field)
{
	PnlErrorEntry entry = {false, "", field, error->message};

	pnl_error_add_entry(error, &entry);
}

void
pnl_error_add_note(PnlError *error, const char *format,...)
{
	int			used = (int) strlen(error->notes);
	int			room = (int) sizeof(error->notes) - used;
	va_list		args;

	if (room < LEAST_ROOM)
		return;
	if (used > 0)
	{
		error->notes[used++] = '\n';
		room--;
	}
	va_start(args, format);
	format_clipped(error->notes + used, room, format, args);
	va_end(args);
}

/* ----------
 * Entries: a byte that says which kind, code, field and text, each with its NUL
 * ----------
 */

#define ERROR_BYTE 'e'
#define WARNING_BYTE 'w'

/* Puts a text at the end of the entries; false where it has no room. */
static bool
put_text(PnlError *error, const char *text, int size)
{
	int			room = (int) sizeof(error->entries) - error->entries_used;

	if (room < 1)
		return false;
	pnl_error_copy_text(error->entries + error->entries_used, size < room ? size : room, text,
						-1);
	error->entries_used += (int) strlen(error->entries + error->entries_used) + 1;
	return true;
}

void
pnl_error_add_entry(PnlError *error, const PnlErrorEntry *entry)
{
	int			before = error->entries_used;

	if (*entry->code == '\0' && *entry->text == '\0')
		return;
	if ((int) sizeof(error->entries) - before >= LEAST_ROOM)
	{
		error->entries[error->entries_used++] = entry->warning ? WARNING_BYTE : ERROR_BYTE;
		if (put_text(error, entry->code, PNL_ERROR_CODE_SIZE) &&
			put_text(error, entry->field, PNL_ERROR_FIELD_SIZE) &&
			put_text(error, entry->text, PNL_ERROR_MESSAGE_SIZE))
		{
			error->entry_count++;
			return;
		}
	}
	error->entries_used = before;
	error->left_out++;
}

/* The text at a place, and the place behind it. */
static const char *
take_text(const PnlError *error, int *at)
{
	const char *text = error->entries + *at;

	*at += (int) strlen(text) + 1;
	return text;
}

bool
pnl_error_next(const PnlError *error, int *at, PnlErrorEntry *entry)
{
	if (*at >= error->entries_used)
		return false;
	entry->warning = error->entries[(*at)++] == WARNING_BYTE;
	entry->code = take_text(error, at);
	entry->field = take_text(error, at);
	entry->text = take_text(error, at);
	return true;
}

void
pnl_error_add_entries(PnlError *error, const PnlError *other)
{
	PnlErrorEntry entry;
	int			at = 0;

	while (pnl_error_next(other, &at, &entry))
		pnl_error_add_entry(error, &entry);
	error->left_out += other->left_out;
}

PnlErrorEntry
pnl_error_first(const PnlError *error)
{
	PnlErrorEntry entry;
	int			at = 0;

	while (pnl_error_next(error, &at, &entry))
		if (!entry.warning)
			return entry;
	return (PnlErrorEntry) {false, "", "", ""};
}

const char *
pnl_error_words(const PnlError *error)
{
	PnlErrorEntry first = pnl_error_first(error);

	return *first.text != '\0' ? first.text : error->message;
}

/* ----------
 * The whole
 * ----------
 */

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

/* A text that was cut may end within the secret. */
static void
redact_end(char *text, const char *secret, size_t length)
{
	size_t		end = strlen(text);

	for (size_t part = length - 1; part >= LEAST_PART; part--)
		if (part <= end && memcmp(text + end - part, secret, part) == 0)
		{
			memset(text + end - part, '*', part);
			return;
		}
}

static void
redact_text(char *text, const char *secret, size_t length)
{
	for (char *at = strstr(text, secret); at != NULL;
		 at = strstr(at + length, secret))
		memset(at, '*', length);
	if (length > LEAST_PART)
		redact_end(text, secret, length);
}

void
pnl_error_redact(PnlError *error, const char *secret)
{
	size_t		length = secret ? strlen(secret) : 0;

	if (length == 0)
		return;
	redact_text(error->message, secret, length);
	redact_text(error->trace_id, secret, length);
	redact_text(error->notes, secret, length);
	redact_text(error->beginning, secret, length);
	for (int at = 0; at < error->entries_used;)
	{
		at++;					/* which kind it is */
		for (int i = 0; i < 3; i++)
		{
			char	   *text = error->entries + at;

			at += (int) strlen(text) + 1;
			redact_text(text, secret, length);
		}
	}
}
