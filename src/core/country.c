/*
 * country.c
 *		Countries by name and code, and territories that have rules of their own.
 *
 * People write countries as they speak.  What is found is one country without doubt:
 * "Congo" and "Korea" are two each, and are not found.
 */
#include "core/country.h"

#include <stdlib.h>
#include <string.h>

#include "core/ascii.h"
#include "core/country_names.h"
#include "core/fold.h"
#include "core/utf8.h"

/* Longer texts are no country's name; the longest has 44 letters. */
#define MAX_NAME 60

/* ----------
 * Names
 * ----------
 */

/* No-break and other blanks, dashes, quotes: U+0080 to U+00BF, U+2000 to U+206F. */
static bool
is_sign(uint32_t code)
{
	return code < 0xC0 || (code >= 0x2000 && code <= 0x206F);
}

/* The letters that stand for a character; NULL for those of other scripts. */
static const char *
letters_of(uint32_t code, char ascii[2])
{
	if (code < 0x80)
	{
		char		capital = pnl_ascii_upper((char) code);

		/* digits are in no name, and must not go unseen */
		if (capital >= '0' && capital <= '9')
			return NULL;
		ascii[0] = pnl_ascii_is_capital(capital) ? (char) (capital - 'A' + 'a') : '\0';
		return ascii;
	}
	return is_sign(code) || pnl_fold_is_accent(code) ? "" : pnl_fold_latin(code);
}

/* Small letters only, accents gone; false for what is no name. */
static bool
fold(PnlText text, char out[MAX_NAME + 1])
{
	size_t		used = 0;
	size_t		at = 0;

	while (at < text.length)
	{
		char		ascii[2] = "";
		size_t		length = pnl_utf8_length(text.data + at, text.length - at);
		const char *letters;

		if (length == 0)
			return false;
		letters = letters_of(pnl_utf8_code(text.data + at, length), ascii);
		at += length;
		if (letters == NULL || used + strlen(letters) > MAX_NAME)
			return false;
		memcpy(out + used, letters, strlen(letters));
		used += strlen(letters);
	}
	out[used] = '\0';
	return used > 0;
}

/* Whether "a|b" has the name. */
static bool
has_name(const char *names, const char *name, size_t length)
{
	while (*names != '\0')
	{
		size_t		this_length = strcspn(names, "|");

		if (this_length == length && memcmp(names, name, length) == 0)
			return true;
		names += this_length + (names[this_length] == '|');
	}
	return false;
}

static int
compare_code(const void *code, const void *country)
{
	return strcmp(code, ((const PnlCountry *) country)->code);
}

/* By two letters, which nearly every address has, or by three. */
static const char *
find_code(const char *given)
{
	char		code[4] = "";
	const PnlCountry *found;

	for (size_t i = 0; i < 3 && given[i] != '\0'; i++)
		code[i] = pnl_ascii_upper(given[i]);
	if (code[2] == '\0')
	{
		found = bsearch(code, pnl_country_names, pnl_country_names_count, sizeof(PnlCountry),
						compare_code);
		return found != NULL ? found->code : NULL;
	}
	for (size_t i = 0; i < pnl_country_names_count; i++)
		if (strcmp(pnl_country_names[i].code3, code) == 0)
			return pnl_country_names[i].code;
	return NULL;
}

static const char *
find_name(const char *name)
{
	size_t		length = strlen(name);

	for (size_t i = 0; i < pnl_country_names_count; i++)
		if (has_name(pnl_country_names[i].names, name, length))
			return pnl_country_names[i].code;
	return NULL;
}

/* Whether an article may end before it: a blank, or a sign of ASCII or beyond. */
static bool
ends_article(char c)
{
	unsigned char byte = (unsigned char) c;

	return byte < 0x80 ? !pnl_ascii_is_capital(pnl_ascii_upper(c)) : byte == 0xC2 || byte == 0xE2;
}

/* What follows "the ", "la " or "l'"; length 0 where there is no article. */
static PnlText
skip_article(PnlText text)
{
	static const char *const articles[] = {"the", "la", "le", "les", "l", "de", "het", "die",
	"der", "das"};

	for (size_t i = 0; i < sizeof(articles) / sizeof(articles[0]); i++)
	{
		size_t		length = strlen(articles[i]);

		if (text.length > length && pnl_ascii_equal(text.data, articles[i], length) &&
			ends_article(text.data[length]))
			return (PnlText) {text.data + length, text.length - length};
	}
	return (PnlText) {NULL, 0};
}

const char *
pnl_country_find(PnlText text)
{
	char		name[MAX_NAME + 1];
	const char *found = NULL;
	PnlText		rest;

	/* as it is on nearly every address */
	if (text.length == 2)
	{
		char		code[3] = {text.data[0], text.data[1], '\0'};

		found = find_code(code);
	}
	if (found != NULL || !fold(text, name))
		return found;
	if (strlen(name) == 2 || strlen(name) == 3)
		found = find_code(name);
	if (found == NULL)
		found = find_name(name);
	rest = skip_article(text);
	if (found == NULL && rest.length > 0 && fold(rest, name))
		found = find_name(name);
	return found;
}

/* ----------
 * Territories
 * ----------
 */

/*
 * Those with a code of their own.  PostNL refuses addresses in IC, EA, GG, JE and IM
 * under the country's code (reference/error_codes.csv, 15201 to 15206; countries.csv).
 * The others have a code of ISO 3166-1, and their country's postal codes; all are
 * outside the EU's VAT territory (Directive 2006/112/EC, articles 5 and 6) or have
 * customs of their own.
 */
static const struct
{
	const char *country;
	const char *begins;			/* of the postal code, as postal_code.c spells it */
	const char *code;
}			territories[] = {
	{"ES", "35", "IC"}, {"ES", "38", "IC"}, {"ES", "51", "EA"}, {"ES", "52", "EA"},
	{"GB", "GY", "GG"}, {"GB", "JE", "JE"}, {"GB", "IM", "IM"},
	{"FR", "97133", "BL"}, {"FR", "97150", "MF"},
	{"FR", "971", "GP"}, {"FR", "972", "MQ"}, {"FR", "973", "GF"}, {"FR", "974", "RE"},
	{"FR", "975", "PM"}, {"FR", "976", "YT"}, {"FR", "986", "WF"}, {"FR", "987", "PF"},
	{"FR", "988", "NC"}, {"FR", "980", "MC"},
	{"FI", "22", "AX"}, {"DK", "39", "GL"}, {"IT", "4789", "SM"}, {"IT", "00120", "VA"},
};

/*
 * Those without: outside the customs territory by Regulation (EU) 952/2013, article 4,
 * or outside the VAT territory by Directive 2006/112/EC, articles 5 and 6.
 */
static const struct
{
	const char *country;
	const char *postal_code;
	const char *name;
}			apart[] = {
	{"DE", "78266", "Buesingen"}, {"DE", "27498", "Heligoland"},
	{"IT", "23041", "Livigno"}, {"IT", "22061", "Campione d'Italia"},
	{"GR", "63086", "Mount Athos"}, {"GR", "63087", "Mount Athos"},
};

/* Whether a postal code begins so, whatever blanks and hyphens it has. */
static bool
begins_with(PnlText postal_code, const char *begins)
{
	for (size_t i = 0; i < postal_code.length && *begins != '\0'; i++)
	{
		if (postal_code.data[i] == ' ' || postal_code.data[i] == '-')
			continue;
		if (pnl_ascii_upper(postal_code.data[i]) != *begins)
			return false;
		begins++;
	}
	return *begins == '\0';
}

const char *
pnl_country_at(const char *code, PnlText postal_code)
{
	for (size_t i = 0; i < sizeof(territories) / sizeof(territories[0]); i++)
		if (strcmp(territories[i].country, code) == 0 &&
			begins_with(postal_code, territories[i].begins))
			return territories[i].code;
	return code;
}

const char *
pnl_country_apart(PnlText country, PnlText postal_code)
{
	for (size_t i = 0; i < sizeof(apart) / sizeof(apart[0]); i++)
		if (country.length == 2 && pnl_ascii_equal(apart[i].country, country.data, 2) &&
			begins_with(postal_code, apart[i].postal_code))
			return apart[i].name;
	return NULL;
}
