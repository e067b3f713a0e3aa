/*
 * api_barcode.c
 *		Barcode v1_1, one at a time, and barcode of V4, in batches.
 *
 * Sources: barcode.json (PostNL's OpenAPI file), api.md sections 1.4 and 3.5.
 */
#include "core/api.h"

#include <stddef.h>

#include "core/barcode.h"

static const PnlParameter barcode_parameters[] = {
	{.argument = "account.customer_code", .wire_name = "CustomerCode", .place = PNL_IN_QUERY,
	.type = PNL_TEXT, .wire = PNL_WIRE_CODE, .flags = PNL_REQUIRED},
	{.argument = "account.customer_number", .wire_name = "CustomerNumber", .place = PNL_IN_QUERY,
	.type = PNL_TEXT, .wire = PNL_WIRE_CODE, .flags = PNL_REQUIRED},
	{.argument = "type", .wire_name = "Type", .place = PNL_IN_QUERY, .type = PNL_TEXT,
		.wire = PNL_WIRE_CODE, .flags = PNL_REQUIRED, .otherwise = "=" PNL_BARCODE_3S,
	.choices = "2S|3S|CC|CP|CD|CF|LA|RI|UE"},
	{.argument = "serie", .wire_name = "Serie", .place = PNL_IN_QUERY, .type = PNL_TEXT,
	.wire = PNL_WIRE_CODE, .max_length = 23},
	{.argument = "range", .wire_name = "Range", .place = PNL_IN_QUERY, .type = PNL_TEXT,
	.wire = PNL_WIRE_CODE, .max_length = 6},
	{NULL}
};

static const PnlField barcode_fields[] = {
	{"barcode", "Barcode", PNL_TEXT, .required = true},
	{NULL}
};

static const PnlRowSet barcode_rows[] = {
	{"[]", barcode_fields},
	{NULL}
};

static const PnlParameter barcodes_parameters[] = {
	{.argument = "account.customer_code", .wire_name = "customerCode", .place = PNL_IN_BODY,
	.type = PNL_TEXT, .wire = PNL_WIRE_CODE, .flags = PNL_REQUIRED},
	{.argument = "account.customer_number", .wire_name = "customerNumber", .place = PNL_IN_BODY,
	.type = PNL_TEXT, .wire = PNL_WIRE_CODE, .flags = PNL_REQUIRED},
	{.argument = "n", .wire_name = "numberOfBarcodes", .place = PNL_IN_BODY, .type = PNL_INTEGER,
	.wire = PNL_WIRE_INTEGER, .min = 1, .max = 1000},
	{NULL}
};

/* The answer is a list of texts: one row, whose column is the list. */
static const PnlField barcodes_fields[] = {
	{"barcodes", "barcodes", PNL_TEXT_LIST, .required = true},
	{NULL}
};

static const PnlRowSet barcodes_rows[] = {
	{"[]", barcodes_fields},
	{NULL}
};

const PnlOperation pnl_api_v4_barcodes = {
	.name = "barcodes",
	.method = "POST",
	.path = "/shipment/delivery/v4/barcode",
	.flags = PNL_REPEATABLE,
	.parameters = barcodes_parameters,
	.row_sets = barcodes_rows,
};

/* A barcode that is not used is no harm, so the call may be repeated. */
const PnlOperation pnl_api_barcode = {
	.name = "barcode",
	.method = "GET",
	.path = "/shipment/v1_1/barcode",
	.flags = PNL_REPEATABLE,
	.parameters = barcode_parameters,
	.row_sets = barcode_rows,
	.v4 = &pnl_api_v4_barcodes,
};
