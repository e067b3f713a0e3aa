/*
 * fuzz.c
 *		What the fuzz targets share: checks that end the program.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/error_json.h"

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

static void
check_entries(const PnlError *error)
{
	PnlErrorEntry entry;
	int			at = 0,
				count = 0;

	while (pnl_error_next(error, &at, &entry))
	{
		count++;
		fuzz_require(is_clean(entry.code, "") && is_clean(entry.field, "") &&
					 is_clean(entry.text, ""), "the texts of an entry are lines of UTF-8");
		fuzz_require(entry.code[0] != '\0' || entry.text[0] != '\0', "an entry says something");
	}
	fuzz_require(count == error->entry_count, "the entries are as many as they are");
	fuzz_require(at == error->entries_used && at <= (int) sizeof(error->entries),
				 "the entries end where they do");
}

/* What is kept of an error can be read again. */
static void
check_kept(const PnlError *error)
{
	PnlBuf		kept;
	PnlError	ignored;
	PnlJson    *document;

	pnl_buf_init(&kept, 0);
	fuzz_require(pnl_error_json_write(error, &kept), "an error can be kept");
	pnl_error_init(&ignored);
	document = pnl_json_parse(pnl_buf_text(&kept), kept.length, &ignored);
	fuzz_require(pnl_json_count(pnl_json_get(document, "errors")) > 0,
				 "what is kept has an error");
	pnl_json_free(document);
	pnl_buf_free(&kept);
}

void
fuzz_check_error(const PnlError *error)
{
	fuzz_require(error->kind > PNL_ERR_NONE && error->kind < PNL_ERR_KINDS, "an error has a kind");
	fuzz_require(error->message[0] != '\0', "an error has a message");
	fuzz_require(memchr(error->message, '\0', sizeof(error->message)) != NULL, "a message ends");
	fuzz_require(memchr(error->trace_id, '\0', sizeof(error->trace_id)) != NULL, "a trace id ends");
	fuzz_require(memchr(error->notes, '\0', sizeof(error->notes)) != NULL, "notes end");
	fuzz_require(memchr(error->beginning, '\0', sizeof(error->beginning)) != NULL,
				 "a beginning ends");
	fuzz_require(is_clean(error->message, ""), "a message is a line of UTF-8");
	fuzz_require(is_clean(error->trace_id, ""), "a trace id is a line of UTF-8");
	fuzz_require(is_clean(error->notes, "\n"), "notes are lines of UTF-8");
	fuzz_require(is_clean(error->beginning, ""), "a beginning is a line of UTF-8");
	check_entries(error);
	check_kept(error);
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
