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
	assert_string_equal(error.trace_id, "");
	assert_string_equal(error.notes, "");
	assert_string_equal(error.beginning, "");
	assert_int_equal(error.left_out, 0);
	unit_assert_entries(&error, "");
	assert_string_equal(pnl_error_first(&error).code, "");
	assert_string_equal(pnl_error_words(&error), "");
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
		pnl_error_copy_text(error.trace_id, sizeof(error.trace_id), text, (int) used);
		assert_true(unit_is_utf8(error.trace_id, strlen(error.trace_id)));
		assert_true(strlen(error.trace_id) >= PNL_ERROR_TRACE_SIZE - 4);
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
notes_are_lines(void **state)
{
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	pnl_error_add_note(&error, "%s: %s", "11101", "first");
	assert_string_equal(error.notes, "11101: first");
	pnl_error_add_note(&error, "second");
	assert_string_equal(error.notes, "11101: first\nsecond");
}

static void
notes_without_room_are_cut_and_then_dropped(void **state)
{
	char	   *line = repeat('d', 100);
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	for (int i = 0; i < 100; i++)
		pnl_error_add_note(&error, "%s", line);
	assert_true(strlen(error.notes) < sizeof(error.notes));
	assert_true(strlen(error.notes) >= sizeof(error.notes) - 8);
	assert_memory_equal(error.notes + 100, "\nd", 2);
	free(line);
}

static void
a_cut_note_ends_at_a_character(void **state)
{
	(void) state;
	for (size_t before = 0; before < 8; before++)
	{
		char	   *line = repeat('d', sizeof(((PnlError *) 0)->notes) - 20 + before);
		PnlError	error;

		pnl_error_init(&error);
		pnl_error_add_note(&error, "%s", line);
		pnl_error_add_note(&error, "%s", "\xF0\x9F\x93\xA6\xE2\x82\xAC\xC3\xA9\xF0\x9F\x93\xA6");
		assert_true(unit_is_utf8(error.notes, strlen(error.notes)));
		free(line);
	}
}

static void
an_error_that_is_full_of_notes_keeps_its_message(void **state)
{
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	pnl_error_set(&error, PNL_ERR_REJECTED, "the message");
	for (int i = 0; i < 1000; i++)
		pnl_error_add_note(&error, "line %d", i);
	unit_assert_error(&error, PNL_ERR_REJECTED, "the message");
}

static void
add_entry(PnlError *error, const char *code, const char *field, const char *text)
{
	PnlErrorEntry entry = {false, code, field, text};

	pnl_error_add_entry(error, &entry);
}

static void
entries_are_kept_in_their_order(void **state)
{
	PnlErrorEntry warning = {true, "500", "", "beware"};
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	pnl_error_set(&error, PNL_ERR_REJECTED, "ours");
	pnl_error_add_entry(&error, &warning);
	assert_string_equal(pnl_error_words(&error), "ours");
	add_entry(&error, "", "Receiver", "");
	assert_int_equal(error.entry_count, 1);
	add_entry(&error, "10302", "Receiver.Zipcode", "first\nline");
	add_entry(&error, "11101", "", "");
	unit_assert_entries(&error,
						"warning 500||beware\n10302|Receiver.Zipcode|first line\n11101||");
	assert_string_equal(pnl_error_words(&error), "first line");
	assert_string_equal(pnl_error_first(&error).code, "10302");
	assert_int_equal(error.entry_count, 3);
}

/* Whatever is left of the room, what is kept is whole and the rest is counted. */
static void
entries_without_room_are_cut_and_then_counted(void **state)
{
	(void) state;
	for (int length = 1; length < 40; length++)
	{
		char	   *text = repeat('t', (size_t) length);
		PnlErrorEntry entry;
		PnlError	error;
		int			at = 0,
					entries = 0;

		pnl_error_init(&error);
		for (int i = 0; i < PNL_ERROR_ENTRIES_SIZE; i++)
			add_entry(&error, "c", "f", text);
		assert_true(error.entries_used <= PNL_ERROR_ENTRIES_SIZE);
		assert_true(error.entries_used > PNL_ERROR_ENTRIES_SIZE - 8);
		assert_int_equal(error.entry_count + error.left_out, PNL_ERROR_ENTRIES_SIZE);
		for (; pnl_error_next(&error, &at, &entry); entries++)
		{
			assert_string_equal(entry.code, "c");
			assert_memory_equal(entry.text, text, strlen(entry.text));
		}
		assert_int_equal(entries, error.entry_count);
		free(text);
	}
}

static void
a_long_text_leaves_room_for_the_next_entries(void **state)
{
	char	   *text = repeat('t', 5000);
	PnlError	error;
	PnlErrorEntry entry;
	int			at = 0;

	(void) state;
	pnl_error_init(&error);
	add_entry(&error, text, text, text);
	add_entry(&error, "2", "", "second");
	assert_true(pnl_error_next(&error, &at, &entry));
	assert_int_equal(strlen(entry.code), PNL_ERROR_CODE_SIZE - 1);
	assert_int_equal(strlen(entry.field), PNL_ERROR_FIELD_SIZE - 1);
	assert_int_equal(strlen(entry.text), PNL_ERROR_MESSAGE_SIZE - 1);
	assert_true(pnl_error_next(&error, &at, &entry));
	assert_string_equal(entry.text, "second");
	assert_false(pnl_error_next(&error, &at, &entry));
	free(text);
}

static void
a_key_is_named_in_the_message_and_apart(void **state)
{
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	assert_false(pnl_error_set_key(&error, "receiver.city", "must have %d letters", 3));
	unit_assert_error(&error, PNL_ERR_ARGUMENT, "receiver.city must have 3 letters");
	unit_assert_entries(&error, "|receiver.city|receiver.city must have 3 letters");
	assert_false(pnl_error_set_key(&error, "other", "is wrong"));
	unit_assert_entries(&error, "|receiver.city|receiver.city must have 3 letters");
}

/* A text that was cut within the key still ends with a part of it. */
static void
what_a_cut_left_of_a_secret_is_overwritten(void **state)
{
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	pnl_error_set(&error, PNL_ERR_PROTOCOL, "sees 0123456");
	add_entry(&error, "", "", "apikey=01234567");
	add_entry(&error, "", "", "apikey=012");
	strcpy(error.beginning, "0123456789abcdef012345");
	pnl_error_redact(&error, "0123456789abcdef");
	assert_string_equal(error.message, "sees *******");
	unit_assert_entries(&error, "||apikey=********\n||apikey=012");
	assert_string_equal(error.beginning, "**********************");
}

/* The byte that says which kind an entry is of is no text. */
static void
a_secret_that_looks_like_an_entry_spoils_none(void **state)
{
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	add_entry(&error, "code", "", "text");
	pnl_error_redact(&error, "ecode");
	unit_assert_entries(&error, "code||text");
}

static void
a_secret_is_overwritten_in_every_text(void **state)
{
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	pnl_error_set(&error, PNL_ERR_UNAUTHORIZED, "key s3cret and s3cret!");
	strcpy(error.beginning, "<s3cret>");
	strcpy(error.trace_id, "t-s3crets3cret");
	add_entry(&error, "s3cret", "", "one");
	add_entry(&error, "1", "s3cret.x", "two s3cret");
	pnl_error_add_note(&error, "apikey: s3cret");
	pnl_error_redact(&error, "s3cret");
	assert_string_equal(error.message, "key ****** and ******!");
	assert_string_equal(error.beginning, "<******>");
	unit_assert_entries(&error, "******||one\n1|******.x|two ******");
	assert_string_equal(error.trace_id, "t-************");
	assert_string_equal(error.notes, "apikey: ******");
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
	UNIT_CASE(notes_are_lines);
	UNIT_CASE(notes_without_room_are_cut_and_then_dropped);
	UNIT_CASE(a_cut_note_ends_at_a_character);
	UNIT_CASE(an_error_that_is_full_of_notes_keeps_its_message);
	UNIT_CASE(entries_are_kept_in_their_order);
	UNIT_CASE(entries_without_room_are_cut_and_then_counted);
	UNIT_CASE(a_long_text_leaves_room_for_the_next_entries);
	UNIT_CASE(a_key_is_named_in_the_message_and_apart);
	UNIT_CASE(what_a_cut_left_of_a_secret_is_overwritten);
	UNIT_CASE(a_secret_that_looks_like_an_entry_spoils_none);
	UNIT_CASE(a_secret_is_overwritten_in_every_text);
	UNIT_CASE(no_secret_changes_nothing);
	return unit_run();
}
