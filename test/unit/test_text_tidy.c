/*
 * test_text_tidy.c
 *		Texts in one form: blanks, cuts, folded words, uuids.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "core/fold.h"
#include "core/text_tidy.h"
#include "core/utf8.h"
#include "core/uuid.h"

typedef struct TidyRow
{
	const char *name;
	const char *text;
	const char *tidy;			/* NULL = refused */
} TidyRow;

static const TidyRow tidies[] = {
	{"a tidy text stays as it is", "Jan de Vries", "Jan de Vries"},
	{"nothing is nothing", "", ""},
	{"blanks alone are nothing", "   ", ""},
	{"blanks at the ends are left out", "  Jan ", "Jan"},
	{"blanks between words are one", "Jan  de   Vries", "Jan de Vries"},
	{"tabs and ends of lines are blanks", "Jan\tde\r\nVries\n", "Jan de Vries"},
	{"a no-break space is a blank", "Jan\xC2\xA0" "de\xC2\xA0\xC2\xA0Vries\xC2\xA0", "Jan de Vries"},
	{"a narrow no-break space is a blank", "1234\xE2\x80\xAF" "AB", "1234 AB"},
	{"an em space is a blank", "Jan\xE2\x80\x83Vries", "Jan Vries"},
	{"an ideographic space is a blank", "\xE3\x80\x80Jan\xE3\x80\x80", "Jan"},
	{"a line separator is a blank", "Jan\xE2\x80\xA8Vries", "Jan Vries"},
	{"a control character is a blank", "Jan\x01Vries\x7F", "Jan Vries"},
	{"a control character of Latin 1 is a blank", "Jan\xC2\x85Vries", "Jan Vries"},
	{"a zero-width space is left out", "Utrecht\xE2\x80\x8B", "Utrecht"},
	{"a byte order mark is left out", "\xEF\xBB\xBFUtrecht", "Utrecht"},
	{"a soft hyphen is left out", "Ut\xC2\xADrecht", "Utrecht"},
	{"marks of direction are left out", "\xE2\x80\x8EUtrecht\xE2\x80\xAC", "Utrecht"},
	{"a blank on either side of what is left out is one", "Jan \xE2\x80\x8B Vries", "Jan Vries"},
	{"a joiner is a part of its word", "\xE0\xA4\x95\xE0\xA5\x8D\xE2\x80\x8D", "\xE0\xA4\x95\xE0\xA5\x8D\xE2\x80\x8D"},
	{"letters of all scripts stay", "\xC3\x89" "den \xE6\x9D\xB1\xE4\xBA\xAC", "\xC3\x89" "den \xE6\x9D\xB1\xE4\xBA\xAC"},
	{"four bytes stay", "a\xF0\x9F\x93\xA6z", "a\xF0\x9F\x93\xA6z"},
	{"a byte that is no UTF-8 is refused", "Jan\xFF", NULL},
	{"half a character is refused", "Jan\xC3", NULL},
	{"a surrogate is refused", "\xED\xA0\x80", NULL},
	{"too long a form is refused", "\xC0\xA0", NULL},
};

static void
tidy(void **state)
{
	const TidyRow *row = *state;
	char	   *text = unit_bytes(row->text, strlen(row->text));
	PnlBuf		out;
	bool		done;

	pnl_buf_init(&out, 0);
	done = pnl_text_tidy(&out, (PnlText) {text, strlen(row->text)});
	free(text);
	assert_int_equal(done, row->tidy != NULL);
	if (done)
		assert_string_equal(pnl_buf_text(&out), row->tidy);
	pnl_buf_free(&out);
}

static void
a_text_that_has_no_room_is_told(void **state)
{
	PnlBuf		out;

	(void) state;
	pnl_buf_init(&out, 4);
	assert_false(pnl_text_tidy(&out, (PnlText) {"Jansen", 6}));
	pnl_buf_free(&out);
}

typedef struct CutRow
{
	const char *name;
	const char *text;
	size_t		characters;
	const char *cut;
} CutRow;

static const CutRow cuts[] = {
	{"a text that fits stays as it is", "Jansen", 6, "Jansen"},
	{"a text is cut behind the last character that fits", "Jansen", 3, "Jan"},
	{"characters are counted, not bytes", "\xC3\x89\xC3\xA9n", 2, "\xC3\x89\xC3\xA9"},
	{"four bytes are a character", "\xF0\x9F\x93\xA6" "a", 1, "\xF0\x9F\x93\xA6"},
	{"a blank at the end goes too", "Jan de Vries", 4, "Jan"},
	{"blanks at the end go too", "Jan   de Vries", 5, "Jan"},
	{"nothing fits into nothing", "Jansen", 0, ""},
	{"nothing is nothing", "", 5, ""},
	{"an accent is not cut off its letter", "Rene\xCC\x81" "e", 4, "Ren"},
	{"an accent that fits stays", "Rene\xCC\x81" "e", 5, "Rene\xCC\x81"},
};

static void
cut(void **state)
{
	const CutRow *row = *state;
	char	   *text = unit_bytes(row->text, strlen(row->text));
	PnlText		result = pnl_text_tidy_cut((PnlText) {text, strlen(row->text)}, row->characters);

	assert_true(pnl_utf8_count(result.data, result.length) <= row->characters);
	unit_assert_text(result.data, result.length, row->cut);
	free(text);
}

typedef struct FoldRow
{
	const char *name;
	const char *word;
	const char *folded;
} FoldRow;

static const FoldRow folds[] = {
	{"capitals become small", "Bus", "bus"},
	{"accents are left out", "BO\xC3\x8ETE", "boite"},
	{"accents by themselves are left out", "e\xCC\x81tage", "etage"},
	{"double letters are two", "Stra\xC3\x9F" "e", "strasse"},
	{"letters beyond Latin 1 are known", "\xC5\x92uvre", "oeuvre"},
	{"full stops and apostrophes are left out", "t.a.v.'", "tav"},
	{"a degree sign is an o", "n\xC2\xB0", "no"},
	{"other scripts stay", "\xD0\x90", "\xD0\x90"},
	{"a word of seven fits", "bondige", "bondige"},
	{"a word of eight does not", "bondiger", ""},
	{"a word that ends in two letters does not fit half", "bondig\xC3\x9F", ""},
	{"what is not UTF-8 is no word", "a\xFF", ""},
};

static void
fold(void **state)
{
	const FoldRow *row = *state;
	char	   *word = unit_bytes(row->word, strlen(row->word));
	char		folded[8];
	size_t		length = pnl_fold_word((PnlText) {word, strlen(row->word)}, folded, sizeof(folded));

	free(word);
	assert_string_equal(folded, row->folded);
	assert_int_equal(length, strlen(row->folded));
}

typedef struct UuidRow
{
	const char *name;
	const char *text;
	const char *digits;			/* NULL = no uuid */
} UuidRow;

#define DIGITS "a0eebc999c0b4ef8bb6d6bb9bd380a11"

static const UuidRow uuids[] = {
	{"a uuid is its digits", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", DIGITS},
	{"a uuid in capitals is the same", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", DIGITS},
	{"a uuid in braces is the same", "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}", DIGITS},
	{"the digits alone are a reference already", DIGITS, NULL},
	{"hyphens elsewhere are none of a uuid", "a0ee-bc999c0b-4ef8-bb6d-6bb9bd380a11", NULL},
	{"another letter is none of a uuid", "g0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", NULL},
	{"a hyphen for a digit is none", "a0eebc9--9c0b-4ef8-bb6d-6bb9bd380a11", NULL},
	{"a uuid and more is none", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11x", NULL},
	{"one brace is none", "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", NULL},
	{"a reference is none", "A-1", NULL},
	{"nothing is none", "", NULL},
};

static void
make_reference(void **state)
{
	const UuidRow *row = *state;
	char	   *text = unit_bytes(row->text, strlen(row->text));
	char		digits[PNL_UUID_DIGITS + 1];
	bool		made = pnl_uuid_reference((PnlText) {text, strlen(row->text)}, digits);

	free(text);
	assert_int_equal(made, row->digits != NULL);
	if (made)
		assert_string_equal(digits, row->digits);
}

int
main(void)
{
	UNIT_ROWS(tidies, tidy);
	UNIT_CASE(a_text_that_has_no_room_is_told);
	UNIT_ROWS(cuts, cut);
	UNIT_ROWS(folds, fold);
	UNIT_ROWS(uuids, make_reference);
	return unit_run();
}
