/*
 * rows.c
 *		From a reply's document to rows of typed values.
 */
#include "core/rows.h"

#include <stdlib.h>
#include <string.h>

void
pnl_rows_init(PnlRows *rows)
{
	memset(rows, 0, sizeof(*rows));
}

void
pnl_rows_free(PnlRows *rows)
{
	free(rows->rows);
	pnl_rows_init(rows);
}

static bool
take_row(const PnlRow *row, void *arg, PnlError *error)
{
	PnlRows    *rows = arg;

	if (rows->unless_key != NULL &&
		pnl_json_has_n(row->level[0], rows->unless_key, strlen(rows->unless_key)))
		return true;

	if (rows->count == rows->allocated)
	{
		size_t		allocated = rows->allocated ? rows->allocated * 2 : 8;
		PnlRow	   *grown = realloc(rows->rows, allocated * sizeof(PnlRow));

		if (grown == NULL)
			return pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
		rows->rows = grown;
		rows->allocated = allocated;
	}
	rows->rows[rows->count++] = *row;
	return true;
}

/* A row with its place in the reply and the time it is sorted by. */
typedef struct SortKey
{
	PnlCivil	time;
	bool		null;
	size_t		place;
	PnlRow		row;
} SortKey;

static int
compare_times(const PnlCivil *a, const PnlCivil *b)
{
	const int	steps[] = {
		a->year - b->year, a->month - b->month, a->day - b->day,
		a->hour - b->hour, a->minute - b->minute, a->second - b->second,
		a->microsecond - b->microsecond
	};

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (steps[i] != 0)
			return steps[i];
	return 0;
}

/* Newest first; rows without a time last; ties as PostNL sent them. */
static int
compare_keys(const void *a, const void *b)
{
	const SortKey *left = a;
	const SortKey *right = b;
	int			order = 0;

	if (left->null != right->null)
		return left->null ? 1 : -1;
	if (!left->null)
		order = compare_times(&right->time, &left->time);
	if (order != 0)
		return order;
	return left->place < right->place ? -1 : 1;
}

static bool
read_sort_key(SortKey *key, const PnlRow *row, const char *path, size_t place,
			  PnlError *error)
{
	const PnlJson *node;
	PnlValue	value;

	if (!pnl_path_find(row, path, &node, error))
		return false;
	/* an unreadable time is told when the column is read */
	key->null = !pnl_value_from_json(PNL_TIMESTAMP, node, &value) || value.null;
	key->time = value.civil;
	key->place = place;
	key->row = *row;
	return true;
}

static bool
sort_rows(PnlRows *rows, const char *path, PnlError *error)
{
	SortKey    *keys;
	bool		read = true;

	if (path == NULL || rows->count < 2)
		return true;
	keys = malloc(rows->count * sizeof(SortKey));
	if (keys == NULL)
		return pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
	for (size_t i = 0; i < rows->count && read; i++)
		read = read_sort_key(&keys[i], &rows->rows[i], path, i, error);
	if (read)
	{
		qsort(keys, rows->count, sizeof(SortKey), compare_keys);
		for (size_t i = 0; i < rows->count; i++)
			rows->rows[i] = keys[i].row;
	}
	free(keys);
	return read;
}

bool
pnl_rows_collect(PnlRows *rows, const PnlRowSet *set, const PnlJson *document,
				 PnlError *error)
{
	rows->count = 0;
	rows->unless_key = set->unless_key;
	return pnl_path_each(document, set->path, take_row, rows, error) &&
		sort_rows(rows, set->newest_first, error);
}

bool
pnl_rows_collect_list(PnlRows *rows, const PnlField *field, const PnlJson *list,
					  PnlError *error)
{
	rows->count = 0;
	rows->unless_key = NULL;
	return pnl_path_each(list, "[]", take_row, rows, error) &&
		sort_rows(rows, field->newest_first, error);
}

/* The call's own argument of that name; false when there is none. */
static bool
read_argument(const char *name, const PnlOperation *operation,
			  const PnlArguments *arguments, PnlValue *value)
{
	for (int i = 0; operation->parameters[i].argument != NULL; i++)
		if (strcmp(operation->parameters[i].argument, name) == 0)
		{
			*value = arguments->values[i];
			return true;
		}
	return false;
}

/* Reads "=constant" or "@argument". */
static bool
read_outside(const char *path, const PnlOperation *operation,
			 const PnlArguments *arguments, PnlValue *value)
{
	if (path[0] == '=')
		return pnl_value_from_text(value->type, path + 1, strlen(path + 1), value);
	return read_argument(path + 1, operation, arguments, value);
}

static bool
read_inside(const PnlRow *row, const PnlField *field, PnlValue *value,
			PnlError *error)
{
	const PnlJson *node;

	if (!pnl_path_find(row, field->path, &node, error))
		return false;
	if (!pnl_value_from_json(field->type, node, value))
		pnl_error_set(error, PNL_ERR_PROTOCOL, "the reply's %s is no %s",
					  field->path, pnl_value_type_name(field->type));
	else if (value->null && field->required)
		pnl_error_set(error, PNL_ERR_PROTOCOL, "the reply has no %s", field->path);
	else
		return true;
	pnl_error_name_field(error, field->path);
	return false;
}

/*
 * The last alternative of a path when it names a constant or an argument
 * rather than a place in the reply; else NULL.
 */
static const char *
find_outside(const char *path)
{
	const char *bar = strrchr(path, '|');
	const char *last = bar ? bar + 1 : path;

	return last[0] == '=' || last[0] == '@' ? last : NULL;
}

bool
pnl_rows_value(const PnlRow *row, const PnlField *field,
			   const PnlOperation *operation, const PnlArguments *arguments,
			   PnlValue *value, PnlError *error)
{
	const char *outside = find_outside(field->path);

	*value = pnl_value_null(field->type);
	if (row != NULL && outside != field->path &&
		!read_inside(row, field, value, error))
		return false;
	if (value->null && outside != NULL &&
		!read_outside(outside, operation, arguments, value))
		return pnl_error_set(error, PNL_ERR_PROTOCOL, "no value for %s", outside);
	return true;
}

bool
pnl_rows_recognise(const PnlOperation *operation, const PnlJson *document)
{
	static const char *const warnings[] = {"Warnings", "Warning"};

	if (pnl_json_kind(document) == PNL_JSON_NOTHING)
		return true;
	for (size_t i = 0; i < sizeof(warnings) / sizeof(warnings[0]); i++)
		if (pnl_json_has_n(document, warnings[i], strlen(warnings[i])))
			return true;
	for (const PnlRowSet *set = operation->row_sets; set->path != NULL; set++)
		if (pnl_path_begins(document, set->path))
			return true;
	return false;
}
