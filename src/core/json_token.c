/*
 * json_token.c
 *		The tokens of a JSON text, held to the grammar of RFC 8259.
 *
 * Rule for this file: "at" stops at the first byte that is wrong, because
 * that is the byte the error names.
 */
#include "core/json_token.h"

#include <stdint.h>
#include <string.h>

void
pnl_json_token_init(PnlJsonReader *reader, const char *text, size_t length,
					PnlError *error)
{
	reader->start = text;
	reader->at = text;
	reader->end = text + length;
	reader->error = error;
	pnl_buf_init(&reader->scratch, 0);
}

void
pnl_json_token_free(PnlJsonReader *reader)
{
	pnl_buf_free(&reader->scratch);
}

bool
pnl_json_token_fail(PnlJsonReader *reader)
{
	if (reader->at == reader->end)
		return pnl_error_set(reader->error, PNL_ERR_PROTOCOL, "the JSON text ends too early");
	if (*reader->at == '\0')
		return pnl_error_set(reader->error, PNL_ERR_PROTOCOL,
							 "the JSON text holds a NUL character");
	return pnl_error_set(reader->error, PNL_ERR_PROTOCOL, "the JSON text is invalid at byte %zu",
						 (size_t) (reader->at - reader->start) + 1);
}

void
pnl_json_token_skip_blanks(PnlJsonReader *reader)
{
	while (reader->at < reader->end &&
		   (*reader->at == ' ' || *reader->at == '\n' || *reader->at == '\r' ||
			*reader->at == '\t'))
		reader->at++;
}

bool
pnl_json_token_take_word(PnlJsonReader *reader, const char *word)
{
	for (; *word != '\0'; word++)
		if (!pnl_json_token_take(reader, *word))
			return pnl_json_token_fail(reader);
	return true;
}

/* ----------
 * Texts
 * ----------
 */

/* True for the characters that texts mostly have and that need no look. */
static bool
is_plain(char c)
{
	return c >= ' ' && c != '"' && c != '\\' && (unsigned char) c < 0x80;
}

/* The second byte rules out overlong forms, surrogates and too large ones. */
static bool
is_second_byte(unsigned char first, unsigned char second)
{
	unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
	unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;

	return second >= low && second <= high;
}

/* A character beyond ASCII (RFC 3629, section 4). */
static bool
take_character(PnlJsonReader *reader)
{
	unsigned char first = (unsigned char) *reader->at;
	int			following = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;

	if (first < 0xC2 || first > 0xF4)
		return pnl_json_token_fail(reader);
	reader->at++;
	for (int i = 0; i < following; i++)
	{
		unsigned char byte = (unsigned char) pnl_json_token_peek(reader);

		if (i == 0 ? !is_second_byte(first, byte) : (byte & 0xC0) != 0x80)
			return pnl_json_token_fail(reader);
		reader->at++;
	}
	return true;
}

/* The four digits of an escape. */
static bool
take_unit(PnlJsonReader *reader, uint32_t *unit)
{
	*unit = 0;
	for (int i = 0; i < 4; i++)
	{
		char		c = pnl_json_token_peek(reader);

		if (c >= '0' && c <= '9')
			*unit = *unit * 16 + (uint32_t) (c - '0');
		else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))
			*unit = *unit * 16 + (uint32_t) ((c | ' ') - 'a' + 10);
		else
			return pnl_json_token_fail(reader);
		reader->at++;
	}
	/* a text of the database cannot hold it */
	if (*unit == 0)
		return pnl_error_set(reader->error, PNL_ERR_PROTOCOL,
							 "the JSON text holds a NUL character");
	return true;
}

static void
append_code_point(PnlBuf *buf, uint32_t code)
{
	char		bytes[4];
	size_t		length = 0;

	if (code < 0x80)
		bytes[length++] = (char) code;
	else if (code < 0x800)
		bytes[length++] = (char) (0xC0 | (code >> 6));
	else if (code < 0x10000)
		bytes[length++] = (char) (0xE0 | (code >> 12));
	else
		bytes[length++] = (char) (0xF0 | (code >> 18));
	if (code >= 0x10000)
		bytes[length++] = (char) (0x80 | ((code >> 12) & 0x3F));
	if (code >= 0x800)
		bytes[length++] = (char) (0x80 | ((code >> 6) & 0x3F));
	if (code >= 0x80)
		bytes[length++] = (char) (0x80 | (code & 0x3F));
	pnl_buf_append(buf, bytes, length);
}

/* From behind "\u": one character, which may be a pair of surrogates. */
static bool
take_unicode(PnlJsonReader *reader)
{
	uint32_t	unit;
	uint32_t	low;

	if (!take_unit(reader, &unit))
		return false;
	/* whatever follows half a pair is read in its own right */
	while (unit >= 0xD800 && unit <= 0xDBFF &&
		   reader->end - reader->at >= 2 && memcmp(reader->at, "\\u", 2) == 0)
	{
		reader->at += 2;
		if (!take_unit(reader, &low))
			return false;
		if (low >= 0xDC00 && low <= 0xDFFF)
		{
			append_code_point(&reader->scratch,
							  0x10000 + ((unit & 0x3FF) << 10) + (low & 0x3FF));
			return true;
		}
		append_code_point(&reader->scratch, 0xFFFD);
		unit = low;
	}
	append_code_point(&reader->scratch, unit >= 0xD800 && unit <= 0xDFFF ? 0xFFFD : unit);
	return true;
}

/* From the backslash on. */
static bool
take_escape(PnlJsonReader *reader)
{
	static const char escapes[] = "\"\\/bfnrt";
	static const char meanings[] = "\"\\/\b\f\n\r\t";
	const char *escape;

	reader->at++;
	if (pnl_json_token_take(reader, 'u'))
		return take_unicode(reader);
	escape = reader->at < reader->end ? memchr(escapes, *reader->at, strlen(escapes)) : NULL;
	if (escape == NULL)
		return pnl_json_token_fail(reader);
	reader->at++;
	pnl_buf_append_char(&reader->scratch, meanings[escape - escapes]);
	return true;
}

/* Passes over what stands for itself, up to a quote or a backslash. */
static bool
take_run(PnlJsonReader *reader)
{
	for (;;)
	{
		while (reader->at < reader->end && is_plain(*reader->at))
			reader->at++;
		if (reader->at == reader->end || (unsigned char) *reader->at < ' ')
			return pnl_json_token_fail(reader);
		if (*reader->at == '"' || *reader->at == '\\')
			return true;
		if (!take_character(reader))
			return false;
	}
}

/* The rest of a text whose first backslash comes next. */
static bool
take_escaped_text(PnlJsonReader *reader, const char *start)
{
	PnlBuf	   *scratch = &reader->scratch;

	pnl_buf_reset(scratch);
	pnl_buf_append(scratch, start, (size_t) (reader->at - start));
	while (*reader->at == '\\')
	{
		if (!take_escape(reader))
			return false;
		start = reader->at;
		if (!take_run(reader))
			return false;
		pnl_buf_append(scratch, start, (size_t) (reader->at - start));
	}
	return pnl_buf_ok(scratch) ||
		pnl_error_set(reader->error, PNL_ERR_MEMORY, "out of memory");
}

bool
pnl_json_token_take_text(PnlJsonReader *reader, const char **text, size_t *length)
{
	if (!pnl_json_token_take(reader, '"'))
		return pnl_json_token_fail(reader);
	*text = reader->at;
	if (!take_run(reader))
		return false;
	if (*reader->at == '"')
		*length = (size_t) (reader->at - *text);
	else
	{
		if (!take_escaped_text(reader, *text))
			return false;
		*text = pnl_buf_text(&reader->scratch);
		*length = reader->scratch.length;
	}
	reader->at++;
	return true;
}

/* ----------
 * Numbers: section 6
 * ----------
 */

static bool
take_digits(PnlJsonReader *reader)
{
	const char *start = reader->at;

	while (reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9')
		reader->at++;
	return reader->at > start || pnl_json_token_fail(reader);
}

bool
pnl_json_token_take_number(PnlJsonReader *reader, const char **text, bool *is_integer)
{
	*text = reader->at;
	*is_integer = true;
	pnl_json_token_take(reader, '-');
	/* a digit behind a leading zero is for the caller to stumble over */
	if (!pnl_json_token_take(reader, '0') && !take_digits(reader))
		return false;
	if (pnl_json_token_take(reader, '.'))
	{
		*is_integer = false;
		if (!take_digits(reader))
			return false;
	}
	if (pnl_json_token_take(reader, 'e') || pnl_json_token_take(reader, 'E'))
	{
		*is_integer = false;
		if (!pnl_json_token_take(reader, '+'))
			pnl_json_token_take(reader, '-');
		return take_digits(reader);
	}
	return true;
}
