/*
 * postal_code.c
 *		Postal codes of the Netherlands and Belgium.
 *
 * Dutch codes are four digits, the first not 0, and two letters, of which SA,
 * SD and SS are not used; PostNL also takes the digits alone.  Belgian codes
 * are four digits, the first not 0.  (Patterns: PostNL's OpenAPI files.)
 */
#include "core/postal_code.h"

#include <string.h>

#include "core/ascii.h"

#define DIGITS 4
#define DUTCH_LENGTH 6

/* More than this is no postal code even with blanks in it. */
#define MAX_LENGTH 12

void
pnl_postal_code_append(PnlBuf *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (text[i] != ' ')
			pnl_buf_append_char(out, pnl_ascii_upper(text[i]));
}

static bool
is_country(const char *country, size_t length, const char *code)
{
	return length == 2 && pnl_ascii_equal(country, code, 2);
}

static bool
has_digits(const char *code)
{
	if (code[0] < '1' || code[0] > '9')
		return false;
	for (int i = 1; i < DIGITS; i++)
		if (code[i] < '0' || code[i] > '9')
			return false;
	return true;
}

static const char *
find_dutch_fault(const char *code, size_t length)
{
	static const char *const unused[] = {"SA", "SD", "SS"};

	if (length == DIGITS && has_digits(code))
		return NULL;
	if (length != DUTCH_LENGTH || !has_digits(code) ||
		!pnl_ascii_is_capital(code[4]) || !pnl_ascii_is_capital(code[5]))
		return "a Dutch postal code is four digits and two letters, such as 3532VA";
	for (size_t i = 0; i < sizeof(unused) / sizeof(unused[0]); i++)
		if (memcmp(code + DIGITS, unused[i], 2) == 0)
			return "Dutch postal codes do not end in SA, SD or SS";
	return NULL;
}

const char *
pnl_postal_code_fault(const char *text, size_t length, const char *country,
					  size_t country_length)
{
	char		code[MAX_LENGTH + 1];
	size_t		used = 0;

	for (size_t i = 0; i < length && used <= MAX_LENGTH; i++)
	{
		if (text[i] == ' ')
			continue;
		if (used == MAX_LENGTH)
			return "it is too long";
		code[used++] = pnl_ascii_upper(text[i]);
	}
	if (is_country(country, country_length, "NL"))
		return find_dutch_fault(code, used);
	if (is_country(country, country_length, "BE") &&
		(used != DIGITS || !has_digits(code)))
		return "a Belgian postal code is four digits, such as 1000";
	return NULL;
}
