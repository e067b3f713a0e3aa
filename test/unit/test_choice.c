/*
 * test_choice.c
 *		Lists of words, and how two sides spell each.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "core/choice.h"

typedef struct FindRow
{
	const char *name;
	const char *choices;
	const char *word;
	const char *found;			/* NULL = not in the list */
} FindRow;

static const FindRow finds[] = {
	{"a word of a list stands for itself", "NL|BE", "NL", "NL"},
	{"the last word is found", "NL|BE", "BE", "BE"},
	{"the only word is found", "NL", "NL", "NL"},
	{"a word is found in any letter case, as the list spells it", "Daytime|Evening", "eVENING",
	"Evening"},
	{"a word stands for the other side's", "PG=Retail|PA=ParcelLocker", "PA", "ParcelLocker"},
	{"two words may stand for one", "PG=Retail|PG_EX=Retail|PA=ParcelLocker", "pg_ex", "Retail"},
	{"lists may mix both forms", "A|B=b|C", "C", "C"},
	{"the other side's word is none of ours", "PG=Retail", "Retail", NULL},
	{"the beginning of a word is not found", "Daytime|Evening", "Even", NULL},
	{"a word with more behind it is not found", "PG|PA", "PGE", NULL},
	{"a word and its neighbour are not found as one", "PG|PA", "PG|PA", NULL},
	{"a word and its spelling are not found as one", "PG=Retail", "PG=Retail", NULL},
	{"no word is not found", "NL|BE", "", NULL},
	{"nothing is found in no list", "", "NL", NULL},
	{"a word with punctuation is found", "08:00-10:00|08:00-12:00", "08:00-12:00", "08:00-12:00"},
};

static void
find(void **state)
{
	const FindRow *row = *state;
	size_t		length = strlen(row->word);
	char	   *word = unit_bytes(row->word, length);
	PnlText		found = pnl_choice_find(row->choices, (PnlText) {word, length});

	free(word);
	if (row->found != NULL)
		unit_assert_text(found.data, found.length, row->found);
	else
		assert_int_equal(found.length, 0);
}

static void
a_word_is_spelled_as_our_side_does(void **state)
{
	PnlText		word = {"pg_ex", 5};
	PnlText		spelled = pnl_choice_spell("PG=Retail|PG_EX=Shop", word);

	(void) state;
	unit_assert_text(spelled.data, spelled.length, "PG_EX");
	assert_int_equal(pnl_choice_spell("PG=Retail", word).length, 0);
}

typedef struct WordsRow
{
	const char *name;
	const char *choices;
	const char *words;
} WordsRow;

static const WordsRow lists[] = {
	{"one word is listed alone", "NL", "NL"},
	{"words are listed with commas", "NL|BE|DE", "NL, BE, DE"},
	{"our words are listed, not the other side's", "PG=Retail|PA=ParcelLocker", "PG, PA"},
	{"no words are nothing", "", ""},
};

static void
list_words(void **state)
{
	const WordsRow *row = *state;
	PnlBuf		out;

	pnl_buf_init(&out, 0);
	pnl_choice_append_words(&out, row->choices);
	assert_string_equal(pnl_buf_text(&out), row->words);
	pnl_buf_free(&out);
}

int
main(void)
{
	UNIT_ROWS(finds, find);
	UNIT_ROWS(lists, list_words);
	UNIT_CASE(a_word_is_spelled_as_our_side_does);
	return unit_run();
}
