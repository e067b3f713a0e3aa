/*
 * contact.c
 *		What people write where a form wants a phone number or an address of
 *		e-mail and they have none.
 */
#include "core/contact.h"

#include <string.h>

#include "core/choice.h"
#include "core/fold.h"
#include "core/utf8.h"

/* Twice what the longest of the words below has, with signs and blanks between. */
#define TEXT_SIZE 128

/* Signs of Unicode, dashes among them. */
#define SIGNS_FIRST 0x2000
#define SIGNS_LAST 0x2BFF

/* No phone number that a parcel is announced to has so few digits. */
#define FEW_DIGITS 4

/* Without the signs and blanks between their letters. */
static const char *const none_words =
	"geen|geenmail|geenemail|geentelefoon|nvt|nietvantoepassing|onbekend|nihil|leeg|nee|neen|niet|"
	"nb|none|no|na|notapplicable|notavailable|unknown|null|nil|nan|undefined|empty|noemail|nophone|"
	"tbd|tba|"
	"aucun|aucune|neant|non|inconnu|sansobjet|keine|kein|keiner|nein|unbekannt|entfaellt|ohne";

static bool
is_letter(uint32_t code)
{
	return (code >= 'a' && code <= 'z') ||
		(code >= 0xC0 && (code < SIGNS_FIRST || code > SIGNS_LAST));
}

/* "x", "XX" and the like. */
static bool
is_crossed_out(const char *word, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (word[i] != 'x')
			return false;
	return true;
}

/* "-", "0", "+31" and "000 000 000", which has no letter. */
static bool
is_no_number(PnlText text)
{
	int			digits = 0;
	bool		zeros = true;

	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] >= '0' && text.data[i] <= '9')
		{
			digits++;
			zeros = zeros && text.data[i] == '0';
		}
	return digits <= FEW_DIGITS || zeros;
}

bool
pnl_contact_is_none(PnlText text)
{
	char		folded[TEXT_SIZE];
	char		word[TEXT_SIZE];
	size_t		used = pnl_fold_word(text, folded, sizeof(folded));
	size_t		length = 0;
	bool		has_digit = false;

	/* a sign that makes it an address, or a text that is none of the short ones */
	if ((text.length > 1 && memchr(text.data, '@', text.length) != NULL) ||
		text.length >= TEXT_SIZE / 2)
		return false;
	for (size_t i = 0; i < used;)
	{
		size_t		step = pnl_utf8_length(folded + i, used - i);
		uint32_t	code = pnl_utf8_code(folded + i, step);

		has_digit = has_digit || (code >= '0' && code <= '9');
		if (is_letter(code))
		{
			memcpy(word + length, folded + i, step);
			length += step;
		}
		i += step;
	}
	if (length == 0)
		return is_no_number(text);
	return !has_digit && (is_crossed_out(word, length) ||
						  pnl_choice_find(none_words, (PnlText) {word, length}).length > 0);
}
