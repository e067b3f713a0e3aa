/*
 * requests.c
 *		Requests of random descriptions that pass our checks, for contract/random.py.
 *
 *	requests N SEED
 *
 * Descriptions are made by the tables of keys, of which most are refused; each of the
 * first N that a generation takes on becomes a line of JSON for each of its calls:
 * {"description": ..., "target": "/shipment/v2/confirm", "body": ...}.
 */
#include "describe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/label_call.h"
#include "core/label_check.h"
#include "core/shipment_read.h"

/* Enough for a description with everything in it. */
#define BYTES 4096

/* Descriptions that may be refused for each that is taken on. */
#define PATIENCE 100000

static const PnlProduct products[] = {
	{"3085", "NL", "NL", "parcel", false, true, 0, "", true, "3S"},
	{"3385", "NL", "NL", "parcel", false, true, PNL_SERVICE_STATED_ADDRESS_ONLY, "", true, "3S"},
	{"3090", "NL", "NL", "parcel", false, true, PNL_SERVICE_RETURN_WHEN_NOT_HOME, "", true, "3S"},
	{"3189", "NL", "NL", "parcel", false, true, PNL_SERVICE_SIGNATURE, "", true, "3S"},
	{"3087", "NL", "NL", "parcel", false, true, PNL_SERVICE_INSURED, "", true, "3S"},
	{"3438", "NL", "NL", "parcel", false, true, PNL_SERVICE_AGE_CHECK_18, "002/014", true, "3S"},
	{"3533", "NL", "NL", "parcel", true, true, 0, "", true, "3S"},
	{"3534", "NL", "NL", "parcel", true, true, PNL_SERVICE_INSURED, "", true, "3S"},
	{"2928", "NL", "NL", "letterbox", false, true, 0, "", true, "3S"},
	{"4946", "NL", "BE", "parcel", false, true, 0, "", true, "3S"},
	{"4912", "NL", "BE", "parcel", false, true, PNL_SERVICE_SIGNATURE, "", true, "3S"},
	{"4914", "NL", "BE", "parcel", false, true, PNL_SERVICE_INSURED, "", true, "3S"},
	{"4890", "BE", "NL", "parcel", false, true, 0, "", true, "3S"},
	{"4907", "NL", "EU", "parcel", false, true, PNL_SERVICE_TRACK_TRACE, "005/025", true, "3S"},
	{"4907", "NL", "EU", "parcel", false, true, PNL_SERVICE_INSURED, "004/015", true, "3S"},
	{"4907", "NL", "EU", "parcel", false, true, PNL_SERVICE_INSURED_PLUS, "004/016", true, "3S"},
	{"4909", "NL", "ROW", "parcel", false, true, PNL_SERVICE_TRACK_TRACE, "005/025", true, "CC"},
	{"4909", "NL", "ROW", "parcel", false, true, PNL_SERVICE_INSURED_PLUS, "004/016", true, "CC"},
	{"6350", "NL", "EU", "packet", false, true, PNL_SERVICE_TRACK_TRACE, "", true, "LA"},
	{"6350", "NL", "ROW", "packet", false, true, PNL_SERVICE_TRACK_TRACE, "", true, "LA"},
};

static const PnlProductTable table = {products, sizeof(products) / sizeof(products[0])};

/* xorshift, so that a seed is the same run everywhere */
static uint64_t random_state;

static uint8_t
next_byte(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (uint8_t) (random_state >> 32);
}

/* A description without raw, which is the user's own. */
static PnlJson *
make_description(void)
{
	static uint8_t data[BYTES];
	FuzzBytes	bytes = {.at = data, .end = data + BYTES, .careful = true};
	PnlJson    *description;

	for (size_t i = 0; i < BYTES; i++)
		data[i] = next_byte();
	bytes.shout = data[0] % 2 == 0;
	description = fuzz_describe(&bytes);
	fuzz_require(pnl_json_put(description, "raw", pnl_json_new_object()), "there is memory");
	return description;
}

/* ----------
 * Calls
 * ----------
 */

static void
fill_parcels(PnlLabelParcel *parcels, const PnlShipment *shipment, bool given)
{
	bool		national = pnl_shipment_takes_barcodes(shipment);

	for (int i = 0; i < shipment->parcel_count; i++)
	{
		parcels[i].shipment = shipment;
		parcels[i].number = i;
		parcels[i].barcode = !given ? NULL : national ? "3SDEVC1234567" : "CC123456785NL";
		parcels[i].main_barcode = parcels[i].barcode;
	}
}

static void
write_call(const PnlShipment *shipment, const PnlLabelCall *call)
{
	PnlRequest	request;
	PnlError	error;
	PnlBuf		description;

	pnl_error_init(&error);
	pnl_request_init(&request);
	pnl_buf_init(&description, 0);
	if (!pnl_label_call_build(&request, call, &error))
	{
		fprintf(stderr, "taken on, and not built: %s\n", error.message);
		exit(EXIT_FAILURE);
	}
	fuzz_require(pnl_json_write(shipment->description, &description), "a description is JSON");
	printf("{\"description\": %s, \"target\": \"%s\", \"body\": %s}\n",
		   pnl_buf_text(&description), pnl_buf_text(&request.target),
		   pnl_buf_text(&request.body));
	pnl_buf_free(&description);
	pnl_request_free(&request);
}

/* All calls of one kind: V4 has one for a shipment, the legacy API one for a parcel. */
static void
write_calls(const PnlShipment *shipment, PnlLabelCallKind kind, bool v4)
{
	PnlLabelParcel *parcels = calloc((size_t) shipment->parcel_count, sizeof(PnlLabelParcel));

	/* V4 issues barcodes, and so does the legacy API where there is one parcel */
	bool		given = kind == PNL_CONFIRM_ONLY || next_byte() % 4 != 0 ||
		(!v4 && shipment->parcel_count > 1);
	int			per_call = v4 ? shipment->parcel_count : 1;

	fill_parcels(parcels, shipment, given);
	for (int i = 0; i < shipment->parcel_count; i += per_call)
	{
		PnlLabelCall call = {
			.kind = kind, .v4 = v4, .customer_code = "DEVC", .customer_number = "11223344",
			.collection_location = next_byte() % 2 == 0 ? "123456" : NULL,
			.parcels = &parcels[i], .parcel_count = per_call,
			.now = {.year = 2031, .month = 12, .day = 2, .hour = 10}, .message_number = 7
		};

		write_call(shipment, &call);
	}
	free(parcels);
}

/* Whether a generation takes the description on; then its calls are written. */
static bool
write_shipment(const PnlShipment *shipment, bool v4)
{
	static const PnlLabelCallKind kinds[] = {
		PNL_LABEL_AND_CONFIRM, PNL_LABEL_ONLY, PNL_CONFIRM_ONLY, PNL_LABEL_RETURN
	};
	bool		taken = false;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
	{
		PnlError	error;

		pnl_error_init(&error);
		if (!pnl_label_check(shipment, v4, kinds[i], &error))
			continue;
		write_calls(shipment, kinds[i], v4);
		taken = taken || kinds[i] == PNL_LABEL_AND_CONFIRM;
	}
	return taken;
}

int
main(int argc, char **argv)
{
	long		wanted = argc == 3 ? strtol(argv[1], NULL, 10) : 0;
	long		left[2] = {wanted, wanted};
	long		made = 0;

	if (wanted <= 0)
	{
		fprintf(stderr, "usage: requests N SEED\n");
		return EXIT_FAILURE;
	}
	random_state = 0x9E3779B97F4A7C15u ^ strtoull(argv[2], NULL, 10);
	while (left[0] > 0 || left[1] > 0)
	{
		PnlShipmentDefaults defaults = {0};
		PnlShipment shipment;
		PnlError	error;

		if (made++ > wanted * PATIENCE)
		{
			fprintf(stderr, "too few descriptions are taken on\n");
			return EXIT_FAILURE;
		}
		pnl_error_init(&error);
		if (pnl_shipment_read_document(&shipment, make_description(), &defaults, &table, &error))
			for (int v4 = 0; v4 < 2; v4++)
				if (left[v4] > 0 && write_shipment(&shipment, v4 != 0))
					left[v4]--;
		pnl_shipment_free(&shipment);
	}
	fprintf(stderr, "%ld of %ld descriptions taken on by each generation\n", wanted, made);
	return EXIT_SUCCESS;
}
