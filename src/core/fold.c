/*
 * fold.c
 *		Words without letter case and accents, to look them up.
 */
#include "core/fold.h"

#include <string.h>

#include "core/utf8.h"

/* U+00C0 to U+017F in plain letters; a space for what is none. */
static const char *const latin[] = {
	"a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
	"d", "n", "o", "o", "o", "o", "o", " ", "o", "u", "u", "u", "u", "y", "th", "ss",
	"a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
	"d", "n", "o", "o", "o", "o", "o", " ", "o", "u", "u", "u", "u", "y", "th", "y",
	"a", "a", "a", "a", "a", "a", "c", "c", "c", "c", "c", "c", "c", "c", "d", "d",
	"d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "g", "g", "g", "g",
	"g", "g", "g", "g", "h", "h", "h", "h", "i", "i", "i", "i", "i", "i", "i", "i",
	"i", "i", "ij", "ij", "j", "j", "k", "k", "k", "l", "l", "l", "l", "l", "l", "l",
	"l", "l", "l", "n", "n", "n", "n", "n", "n", "n", "n", "n", "o", "o", "o", "o",
	"o", "o", "oe", "oe", "r", "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s",
	"s", "s", "t", "t", "t", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u",
	"u", "u", "u", "u", "w", "w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s",
};

#define LATIN_FIRST 0xC0

/* U+0301 and the like: accents by themselves, behind their letter. */
#define ACCENT_FIRST 0x0300
#define ACCENT_LAST 0x036F

#define RIGHT_QUOTE 0x2019
#define DEGREE 0xB0
#define ORDINAL_O 0xBA

const char *
pnl_fold_latin(uint32_t code)
{
	if (code < LATIN_FIRST || code >= LATIN_FIRST + sizeof(latin) / sizeof(latin[0]))
		return NULL;
	return latin[code - LATIN_FIRST][0] == ' ' ? NULL : latin[code - LATIN_FIRST];
}

bool
pnl_fold_is_accent(uint32_t code)
{
	return code >= ACCENT_FIRST && code <= ACCENT_LAST;
}

/* What stands for a character; NULL = itself. */
static const char *
plain_form(uint32_t code)
{
	if (code == '.' || code == '\'' || code == '`' || code == RIGHT_QUOTE ||
		pnl_fold_is_accent(code))
		return "";
	if (code == DEGREE || code == ORDINAL_O)
		return "o";
	return pnl_fold_latin(code);
}

size_t
pnl_fold_word(PnlText word, char *folded, size_t size)
{
	size_t		used = 0;
	size_t		at = 0;

	while (at < word.length)
	{
		size_t		length = pnl_utf8_length(word.data + at, word.length - at);
		uint32_t	code = length == 0 ? 0 : pnl_utf8_code(word.data + at, length);
		const char *plain = plain_form(code);
		char		small = (char) (code >= 'A' && code <= 'Z' ? code - 'A' + 'a' : code);
		size_t		plain_length = plain ? strlen(plain) : length;

		if (length == 0 || used + plain_length >= size)
		{
			folded[0] = '\0';
			return 0;
		}
		memcpy(folded + used, plain ? plain : length == 1 ? &small : word.data + at,
			   plain_length);
		used += plain_length;
		at += length;
	}
	folded[used] = '\0';
	return used;
}
