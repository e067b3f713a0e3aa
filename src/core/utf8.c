/*
 * utf8.c
 *		Characters of UTF-8 (RFC 3629), one by one.
 */
#include "core/utf8.h"

size_t
pnl_utf8_length(const char *text, size_t left)
{
	static const struct
	{
		unsigned char first;	/* from and up to */
		unsigned char last;
		size_t		length;
		unsigned char second_from;
		unsigned char second_to;
	}			forms[] = {
		{0x00, 0x7F, 1, 0, 0}, {0xC2, 0xDF, 2, 0x80, 0xBF}, {0xE0, 0xE0, 3, 0xA0, 0xBF},
		{0xE1, 0xEC, 3, 0x80, 0xBF}, {0xED, 0xED, 3, 0x80, 0x9F}, {0xEE, 0xEF, 3, 0x80, 0xBF},
		{0xF0, 0xF0, 4, 0x90, 0xBF}, {0xF1, 0xF3, 4, 0x80, 0xBF}, {0xF4, 0xF4, 4, 0x80, 0x8F},
	};
	const unsigned char *bytes = (const unsigned char *) text;
	size_t		form = 0;

	if (left == 0)
		return 0;
	while (form < sizeof(forms) / sizeof(forms[0]) &&
		   (bytes[0] < forms[form].first || bytes[0] > forms[form].last))
		form++;
	if (form == sizeof(forms) / sizeof(forms[0]) || forms[form].length > left)
		return 0;
	for (size_t i = 1; i < forms[form].length; i++)
		if (bytes[i] < (i == 1 ? forms[form].second_from : 0x80) ||
			bytes[i] > (i == 1 ? forms[form].second_to : 0xBF))
			return 0;
	return forms[form].length;
}

uint32_t
pnl_utf8_code(const char *text, size_t length)
{
	const unsigned char *bytes = (const unsigned char *) text;
	uint32_t	code;

	if (length == 1)
		return bytes[0];
	code = bytes[0] & (0x7F >> length);
	for (size_t i = 1; i < length; i++)
		code = code << 6 | (bytes[i] & 0x3F);
	return code;
}

bool
pnl_utf8_is_valid(const char *text, size_t length)
{
	size_t		at = 0;

	while (at < length)
	{
		size_t		step = pnl_utf8_length(text + at, length - at);

		if (step == 0)
			return false;
		at += step;
	}
	return true;
}

size_t
pnl_utf8_count(const char *text, size_t length)
{
	size_t		count = 0;

	for (size_t i = 0; i < length; i++)
		count += ((unsigned char) text[i] & 0xC0) != 0x80;
	return count;
}
