/*
 * fuzz.c
 *		What the fuzz targets share: checks that end the program.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
fuzz_require(bool kept, const char *promise)
{
	if (kept)
		return;
	fprintf(stderr, "broken promise: %s\n", promise);
	abort();
}

/* Reads one character of UTF-8; its length, or 0 when it is malformed. */
static size_t
read_character(const unsigned char *at, size_t left)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	uint32_t	character = at[0];
	size_t		length = at[0] < 0x80 ? 1 : at[0] < 0xC0 ? 0 : at[0] < 0xE0 ? 2 :
		at[0] < 0xF0 ? 3 : at[0] < 0xF8 ? 4 : 0;

	if (length <= 1)
		return length;
	if (length > left)
		return 0;
	character &= 0xFFu >> (length + 1);
	for (size_t i = 1; i < length; i++)
	{
		if ((at[i] & 0xC0) != 0x80)
			return 0;
		character = character << 6 | (at[i] & 0x3F);
	}
	if (character < least[length] || character > 0x10FFFF ||
		(character >= 0xD800 && character <= 0xDFFF))
		return 0;
	return length;
}

bool
fuzz_is_text(const char *text, size_t length)
{
	const unsigned char *bytes = (const unsigned char *) text;

	for (size_t i = 0; i < length;)
	{
		size_t		step = read_character(bytes + i, length - i);

		if (step == 0 || bytes[i] == '\0')
			return false;
		i += step;
	}
	return true;
}

/* No control character but, where it may be, the end of a line. */
static bool
is_clean(const char *text, const char *allowed)
{
	for (const unsigned char *at = (const unsigned char *) text; *at; at++)
		if (((*at < ' ' || *at == 0x7F) && strchr(allowed, *at) == NULL) ||
			(at[0] == 0xC2 && at[1] < 0xA0))
			return false;
	return fuzz_is_text(text, strlen(text));
}

void
fuzz_check_error(const PnlError *error)
{
	fuzz_require(error->kind > PNL_ERR_NONE && error->kind < PNL_ERR_KINDS, "an error has a kind");
	fuzz_require(error->message[0] != '\0', "an error has a message");
	fuzz_require(memchr(error->message, '\0', sizeof(error->message)) != NULL, "a message ends");
	fuzz_require(memchr(error->code, '\0', sizeof(error->code)) != NULL, "a code ends");
	fuzz_require(memchr(error->trace_id, '\0', sizeof(error->trace_id)) != NULL, "a trace id ends");
	fuzz_require(memchr(error->detail, '\0', sizeof(error->detail)) != NULL, "a detail ends");
	fuzz_require(is_clean(error->message, ""), "a message is a line of UTF-8");
	fuzz_require(is_clean(error->code, ""), "a code is a line of UTF-8");
	fuzz_require(is_clean(error->trace_id, ""), "a trace id is a line of UTF-8");
	fuzz_require(is_clean(error->detail, "\n"), "a detail is lines of UTF-8");
}

static bool
check_key(const char *key, const PnlJson *value, void *arg)
{
	const PnlJson *node = arg;

	fuzz_require(fuzz_is_text(key, strlen(key)), "a key is UTF-8");
	fuzz_require(pnl_json_has_n(node, key, strlen(key)), "a key that is visited is there");
	fuzz_require(pnl_json_get(node, key) == value, "a key finds its own value");
	fuzz_check_node(value);
	return true;
}

void
fuzz_check_node(const PnlJson *node)
{
	PnlJsonKind kind = pnl_json_kind(node);
	size_t		count = pnl_json_count(node);
	const char *text = NULL;
	size_t		length = 0;

	fuzz_require((kind == PNL_JSON_NOTHING) == (count == 0), "nothing has no elements");
	fuzz_require(kind == PNL_JSON_ARRAY || count <= 1, "only a list has several elements");
	if (pnl_json_text(node, &text, &length) && text != NULL)
		fuzz_require(fuzz_is_text(text, length), "a text is UTF-8 without NUL");
	if (kind == PNL_JSON_SCALAR && text != NULL)
		fuzz_require(length > 0, "a scalar has a text");
	(void) pnl_json_count(pnl_json_unwrap(node));
	pnl_json_each_key(node, check_key, (void *) node);
	for (size_t i = 0; kind == PNL_JSON_ARRAY && i < count; i++)
		fuzz_check_node(pnl_json_item(node, i));
}
