/*
 * api_label.c
 *		Labelling v2_2, Shipment v1, Confirming v2 and their V4 forms: paths and
 *		answers.  label_call.c builds the requests.
 *
 * Sources: labelling.json, shipment.json, confirming.json (PostNL's OpenAPI
 * files), api.md sections 1.3, 1.7, 2.1 and 2.4, quirks.md section 3.2.
 *
 * The answers of both generations have the same three row sets: parcels,
 * labels, and sheets that hold the labels of several parcels.
 */
#include "core/api.h"

#include <stddef.h>

/*
 * A parcel may be sent again under the barcode that it has, which PostNL
 * takes for the same parcel; without one, or for a return, each call makes
 * another.  The caller says which (PnlPipeline, worker).
 */
#define CALL_FLAGS PNL_ERRORS_IN_ROWS

static const PnlParameter no_parameters[] = {
	{NULL}
};

static const PnlField parcel_fields[] = {
	{"barcode", "Barcode", PNL_TEXT},
	{"product", "ProductCodeDelivery", PNL_TEXT},
	{"partner_barcode", "DownPartnerBarcode", PNL_TEXT},
	{"partner_id", "DownPartnerID", PNL_TEXT},
	{"coding_text", "CodingText", PNL_TEXT},
	{"return_barcode", "ReturnBarcode", PNL_TEXT},
	{NULL}
};

static const PnlField label_fields[] = {
	{"barcode", "^Barcode", PNL_TEXT},
	{"label_type", "Labeltype", PNL_TEXT},
	{"content", "Content", PNL_BASE64, .required = true},
	{NULL}
};

static const PnlField sheet_fields[] = {
	{"barcode", "^Barcodes", PNL_TEXT_JOINED},
	{"label_type", "Labeltype", PNL_TEXT},
	{"content", "Content", PNL_BASE64, .required = true},
	{NULL}
};

static const PnlRowSet legacy_rows[] = {
	{"ResponseShipments[]", parcel_fields},
	{"ResponseShipments[].Labels[]", label_fields},
	{"MergedLabels[].Labels[]", sheet_fields},
	{NULL}
};

static const PnlField v4_parcel_fields[] = {
	{"barcode", "barcode|returnBarcode", PNL_TEXT},
	{"product", "preannouncedProduct|productService.productData", PNL_TEXT},
	{"partner_barcode", "partnerBarcode", PNL_TEXT},
	{"partner_id", "partnerId", PNL_TEXT},
	{"coding_text", "codingText", PNL_TEXT},
	{"return_barcode", "returnBarcode", PNL_TEXT},
	{NULL}
};

/* V4's types of labels that the legacy API calls otherwise (api.md, 1.3). */
#define V4_LABEL_TYPES \
	"labelinthebox=Return Label|shipmentandreturnlabel=Label|" \
	"retourLabel=Return Label|Commercial Invoice=CommercialInvoice"

static const PnlField v4_label_fields[] = {
	{"barcode", "^barcode|^returnBarcode", PNL_TEXT},
	{"label_type", "labelType", PNL_TEXT, .words = V4_LABEL_TYPES},
	{"content", "label|content", PNL_BASE64, .required = true},
	{NULL}
};

static const PnlField v4_sheet_fields[] = {
	{"barcode", "barcodes|^barcodes", PNL_TEXT_JOINED},
	{"label_type", "labelType", PNL_TEXT},
	{"content", "label|content", PNL_BASE64, .required = true},
	{NULL}
};

static const PnlRowSet v4_rows[] = {
	{"items[]", v4_parcel_fields},
	{"items[].labels[]", v4_label_fields},
	{"mergedLabels[]|mergedLabel[]", v4_sheet_fields},
	{NULL}
};

#define LABEL_OPERATION(says, where, rows, more, in_v4) \
	{.name = says, .method = "POST", .path = where, .flags = CALL_FLAGS | (more), \
	 .parameters = no_parameters, .row_sets = rows, .v4 = in_v4}

const PnlOperation pnl_api_v4_label_confirm =
	LABEL_OPERATION("label and confirm", "/shipment/delivery/v4/labelconfirm", v4_rows, 0, NULL);

const PnlOperation pnl_api_v4_label =
	LABEL_OPERATION("label", "/shipment/delivery/v4/label", v4_rows, 0, NULL);

const PnlOperation pnl_api_v4_confirm =
	LABEL_OPERATION("confirm", "/shipment/delivery/v4/confirm", v4_rows, 0, NULL);

const PnlOperation pnl_api_label =
	LABEL_OPERATION("label", "/shipment/v2_2/label", legacy_rows, 0, &pnl_api_v4_label);

const PnlOperation pnl_api_shipment =
	LABEL_OPERATION("shipment", "/v1/shipment", legacy_rows, 0, &pnl_api_v4_label_confirm);

const PnlOperation pnl_api_confirm =
	LABEL_OPERATION("confirm", "/shipment/v2/confirm", legacy_rows, 0, &pnl_api_v4_confirm);

const PnlOperation pnl_api_v4_return =
	LABEL_OPERATION("return", "/shipment/delivery/v4/return/generate", v4_rows, 0, NULL);

/* A return by itself gets a barcode of PostNL's. */
const PnlOperation pnl_api_return =
	LABEL_OPERATION("return", "/v1/shipment", legacy_rows, 0, &pnl_api_v4_return);

/* Activating a return label that was made blocked. */
static const PnlParameter activate_parameters[] = {
	{.argument = "account.customer_number", .wire_name = "CustomerNumber", .place = PNL_IN_BODY,
	.type = PNL_TEXT, .wire = PNL_WIRE_CODE, .flags = PNL_REQUIRED},
	{.argument = "account.customer_code", .wire_name = "CustomerCode", .place = PNL_IN_BODY,
	.type = PNL_TEXT, .wire = PNL_WIRE_CODE, .flags = PNL_REQUIRED},
	{.argument = "barcode", .wire_name = "Barcode", .place = PNL_IN_BODY,
	.type = PNL_TEXT, .wire = PNL_WIRE_BARCODE, .flags = PNL_REQUIRED, .max_length = 15},
	{NULL}
};

static const PnlField activate_fields[] = {
	{"barcode", "@barcode", PNL_TEXT},
	{"activated", "=true", PNL_BOOLEAN},
	{NULL}
};

static const PnlRowSet activate_rows[] = {
	{"[]", activate_fields},
	{NULL}
};

/* What V4 answers is not known (api.md, 1.7), so that it is believed as it is. */
static const PnlSubject activate_subjects[] = {
	{"barcode", "[]", "successFulBarcodes", .required = true},
	{NULL}
};

static const PnlParameter activate_v4_parameters[] = {
	{.argument = "barcode", .wire_name = "barcode", .place = PNL_IN_BODY,
	.type = PNL_TEXT, .wire = PNL_WIRE_BARCODE, .flags = PNL_REQUIRED, .max_length = 15},
	{.argument = "account.customer_number", .wire_name = "sender.customerNumber",
	.place = PNL_IN_BODY, .type = PNL_TEXT, .wire = PNL_WIRE_CODE, .flags = PNL_REQUIRED},
	/* as in PostNL's own requests; what it means is not told (api.md, 1.7) */
	{.argument = "=79", .wire_name = "source", .place = PNL_IN_BODY,
	.type = PNL_TEXT, .wire = PNL_WIRE_CODE},
	{.argument = "=true", .wire_name = "label", .place = PNL_IN_BODY,
	.type = PNL_BOOLEAN, .wire = PNL_WIRE_BOOLEAN},
	{NULL}
};

static const PnlOperation activate_return_v4 = {
	.name = "activate return",
	.method = "POST",
	.path = "/shipment/delivery/v4/return/activate",
	.flags = PNL_REPEATABLE | PNL_ROW_ALWAYS,
	.parameters = activate_v4_parameters,
	.row_sets = activate_rows,
};

const PnlOperation pnl_api_activate_return = {
	.name = "activate return",
	.method = "POST",
	.path = "/parcels/v1/shipment/activatereturn",
	.flags = PNL_REPEATABLE | PNL_ROW_ALWAYS,
	.parameters = activate_parameters,
	.row_sets = activate_rows,
	.subjects = activate_subjects,
	.v4 = &activate_return_v4,
};
