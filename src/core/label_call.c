/*
 * label_call.c
 *		The request of a label call: its operation, target and body.
 */
#include "core/label_call.h"

#include "core/api.h"
#include "core/label_check.h"
#include "core/label_legacy.h"
#include "core/label_v4.h"

const PnlOperation *
pnl_label_call_operation(const PnlLabelCall *call)
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
pnl_label_call_build(PnlRequest *request, const PnlLabelCall *call, PnlError *error)
{
	const PnlOperation *operation;
	PnlJson    *body;
	bool		built;

	if (!pnl_label_check_call(call, error))
		return false;
	operation = pnl_label_call_operation(call);
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

int
pnl_label_call_parcels(const PnlShipment *shipment, bool v4)
{
	return v4 ? shipment->parcel_count : 1;
}

bool
pnl_label_call_is_repeatable(const PnlLabelCall *call)
{
	for (int i = 0; i < call->parcel_count; i++)
		if (call->parcels[i].barcode == NULL)
			return false;
	return call->kind != PNL_LABEL_RETURN;
}

bool
pnl_label_call_append_join_key(PnlBuf *out, const PnlShipment *shipment)
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
