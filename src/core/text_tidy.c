/*
 * text_tidy.c
 *		Texts as people and spreadsheets leave them, brought to one form.
 *
 * What is tidy stays as it is: pnl_text_tidy() of its own result changes
 * nothing.
 */
#include "core/text_tidy.h"

#include "core/utf8.h"

typedef struct CodeRange
{
	uint32_t	first;
	uint32_t	last;
} CodeRange;

/* White_Space of Unicode 15, and the control characters. */
static const CodeRange blanks[] = {
	{0x0000, 0x0020}, {0x007F, 0x00A0}, {0x1680, 0x1680}, {0x2000, 0x200A},
	{0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000},
};

/*
 * Without width and without a sound.  The joiners U+200C and U+200D are not
 * among them: names in Persian and Hindi are spelled with them.
 */
static const CodeRange invisible[] = {
	{0x00AD, 0x00AD}, {0x180E, 0x180E}, {0x200B, 0x200B}, {0x200E, 0x200F},
	{0x202A, 0x202E}, {0x2060, 0x2064}, {0x2066, 0x2069}, {0xFEFF, 0xFEFF},
};

/* Accents that follow their letter, and what follows a symbol to shape it. */
static const CodeRange combining[] = {
	{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x064B, 0x065F},
	{0x093A, 0x094F}, {0x0E31, 0x0E3A}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
	{0x200C, 0x200D}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
};

#define IS_IN(code, ranges) is_in(code, ranges, sizeof(ranges) / sizeof((ranges)[0]))

static bool
is_in(uint32_t code, const CodeRange *ranges, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return false;
}

/* Bytes that begin a character of "blanks" and "invisible", and of others too. */
static bool
may_begin_blank(unsigned char byte)
{
	return byte == 0xC2 || (byte >= 0xE1 && byte <= 0xE3) || byte == 0xEF;
}

bool
pnl_text_tidy_may_change(PnlText text)
{
	bool		blank = true;

	for (size_t i = 0; i < text.length; i++)
	{
		unsigned char byte = (unsigned char) text.data[i];

		if (byte < ' ' || byte == 0x7F || (byte == ' ' && blank) || may_begin_blank(byte))
			return true;
		blank = byte == ' ';
	}
	return text.length > 0 && blank;
}

bool
pnl_text_tidy(PnlBuf *out, PnlText text)
{
	bool		begun = false;
	bool		blank = false;
	size_t		at = 0;

	while (at < text.length)
	{
		size_t		length = pnl_utf8_length(text.data + at, text.length - at);
		uint32_t	code;

		if (length == 0)
			return false;
		code = pnl_utf8_code(text.data + at, length);
		if (IS_IN(code, blanks))
			blank = true;
		else if (!IS_IN(code, invisible))
		{
			if (blank && begun)
				pnl_buf_append_char(out, ' ');
			pnl_buf_append(out, text.data + at, length);
			begun = true;
			blank = false;
		}
		at += length;
	}
	return pnl_buf_ok(out);
}

PnlText
pnl_text_tidy_cut(PnlText text, size_t characters)
{
	size_t		at = 0;
	size_t		letter = 0;		/* where the last one begins */

	while (at < text.length)
	{
		size_t		length = pnl_utf8_length(text.data + at, text.length - at);

		if (length == 0)
			break;
		if (!IS_IN(pnl_utf8_code(text.data + at, length), combining))
			letter = at;
		if (characters-- == 0)
		{
			text.length = letter;
			break;
		}
		at += length;
	}
	while (text.length > 0 && text.data[text.length - 1] == ' ')
		text.length--;
	return text;
}
