/*
 * path.c
 *		Finding a node of a reply by its path.
 *
 * Paths are constants of our descriptors, so their syntax is not checked
 * here: test/unit/test_operation.c walks every descriptor.
 */
#include "core/path.h"

#include <string.h>

/* One alternative of a path, or what is left of it. */
typedef struct Steps
{
	const char *at;
	const char *end;
} Steps;

/* One step: a key, and what its brackets ask for. */
typedef struct Step
{
	const char *key;
	size_t		key_length;		/* 0: the node itself, in "[].A" */
	bool		each;			/* [] */
	const char *filter;			/* [filter=value] */
	size_t		filter_length;
	const char *value;
	size_t		value_length;
} Step;

/* Cuts the next alternative off a path; false at the end. */
static bool
next_alternative(const char **path, Steps *steps)
{
	if (**path == '\0')
		return false;
	steps->at = *path;
	steps->end = *path + strcspn(*path, "|");
	*path = *steps->end == '|' ? steps->end + 1 : steps->end;
	return true;
}

/* Cuts the next step off; false at the end. */
static bool
next_step(Steps *steps, Step *step)
{
	const char *at = steps->at;

	if (at == steps->end)
		return false;
	memset(step, 0, sizeof(*step));
	step->key = at;
	while (at < steps->end && *at != '.' && *at != '[')
		at++;
	step->key_length = (size_t) (at - step->key);
	if (at < steps->end && *at == '[')
	{
		const char *close = memchr(at, ']', (size_t) (steps->end - at));
		const char *equals = memchr(at, '=', (size_t) (close - at));

		step->each = equals == NULL;
		if (equals != NULL)
		{
			step->filter = at + 1;
			step->filter_length = (size_t) (equals - step->filter);
			step->value = equals + 1;
			step->value_length = (size_t) (close - step->value);
		}
		at = close + 1;
	}
	if (at < steps->end && *at == '.')
		at++;
	steps->at = at;
	return true;
}

static bool
wrong_shape(const Step *step, PnlError *error)
{
	return pnl_error_set(error, PNL_ERR_PROTOCOL,
						 "the reply has no object where %.*s is looked for",
						 (int) step->key_length, step->key);
}

/* The element of a list whose key has the value of the step's filter. */
static const PnlJson *
find_filtered(const PnlJson *list, const Step *step)
{
	size_t		count = pnl_json_count(list);

	for (size_t i = 0; i < count; i++)
	{
		const PnlJson *item = pnl_json_item(list, i);
		const PnlJson *key = pnl_json_get_n(item, step->filter,
											step->filter_length);
		const char *text;
		size_t		length;

		if (pnl_json_text(key, &text, &length) && text != NULL &&
			length == step->value_length &&
			memcmp(text, step->value, length) == 0)
			return item;
	}
	return NULL;
}

/* A list of one stands for its element. */
static const PnlJson *
peel_single(const PnlJson *node)
{
	if (pnl_json_kind(node) == PNL_JSON_ARRAY && pnl_json_count(node) == 1)
		return pnl_json_item(node, 0);
	return node;
}

/*
 * Takes one step from an object.  *next is NULL where there is nothing; the
 * step's [] is left to the caller.
 */
static bool
take_step(const PnlJson *node, const Step *step, const PnlJson **next,
		  PnlError *error)
{
	*next = NULL;
	node = peel_single(node);
	if (pnl_json_kind(node) == PNL_JSON_NOTHING)
		return true;
	if (pnl_json_kind(node) != PNL_JSON_OBJECT)
		return wrong_shape(step, error);
	*next = pnl_json_get_n(node, step->key, step->key_length);
	if (step->filter != NULL)
		*next = find_filtered(*next, step);
	return true;
}

static bool
follow(const PnlJson *node, Steps steps, const PnlJson **found, PnlError *error)
{
	Step		step;

	while (next_step(&steps, &step))
		if (!take_step(node, &step, &node, error))
			return false;
	*found = pnl_json_kind(node) == PNL_JSON_NOTHING ? NULL : node;
	return true;
}

bool
pnl_path_find(const PnlRow *row, const char *path, const PnlJson **node,
			  PnlError *error)
{
	Steps		steps;
	PnlError	ignored;

	*node = NULL;
	pnl_error_init(&ignored);
	while (*node == NULL && next_alternative(&path, &steps))
	{
		bool		last = *path == '\0';
		int			level = 0;

		/* not of the reply: rows.c reads these */
		if (*steps.at == '=' || *steps.at == '@')
			continue;
		while (steps.at < steps.end && *steps.at == '^')
		{
			steps.at++;
			level++;
		}
		/* a reply of another shape may be the next alternative's */
		if (level < row->levels &&
			!follow(row->level[level], steps, node, last ? error : &ignored) && last)
			return false;
	}
	return true;
}

/* What pnl_path_each() carries down its recursion. */
typedef struct Walk
{
	PnlTakeRow	take;
	void	   *arg;
	bool		found;			/* a row was taken */
	bool		lenient;		/* what is no row is passed over */
	PnlError   *error;
} Walk;

static bool walk_steps(Walk *walk, PnlRow row, const PnlJson *node,
					   Steps steps);

/* Enters each element of a list as a level of its own. */
static bool
walk_list(Walk *walk, PnlRow row, const PnlJson *list, Steps steps)
{
	size_t		count = pnl_json_count(list);

	if (row.levels == PNL_PATH_LEVELS)
		return pnl_error_set(walk->error, PNL_ERR_PROTOCOL, "too many levels");
	/* NOLINTNEXTLINE(bugprone-sizeof-expression): it is the pointers that move */
	memmove(row.level + 1, row.level, sizeof(row.level[0]) * (size_t) row.levels);
	row.levels++;
	for (size_t i = 0; i < count; i++)
	{
		const PnlJson *item = pnl_json_item(list, i);

		if (pnl_json_kind(item) == PNL_JSON_NOTHING)
			continue;
		row.level[0] = item;
		if (!walk_steps(walk, row, item, steps) && !walk->lenient)
			return false;
	}
	return true;
}

static bool
walk_steps(Walk *walk, PnlRow row, const PnlJson *node, Steps steps)
{
	Step		step;

	while (next_step(&steps, &step))
	{
		if (step.key_length > 0 &&
			!take_step(node, &step, &node, walk->error))
			return false;
		if (step.each)
			return walk_list(walk, row, node, steps);
	}
	if (pnl_json_kind(node) == PNL_JSON_NOTHING)
		return true;
	if (pnl_json_kind(node) != PNL_JSON_OBJECT)
		return pnl_error_set(walk->error, PNL_ERR_PROTOCOL,
							 "the reply has something else where a row is looked for");
	row.level[0] = node;
	walk->found = true;
	return walk->take(&row, walk->arg, walk->error);
}

bool
pnl_path_each(const PnlJson *document, const char *path, PnlTakeRow take,
			  void *arg, PnlError *error)
{
	Walk		walk = {take, arg, false, false, error};
	Steps		steps;

	while (!walk.found && next_alternative(&path, &steps))
	{
		PnlRow		row = {{document}, 1};

		if (!walk_steps(&walk, row, document, steps))
			return false;
	}
	return true;
}

void
pnl_path_each_fitting(const PnlJson *document, const char *path, PnlTakeRow take, void *arg)
{
	PnlError	ignored;
	Walk		walk = {take, arg, false, true, &ignored};
	Steps		steps;

	pnl_error_init(&ignored);
	while (!walk.found && next_alternative(&path, &steps))
	{
		PnlRow		row = {{document}, 1};

		(void) !walk_steps(&walk, row, document, steps);
	}
}

bool
pnl_path_begins(const PnlJson *document, const char *path)
{
	Steps		steps;
	Step		step;

	while (next_alternative(&path, &steps))
	{
		if (!next_step(&steps, &step))
			continue;
		if (step.key_length == 0)
			return true;
		if (pnl_json_has_n(document, step.key, step.key_length))
			return true;
	}
	return false;
}
