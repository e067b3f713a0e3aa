/*
 * address_part.c
 *		The numbers and words of an address line, and the signs between them.
 */
#include "core/address_part.h"

#include <string.h>

#include "core/address_word.h"
#include "core/ascii.h"
#include "core/utf8.h"

/* A house number has no more. */
#define VALUE_DIGITS 5

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Letters of any script; signs beyond ASCII are in the blocks left out. */
size_t
pnl_address_part_letter(const char *text, size_t left)
{
	size_t		length = pnl_utf8_length(text, left);
	uint32_t	code = length == 0 ? 0 : pnl_utf8_code(text, length);

	if (length == 1 && !pnl_ascii_is_capital(pnl_ascii_upper(*text)))
		return 0;
	if (length > 1 && (code < 0xC0 || code == 0xD7 || code == 0xF7 ||
					   (code >= 0x2000 && code < 0x2C00)))
		return 0;
	return length;
}

static void
take_sign(PnlPart *part, char c)
{
	static const struct
	{
		char		c;
		PnlSign		sign;
	}			signs[] = {
		{'.', PNL_SIGN_DOT}, {'-', PNL_SIGN_HYPHEN}, {'/', PNL_SIGN_SLASH}, {',', PNL_SIGN_COMMA},
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (c == signs[i].c && signs[i].sign > part->sign)
			part->sign = signs[i].sign;
	if (c != '.' && c != '-' && c != '/' && c != ',')
		part->blank = true;
	if (part->sign == PNL_SIGN_NONE)
		part->sign = PNL_SIGN_BLANK;
}

static size_t
number_length(PnlText text, size_t at)
{
	size_t		length = 0;

	while (at + length < text.length && is_digit(text.data[at + length]))
		length++;
	return length;
}

static size_t
word_length(PnlText text, size_t at)
{
	/* opposite is an addition, "up to" is none: their letters are neither */
	static const char *const words[] = {"t/o", "t.o", "t/m", "t.m"};
	size_t		length = 0;
	size_t		step;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text.length - at >= 3 && pnl_ascii_equal(text.data + at, words[i], 3) &&
			pnl_address_part_letter(text.data + at + 3, text.length - at - 3) == 0)
			return 3;
	while (at + length < text.length &&
		   (step = pnl_address_part_letter(text.data + at + length, text.length - at - length)) > 0)
		length += step;
	return length;
}

static void
add_part(PnlParts *all, PnlPart *part, PnlText text)
{
	part->text = text;
	part->number = is_digit(text.data[0]);
	part->padded = part->number && text.data[0] == '0';
	for (size_t i = 0; part->number && i < text.length && i < VALUE_DIGITS; i++)
		part->value = part->value * 10 + (text.data[i] - '0');
	if (!part->number)
		part->kinds = pnl_address_word(text);
	all->parts[all->count++] = *part;
	memset(part, 0, sizeof(*part));
}

void
pnl_address_part_cut(PnlText text, PnlParts *all)
{
	PnlPart		next;
	size_t		at = 0;

	memset(all, 0, sizeof(*all));
	memset(&next, 0, sizeof(next));
	while (at < text.length)
	{
		char		c = text.data[at];
		size_t		length = is_digit(c) ? number_length(text, at) : word_length(text, at);

		if (length > 0 && all->count < PNL_PARTS)
		{
			add_part(all, &next, (PnlText) {text.data + at, length});
			at += length;
			continue;
		}
		if (length > 0 || strchr(" .-/,()", c) == NULL)
			all->strange = true;
		else
			take_sign(&next, c);
		at++;
	}
	/* "12-" is not finished; a full stop, comma or bracket at the end is */
	if (next.sign == PNL_SIGN_HYPHEN || next.sign == PNL_SIGN_SLASH)
		all->strange = true;
}
