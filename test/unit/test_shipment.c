/*
 * test_shipment.c
 *		The description of a shipment: its keys, limits and rules.
 *
 * What all of it becomes on the wire is in sql/ship_requests.sql, with the
 * products that the extension has.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/shipment.h"
#include "core/shipment_path.h"
#include "core/shipment_read.h"
#include "core/shipment_rules.h"

static const PnlProduct products[] = {
	{"3085", "NL", "NL", "parcel", false, true, 0, "", true, "3S"},
	{"3189", "NL", "NL", "parcel", false, true, PNL_SERVICE_SIGNATURE, "", true, "3S"},
	{"3087", "NL", "NL", "parcel", false, true, PNL_SERVICE_INSURED, "", true, "3S"},
	{"3438", "NL", "NL", "parcel", false, true, PNL_SERVICE_AGE_CHECK_18, "002/014", true, "3S"},
	{"3533", "NL", "NL", "parcel", true, true, 0, "", true, "3S"},
	{"2928", "NL", "NL", "letterbox", false, true, 0, "", true, "3S"},
	{"4946", "NL", "BE", "parcel", false, true, 0, "", true, "3S"},
	{"4890", "BE", "NL", "parcel", false, true, 0, "", true, "3S"},
	{"4907", "NL", "EU", "parcel", false, true, PNL_SERVICE_TRACK_TRACE, "005/025", true, "3S"},
	{"4907", "NL", "EU", "parcel", false, true, PNL_SERVICE_INSURED, "004/015", true, "3S"},
	{"4907", "NL", "EU", "parcel", false, true, PNL_SERVICE_INSURED_PLUS, "004/016", true, "3S"},
	{"4909", "NL", "ROW", "parcel", false, true, PNL_SERVICE_TRACK_TRACE, "005/025", true, "CC"},
	{"3610", "NL", "NL", "pallet", false, false, 0, "", false, "3S"},
};

static const PnlProductTable table = {products, sizeof(products) / sizeof(products[0])};

#define ADDRESS \
	"'last_name':'de Ruiter','street':'Bilderdijkstraat','house_number':'9','city':'Utrecht'"
#define RECEIVER "'receiver':{" ADDRESS ",'postal_code':'3532VA'}"
#define REACHABLE "'receiver':{" ADDRESS ",'postal_code':'3532VA','email':'p@example.org'}"
#define ABROAD(country) "'receiver':{" ADDRESS ",'postal_code':'10115','country':'" country "'}"
#define AT(country, postal_code) \
	"'receiver':{" ADDRESS ",'postal_code':'" postal_code "','country':'" country "'}" WEIGHT
#define WEIGHT ",'parcels':[{'weight_g':500}]"
#define CUSTOMS(content) "'customs':{'shipment_type':'gift','content':[{" content "}]}"
#define CONTENT "'description':'Book','quantity':1,'weight_g':300,'value':12.5"

static bool
read_shipment(PnlShipment *shipment, const char *description,
			  const PnlShipmentDefaults *defaults, PnlError *error)
{
	char	   *quoted = unit_quoted(description);
	bool		read;

	pnl_error_init(error);
	read = pnl_shipment_read(shipment, quoted, strlen(quoted), defaults, &table, error);
	free(quoted);
	return read;
}

/* ----------
 * What a description comes down to
 * ----------
 */

typedef struct ReadRow
{
	const char *name;
	const char *description;
	const char *code;
	PnlDestination destination;
	int			parcels;
	bool		takes_barcodes;
} ReadRow;

static const ReadRow readable[] = {
	{"a receiver is enough", "{" RECEIVER "}", "3085", PNL_TO_NL, 1, true},
	{"services choose the product", "{" RECEIVER ",'services':['signature']}", "3189",
	PNL_TO_NL, 1, true},
	{"an amount asks for insurance", "{" RECEIVER ",'insured_value':'250.50'}", "3087",
	PNL_TO_NL, 1, true},
	{"a code brings its services", "{" RECEIVER ",'product':'3189'}", "3189", PNL_TO_NL, 1, true},
	{"a code and a service lead to the product with both",
	"{" RECEIVER ",'product':'3085','services':['signature']}", "3189", PNL_TO_NL, 1, true},
	{"a code that is not there is passed through", "{" RECEIVER ",'product':'9876'}", "9876",
	PNL_TO_NL, 1, true},
	{"a product without services is chosen by its code only",
	"{" RECEIVER ",'product':'3610','shipment_type':'pallet'}", "3610", PNL_TO_NL, 1, true},
	{"pick-up has products of its own",
		"{" REACHABLE ",'pickup_location':{'location_code':'166152'}}", "3533", PNL_TO_NL, 1,
	true},
	{"so has a letterbox", "{" RECEIVER ",'shipment_type':'letterbox'}", "2928", PNL_TO_NL, 1,
	true},
	{"a service that any product takes does not choose it",
	"{" RECEIVER ",'services':['adr_lq']}", "3085", PNL_TO_NL, 1, true},
	{"parcels are counted", "{" RECEIVER ",'parcels':[{},{'weight_g':5},{}]}", "3085",
	PNL_TO_NL, 3, true},
	{"to Belgium is another product", "{'receiver':{" ADDRESS ",'postal_code':'2000',"
	"'country':'be'}}", "4946", PNL_TO_BE, 1, true},
	{"so is from Belgium", "{" RECEIVER ",'sender':{'company':'Winkel','country':'BE'}}", "4890",
	PNL_TO_NL, 1, true},
	{"in the EU a parcel is tracked", "{" ABROAD("DE") WEIGHT "}", "4907", PNL_TO_EU, 1, true},
	{"or insured", "{" ABROAD("DE") WEIGHT ",'insured_value':500}", "4907", PNL_TO_EU, 1, true},
	{"PostNL issues barcodes of parcels to the world itself",
	"{" ABROAD("US") WEIGHT "," CUSTOMS(CONTENT) "}", "4909", PNL_TO_WORLD, 1, false},
	{"nothing in its many ways is nothing",
		"{" RECEIVER ",'sender':null,'customs':{},'remark':'','parcels':[],'services':[]}", "3085",
	PNL_TO_NL, 1, true},
};

static void
read_row(void **state)
{
	const ReadRow *row = *state;
	PnlShipmentDefaults defaults = {0};
	PnlShipment shipment;
	PnlError	error;

	if (!read_shipment(&shipment, row->description, &defaults, &error))
		fail_msg("%s", error.message);
	assert_string_equal(shipment.product.code, row->code);
	assert_int_equal(shipment.destination, row->destination);
	assert_int_equal(shipment.parcel_count, row->parcels);
	assert_int_equal(pnl_shipment_takes_barcodes(&shipment), row->takes_barcodes);
	pnl_shipment_free(&shipment);
}

static void
the_account_fills_in_what_is_left_out(void **state)
{
	PnlShipmentDefaults defaults = {
		.sender = "{\"company\": \"Shop\", \"country\": \"BE\"}",
		.product = "4890",
		.label_format = "zpl",
	};
	PnlShipment shipment;
	PnlError	error;
	PnlText		text;

	(void) state;
	assert_true(read_shipment(&shipment, "{" RECEIVER "}", &defaults, &error));
	assert_true(shipment.from_belgium);
	assert_string_equal(shipment.product.code, "4890");
	text = pnl_shipment_text(&shipment, "label.format");
	unit_assert_text(text.data, text.length, "zpl");
	pnl_shipment_free(&shipment);
	assert_true(read_shipment(&shipment, "{" RECEIVER ",'sender':{'company':'Other'},"
							  "'services':['signature'],'label':{'format':'pdf'}}", &defaults, &error));
	assert_false(shipment.from_belgium);
	assert_string_equal(shipment.product.code, "3189");
	text = pnl_shipment_text(&shipment, "label.format");
	unit_assert_text(text.data, text.length, "pdf");
	pnl_shipment_free(&shipment);
}

/* ----------
 * Refusals
 * ----------
 */

typedef struct RefuseRow
{
	const char *name;
	const char *description;
	const char *message;
} RefuseRow;

#define E36 \
	"\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9" \
	"\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"

static const RefuseRow unreadable[] = {
	{"what is no JSON", "receiver", "a shipment must be a JSON object: the JSON text is invalid "
	"at byte 1"},
	{"a list", "[{}]", "a shipment must be a JSON object"},
	{"a shipment without receiver", "{}", "receiver must be given"},
	{"a slip of a key", "{'reciever':{}}", "reciever is not known; did you mean receiver?"},
	{"a key that is like none", "{'xxxxxxxx':1}", "xxxxxxxx is not known"},
	{"a slip inside an object", "{'receiver':{'postcode':'x'}}",
	"receiver.postcode is not known; did you mean receiver.postal_code?"},
	{"a slip inside a list", "{'parcels':[{},{'weight':1}]}",
	"parcels[1].weight is not known; did you mean parcels[1].weight_g?"},
	{"a long text, counted in characters", "{'receiver':{'last_name':'" E36 "'}}",
	"receiver.last_name must not be longer than 35 characters"},
	{"markup", "{'receiver':{'last_name':'<b>'}}", "receiver.last_name must not hold < or >"},
	{"signs of markup", "{'receiver':{'last_name':'a<b'}}",
	"receiver.last_name must not hold < or >"},
	{"a number of decimals", "{'insured_value':1.005}",
	"insured_value must not have more than two decimals"},
	{"an amount in powers", "{'insured_value':1e2}",
	"insured_value must not have more than two decimals"},
	{"a negative amount", "{'insured_value':-1}", "insured_value must be between 0 and 5000"},
	{"no weight", "{'parcels':[{'weight_g':0}]}", "parcels[0].weight_g must be between 1 and 31500"},
	{"a phone number that is none", "{'receiver':{'mobile':'bel me maar even'}}",
	"receiver.mobile must be a phone number such as +31612345678"},
	{"an address of mail that is none", "{'receiver':{'email':'a@b@c.nl'}}",
	"receiver.email must be an e-mail address"},
	{"a country that is none", "{'receiver':{'country':'1L'}}",
	"receiver.country must be a country, by its name or a code such as NL"},
	{"an option that is none", "{'options':['118']}",
	"options[0] must be a characteristic and an option such as 118/006"},
	{"a code with other characters", "{'parcels':[{'barcode':'3SDEVC/1234567'}]}",
	"parcels[0].barcode must be letters and digits"},
	{"too many parcels of customs", "{'customs':{'content':[{},{},{},{},{},{}]}}",
	"customs.content must not have more than 5 elements"},
	{"a text where an object is meant", "{'receiver':'Peter'}", "receiver must be an object"},
	{"a text where a list is meant", "{'services':'signature'}", "services must be a list"},
	{"a text where a truth is meant", "{'returns':{'blocked':'ja'}}",
	"returns.blocked must be true or false"},
	{"a date that is none", "{'delivery_date':'2031-02-30'}",
	"delivery_date must be a date such as 2026-12-01"},
	{"a Dutch receiver without house number",
		"{'receiver':{'last_name':'x','street':'Meent','city':'Rotterdam','postal_code':'3011JA'}}",
	"receiver.house_number must be given in the Netherlands and Belgium"},
	{"a house number in the street",
		"{'receiver':{'last_name':'x','street':'Meent 123456','city':'Rotterdam','postal_code':'3011JA'}}",
	"receiver.house_number must be given by itself, not in receiver.street"},
	{"an evening without a date", "{" REACHABLE ",'delivery_window':{'service':'evening'}}",
	"delivery_date or hand_over_date must be given with a delivery window"},
	{"an evening without a way to reach the receiver",
		"{" RECEIVER ",'delivery_date':'2031-12-01','delivery_window':{'service':'evening'}}",
	"receiver.email or receiver.mobile must be given with a delivery window"},
	{"the world without customs", "{" ABROAD("US") "}", "customs must be given outside the EU"},
	{"the Canary Islands without customs", "{" AT("Spanje", "35001") "}",
	"customs must be given outside the EU"},
	{"Melilla without customs", "{" AT("ES", "E-52001") "}", "customs must be given outside the EU"},
	{"Jersey without customs", "{" AT("UK", "JE2 3AB") "}", "customs must be given outside the EU"},
	{"Aland without customs", "{" AT("Finland", "22100") "}", "customs must be given outside the EU"},
	{"Livigno without customs", "{" AT("IT", "23041") "}",
	"customs must be given in a place outside the EU's customs or VAT territory"},
	{"Heligoland without customs", "{" AT("Duitsland", "D-27498") "}",
	"customs must be given in a place outside the EU's customs or VAT territory"},
	{"a country that is two", "{" AT("Congo", "1") "}",
	"receiver.country must be a country, by its name or a code such as NL"},
	{"a postal code of another country", "{" AT("Luxemburg", "10115") "}",
	"receiver.postal_code must be a postal code of LU: four digits, such as 1234"},
	{"a Dutch postal code without letters", "{" AT("NL", "3532") "}",
	"receiver.postal_code must be a postal code of NL: four digits and two letters, such as 3532VA"},
	{"a postal code longer than PostNL's field", "{" AT("HK", "123456789012345678") "}",
	"receiver.postal_code must not be longer than 17 characters"},
	{"an HS code of seven digits", "{'customs':{'content':[{'hs_code':'4901.991'}]}}",
	"customs.content[0].hs_code must be six, eight or ten digits, such as 490199"},
	{"an HS code of nine digits", "{'customs':{'content':[{'hs_code':490199123}]}}",
	"customs.content[0].hs_code must be six, eight or ten digits, such as 490199"},
	{"a truth where a text is meant", "{'reference':true}", "reference must be a text"},
	{"a date of another century", "{'delivery_date':'2931-12-01'}",
	"delivery_date must be a date of the years 2000 to 2199"},
	{"customs without a value", "{" ABROAD("US") "," CUSTOMS("'description':'Book','quantity':1,"
															 "'weight_g':1") "}", "customs.content[0].value must be given"},
	{"services that no product has together", "{" RECEIVER ",'services':['signature',"
	"'age_check_18']}", "services are not possible together from NL to NL: signature, age_check_18"},
	{"services with a product that we do not know", "{" RECEIVER ",'product':'9876',"
		"'services':['signature']}",
	"services cannot be added to product 9876, which is not in postnl.product"},
	{"a barcode of another kind", "{" RECEIVER ",'parcels':[{'barcode':'CD630548715NL'}]}",
	"parcels[0].barcode must be of type 3S for this product"},
	{"a barcode of PostNL's customers for the world", "{" ABROAD("US") "," CUSTOMS(CONTENT)
		",'parcels':[{'barcode':'3SDEVC1234567','weight_g':5}]}",
	"parcels[0].barcode must be of type S10 for this product"},
	{"a parcel abroad without its weight", "{" ABROAD("DE") ",'parcels':[{'weight_g':5},{}]}",
	"parcels[1].weight_g must be given outside the Netherlands and Belgium"},
	{"more insurance than there is abroad", "{" ABROAD("DE") ",'insured_value':501}",
	"insured_value must not be more than 500 outside the Netherlands and Belgium"},
	{"a resolution that no printer has", "{" RECEIVER ",'label':{'dpi':400}}",
	"label.dpi must be 200, 300 or 600"},
};

static void
refuse_row(void **state)
{
	const RefuseRow *row = *state;
	PnlShipmentDefaults defaults = {0};
	PnlShipment shipment;
	PnlError	error;

	assert_false(read_shipment(&shipment, row->description, &defaults, &error));
	unit_assert_error(&error, PNL_ERR_ARGUMENT, row->message);
	pnl_shipment_free(&shipment);
}

/* ----------
 * Days
 * ----------
 */

typedef struct DayRow
{
	const char *name;
	const char *key;
	const char *date;
	const char *message;		/* NULL = it will do */
} DayRow;

/* Of 1 December 2031. */
static const DayRow days[] = {
	{"a delivery today", "delivery_date", "2031-12-01", NULL},
	{"a delivery today by an instant of yesterday in UTC", "delivery_date", "2031-11-30T23:00:00Z", NULL},
	{"a delivery yesterday", "delivery_date", "2031-11-30", "delivery_date must not be in the past"},
	{"a delivery at the last instant of yesterday", "delivery_date", "2031-11-30T22:59:59Z",
	"delivery_date must not be in the past"},
	{"a delivery in a year", "delivery_date", "2032-12-01", NULL},
	{"a delivery in a year and a day", "delivery_date", "2032-12-02",
	"delivery_date must not be more than a year away"},
	{"a hand-over yesterday", "hand_over_date", "30-11-2031", "hand_over_date must not be in the past"},
	{"a birth long ago", "receiver_date_of_birth", "1931-12-01", NULL},
	{"a birth tomorrow", "receiver_date_of_birth", "2031-12-02",
	"receiver_date_of_birth must not be in the future"},
};

static void
judge_day(void **state)
{
	const DayRow *row = *state;
	const PnlCivil today = {.year = 2031, .month = 12, .day = 1};
	PnlShipmentDefaults defaults = {0};
	PnlShipment shipment;
	PnlError	error;
	char		description[500];

	snprintf(description, sizeof(description), "{" RECEIVER ",'%s':'%s'}", row->key, row->date);
	assert_true(read_shipment(&shipment, description, &defaults, &error));
	assert_int_equal(pnl_shipment_rules_check_dates(&shipment, &today, &error), row->message == NULL);
	if (row->message != NULL)
		unit_assert_error(&error, PNL_ERR_ARGUMENT, row->message);
	pnl_shipment_free(&shipment);
}

/* Paths of keys, as a trigger's arguments have them. */
typedef struct PathRow
{
	const char *name;
	const char *path;
	const char *keys;			/* the way, NULL = refused with the message */
	const char *message;
} PathRow;

static const PathRow paths[] = {
	{"a key", "reference", "reference/", NULL},
	{"a key of an object", "receiver.street", "receiver/street/", NULL},
	{"an object", "receiver", "receiver/", NULL},
	{"a list stands for its first", "parcels.weight_g", "parcels/weight_g/", NULL},
	{"[]", "parcels[].weight_g", "parcels/weight_g/", NULL},
	{"[0]", "parcels[0].weight_g", "parcels/weight_g/", NULL},
	{"three steps", "customs.content.value", "customs/content/value/", NULL},
	{"not known", "referense", NULL, "referense is not known; did you mean reference?"},
	{"not known inside", "receiver.stret", NULL,
	"receiver.stret is not known; did you mean receiver.street?"},
	{"empty", "", NULL, "\"\" is not known"},
	{"ends with a point", "receiver.", NULL, "receiver. is not known"},
	{"below a text", "reference.x", NULL, "reference.x is no path: reference has no keys"},
	{"[1]", "parcels[1].weight_g", NULL, "parcels[1].weight_g is no path: only the first element of "
	"a list of objects has one, such as parcels[0].weight_g"},
};

static void
find_path(void **state)
{
	const PathRow *row = *state;
	PnlKeyPath	path;
	PnlError	error;
	char		keys[100] = "";
	bool		found;

	pnl_error_init(&error);
	found = pnl_shipment_path_find(row->path, &path, &error);
	assert_int_equal(found, row->keys != NULL);
	if (!found)
	{
		unit_assert_error(&error, PNL_ERR_ARGUMENT, row->message);
		return;
	}
	for (int i = 0; i < path.count; i++)
	{
		strcat(keys, path.keys[i]->name);
		strcat(keys, "/");
	}
	assert_string_equal(keys, row->keys);
}

int
main(void)
{
	UNIT_ROWS(paths, find_path);
	UNIT_ROWS(readable, read_row);
	UNIT_CASE(the_account_fills_in_what_is_left_out);
	UNIT_ROWS(unreadable, refuse_row);
	UNIT_ROWS(days, judge_day);
	return unit_run();
}
