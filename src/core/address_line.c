/*
 * address_line.c
 *		An address line as tokens, and which of them can be a street.
 *
 * A street may have numbers in its name, and its house number is another.
 * So each number before the house number needs a reason to be there: an
 * ordinal, a date, a year, a word such as "van" before it.  One without a
 * reason leaves the line in doubt.
 */
#include "core/address_line.h"

#include <string.h>

#include "core/address_word.h"
#include "core/ascii.h"
#include "core/text_tidy.h"
#include "core/utf8.h"

/* More digits are no number of an address. */
#define MAX_VALUE_DIGITS 6

/* "BP" is a box's, and "Q7" a block of houses. */
#define LEAST_LETTERS 3

#define MAX_DAY 31
#define FIRST_YEAR 1000
#define LAST_YEAR 2099

/* Roads: N201, A12, E40. */
#define ROAD_DIGITS 3

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	unsigned char first = (unsigned char) c;

	/* C2 begins the signs of Latin 1, and E2 those beyond it */
	return pnl_ascii_is_capital(pnl_ascii_upper(c)) || (first >= 0xC3 && first != 0xE2);
}

/* Dashes of all lengths, and the sign for minus. */
static bool
is_dash(uint32_t code)
{
	return (code >= 0x2010 && code <= 0x2015) || code == 0x2212;
}

static bool
copy_tidy(PnlText text, PnlAddressLine *line)
{
	PnlBuf		tidy;
	bool		done;

	pnl_buf_init(&tidy, PNL_LINE_SIZE - 1);
	done = pnl_text_tidy(&tidy, text);
	for (size_t at = 0; done && at < tidy.length;)
	{
		size_t		length = pnl_utf8_length(tidy.data + at, tidy.length - at);

		if (is_dash(pnl_utf8_code(tidy.data + at, length)))
			line->text[line->length++] = '-';
		else
		{
			memcpy(line->text + line->length, tidy.data + at, length);
			line->length += length;
		}
		at += length;
	}
	line->no_memory = tidy.no_memory;
	pnl_buf_free(&tidy);
	return done;
}

static void
add_token(PnlAddressLine *line, size_t from, size_t to, bool comma)
{
	PnlToken   *token = &line->tokens[line->count++];

	token->text = (PnlText) {line->text + from, to - from};
	token->comma = comma;
	token->kinds = pnl_address_word(token->text);
	while (token->digits < token->text.length && is_digit(token->text.data[token->digits]))
		token->digits++;
	for (size_t i = 0; i < token->digits && token->digits <= MAX_VALUE_DIGITS; i++)
		token->value = token->value * 10 + (token->text.data[i] - '0');
}

bool
pnl_address_line_read(PnlText text, PnlAddressLine *line)
{
	bool		comma = false;
	size_t		at = 0;

	memset(line, 0, sizeof(*line));
	if (!copy_tidy(text, line))
		return false;
	/* the full stop of a sentence */
	if (line->length > 1 && line->text[line->length - 1] == '.' &&
		is_digit(line->text[line->length - 2]))
		line->length--;
	while (at < line->length)
	{
		size_t		from = at;

		while (at < line->length && line->text[at] != ' ' && line->text[at] != ',')
			at++;
		if (at > from && line->count == PNL_LINE_TOKENS)
			return false;
		if (at > from)
		{
			add_token(line, from, at, comma);
			comma = false;
		}
		comma = comma || (at < line->length && line->text[at] == ',');
		at++;
	}
	return true;
}

bool
pnl_address_line_is_word(const PnlToken *token)
{
	return token->text.length > 0 && is_letter(token->text.data[0]);
}

bool
pnl_address_line_is_ordinal(const PnlToken *token)
{
	PnlText		tail = {token->text.data + token->digits, token->text.length - token->digits};

	return token->digits > 0 && tail.length > 0 && is_letter(tail.data[0]) &&
		(pnl_address_word(tail) & PNL_WORD_ORDINAL) != 0;
}

bool
pnl_address_line_is_number(const PnlToken *token)
{
	return token->digits > 0 && token->digits == token->text.length;
}

static bool
is_year(PnlText digits)
{
	int			year = 0;

	if (digits.length != 4)
		return false;
	for (size_t i = 0; i < digits.length; i++)
	{
		if (!is_digit(digits.data[i]))
			return false;
		year = year * 10 + (digits.data[i] - '0');
	}
	return year >= FIRST_YEAR && year <= LAST_YEAR;
}

/* The apostrophe of '45, in either form; its bytes. */
static size_t
apostrophe_length(PnlText text, size_t at)
{
	static const char *const signs[] = {"'", "\xE2\x80\x99"};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (text.length - at >= strlen(signs[i]) &&
			memcmp(text.data + at, signs[i], strlen(signs[i])) == 0)
			return strlen(signs[i]);
	return 0;
}

/* "1940-1945", "1940-'45" and the two wars in short; the bytes, or 0. */
static size_t
years_length(const PnlToken *token)
{
	static const char *const wars[] = {"40-45", "14-18"};
	PnlText		text = token->text;
	size_t		from = token->digits + 1;
	size_t		to;

	for (size_t i = 0; i < sizeof(wars) / sizeof(wars[0]); i++)
	{
		size_t		war = strlen(wars[i]);

		if (text.length >= war && memcmp(text.data, wars[i], war) == 0 &&
			(text.length == war || !is_digit(text.data[war])))
			return war;
	}
	if (!is_year((PnlText) {text.data, token->digits}) || text.length <= from ||
		text.data[from - 1] != '-')
		return 0;
	from += apostrophe_length(text, from);
	for (to = from; to < text.length && is_digit(text.data[to]);)
		to++;
	return to - from == 2 || is_year((PnlText) {text.data + from, to - from}) ? to : 0;
}

/* "40-45-laan", "1213-laan". */
static bool
has_type(const PnlToken *token)
{
	size_t		at = years_length(token) > 0 ? years_length(token) : token->digits;
	PnlText		tail = {token->text.data + at + 1, token->text.length - at - 1};

	return at > 0 && at + 1 < token->text.length && token->text.data[at] == '-' &&
		(pnl_address_word(tail) & PNL_WORD_TYPE) != 0;
}

static unsigned
kinds_before(const PnlAddressLine *line, size_t from, size_t at)
{
	return at > from ? line->tokens[at - 1].kinds : 0;
}

bool
pnl_address_line_is_year(const PnlAddressLine *line, size_t at)
{
	const PnlToken *token = &line->tokens[at];
	unsigned	before = kinds_before(line, 0, at);

	if (is_year((PnlText) {token->text.data, token->digits}))
		return (before & (PNL_WORD_TYPE | PNL_WORD_MONTH)) != 0;
	return (before & PNL_WORD_TYPE) != 0 && years_length(token) > 0;
}

/* "5-Meiplein". */
static bool
has_month(const PnlToken *token)
{
	size_t		at = token->digits + 1;

	return token->digits > 0 && token->value <= MAX_DAY && token->text.length > at &&
		token->text.data[at - 1] == '-' &&
		(pnl_address_word((PnlText) {token->text.data + at, token->text.length - at}) &
		 PNL_WORD_MONTH) != 0;
}

bool
pnl_address_line_explains(const PnlAddressLine *line, size_t from, size_t to, size_t at,
						  bool marked)
{
	const PnlToken *token = &line->tokens[at];
	const PnlToken *next = at + 1 < to ? &line->tokens[at + 1] : NULL;
	unsigned	before = kinds_before(line, from, at);
	bool		word_follows = next != NULL && !next->comma && pnl_address_line_is_word(next);
	bool		dotted = token->text.length == token->digits + 1 &&
		token->text.data[token->digits] == '.';

	if (pnl_address_line_is_ordinal(token))
		return word_follows && !(next->kinds & PNL_WORD_FLOOR);
	if (has_month(token) || has_type(token))
		return true;
	if (years_length(token) == token->text.length &&
		(at == from ? word_follows : (before & (PNL_WORD_TYPE | PNL_WORD_OF)) != 0))
		return true;
	if (word_follows && (next->kinds & PNL_WORD_MONTH) && token->value <= MAX_DAY &&
		(dotted || pnl_address_line_is_number(token)))
		return true;
	if (!pnl_address_line_is_number(token))
		return false;
	if (is_year(token->text) && (before & (PNL_WORD_MONTH | PNL_WORD_TYPE | PNL_WORD_OF)))
		return true;
	if ((before & PNL_WORD_OF) && word_follows)
		return true;
	return marked && at == to - 1 && (before & PNL_WORD_NUMBERED);
}

size_t
pnl_address_line_glued_marker(const PnlToken *token)
{
	PnlText		text = token->text;
	size_t		length = 0;

	while (length < text.length && (text.data[length] < '0' || text.data[length] > '9'))
		length++;
	if (length == 0 || length == text.length)
		return 0;
	if ((length == 1 && text.data[0] == '#') ||
		(pnl_address_word((PnlText) {text.data, length}) & PNL_WORD_MARKER))
		return length;
	return 0;
}

/*
 * "nr" is a marker; "NO" is north-east where the line has small letters
 * (Kanaaldijk NO 12), and can be either where it has none.
 */
PnlFit
pnl_address_line_marker(const PnlAddressLine *line, const PnlToken *token)
{
	PnlText		text = token->text;

	if (!(token->kinds & PNL_WORD_MARKER))
		return text.length == 1 && text.data[0] == '#' ? PNL_FIT_PLAIN : PNL_FIT_NONE;
	if (text.length > 1 && text.data[1] == '.')
		return PNL_FIT_NONE;
	if (text.length < 2 || text.data[0] != 'N' || text.data[1] != 'O')
		return PNL_FIT_PLAIN;
	for (size_t i = 0; i < line->length; i++)
		if (line->text[i] >= 'a' && line->text[i] <= 'z')
			return PNL_FIT_NONE;
	return PNL_FIT_POSSIBLE;
}

/* Letters, digits, and the signs that names have. */
static bool
has_strange_sign(PnlText text)
{
	for (size_t i = 0; i < text.length; i++)
		if (!is_digit(text.data[i]) && !is_letter(text.data[i]) &&
			((unsigned char) text.data[i] < 0x80 && strchr(".'-/`", text.data[i]) == NULL))
			return true;
	return false;
}

/* A digit that is not at the beginning: in "'44" and "N201" it is the name's. */
static bool
has_stray_digit(const PnlToken *token)
{
	PnlText		text = token->text;
	size_t		at = 0;

	while (at < text.length && !is_digit(text.data[at]))
		at++;
	if (at == 0 || at == text.length || !is_letter(text.data[0]))
		return false;
	if (at != 1 || strchr("NAE", pnl_ascii_upper(text.data[0])) == NULL ||
		text.length - at > ROAD_DIGITS)
		return true;
	while (at < text.length && is_digit(text.data[at]))
		at++;
	return at < text.length;
}

static size_t
count_letters(PnlText text)
{
	size_t		count = 0;

	for (size_t i = 0; i < text.length; i++)
		count += is_letter(text.data[i]);
	return count;
}

static bool
has_digit(PnlText text)
{
	for (size_t i = 0; i < text.length; i++)
		if (is_digit(text.data[i]))
			return true;
	return false;
}

/* "Kerkstraat bus 3", "Kerkstraat A 12", "Loods 12": the last word is no street's. */
static bool
ends_in_addition(const PnlAddressLine *line, size_t from, size_t to)
{
	PnlText		last = line->tokens[to - 1].text;
	unsigned	before = kinds_before(line, from, to - 1);

	if ((before & PNL_WORD_OF) ||
		(to - from > 1 && pnl_address_line_is_ordinal(&line->tokens[to - 2])))
		return false;
	if (count_letters(last) == 1 && !has_digit(last))
		return (before & PNL_WORD_TYPE) == 0;
	return (line->tokens[to - 1].kinds &
			(PNL_WORD_ALONE | PNL_WORD_VALUE | PNL_WORD_FLOOR | PNL_WORD_PLOT)) != 0;
}

/* "Hoek Kerkstraat", and not "Hoek van Hollandlaan" and "De Hoek". */
static bool
is_corner(const PnlAddressLine *line, size_t to, size_t at)
{
	return (line->tokens[at].kinds & PNL_WORD_CORNER) && at + 1 < to &&
		!(line->tokens[at + 1].kinds & PNL_WORD_OF);
}

static bool
is_doubtful(const PnlAddressLine *line, size_t from, size_t to, size_t at, bool marked)
{
	const PnlToken *token = &line->tokens[at];
	bool		inside = at > from && at + 1 < to;
	bool		begins = at == from && at + 1 < to;

	if ((at > from && token->comma) || has_strange_sign(token->text) ||
		(token->kinds & (PNL_WORD_NEVER | PNL_WORD_OPPOSITE)) ||
		(begins && (token->kinds & PNL_WORD_PLOT)))
		return true;
	if (token->digits > 0)
		return !pnl_address_line_explains(line, from, to, at, marked);
	if (token->text.length == 1 && !is_letter(token->text.data[0]))
		return !inside;
	return has_stray_digit(token) || is_corner(line, to, at);
}

PnlFit
pnl_address_line_street(const PnlAddressLine *line, size_t from, size_t to, bool marked)
{
	size_t		letters = 0;
	PnlFit		fit = PNL_FIT_PLAIN;

	if (to <= from || (line->tokens[to - 1].kinds & PNL_WORD_ARTICLE))
		return PNL_FIT_NONE;
	for (size_t at = from; at < to; at++)
	{
		letters += count_letters(line->tokens[at].text);
		if (is_doubtful(line, from, to, at, marked))
			fit = PNL_FIT_POSSIBLE;
	}
	if (letters < 2)
		return PNL_FIT_NONE;
	return letters < LEAST_LETTERS || ends_in_addition(line, from, to) ? PNL_FIT_POSSIBLE : fit;
}

PnlText
pnl_address_line_text(const PnlAddressLine *line, size_t from, size_t to)
{
	const char *begin;

	if (to <= from)
		return (PnlText) {line->text, 0};
	begin = line->tokens[from].text.data;
	return (PnlText) {begin, (size_t) (line->tokens[to - 1].text.data - begin) +
					  line->tokens[to - 1].text.length};
}
