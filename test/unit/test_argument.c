/*
 * test_argument.c
 *		Checking one argument against its parameter, and spelling it.
 *
 * What a request is made of arguments is in test_request.c; this has the
 * forms that it has no parameter for.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "core/argument.h"

/* ----------
 * An operation to test with: one parameter of each form
 * ----------
 */

enum
{
	COUNTRY, POSTAL_CODE, OPTIONS, SERVICE, KIND, NUMBER, LATITUDE, SOUTH, FROM, TO, FLAG, ACCOUNT,
	NAME, MOMENT, COUNT
};

static const PnlParameter parameters[] = {
	[COUNTRY] = {PNL_QUERY("country", "c", PNL_TEXT, PNL_WIRE_CODE), .flags = PNL_UPPER_CASE},
	[POSTAL_CODE] = {PNL_QUERY("postal_code", "p", PNL_TEXT, PNL_WIRE_POSTAL_CODE)},
	[OPTIONS] = {PNL_QUERY("options", "o", PNL_TEXT_ARRAY, PNL_WIRE_LIST),
	.choices = "Daytime|Evening"},
	[SERVICE] = {PNL_QUERY("service", "s", PNL_TEXT_ARRAY, PNL_WIRE_FIRST),
	.choices = "Daytime=daytime|Evening=evening"},
	[KIND] = {PNL_QUERY("kind", "k", PNL_TEXT, PNL_WIRE_CODE), .choices = "PG=Retail"},
	[NUMBER] = {PNL_QUERY("house_number", "n", PNL_INTEGER, PNL_WIRE_INTEGER_TEXT),
	.flags = PNL_REQUIRED, .min = 1, .max = 99999},
	[LATITUDE] = {PNL_QUERY("north", "la", PNL_FLOAT, PNL_WIRE_NUMBER),
	.min = -90, .max = 90, .not_before = "south"},
	[SOUTH] = {PNL_QUERY("south", "so", PNL_FLOAT, PNL_WIRE_NUMBER)},
	[FROM] = {PNL_QUERY("from_date", "f", PNL_DATE, PNL_WIRE_DATE_ISO), .not_before = "today"},
	[TO] = {PNL_QUERY("to_date", "t", PNL_DATE, PNL_WIRE_DATE_DUTCH), .not_before = "from_date"},
	[FLAG] = {PNL_QUERY("flag", "fl", PNL_BOOLEAN, PNL_WIRE_BOOLEAN)},
	[ACCOUNT] = {PNL_QUERY("account.customer_code", "a", PNL_TEXT, PNL_WIRE_CODE),
	.flags = PNL_REQUIRED},
	[NAME] = {PNL_QUERY("name", "na", PNL_TEXT, PNL_WIRE_TEXT), .max_length = 4},
	[MOMENT] = {PNL_QUERY("moment", "m", PNL_TIMESTAMP, PNL_WIRE_DATETIME_ISO)},
	[COUNT] = {NULL}
};

static const PnlOperation operation = {.parameters = parameters};

/* Arguments that are all null; a list has its words here. */
typedef struct Given
{
	PnlArguments arguments;
	PnlText		words[3];
} Given;

static void
init_given(Given *given)
{
	memset(given, 0, sizeof(*given));
	given->arguments.today = (PnlCivil) {.year = 2026, .month = 11, .day = 23};
	for (int i = 0; i < COUNT; i++)
		given->arguments.values[i] = pnl_value_null(parameters[i].type);
}

/* Sets one argument; a list from words with commas between. */
static void
set_argument(Given *given, int place, const char *text)
{
	PnlValue   *value = &given->arguments.values[place];

	if (parameters[place].type != PNL_TEXT_ARRAY)
	{
		assert_true(pnl_value_from_text(parameters[place].type, text, strlen(text), value));
		return;
	}
	value->null = false;
	value->array.items = given->words;
	value->array.count = 0;
	while (*text)
	{
		size_t		length = strcspn(text, ",");

		assert_true(value->array.count < UNIT_COUNT(given->words));
		given->words[value->array.count++] = (PnlText) {text, length};
		text += length + (text[length] == ',');
	}
}

/* ----------
 * Checks
 * ----------
 */

typedef struct CheckRow
{
	const char *name;
	int			place;
	const char *text;			/* NULL = null */
	int			other;			/* another argument that it depends on, or -1 */
	const char *other_text;
	const char *message;		/* NULL = taken */
} CheckRow;

#define DUTCH "a Dutch postal code is four digits and two letters, such as 3532VA"

static const CheckRow checks[] = {
	{"nothing is taken for what may be missing", NAME, NULL, -1},
	{"nothing is refused for what is required", NUMBER, NULL, -1, NULL,
	"house_number must not be null"},
	{"a fact that the account lacks is named", ACCOUNT, NULL, -1, NULL,
	"the account has no customer_code"},
	{"a text of the most bytes is taken", NAME, "abcd", -1},
	{"a longer text is refused", NAME, "abcde", -1, NULL,
	"name must not be longer than 4 characters"},
	{"blanks count where they are sent", NAME, " ab  ", -1, NULL,
	"name must not be longer than 4 characters"},
	{"an empty text is refused", NAME, "", -1, NULL, "name must not be empty"},
	{"a blank code is refused", COUNTRY, "  ", -1, NULL, "country must not be empty"},
	{"a line feed is refused", NAME, "a\nb", -1, NULL, "name must not hold control characters"},
	{"a delete character is refused", NAME, "a\x7F", -1, NULL,
	"name must not hold control characters"},
	{"a postal code of the country is taken", POSTAL_CODE, "1000", COUNTRY, "BE"},
	{"a postal code of another country is refused", POSTAL_CODE, "3532VA", COUNTRY, "BE",
	"postal_code is not possible: a Belgian postal code is four digits, such as 1000"},
	{"a postal code without a country is Dutch", POSTAL_CODE, "12345", -1, NULL,
	"postal_code is not possible: " DUTCH},
	{"a postal code elsewhere is not judged", POSTAL_CODE, "12345", COUNTRY, "DE"},
	{"words of a list are taken", OPTIONS, "Daytime,Evening", -1},
	{"a word may have another letter case", OPTIONS, "DAYTIME", -1},
	{"an empty list is refused", OPTIONS, "", -1, NULL, "options must not be empty"},
	{"a word that is no choice is refused", OPTIONS, "Daytime,Night", -1, NULL,
	"options must be one of Daytime, Evening"},
	{"an empty word is refused", OPTIONS, "Daytime,,Evening", -1, NULL,
	"options must not be empty"},
	{"one word where one is possible is taken", SERVICE, "Evening", -1},
	{"two words where one is possible are refused", SERVICE, "Daytime,Evening", -1, NULL,
	"service must hold one element for this account's API"},
	{"no word where one is possible is refused", SERVICE, "", -1, NULL,
	"service must hold one element for this account's API"},
	{"the other side's word is refused, ours are named", KIND, "Retail", -1, NULL,
	"kind must be PG"},
	{"the least number is taken", NUMBER, "1", -1},
	{"the greatest number is taken", NUMBER, "99999", -1},
	{"a smaller number is refused", NUMBER, "0", -1, NULL,
	"house_number must be between 1 and 99999"},
	{"a greater number is refused", NUMBER, "100000", -1, NULL,
	"house_number must be between 1 and 99999"},
	{"a pole is taken", LATITUDE, "-90", -1},
	{"a latitude beyond the pole is refused", LATITUDE, "90.0000001", -1, NULL,
	"north must be between -90 and 90"},
	{"a number not less than the other is taken", LATITUDE, "52.1", SOUTH, "52.1"},
	{"a number less than the other is refused", LATITUDE, "52.1", SOUTH, "52.2",
	"north must not be less than south"},
	{"a number without limits is taken", SOUTH, "-1000000", -1},
	{"today is taken", FROM, "23-11-2026", -1},
	{"yesterday is refused", FROM, "22-11-2026", -1, NULL, "from_date must not be in the past"},
	{"last month is refused", FROM, "30-10-2026", -1, NULL, "from_date must not be in the past"},
	{"last year is refused", FROM, "31-12-2025", -1, NULL, "from_date must not be in the past"},
	{"next year is taken", FROM, "01-01-2027", -1},
	{"a day that another is not behind is taken", TO, "24-11-2026", FROM, "24-11-2026"},
	{"a day before another is refused", TO, "23-11-2026", FROM, "24-11-2026",
	"to_date must not be before from_date"},
	{"a day without the other is taken", TO, "01-01-2020", -1},
	{"a boolean is taken", FLAG, "false", -1},
};

static void
check(void **state)
{
	const CheckRow *row = *state;
	Given		given;
	PnlError	error;
	bool		taken;

	init_given(&given);
	if (row->text != NULL)
		set_argument(&given, row->place, row->text);
	if (row->other_text != NULL)
		set_argument(&given, row->other, row->other_text);
	pnl_error_init(&error);
	taken = pnl_argument_check(&operation, row->place, &given.arguments, &error);
	if (row->message != NULL)
		unit_assert_error(&error, PNL_ERR_ARGUMENT, row->message);
	else if (!taken)
		fail_msg("%s", error.message);
	assert_int_equal(taken, row->message == NULL);
}

/* ----------
 * Spelling
 * ----------
 */

typedef struct SpellRow
{
	const char *name;
	int			place;
	const char *text;
	const char *spelled;		/* NULL = a list, which is JSON only */
	const char *json;			/* in a list, so that it is a document */
} SpellRow;

static const SpellRow spellings[] = {
	{"a code is trimmed and sent in capitals", COUNTRY, " nl ", "NL", "['NL']"},
	{"a text is sent as it is", NAME, " a ", " a ", "[' a ']"},
	{"a postal code is sent without blanks in capitals", POSTAL_CODE, " 3532 va", "3532VA",
	"['3532VA']"},
	{"a choice is sent as the other side spells it", KIND, " pg ", "Retail", "['Retail']"},
	{"a number may be sent as a text", NUMBER, "74", "74", "['74']"},
	{"a coordinate is sent with its digits", LATITUDE, "52.10223388", "52.10223388",
	"[52.10223388]"},
	{"a whole coordinate is sent without a point", SOUTH, "-5", "-5", NULL},
	{"a date is sent as yyyy-mm-dd", FROM, "02-12-2026", "2026-12-02", "['2026-12-02']"},
	{"a date is sent as dd-mm-yyyy", TO, "02-12-2026", "02-12-2026", "['02-12-2026']"},
	{"a moment is sent with milliseconds", MOMENT, "02-12-2026 10:05", "2026-12-02T10:05:00.000",
	"['2026-12-02T10:05:00.000']"},
	{"a boolean is no text in JSON", FLAG, "1", "true", "[true]"},
	{"a list of one is its word", SERVICE, "EVENING", "evening", "['evening']"},
	{"a list is a list in JSON, in the choices' letters", OPTIONS, "EVENING, daytime ", NULL,
	"[['Evening','Daytime']]"},
};

static void
spell(void **state)
{
	const SpellRow *row = *state;
	const PnlParameter *parameter = &parameters[row->place];
	Given		given;
	PnlBuf		out;

	init_given(&given);
	set_argument(&given, row->place, row->text);
	pnl_buf_init(&out, 0);
	pnl_argument_spell(parameter, &given.arguments.values[row->place], &out);
	assert_string_equal(pnl_buf_text(&out), row->spelled ? row->spelled : "");
	if (row->json != NULL)
	{
		const PnlValue *value = &given.arguments.values[row->place];
		PnlJson    *list = pnl_json_new_array();
		char	   *expected = unit_quoted(row->json);

		assert_true(pnl_json_append(list, pnl_argument_to_json(parameter, value)));
		pnl_buf_reset(&out);
		assert_true(pnl_json_write(list, &out));
		assert_string_equal(pnl_buf_text(&out), expected);
		free(expected);
		pnl_json_free(list);
	}
	pnl_buf_free(&out);
}

static void
an_argument_is_found_by_its_whole_name(void **state)
{
	Given		given;

	(void) state;
	init_given(&given);
	assert_ptr_equal(pnl_argument_find(&operation, &given.arguments, "country"),
					 &given.arguments.values[COUNTRY]);
	assert_ptr_equal(pnl_argument_find(&operation, &given.arguments, "moment"),
					 &given.arguments.values[MOMENT]);
	assert_null(pnl_argument_find(&operation, &given.arguments, "count"));
	assert_null(pnl_argument_find(&operation, &given.arguments, "customer_code"));
}

int
main(void)
{
	UNIT_ROWS(checks, check);
	UNIT_ROWS(spellings, spell);
	UNIT_CASE(an_argument_is_found_by_its_whole_name);
	return unit_run();
}
