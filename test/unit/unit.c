/*
 * unit.c
 *		What the unit tests share: a list of cases, texts and fixtures.
 *
 * Cases are collected at run time, so that each row of a table is a case of
 * its own and one failing row does not hide the rows behind it.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/reply.h"

static struct CMUnitTest *cases;
static size_t case_count;

/* Test programs have nobody to tell that there is no memory. */
static void *
must_have(void *memory)
{
	if (memory == NULL)
		abort();
	return memory;
}

void
unit_add(const char *name, CMUnitTestFunction run, const void *row)
{
	char	   *copy = must_have(strdup(name));

	cases = must_have(realloc(cases, (case_count + 1) * sizeof(cases[0])));
	memset(&cases[case_count], 0, sizeof(cases[0]));
	cases[case_count].name = copy;
	cases[case_count].test_func = run;
	cases[case_count].initial_state = (void *) row;
	case_count++;
}

void
unit_add_function(const char *subject, const char *function,
				  CMUnitTestFunction run, const void *row)
{
	char		name[256];

	snprintf(name, sizeof(name), "%s%s%s", subject ? subject : "",
			 subject ? ": " : "", function);
	for (char *c = name; *c; c++)
		if (*c == '_')
			*c = ' ';
	unit_add(name, run, row);
}

int
unit_run(void)
{
	int			failed;

	/* a line that the sanitizer's exit would lose is a case that is lost */
	setvbuf(stdout, NULL, _IOLBF, 0);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	failed = _cmocka_run_group_tests("cases", cases, case_count, NULL, NULL);
	for (size_t i = 0; i < case_count; i++)
		free((char *) cases[i].name);
	free(cases);
	/* a case that failed jumped over its frees: no report of leaks then */
	if (failed != 0)
		_exit(EXIT_FAILURE);
	return EXIT_SUCCESS;
}

char *
unit_quoted(const char *text)
{
	char	   *copy = must_have(strdup(text));

	for (char *c = copy; *c; c++)
		if (*c == '\'')
			*c = '"';
	return copy;
}

char *
unit_bytes(const char *text, size_t length)
{
	char	   *copy = must_have(malloc(length > 0 ? length : 1));

	memcpy(copy, text, length);
	return copy;
}

char *
unit_fixture(const char *name, size_t *length)
{
	char		path[256];
	char	   *text;
	FILE	   *file;
	long		size;

	snprintf(path, sizeof(path), "test/fixtures/%s", name);
	file = fopen(path, "rb");
	if (file == NULL)
		fail_msg("there is no %s", path);
	fseek(file, 0, SEEK_END);
	size = ftell(file);
	rewind(file);
	text = must_have(malloc((size_t) size + 1));
	*length = fread(text, 1, (size_t) size, file);
	text[*length] = '\0';
	fclose(file);
	return text;
}

PnlJson *
unit_parse(const char *text)
{
	char	   *quoted = unit_quoted(text);
	PnlJson    *document;
	PnlError	error;

	pnl_error_init(&error);
	document = pnl_json_parse(quoted, strlen(quoted), &error);
	free(quoted);
	if (document == NULL)
		fail_msg("%s does not parse: %s", text, error.message);
	return document;
}

bool
unit_read_reply(int status, const char *content_type, const char *body,
				const PnlOperation *operation, PnlJson **document, PnlError *error)
{
	char	   *quoted = unit_quoted(body);
	PnlReply	reply = {status, content_type, -1};
	bool		read;

	pnl_buf_init(&reply.body, 0);
	if (quoted[0] != '\0')
		pnl_buf_append_text(&reply.body, quoted);
	free(quoted);
	pnl_error_init(error);
	read = pnl_reply_read(&reply, operation, document, error);
	pnl_buf_free(&reply.body);
	return read;
}

void
unit_assert_text(const char *text, size_t length, const char *expected)
{
	if (text == NULL)
		fail_msg("there is no text, expected \"%s\"", expected);
	else if (length != strlen(expected) || memcmp(text, expected, length) != 0)
		fail_msg("the text is \"%.*s\", expected \"%s\"", (int) length, text,
				 expected);
}

void
unit_assert_error(const PnlError *error, PnlErrorKind kind, const char *message)
{
	assert_string_equal(pnl_error_words(error), message);
	assert_int_equal(error->kind, kind);
}

const char *
unit_entries(const PnlError *error)
{
	static char lines[2 * PNL_ERROR_ENTRIES_SIZE];
	size_t		used = 0;
	PnlErrorEntry entry;
	int			at = 0;

	lines[0] = '\0';
	while (pnl_error_next(error, &at, &entry))
		used += (size_t) snprintf(lines + used, sizeof(lines) - used, "%s%s%s|%s|%s",
								  used > 0 ? "\n" : "", entry.warning ? "warning " : "",
								  entry.code, entry.field, entry.text);
	return lines;
}

void
unit_assert_entries(const PnlError *error, const char *expected)
{
	assert_string_equal(unit_entries(error), expected);
}

/* How many bytes follow a first byte; -1 when it cannot be one. */
static int
count_following(unsigned char first)
{
	if (first < 0x80)
		return 0;
	if (first >= 0xC2 && first <= 0xDF)
		return 1;
	if (first >= 0xE0 && first <= 0xEF)
		return 2;
	if (first >= 0xF0 && first <= 0xF4)
		return 3;
	return -1;
}

/* The second byte rules out overlong forms, surrogates and too large ones. */
static bool
is_second_byte(unsigned char first, unsigned char second)
{
	unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
	unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;

	return second >= low && second <= high;
}

bool
unit_is_utf8(const char *text, size_t length)
{
	const unsigned char *bytes = (const unsigned char *) text;

	for (size_t i = 0; i < length;)
	{
		int			following = count_following(bytes[i]);

		if (following < 0 || length - i <= (size_t) following ||
			(following > 0 && !is_second_byte(bytes[i], bytes[i + 1])))
			return false;
		for (int k = 2; k <= following; k++)
			if ((bytes[i + (size_t) k] & 0xC0) != 0x80)
				return false;
		i += (size_t) following + 1;
	}
	return true;
}

bool
unit_is_identifier(const char *name)
{
	return name[0] >= 'a' && name[0] <= 'z' &&
		strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name);
}
