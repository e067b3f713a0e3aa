/*
 * test_label_memory.c
 *		Requests for labels when there is no memory: an error, and nothing left.
 *
 * Linked so that what json-c makes comes from here first (unit.mk): the n-th
 * thing that it is to make fails.
 */
#include "unit.h"

#include <json.h>
#include <stdlib.h>
#include <string.h>

#include "core/label.h"
#include "core/label_call.h"
#include "core/shipment_read.h"

static int	left = -1;			/* that may be made before one fails; -1 = all */

static bool
fails(void)
{
	return left >= 0 && left-- == 0;
}

/* A function of json-c's that gives NULL, or -1, when there is no memory. */
#define WRAP(result, none, name, parameters, arguments) \
	extern result __real_##name parameters; \
	extern result __wrap_##name parameters; \
	result \
	__wrap_##name parameters \
	{ \
		return fails() ? none : __real_##name arguments; \
	}

WRAP(json_object *, NULL, json_object_new_object, (void), ())
WRAP(json_object *, NULL, json_object_new_array, (void), ())
WRAP(json_object *, NULL, json_object_new_string_len, (const char *text, int length), (text, length))
WRAP(json_object *, NULL, json_object_new_int64, (int64_t number), (number))
WRAP(json_object *, NULL, json_object_new_boolean, (json_bool value), (value))
WRAP(json_object *, NULL, json_object_new_double_s, (double number, const char *text), (number, text))
WRAP(int, -1, json_object_deep_copy, (json_object *from, json_object **to,
									  json_c_shallow_copy_fn *copy), (from, to, copy))
WRAP(int, -1, json_object_object_add, (json_object *object, const char *key, json_object *value),
	 (object, key, value))
WRAP(int, -1, json_object_array_add, (json_object *array, json_object *value), (array, value))

static const PnlProduct products[] = {
	{"3085", "NL", "NL", "parcel", false, true, 0, "", true, "3S"},
	{"3533", "NL", "NL", "parcel", true, true, 0, "", true, "3S"},
	{"3087", "NL", "NL", "parcel", false, true, PNL_SERVICE_INSURED, "004/004", true, "3S"},
	{"4907", "NL", "EU", "parcel", false, true, PNL_SERVICE_TRACK_TRACE, "005/025", true, "3S"},
	{"4909", "NL", "ROW", "parcel", false, true, PNL_SERVICE_TRACK_TRACE, "005/025", true, "CC"},
};

static const PnlProductTable table = {products, UNIT_COUNT(products)};

#define PARTY(country) PARTY_AT(country, "3011JA")
#define PARTY_AT(country, postal_code) \
	"{'company':'C','last_name':'A','street':'Meent','house_number':'9'," \
	"'postal_code':'" postal_code "','city':'Rotterdam','country':'" country "'," \
	"'email':'a@example.org','mobile':'+31612345678'}"

typedef struct MemoryRow
{
	const char *name;
	const char *description;
	PnlLabelCallKind kind;
	bool		v4;
} MemoryRow;

#define CUSTOMS "{'receiver':" PARTY("NL") ",'parcels':[{'weight_g':5}],'customs':{" \
	"'transaction_code':'11','currency':'USD','invoice':'1','certificate':'2','license':'3'," \
	"'handle_as_non_deliverable':true,'content':[{'description':'Book','quantity':1,'weight_g':4," \
	"'value':1.5,'hs_code':'100878','country_of_origin':'NL'}]}}"
#define ABROAD "{'receiver':" PARTY_AT("DE", "10115") ",'parcels':[{'weight_g':5}],'customs':{" \
	"'shipment_type':'gift','license':'3','content':[{'description':'Book','quantity':1," \
	"'weight_g':4,'value':1.5}]}}"
#define MUCH "{'reference':'R','receiver':" PARTY("NL") ",'sender':" PARTY("NL") "," \
	"'return_address':" PARTY("NL") ",'parcels':[{'weight_g':5,'length_mm':7},{}]," \
	"'services':['adr_lq','delivery_code'],'delivery_date':'2031-12-01'," \
	"'delivery_window':{'service':'evening','guaranteed_before':'10:00','duration':'24hours'}," \
	"'returns':{'label':'shipment_and_return','barcode':'3SDEVC7654321','reference':'B'," \
	"'blocked':true,'period_days':35,'kind':'smart','valuable':true},'label':{'position':'B'," \
	"'orientation':'portrait'},'insured_value':20,'receiver_date_of_birth':'2000-01-01'," \
	"'remark':'r','raw':{'Remark':'x','New':{'a':1}}}"
#define MUCH_LEGACY "{'receiver':" PARTY("NL") ",'options':['118/006'],'label':{'format':'zpl'}}"
#define PICKED_UP "{'receiver':" PARTY("NL") ",'pickup_location':{'location_code':'166152'," \
	"'retail_network_id':'PNPNL-01','company':'Shop','street':'Meent','house_number':'9'," \
	"'postal_code':'3011JA','city':'Rotterdam'}}"

static const MemoryRow rows[] = {
	{"a label with customs", CUSTOMS, PNL_LABEL_AND_CONFIRM, false},
	{"an announcement with customs", CUSTOMS, PNL_CONFIRM_ONLY, false},
	{"a label of V4 with customs", ABROAD, PNL_LABEL_AND_CONFIRM, true},
	{"a label with much", MUCH, PNL_LABEL_AND_CONFIRM, false},
	{"a label of V4 with much", MUCH, PNL_LABEL_AND_CONFIRM, true},
	{"a return with much", MUCH, PNL_LABEL_RETURN, false},
	{"a return of V4 with much", MUCH, PNL_LABEL_RETURN, true},
	{"a label with options", MUCH_LEGACY, PNL_LABEL_ONLY, false},
	{"a label for a location", PICKED_UP, PNL_LABEL_AND_CONFIRM, false},
	{"a label of V4 for a location", PICKED_UP, PNL_LABEL_AND_CONFIRM, true},
};

static void
read_shipment(PnlShipment *shipment, const char *description)
{
	char	   *quoted = unit_quoted(description);
	PnlShipmentDefaults defaults = {0};
	PnlError	error;

	pnl_error_init(&error);
	if (!pnl_shipment_read(shipment, quoted, strlen(quoted), &defaults, &table, &error))
		fail_msg("%s", error.message);
	free(quoted);
}

/* Whether the call is built when one thing after so many cannot be made. */
static bool
build(const PnlLabelCall *call, int made)
{
	PnlRequest	request;
	PnlError	error;
	bool		built;

	pnl_error_init(&error);
	pnl_request_init(&request);
	left = made;
	built = pnl_label_call_build(&request, call, &error);
	left = -1;
	if (!built)
		unit_assert_error(&error, PNL_ERR_MEMORY, "out of memory");
	pnl_request_free(&request);
	return built;
}

static void
run_out_of_memory(void **state)
{
	const MemoryRow *row = *state;
	PnlShipment shipment;
	PnlLabelParcel parcels[2] = {{&shipment, 0, "3SDEVC1234567", "3SDEVC1234567"},
	{&shipment, 1, "3SDEVC7654321", "3SDEVC1234567"}};
	PnlLabelCall call = {
		.kind = row->kind, .v4 = row->v4, .customer_code = "DEVC", .customer_number = "11223344",
		.collection_location = "123456", .parcels = parcels,
		.now = {.year = 2031, .month = 12, .day = 2}
	};
	int			made = 0;

	read_shipment(&shipment, row->description);
	call.parcel_count = shipment.parcel_count;
	while (!build(&call, made))
		made++;
	assert_true(made > 10);
	pnl_shipment_free(&shipment);
}

/* Values that all have to be brought to their form, and what the account adds. */
#define MANY_FORMS "{'receiver':{'last_name':7,'street':'Meent','house_number':9," \
	"'postal_code':'3011 ja','city':'Rotterdam','country':'Nederland','email':'a@example.org'}," \
	"'services':['ADR_LQ','Delivery_Code'],'delivery_date':'2031-12-01T23:30:00Z'," \
	"'parcels':[{'weight_g':'500'}],'insured_value':'20.00','label':{'dpi':'300'}}"

/* Whether a description is read when one thing after so many cannot be made. */
static bool
read_forms(int made)
{
	PnlShipmentDefaults defaults = {
		.sender = "{\"company\":\"C\",\"city\":\"B\",\"country\":\"nl\"}", .label_format = "ZPL"
	};
	PnlJson    *description = unit_parse(MANY_FORMS);
	PnlShipment shipment;
	PnlError	error;
	bool		read;

	pnl_error_init(&error);
	left = made;
	read = pnl_shipment_read_sender(&defaults, &error);
	if (read)
		read = pnl_shipment_read_document(&shipment, description, &defaults, &table, &error);
	else
		shipment = (PnlShipment) {.description = description};
	left = -1;
	if (!read)
		unit_assert_error(&error, PNL_ERR_MEMORY, "out of memory");
	pnl_shipment_free(&shipment);
	pnl_json_free(defaults.sender_document);
	return read;
}

static void
reading_runs_out_of_memory(void **state)
{
	int			made = 0;

	(void) state;
	while (!read_forms(made))
		made++;
	assert_true(made > 30);
}

int
main(void)
{
	UNIT_ROWS(rows, run_out_of_memory);
	UNIT_CASE(reading_runs_out_of_memory);
	return unit_run();
}
