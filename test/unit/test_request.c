/*
 * test_request.c
 *		From arguments to requests: what is checked and how it is spelled.
 */
#include "unit.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "core/request.h"

/* ----------
 * An operation to test with: one parameter of each form
 * ----------
 */

enum
{
	CODE, REFERENCE, FLAG, NUMBER, DAY, DUTCH_DAY, MOMENT, DUTCH_MOMENT, TIME,
	LANGUAGE, ACCOUNT, SILENT, FREE
};

static const PnlParameter parameters[] = {
	{.argument = "barcode", .wire_name = "code", .place = PNL_IN_PATH,
		.type = PNL_TEXT, .wire = PNL_WIRE_CODE, .flags = PNL_REQUIRED,
	.max_length = 15},
	{.argument = "reference", .wire_name = "reference", .place = PNL_IN_PATH,
		.type = PNL_TEXT, .wire = PNL_WIRE_TEXT, .flags = PNL_REQUIRED,
	.max_length = 35},
	{.argument = "detail", .wire_name = "detail", .place = PNL_IN_QUERY,
	.type = PNL_BOOLEAN, .wire = PNL_WIRE_BOOLEAN},
	{.argument = "max_days", .wire_name = "maxDays", .place = PNL_IN_QUERY,
	.type = PNL_INTEGER, .wire = PNL_WIRE_INTEGER, .min = 1, .max = 90},
	{.argument = "day", .wire_name = "day", .place = PNL_IN_QUERY,
	.type = PNL_DATE, .wire = PNL_WIRE_DATE_ISO},
	{.argument = "dutch_day", .wire_name = "dutchDay", .place = PNL_IN_QUERY,
	.type = PNL_DATE, .wire = PNL_WIRE_DATE_DUTCH},
	{.argument = "moment", .wire_name = "moment", .place = PNL_IN_QUERY,
	.type = PNL_TIMESTAMP, .wire = PNL_WIRE_DATETIME_ISO},
	{.argument = "dutch_moment", .wire_name = "dutchMoment", .place = PNL_IN_QUERY,
	.type = PNL_TIMESTAMP, .wire = PNL_WIRE_DATETIME_DUTCH},
	{.argument = "time", .wire_name = "time", .place = PNL_IN_QUERY,
	.type = PNL_TIME, .wire = PNL_WIRE_TIME},
	{.argument = "language", .wire_name = "language", .place = PNL_IN_QUERY,
		.type = PNL_TEXT, .wire = PNL_WIRE_CODE, .flags = PNL_UPPER_CASE,
	.choices = "NL|EN|DE|IT"},
	{.argument = "account.customer_code", .wire_name = "customerCode",
		.place = PNL_IN_QUERY, .type = PNL_TEXT, .wire = PNL_WIRE_CODE,
	.flags = PNL_REQUIRED},
	{.argument = "silent", .wire_name = "silent", .place = PNL_IN_NOTHING,
	.type = PNL_TEXT, .wire = PNL_WIRE_TEXT},
	{.argument = "free", .wire_name = "free", .place = PNL_IN_QUERY,
	.type = PNL_TEXT, .wire = PNL_WIRE_TEXT},
	{NULL}
};

static const PnlRowSet no_rows[] = {{NULL}};

static const PnlOperation operation = {
	.name = "test",
	.method = "GET",
	.path = "/v2/{code}/of/{reference}",
	.parameters = parameters,
	.row_sets = no_rows,
};

/* The arguments without which there is no request; all others are null. */
static PnlArguments
least_arguments(void)
{
	PnlArguments arguments;

	for (int i = 0; i < PNL_MAX_PARAMETERS; i++)
		arguments.values[i] = pnl_value_null(PNL_TEXT);
	arguments.values[CODE] = pnl_value_text("3SDEVC1", 7);
	arguments.values[REFERENCE] = pnl_value_text("R", 1);
	arguments.values[ACCOUNT] = pnl_value_text("DEVC", 4);
	return arguments;
}

/* Sets one argument from its text. */
static void
set_argument(PnlArguments *arguments, int place, const char *text)
{
	PnlType		type = parameters[place].type;

	if (text == NULL)
		arguments->values[place] = pnl_value_null(type);
	else
		assert_true(pnl_value_from_text(type, text, strlen(text), &arguments->values[place]));
}

/* ----------
 * Spelling
 * ----------
 */

typedef struct ArgumentRow
{
	const char *name;
	int			place;
	const char *text;			/* the argument; NULL: null */
	const char *result;			/* the target, or the message */
} ArgumentRow;

#define LEAST "/v2/3SDEVC1/of/R?customerCode=DEVC"
#define BEFORE "/v2/3SDEVC1/of/R?"
#define AFTER "&customerCode=DEVC"
#define FIRST "/v2/3SDEVC1/of/R?customerCode=DEVC&"

static const ArgumentRow spellings[] = {
	{"arguments that are null are left out", FLAG, NULL, LEAST},
	{"an argument of rows only is not sent", SILENT, "x", LEAST},
	{"true is sent as true", FLAG, "1", BEFORE "detail=true" AFTER},
	{"false is sent as false", FLAG, "0", BEFORE "detail=false" AFTER},
	{"an integer is sent in digits", NUMBER, "14", BEFORE "maxDays=14" AFTER},
	{"a date is sent as yyyy-mm-dd", DAY, "02-01-2026", BEFORE "day=2026-01-02" AFTER},
	{"a date is sent as dd-mm-yyyy", DUTCH_DAY, "2026-01-02", BEFORE "dutchDay=02-01-2026" AFTER},
	{"a moment is sent with milliseconds, its colons encoded", MOMENT, "2026-01-02T03:04:05",
	BEFORE "moment=2026-01-02T03%3A04%3A05.000" AFTER},
	{"a moment is sent as dd-mm-yyyy hh:mm:ss, encoded", DUTCH_MOMENT, "2026-01-02T03:04:05",
	BEFORE "dutchMoment=02-01-2026%2003%3A04%3A05" AFTER},
	{"a time is sent as hh:mm:ss, encoded", TIME, "03:04", BEFORE "time=03%3A04%3A00" AFTER},
	{"a code is sent without the blanks around it", ACCOUNT, "  DEVC ", LEAST},
	{"a code is sent with the blanks inside it", ACCOUNT, "DE VC", BEFORE "customerCode=DE%20VC"},
	{"a text is sent with the blanks around it", FREE, " a ", FIRST "free=%20a%20"},
	{"a choice is sent in capitals", LANGUAGE, "en", BEFORE "language=EN" AFTER},
	{"a choice may have blanks around it", LANGUAGE, " De ", BEFORE "language=DE" AFTER},
	{"letters beyond ASCII are sent as UTF-8", FREE, "\xC3\xA9", FIRST "free=%C3%A9"},
	{"a slash cannot leave its segment", CODE, "../../admin", "/v2/..%2F..%2Fadmin/of/R?customerCode=DEVC"},
	{"a question mark cannot begin the query", CODE, "3S?detail=true", "/v2/3S%3Fdetail%3Dtrue/of/R?customerCode=DEVC"},
	{"a dot segment cannot climb", CODE, "..", "/v2/%2E%2E/of/R?customerCode=DEVC"},
	{"a dot segment with blanks cannot climb", CODE, " .. ", "/v2/%2E%2E/of/R?customerCode=DEVC"},
	{"a percent escape cannot be smuggled", CODE, "%2e%2e%2fx", "/v2/%252e%252e%252fx/of/R?customerCode=DEVC"},
	{"braces are no place of the template", REFERENCE, "{code}", "/v2/3SDEVC1/of/%7Bcode%7D?customerCode=DEVC"},
	{"an ampersand cannot add a parameter", FREE, "a&detail=true", FIRST "free=a%26detail%3Dtrue"},
	{"a fragment cannot cut the target", FREE, "a#b", FIRST "free=a%23b"},
};

static void
build_target(void **state)
{
	const ArgumentRow *row = *state;
	PnlArguments arguments = least_arguments();
	PnlRequest	request;
	PnlError	error;

	set_argument(&arguments, row->place, row->text);
	pnl_error_init(&error);
	pnl_request_init(&request);
	assert_true(pnl_request_build(&request, &operation, &arguments, &error));
	assert_string_equal(pnl_buf_text(&request.target), row->result);
	assert_string_equal(request.method, "GET");
	assert_int_equal(request.body.length, 0);
	unit_assert_error(&error, PNL_ERR_NONE, "");
	pnl_request_free(&request);
}

/* ----------
 * Checks
 * ----------
 */

static const ArgumentRow refusals[] = {
	{"a required argument that is null is refused", CODE, NULL, "barcode must not be null"},
	{"a required fact that the account lacks is named", ACCOUNT, NULL, "the account has no customer_code"},
	{"an empty text is refused", REFERENCE, "", "reference must not be empty"},
	{"a blank code is refused", CODE, "   ", "barcode must not be empty"},
	{"an empty text that is not required is refused too", FREE, "", "free must not be empty"},
	{"a longer text is refused", CODE, "3SDEVC1234567890", "barcode must not be longer than 15 characters"},
	{"a line break is refused", FREE, "a\r\nHost: evil", "free must not hold control characters"},
	{"a line break in a path is refused", CODE, "3S\r\nX: y", "barcode must not hold control characters"},
	{"a line break in a fact of the account is refused", ACCOUNT, "DEVC\nX", "account.customer_code must not hold control characters"},
	{"a tab is refused", FREE, "a\tb", "free must not hold control characters"},
	{"an escape is refused", FREE, "a\x1B[31m", "free must not hold control characters"},
	{"a DEL is refused", FREE, "a\x7F", "free must not hold control characters"},
	{"an argument of rows only is checked too", SILENT, "a\nb", "silent must not hold control characters"},
	{"a text that is no choice is refused", LANGUAGE, "FR", "language must be one of NL, EN, DE, IT"},
	{"half a choice is refused", LANGUAGE, "N", "language must be one of NL, EN, DE, IT"},
	{"two choices are refused", LANGUAGE, "NL|EN", "language must be one of NL, EN, DE, IT"},
	{"a bar is no choice", LANGUAGE, "|", "language must be one of NL, EN, DE, IT"},
	{"an integer below the least is refused", NUMBER, "0", "max_days must be between 1 and 90"},
	{"an integer above the greatest is refused", NUMBER, "91", "max_days must be between 1 and 90"},
};

static void
refuse_argument(void **state)
{
	const ArgumentRow *row = *state;
	PnlArguments arguments = least_arguments();
	PnlRequest	request;
	PnlError	error;

	set_argument(&arguments, row->place, row->text);
	pnl_error_init(&error);
	pnl_request_init(&request);
	assert_false(pnl_request_build(&request, &operation, &arguments, &error));
	unit_assert_error(&error, PNL_ERR_ARGUMENT, row->result);
	/* checked before any of it is written */
	assert_int_equal(request.target.length, 0);
	pnl_request_free(&request);
}

static const ArgumentRow limits[] = {
	{"the greatest length is allowed", CODE, "3SDEVC123456789", "/v2/3SDEVC123456789/of/R?customerCode=DEVC"},
	{"blanks around a code do not count", CODE, "  3SDEVC123456789  ", "/v2/3SDEVC123456789/of/R?customerCode=DEVC"},
	{"the least integer is allowed", NUMBER, "1", BEFORE "maxDays=1" AFTER},
	{"the greatest integer is allowed", NUMBER, "90", BEFORE "maxDays=90" AFTER},
};

/*
 * The database's locale is the process's, and in a Turkish one i is no small
 * I to toupper().  Only a machine that has the locale can tell; the sanitizer
 * hides the same of strcasecmp().
 */
static void
a_choice_is_sent_in_capitals_in_any_locale(void **state)
{
	PnlArguments arguments = least_arguments();
	PnlRequest	request;
	PnlError	error;
	bool		built;

	(void) state;
	set_argument(&arguments, LANGUAGE, "it");
	pnl_error_init(&error);
	pnl_request_init(&request);
	(void) setlocale(LC_CTYPE, "tr_TR.UTF-8");
	built = pnl_request_build(&request, &operation, &arguments, &error);
	(void) setlocale(LC_CTYPE, "C");
	assert_true(built);
	assert_string_equal(pnl_buf_text(&request.target), BEFORE "language=IT" AFTER);
	pnl_request_free(&request);
}

static void
a_NUL_in_a_text_is_refused(void **state)
{
	PnlArguments arguments = least_arguments();
	PnlRequest	request;
	PnlError	error;

	(void) state;
	arguments.values[FREE] = pnl_value_text("a\0b", 3);
	pnl_error_init(&error);
	pnl_request_init(&request);
	assert_false(pnl_request_build(&request, &operation, &arguments, &error));
	unit_assert_error(&error, PNL_ERR_ARGUMENT, "free must not hold control characters");
	pnl_request_free(&request);
}

/* ----------
 * Sizes
 * ----------
 */

typedef struct SizeRow
{
	const char *name;
	char		character;
	size_t		length;
	PnlErrorKind kind;
} SizeRow;

static const SizeRow sizes[] = {
	{"a large argument is sent", 'a', 150 * 1024, PNL_ERR_NONE},
	{"an argument that is too large once it is encoded is refused", ' ', 100 * 1024, PNL_ERR_REQUEST_SIZE},
	{"an argument as large as a whole request is refused", 'a', PNL_MAX_REQUEST_SIZE, PNL_ERR_REQUEST_SIZE},
	{"an argument larger than a whole request is refused", 'a', PNL_MAX_REQUEST_SIZE + 1, PNL_ERR_REQUEST_SIZE},
};

static void
check_size(void **state)
{
	const SizeRow *row = *state;
	PnlArguments arguments = least_arguments();
	char	   *text = malloc(row->length);
	PnlRequest	request;
	PnlError	error;

	assert_non_null(text);
	memset(text, row->character, row->length);
	arguments.values[FREE] = pnl_value_text(text, row->length);
	pnl_error_init(&error);
	pnl_request_init(&request);
	assert_int_equal(pnl_request_build(&request, &operation, &arguments, &error),
					 row->kind == PNL_ERR_NONE);
	unit_assert_error(&error, row->kind, row->kind == PNL_ERR_NONE ? "" :
					  "more than 204800 bytes");
	pnl_request_free(&request);
	free(text);
}

static void
a_request_can_be_built_again(void **state)
{
	PnlArguments arguments = least_arguments();
	PnlRequest	request;
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	pnl_request_init(&request);
	assert_true(pnl_request_build(&request, &operation, &arguments, &error));
	set_argument(&arguments, CODE, "3SDEVC2");
	assert_true(pnl_request_build(&request, &operation, &arguments, &error));
	assert_string_equal(pnl_buf_text(&request.target), "/v2/3SDEVC2/of/R?customerCode=DEVC");
	pnl_request_free(&request);
}

static void
an_initialised_request_is_empty(void **state)
{
	PnlRequest	request;

	(void) state;
	pnl_request_init(&request);
	assert_null(request.method);
	assert_string_equal(pnl_buf_text(&request.target), "");
	assert_string_equal(pnl_buf_text(&request.body), "");
	pnl_request_free(&request);
}

/* Builds a request of one integer with limits. */
static bool
build_count(int32_t count, int min, int max, PnlBuf *target, PnlError *error)
{
	const PnlParameter limited[] = {
		{.argument = "n", .wire_name = "n", .place = PNL_IN_QUERY,
		.type = PNL_INTEGER, .wire = PNL_WIRE_INTEGER, .min = min, .max = max},
		{NULL}
	};
	const PnlOperation counting = {
		.name = "count", .method = "GET", .path = "/count",
		.parameters = limited, .row_sets = no_rows
	};
	PnlArguments arguments = least_arguments();
	PnlRequest	request;
	bool		built;

	arguments.values[0] = pnl_value_null(PNL_INTEGER);
	arguments.values[0].null = false;
	arguments.values[0].integer = count;
	pnl_error_init(error);
	pnl_request_init(&request);
	built = pnl_request_build(&request, &counting, &arguments, error);
	pnl_buf_append(target, pnl_buf_text(&request.target), request.target.length);
	pnl_request_free(&request);
	return built;
}

static void
integers_without_limits_take_any_number(void **state)
{
	PnlBuf		target;
	PnlError	error;

	(void) state;
	pnl_buf_init(&target, 0);
	assert_true(build_count(INT32_MIN, 0, 0, &target, &error));
	assert_string_equal(pnl_buf_text(&target), "/count?n=-2147483648");
	pnl_buf_free(&target);
}

static void
a_limit_of_zero_is_a_limit(void **state)
{
	PnlBuf		target;
	PnlError	error;

	(void) state;
	pnl_buf_init(&target, 0);
	assert_false(build_count(-1, 0, 5, &target, &error));
	unit_assert_error(&error, PNL_ERR_ARGUMENT, "n must be between 0 and 5");
	assert_false(build_count(1, -5, 0, &target, &error));
	unit_assert_error(&error, PNL_ERR_ARGUMENT, "n must be between -5 and 0");
	assert_true(build_count(0, 0, 5, &target, &error));
	assert_string_equal(pnl_buf_text(&target), "/count?n=0");
	pnl_buf_free(&target);
}

int
main(void)
{
	UNIT_ROWS(spellings, build_target);
	UNIT_ROWS(refusals, refuse_argument);
	UNIT_ROWS(limits, build_target);
	UNIT_CASE(a_choice_is_sent_in_capitals_in_any_locale);
	UNIT_CASE(a_NUL_in_a_text_is_refused);
	UNIT_ROWS(sizes, check_size);
	UNIT_CASE(a_request_can_be_built_again);
	UNIT_CASE(an_initialised_request_is_empty);
	UNIT_CASE(integers_without_limits_take_any_number);
	UNIT_CASE(a_limit_of_zero_is_a_limit);
	return unit_run();
}
