/*
 * wire.c
 *		Putting the keys of a description on the wire, for both builders of bodies.
 */
#include "core/wire.h"

#include <string.h>

#include "core/choice.h"
#include "core/postal_code.h"

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

/* A postal code, a country and a choice have a spelling of their own. */
static bool
put_formed_text(PnlJson *target, const PnlShipmentKey *key, const char *path,
				const PnlJson *value)
{
	PnlText		text;
	PnlBuf		spelled;
	bool		put;

	if (!pnl_json_text(value, &text.data, &text.length) || text.data == NULL)
		return true;
	if (key->choices != NULL && pnl_choice_find(key->choices, text).length > 0)
		text = pnl_choice_find(key->choices, text);
	pnl_buf_init(&spelled, 0);
	if (key->form == PNL_FORM_POSTAL_CODE || key->form == PNL_FORM_COUNTRY)
		pnl_postal_code_append(&spelled, text.data, text.length);
	else
		pnl_buf_append(&spelled, text.data, text.length);
	put = pnl_buf_ok(&spelled) &&
		pnl_json_put(target, path, pnl_json_new_text(pnl_buf_text(&spelled), spelled.length));
	pnl_buf_free(&spelled);
	return put;
}

static bool
put_key(PnlJson *target, const PnlShipmentKey *key, const char *path,
		const PnlJson *value)
{
	PnlValue	number;

	switch (key->type)
	{
		case PNL_KEY_TEXT:
			return put_formed_text(target, key, path, value);
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
