/*
 * test_address_split.c
 *		Lines with street and house number: measured against what people read.
 *
 * test/fixtures/address_lines.tsv was written from the forms of addresses,
 * not from what the code makes of them, and address_lines_held_out.tsv when
 * the code was done.  Where code and fixture disagree, the code is wrong or
 * has to be in doubt.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/address_split.h"

/* country, line, street, house_number, house_number_addition */
#define FIELDS 5

/* The street of a line that nobody can be sure of. */
#define DOUBT "?"

/* The least share of the lines with one reading that have to be read. */
#define LEAST_PERCENT 90

#define MAX_ROWS 1000

/* Each so many streets is enough. */
#define STREET_STEP 3

typedef struct Measure
{
	const char *name;
	const char *fixture;
	int			least_lines;
} Measure;

typedef struct Tally
{
	int			lines;
	int			plain;			/* lines with one reading */
	int			right;			/* read, as a person does */
	int			refused;		/* with one reading, and not read */
	int			doubted;		/* nobody can be sure, nor is the code */
	int			wrong;			/* read with confidence, and wrong */
} Tally;

static const Measure measures[] = {
	{"ordinary and awkward lines of NL, BE, LU, DE and FR are read as people read them",
	"address_lines.tsv", 300},
	{"lines that were written to mislead are read right or left in doubt",
	"address_lines_held_out.tsv", 100},
	{"lines that people report as read wrongly elsewhere are read right or left in doubt",
	"address_lines_reported.tsv", 100},
};

static PnlText
text_of(const char *text)
{
	return (PnlText) {text, strlen(text)};
}

static void
split_fields(char *line, const char *fields[FIELDS])
{
	for (int i = 0; i < FIELDS; i++)
	{
		char	   *end = line + strcspn(line, "\t");

		fields[i] = line;
		line = *end == '\0' ? end : end + 1;
		*end = '\0';
	}
}

static void
say(const char *what, const char *fields[FIELDS], const PnlAddressSplit *split)
{
	PnlBuf		words;

	pnl_buf_init(&words, 0);
	pnl_address_split_append(&words, split);
	print_message("# %s: %s \"%s\": %s\n", what, fields[0], fields[1], pnl_buf_text(&words));
	pnl_buf_free(&words);
}

static void
judge(const char *fields[FIELDS], Tally *tally, bool say_refused)
{
	bool		plain = strcmp(fields[2], DOUBT) != 0;
	char	   *line = unit_bytes(fields[1], strlen(fields[1]));
	PnlAddressSplit split;
	const PnlAddress *first = &split.readings[0];

	assert_true(pnl_address_split((PnlText) {line, strlen(fields[1])}, text_of(fields[0]), &split));
	free(line);
	tally->lines++;
	tally->plain += plain;
	if (!split.confident)
	{
		if (plain && say_refused)
			say("refused", fields, &split);
		tally->refused += plain;
		tally->doubted += !plain;
	}
	else if (plain && strcmp(first->street, fields[2]) == 0 &&
			 strcmp(first->house_number, fields[3]) == 0 &&
			 strcmp(first->addition, fields[4]) == 0)
		tally->right++;
	else
	{
		say("wrong", fields, &split);
		tally->wrong++;
	}
}

/* The fields of the next row; false when there is none. */
static bool
next_row(char **at, const char *fields[FIELDS])
{
	while (**at != '\0')
	{
		char	   *line = *at;
		char	   *end = line + strcspn(line, "\n");

		*at = *end == '\0' ? end : end + 1;
		*end = '\0';
		if (*line == '#' || *line == '\0')
			continue;
		split_fields(line, fields);
		return true;
	}
	return false;
}

static void
lines_are_read(void **state)
{
	const Measure *measure = *state;
	size_t		length;
	char	   *text = unit_fixture(measure->fixture, &length);
	const char *fields[FIELDS];
	Tally		tally = {0};

	for (char *at = text; next_row(&at, fields);)
		judge(fields, &tally, true);
	free(text);
	print_message("# %s: %d lines, %d with one reading: right %d, refused %d, wrong %d; "
				  "doubted %d of %d\n", measure->fixture, tally.lines, tally.plain, tally.right,
				  tally.refused, tally.wrong, tally.doubted, tally.lines - tally.plain);
	assert_true(tally.lines >= measure->least_lines);
	assert_int_equal(tally.wrong, 0);
	assert_true(tally.right * 100 >= tally.plain * LEAST_PERCENT);
}

/* One line with one reading that begins with its street. */
typedef struct Row
{
	const char *fields[FIELDS];
	const char *tail;			/* what is behind the street */
} Row;

static size_t
read_rows(char *text, Row rows[MAX_ROWS])
{
	size_t		count = 0;

	for (char *at = text; count < MAX_ROWS && next_row(&at, rows[count].fields);)
	{
		const char **fields = rows[count].fields;
		size_t		street = strlen(fields[2]);

		rows[count].tail = fields[1] + street;
		count += (strcmp(fields[0], "NL") == 0 || strcmp(fields[0], "BE") == 0) &&
			strncmp(fields[1], fields[2], street) == 0 && fields[1][street] == ' ';
	}
	return count;
}

/* Thousands of lines: each number as a person wrote it, behind each street. */
static void
any_number_behind_any_street_is_read_right_or_left_in_doubt(void **state)
{
	size_t		length;
	char	   *text = unit_fixture(measures[0].fixture, &length);
	Row		   *rows = calloc(MAX_ROWS, sizeof(Row));
	size_t		count = read_rows(text, rows);
	Tally		tally = {0};

	(void) state;
	for (size_t i = 0; i < count; i += STREET_STEP)
		for (size_t j = 0; j < count; j++)
		{
			char		line[512];
			const char *fields[FIELDS] = {rows[i].fields[0], line, rows[i].fields[2],
			rows[j].fields[3], rows[j].fields[4]};

			if (strcmp(rows[i].fields[0], rows[j].fields[0]) != 0)
				continue;
			snprintf(line, sizeof(line), "%s%s", rows[i].fields[2], rows[j].tail);
			judge(fields, &tally, false);
		}
	print_message("# streets by numbers: %d lines: right %d, refused %d, wrong %d\n",
				  tally.lines, tally.right, tally.refused, tally.wrong);
	free(rows);
	free(text);
	assert_true(tally.lines > 10000);
	assert_int_equal(tally.wrong, 0);
	assert_true(tally.right * 100 >= tally.plain * LEAST_PERCENT);
}

typedef struct WordsRow
{
	const char *name;
	const char *country;
	const char *line;
	const char *words;			/* what a message says of it; "!" before = confident */
} WordsRow;

#define LETTERS_20 "abcdefghijklmnopqrst"

static const WordsRow words[] = {
	{"a line with one reading is told as it", "NL", "Bilderdijkstraat 9 a bis",
	"!street \"Bilderdijkstraat\", house_number \"9\", house_number_addition \"a bis\""},
	{"a country is known in small letters", "nl", "Kerkstraat 12",
	"!street \"Kerkstraat\", house_number \"12\""},
	{"a year may be a house number, or the street's", "NL", "Plein 1944",
		"street \"Plein\", house_number \"1944\" or "
	"street \"Plein 1944\" without a house number"},
	{"a higher number may be an addition, or end a range", "NL", "Kerkstraat 12-14",
		"street \"Kerkstraat\", house_number \"12\", house_number_addition \"14\" or "
	"street \"Kerkstraat\", house_number \"12\", house_number_addition \"-14\""},
	{"two numbers may be two things", "NL", "Hoofdstraat 12 3",
		"street \"Hoofdstraat\", house_number \"12\", house_number_addition \"3\" or "
	"street \"Hoofdstraat 12\", house_number \"3\""},
	{"a word that is not known is told as an addition", "NL", "Kerkstraat 12 (Amsterdam)",
	"street \"Kerkstraat\", house_number \"12\", house_number_addition \"Amsterdam\""},
	{"a street is told as one", "NL", "Kerkstraat", "street \"Kerkstraat\" without a house number"},
	{"a number alone is nothing", "NL", "12", ""},
	{"nothing is nothing", "NL", "", ""},
	{"what is not UTF-8 is nothing", "NL", "Kerkstraat 12\xFF", ""},
	{"a country that is not known leaves the line in doubt", "GB", "Kerkstraat 12",
	"street \"Kerkstraat\", house_number \"12\""},
	{"no country leaves the line in doubt", "", "Kerkstraat 12",
	"street \"Kerkstraat\", house_number \"12\""},
	{"a range is a number in Germany", "DE", "Sch\xC3\xB6nhauser Allee 36-39",
	"!street \"Sch\xC3\xB6nhauser Allee\", house_number \"36-39\""},
	{"five digits are no house number in Germany", "DE", "Hauptstr. 10435",
	"street \"Hauptstr. 10435\" without a house number"},
	{"a street of 95 characters is PostNL's longest", "NL",
		LETTERS_20 LETTERS_20 LETTERS_20 LETTERS_20 "abcdefghijklmno 12",
		"!street \"" LETTERS_20 LETTERS_20 LETTERS_20 LETTERS_20 "abcdefghijklmno\", "
	"house_number \"12\""},
	{"a longer street is cut, and left in doubt", "NL",
		LETTERS_20 LETTERS_20 LETTERS_20 LETTERS_20 "abcdefghijklmnop 12",
		"street \"" LETTERS_20 LETTERS_20 LETTERS_20 LETTERS_20 "abcdefghijklmno\", "
	"house_number \"12\""},
	{"an addition of 35 characters is PostNL's longest", "NL",
		"Kerkstraat 12 boven achter verdieping 12 kamer 12",
		"!street \"Kerkstraat\", house_number \"12\", "
	"house_number_addition \"boven achter verdieping 12 kamer 12\""},
	{"a longer addition is left in doubt", "NL",
		"Kerkstraat 12 boven achter verd. II kamer 12 links 3",
		"street \"Kerkstraat\", house_number \"12\", "
		"house_number_addition \"boven achter verd. II kamer 12 links 3\" or "
		"street \"Kerkstraat 12 boven achter verd. II kamer\", house_number \"12\", "
		"house_number_addition \"links 3\" or "
	"street \"Kerkstraat 12 boven achter verd. II kamer 12 links\", house_number \"3\""},
	{"readings are three at most", "NL", "Een 1 Twee 2 Drie 3 Vier 4",
		"street \"Een\", house_number \"1\", house_number_addition \"Twee 2 Drie 3 Vier 4\" or "
		"street \"Een 1 Twee\", house_number \"2\", house_number_addition \"Drie 3 Vier 4\" or "
	"street \"Een 1 Twee 2 Drie\", house_number \"3\", house_number_addition \"Vier 4\""},
};

static void
readings_are_told(void **state)
{
	const WordsRow *row = *state;
	char	   *line = unit_bytes(row->line, strlen(row->line));
	PnlAddressSplit split;
	PnlBuf		told;

	assert_true(pnl_address_split((PnlText) {line, strlen(row->line)}, text_of(row->country),
								  &split));
	free(line);
	pnl_buf_init(&told, 0);
	pnl_buf_append_text(&told, split.confident ? "!" : "");
	pnl_address_split_append(&told, &split);
	assert_string_equal(pnl_buf_text(&told), row->words);
	pnl_buf_free(&told);
}

static void
a_line_that_is_longer_than_any_address_is_not_read(void **state)
{
	char		line[600];
	PnlAddressSplit split;

	(void) state;
	memset(line, 'a', sizeof(line));
	memcpy(line + sizeof(line) - 3, " 12", 3);
	assert_true(pnl_address_split((PnlText) {line, sizeof(line)}, text_of("NL"), &split));
	assert_false(split.confident);
	assert_int_equal(split.count, 0);
	for (size_t i = 0; i + 3 < 200; i += 2)
		memcpy(line + i, "a ", 2);
	memcpy(line + 197, " 12", 3);
	assert_true(pnl_address_split((PnlText) {line, 200}, text_of("NL"), &split));
	assert_false(split.confident);
}

int
main(void)
{
	UNIT_ROWS(measures, lines_are_read);
	UNIT_ROWS(words, readings_are_told);
	UNIT_CASE(a_line_that_is_longer_than_any_address_is_not_read);
	UNIT_CASE(any_number_behind_any_street_is_read_right_or_left_in_doubt);
	return unit_run();
}
