/*
 * postal_code.c
 *		Postal codes of countries: what they look like, and their one spelling.
 *
 * Dutch codes are four digits, the first not 0, and two letters, of which SA, SD and SS
 * are not used; services that only ask take the digits alone.  Belgian codes are four
 * digits, the first not 0.  (Patterns: PostNL's OpenAPI files.)  Those of other
 * countries are as the Universal Postal Union has them.
 */
#include "core/postal_code.h"

#include <string.h>

#include "core/ascii.h"
#include "core/choice.h"

#define DIGITS 4
#define DUTCH_LENGTH 6

/* More than this is no postal code that is asked about, even with blanks in it. */
#define MAX_LENGTH 12

/*
 * Forms: n is a digit, d one that is not 0, a a letter, x either; others stand for
 * themselves, and a hyphen need not be written.  Prefixes are what stands before a code
 * abroad ("L-1234") beside the country's ISO code.
 */
static const struct
{
	const char *country;
	const char *prefixes;
	const char *forms;
	const char *words;
}			codes[] = {
	{"AD", "", "ADnnn", "AD and three digits, such as AD500"},
	{"AT", "A", "dnnn", "four digits, such as 1010"},
	{"AU", "AUS", "nnnn", "four digits, such as 2000"},
	{"AX", "FIN|FI", "22nnn", "22 and three digits, such as 22100"},
	{"BA", "BIH", "nnnnn", "five digits, such as 71000"},
	{"BE", "B", "dnnn", "four digits, such as 1000"},
	{"BG", "", "dnnn", "four digits, such as 1000"},
	{"BL", "FR|F", "97nnn", "five digits, such as 97133"},
	{"BR", "", "nnnnn-nnn", "eight digits, such as 01310-100"},
	{"CA", "CDN", "ananan", "three letters and three digits in turn, such as K1A0B1"},
	{"CH", "", "dnnn", "four digits, such as 8001"},
	{"CN", "", "nnnnnn", "six digits, such as 310000"},
	{"CY", "", "dnnn", "four digits, such as 1010"},
	{"CZ", "", "dnnnn", "five digits, such as 11000"},
	{"DE", "D", "nnnnn", "five digits, such as 10115"},
	{"DK", "", "nnnn", "four digits, such as 1050"},
	{"EA", "E|ES", "51nnn|52nnn", "51 or 52 and three digits, such as 51001"},
	{"EE", "EST", "dnnnn", "five digits, such as 10111"},
	{"ES", "E", "nnnnn", "five digits, such as 28001"},
	{"FI", "FIN", "nnnnn", "five digits, such as 00100"},
	{"FO", "", "nnn", "three digits, such as 100"},
	{"FR", "F", "nnnnn", "five digits, such as 75001"},
	{"GB", "UK", "adnaa|adnnaa|aadnaa|aadnnaa|adanaa|aadanaa|annaa|aannaa",
	"letters and digits such as SW1A1AA"},
	{"GF", "FR|F", "973nn", "five digits, such as 97300"},
	{"GG", "GB|UK", "GYdnaa|GYdnnaa", "letters and digits such as GY11AA"},
	{"GL", "DK", "nnnn", "four digits, such as 3900"},
	{"GP", "FR|F", "971nn", "five digits, such as 97100"},
	{"GR", "EL", "dnnnn", "five digits, such as 10431"},
	{"HR", "", "dnnnn", "five digits, such as 10000"},
	{"HU", "H", "dnnn", "four digits, such as 1051"},
	{"IC", "E|ES", "35nnn|38nnn", "35 or 38 and three digits, such as 35001"},
	{"IE", "IRL", "annxxxx|D6Wxxxx", "an Eircode such as D02AF30"},
	{"IL", "", "nnnnnnn|nnnnn", "seven digits, such as 9103401"},
	{"IM", "GB|UK", "IMdnaa|IMdnnaa", "letters and digits such as IM11AA"},
	{"IN", "IND", "dnnnnn", "six digits, such as 110001"},
	{"IS", "", "nnn", "three digits, such as 101"},
	{"IT", "I", "nnnnn", "five digits, such as 00118"},
	{"JE", "GB|UK", "JEdnaa|JEdnnaa", "letters and digits such as JE11AA"},
	{"JP", "J", "nnn-nnnn", "seven digits, such as 100-0001"},
	{"KR", "", "nnnnn", "five digits, such as 03051"},
	{"LI", "FL", "94nn", "94 and two digits, such as 9490"},
	{"LT", "", "LT-nnnnn", "LT and five digits, such as LT-01100"},
	{"LU", "L", "dnnn", "four digits, such as 1234"},
	{"LV", "", "LV-nnnn", "LV and four digits, such as LV-1010"},
	{"MC", "FR|F", "980nn", "five digits, such as 98000"},
	{"ME", "", "nnnnn", "five digits, such as 81000"},
	{"MF", "FR|F", "97nnn", "five digits, such as 97150"},
	{"MK", "", "dnnn", "four digits, such as 1000"},
	{"MQ", "FR|F", "972nn", "five digits, such as 97200"},
	{"MT", "M", "aaannnn", "three letters and four digits, such as VLT1117"},
	{"MX", "", "nnnnn", "five digits, such as 06000"},
	{"NC", "FR|F", "988nn", "five digits, such as 98800"},
	{"NL", "", "dnnnaa", "four digits and two letters, such as 3532VA"},
	{"NO", "N", "nnnn", "four digits, such as 0150"},
	{"NZ", "", "nnnn", "four digits, such as 6011"},
	{"PF", "FR|F", "987nn", "five digits, such as 98714"},
	{"PL", "", "nn-nnn", "five digits, such as 00-950"},
	{"PM", "FR|F", "975nn", "five digits, such as 97500"},
	{"PR", "US", "nnnnn|nnnnnnnnn", "five digits, or nine, such as 00901"},
	{"PT", "P", "dnnn-nnn|dnnn", "seven digits, such as 1000-205"},
	{"RE", "FR|F", "974nn", "five digits, such as 97400"},
	{"RO", "", "nnnnnn", "six digits, such as 010011"},
	{"RS", "SRB", "nnnnn", "five digits, such as 11000"},
	{"RU", "", "nnnnnn", "six digits, such as 101000"},
	{"SE", "S", "dnnnn", "five digits, such as 11120"},
	{"SG", "", "nnnnnn", "six digits, such as 018956"},
	{"SI", "SLO", "dnnn", "four digits, such as 1000"},
	{"SK", "", "nnnnn", "five digits, such as 81101"},
	{"SM", "RSM|IT|I", "4789n", "five digits, such as 47890"},
	{"TR", "", "nnnnn", "five digits, such as 06100"},
	{"UA", "", "nnnnn", "five digits, such as 01001"},
	{"US", "USA", "nnnnn|nnnnnnnnn", "five digits, or nine, such as 10118"},
	{"VA", "IT|I", "00120", "00120"},
	{"WF", "FR|F", "986nn", "five digits, such as 98600"},
	{"YT", "FR|F", "976nn", "five digits, such as 97600"},
	{"ZA", "", "nnnn", "four digits, such as 0001"},
};

/* ----------
 * Spelling
 * ----------
 */

void
pnl_postal_code_append(PnlBuf *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (text[i] != ' ')
			pnl_buf_append_char(out, pnl_ascii_upper(text[i]));
}

/* The row of a country; -1 = none. */
static int
find_country(PnlText country)
{
	char		first;
	char		second;

	if (country.length != 2)
		return -1;
	first = pnl_ascii_upper(country.data[0]);
	second = pnl_ascii_upper(country.data[1]);
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (codes[i].country[0] == first && codes[i].country[1] == second)
			return (int) i;
	return -1;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
fits_class(char class, char c)
{
	switch (class)
	{
		case 'n':
			return is_digit(c);
		case 'd':
			return is_digit(c) && c != '0';
		case 'a':
			return pnl_ascii_is_capital(c);
		case 'x':
			return is_digit(c) || pnl_ascii_is_capital(c);
		default:
			return c == class;
	}
}

/* Writes a code, without its blanks and hyphens, in a form that it has. */
static bool
match_form(const char *form, size_t form_length, const char *code,
		   char out[PNL_POSTAL_CODE_SIZE])
{
	for (size_t i = 0; i < form_length; i++)
	{
		out[i] = form[i];
		if (form[i] == '-')
			continue;
		if (*code == '\0' || !fits_class(form[i], *code))
			return false;
		out[i] = *code++;
	}
	out[form_length] = '\0';
	return *code == '\0';
}

/* Spells a postal code in the first of the forms "a|b" that it is of. */
static bool
match_forms(const char *forms, const char *code, char out[PNL_POSTAL_CODE_SIZE])
{
	while (*forms != '\0')
	{
		size_t		length = strcspn(forms, "|");

		if (match_form(forms, length, code, out))
			return true;
		forms += length + (forms[length] == '|');
	}
	return false;
}

/* What follows a prefix; NULL where there is none of that name. */
static const char *
skip_prefix(const char *code, const char *prefix, size_t length)
{
	return strncmp(code, prefix, length) == 0 ? code + length : NULL;
}

/* "L1234", "LU1234" and, where the form has it, "1010" for "LV-1010". */
static bool
match_without_prefix(int row, const char *code, char out[PNL_POSTAL_CODE_SIZE])
{
	const char *prefixes = codes[row].prefixes;
	const char *rest = skip_prefix(code, codes[row].country, 2);
	char		longer[2 + PNL_POSTAL_CODE_SIZE];

	if (rest != NULL && match_forms(codes[row].forms, rest, out))
		return true;
	while (*prefixes != '\0')
	{
		size_t		length = strcspn(prefixes, "|");

		rest = skip_prefix(code, prefixes, length);
		if (rest != NULL && match_forms(codes[row].forms, rest, out))
			return true;
		prefixes += length + (prefixes[length] == '|');
	}
	if (strncmp(codes[row].forms, codes[row].country, 2) != 0)
		return false;
	memcpy(longer, codes[row].country, 2);
	memcpy(longer + 2, code, strlen(code) + 1);
	return match_forms(codes[row].forms, longer, out);
}

/* Blanks, then hyphens and dashes, which stand for nothing in a code that is known. */
static const char *const separators[] = {
	" ", "\xC2\xA0", "\xE2\x80\xAF", "-", ".", "\xE2\x80\x91", "\xE2\x80\x93"
};

#define BLANKS 3
#define SEPARATORS ((int) (sizeof(separators) / sizeof(separators[0])))

/* The bytes of one of the first "count" separators at the beginning; 0 = none. */
static size_t
separator_length(const char *at, size_t left, int count)
{
	/* what most of a code is */
	if (is_digit(*at) || pnl_ascii_is_capital(pnl_ascii_upper(*at)))
		return 0;
	for (int i = 0; i < count; i++)
	{
		size_t		length = strlen(separators[i]);

		if (length <= left && memcmp(at, separators[i], length) == 0)
			return length;
	}
	return 0;
}

/* The code without those separators, in capital letters; false when it is too long. */
static bool
squeeze(PnlText text, int count, char out[PNL_POSTAL_CODE_SIZE])
{
	size_t		used = 0;

	for (size_t i = 0; i < text.length;)
	{
		size_t		skip = separator_length(text.data + i, text.length - i, count);

		i += skip;
		if (skip > 0)
			continue;
		if (used == PNL_POSTAL_CODE_SIZE - 1)
			return false;
		out[used++] = pnl_ascii_upper(text.data[i++]);
	}
	out[used] = '\0';
	return used > 0;
}

/* Two letters that no Dutch code ends in. */
static bool
is_unused(const char *letters)
{
	return pnl_choice_find("SA|SD|SS", (PnlText) {letters, 2}).length > 0;
}

bool
pnl_postal_code_spell(PnlText text, PnlText country, char out[PNL_POSTAL_CODE_SIZE])
{
	int			row = find_country(country);
	char		code[PNL_POSTAL_CODE_SIZE];

	if (row < 0)
		return squeeze(text, BLANKS, out);
	return squeeze(text, SEPARATORS, code) &&
		(match_forms(codes[row].forms, code, out) || match_without_prefix(row, code, out)) &&
		(strcmp(codes[row].country, "NL") != 0 || !is_unused(out + DIGITS));
}

const char *
pnl_postal_code_words(PnlText country)
{
	int			row = find_country(country);

	return row >= 0 ? codes[row].words : NULL;
}

/* ----------
 * Codes that are asked about
 * ----------
 */

static const char *
find_dutch_fault(const char *code)
{
	char		out[PNL_POSTAL_CODE_SIZE];

	if (!match_forms("dnnn|dnnnaa", code, out))
		return "a Dutch postal code is four digits and two letters, such as 3532VA";
	if (strlen(code) == DUTCH_LENGTH && is_unused(code + DIGITS))
		return "Dutch postal codes do not end in SA, SD or SS";
	return NULL;
}

const char *
pnl_postal_code_fault(const char *text, size_t length, const char *country,
					  size_t country_length)
{
	int			row = find_country((PnlText) {country, country_length});
	char		code[MAX_LENGTH + 1];
	char		out[PNL_POSTAL_CODE_SIZE];
	size_t		used = 0;

	for (size_t i = 0; i < length; i++)
	{
		if (text[i] == ' ')
			continue;
		if (used == MAX_LENGTH)
			return "it is too long";
		code[used++] = pnl_ascii_upper(text[i]);
	}
	code[used] = '\0';
	if (row >= 0 && strcmp(codes[row].country, "NL") == 0)
		return find_dutch_fault(code);
	if (row >= 0 && strcmp(codes[row].country, "BE") == 0 &&
		!match_forms(codes[row].forms, code, out))
		return "a Belgian postal code is four digits, such as 1000";
	return NULL;
}
