/*
 * choice.c
 *		Lists of words, and how two sides spell each.
 */
#include "core/choice.h"

#include <string.h>

#include "core/ascii.h"

/* One of the choices, in both spellings; length 0 when there is no such word. */
static PnlText
find_word(const char *choices, PnlText word, PnlText *theirs)
{
	PnlText		none = {NULL, 0};

	while (*choices != '\0')
	{
		size_t		length = strcspn(choices, "|");
		size_t		name_length = strcspn(choices, "=|");

		if (name_length == word.length &&
			pnl_ascii_equal(choices, word.data, name_length))
		{
			size_t		skip = name_length < length ? name_length + 1 : 0;

			*theirs = (PnlText) {choices + skip, length - skip};
			return (PnlText) {choices, name_length};
		}
		choices += length + (choices[length] == '|');
	}
	*theirs = none;
	return none;
}

PnlText
pnl_choice_find(const char *choices, PnlText word)
{
	PnlText		theirs;

	(void) find_word(choices, word, &theirs);
	return theirs;
}

PnlText
pnl_choice_spell(const char *choices, PnlText word)
{
	PnlText		theirs;

	return find_word(choices, word, &theirs);
}

void
pnl_choice_append_words(PnlBuf *out, const char *choices)
{
	while (*choices != '\0')
	{
		size_t		length = strcspn(choices, "|");

		pnl_buf_append(out, choices, strcspn(choices, "=|"));
		choices += length + (choices[length] == '|');
		if (*choices != '\0')
			pnl_buf_append_text(out, ", ");
	}
}
