/*
 * test_label_check.c
 *		What a generation of the API cannot say: refused when a shipment is taken
 *		on, and by the builders, whatever they are handed.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "core/label.h"
#include "core/label_call.h"
#include "core/label_check.h"
#include "core/shipment_read.h"

static const PnlProduct products[] = {
	{"3085", "NL", "NL", "parcel", false, true, 0, "", true, "3S"},
	{"4907", "NL", "EU", "parcel", false, true, PNL_SERVICE_TRACK_TRACE, "005/025", true, "3S"},
	{"4909", "NL", "ROW", "parcel", false, true, PNL_SERVICE_TRACK_TRACE, "005/025", true, "CC"},
	{"6350", "NL", "EU", "packet", false, true, PNL_SERVICE_TRACK_TRACE, "", true, "LA"},
	{"6942", "NL", "EU", "letterbox", false, true, 0, "", false, "LA"},
};

static const PnlProductTable table = {products, UNIT_COUNT(products)};

#define HOME "'receiver':{'last_name':'A','street':'Meent','house_number':'9'," \
	"'postal_code':'3011JA','city':'Rotterdam'}"
#define WITH_MAIL "'receiver':{'last_name':'A','street':'Meent','house_number':'9'," \
	"'postal_code':'3011JA','city':'Rotterdam','email':'a@example.org'}"
#define BERLIN "'receiver':{'last_name':'A','street':'B','house_number':'4'," \
	"'postal_code':'10115','city':'Berlin','country':'DE'}"
#define ZUG "'receiver':{'last_name':'A','street':'B','house_number':'4'," \
	"'postal_code':'8001','city':'Zug','country':'CH'},'customs':{'shipment_type':'gift'," \
	"'content':[{'description':'Boek','quantity':1,'weight_g':400,'value':10}]}"
#define TWO "'parcels':[{'weight_g':500},{'weight_g':700}]"
#define FIRST_NAMED "'parcels':[{'weight_g':500,'barcode':'CC123456785NL'},{'weight_g':700}]"
#define BOTH_NAMED "'parcels':[{'weight_g':500,'barcode':'CC123456785NL'}," \
	"{'weight_g':700,'barcode':'CC987654326NL'}]"

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

/* ----------
 * When a shipment is taken on
 * ----------
 */

typedef struct CheckRow
{
	const char *name;
	const char *description;
	bool		v4;
	PnlLabelCallKind kind;
	const char *message;		/* NULL = it can be said */
} CheckRow;

#define CUSTOMS_IN(currency) "{'shipment_type':'gift','currency':'" currency "','content':[{" \
	"'description':'Book','quantity':1,'weight_g':4,'value':1.5}]}"
#define NEEDED "for several parcels: API legacy issues none for them"

static const CheckRow checks[] = {
	{"two parcels at home have barcodes of ours", "{" HOME "," TWO "}", false,
	PNL_LABEL_AND_CONFIRM, NULL},
	{"two parcels in the EU have barcodes of ours", "{" BERLIN "," TWO "}", false,
	PNL_LABEL_AND_CONFIRM, NULL},
	{"two parcels outside the EU need barcodes", "{" ZUG "," TWO "}", false,
	PNL_LABEL_AND_CONFIRM, "parcels[0].barcode must be given " NEEDED},
	{"each of them does", "{" ZUG "," FIRST_NAMED "}", false, PNL_LABEL_AND_CONFIRM,
	"parcels[1].barcode must be given " NEEDED},
	{"two parcels outside the EU with barcodes", "{" ZUG "," BOTH_NAMED "}", false,
	PNL_LABEL_AND_CONFIRM, NULL},
	{"two packets in the EU need barcodes", "{" BERLIN "," TWO ",'product':'6350'}", false,
	PNL_LABEL_AND_CONFIRM, "parcels[0].barcode must be given " NEEDED},
	{"one parcel outside the EU needs none", "{" ZUG ",'parcels':[{'weight_g':500}]}", false,
	PNL_LABEL_AND_CONFIRM, NULL},
	{"nor do two of V4", "{" ZUG "," TWO "}", true, PNL_LABEL_AND_CONFIRM, NULL},
	{"a label only is the same", "{" ZUG "," TWO "}", false, PNL_LABEL_ONLY,
	"parcels[0].barcode must be given " NEEDED},
	{"two returns need barcodes, at home too", "{" HOME "," TWO "}", false, PNL_LABEL_RETURN,
	"parcels[0].barcode must be given " NEEDED},
	{"two returns of V4 do not", "{" HOME "," TWO "}", true, PNL_LABEL_RETURN, NULL},
	{"png is V4's", "{" HOME ",'label':{'format':'png'}}", false, PNL_LABEL_AND_CONFIRM,
	"label.format must not be png with the legacy API"},
	{"png is V4's in any letter case", "{" HOME ",'label':{'format':'PNG'}}", false,
	PNL_LABEL_AND_CONFIRM, "label.format must not be png with the legacy API"},
	{"an announcement has no format", "{" HOME ",'label':{'format':'png'}}", false,
	PNL_CONFIRM_ONLY, NULL},
	{"registered is V4's", "{" HOME ",'services':['registered']}", false, PNL_LABEL_AND_CONFIRM,
	"services registered is not possible with API legacy"},
	{"a service is one in any letter case", "{" HOME ",'services':['Registered']}", false,
	PNL_LABEL_AND_CONFIRM, "services registered is not possible with API legacy"},
	{"sunday is the legacy API's", "{" WITH_MAIL ",'delivery_window':{'service':'Sunday'},"
		"'delivery_date':'2031-12-01'}", true, PNL_LABEL_AND_CONFIRM,
	"delivery_window.service must be daytime or evening with API v4"},
	{"evening is both's", "{" WITH_MAIL ",'delivery_window':{'service':'Evening'},"
	"'delivery_date':'2031-12-01'}", true, PNL_LABEL_AND_CONFIRM, NULL},
	{"options are the legacy API's", "{" HOME ",'options':['118/006']}", true,
	PNL_LABEL_AND_CONFIRM, "options are not possible with API v4; use services"},
	{"a product that V4 lacks", "{" BERLIN ",'parcels':[{'weight_g':5}],'product':'6942'}", true,
	PNL_LABEL_AND_CONFIRM, "product 6942 is not possible with API v4"},
	{"a product that nobody knows", "{" HOME ",'product':'9876'}", true, PNL_LABEL_AND_CONFIRM,
	"product 9876 is not possible with API v4"},
	{"a guarantee before nine is the legacy API's", "{" WITH_MAIL ",'delivery_window':"
		"{'guaranteed_before':'09:00'},'delivery_date':'2031-12-01'}", true, PNL_LABEL_AND_CONFIRM,
	"delivery_window.guaranteed_before must be 10:00, 12:00 or 17:00 with API v4"},
	{"one before ten is both's", "{" WITH_MAIL ",'delivery_window':{'guaranteed_before':'10:00'},"
	"'delivery_date':'2031-12-01'}", true, PNL_LABEL_AND_CONFIRM, NULL},
	{"the legacy API has two periods", "{" HOME ",'returns':{'period_days':100}}", false,
	PNL_LABEL_AND_CONFIRM, "returns.period_days must be 20 or 35 with the legacy API"},
	{"a shipment of V4 has five", "{" HOME ",'returns':{'period_days':100}}", true,
	PNL_LABEL_AND_CONFIRM, NULL},
	{"and no others", "{" HOME ",'returns':{'period_days':36}}", true, PNL_CONFIRM_ONLY,
	"returns.period_days must be 20, 35, 100, 200 or 365 with API v4"},
	{"a return of V4 has two", "{" HOME ",'returns':{'period_days':100}}", true, PNL_LABEL_RETURN,
	"returns.period_days must be 20 or 35"},
	{"a label of the legacy API knows two currencies", "{" ZUG ",'parcels':[{'weight_g':5}],"
		"'customs':" CUSTOMS_IN("gbp") "}", false, PNL_LABEL_AND_CONFIRM,
	"customs.currency must be EUR or USD with the legacy API"},
	{"an announcement knows more", "{" ZUG ",'parcels':[{'weight_g':5}],'customs':"
	CUSTOMS_IN("GBP") "}", false, PNL_CONFIRM_ONLY, NULL},
	{"a sender of the legacy API has a city", "{" HOME ",'sender':{'company':'Shop'}}", false,
	PNL_LABEL_AND_CONFIRM, "sender.city must be given of a sender with the legacy API"},
	{"one of V4 need not", "{" HOME ",'sender':{'company':'Shop'}}", true, PNL_LABEL_AND_CONFIRM,
	NULL},
	{"nor who sends a return", "{" HOME ",'sender':{'company':'Shop'}}", false, PNL_LABEL_RETURN,
	NULL},
	{"a return of V4 has no product", "{" HOME ",'product':'9876'}", true, PNL_LABEL_RETURN,
	NULL},
};

static void
check_shipment(void **state)
{
	const CheckRow *row = *state;
	PnlShipment shipment;
	PnlError	error;
	bool		possible;

	read_shipment(&shipment, row->description);
	pnl_error_init(&error);
	possible = pnl_label_check(&shipment, row->v4, row->kind, &error);
	if (row->message != NULL)
	{
		assert_false(possible);
		unit_assert_error(&error, PNL_ERR_ARGUMENT, row->message);
	}
	else if (!possible)
		fail_msg("%s", error.message);
	pnl_shipment_free(&shipment);
}

/* ----------
 * When a call is built
 * ----------
 */

typedef struct BuildRow
{
	const char *name;
	const char *description;
	bool		v4;
	PnlLabelCallKind kind;
	int			number;			/* of the parcel */
	const char *barcode;
	const char *main_barcode;
	bool		anonymous;		/* the account has no customer code */
	const char *message;		/* NULL = it is built */
} BuildRow;

static const BuildRow builds[] = {
	{"two parcels without any barcode", "{" ZUG "," TWO "}", false, PNL_LABEL_AND_CONFIRM, 0,
	NULL, NULL, false, "parcels[0].barcode must be given " NEEDED},
	{"two parcels without the main barcode", "{" ZUG "," TWO "}", false, PNL_LABEL_AND_CONFIRM, 1,
	"CC987654326NL", NULL, false, "parcels[0].barcode must be given " NEEDED},
	{"the second parcel without its barcode", "{" ZUG "," TWO "}", false, PNL_LABEL_AND_CONFIRM, 1,
	NULL, "CC123456785NL", false, "parcels[1].barcode must be given " NEEDED},
	{"two parcels with barcodes", "{" ZUG "," TWO "}", false, PNL_LABEL_AND_CONFIRM, 1,
	"CC987654326NL", "CC123456785NL", false, NULL},
	{"two returns without any barcode", "{" HOME "," TWO "}", false, PNL_LABEL_RETURN, 0, NULL, NULL,
	false, "parcels[0].barcode must be given " NEEDED},
	{"two parcels of V4 without any barcode", "{" ZUG "," TWO "}", true, PNL_LABEL_AND_CONFIRM, 1,
	NULL, NULL, false, NULL},
	{"an announcement without a barcode", "{" HOME "}", false, PNL_CONFIRM_ONLY, 0, NULL, NULL,
	false, "parcels[0].barcode must be given for an announcement without a label"},
	{"an announcement of V4 without a barcode", "{" HOME "}", true, PNL_CONFIRM_ONLY, 0, NULL,
	NULL, false, "parcels[0].barcode must be given for an announcement without a label"},
	{"a parcel that the shipment does not have", "{" HOME "}", true, PNL_LABEL_AND_CONFIRM, 1,
	NULL, NULL, false, "a call must be for parcels that exist"},
	{"an account without a customer code", "{" HOME "}", false, PNL_LABEL_AND_CONFIRM, 0, NULL,
	NULL, true, "the account has no customer_code"},
};

static bool
build(const PnlLabelCall *call, PnlError *error)
{
	PnlRequest	request;
	bool		built;

	pnl_error_init(error);
	pnl_request_init(&request);
	built = pnl_label_call_build(&request, call, error);
	pnl_request_free(&request);
	return built;
}

static void
build_call(void **state)
{
	const BuildRow *row = *state;
	PnlShipment shipment;
	PnlLabelParcel parcel = {&shipment, row->number, row->barcode, row->main_barcode};
	PnlLabelCall call = {
		.kind = row->kind, .v4 = row->v4, .customer_code = row->anonymous ? NULL : "DEVC",
		.customer_number = "11223344", .parcels = &parcel, .parcel_count = 1,
		.now = {.year = 2031, .month = 12, .day = 2}
	};
	PnlError	error;
	bool		built;

	read_shipment(&shipment, row->description);
	built = build(&call, &error);
	if (row->message != NULL)
	{
		assert_false(built);
		unit_assert_error(&error, PNL_ERR_ARGUMENT, row->message);
	}
	else if (!built)
		fail_msg("%s", error.message);
	pnl_shipment_free(&shipment);
}

static void
a_call_without_parcels_is_refused(void **state)
{
	static const PnlLabelParcel parcel = {NULL, 0, NULL, NULL};
	PnlLabelCall call = {.customer_code = "DEVC", .customer_number = "11223344"};
	PnlError	error;

	(void) state;
	for (int v4 = 0; v4 <= 1; v4++)
	{
		call.v4 = v4;
		call.parcels = NULL;
		call.parcel_count = 1;
		assert_false(build(&call, &error));
		unit_assert_error(&error, PNL_ERR_ARGUMENT, "a call must be for parcels that exist");
		call.parcels = &parcel;
		assert_false(build(&call, &error));
		unit_assert_error(&error, PNL_ERR_ARGUMENT, "a call must be for parcels that exist");
		call.parcel_count = 0;
		assert_false(build(&call, &error));
		unit_assert_error(&error, PNL_ERR_ARGUMENT, "a call must be for parcels that exist");
	}
}

static void
a_call_is_repeatable_by_its_barcodes(void **state)
{
	PnlLabelParcel parcels[2] = {{.barcode = "3SDEVC1"}, {.barcode = "3SDEVC2"}};
	PnlLabelCall call = {.kind = PNL_LABEL_AND_CONFIRM, .parcels = parcels, .parcel_count = 2};

	(void) state;
	assert_true(pnl_label_call_is_repeatable(&call));
	call.kind = PNL_LABEL_RETURN;
	assert_false(pnl_label_call_is_repeatable(&call));
	call.kind = PNL_CONFIRM_ONLY;
	parcels[1].barcode = NULL;
	assert_false(pnl_label_call_is_repeatable(&call));
}

static void
v4_takes_all_parcels_of_a_shipment_in_a_call(void **state)
{
	PnlShipment shipment = {.parcel_count = 3};

	(void) state;
	assert_int_equal(pnl_label_call_parcels(&shipment, true), 3);
	assert_int_equal(pnl_label_call_parcels(&shipment, false), 1);
}

int
main(void)
{
	UNIT_CASE(a_call_is_repeatable_by_its_barcodes);
	UNIT_CASE(v4_takes_all_parcels_of_a_shipment_in_a_call);
	UNIT_ROWS(checks, check_shipment);
	UNIT_ROWS(builds, build_call);
	UNIT_CASE(a_call_without_parcels_is_refused);
	return unit_run();
}
