/*
 * api_status.c
 *		Shippingstatus v2: Track & Trace.
 *
 * Source: shippingstatus.json (PostNL's OpenAPI file), api.md section 2.7,
 * quirks.md section 3.2.  PostNL asks clients to request the full history
 * ("detail") only where it is needed.
 */
#include "core/api.h"

#include "core/barcode.h"
#include "core/fields.h"
#include "core/shipment_keys.h"

/* The languages of the descriptions; Dutch when none is asked for. */
#define LANGUAGES "NL|EN|CN|DE|FR"

#define MAX_LOOK_BACK_DAYS 3650

#define DETAIL_LANGUAGE_MAX_DAYS \
	{.argument = "detail", .wire_name = "detail", .place = PNL_IN_QUERY, \
	 .type = PNL_BOOLEAN, .wire = PNL_WIRE_BOOLEAN}, \
	LANGUAGE_MAX_DAYS

#define LANGUAGE_MAX_DAYS \
	{.argument = "language", .otherwise = "setting.language", \
	 .wire_name = "language", .place = PNL_IN_QUERY, .type = PNL_TEXT, \
	 .wire = PNL_WIRE_CODE, .flags = PNL_UPPER_CASE, .choices = LANGUAGES}, \
	{.argument = "max_days", .wire_name = "maxDays", .place = PNL_IN_QUERY, \
	 .type = PNL_INTEGER, .wire = PNL_WIRE_INTEGER, .min = 1, \
	 .max = MAX_LOOK_BACK_DAYS}

#define BARCODE \
	{.argument = "barcode", .each = "barcodes", .wire_name = "barcode", .place = PNL_IN_PATH, \
	 .type = PNL_TEXT, .wire = PNL_WIRE_BARCODE, .flags = PNL_REQUIRED}

#define EVENT_FIELDS \
	{"at", "TimeStamp", PNL_TIMESTAMP}, \
	{"code", "Code", PNL_TEXT}, \
	{"description", "Description", PNL_TEXT}, \
	{"location_code", "LocationCode", PNL_TEXT}, \
	{"destination_location_code", "DestinationLocationCode", PNL_TEXT}, \
	{"route_code", "RouteCode", PNL_TEXT}, \
	{"route_name", "RouteName|RouteNumber", PNL_TEXT}

/* The events inside a parcel's row; the row has the barcode. */
static const PnlField event_list_fields[] = {
	EVENT_FIELDS,
	{NULL}
};

/* The events as rows of their own. */
static const PnlField event_row_fields[] = {
	{"barcode", "^Barcode|@barcode", PNL_TEXT},
	EVENT_FIELDS,
	{NULL}
};

#define PARCEL_FIELDS \
	{"main_barcode", "MainBarcode", PNL_TEXT}, \
	{"status", "Status.StatusCode", PNL_STATUS}, \
	{"status_code", "Status.StatusCode", PNL_TEXT}, \
	{"status_description", "Status.StatusDescription", PNL_TEXT}, \
	{"phase_code", "Status.PhaseCode", PNL_TEXT}, \
	{"phase_description", "Status.PhaseDescription", PNL_TEXT}, \
	{"status_at", "Status.TimeStamp", PNL_TIMESTAMP}, \
	{"product_code", "ProductCode", PNL_TEXT}, \
	{"product_description", "ProductDescription", PNL_TEXT}, \
	{"delivery_date", "DeliveryDate", PNL_DATE}, \
	{"eta_from", "Expectation.ETAFrom", PNL_TIMESTAMP}, \
	{"eta_to", "Expectation.ETATo", PNL_TIMESTAMP}, \
	{"parcel_number", "ShipmentCounter", PNL_INTEGER}, \
	{"parcel_count", "ShipmentAmount", PNL_INTEGER}, \
	{"weight_g", "Dimension.Weight", PNL_INTEGER}, \
	{"receiver", "Address[AddressType=01]|Addresses[AddressType=01]", PNL_OBJECT, \
	 .fields = pnl_fields_address}, \
	{"sender", "Address[AddressType=02]|Addresses[AddressType=02]", PNL_OBJECT, \
	 .fields = pnl_fields_address}, \
	{"events", "Event", PNL_LIST, .fields = event_list_fields, \
	 .newest_first = "TimeStamp"}

static const PnlField parcel_fields[] = {
	{"barcode", "Barcode|@barcode", PNL_TEXT},
	{"reference", "Reference", PNL_TEXT},
	PARCEL_FIELDS,
	{NULL}
};

static const PnlField parcel_by_reference_fields[] = {
	{"barcode", "Barcode", PNL_TEXT},
	{"reference", "Reference|@reference", PNL_TEXT},
	PARCEL_FIELDS,
	{NULL}
};

static const PnlRowSet parcel_rows[] = {
	{"CurrentStatus.Shipment[]|CompleteStatus.Shipment[]", parcel_fields},
	{NULL}
};

static const PnlRowSet parcel_by_reference_rows[] = {
	{"CurrentStatus.Shipment[]|CompleteStatus.Shipment[]", parcel_by_reference_fields},
	{NULL}
};

static const PnlRowSet event_rows[] = {
	{"CompleteStatus.Shipment[].Event[]|CurrentStatus.Shipment[].Event[]",
	event_row_fields, "TimeStamp"},
	{NULL}
};

/* What is kept of a parcel that is followed: no address. */
#define FOLLOWED_FIELDS \
	{"barcode", "Barcode", PNL_TEXT}, \
	{"status_code", "Status.StatusCode", PNL_TEXT}, \
	{"status_description", "Status.StatusDescription", PNL_TEXT}, \
	{"phase_code", "Status.PhaseCode", PNL_TEXT}, \
	{"phase_description", "Status.PhaseDescription", PNL_TEXT}, \
	{"status_at", "Status.TimeStamp", PNL_TIMESTAMP}

static const PnlField followed_fields[] = {
	FOLLOWED_FIELDS,
	{"delivery_date", "DeliveryDate", PNL_DATE},
	{"eta_from", "Expectation.ETAFrom", PNL_TIMESTAMP},
	{"eta_to", "Expectation.ETATo", PNL_TIMESTAMP},
	{"reference", "Reference", PNL_TEXT},
	{"customer_number", "Customer.CustomerNumber", PNL_TEXT},
	{"events", "Event", PNL_LIST, .fields = event_list_fields, .newest_first = "TimeStamp"},
	{NULL}
};

const PnlRowSet pnl_api_followed_parcels[] = {
	{"CurrentStatus.Shipment[]|CompleteStatus.Shipment[]", followed_fields},
	{NULL}
};

/*
 * The parcels of one shipment are told together, by the barcode of any; an
 * answer on one of them has its own barcode too.
 */
static const PnlSubject barcode_subjects[] = {
	{"barcode", "CurrentStatus.Shipment[]|CompleteStatus.Shipment[]", "Barcode",
	.group = "MainBarcode"},
	{NULL}
};

static const PnlSubject reference_subjects[] = {
	{"reference", "CurrentStatus.Shipment[]|CompleteStatus.Shipment[]", "Reference"},
	{NULL}
};

static const PnlSubject signature_subjects[] = {
	{"barcode", "Signature", "Barcode"},
	{NULL}
};

static const PnlParameter barcode_parameters[] = {
	BARCODE,
	DETAIL_LANGUAGE_MAX_DAYS,
	{NULL}
};

const PnlOperation pnl_api_status_by_barcode = {
	.name = "status by barcode",
	.method = "GET",
	.path = "/shipment/v2/status/barcode/{barcode}",
	.flags = PNL_REPEATABLE | PNL_ROW_ALWAYS | PNL_404_IS_NOTHING | PNL_QUIET_EMPTY,
	.parameters = barcode_parameters,
	.row_sets = parcel_rows,
	.subjects = barcode_subjects,
};

static const PnlParameter reference_parameters[] = {
	{.argument = "reference", .wire_name = "referenceId", .place = PNL_IN_PATH,
		.type = PNL_TEXT, .wire = PNL_WIRE_TEXT, .flags = PNL_REQUIRED,
	.max_length = PNL_MAX_REFERENCE},
	{.argument = "account.customer_code", .wire_name = "customerCode",
		.place = PNL_IN_QUERY, .type = PNL_TEXT, .wire = PNL_WIRE_CODE,
	.flags = PNL_REQUIRED},
	{.argument = "account.customer_number", .wire_name = "customerNumber",
		.place = PNL_IN_QUERY, .type = PNL_TEXT, .wire = PNL_WIRE_CODE,
	.flags = PNL_REQUIRED},
	DETAIL_LANGUAGE_MAX_DAYS,
	{NULL}
};

const PnlOperation pnl_api_status_by_reference = {
	.name = "status by reference",
	.method = "GET",
	.path = "/shipment/v2/status/reference/{referenceId}",
	.flags = PNL_REPEATABLE | PNL_ROW_ALWAYS | PNL_404_IS_NOTHING | PNL_QUIET_EMPTY,
	.parameters = reference_parameters,
	.row_sets = parcel_by_reference_rows,
	.subjects = reference_subjects,
};

/* The same call as status by barcode, always with the full history. */
static const PnlParameter event_parameters[] = {
	BARCODE,
	{.argument = "=true", .wire_name = "detail", .place = PNL_IN_QUERY,
	.type = PNL_BOOLEAN, .wire = PNL_WIRE_BOOLEAN},
	LANGUAGE_MAX_DAYS,
	{NULL}
};

const PnlOperation pnl_api_status_events = {
	.name = "events by barcode",
	.method = "GET",
	.path = "/shipment/v2/status/barcode/{barcode}",
	.flags = PNL_REPEATABLE | PNL_404_IS_NOTHING | PNL_QUIET_EMPTY,
	.parameters = event_parameters,
	.row_sets = event_rows,
	.subjects = barcode_subjects,
};

static const PnlField update_fields[] = {
	{"barcode", "Barcode", PNL_TEXT, .required = true},
	{"status", "Status.StatusCode", PNL_STATUS},
	{"status_code", "Status.StatusCode", PNL_TEXT},
	{"status_description", "Status.StatusDescription", PNL_TEXT},
	{"phase_code", "Status.PhaseCode", PNL_TEXT},
	{"phase_description", "Status.PhaseDescription", PNL_TEXT},
	{"status_at", "Status.TimeStamp", PNL_TIMESTAMP},
	{"created_on", "CreationDate", PNL_DATE},
	{NULL}
};

static const PnlRowSet update_rows[] = {
	{"[]", update_fields},
	{NULL}
};

/* "period" is repeated: from, to; both local time without a zone. */
static const PnlParameter update_parameters[] = {
	{.argument = "account.customer_number", .wire_name = "customernumber",
		.place = PNL_IN_PATH, .type = PNL_TEXT, .wire = PNL_WIRE_CODE,
	.flags = PNL_REQUIRED},
	{.argument = "since", .wire_name = "period", .place = PNL_IN_QUERY,
		.type = PNL_TIMESTAMP, .wire = PNL_WIRE_DATETIME_ISO,
	.flags = PNL_REQUIRED},
	{.argument = "until", .wire_name = "period", .place = PNL_IN_QUERY,
		.type = PNL_TIMESTAMP, .wire = PNL_WIRE_DATETIME_ISO,
	.flags = PNL_REQUIRED},
	{NULL}
};

static const PnlField followed_update_fields[] = {
	FOLLOWED_FIELDS,
	{NULL}
};

const PnlRowSet pnl_api_followed_updates[] = {
	{"[]", followed_update_fields},
	{NULL}
};

const PnlOperation pnl_api_status_updates = {
	.name = "updated shipments",
	.method = "GET",
	.path = "/shipment/v2/status/{customernumber}/updatedshipments",
	.flags = PNL_REPEATABLE | PNL_QUIET_EMPTY,
	.parameters = update_parameters,
	.row_sets = update_rows,
};

static const PnlField signature_fields[] = {
	{"barcode", "Barcode|@barcode", PNL_TEXT},
	{"signed_at", "SignatureDate", PNL_TIMESTAMP},
	{"image", "SignatureImage", PNL_BASE64},
	{"mime_type", "SignatureImage", PNL_MIME_TYPE},
	{NULL}
};

static const PnlRowSet signature_rows[] = {
	{"Signature", signature_fields},
	{NULL}
};

static const PnlParameter signature_parameters[] = {
	BARCODE,
	{NULL}
};

const PnlOperation pnl_api_status_signature = {
	.name = "signature by barcode",
	.method = "GET",
	.path = "/shipment/v2/status/signature/{barcode}",
	.flags = PNL_REPEATABLE | PNL_404_IS_NOTHING | PNL_QUIET_EMPTY,
	.parameters = signature_parameters,
	.row_sets = signature_rows,
	.subjects = signature_subjects,
};
