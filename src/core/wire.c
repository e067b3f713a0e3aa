/*
 * wire.c
 *		Putting the keys of a description on the wire, for both builders of bodies.
 */
#include "core/wire.h"

#include <string.h>

#include "core/choice.h"

bool
pnl_wire_put_text(PnlJson *target, const char *path, const char *text)
{
	return pnl_json_put(target, path, pnl_json_new_text(text, strlen(text)));
}

bool
pnl_wire_put_value(PnlJson *target, const char *path, const PnlJson *value)
{
	if (pnl_json_kind(value) == PNL_JSON_NOTHING)
		return true;
	return pnl_json_put(target, path, pnl_json_copy(value));
}

int32_t
pnl_wire_integer(const PnlJson *value, int32_t otherwise)
{
	PnlValue	number;

	if (!pnl_value_from_json(PNL_INTEGER, value, &number) || number.null)
		return otherwise;
	return number.integer;
}

/* A choice may have another word on the wire; all else is in its form already. */
static bool
put_text(PnlJson *target, const PnlShipmentKey *key, const char *path, const PnlJson *value)
{
	PnlText		text;

	if (!pnl_json_text(value, &text.data, &text.length) || text.data == NULL)
		return true;
	if (key->choices != NULL)
		text = pnl_choice_find(key->choices, text);
	return pnl_json_put(target, path, pnl_json_new_text(text.data, text.length));
}

static bool
put_key(PnlJson *target, const PnlShipmentKey *key, const char *path,
		const PnlJson *value)
{
	PnlValue	number;

	switch (key->type)
	{
		case PNL_KEY_TEXT:
			return put_text(target, key, path, value);
		case PNL_KEY_INTEGER:
			return pnl_json_put(target, path,
								pnl_json_new_integer(pnl_wire_integer(value, 0)));
		case PNL_KEY_MONEY:
			if (!pnl_value_from_json(PNL_FLOAT, value, &number) || number.null)
				return true;
			return pnl_json_put(target, path, pnl_json_new_number(number.number));
		default:
			return pnl_wire_put_value(target, path, value);
	}
}

bool
pnl_wire_copy_keys(PnlJson *target, const PnlShipmentKey *keys,
				   const PnlJson *object, bool v4)
{
	for (const PnlShipmentKey *key = keys; key->name != NULL; key++)
	{
		const char *path = v4 ? key->v4 : key->legacy;
		const PnlJson *value = pnl_json_get(object, key->name);

		if (path == NULL || pnl_json_kind(value) == PNL_JSON_NOTHING)
			continue;
		if (!put_key(target, key, path, value))
			return false;
	}
	return true;
}
