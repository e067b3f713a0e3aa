/*
 * test_label.c
 *		Calls that make labels: which operation, which body.
 *
 * The bodies of all kinds of shipments are in sql/ship_requests.sql.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "core/api.h"
#include "core/label.h"
#include "core/label_call.h"
#include "core/shipment_read.h"

static const PnlProduct products[] = {
	{"3085", "NL", "NL", "parcel", false, true, 0, "", true, "3S"},
	{"3189", "NL", "NL", "parcel", false, true, PNL_SERVICE_SIGNATURE, "", false, "3S"},
};

static const PnlProductTable table = {products, 2};

#define RECEIVER \
	"'receiver':{'last_name':'de Ruiter','street':'Meent','house_number':'9'," \
	"'postal_code':'3011 ja','city':'Rotterdam'}"

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

typedef struct CallRow
{
	const char *name;
	const char *description;
	PnlLabelCallKind kind;
	bool		v4;
	const char *barcode;
	const char *target;
	const char *body;			/* NULL = refused with the message */
	const char *message;
} CallRow;

#define V4_PARTIES(services) \
	"{'shipmentType':'parcel','receiver':{'contact':{'lastName':'de Ruiter'}," \
	"'address':{'street':'Meent','houseNumber':'9','postalCode':'3011JA','city':'Rotterdam'," \
	"'countryIso':'NL'}},'sender':{'address':{'countryIso':'NL'},'customerCode':'DEVC'," \
	"'customerNumber':'11223344'}"
#define LEGACY(parcel) \
	"{'Customer':{'CustomerCode':'DEVC','CustomerNumber':'11223344'},'Message':{" \
	"'MessageID':'7','MessageTimeStamp':'02-12-2031 10:20:30','Printertype':'GraphicFile|PDF'}," \
	"'Shipments':[{" parcel "'ProductCodeDelivery':'3085','Addresses':[{'AddressType':'01'," \
	"'Name':'de Ruiter','Street':'Meent','HouseNr':'9','Zipcode':'3011JA','City':'Rotterdam'," \
	"'Countrycode':'NL'}],'Dimension':{'Weight':1000}}]}"

#define HANDED_OVER(service) \
	"{'receiver':{'last_name':'de Ruiter','street':'Meent','house_number':'9'," \
	"'postal_code':'3011 ja','city':'Rotterdam','email':'p@example.org'}," \
	"'hand_over_date':'2031-12-01','delivery_window':{'service':'" service "'}}"
#define HANDED_OVER_BODY(options, day) \
	"{'Customer':{'CustomerCode':'DEVC','CustomerNumber':'11223344'},'Message':{" \
	"'MessageID':'7','MessageTimeStamp':'02-12-2031 10:20:30','Printertype':'GraphicFile|PDF'}," \
	"'Shipments':[{'Barcode':'3SDEVC1234567','ProductCodeDelivery':'3085','Addresses':[{'AddressType':'01'," \
	"'Name':'de Ruiter','Street':'Meent','HouseNr':'9','Zipcode':'3011JA','City':'Rotterdam'," \
	"'Countrycode':'NL'}],'Contacts':[{'Email':'p@example.org','ContactType':'01'}]," \
	"'Dimension':{'Weight':1000},'ProductOptions':[" options "],'DeliveryDate':'" day "'}]}"

static const CallRow calls[] = {
	{"a label that announces", "{" RECEIVER "}", PNL_LABEL_AND_CONFIRM, false, "3SDEVC1234567",
	"/shipment/v2_2/label?confirm=true", LEGACY("'Barcode':'3SDEVC1234567',")},
	{"a label only", "{" RECEIVER "}", PNL_LABEL_ONLY, false, "3SDEVC1234567",
	"/shipment/v2_2/label?confirm=false", LEGACY("'Barcode':'3SDEVC1234567',")},
	{"a label with a barcode of PostNL's own", "{" RECEIVER "}", PNL_LABEL_AND_CONFIRM, false,
	NULL, "/v1/shipment?confirm=true", LEGACY("")},
	{"an announcement", "{" RECEIVER "}", PNL_CONFIRM_ONLY, false, "3SDEVC1234567",
	"/shipment/v2/confirm", NULL},
	{"a label of V4 that announces", "{" RECEIVER "}", PNL_LABEL_AND_CONFIRM, true, NULL,
		"/shipment/delivery/v4/labelconfirm", V4_PARTIES("") ",'labelSettings':{'outputType':'pdf',"
	"'resolution':200},'items':[{}],'itemCount':1}"},
	{"an announcement of V4 has no label settings", "{" RECEIVER "}", PNL_CONFIRM_ONLY, true,
		"3SDEVC1234567", "/shipment/delivery/v4/confirm",
	V4_PARTIES("") ",'items':[{'barcode':'3SDEVC1234567'}],'itemCount':1}"},
	{"raw is merged over what is sent", "{" RECEIVER ",'raw':{'Dimension':null,'New':{'a':1}}}",
		PNL_LABEL_ONLY, false, "3SDEVC1234567", "/shipment/v2_2/label?confirm=false",
		"{'Customer':{'CustomerCode':'DEVC','CustomerNumber':'11223344'},'Message':{"
		"'MessageID':'7','MessageTimeStamp':'02-12-2031 10:20:30','Printertype':'GraphicFile|PDF'},"
		"'Shipments':[{'Barcode':'3SDEVC1234567','ProductCodeDelivery':'3085','Addresses':[{'AddressType':'01',"
		"'Name':'de Ruiter','Street':'Meent','HouseNr':'9','Zipcode':'3011JA','City':'Rotterdam',"
	"'Countrycode':'NL'}],'New':{'a':1}}]}"},
	{"raw changes no barcode", "{" RECEIVER ",'raw':{'barcode':null}}", PNL_LABEL_ONLY, false, "3SDEVC1234567",
	NULL, NULL, "raw must not have Barcode: parcels[].barcode gives barcodes"},
	{"raw changes no barcode of V4", "{" RECEIVER ",'raw':{'items':[{}]}}", PNL_LABEL_ONLY, true, "3SDEVC1234567",
	NULL, NULL, "raw must not have items: parcels[].barcode gives barcodes"},
	{"a product that V4 lacks is refused", "{" RECEIVER ",'services':['signature']}",
	PNL_LABEL_ONLY, true, NULL, NULL, NULL, "product 3189 is not possible with API v4"},
	{"options are the legacy API's", "{" RECEIVER ",'options':['118/006']}", PNL_LABEL_ONLY, true,
	NULL, NULL, NULL, "options are not possible with API v4; use services"},
	{"a parcel is handed over the day before its delivery", "{" RECEIVER ",'delivery_date':'2031-12-01',"
		"'delivery_window':{'service':'daytime'},'raw':{}}", PNL_LABEL_ONLY, true, NULL,
		"/shipment/delivery/v4/label", V4_PARTIES("") ",'labelSettings':{'outputType':'pdf',"
		"'resolution':200},'items':[{}],'itemCount':1,'services':{'deliveryWindow':{"
	"'service':'daytime'}},'handOverDate':'2031-11-30'}"},
	{"the sender is whom PostNL may ask", "{" RECEIVER ",'sender':{'company':'Shop','first_name':'Jan','last_name':'Bos',"
		"'email':'jan@shop.nl','street':'Kade','house_number':'1','postal_code':'3011JA','city':'Rotterdam'}}",
		PNL_CONFIRM_ONLY, false, "3SDEVC1234567", "/shipment/v2/confirm",
		"{'Customer':{'CustomerCode':'DEVC','CustomerNumber':'11223344','Name':'Shop','Email':'jan@shop.nl',"
		"'ContactPerson':'Jan Bos','Address':{'AddressType':'02','CompanyName':'Shop','FirstName':'Jan','Name':'Bos',"
		"'Street':'Kade','HouseNr':'1','Zipcode':'3011JA','City':'Rotterdam','Countrycode':'NL'}},"
		"'Message':{'MessageID':'7','MessageTimeStamp':'02-12-2031 10:20:30'},"
		"'Shipments':[{'Barcode':'3SDEVC1234567','ProductCodeDelivery':'3085','Addresses':[{'AddressType':'01',"
		"'Name':'de Ruiter','Street':'Meent','HouseNr':'9','Zipcode':'3011JA','City':'Rotterdam',"
	"'Countrycode':'NL'}],'Dimension':{'Weight':1000}}]}"},
	{"a parcel has its own reference and cost centre", "{" RECEIVER ",'reference':'A-1','cost_center':'K',"
		"'parcels':[{'reference':'A-1/1','cost_center':'K1'}]}", PNL_CONFIRM_ONLY, true, "3SDEVC1234567",
		"/shipment/delivery/v4/confirm", V4_PARTIES("") ",'items':[{'customerReferences':{'shipmentReference':'A-1/1',"
	"'costCenter':'K1'},'barcode':'3SDEVC1234567'}],'itemCount':1}"},
	{"one whose barcode PostNL gives has its shipment's reference", "{" RECEIVER ",'reference':'A-1',"
		"'parcels':[{'reference':'A-1/1'}]}", PNL_LABEL_ONLY, true, NULL,
		"/shipment/delivery/v4/label", V4_PARTIES("") ",'labelSettings':{'outputType':'pdf','resolution':200},"
	"'items':[{'customerReferences':{'shipmentReference':'A-1'}}],'itemCount':1}"},
	{"a parcel of the legacy API has its own cost centre", "{" RECEIVER ",'cost_center':'K',"
		"'parcels':[{'reference':'A-1/1','cost_center':'K1'}]}", PNL_LABEL_ONLY, false, "3SDEVC1234567",
		"/shipment/v2_2/label?confirm=false",
		"{'Customer':{'CustomerCode':'DEVC','CustomerNumber':'11223344'},'Message':{"
		"'MessageID':'7','MessageTimeStamp':'02-12-2031 10:20:30','Printertype':'GraphicFile|PDF'},"
		"'Shipments':[{'Barcode':'3SDEVC1234567','ProductCodeDelivery':'3085','Addresses':[{'AddressType':'01',"
		"'Name':'de Ruiter','Street':'Meent','HouseNr':'9','Zipcode':'3011JA','City':'Rotterdam',"
	"'Countrycode':'NL'}],'CostCenter':'K1','CustomerOrderNumber':'A-1/1','Dimension':{'Weight':1000}}]}"},
	{"an evening is the one after the hand-over", HANDED_OVER("evening"), PNL_LABEL_ONLY, false, "3SDEVC1234567",
	"/shipment/v2_2/label?confirm=false", HANDED_OVER_BODY("{'Characteristic':'118','Option':'006'}", "02-12-2031 00:00:00")},
	{"sameday is that of the hand-over", HANDED_OVER("sameday"), PNL_LABEL_ONLY, false, "3SDEVC1234567",
		"/shipment/v2_2/label?confirm=false", HANDED_OVER_BODY("{'Characteristic':'118','Option':'015'},"
															   "{'Characteristic':'118','Option':'006'}", "01-12-2031 00:00:00")},
	{"16+ is V4's", "{" RECEIVER ",'services':['age_check_16']}", PNL_LABEL_ONLY, false, NULL,
	NULL, NULL, "services age_check_16 is not possible with API legacy"},
};

static PnlLabelCall
make_call(const CallRow *row, const PnlLabelParcel *parcel)
{
	PnlLabelCall call = {
		.kind = row->kind, .v4 = row->v4, .customer_code = "DEVC",
		.customer_number = "11223344", .parcels = parcel, .parcel_count = 1,
		.now = {.year = 2031, .month = 12, .day = 2, .hour = 10, .minute = 20, .second = 30},
		.message_number = 7
	};

	return call;
}

static void
build_call(void **state)
{
	const CallRow *row = *state;
	PnlShipment shipment;
	PnlLabelParcel parcel = {&shipment, 0, row->barcode, row->barcode};
	PnlLabelCall call = make_call(row, &parcel);
	PnlRequest	request;
	PnlError	error;
	bool		built;

	read_shipment(&shipment, row->description);
	pnl_error_init(&error);
	pnl_request_init(&request);
	built = pnl_label_call_build(&request, &call, &error);
	if (row->message != NULL)
	{
		assert_false(built);
		unit_assert_error(&error, PNL_ERR_ARGUMENT, row->message);
	}
	else if (!built)
		fail_msg("%s", error.message);
	else
	{
		char	   *body = row->body != NULL ? unit_quoted(row->body) : NULL;

		assert_string_equal(request.method, "POST");
		assert_string_equal(pnl_buf_text(&request.target), row->target);
		if (body != NULL)
			assert_string_equal(pnl_buf_text(&request.body), body);
		free(body);
	}
	pnl_request_free(&request);
	pnl_shipment_free(&shipment);
}

/* Which shipments may share a call: those with the same key that is not empty. */
typedef struct JoinRow
{
	const char *name;
	const char *a;
	const char *b;
	bool		share;
} JoinRow;

#define SENDER(city) "'sender':{'company':'Shop','street':'Meent','house_number':'1'," \
	"'postal_code':'3011JA','city':'" city "'}"

static const JoinRow joins[] = {
	{"nothing special", "{" RECEIVER "}", "{" RECEIVER ",'reference':'b'}", true},
	{"the same sender", "{" RECEIVER "," SENDER("A") "}", "{" RECEIVER "," SENDER("A") "}", true},
	{"another sender", "{" RECEIVER "," SENDER("A") "}", "{" RECEIVER "," SENDER("B") "}", false},
	{"a sender and none", "{" RECEIVER "," SENDER("A") "}", "{" RECEIVER "}", false},
	{"another format", "{" RECEIVER ",'label':{'format':'zpl'}}", "{" RECEIVER "}", false},
	{"a place on a sheet", "{" RECEIVER ",'label':{'position':'A'}}",
	"{" RECEIVER ",'label':{'position':'A'}}", false},
	{"several parcels", "{" RECEIVER ",'parcels':[{},{}]}", "{" RECEIVER ",'parcels':[{},{}]}",
	false},
};

static void
append_key(PnlBuf *key, const char *description)
{
	PnlShipment shipment;

	read_shipment(&shipment, description);
	pnl_buf_init(key, 0);
	assert_true(pnl_label_call_append_join_key(key, &shipment));
	pnl_shipment_free(&shipment);
}

static void
compare_keys(void **state)
{
	const JoinRow *row = *state;
	PnlBuf		a,
				b;

	append_key(&a, row->a);
	append_key(&b, row->b);
	assert_int_equal(a.length > 0 && strcmp(pnl_buf_text(&a), pnl_buf_text(&b)) == 0, row->share);
	pnl_buf_free(&a);
	pnl_buf_free(&b);
}

/* ----------
 * Words may come in any letter case
 * ----------
 */

typedef struct SpellingRow
{
	const char *name;
	const char *ours;
	const char *shouted;		/* means the same */
	bool		v4;
} SpellingRow;

#define EVENING(word) "'delivery_date':'2031-12-01','delivery_window':{'service':'" word "'}"
#define MAIL_RECEIVER "'receiver':{'last_name':'de Ruiter','street':'Meent','house_number':'9'," \
	"'postal_code':'3011JA','city':'Rotterdam','email':'a@example.org'}"

static const SpellingRow spellings[] = {
	{"a pdf is one in any letter case", "{" RECEIVER ",'label':{'format':'pdf'}}",
	"{" RECEIVER ",'label':{'format':'PDF'}}", false},
	{"zpl is one in any letter case", "{" RECEIVER ",'label':{'format':'zpl','dpi':300}}",
	"{" RECEIVER ",'label':{'format':'Zpl','dpi':300}}", false},
	{"a format of V4 is one in any letter case", "{" RECEIVER ",'label':{'format':'gif'}}",
	"{" RECEIVER ",'label':{'format':'GIF'}}", true},
	{"an evening is one in any letter case", "{" MAIL_RECEIVER "," EVENING("evening") "}",
	"{" MAIL_RECEIVER "," EVENING("EVENING") "}", false},
	{"an evening of V4 is one in any letter case", "{" MAIL_RECEIVER "," EVENING("evening") "}",
	"{" MAIL_RECEIVER "," EVENING("Evening") "}", true},
	{"a service is one in any letter case", "{" RECEIVER ",'services':['signature','adr_lq']}",
	"{" RECEIVER ",'services':['Signature','ADR_LQ']}", false},
	{"a kind of return is one in any letter case", "{" RECEIVER ",'returns':{'kind':'smart'}}",
	"{" RECEIVER ",'returns':{'kind':'SMART'}}", false},
};

static void
append_body(PnlBuf *body, const char *description, bool v4)
{
	CallRow		row = {.kind = PNL_LABEL_AND_CONFIRM, .v4 = v4};
	PnlShipment shipment;
	PnlLabelParcel parcel = {&shipment, 0, "3SDEVC1234567", "3SDEVC1234567"};
	PnlLabelCall call = make_call(&row, &parcel);
	PnlRequest	request;
	PnlError	error;

	read_shipment(&shipment, description);
	pnl_error_init(&error);
	pnl_request_init(&request);
	if (!pnl_label_call_build(&request, &call, &error))
		fail_msg("%s", error.message);
	pnl_buf_init(body, 0);
	assert_true(pnl_buf_append_text(body, pnl_buf_text(&request.body)));
	pnl_request_free(&request);
	pnl_shipment_free(&shipment);
}

static void
compare_spellings(void **state)
{
	const SpellingRow *row = *state;
	PnlBuf		ours,
				shouted;

	append_body(&ours, row->ours, row->v4);
	append_body(&shouted, row->shouted, row->v4);
	assert_string_equal(pnl_buf_text(&shouted), pnl_buf_text(&ours));
	pnl_buf_free(&ours);
	pnl_buf_free(&shouted);
}

int
main(void)
{
	UNIT_ROWS(calls, build_call);
	UNIT_ROWS(joins, compare_keys);
	UNIT_ROWS(spellings, compare_spellings);
	return unit_run();
}
