/*
 * entity.c
 *		HTML entities in PostNL's texts.
 */
#include "core/entity.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The longest entity read, "&#x10FFFF;", with '&' and ';'. */
#define MAX_ENTITY_LENGTH 10

typedef struct NamedEntity
{
	const char *name;
	uint32_t	character;
} NamedEntity;

/*
 * The markup characters, Latin 1 (HTML 4.01, section 24.2) and the
 * punctuation that Western texts use.  Sorted by strcmp for bsearch.
 */
static const NamedEntity named_entities[] = {
	{"AElig", 0xC6}, {"Aacute", 0xC1}, {"Acirc", 0xC2}, {"Agrave", 0xC0},
	{"Aring", 0xC5}, {"Atilde", 0xC3}, {"Auml", 0xC4}, {"Ccedil", 0xC7},
	{"ETH", 0xD0}, {"Eacute", 0xC9}, {"Ecirc", 0xCA}, {"Egrave", 0xC8},
	{"Euml", 0xCB}, {"Iacute", 0xCD}, {"Icirc", 0xCE}, {"Igrave", 0xCC},
	{"Iuml", 0xCF}, {"Ntilde", 0xD1}, {"OElig", 0x152}, {"Oacute", 0xD3},
	{"Ocirc", 0xD4}, {"Ograve", 0xD2}, {"Oslash", 0xD8}, {"Otilde", 0xD5},
	{"Ouml", 0xD6}, {"Scaron", 0x160}, {"THORN", 0xDE}, {"Uacute", 0xDA},
	{"Ucirc", 0xDB}, {"Ugrave", 0xD9}, {"Uuml", 0xDC}, {"Yacute", 0xDD},
	{"Yuml", 0x178}, {"aacute", 0xE1}, {"acirc", 0xE2}, {"acute", 0xB4},
	{"aelig", 0xE6}, {"agrave", 0xE0}, {"amp", 0x26}, {"apos", 0x27},
	{"aring", 0xE5}, {"atilde", 0xE3}, {"auml", 0xE4}, {"bdquo", 0x201E},
	{"brvbar", 0xA6}, {"bull", 0x2022}, {"ccedil", 0xE7}, {"cedil", 0xB8},
	{"cent", 0xA2}, {"copy", 0xA9}, {"curren", 0xA4}, {"deg", 0xB0},
	{"divide", 0xF7}, {"eacute", 0xE9}, {"ecirc", 0xEA}, {"egrave", 0xE8},
	{"eth", 0xF0}, {"euml", 0xEB}, {"euro", 0x20AC}, {"frac12", 0xBD},
	{"frac14", 0xBC}, {"frac34", 0xBE}, {"gt", 0x3E}, {"hellip", 0x2026},
	{"iacute", 0xED}, {"icirc", 0xEE}, {"iexcl", 0xA1}, {"igrave", 0xEC},
	{"iquest", 0xBF}, {"iuml", 0xEF}, {"laquo", 0xAB}, {"ldquo", 0x201C},
	{"lsquo", 0x2018}, {"lt", 0x3C}, {"macr", 0xAF}, {"mdash", 0x2014},
	{"micro", 0xB5}, {"middot", 0xB7}, {"nbsp", 0xA0}, {"ndash", 0x2013},
	{"not", 0xAC}, {"ntilde", 0xF1}, {"oacute", 0xF3}, {"ocirc", 0xF4},
	{"oelig", 0x153}, {"ograve", 0xF2}, {"ordf", 0xAA}, {"ordm", 0xBA},
	{"oslash", 0xF8}, {"otilde", 0xF5}, {"ouml", 0xF6}, {"para", 0xB6},
	{"plusmn", 0xB1}, {"pound", 0xA3}, {"quot", 0x22}, {"raquo", 0xBB},
	{"rdquo", 0x201D}, {"reg", 0xAE}, {"rsquo", 0x2019}, {"sbquo", 0x201A},
	{"scaron", 0x161}, {"sect", 0xA7}, {"shy", 0xAD}, {"sup1", 0xB9},
	{"sup2", 0xB2}, {"sup3", 0xB3}, {"szlig", 0xDF}, {"thorn", 0xFE},
	{"times", 0xD7}, {"trade", 0x2122}, {"uacute", 0xFA}, {"ucirc", 0xFB},
	{"ugrave", 0xF9}, {"uml", 0xA8}, {"uuml", 0xFC}, {"yacute", 0xFD},
	{"yen", 0xA5}, {"yuml", 0xFF}
};

static int
compare_names(const void *key, const void *entity)
{
	return strcmp(key, ((const NamedEntity *) entity)->name);
}

/* The character of "#123" or "#x7B", or 0 where it is not one we decode. */
static uint32_t
decode_number(const char *digits)
{
	int			base = digits[0] == 'x' || digits[0] == 'X' ? 16 : 10;
	char	   *end;
	unsigned long value;

	if (base == 16)
		digits++;
	/* strtoul() would take a sign and blanks */
	if (strspn(digits, "0123456789abcdefABCDEF") != strlen(digits))
		return 0;
	value = strtoul(digits, &end, base);
	if (*digits == '\0' || *end != '\0' || value > 0x10FFFF)
		return 0;
	if (value < ' ' || (value >= 0x7F && value < 0xA0) ||
		(value >= 0xD800 && value <= 0xDFFF))
		return 0;
	return (uint32_t) value;
}

/* The character of the entity between '&' and ';', or 0. */
static uint32_t
decode_name(const char *name)
{
	const NamedEntity *found;

	if (name[0] == '#')
		return decode_number(name + 1);
	found = bsearch(name, named_entities,
					sizeof(named_entities) / sizeof(named_entities[0]),
					sizeof(named_entities[0]), compare_names);
	return found ? found->character : 0;
}

static size_t
write_utf8(uint32_t character, char *out)
{
	unsigned char *to = (unsigned char *) out;

	if (character < 0x80)
	{
		to[0] = (unsigned char) character;
		return 1;
	}
	if (character < 0x800)
	{
		to[0] = (unsigned char) (0xC0 | (character >> 6));
		to[1] = (unsigned char) (0x80 | (character & 0x3F));
		return 2;
	}
	if (character < 0x10000)
	{
		to[0] = (unsigned char) (0xE0 | (character >> 12));
		to[1] = (unsigned char) (0x80 | ((character >> 6) & 0x3F));
		to[2] = (unsigned char) (0x80 | (character & 0x3F));
		return 3;
	}
	to[0] = (unsigned char) (0xF0 | (character >> 18));
	to[1] = (unsigned char) (0x80 | ((character >> 12) & 0x3F));
	to[2] = (unsigned char) (0x80 | ((character >> 6) & 0x3F));
	to[3] = (unsigned char) (0x80 | (character & 0x3F));
	return 4;
}

/*
 * Reads the entity at "text", which begins with '&'.  Returns its character
 * and sets its length, or returns 0.
 */
static uint32_t
read_entity(const char *text, size_t length, size_t *entity_length)
{
	char		name[MAX_ENTITY_LENGTH];
	size_t		longest = length < MAX_ENTITY_LENGTH ? length : MAX_ENTITY_LENGTH;
	const char *end = memchr(text, ';', longest);
	size_t		name_length;

	if (end == NULL || memchr(text, '\0', (size_t) (end - text)) != NULL)
		return 0;
	name_length = (size_t) (end - text) - 1;
	memcpy(name, text + 1, name_length);
	name[name_length] = '\0';
	*entity_length = name_length + 2;
	return decode_name(name);
}

size_t
pnl_entity_decode(const char *text, size_t length, char *out)
{
	size_t		used = 0;

	for (size_t i = 0; i < length;)
	{
		size_t		entity_length = 0;
		uint32_t	character = 0;

		if (text[i] == '&')
			character = read_entity(text + i, length - i, &entity_length);
		if (character != 0)
		{
			used += write_utf8(character, out + used);
			i += entity_length;
		}
		else
			out[used++] = text[i++];
	}
	return used;
}
