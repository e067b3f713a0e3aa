/*
 * address_split.c
 *		A line with street and house number, told apart.
 *
 * Each number of the line is tried as the house number.  What is before it
 * has to fit as a street and what is behind it as an addition; a line is
 * believed where exactly one reading fits, and no other is even possible.
 * To teach it a word, add it to address_word.c; a rule that picks one of two
 * readings does not belong here.
 */
#include "core/address_split.h"

#include <string.h>

#include "core/address_line.h"
#include "core/address_word.h"
#include "core/ascii.h"
#include "core/text_tidy.h"
#include "core/utf8.h"

/* How a country writes its addresses. */
typedef struct Custom
{
	const char *country;
	size_t		digits;			/* the most of a house number */
	bool		join;			/* 36-39 is a house number */
	bool		comma_first;	/* 12, Duerfstrooss */
	bool		first;			/* 12 Le Bourg: the number is first */
	bool		place_first;	/* 12 op der Haart */
} Custom;

/* PostNL: "Max. length is 5 characters ... always numeric" for the first three. */
static const Custom customs[] = {
	{"NL", 5, false, false, false, false},
	{"BE", 5, false, true, false, false},
	{"LU", 5, false, true, false, true},
	{"DE", 4, true, false, false, false},
	{"FR", 4, true, true, true, false},
};

/* What is shown of a line from elsewhere. */
static const Custom elsewhere = {"", 5, true, false, false, false};

typedef struct Work
{
	PnlAddressLine line;
	const Custom *custom;
	PnlAddressSplit *split;
	int			plain;			/* readings that fit, and those that may */
	int			possible;
	size_t		plain_at;		/* the house number of one that fits */
	bool		year;			/* a number may be a year of the street's */
} Work;

/* One reading while it is made. */
typedef struct Draft
{
	PnlFit		fit;
	PnlText		street;
	PnlText		digits;
	PnlText		before;			/* of the addition: "t/o", "bis" */
	PnlAddition addition;
} Draft;

static const Custom *
find_custom(PnlText country)
{
	for (size_t i = 0; i < sizeof(customs) / sizeof(customs[0]); i++)
		if (country.length == 2 && pnl_ascii_equal(country.data, customs[i].country, 2))
			return &customs[i];
	return &elsewhere;
}

static void
copy_text(char *field, size_t size, PnlText text)
{
	if (text.length >= size)
		text.length = size - 1;
	memcpy(field, text.data, text.length);
	field[text.length] = '\0';
}

/* Puts a text and a blank before the addition; false when it gets too long. */
static bool
put_before(char addition[PNL_ADDITION_SIZE], PnlText text)
{
	size_t		length = strlen(addition);
	size_t		blank = length > 0 && text.length > 0;

	if (pnl_utf8_count(text.data, text.length) + blank + pnl_utf8_count(addition, length) >
		PNL_ADDITION_CHARACTERS)
		return false;
	memmove(addition + text.length + blank, addition, length + 1);
	memcpy(addition, text.data, text.length);
	if (blank)
		addition[text.length] = ' ';
	return true;
}

static PnlAddress *
new_reading(PnlAddressSplit *split, bool first)
{
	PnlAddress *readings = split->readings;

	if (split->count < PNL_ADDRESS_READINGS)
		split->count++;
	else if (!first)
		return NULL;
	if (!first)
		return &readings[split->count - 1];
	memmove(readings + 1, readings, sizeof(readings[0]) * (size_t) (split->count - 1));
	return readings;
}

static void
add_reading(Work *work, Draft *draft)
{
	PnlText		street = pnl_text_tidy_cut(draft->street, PNL_STREET_CHARACTERS);
	PnlAddress *address;
	size_t		used = draft->digits.length;

	if (street.length < draft->street.length ||
		!put_before(draft->addition.text, draft->before))
		draft->fit = PNL_FIT_POSSIBLE;
	address = new_reading(work->split, draft->fit == PNL_FIT_PLAIN);
	work->plain += draft->fit == PNL_FIT_PLAIN;
	work->possible += draft->fit != PNL_FIT_PLAIN;
	if (address == NULL)
		return;
	memset(address, 0, sizeof(*address));
	copy_text(address->street, sizeof(address->street), street);
	copy_text(address->house_number, sizeof(address->house_number), draft->digits);
	copy_text(address->house_number + used, sizeof(address->house_number) - used,
			  (PnlText) {draft->addition.joined, strlen(draft->addition.joined)});
	copy_text(address->addition, sizeof(address->addition),
			  (PnlText) {draft->addition.text, strlen(draft->addition.text)});
}

/* 12-14: an addition 14, or the houses 12 to 14, which PostNL has as 12 and -14. */
static void
add_readings(Work *work, Draft *draft)
{
	bool		range = draft->addition.range;
	Draft		other = *draft;

	add_reading(work, draft);
	if (!range || strlen(other.addition.text) + 1 >= sizeof(other.addition.text))
		return;
	memmove(other.addition.text + 1, other.addition.text, strlen(other.addition.text) + 1);
	other.addition.text[0] = '-';
	add_reading(work, &other);
}

/* The digits of a house number at a token; empty when it has none. */
static PnlText
find_digits(const Work *work, const PnlToken *token)
{
	size_t		from = pnl_address_line_glued_marker(token);
	PnlText		digits = {token->text.data + from, 0};
	size_t		left = token->text.length - from;
	const char *after;

	while (digits.length < left && digits.data[digits.length] >= '0' &&
		   digits.data[digits.length] <= '9')
		digits.length++;
	after = digits.data + digits.length;
	if (digits.length == 0 || digits.length > work->custom->digits || digits.data[0] == '0' ||
		(digits.length < left && (unsigned char) *after < 0x80 && strchr("-/(", *after) == NULL &&
		 !pnl_ascii_is_capital(pnl_ascii_upper(*after))))
		digits.length = 0;
	return digits;
}

static PnlText
rest_of_line(const Work *work, const char *from)
{
	return (PnlText) {from, (size_t) (work->line.text + work->line.length - from)};
}

static long
read_value(PnlText digits)
{
	long		value = 0;

	for (size_t i = 0; i < digits.length; i++)
		value = value * 10 + (digits.data[i] - '0');
	return value;
}

/* A number that is part of a name or floor: not a house number at all. */
static bool
is_of_name(const Work *work, size_t at)
{
	const PnlAddressLine *line = &work->line;
	const PnlToken *token = &line->tokens[at];
	const PnlToken *next = at + 1 < line->count ? &line->tokens[at + 1] : NULL;

	if (next == NULL || next->comma)
		return false;
	if (pnl_address_line_is_ordinal(token) && pnl_address_line_is_word(next))
		return !(next->kinds & (PNL_WORD_ALONE | PNL_WORD_VALUE));
	if (pnl_address_line_is_year(line, at) && (next->kinds & PNL_WORD_TYPE))
		return true;
	return pnl_address_line_is_number(token) && (next->kinds & PNL_WORD_MONTH);
}

/* "Plein 1944 3": with another number behind it, a year is the street's. */
static bool
is_followed_by_number(const Work *work, size_t at)
{
	const PnlToken *next = at + 1 < work->line.count ? &work->line.tokens[at + 1] : NULL;

	return next != NULL &&
		(next->digits > 0 || pnl_address_line_glued_marker(next) > 0 ||
		 pnl_address_line_marker(&work->line, next) == PNL_FIT_PLAIN);
}

/* "Weg 12 - 3": a house of the street "Weg 12", or 12-3 of the street "Weg". */
static bool
is_numbered_street(const Work *work, size_t at)
{
	const PnlAddressLine *line = &work->line;

	return (line->tokens[at - 1].kinds & PNL_WORD_NUMBERED) && at + 1 < line->count &&
		line->tokens[at + 1].text.length == 1 && line->tokens[at + 1].text.data[0] == '-';
}

/* Postbus, P.O. Box: a number follows and nothing else. */
static bool
is_box(const PnlAddressLine *line, size_t to)
{
	static const PnlText po = {"P.O.", 4};
	PnlText		first = line->tokens[0].text;

	if (to == 1)
		return (line->tokens[0].kinds & PNL_WORD_BOX) != 0;
	return to == 2 && line->tokens[1].text.length == 3 &&
		pnl_ascii_equal(line->tokens[1].text.data, "box", 3) &&
		((first.length == 2 && pnl_ascii_equal(first.data, "po", 2)) ||
		 (first.length == po.length && pnl_ascii_equal(first.data, po.data, po.length)));
}

static PnlText
without_dots(PnlText text)
{
	while (text.length > 0 && text.data[text.length - 1] == '.')
		text.length--;
	return text;
}

/* Takes "nr", "t/o" and "-" off the end of the street; how well the first fits. */
static PnlFit
take_words(const Work *work, size_t *to, Draft *draft)
{
	PnlFit		marker = PNL_FIT_NONE;
	PnlFit		fit;

	for (; *to > 1; (*to)--)
	{
		const PnlToken *word = &work->line.tokens[*to - 1];

		fit = marker == PNL_FIT_NONE ? pnl_address_line_marker(&work->line, word) : PNL_FIT_NONE;
		if (fit != PNL_FIT_NONE)
			marker = fit;
		else if (draft->before.length == 0 && (word->kinds & PNL_WORD_OPPOSITE) &&
				 pnl_address_line_is_word(word))
			draft->before = without_dots(word->text);
		else if (word->text.length != 1 || word->text.data[0] != '-')
			break;
	}
	return marker;
}

/* What is before the number at a token: the street, and words about the number. */
static PnlFit
take_street(Work *work, size_t at, Draft *draft)
{
	const PnlAddressLine *line = &work->line;
	size_t		to = at;
	PnlFit		marker = take_words(work, &to, draft);
	bool		marked = marker != PNL_FIT_NONE ||
		pnl_address_line_glued_marker(&line->tokens[at]) > 0;
	PnlFit		fit;

	draft->street = pnl_address_line_text(line, 0, to);
	if (is_box(line, to))
		return draft->digits.data + draft->digits.length == line->text + line->length ?
			PNL_FIT_PLAIN : PNL_FIT_POSSIBLE;
	/* a line that is read in full already has no second house number */
	if (work->plain > 0 && work->plain_at < to &&
		!pnl_address_line_explains(line, 0, to, work->plain_at, marked))
		return PNL_FIT_NONE;
	fit = pnl_address_line_street(line, 0, to, marked);
	return marker == PNL_FIT_POSSIBLE && fit == PNL_FIT_PLAIN ? PNL_FIT_POSSIBLE : fit;
}

/* The number at a token is the house number, with the street before it. */
static void
read_behind_street(Work *work, size_t at)
{
	const PnlToken *token = &work->line.tokens[at];
	bool		year = pnl_address_line_is_year(&work->line, at);
	Draft		draft;

	memset(&draft, 0, sizeof(draft));
	draft.digits = find_digits(work, token);
	draft.before = (PnlText) {"", 0};
	if (draft.digits.length == 0 || is_of_name(work, at))
		return;
	if ((year || (work->line.tokens[at - 1].kinds & PNL_WORD_NUMBERED)) &&
		is_followed_by_number(work, at) && (year || work->line.tokens[at + 1].digits == 0))
		return;
	draft.fit = take_street(work, at, &draft);
	if (draft.fit == PNL_FIT_NONE)
		return;
	pnl_address_addition_read(rest_of_line(work, draft.digits.data + draft.digits.length),
							  read_value(draft.digits), work->custom->join, &draft.addition);
	if (!draft.addition.plain || year || is_numbered_street(work, at) ||
		(draft.before.length > 0 && draft.addition.text[0] != '\0'))
		draft.fit = PNL_FIT_POSSIBLE;
	work->year = work->year || year;
	if (draft.fit == PNL_FIT_PLAIN && work->plain == 0)
		work->plain_at = at;
	add_readings(work, &draft);
}

/* "12 B rue de la Paix", "12 bis rue de la Paix": the word before the street. */
static bool
is_suffix(const PnlAddressLine *line)
{
	return line->count > 2 && (line->tokens[2].kinds & PNL_WORD_FRENCH) &&
		!line->tokens[1].comma && (line->tokens[1].text.length == 1 ||
								   (line->tokens[1].kinds & PNL_WORD_ALONE)) &&
		pnl_address_line_is_word(&line->tokens[1]);
}

/* Words of additions, and what has digits or signs with them. */
static bool
may_begin_tail(const PnlToken *token)
{
	if (token->kinds & (PNL_WORD_VALUE | PNL_WORD_FLOOR | PNL_WORD_COUNT))
		return true;
	for (size_t i = 0; i < token->text.length; i++)
		if (strchr("0123456789(", token->text.data[i]) != NULL)
			return true;
	return false;
}

/* Where "bte 3" or "2e étage" begins behind a street. */
static size_t
find_tail(const Work *work, size_t from, PnlAddition *tail)
{
	for (size_t at = from + 1; at < work->line.count; at++)
	{
		const PnlToken *token = &work->line.tokens[at];

		if (!may_begin_tail(token))
			continue;
		pnl_address_addition_read(rest_of_line(work, token->text.data), 0, false, tail);
		if (tail->plain && tail->keyword)
			return at;
	}
	memset(tail, 0, sizeof(*tail));
	return work->line.count;
}

static PnlFit
judge_number_first(const Work *work, size_t from)
{
	const PnlToken *token = &work->line.tokens[from];

	if ((token->kinds & PNL_WORD_FRENCH) ||
		(work->custom->comma_first && token->comma) ||
		(work->custom->place_first && (token->kinds & PNL_WORD_PLACE)) ||
		(work->custom->first && pnl_address_line_is_word(token)))
		return PNL_FIT_PLAIN;
	return PNL_FIT_POSSIBLE;
}

/* The line begins with the house number. */
static void
read_before_street(Work *work)
{
	const PnlAddressLine *line = &work->line;
	const PnlToken *number = &line->tokens[0];
	size_t		from = is_suffix(line) ? 2 : 1;
	PnlAddition tail;
	size_t		to;
	PnlText		glued;
	PnlFit		street;
	Draft		draft;

	memset(&draft, 0, sizeof(draft));
	draft.digits = find_digits(work, number);
	if (draft.digits.data != number->text.data || draft.digits.length == 0 ||
		from >= line->count || is_of_name(work, 0) ||
		pnl_address_line_explains(line, 0, line->count, 0, false) ||
		(line->tokens[from].kinds & (PNL_WORD_ALONE | PNL_WORD_VALUE)))
		return;
	glued = (PnlText) {number->text.data + number->digits, number->text.length - number->digits};
	pnl_address_addition_read(glued, read_value(draft.digits), work->custom->join, &draft.addition);
	if (!draft.addition.plain && !draft.addition.range)
		return;
	draft.before = from == 2 ? line->tokens[1].text : (PnlText) {"", 0};
	to = find_tail(work, from, &tail);
	draft.street = pnl_address_line_text(line, from, to);
	draft.fit = judge_number_first(work, from);
	street = pnl_address_line_street(line, from, to, false);
	if (street == PNL_FIT_NONE)
		return;
	if (street == PNL_FIT_POSSIBLE || !draft.addition.plain ||
		(from == 2 && draft.addition.text[0] != '\0'))
		draft.fit = PNL_FIT_POSSIBLE;
	if (tail.text[0] != '\0')
	{
		PnlText		head = {draft.addition.text, strlen(draft.addition.text)};

		if (!put_before(tail.text, head))
			draft.fit = PNL_FIT_POSSIBLE;
		memcpy(draft.addition.text, tail.text, sizeof(tail.text));
	}
	work->plain_at = 0;
	add_readings(work, &draft);
}

bool
pnl_address_split(PnlText line, PnlText country, PnlAddressSplit *split)
{
	Work		work;

	memset(&work, 0, sizeof(work));
	memset(split, 0, sizeof(*split));
	work.custom = find_custom(country);
	work.split = split;
	if (!pnl_address_line_read(line, &work.line))
		return !work.line.no_memory;
	if (work.line.count > 1)
		read_before_street(&work);
	for (size_t at = 1; at < work.line.count; at++)
		read_behind_street(&work, at);
	if (split->count == 0 || work.year)
	{
		Draft		draft;

		memset(&draft, 0, sizeof(draft));
		draft.fit = PNL_FIT_POSSIBLE;
		draft.street = pnl_address_line_text(&work.line, 0, work.line.count);
		draft.digits = draft.before = (PnlText) {"", 0};
		if (pnl_address_line_street(&work.line, 0, work.line.count, false) != PNL_FIT_NONE)
			add_reading(&work, &draft);
	}
	split->confident = work.plain == 1 && work.possible == 0 && work.custom != &elsewhere;
	return true;
}

void
pnl_address_split_append(PnlBuf *out, const PnlAddressSplit *split)
{
	for (int i = 0; i < split->count; i++)
	{
		const PnlAddress *address = &split->readings[i];

		if (i > 0)
			pnl_buf_append_text(out, " or ");
		pnl_buf_append_format(out, "street \"%s\"", address->street);
		if (address->house_number[0] == '\0')
			pnl_buf_append_text(out, " without a house number");
		else
			pnl_buf_append_format(out, ", house_number \"%s\"", address->house_number);
		if (address->addition[0] != '\0')
			pnl_buf_append_format(out, ", house_number_addition \"%s\"", address->addition);
	}
}
