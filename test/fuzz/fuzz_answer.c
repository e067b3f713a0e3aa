/*
 * fuzz_answer.c
 *		Any document as the answer to a call that ships, or that gives barcodes:
 *		whose parcel it speaks of, and its rows.
 *
 * Input: a letter for the call (a = labels and announces, b = label only,
 * c = announces only, d = return; e to h = V4's), a digit for its parcels (1 to
 * 4 with barcodes, 5 to 8 with PostNL's), and the document.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/answer.h"
#include "core/api.h"
#include "core/error_shape.h"
#include "core/label.h"
#include "core/label_answer.h"
#include "core/label_call.h"
#include "core/shipment_read.h"
#include "rows.h"

#define MOST 4

static const PnlProduct product = {"3085", "NL", "NL", "parcel", false, true, 0, "", true, "3S"};
static const PnlProductTable table = {&product, 1};

static const char *const barcodes[MOST] = {
	"3SDEVC0000001", "3SDEVC0000002", "3SDEVC0000003", "3SDEVC0000004"
};

/* The shipments of a call: V4's is one, of the legacy API each parcel is one. */
static void
read_shipment(PnlShipment *shipment, int number, int parcels)
{
	static const PnlShipmentDefaults none;
	char		text[400];
	PnlError	error;

	snprintf(text, sizeof(text), "{\"reference\":\"ORDER-%d\",\"receiver\":{\"last_name\":\"A\","
			 "\"street\":\"Meent\",\"house_number\":\"9\",\"postal_code\":\"3011JA\","
			 "\"city\":\"Rotterdam\"},\"parcels\":[{},{},{},{}]}", number + 1);
	pnl_error_init(&error);
	fuzz_require(pnl_shipment_read(shipment, text, strlen(text), &none, &table, &error),
				 "the shipment will do");
	shipment->parcel_count = parcels;
}

/* Whether a part of an answer is of the parcel that it was given to. */
static void
check_item(const PnlLabelParcel *parcel, const PnlJson *item)
{
	PnlText		told = {NULL, 0};
	PnlText		ours = {parcel->barcode, parcel->barcode != NULL ? strlen(parcel->barcode) : 0};
	PnlError	refusal;

	/* a refusal may be of the only parcel that it can be of */
	pnl_error_init(&refusal);
	if (ours.length == 0 || pnl_error_shape_read(item, false, false, &refusal))
		return;
	fuzz_require(pnl_json_text(pnl_json_get(item, "Barcode"), &told.data, &told.length) &&
				 told.data != NULL, "a parcel's part of an answer has a barcode");
	fuzz_require(pnl_answer_is_same(told, ours), "a parcel's part of an answer is its own");
}

static void
check_match(const PnlLabelCall *call, const PnlOperation *operation, const PnlJson *document)
{
	const PnlJson *items[MOST];
	PnlError	error;

	pnl_error_init(&error);
	if (!pnl_label_answer_match(call, operation, document, items, &error))
	{
		fuzz_check_error(&error);
		fuzz_require(error.kind == PNL_ERR_PROTOCOL, "another's answer is an error of the protocol");
		return;
	}
	for (int i = 0; i < call->parcel_count; i++)
	{
		if (items[i] == NULL)
			continue;
		check_item(&call->parcels[i], items[i]);
		for (int k = 0; k < i; k++)
			fuzz_require(items[k] != items[i], "a part of an answer is of one parcel");
	}
}

static void
check_barcodes(const PnlJson *document)
{
	PnlText		found[8];
	PnlError	error;
	int			count;

	pnl_error_init(&error);
	count = pnl_answer_barcodes(document, found, 8, &error);
	fuzz_require(count >= 0 && count <= 8, "no more barcodes than there is room for");
	fuzz_require(count > 0 || error.kind != PNL_ERR_NONE, "an answer without a barcode is an error");
	for (int i = 0; i < count; i++)
		for (int k = 0; k < i; k++)
			fuzz_require(!pnl_answer_is_same(found[i], found[k]), "a barcode comes once");
	if (error.kind != PNL_ERR_NONE)
		fuzz_check_error(&error);
}

static void
read_answer(PnlLabelCallKind kind, bool v4, int count, bool named, const PnlJson *document)
{
	PnlShipment shipments[MOST];
	PnlLabelParcel parcels[MOST] = {{0}};
	PnlLabelCall call = {
		.kind = kind, .v4 = v4, .customer_code = "DEVC", .customer_number = "11223344",
		.parcels = parcels, .parcel_count = count
	};

	for (int i = 0; i < count; i++)
	{
		read_shipment(&shipments[i], i, v4 ? count : 1);
		parcels[i].shipment = &shipments[v4 ? 0 : i];
		parcels[i].number = v4 ? i : 0;
		parcels[i].barcode = named ? barcodes[i] : NULL;
		parcels[i].main_barcode = named ? barcodes[0] : NULL;
	}
	check_match(&call, pnl_label_call_operation(&call), document);
	fuzz_read_rows(pnl_label_call_operation(&call), document);
	for (int i = 0; i < count; i++)
		pnl_shipment_free(&shipments[i]);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	PnlJson    *document;
	PnlError	error;
	unsigned	call,
				count;

	if (size < 3)
		return 0;
	call = (uint8_t) (data[0] - 'a') % 8;
	count = (uint8_t) (data[1] - '1') % 8;
	pnl_error_init(&error);
	document = pnl_json_parse((const char *) data + 2, size - 2, &error);
	if (document == NULL)
		return 0;
	read_answer((PnlLabelCallKind) (call % 4), call >= 4, (int) (count % MOST) + 1, count < MOST,
				document);
	check_barcodes(document);
	pnl_json_free(document);
	return 0;
}
