/*
 * change.c
 *		What became of the values of a shipment's description, for people.
 */
#include "core/change.h"

#include <string.h>

static bool
is_same(PnlText one, PnlText other)
{
	if (one.data == NULL || other.data == NULL)
		return one.data == other.data;
	return one.length == other.length && memcmp(one.data, other.data, one.length) == 0;
}

/* The change that a key has already; NULL = none. */
static PnlJson *
find_change(const PnlJson *changes, const char *key)
{
	for (size_t i = pnl_json_count(changes); i > 0; i--)
	{
		const PnlJson *change = pnl_json_item(changes, i - 1);
		PnlText		name;

		if (pnl_json_text(pnl_json_get(change, "key"), &name.data, &name.length) &&
			name.length == strlen(key) && memcmp(name.data, key, name.length) == 0)
			return (PnlJson *) change;
	}
	return NULL;
}

static bool
add_text(PnlJson *change, const char *name, PnlText text)
{
	return text.data == NULL ||
		pnl_json_add(change, name, pnl_json_new_text(text.data, text.length));
}

static bool
change_again(PnlJson *change, PnlText taken)
{
	pnl_json_remove(change, "taken");
	return add_text(change, "taken", taken);
}

bool
pnl_change_note(PnlJson **changes, const char *key, PnlText given, PnlText taken,
				const char *because)
{
	PnlJson    *change;

	if (changes == NULL || is_same(given, taken))
		return true;
	change = *changes != NULL ? find_change(*changes, key) : NULL;
	if (change != NULL)
		return change_again(change, taken);
	if (*changes == NULL)
		*changes = pnl_json_new_array();
	change = pnl_json_new_object();
	if (pnl_json_add(change, "key", pnl_json_new_text(key, strlen(key))) &&
		add_text(change, "given", given) && add_text(change, "taken", taken) &&
		(because == NULL ||
		 pnl_json_add(change, "because", pnl_json_new_text(because, strlen(because)))))
		return pnl_json_append(*changes, change);
	pnl_json_free(change);
	return false;
}
