/*
 * excerpt.c
 *		What a person would read of a reply that is no JSON, or says nothing.
 *
 * Rule for this file: the bytes may be anything.  What is copied is UTF-8 and
 * one line.
 */
#include "core/excerpt.h"

#include <stdio.h>
#include <string.h>

#include "core/ascii.h"
#include "core/entity.h"
#include "core/error.h"
#include "core/utf8.h"

/* How much of a page is read for its words: much of it is white space. */
#define TEXT_SIZE 4096

/* Whether what is read of a body is UTF-8; else it may be of any encoding. */
static bool
is_utf8(const PnlBuf *body)
{
	size_t		i = 0;

	while (i < body->length && i < TEXT_SIZE)
	{
		size_t		length = pnl_utf8_length(body->data + i, body->length - i);

		if (length == 0)
			return false;
		i += length;
	}
	return true;
}

/* HTML and XML begin with a tag, and JSON never does. */
static bool
is_markup(const PnlBuf *body)
{
	size_t		i = 0;

	while (i < body->length && (unsigned char) body->data[i] <= ' ')
		i++;
	return i < body->length && body->data[i] == '<';
}

/* Where the visible part of an HTML page begins; 0 for other texts. */
static size_t
find_html_body(const PnlBuf *body)
{
	for (size_t i = 0; i + 5 <= body->length; i++)
		if (body->data[i] == '<' && pnl_ascii_equal(body->data + i, "<body", 5))
			return i;
	return 0;
}

/* Copies characters, without tags where the body is markup. */
static size_t
copy_characters(char *text, const PnlBuf *body, bool markup)
{
	size_t		used = 0;
	size_t		i = markup ? find_html_body(body) : 0;
	bool		utf8 = is_utf8(body);
	bool		in_tag = false;

	while (i < body->length && used + PNL_UTF8_MAX <= TEXT_SIZE)
	{
		size_t		length = pnl_utf8_length(body->data + i, body->length - i);

		in_tag = in_tag || (markup && body->data[i] == '<');
		if (in_tag)
		{
			in_tag = body->data[i++] != '>';
			if (!in_tag)
				text[used++] = ' ';
		}
		else if (length == 0 || (length > 1 && !utf8))
		{
			text[used++] = '?';
			i++;
		}
		else
		{
			memcpy(text + used, body->data + i, length);
			used += length;
			i += length;
		}
	}
	return used;
}

/* Cuts a text behind so many characters. */
static void
cut(char *text, int characters)
{
	char	   *end = text;

	for (; *end != '\0'; end++)
		if (((unsigned char) *end & 0xC0) != 0x80 && characters-- == 0)
			break;
	if (end > text && end[-1] == ' ')
		end--;
	*end = '\0';
}

void
pnl_excerpt_copy(char *field, int size, int characters, const PnlBuf *body)
{
	char		text[TEXT_SIZE];
	bool		markup = is_markup(body);
	size_t		used = copy_characters(text, body, markup);

	if (markup)
		used = pnl_entity_decode(text, used, text);
	pnl_error_copy_text(field, size, text, (int) used);
	cut(field, characters);
}

/* Where a text stands in a body, from a place on; NULL = nowhere. */
static const char *
find(const PnlBuf *body, size_t at, const char *text)
{
	size_t		length = strlen(text);

	for (; at + length <= body->length; at++)
		if (memcmp(body->data + at, text, length) == 0)
			return body->data + at;
	return NULL;
}

bool
pnl_excerpt_part(const PnlBuf *body, size_t *at, const char *name, PnlBuf *part)
{
	char		tag[64];
	const char *begin;
	const char *end;

	/* <ErrorMsg> and <c:ErrorMsg> end alike, and so do their end tags */
	snprintf(tag, sizeof(tag), "%s>", name);
	begin = find(body, *at, tag);
	if (begin == NULL)
		return false;
	begin += strlen(tag);
	end = find(body, (size_t) (begin - body->data), tag);
	if (end == NULL)
		return false;
	*at = (size_t) (end - body->data) + strlen(tag);
	while (end > begin && *end != '<')
		end--;
	pnl_buf_init(part, 0);
	part->data = (char *) begin;
	part->length = (size_t) (end - begin);
	return true;
}

void
pnl_excerpt_element(char *field, int size, const PnlBuf *body, const char *name)
{
	char		text[TEXT_SIZE];
	size_t		used;
	size_t		at = 0;
	PnlBuf		part;

	field[0] = '\0';
	if (!pnl_excerpt_part(body, &at, name, &part))
		return;
	used = copy_characters(text, &part, true);
	used = pnl_entity_decode(text, used, text);
	pnl_error_copy_text(field, size, text, (int) used);
}
