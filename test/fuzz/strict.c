/*
 * strict.c
 *		A second reader of JSON, to hold the first one against.
 *
 * Written from the grammar of RFC 8259 and from nothing else, so that what
 * both readers say is worth something.  It builds no document.
 */
#include "fuzz.h"

#include <ctype.h>
#include <string.h>

typedef struct Reader
{
	const char *at;
	const char *end;
} Reader;

static int	read_value(Reader *in);

static bool
take(Reader *in, char c)
{
	if (in->at == in->end || *in->at != c)
		return false;
	in->at++;
	return true;
}

static void
skip_blanks(Reader *in)
{
	while (in->at < in->end && memchr(" \t\n\r", *in->at, 4) != NULL)
		in->at++;
}

static bool
take_digits(Reader *in)
{
	const char *start = in->at;

	while (in->at < in->end && isdigit((unsigned char) *in->at))
		in->at++;
	return in->at > start;
}

static bool
take_word(Reader *in, const char *word)
{
	size_t		length = strlen(word);

	if ((size_t) (in->end - in->at) < length || memcmp(in->at, word, length) != 0)
		return false;
	in->at += length;
	return true;
}

/* Section 6: [ minus ] int [ frac ] [ exp ] */
static bool
take_number(Reader *in)
{
	take(in, '-');
	if (!take(in, '0') && !take_digits(in))
		return false;
	if (take(in, '.') && !take_digits(in))
		return false;
	if (!take(in, 'e') && !take(in, 'E'))
		return true;
	if (!take(in, '+'))
		take(in, '-');
	return take_digits(in);
}

/* Section 7, from behind the backslash.  \u0000 is not for us. */
static bool
take_escape(Reader *in)
{
	if (!take(in, 'u'))
		return in->at < in->end && *in->at != '\0' && strchr("\"\\/bfnrt", *in->at++) != NULL;
	if (in->end - in->at < 4 || memcmp(in->at, "0000", 4) == 0)
		return false;
	for (int i = 0; i < 4; i++)
		if (!isxdigit((unsigned char) *in->at++))
			return false;
	return true;
}

static bool
take_string(Reader *in)
{
	const char *start = in->at;

	if (!take(in, '"'))
		return false;
	while (in->at < in->end && *in->at != '"')
	{
		unsigned char c = (unsigned char) *in->at++;

		if (c < ' ' || (c == '\\' && !take_escape(in)))
			return false;
	}
	return take(in, '"') && fuzz_is_text(start, (size_t) (in->at - start));
}

/* One element of a list, or one member of an object; its depth, or -1. */
static int
read_member(Reader *in, bool named)
{
	int			depth;

	skip_blanks(in);
	if (named)
	{
		if (!take_string(in))
			return -1;
		skip_blanks(in);
		if (!take(in, ':'))
			return -1;
		skip_blanks(in);
	}
	depth = read_value(in);
	skip_blanks(in);
	return depth;
}

static int
read_members(Reader *in, bool named)
{
	char		close = named ? '}' : ']';
	int			deepest = 0;

	skip_blanks(in);
	if (take(in, close))
		return 1;
	do
	{
		int			depth = read_member(in, named);

		if (depth < 0)
			return -1;
		if (depth > deepest)
			deepest = depth;
	} while (take(in, ','));
	return take(in, close) ? deepest + 1 : -1;
}

/* Inputs are a few kilobytes, so the recursion needs no limit. */
static int
read_value(Reader *in)
{
	if (take(in, '{'))
		return read_members(in, true);
	if (take(in, '['))
		return read_members(in, false);
	if (in->at < in->end && *in->at == '"')
		return take_string(in) ? 0 : -1;
	if (take_word(in, "true") || take_word(in, "false") || take_word(in, "null"))
		return 0;
	return take_number(in) ? 0 : -1;
}

int
fuzz_json_depth(const char *text, size_t length)
{
	Reader		in = {text, text + length};
	int			depth;

	skip_blanks(&in);
	depth = read_value(&in);
	skip_blanks(&in);
	return in.at == in.end ? depth : -1;
}
