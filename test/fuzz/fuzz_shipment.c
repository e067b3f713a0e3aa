/*
 * fuzz_shipment.c
 *		Any description: checked, and built for both generations, with and
 *		without barcodes.
 *
 * Input: a letter for what the account adds (see below), then a description in
 * JSON, or bytes of which one is made by the tables of keys (describe.h).
 */
#include "describe.h"

#include <stdlib.h>
#include <string.h>

#include "core/label.h"
#include "core/label_call.h"
#include "core/label_check.h"
#include "core/shipment_keys.h"
#include "core/shipment_read.h"

static const PnlProduct products[] = {
	{"3085", "NL", "NL", "parcel", false, true, 0, "", true, "3S"},
	{"3189", "NL", "NL", "parcel", false, true, PNL_SERVICE_SIGNATURE, "", true, "3S"},
	{"3087", "NL", "NL", "parcel", false, true, PNL_SERVICE_INSURED, "004/004", true, "3S"},
	{"3438", "NL", "NL", "parcel", false, true, PNL_SERVICE_AGE_CHECK_18, "002/014", true, "3S"},
	{"3533", "NL", "NL", "parcel", true, true, 0, "", true, "3S"},
	{"2928", "NL", "NL", "letterbox", false, true, 0, "", true, "2S"},
	{"4946", "NL", "BE", "parcel", false, true, 0, "", true, "3S"},
	{"4907", "NL", "EU", "parcel", false, true, PNL_SERVICE_TRACK_TRACE, "005/025", true, "3S"},
	{"4907", "NL", "EU", "parcel", false, true, PNL_SERVICE_INSURED, "004/015", true, "3S"},
	{"4907", "NL", "EU", "parcel", false, true, PNL_SERVICE_INSURED_PLUS, "004/016", true, "3S"},
	{"4909", "NL", "ROW", "parcel", false, true, PNL_SERVICE_TRACK_TRACE, "005/025", true, "CC"},
	{"4909", "NL", "ROW", "parcel", false, true, PNL_SERVICE_INSURED, "004/015", true, "CC"},
	{"6350", "NL", "EU", "packet", false, true, PNL_SERVICE_TRACK_TRACE, "", true, "LA"},
	{"6350", "NL", "ROW", "packet", false, true, PNL_SERVICE_TRACK_TRACE, "", false, "LA"},
};

static const PnlProductTable table = {products, sizeof(products) / sizeof(products[0])};

/* What an account adds, by bits of the input's first letter. */
#define ADDS_SENDER		0x01
#define ADDS_FORMAT		0x02
#define ADDS_PRODUCT	0x04

static PnlShipmentDefaults
choose_defaults(uint8_t letter)
{
	PnlShipmentDefaults defaults = {0};

	if (letter & ADDS_SENDER)
		defaults.sender = "{\"company\":\"Shop\",\"street\":\"Meent\",\"house_number\":\"1\","
			"\"postal_code\":\"3011JA\",\"city\":\"Rotterdam\",\"country\":\"BE\"}";
	if (letter & ADDS_FORMAT)
		defaults.label_format = "zpl";
	if (letter & ADDS_PRODUCT)
		defaults.product = "3085";
	return defaults;
}

/* ----------
 * Building
 * ----------
 */

/* Barcodes for all parcels, as somebody has who may have them. */
static const char *const some_barcodes[] = {"3SDEVC1234567", "3SDEVC7654321", "CC123456785NL"};

static void
fill_parcels(PnlLabelParcel *parcels, const PnlShipment *shipment, bool named)
{
	for (int i = 0; i < shipment->parcel_count; i++)
	{
		parcels[i].shipment = shipment;
		parcels[i].number = i;
		parcels[i].barcode = named ? some_barcodes[i % 3] : NULL;
		parcels[i].main_barcode = named ? some_barcodes[0] : NULL;
	}
}

/* A key may be anybody's name, unless the keys are those of the tables. */
static void
check_privacy(const PnlError *error, bool made)
{
	fuzz_require(!made || strstr(error->message, FUZZ_PERSON) == NULL,
				 "an error has no person's data");
}

static void
check_body(const PnlRequest *request)
{
	PnlError	error;
	PnlJson    *body;

	fuzz_require(pnl_buf_text(&request->target)[0] == '/', "a call has a path");
	fuzz_require(strcmp(request->method, "POST") == 0, "a call that ships is a POST");
	fuzz_require(fuzz_json_depth(request->body.data, request->body.length) > 0, "a body is JSON");
	pnl_error_init(&error);
	body = pnl_json_parse(request->body.data, request->body.length, &error);
	fuzz_require(body != NULL, "a body is JSON for us too");
	pnl_json_free(body);
}

/* Builds one call; true when it was built, which "must" be. */
static bool
build(const PnlLabelCall *call, bool must, PnlBuf *body)
{
	PnlRequest	request;
	PnlError	error;
	bool		built;

	pnl_error_init(&error);
	pnl_request_init(&request);
	built = pnl_label_call_build(&request, call, &error);
	if (built)
		check_body(&request);
	else
	{
		fuzz_check_error(&error);
		fuzz_require(error.kind == PNL_ERR_ARGUMENT || error.kind == PNL_ERR_REQUEST_SIZE,
					 "what cannot be built is an argument, or too large");
		fuzz_require(!must || error.kind == PNL_ERR_REQUEST_SIZE, "what was taken on can be built");
		check_privacy(&error, body != NULL);
	}
	if (body != NULL && built)
		fuzz_require(pnl_buf_append(body, request.body.data, request.body.length), "there is memory");
	pnl_request_free(&request);
	return built;
}

/* All parcels in one call, or each in its own: what V4 and the legacy API get. */
static void
build_calls(const PnlShipment *shipment, PnlLabelCallKind kind, bool v4, bool named, PnlBuf *bodies)
{
	PnlLabelParcel *parcels = calloc((size_t) shipment->parcel_count, sizeof(PnlLabelParcel));
	int			per_call = v4 ? shipment->parcel_count : 1;
	PnlError	error;
	bool		taken;

	pnl_error_init(&error);
	taken = pnl_label_check(shipment, v4, kind, &error);
	if (!taken)
	{
		fuzz_check_error(&error);
		fuzz_require(error.kind == PNL_ERR_ARGUMENT, "what cannot be said is an argument");
		check_privacy(&error, bodies != NULL);
	}
	fill_parcels(parcels, shipment, named);
	for (int i = 0; i < shipment->parcel_count; i += per_call)
	{
		PnlLabelCall call = {
			.kind = kind, .v4 = v4, .customer_code = "DEVC", .customer_number = "11223344",
			.collection_location = named ? "123456" : NULL, .parcels = &parcels[i],
			.parcel_count = per_call, .now = {.year = 2031, .month = 12, .day = 2},
			.message_number = 7
		};

		(void) build(&call, taken && named, bodies);
	}
	free(parcels);
}

static void
build_all(const PnlShipment *shipment, PnlBuf *bodies)
{
	for (int kind = PNL_LABEL_AND_CONFIRM; kind <= PNL_LABEL_RETURN; kind++)
		for (int way = 0; way < 4; way++)
			build_calls(shipment, (PnlLabelCallKind) kind, (way & 1) != 0, (way & 2) != 0, bodies);
}

/* ----------
 * Descriptions
 * ----------
 */

/* What was brought to its forms has them: read again it is the same. */
static void
check_forms(const PnlShipment *shipment)
{
	PnlShipmentDefaults none = {0};
	PnlShipment again;
	PnlError	error;
	PnlBuf		text;
	PnlBuf		text_again;

	pnl_error_init(&error);
	pnl_buf_init(&text, 0);
	pnl_buf_init(&text_again, 0);
	fuzz_require(pnl_json_write(shipment->description, &text), "a description can be written");
	fuzz_require(pnl_shipment_read(&again, text.data, text.length, &none, &table, &error),
				 "what was taken on will be again");
	fuzz_require(again.changes == NULL, "what has its form stays");
	fuzz_require(pnl_json_write(again.description, &text_again) &&
				 strcmp(pnl_buf_text(&text), pnl_buf_text(&text_again)) == 0, "read again it is the same");
	pnl_shipment_free(&again);
	pnl_buf_free(&text);
	pnl_buf_free(&text_again);
}

static void
check_shipment(const PnlShipment *shipment)
{
	PnlBuf		key;

	fuzz_require(shipment->parcel_count >= 1 && shipment->parcel_count <= PNL_MAX_PARCELS,
				 "a shipment has parcels");
	fuzz_require(shipment->product.code[0] != '\0', "a shipment has a product");
	fuzz_require(pnl_shipment_get(shipment, "receiver.city") != NULL, "a receiver has a city");
	pnl_buf_init(&key, 0);
	fuzz_require(pnl_label_call_append_join_key(&key, shipment), "a key can be made");
	fuzz_require(shipment->parcel_count == 1 || key.length == 0, "several parcels share no call");
	pnl_buf_free(&key);
	(void) pnl_shipment_serie(shipment, "DEVC");
	fuzz_check_node(shipment->description);
	check_forms(shipment);
}

/* Checks a description, and builds all there is to build of it. */
static bool
take_on(PnlJson *description, const PnlShipmentDefaults *defaults, PnlBuf *bodies)
{
	PnlShipment shipment;
	PnlError	error;
	bool		taken;

	pnl_error_init(&error);
	taken = pnl_shipment_read_document(&shipment, description, defaults, &table, &error);
	if (!taken)
	{
		fuzz_check_error(&error);
		fuzz_require(error.kind == PNL_ERR_ARGUMENT, "what will not do is an argument");
		check_privacy(&error, bodies != NULL);
	}
	else
	{
		fuzz_require(error.kind == PNL_ERR_NONE, "what will do leaves no error");
		check_shipment(&shipment);
		build_all(&shipment, bodies);
	}
	pnl_shipment_free(&shipment);
	return taken;
}

/* The same words in capitals come to the same. */
static void
check_letter_case(const uint8_t *data, size_t size, const PnlShipmentDefaults *defaults)
{
	FuzzBytes	said = {.at = data, .end = data + size};
	FuzzBytes	shouted = {.at = data, .end = data + size, .shout = true};
	PnlBuf		bodies[2];
	bool		taken[2];

	pnl_buf_init(&bodies[0], 0);
	pnl_buf_init(&bodies[1], 0);
	taken[0] = take_on(fuzz_describe(&said), defaults, &bodies[0]);
	taken[1] = take_on(fuzz_describe(&shouted), defaults, &bodies[1]);
	fuzz_require(taken[0] == taken[1] &&
				 strcmp(pnl_buf_text(&bodies[0]), pnl_buf_text(&bodies[1])) == 0,
				 "a word means the same in capitals");
	pnl_buf_free(&bodies[0]);
	pnl_buf_free(&bodies[1]);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	PnlShipmentDefaults defaults;
	PnlError	error;

	if (size < 2)
		return 0;
	defaults = choose_defaults(data[0]);
	if (data[1] != '{')
	{
		check_letter_case(data + 1, size - 1, &defaults);
		return 0;
	}
	pnl_error_init(&error);
	{
		PnlJson    *description = pnl_json_parse((const char *) data + 1, size - 1, &error);

		if (description != NULL)
			(void) take_on(description, &defaults, NULL);
	}
	return 0;
}
