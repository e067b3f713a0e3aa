/*
 * normalise.c
 *		Descriptions of shipments as people and tables have them, before they
 *		are checked.
 */
#include "core/normalise.h"

#include <stdio.h>
#include <string.h>

#include "core/change.h"
#include "core/choice.h"
#include "core/normalise_address.h"
#include "core/shipment_keys.h"
#include "core/text_tidy.h"
#include "core/uuid.h"
#include "core/value.h"
#include "core/weight.h"

static const PnlText nothing = {NULL, 0};

static bool
refuse_memory(PnlError *error)
{
	return pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
}

/* ----------
 * Texts
 * ----------
 */

/* An object or list on the way down a description. */
typedef struct Level
{
	const struct Level *outer;	/* NULL = the outermost */
	const char *name;			/* in the outer one; NULL = an element of a list */
	size_t		index;
	PnlJson    *holder;			/* the object or list itself */
	PnlJson   **changes;
	bool		complete;		/* there was memory */
} Level;

/* "customs.content[0].": what stands before the keys of a level. */
static void
write_path(const Level *level, char path[PNL_KEY_PATH_SIZE])
{
	size_t		used;

	path[0] = '\0';
	if (level->outer != NULL)
		write_path(level->outer, path);
	used = strlen(path);
	if (level->name != NULL)
		snprintf(path + used, PNL_KEY_PATH_SIZE - used, "%s%s", used > 0 ? "." : "",
				 level->name);
	else if (level->outer != NULL)
		snprintf(path + used, PNL_KEY_PATH_SIZE - used, "[%zu]", level->index);
}

/* Puts the tidy form of a text in its place; false when there is no memory. */
static bool
tidy_text(const Level *at, PnlText given)
{
	PnlJson    *holder = at->outer->holder;
	char		path[PNL_KEY_PATH_SIZE];
	PnlBuf		tidy;
	bool		done;

	pnl_buf_init(&tidy, 0);
	done = pnl_text_tidy(&tidy, given);
	if (done && (tidy.length != given.length ||
				 memcmp(pnl_buf_text(&tidy), given.data, given.length) != 0))
	{
		PnlText		taken = {pnl_buf_text(&tidy), tidy.length};
		PnlJson    *text = pnl_json_new_text(taken.data, taken.length);

		write_path(at, path);
		/* the given text is gone when it is replaced */
		done = pnl_change_note(at->changes, path, given, taken, NULL);
		if (!done)
			pnl_json_free(text);
		else if (at->name != NULL)
			done = pnl_json_replace(holder, at->name, text);
		else
			done = pnl_json_replace_item(holder, at->index, text);
	}
	pnl_buf_free(&tidy);
	return done;
}

static bool visit_member(const char *name, const PnlJson *value, void *level);

/* A value and all below it. */
static bool
tidy_value(const Level *outer, const char *name, size_t index, const PnlJson *value)
{
	Level		level = {outer, name, index, (PnlJson *) value, outer->changes, true};
	PnlText		text;

	switch (pnl_json_kind(value))
	{
		case PNL_JSON_SCALAR:
			if (!pnl_json_is_text(value) || !pnl_json_text(value, &text.data, &text.length) ||
				!pnl_text_tidy_may_change(text))
				return true;
			return tidy_text(&level, text);
		case PNL_JSON_OBJECT:
			pnl_json_each_key(value, visit_member, &level);
			return level.complete;
		case PNL_JSON_ARRAY:
			for (size_t i = 0; level.complete && i < pnl_json_count(value); i++)
				level.complete = tidy_value(&level, NULL, i, pnl_json_item(value, i));
			return level.complete;
		default:
			return true;
	}
}

/* What is merged over the request as it is stays as it is. */
static bool
visit_member(const char *name, const PnlJson *value, void *level)
{
	Level	   *outer = level;

	if (outer->outer != NULL || strcmp(name, "raw") != 0)
		outer->complete = tidy_value(outer, name, 0, value);
	return outer->complete;
}

static bool
tidy_texts(PnlJson *object, const char *name, PnlJson **changes)
{
	Level		nowhere = {NULL, NULL, 0, NULL, changes, true};
	Level		level = {name != NULL ? &nowhere : NULL, name, 0, object, changes, true};

	pnl_json_each_key(object, visit_member, &level);
	return level.complete;
}

/* ----------
 * References
 * ----------
 */

/* A uuid has one character more than a reference may have. */
static bool
settle_reference(PnlJson *object, const char *name, const char *path, PnlJson **changes)
{
	const PnlJson *value = pnl_json_get(object, name);
	char		digits[PNL_UUID_DIGITS + 1];
	PnlText		given;

	if (!pnl_json_is_text(value) || !pnl_json_text(value, &given.data, &given.length) ||
		!pnl_uuid_reference(given, digits))
		return true;
	return pnl_change_note(changes, path, given, (PnlText) {digits, PNL_UUID_DIGITS}, NULL) &&
		pnl_json_put(object, name, pnl_json_new_text(digits, PNL_UUID_DIGITS));
}

static bool
settle_references(PnlJson *description, PnlJson **changes)
{
	const PnlJson *parcels = pnl_json_get(description, "parcels");
	PnlJson    *returns = (PnlJson *) pnl_json_get(description, "returns");

	for (size_t i = 0; i < pnl_json_count(parcels); i++)
	{
		char		path[PNL_KEY_PATH_SIZE];

		snprintf(path, sizeof(path), "parcels[%zu].reference", i);
		if (!settle_reference((PnlJson *) pnl_json_item(parcels, i), "reference", path, changes))
			return false;
	}
	return settle_reference(description, "reference", "reference", changes) &&
		settle_reference(description, "order", "order", changes) &&
		settle_reference(description, "order_number", "order_number", changes) &&
		settle_reference(returns, "reference", "returns.reference", changes);
}

/* ----------
 * Weights
 * ----------
 */

typedef struct Weighing
{
	PnlJson    *object;			/* that has the weight */
	char		path[PNL_KEY_PATH_SIZE];	/* "parcels[0]" */
	PnlJson   **changes;
	PnlError   *error;
} Weighing;

/* Puts the grams, and notes under which key they were given. */
static bool
put_grams(const Weighing *weighing, const char *name, PnlText given, int32_t grams)
{
	bool		replaced = strcmp(name, "weight_g") == 0;
	char		spelled[16];
	char		path[2 * PNL_KEY_PATH_SIZE];
	PnlText		taken = {spelled, 0};

	taken.length = (size_t) snprintf(spelled, sizeof(spelled), "%d", grams);
	snprintf(path, sizeof(path), "%s.%s", weighing->path, name);
	if (!pnl_change_note(weighing->changes, path, given, replaced ? taken : nothing, NULL))
		return refuse_memory(weighing->error);
	snprintf(path, sizeof(path), "%s.weight_g", weighing->path);
	if (!replaced && !pnl_change_note(weighing->changes, path, nothing, taken, NULL))
		return refuse_memory(weighing->error);
	if (!replaced)
		pnl_json_remove(weighing->object, name);
	return pnl_json_put(weighing->object, "weight_g", pnl_json_new_integer(grams)) ||
		refuse_memory(weighing->error);
}

static bool
refuse_kilograms(const Weighing *weighing, const char *fault)
{
	char		path[2 * PNL_KEY_PATH_SIZE];

	snprintf(path, sizeof(path), "%s.weight_kg", weighing->path);
	return pnl_error_set_key(weighing->error, path, "%s", fault);
}

/* Kilograms become grams, and grams whole ones; the checks say what is no weight. */
static bool
settle_weight(const Weighing *weighing)
{
	const PnlJson *in_kilograms = pnl_json_get(weighing->object, "weight_kg");
	const PnlJson *in_grams = pnl_json_get(weighing->object, "weight_g");
	PnlValue	whole;
	PnlText		given;
	int32_t		grams;

	if (pnl_json_kind(in_kilograms) != PNL_JSON_NOTHING)
	{
		if (pnl_json_kind(in_grams) != PNL_JSON_NOTHING)
			return refuse_kilograms(weighing, "must not be given beside weight_g");
		if (pnl_json_kind(in_kilograms) != PNL_JSON_SCALAR ||
			!pnl_json_text(in_kilograms, &given.data, &given.length) ||
			!pnl_weight_grams(given, PNL_KILOGRAMS, &grams))
			return refuse_kilograms(weighing, "must be a weight in kilograms, such as 1.25");
		return put_grams(weighing, "weight_kg", given, grams);
	}
	if (pnl_json_kind(in_grams) != PNL_JSON_SCALAR ||
		pnl_value_from_json(PNL_INTEGER, in_grams, &whole) ||
		!pnl_json_text(in_grams, &given.data, &given.length) ||
		!pnl_weight_grams(given, PNL_GRAMS, &grams))
		return true;
	return put_grams(weighing, "weight_g", given, grams);
}

static bool
settle_weights(const PnlJson *list, const char *name, PnlJson **changes, PnlError *error)
{
	for (size_t i = 0; i < pnl_json_count(list); i++)
	{
		Weighing	weighing = {(PnlJson *) pnl_json_item(list, i), "", changes, error};

		if (pnl_json_kind(weighing.object) != PNL_JSON_OBJECT)
			continue;
		snprintf(weighing.path, sizeof(weighing.path), "%s[%zu]", name, i);
		if (!settle_weight(&weighing))
			return false;
	}
	return true;
}

/* ----------
 * All of it
 * ----------
 */

static bool
wants_cuts(const PnlJson *description)
{
	PnlText		word = {NULL, 0};

	return pnl_json_text(pnl_json_get(description, "on_long"), &word.data, &word.length) &&
		word.length > 0 && pnl_choice_find("cut", word).length > 0;
}

bool
pnl_normalise(PnlJson *description, PnlJson **changes, PnlError *error)
{
	static const char *const parties[] = {
		"receiver", "sender", "return_address", "pickup_location"
	};
	const PnlJson *customs = pnl_json_get(description, "customs");
	bool		cut;

	if (!tidy_texts(description, NULL, changes) || !settle_references(description, changes))
		return refuse_memory(error);
	cut = wants_cuts(description);
	for (size_t i = 0; i < sizeof(parties) / sizeof(parties[0]); i++)
	{
		PnlJson    *party = (PnlJson *) pnl_json_get(description, parties[i]);

		if (pnl_json_kind(party) == PNL_JSON_OBJECT &&
			!pnl_normalise_address(party, parties[i], cut, changes, error))
			return false;
	}
	return settle_weights(pnl_json_get(description, "parcels"), "parcels", changes, error) &&
		settle_weights(pnl_json_get(customs, "content"), "customs.content", changes, error);
}

bool
pnl_normalise_party(PnlJson *party, const char *name, PnlError *error)
{
	if (!tidy_texts(party, name, NULL))
		return refuse_memory(error);
	return pnl_normalise_address(party, name, false, NULL, error);
}
