/*
 * test_fields.c
 *		Every descriptor of pnl_api_list: its rows and columns.
 *
 * Paths are constants of the descriptors, so path.c does not check their
 * syntax and would read past the end of a malformed one.  This is where they
 * are checked.
 */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "core/api.h"
#include "core/api_list.h"
#include "core/path.h"
#include "core/rows.h"

/* ----------
 * The syntax of paths (operation.h)
 * ----------
 */

/* Skips the characters of one key; NULL when there are none. */
static const char *
skip_key(const char *at)
{
	size_t		length = strcspn(at, ".[]|=@^");

	return length > 0 ? at + length : NULL;
}

/* Skips "[]" or "[key=value]" if it is there; NULL when it is malformed. */
static const char *
skip_brackets(const char *at)
{
	const char *close;

	if (*at != '[')
		return at;
	close = strpbrk(at, "]|");
	if (close == NULL || *close != ']')
		return NULL;
	if (close > at + 1)
	{
		const char *equals = skip_key(at + 1);

		if (equals == NULL || *equals != '=' || equals + 1 == close)
			return NULL;
	}
	return close + 1;
}

/* Skips the steps of one alternative; NULL when they are malformed. */
static const char *
skip_steps(const char *at)
{
	bool		first = true;

	for (;;)
	{
		/* "[]" alone is a step where the document is a list */
		if (!first || *at != '[')
			at = skip_key(at);
		at = at ? skip_brackets(at) : NULL;
		if (at == NULL || *at != '.')
			return at;
		at++;
		first = false;
	}
}

/*
 * True when a path is well formed.  "levels" is how many levels out "^" may
 * go; "outside" says whether a constant or an argument may come last.
 */
static bool
is_path(const char *path, int levels, bool outside)
{
	for (;;)
	{
		if (outside && (*path == '=' || *path == '@'))
			return path[1] != '\0' && strchr(path, '|') == NULL;
		for (int level = 0; level < levels && *path == '^'; level++)
			path++;
		path = skip_steps(path);
		if (path == NULL || (*path != '\0' && *path != '|'))
			return false;
		if (*path++ == '\0')
			return true;
	}
}

typedef struct SyntaxRow
{
	const char *name;
	const char *path;
	bool		well_formed;
} SyntaxRow;

static const SyntaxRow syntaxes[] = {
	{"a key is a path", "A", true},
	{"keys and brackets are a path", "A[].B.C[K=v].D|E[]", true},
	{"brackets alone are a path", "[]", true},
	{"brackets and a key are a path", "[].A", true},
	{"two levels out are a path", "^^A|^B", true},
	{"a constant may come last", "A|=NL", true},
	{"an argument may come last", "A|@barcode", true},
	{"an argument may come alone", "@barcode", true},
	{"nothing is no path", "", false},
	{"a dot first is no path", ".A", false},
	{"a dot last is no path", "A.", false},
	{"two dots are no path", "A..B", false},
	{"a bar last is no path", "A|", false},
	{"a bar first is no path", "|A", false},
	{"two bars are no path", "A||B", false},
	{"an open bracket is no path", "A[", false},
	{"an open bracket before a bar is no path", "A[|B]", false},
	{"a closing bracket is no path", "A]", false},
	{"a key behind a bracket is no path", "A[]B", false},
	{"a filter without a value is no path", "A[K=].B", false},
	{"a filter without a key is no path", "A[=v].B", false},
	{"a filter without an equals sign is no path", "A[K].B", false},
	{"three levels out are no path", "^^^A", false},
	{"a level out on the way is no path", "A.^B", false},
	{"levels out alone are no path", "^", false},
	{"a constant before an alternative is no path", "=NL|A", false},
	{"an argument before an alternative is no path", "@barcode|A", false},
	{"an argument without a name is no path", "A|@", false},
};

static void
check_syntax(void **state)
{
	const SyntaxRow *row = *state;

	assert_int_equal(is_path(row->path, 2, true), row->well_formed);
}

/* ----------
 * The rows of each operation
 * ----------
 */

/* How many levels a row lies in: the document and each list on the way. */
static int
count_levels(const char *path)
{
	int			most = 1;

	while (*path)
	{
		int			levels = 1;

		for (; *path != '\0' && *path != '|'; path++)
			if (path[0] == '[' && path[1] == ']')
				levels++;
		if (levels > most)
			most = levels;
		if (*path == '|')
			path++;
	}
	return most;
}

static const PnlParameter *
find_parameter(const PnlOperation *operation, const char *argument)
{
	const PnlParameter *parameter = operation->parameters;

	while (parameter->argument != NULL && strcmp(parameter->argument, argument) != 0)
		parameter++;
	return parameter->argument ? parameter : NULL;
}

/* A column that a constant or an argument stands in for. */
static void
check_outside(const PnlOperation *operation, const PnlField *field)
{
	const char *bar = strrchr(field->path, '|');
	const char *last = bar ? bar + 1 : field->path;
	PnlValue	value;

	if (last[0] == '=')
		assert_true(pnl_value_from_text(field->type, last + 1, strlen(last + 1), &value));
	if (last[0] == '@')
	{
		const PnlParameter *parameter = find_parameter(operation, last + 1);

		if (parameter == NULL)
			fail_msg("%s: there is no argument %s", field->name, last + 1);
		else
			assert_int_equal(parameter->type, field->type);
	}
}

/* The types that an object inside a row can hold. */
static bool
fits_object(PnlType type)
{
	return type != PNL_STATUS && type != PNL_BASE64 && type != PNL_MIME_TYPE &&
		type != PNL_TEXT_LIST;
}

/* Fields inside an object or a list have neither levels nor arguments. */
static void
check_fields(const PnlField *fields, int levels, bool nested)
{
	assert_true(fields[0].name != NULL);
	for (const PnlField *field = fields; field->name != NULL; field++)
	{
		bool		has_fields = field->type == PNL_OBJECT || field->type == PNL_LIST;

		if (!unit_is_identifier(field->name))
			fail_msg("%s is no name", field->name);
		for (const PnlField *other = fields; other != field; other++)
			assert_string_not_equal(other->name, field->name);
		if (field->path == NULL || !is_path(field->path, levels, !nested))
			fail_msg("%s has the path %s", field->name, field->path);
		assert_int_equal(field->fields != NULL, has_fields);
		if (field->newest_first != NULL)
		{
			assert_int_equal(field->type, PNL_LIST);
			assert_true(is_path(field->newest_first, 0, false));
		}
		if (nested && !fits_object(field->type))
			fail_msg("%s has a type that an object cannot hold", field->name);
		if (has_fields)
			check_fields(field->fields, 0, true);
	}
}

static void
its_rows_and_columns_have_well_formed_paths(void **state)
{
	const PnlOperation *operation = *state;

	assert_non_null(operation->row_sets[0].path);
	for (const PnlRowSet *set = operation->row_sets; set->path != NULL; set++)
	{
		int			levels = count_levels(set->path);

		if (!is_path(set->path, 0, false))
			fail_msg("%s is no path of rows", set->path);
		assert_true(levels <= PNL_PATH_LEVELS);
		if (set->newest_first != NULL)
			assert_true(is_path(set->newest_first, levels - 1, false));
		check_fields(set->fields, levels - 1, false);
		for (const PnlField *field = set->fields; field->name != NULL; field++)
			check_outside(operation, field);
	}
}

static void
it_recognises_nothing_and_not_everything(void **state)
{
	const PnlOperation *operation = *state;
	PnlJson    *nothing = unit_parse("{}");
	PnlJson    *weird = unit_parse("{'weird':true}");

	assert_true(pnl_rows_recognise(operation, nothing));
	/* an object stands for a list of one where rows are the document */
	if (operation->row_sets[0].path[0] != '[')
		assert_false(pnl_rows_recognise(operation, weird));
	pnl_json_free(weird);
	pnl_json_free(nothing);
}

/* A column of the legacy form with that name and type, or of one more. */
static bool
has_column(const PnlOperation *operation, const PnlField *field)
{
	size_t		length = strlen(field->name);

	for (const PnlRowSet *set = operation->row_sets; set->path != NULL; set++)
		for (const PnlField *other = set->fields; other->name != NULL; other++)
		{
			if (strcmp(other->name, field->name) == 0 && other->type == field->type)
				return true;
			/* V4 issues barcodes in batches */
			if (field->type == PNL_TEXT_LIST && strlen(other->name) == length - 1 &&
				strncmp(other->name, field->name, length - 1) == 0)
				return true;
		}
	return false;
}

static void
both_generations_give_the_same_columns(void **state)
{
	const PnlOperation *operation = *state;

	for (const PnlRowSet *set = operation->v4->row_sets; set->path != NULL; set++)
		for (const PnlField *field = set->fields; field->name != NULL; field++)
			if (!has_column(operation, field))
				fail_msg("only V4 has %s", field->name);
}

int
main(void)
{
	UNIT_ROWS(syntaxes, check_syntax);
	for (size_t i = 0; pnl_api_list[i] != NULL; i++)
	{
		const PnlOperation *operation = pnl_api_list[i];
		char		name[128];

		UNIT_RULE(operation->name, operation, its_rows_and_columns_have_well_formed_paths);
		UNIT_RULE(operation->name, operation, it_recognises_nothing_and_not_everything);
		if (operation->v4 == NULL)
			continue;
		snprintf(name, sizeof(name), "%s of V4", operation->name);
		UNIT_RULE(name, operation->v4, its_rows_and_columns_have_well_formed_paths);
		UNIT_RULE(name, operation->v4, it_recognises_nothing_and_not_everything);
		UNIT_RULE(operation->name, operation, both_generations_give_the_same_columns);
	}
	return unit_run();
}
