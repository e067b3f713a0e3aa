/*
 * address_addition.c
 *		What is behind a house number in an address line.
 *
 * The text is cut into numbers and words ("parts"), with the signs between.
 * An addition is a row of the elements below, each of which takes the parts
 * that it knows; what no element takes makes it none.
 */
#include "core/address_addition.h"

#include <string.h>

#include "core/address_part.h"
#include "core/address_word.h"
#include "core/ascii.h"
#include "core/utf8.h"

/* Numbers behind a house number: a room has three digits, or 0301. */
#define ROOM_DIGITS 3
#define MAX_DIGITS 4

/*
 * How far apart the ends of a range may be: behind a hyphen (De Entree
 * 99-197 is one building), and behind a slash, which is rarely meant so.
 */
#define HYPHEN_RANGE 200
#define SLASH_RANGE 10

/* Letters that need no place in the table; three can be a village (Ede). */
#define CODE_LETTERS 2

typedef struct Parts
{
	PnlParts	cut;
	long		house;
	bool		range;
} Parts;

/* Takes some of the parts from a place on; 0 = it does not know them. */
typedef size_t (*Element) (Parts *all, size_t at);

static const PnlPart *
part_at(const Parts *all, size_t at)
{
	static const PnlPart none;

	return at < all->cut.count ? &all->cut.parts[at] : &none;
}

static bool
is_kind(const Parts *all, size_t at, unsigned kinds)
{
	return (part_at(all, at)->kinds & kinds) != 0;
}

/* BAG: a huisletter is one of A to Z. */
static bool
is_letter(const PnlPart *part)
{
	return part->text.length == 1 && !part->number;
}

/* A room's number; four digits are a year or a postal code as well. */
static bool
is_room(const PnlPart *part)
{
	return part->number &&
		part->text.length <= (size_t) (part->padded ? MAX_DIGITS : ROOM_DIGITS);
}

/* "A", "AB": letters without a blank before them. */
static bool
is_glued_code(const PnlPart *part)
{
	return part->text.length > 0 && part->text.length <= 2 && !part->number &&
		part->sign == PNL_SIGN_NONE && (part->kinds & PNL_WORD_ORDINAL) == 0;
}

/* "3A" and "3.01" behind bus, app and the like: the number and what is tied to it. */
static size_t
count_room(const Parts *all, size_t at)
{
	const PnlPart *next = part_at(all, at + 1);

	if (!all->cut.parts[at].number || all->cut.parts[at].text.length > MAX_DIGITS)
		return 0;
	if (is_glued_code(next))
		return 2;
	if (next->number && next->sign == PNL_SIGN_DOT && !next->blank && is_room(next))
		return 2;
	return 1;
}

/* "3 hoog", "2e verdieping", "III hoog", "twee hoog". */
static size_t
take_floor(Parts *all, size_t at)
{
	size_t		next = at + 1;

	if (part_at(all, at)->number ? !is_room(part_at(all, at)) :
		!is_kind(all, at, PNL_WORD_COUNT | PNL_WORD_ROMAN))
		return 0;
	if (is_kind(all, next, PNL_WORD_ORDINAL) && all->cut.parts[next].sign == PNL_SIGN_NONE &&
		all->cut.parts[at].number)
		next++;
	return is_kind(all, next, PNL_WORD_FLOOR) ? next + 1 - at : 0;
}

/* "verdieping 2", "étage B". */
static size_t
take_floor_first(Parts *all, size_t at)
{
	const PnlPart *next = part_at(all, at + 1);

	if (!is_kind(all, at, PNL_WORD_FLOOR) || next->sign == PNL_SIGN_COMMA)
		return 0;
	return is_room(next) || is_letter(next) ||
		(next->kinds & (PNL_WORD_ROMAN | PNL_WORD_COUNT)) != 0 ? 2 : 0;
}

/* "begane grond", which is two words. */
static size_t
take_ground(Parts *all, size_t at)
{
	const PnlPart *first = part_at(all, at);
	const PnlPart *second = part_at(all, at + 1);

	return first->text.length == 6 && pnl_ascii_equal(first->text.data, "begane", 6) &&
		second->text.length == 5 && pnl_ascii_equal(second->text.data, "grond", 5) ? 2 : 0;
}

/* "bus 3", "bus 0301", "app. 3A", "unit B", "kamer B12". */
static size_t
take_value(Parts *all, size_t at)
{
	const PnlPart *next = part_at(all, at + 1);
	size_t		taken;

	if (!is_kind(all, at, PNL_WORD_VALUE) || next->text.length == 0 || next->sign == PNL_SIGN_COMMA)
		return 0;
	/* "B-1000" and "b 1000" are postal codes of Belgium */
	if (is_letter(part_at(all, at)) && !is_room(next))
		return 0;
	taken = next->number ? count_room(all, at + 1) : 0;
	if (taken > 0)
		return 1 + taken;
	if (!is_letter(next) && (next->kinds & PNL_WORD_ROMAN) == 0)
		return 0;
	next = part_at(all, at + 2);
	return is_room(next) && (next->sign == PNL_SIGN_NONE || next->sign > PNL_SIGN_BLANK) &&
		next->sign != PNL_SIGN_COMMA ? 3 : 2;
}

static bool
is_tied(const PnlPart *part)
{
	return part->sign == PNL_SIGN_HYPHEN || part->sign == PNL_SIGN_SLASH;
}

/* Marks a number that may end a range which begins with the house number. */
static void
look_for_range(Parts *all, const PnlPart *part)
{
	long		distance = part->value - all->house;

	if (part->padded || distance <= 0)
		return;
	if (part->sign == PNL_SIGN_HYPHEN ? distance <= HYPHEN_RANGE :
		distance <= SLASH_RANGE && distance % 2 == 0)
		all->range = true;
}

/* "-3", "/3", "-3A" at the beginning. */
static size_t
take_tied_number(Parts *all, size_t at)
{
	const PnlPart *part = part_at(all, at);

	if (at != 0 || !is_room(part) || !is_tied(part))
		return 0;
	look_for_range(all, part);
	return is_glued_code(part_at(all, at + 1)) ? 2 : 1;
}

/* hs, bis, boven, t/o, and a number or letter that belongs to it. */
static size_t
take_word(Parts *all, size_t at)
{
	const PnlPart *next = part_at(all, at + 1);

	if (!is_kind(all, at, PNL_WORD_ALONE))
		return 0;
	if (!is_room(next) || next->sign == PNL_SIGN_COMMA || is_kind(all, at, PNL_WORD_NEAR) ||
		take_floor(all, at + 1) > 0)
		return 1;
	/* "12 bis 14" is "12 to 14" in German */
	if (at == 0 && pnl_ascii_equal(part_at(all, 0)->text.data, "bis", 3) &&
		next->value > all->house)
		all->range = true;
	return 2;
}

/* "12bisA": the last letter of a word that is tied to the house number. */
static bool
is_word_with_letter(const PnlPart *part)
{
	PnlText		word = {part->text.data, part->text.length - 1};

	return part->text.length > 1 && !part->number && part->sign == PNL_SIGN_NONE &&
		(pnl_address_word(word) & PNL_WORD_ALONE) != 0 &&
		pnl_address_part_letter(word.data + word.length, 1) == 1;
}

/* Marks what several houses may have: 12a-c, 12a-14, and 12 à 14 without its accent. */
static void
look_for_letters(Parts *all, size_t at)
{
	const PnlPart *part = part_at(all, at);
	const PnlPart *next = part_at(all, at + 1);
	char		letter = pnl_ascii_upper(part->text.data[0]);
	bool		tied = is_tied(next);

	if (at != 0 || part->sign > PNL_SIGN_BLANK)
		return;
	if (is_letter(next) && tied && pnl_ascii_upper(next->text.data[0]) > letter)
		all->cut.strange = true;
	if (next->number && tied && part->sign == PNL_SIGN_NONE)
		look_for_range(all, next);
	if (next->number && letter == 'A' && part->sign == PNL_SIGN_BLANK &&
		next->sign == PNL_SIGN_BLANK && next->value > all->house)
		all->range = true;
}

/* "A", "A 2", "A-2", "B01". */
static size_t
take_letter(Parts *all, size_t at)
{
	const PnlPart *part = part_at(all, at);
	const PnlPart *next = part_at(all, at + 1);

	if (!is_letter(part) && !(at == 0 && is_word_with_letter(part)))
		return 0;
	/* "B.V." is a company's */
	if (next->text.length > 0 && !next->number && next->sign == PNL_SIGN_DOT)
		return 0;
	if (is_letter(part))
		look_for_letters(all, at);
	if (!is_room(next) || next->sign == PNL_SIGN_COMMA || take_floor(all, at + 1) > 0)
		return 1;
	return is_glued_code(part_at(all, at + 2)) ? 3 : 2;
}

/* "III", "IV-3". */
static size_t
take_roman(Parts *all, size_t at)
{
	const PnlPart *next = part_at(all, at + 1);

	if (!is_kind(all, at, PNL_WORD_ROMAN))
		return 0;
	return is_room(next) && is_tied(next) ? 2 : 1;
}

/* "12AA", "12-PH": letters tied to the number. */
static size_t
take_code(Parts *all, size_t at)
{
	const PnlPart *part = part_at(all, at);

	if (is_glued_code(part) && at == 0)
		return 1;
	return !part->number && part->text.length > 0 && part->text.length <= CODE_LETTERS &&
		is_tied(part) && !part->blank &&
		(part->kinds & PNL_WORD_ORDINAL) == 0 ? 1 : 0;
}

static const Element elements[] = {
	take_floor, take_floor_first, take_ground, take_value, take_tied_number, take_word,
	take_letter, take_roman, take_code,
};

/* True when the elements take all parts from a place on. */
static bool
take_all(Parts *all, size_t at)
{
	while (at < all->cut.count)
	{
		size_t		taken = 0;

		for (size_t i = 0; taken == 0 && i < sizeof(elements) / sizeof(elements[0]); i++)
			taken = elements[i] (all, at);
		if (taken == 0)
			return false;
		at += taken;
	}
	return true;
}

/* "1234 AB" is a postal code: is it the house number's, or the address's? */
static bool
is_postal_code(const Parts *all)
{
	return all->house >= 1000 && all->house <= 9999 && !all->cut.parts[0].number &&
		all->cut.parts[0].text.length == 2 && all->cut.parts[0].sign <= PNL_SIGN_HYPHEN;
}

static void
append(PnlAddition *addition, const char *text, size_t length)
{
	size_t		used = strlen(addition->text);

	if (used + length >= sizeof(addition->text))
	{
		addition->plain = false;
		return;
	}
	memcpy(addition->text + used, text, length);
	addition->text[used + length] = '\0';
}

/* The parts with the signs between them, but no commas and brackets. */
static void
write_text(PnlAddition *addition, const Parts *all, size_t from)
{
	static const char *const signs[] = {"", " ", ".", "-", "/", " "};

	for (size_t i = from; i < all->cut.count; i++)
	{
		const PnlPart *part = &all->cut.parts[i];

		if (i > from)
			append(addition, signs[part->sign], strlen(signs[part->sign]));
		if (i > from && part->sign == PNL_SIGN_DOT && part->blank)
			append(addition, " ", 1);
		append(addition, part->text.data, part->text.length);
	}
	if (pnl_utf8_count(addition->text, strlen(addition->text)) > PNL_ADDITION_CHARACTERS)
		addition->plain = false;
}

/* What could not be read, for people to see: as it is, without the signs around it. */
static void
copy_text(PnlAddition *addition, PnlText text)
{
	size_t		size = 0;

	while (text.length > 0 && strchr(" -/,(.", text.data[0]) != NULL)
		text = (PnlText) {text.data + 1, text.length - 1};
	while (text.length > 0 && strchr(" ,)", text.data[text.length - 1]) != NULL)
		text.length--;
	while (size < text.length)
	{
		size_t		step = pnl_utf8_length(text.data + size, text.length - size);

		if (step == 0 || size + step >= sizeof(addition->text))
			break;
		size += step;
	}
	append(addition, text.data, size);
}

/* "-39" of 36-39; 0 where the parts do not begin with such a thing. */
static size_t
join_number(PnlAddition *addition, const Parts *all)
{
	const PnlPart *part = &all->cut.parts[0];

	if (all->cut.count == 0 || !is_room(part) || part->padded || !is_tied(part))
		return 0;
	addition->joined[0] = part->sign == PNL_SIGN_HYPHEN ? '-' : '/';
	memcpy(addition->joined + 1, part->text.data, part->text.length);
	return 1;
}

void
pnl_address_addition_read(PnlText rest, long house, bool join, PnlAddition *addition)
{
	Parts		all;
	size_t		from;
	const PnlPart *first;

	memset(addition, 0, sizeof(*addition));
	memset(&all, 0, sizeof(all));
	pnl_address_part_cut(rest, &all.cut);
	all.house = house;
	from = join ? join_number(addition, &all) : 0;
	first = part_at(&all, from);
	addition->keyword = (first->number && take_floor(&all, from) > 0) ||
		((first->kinds & (PNL_WORD_VALUE | PNL_WORD_FLOOR | PNL_WORD_COUNT)) != 0 &&
		 !is_letter(first));
	addition->plain = take_all(&all, from) && !all.cut.strange && !is_postal_code(&all);
	addition->range = all.range;
	if (all.range)
		addition->plain = false;
	if (all.cut.strange)
		copy_text(addition, rest);
	else
		write_text(addition, &all, from);
}
