/*
 * label.c
 *		Requests that make labels and announce parcels: what both generations
 *		share.
 */
#include "core/label.h"

#include <string.h>

#include "core/api.h"
#include "core/choice.h"
#include "core/postal_code.h"

bool
pnl_label_put_text(PnlJson *target, const char *path, const char *text)
{
	return pnl_json_put(target, path, pnl_json_new_text(text, strlen(text)));
}

bool
pnl_label_put_value(PnlJson *target, const char *path, const PnlJson *value)
{
	if (pnl_json_kind(value) == PNL_JSON_NOTHING)
		return true;
	return pnl_json_put(target, path, pnl_json_copy(value));
}

int32_t
pnl_label_integer(const PnlJson *value, int32_t otherwise)
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
								pnl_json_new_integer(pnl_label_integer(value, 0)));
		case PNL_KEY_MONEY:
			if (!pnl_value_from_json(PNL_FLOAT, value, &number) || number.null)
				return true;
			return pnl_json_put(target, path, pnl_json_new_number(number.number));
		default:
			return pnl_label_put_value(target, path, value);
	}
}

bool
pnl_label_copy_keys(PnlJson *target, const PnlShipmentKey *keys,
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

const PnlOperation *
pnl_label_operation(const PnlLabelCall *call)
{
	if (call->v4)
	{
		static const PnlOperation *const v4[] = {
			[PNL_LABEL_AND_CONFIRM] = &pnl_api_v4_label_confirm,
			[PNL_LABEL_ONLY] = &pnl_api_v4_label,
			[PNL_CONFIRM_ONLY] = &pnl_api_v4_confirm,
			[PNL_LABEL_RETURN] = &pnl_api_v4_return,
		};

		return v4[call->kind];
	}
	if (call->kind == PNL_CONFIRM_ONLY)
		return &pnl_api_confirm;
	if (call->kind == PNL_LABEL_RETURN)
		return &pnl_api_return;
	/* only the Shipment API makes barcodes of its own */
	return call->parcels[0].barcode == NULL ? &pnl_api_shipment : &pnl_api_label;
}

/* confirm=true or false, where the operation has the choice. */
static bool
append_target(PnlRequest *request, const PnlLabelCall *call,
			  const PnlOperation *operation)
{
	pnl_buf_reset(&request->target);
	pnl_buf_append_text(&request->target, operation->path);
	if (!call->v4 && call->kind != PNL_CONFIRM_ONLY)
		pnl_buf_append_text(&request->target,
							call->kind == PNL_LABEL_ONLY ? "?confirm=false" : "?confirm=true");
	return pnl_buf_ok(&request->target);
}

bool
pnl_label_build(PnlRequest *request, const PnlLabelCall *call, PnlError *error)
{
	const PnlOperation *operation;
	PnlJson    *body;
	bool		built;

	if (!pnl_label_check_call(call, error))
		return false;
	operation = pnl_label_operation(call);
	body = call->v4 ? pnl_label_v4_body(call, error) : pnl_label_legacy_body(call, error);
	request->method = operation->method;
	pnl_buf_reset(&request->body);
	built = body != NULL && append_target(request, call, operation) &&
		pnl_json_write(body, &request->body);
	pnl_json_free(body);
	if (built)
		return true;
	if (request->body.full)
		return pnl_error_set(error, PNL_ERR_REQUEST_SIZE, "more than %d bytes",
							 PNL_MAX_REQUEST_SIZE);
	return pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
}

bool
pnl_label_append_join_key(PnlBuf *out, const PnlShipment *shipment)
{
	static const char *const keys[] = {"sender", "label"};

	if (shipment->parcel_count > 1 || pnl_shipment_get(shipment, "label.position") != NULL)
		return true;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
	{
		const PnlJson *value = pnl_shipment_get(shipment, keys[i]);

		if (!pnl_buf_append_text(out, keys[i]) ||
			(value != NULL && !pnl_json_write(value, out)))
			return false;
	}
	return true;
}
