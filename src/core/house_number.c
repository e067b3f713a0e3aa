/*
 * house_number.c
 *		The cell of a house number, where PostNL wants digits.
 */
#include "core/house_number.h"

#include <string.h>

#include "core/address_line.h"
#include "core/address_word.h"
#include "core/ascii.h"

/* PostNL: "Max. length is 5 characters ... this field should always be numeric". */
#define MAX_DIGITS 5

#define FORM "must be one to five digits, with what follows them in house_number_addition"
#define RANGE "must be one number: with another, higher one it may be a range of houses or " \
	"have an addition, which goes into house_number_addition"
#define TWICE "must be digits alone, or end in the same as house_number_addition"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Moves behind "nr" and "#". */
static PnlText
skip_marker(PnlText text)
{
	size_t		length = 0;
	PnlText		word;

	while (length < text.length && !is_digit(text.data[length]))
		length++;
	word = (PnlText) {text.data, length};
	while (word.length > 0 && word.data[word.length - 1] == ' ')
		word.length--;
	if ((word.length == 1 && word.data[0] == '#') ||
		(pnl_address_word(word) & PNL_WORD_MARKER))
		return (PnlText) {text.data + length, text.length - length};
	return text;
}

/* ".0" and ",00", as numbers of columns and sheets come. */
static bool
is_no_fraction(PnlText text)
{
	if (text.length < 2 || (text.data[0] != '.' && text.data[0] != ','))
		return false;
	for (size_t i = 1; i < text.length; i++)
		if (text.data[i] != '0')
			return false;
	return true;
}

const char *
pnl_house_number_split(PnlText cell, PnlText given, PnlHouseNumber *house)
{
	PnlAddressLine line;
	PnlAddition addition;
	PnlText		text;
	PnlText		rest;
	size_t		digits = 0;
	long		value = 0;

	if (!pnl_address_line_read(cell, &line))
		return FORM;
	text = skip_marker((PnlText) {line.text, line.length});
	for (; digits < text.length && is_digit(text.data[digits]); digits++)
		value = digits < MAX_DIGITS ? value * 10 + (text.data[digits] - '0') : value;
	if (digits == 0 || digits > MAX_DIGITS || text.data[0] == '0')
		return FORM;
	memset(&addition, 0, sizeof(addition));
	rest = (PnlText) {text.data + digits, text.length - digits};
	if (!is_no_fraction(rest))
	{
		pnl_address_addition_read(rest, value, false, &addition);
		if (!addition.plain)
			return addition.range ? RANGE : FORM;
	}
	if (given.length > 0 && addition.text[0] != '\0' &&
		(strlen(addition.text) != given.length ||
		 !pnl_ascii_equal(addition.text, given.data, given.length)))
		return TWICE;
	memcpy(house->number, text.data, digits);
	house->number[digits] = '\0';
	memcpy(house->addition, addition.text, sizeof(house->addition));
	return NULL;
}
