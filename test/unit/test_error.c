/*
 * test_error.c
 *		Filling, cutting and cleaning errors.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

/* Fills a text with one character, as long as asked. */
static char *
repeat(char c, size_t length)
{
	char	   *text = malloc(length + 1);

	assert_non_null(text);
	memset(text, c, length);
	text[length] = '\0';
	return text;
}

static void
an_initialised_error_says_nothing(void **state)
{
	PnlError	error;

	(void) state;
	memset(&error, 'x', sizeof(error));
	pnl_error_init(&error);
	assert_int_equal(error.kind, PNL_ERR_NONE);
	assert_int_equal(error.http_status, 0);
	assert_false(error.transient);
	assert_int_equal(error.retry_after_ms, -1);
	assert_string_equal(error.message, "");
	assert_string_equal(error.code, "");
	assert_string_equal(error.trace_id, "");
	assert_string_equal(error.detail, "");
}

static void
setting_an_error_returns_false(void **state)
{
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	assert_false(pnl_error_set(&error, PNL_ERR_TIMEOUT, "no answer in %d s", 30));
	unit_assert_error(&error, PNL_ERR_TIMEOUT, "no answer in 30 s");
}

static void
the_first_error_wins(void **state)
{
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	pnl_error_set(&error, PNL_ERR_TIMEOUT, "first");
	assert_false(pnl_error_set(&error, PNL_ERR_MEMORY, "second"));
	unit_assert_error(&error, PNL_ERR_TIMEOUT, "first");
}

static void
a_message_that_just_fits_is_kept_whole(void **state)
{
	char	   *text = repeat('a', PNL_ERROR_MESSAGE_SIZE - 1);
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	pnl_error_set(&error, PNL_ERR_SERVER, "%s", text);
	assert_string_equal(error.message, text);
	free(text);
}

static void
a_longer_message_is_cut(void **state)
{
	char	   *text = repeat('a', PNL_ERROR_MESSAGE_SIZE + 10);
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	pnl_error_set(&error, PNL_ERR_SERVER, "%s", text);
	assert_int_equal(strlen(error.message), PNL_ERROR_MESSAGE_SIZE - 1);
	free(text);
}

/* Characters of one to four bytes, for cuts at each of their bytes. */
typedef struct CharacterRow
{
	const char *name;
	const char *character;
} CharacterRow;

static const CharacterRow characters[] = {
	{"a message is cut between characters of one byte", "a"},
	{"a message is cut between characters of two bytes", "\xC3\xA9"},
	{"a message is cut between characters of three bytes", "\xE2\x82\xAC"},
	{"a message is cut between characters of four bytes", "\xF0\x9F\x93\xA6"},
};

static void
cut_between_characters(void **state)
{
	const char *character = ((const CharacterRow *) *state)->character;
	size_t		length = strlen(character);

	for (size_t before = 0; before < 4; before++)
	{
		char		text[PNL_ERROR_MESSAGE_SIZE + 16] = "xxxx";
		size_t		used = before;
		PnlError	error;

		while (used + length < sizeof(text))
		{
			memcpy(text + used, character, length);
			used += length;
		}
		text[used] = '\0';
		pnl_error_init(&error);
		pnl_error_set(&error, PNL_ERR_SERVER, "%s", text);
		assert_true(unit_is_utf8(error.message, strlen(error.message)));
		assert_true(strlen(error.message) >= PNL_ERROR_MESSAGE_SIZE - 8);
		pnl_error_copy_text(error.code, sizeof(error.code), text, (int) used);
		assert_true(unit_is_utf8(error.code, strlen(error.code)));
		assert_true(strlen(error.code) >= PNL_ERROR_CODE_SIZE - 4);
	}
}

typedef struct CopyRow
{
	const char *name;
	const char *text;
	int			length;
	int			size;
	const char *copy;
} CopyRow;

static const CopyRow copies[] = {
	{"plain text is copied as it is", "Invalid barcode", -1, 64, "Invalid barcode"},
	{"a line break becomes a blank", "one\nLOG:  two", -1, 64, "one LOG: two"},
	{"control characters become blanks", "a\x01" "b\x1B[31m\x7F" "c", -1, 64, "a b [31m c"},
	{"escape characters above ASCII become blanks", "a\xC2\x9B" "31m\xC2\x85" "b", -1, 64, "a 31m b"},
	{"an escape character at the end is dropped", "a\xC2\x9B", -1, 64, "a"},
	{"letters above ASCII are kept", "\xC3\x80 la \xC2\xA1\xE2\x82\xAC", -1, 64,
	"\xC3\x80 la \xC2\xA1\xE2\x82\xAC"},
	{"white space is folded", "a  \t\r\n b", -1, 64, "a b"},
	{"white space around is dropped", " \n a b \t ", -1, 64, "a b"},
	{"nothing but white space leaves nothing", " \t\n", -1, 64, ""},
	{"a NUL inside a counted text becomes a blank", "a\0b", 3, 64, "a b"},
	{"a counted text ends where its length says", "abcdef", 3, 64, "abc"},
	{"an empty text is empty", "", -1, 64, ""},
	{"a text that just fits is whole", "abc", -1, 4, "abc"},
	{"a longer text is cut", "abcd", -1, 4, "abc"},
	{"a character of two bytes is not split", "ab\xC3\xA9", -1, 4, "ab"},
	{"a character of three bytes is not split", "a\xE2\x82\xAC", -1, 4, "a"},
	{"a character of four bytes is not split", "\xF0\x9F\x93\xA6", -1, 4, ""},
	{"a field of one byte holds nothing", "abc", -1, 1, ""},
};

static void
copy_text(void **state)
{
	const CopyRow *row = *state;
	int			length = row->length < 0 ? (int) strlen(row->text) : row->length;
	char	   *text = unit_bytes(row->text, (size_t) length + 1);
	char	   *field = repeat('#', (size_t) row->size - 1);

	pnl_error_copy_text(field, row->size, text, row->length);
	assert_string_equal(field, row->copy);
	free(field);
	free(text);
}

static void
details_are_lines(void **state)
{
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	pnl_error_add_detail(&error, "%s: %s", "11101", "first");
	assert_string_equal(error.detail, "11101: first");
	pnl_error_add_detail(&error, "second");
	assert_string_equal(error.detail, "11101: first\nsecond");
}

static void
details_without_room_are_cut_and_then_dropped(void **state)
{
	char	   *line = repeat('d', 100);
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	for (int i = 0; i < 100; i++)
		pnl_error_add_detail(&error, "%s", line);
	assert_true(strlen(error.detail) < sizeof(error.detail));
	assert_true(strlen(error.detail) >= sizeof(error.detail) - 8);
	assert_memory_equal(error.detail + 100, "\nd", 2);
	free(line);
}

static void
a_cut_detail_ends_at_a_character(void **state)
{
	(void) state;
	for (size_t before = 0; before < 8; before++)
	{
		char	   *line = repeat('d', sizeof(((PnlError *) 0)->detail) - 20 + before);
		PnlError	error;

		pnl_error_init(&error);
		pnl_error_add_detail(&error, "%s", line);
		pnl_error_add_detail(&error, "%s", "\xF0\x9F\x93\xA6\xE2\x82\xAC\xC3\xA9\xF0\x9F\x93\xA6");
		assert_true(unit_is_utf8(error.detail, strlen(error.detail)));
		free(line);
	}
}

static void
an_error_that_is_full_of_details_keeps_its_message(void **state)
{
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	pnl_error_set(&error, PNL_ERR_REJECTED, "the message");
	for (int i = 0; i < 1000; i++)
		pnl_error_add_detail(&error, "line %d", i);
	unit_assert_error(&error, PNL_ERR_REJECTED, "the message");
}

static void
a_secret_is_overwritten_in_every_text(void **state)
{
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	pnl_error_set(&error, PNL_ERR_UNAUTHORIZED, "key s3cret and s3cret!");
	strcpy(error.code, "s3cret");
	strcpy(error.trace_id, "t-s3crets3cret");
	pnl_error_add_detail(&error, "apikey: s3cret");
	pnl_error_redact(&error, "s3cret");
	assert_string_equal(error.message, "key ****** and ******!");
	assert_string_equal(error.code, "******");
	assert_string_equal(error.trace_id, "t-************");
	assert_string_equal(error.detail, "apikey: ******");
}

static void
no_secret_changes_nothing(void **state)
{
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	pnl_error_set(&error, PNL_ERR_UNAUTHORIZED, "invalid key");
	pnl_error_redact(&error, NULL);
	pnl_error_redact(&error, "");
	pnl_error_redact(&error, "another");
	assert_string_equal(error.message, "invalid key");
}

int
main(void)
{
	UNIT_CASE(an_initialised_error_says_nothing);
	UNIT_CASE(setting_an_error_returns_false);
	UNIT_CASE(the_first_error_wins);
	UNIT_CASE(a_message_that_just_fits_is_kept_whole);
	UNIT_CASE(a_longer_message_is_cut);
	UNIT_ROWS(characters, cut_between_characters);
	UNIT_ROWS(copies, copy_text);
	UNIT_CASE(details_are_lines);
	UNIT_CASE(details_without_room_are_cut_and_then_dropped);
	UNIT_CASE(a_cut_detail_ends_at_a_character);
	UNIT_CASE(an_error_that_is_full_of_details_keeps_its_message);
	UNIT_CASE(a_secret_is_overwritten_in_every_text);
	UNIT_CASE(no_secret_changes_nothing);
	return unit_run();
}
