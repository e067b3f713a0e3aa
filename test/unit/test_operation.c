/*
 * test_operation.c
 *		Every descriptor of pnl_api_list: the call and its parameters.
 *
 * The core trusts its descriptors: request.c does not check them.  This is
 * where they are checked, so each rule here is one that the core would break
 * without a word.  Rows and columns are in test_fields.c.
 */
#include "unit.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "core/api.h"
#include "core/api_list.h"
#include "core/request.h"
#include "core/url.h"

/* ----------
 * The operation
 * ----------
 */

static void
its_name_method_and_path_are_in_order(void **state)
{
	const PnlOperation *operation = *state;
	char		path[512] = "";
	PnlError	error;

	assert_non_null(operation->name);
	assert_true(strcmp(operation->method, "GET") == 0 || strcmp(operation->method, "POST") == 0 ||
				strcmp(operation->method, "PUT") == 0 || strcmp(operation->method, "DELETE") == 0);
	assert_true(strlen(operation->path) < sizeof(path));
	/* the template without its braces is a path like others */
	for (const char *c = operation->path; *c; c++)
		if (*c != '{' && *c != '}')
			strncat(path, c, 1);
	pnl_error_init(&error);
	assert_true(pnl_url_check_path(path, &error));
}

static void
its_parameters_are_counted_and_fit_the_arguments(void **state)
{
	const PnlOperation *operation = *state;
	int			count = 0;

	while (operation->parameters[count].argument != NULL)
		count++;
	assert_int_equal(pnl_operation_parameter_count(operation), count);
	assert_true(count <= PNL_MAX_PARAMETERS);
}

static int
count_path_parameters(const PnlOperation *operation, const char *name, size_t length)
{
	int			count = 0;

	for (const PnlParameter *p = operation->parameters; p->argument != NULL; p++)
		if (p->place == PNL_IN_PATH && strlen(p->wire_name) == length &&
			memcmp(p->wire_name, name, length) == 0)
			count++;
	return count;
}

static void
each_place_of_its_path_has_a_required_parameter(void **state)
{
	const PnlOperation *operation = *state;
	int			places = 0;

	for (const char *at = strchr(operation->path, '{'); at != NULL; at = strchr(at + 1, '{'))
	{
		size_t		length = strcspn(at + 1, "{}/");

		assert_int_equal(at[1 + length], '}');
		if (count_path_parameters(operation, at + 1, length) != 1)
			fail_msg("no single parameter fills %.*s", (int) length, at + 1);
		places++;
	}
	for (const PnlParameter *p = operation->parameters; p->argument != NULL; p++)
		if (p->place == PNL_IN_PATH)
		{
			assert_true(p->flags & PNL_REQUIRED);
			places--;
		}
	assert_int_equal(places, 0);
}

/* ----------
 * Its parameters
 * ----------
 */

/* "name", "account.name" or "setting.name". */
static bool
is_source(const char *argument)
{
	if (strncmp(argument, "account.", 8) == 0 || strncmp(argument, "setting.", 8) == 0)
		return unit_is_identifier(argument + 8);
	return unit_is_identifier(argument);
}

/* A constant, a setting or a day of the clock's. */
static bool
is_stand_in(const char *otherwise)
{
	return (otherwise[0] == '=' && otherwise[1] != '\0') ||
		strcmp(otherwise, "clock.tomorrow") == 0 ||
		(strncmp(otherwise, "setting.", 8) == 0 && unit_is_identifier(otherwise + 8));
}

static void
its_arguments_are_named_once_and_well(void **state)
{
	const PnlOperation *operation = *state;
	int			arrays = 0;

	for (const PnlParameter *p = operation->parameters; p->argument != NULL; p++)
	{
		PnlValue	value;

		if (p->argument[0] == '=')
		{
			assert_true(pnl_value_from_text(p->type, p->argument + 1,
											strlen(p->argument + 1), &value));
			assert_false(value.null);
			continue;
		}
		if (!is_source(p->argument))
			fail_msg("%s is no argument", p->argument);
		for (const PnlParameter *other = operation->parameters; other != p; other++)
			if (strcmp(other->argument, p->argument) == 0)
				fail_msg("%s is there twice", p->argument);
		if (p->otherwise != NULL && !is_stand_in(p->otherwise))
			fail_msg("%s stands in for %s", p->otherwise, p->argument);
		if (p->each != NULL)
		{
			assert_true(unit_is_identifier(p->each));
			assert_string_not_equal(p->each, p->argument);
			arrays++;
		}
	}
	/* a call for each element of one array */
	assert_true(arrays <= 1);
}

/* Which types a spelling is for. */
static bool
fits_wire(PnlType type, PnlWire wire)
{
	switch (wire)
	{
		case PNL_WIRE_TEXT:
		case PNL_WIRE_CODE:
		case PNL_WIRE_POSTAL_CODE:
		case PNL_WIRE_BARCODE:
			return type == PNL_TEXT;
		case PNL_WIRE_BOOLEAN:
			return type == PNL_BOOLEAN;
		case PNL_WIRE_INTEGER:
		case PNL_WIRE_INTEGER_TEXT:
			return type == PNL_INTEGER;
		case PNL_WIRE_NUMBER:
			return type == PNL_FLOAT;
		case PNL_WIRE_LIST:
		case PNL_WIRE_FIRST:
			return type == PNL_TEXT_ARRAY;
		case PNL_WIRE_DATE_ISO:
		case PNL_WIRE_DATE_DUTCH:
			return type == PNL_DATE || type == PNL_TIMESTAMP;
		case PNL_WIRE_DATETIME_ISO:
		case PNL_WIRE_DATETIME_DUTCH:
			return type == PNL_TIMESTAMP;
		case PNL_WIRE_TIME:
			return type == PNL_TIME || type == PNL_TIMESTAMP;
	}
	return false;
}

static void
its_parameters_are_spelled_as_their_types_can_be(void **state)
{
	const PnlOperation *operation = *state;

	for (const PnlParameter *p = operation->parameters; p->argument != NULL; p++)
	{
		if (p->place != PNL_IN_NOTHING)
			assert_true(p->wire_name != NULL && p->wire_name[0] != '\0');
		if (p->place != PNL_IN_NOTHING && !fits_wire(p->type, p->wire))
			fail_msg("%s cannot be spelled so", p->argument);
	}
}

/* "A|B|C": none empty, none twice, in capitals where they are sent so. */
static void
check_choices(const PnlParameter *parameter)
{
	const char *choices = parameter->choices;

	assert_true(parameter->type == PNL_TEXT || parameter->type == PNL_TEXT_ARRAY);
	while (*choices)
	{
		size_t		length = strcspn(choices, "|");
		const char *rest = choices + length;

		assert_true(length > 0);
		for (size_t i = 0; i < length && parameter->flags & PNL_UPPER_CASE; i++)
			assert_int_equal(choices[i], toupper((unsigned char) choices[i]));
		for (const char *other = rest; *other == '|'; other += 1 + strcspn(other + 1, "|"))
			if (strcspn(other + 1, "|") == length && memcmp(other + 1, choices, length) == 0)
				fail_msg("a choice of %s is there twice", parameter->argument);
		if (*rest == '|')
			assert_true(rest[1] != '\0');
		choices = *rest == '|' ? rest + 1 : rest;
	}
}

static void
the_limits_of_its_parameters_fit_their_types(void **state)
{
	const PnlOperation *operation = *state;

	for (const PnlParameter *p = operation->parameters; p->argument != NULL; p++)
	{
		assert_true(p->max_length >= 0);
		if (p->max_length > 0 || p->flags & PNL_UPPER_CASE)
			assert_int_equal(p->type, PNL_TEXT);
		if (p->min != 0 || p->max != 0)
		{
			assert_true(p->type == PNL_INTEGER || p->type == PNL_FLOAT);
			assert_true(p->min <= p->max);
		}
		if (p->choices != NULL)
			check_choices(p);
	}
}

/* A list of one word. */
static PnlValue
example_list(const char *word, size_t length)
{
	static PnlText item;
	PnlValue	value = pnl_value_null(PNL_TEXT_ARRAY);

	item = (PnlText) {word, length};
	value.null = false;
	value.array.items = &item;
	value.array.count = 1;
	return value;
}

/* An argument that its parameter takes. */
static PnlValue
example_value(const PnlParameter *parameter)
{
	static const char *const texts[] = {
		[PNL_TEXT] = "3S", [PNL_INTEGER] = "1", [PNL_FLOAT] = "5.5", [PNL_BOOLEAN] = "true",
		[PNL_DATE] = "08-11-2032", [PNL_TIME] = "10:13", [PNL_TIMESTAMP] = "08-11-2032 10:13:20",
		[PNL_TEXT_ARRAY] = "word"
	};
	const char *text;
	size_t		length;
	PnlValue	value;

	/* what is JSON only completes a body */
	if (parameter->type == PNL_JSON_TEXT)
		return pnl_value_null(PNL_JSON_TEXT);
	text = parameter->wire == PNL_WIRE_POSTAL_CODE ? "3532VA" : texts[parameter->type];
	length = strlen(text);
	if (parameter->choices != NULL)
	{
		text = parameter->choices;
		length = strcspn(text, "|=");
	}
	if (parameter->type == PNL_TEXT_ARRAY)
		return example_list(text, length);
	if (parameter->argument[0] == '=')
	{
		text = parameter->argument + 1;
		length = strlen(text);
	}
	assert_true(pnl_value_from_text(parameter->type, text, length, &value));
	if (parameter->type == PNL_INTEGER && value.integer < parameter->min)
		value.integer = parameter->min;
	return value;
}

static void
all_its_arguments_together_give_a_request(void **state)
{
	const PnlOperation *operation = *state;
	PnlArguments arguments = {.today = {.year = 2031, .month = 3, .day = 3}};
	PnlRequest	request;
	PnlError	error;

	for (int i = 0; operation->parameters[i].argument != NULL; i++)
		arguments.values[i] = example_value(&operation->parameters[i]);
	pnl_error_init(&error);
	pnl_request_init(&request);
	if (!pnl_request_build(&request, operation, &arguments, &error))
		fail_msg("%s", error.message);
	assert_null(strpbrk(pnl_buf_text(&request.target), "{}"));
	request.target.data[strcspn(request.target.data, "?")] = '\0';
	assert_true(pnl_url_check_path(request.target.data, &error));
	pnl_request_free(&request);
}

static void
each_required_argument_is_missed(void **state)
{
	const PnlOperation *operation = *state;

	for (int missing = 0; operation->parameters[missing].argument != NULL; missing++)
	{
		PnlArguments arguments = {.today = {.year = 2031, .month = 3, .day = 3}};
		PnlRequest	request;
		PnlError	error;

		if (!(operation->parameters[missing].flags & PNL_REQUIRED))
			continue;
		for (int i = 0; operation->parameters[i].argument != NULL; i++)
			arguments.values[i] = example_value(&operation->parameters[i]);
		arguments.values[missing].null = true;
		pnl_error_init(&error);
		pnl_request_init(&request);
		assert_false(pnl_request_build(&request, operation, &arguments, &error));
		assert_int_equal(error.kind, PNL_ERR_ARGUMENT);
		pnl_request_free(&request);
	}
}

/* ----------
 * The list of operations
 * ----------
 */

static void
no_two_operations_have_one_name(void **state)
{
	(void) state;
	for (size_t i = 0; pnl_api_list[i] != NULL; i++)
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(pnl_api_list[i]->name, pnl_api_list[k]->name);
}

/* V4's forms hang off those of the list. */
static void
every_operation_of_the_header_is_in_the_list(void **state)
{
	FILE	   *header = fopen("src/core/api.h", "r");
	char		line[256];
	int			declared = 0;
	int			listed = 0;

	(void) state;
	assert_non_null(header);
	while (fgets(line, sizeof(line), header) != NULL)
		if (strncmp(line, "extern const PnlOperation pnl_api_", 34) == 0 &&
			strncmp(line + 34, "v4_", 3) != 0)
			declared++;
	fclose(header);
	while (pnl_api_list[listed] != NULL)
		listed++;
	assert_true(listed > 0);
	assert_int_equal(listed, declared);
}

static void
add_rules(const PnlOperation *operation)
{
	UNIT_RULE(operation->path, operation, its_name_method_and_path_are_in_order);
	UNIT_RULE(operation->path, operation, its_parameters_are_counted_and_fit_the_arguments);
	UNIT_RULE(operation->path, operation, each_place_of_its_path_has_a_required_parameter);
	UNIT_RULE(operation->path, operation, its_arguments_are_named_once_and_well);
	UNIT_RULE(operation->path, operation, its_parameters_are_spelled_as_their_types_can_be);
	UNIT_RULE(operation->path, operation, the_limits_of_its_parameters_fit_their_types);
	UNIT_RULE(operation->path, operation, all_its_arguments_together_give_a_request);
	UNIT_RULE(operation->path, operation, each_required_argument_is_missed);
}

int
main(void)
{
	UNIT_CASE(no_two_operations_have_one_name);
	UNIT_CASE(every_operation_of_the_header_is_in_the_list);
	for (size_t i = 0; pnl_api_list[i] != NULL; i++)
	{
		add_rules(pnl_api_list[i]);
		if (pnl_api_list[i]->v4 != NULL)
			add_rules(pnl_api_list[i]->v4);
	}
	return unit_run();
}
