/*
 * test_matching.c
 *		Whether an answer speaks of what was asked.
 *
 * Bodies are written with ' for ".
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/answer.h"
#include "core/api.h"
#include "core/label.h"
#include "core/label_answer.h"

/* ----------
 * Questions
 * ----------
 */

typedef struct QuestionRow
{
	const char *name;
	const PnlOperation *operation;
	const char *argument;
	const char *asked;
	const char *body;
	const char *message;		/* NULL: it speaks of what was asked */
} QuestionRow;

#define BY_BARCODE &pnl_api_status_by_barcode, "barcode", "3SDEVC1234567"
#define BY_REFERENCE &pnl_api_status_by_reference, "reference", "ORDER-1"
#define SIGNATURE &pnl_api_status_signature, "barcode", "3SDEVC1234567"
#define LOCATION &pnl_api_location, "location_code", "176227"
#define POSTAL_CODE &pnl_api_postal_code, "postal_code", "3532VA"
#define HOUSE_NUMBER &pnl_api_postal_code, "house_number", "9"
#define ACTIVATE &pnl_api_activate_return, "barcode", "3SDEVC1234567"

#define OTHER "it speaks of 3SDEVC7654321, and 3SDEVC1234567 was asked for"
#define NOT_IT "it does not speak of 3SDEVC1234567"

static const QuestionRow questions[] = {
	{"a parcel of that barcode is it", BY_BARCODE, "{'CurrentStatus':{'Shipment':{'Barcode':'3SDEVC1234567'}}}"},
	{"so it is with the full history", BY_BARCODE, "{'CompleteStatus':{'Shipment':[{'Barcode':'3SDEVC1234567'}]}}"},
	{"letter case and blanks do not matter", BY_BARCODE, "{'CurrentStatus':{'Shipment':{'Barcode':' 3sdevc 1234567'}}}"},
	{"nothing is about any parcel", BY_BARCODE, "{}"},
	{"an empty status is about any parcel", BY_BARCODE, "{'CurrentStatus':{},'Warnings':[{'Code':'2','Message':'x'}]}"},
	{"a status of no parcels is about any parcel", BY_BARCODE, "{'CurrentStatus':{'Shipment':[]}}"},
	{"the only parcel without a barcode is it", BY_BARCODE, "{'CurrentStatus':{'Shipment':{'Barcode':{},'ProductCode':'003085'}}}"},
	{"of two parcels none may be without a name", BY_BARCODE,
	"{'CurrentStatus':{'Shipment':[{'ProductCode':'1'},{'ProductCode':'2'}]}}", NOT_IT},
	{"another parcel is not it", BY_BARCODE, "{'CurrentStatus':{'Shipment':{'Barcode':'3SDEVC7654321'}}}", OTHER},
	{"another parcel of another shipment is not it", BY_BARCODE,
	"{'CurrentStatus':{'Shipment':[{'Barcode':'3SDEVC7654321','MainBarcode':'3SDEVC7654321'}]}}", OTHER},
	{"nor is it with the right one beside it", BY_BARCODE,
	"{'CurrentStatus':{'Shipment':[{'Barcode':'3SDEVC1234567'},{'Barcode':'3SDEVC7654321'}]}}", OTHER},
	{"nor is it with the right one, and main barcodes", BY_BARCODE,
		"{'CurrentStatus':{'Shipment':[{'Barcode':'3SDEVC1234567','MainBarcode':'3SDEVC1234567'},"
	"{'Barcode':'3SDEVC7654321','MainBarcode':'3SDEVC7654321'}]}}", OTHER},
	{"the other parcels of its shipment are told too", BY_BARCODE,
		"{'CurrentStatus':{'Shipment':[{'Barcode':'3SDEVC1111111','MainBarcode':'3SDEVC2222222'},"
		"{'Barcode':'3SDEVC1234567','MainBarcode':'3SDEVC2222222'},"
	"{'Barcode':'3SDEVC2222222','MainBarcode':'3SDEVC2222222'}]}}"},
	{"the main one need not say that it is", BY_BARCODE,
		"{'CurrentStatus':{'Shipment':[{'Barcode':'3SDEVC2222222'},"
	"{'Barcode':'3SDEVC1234567','MainBarcode':'3SDEVC2222222'}]}}"},
	{"asked by the main barcode, its parcels are it", BY_BARCODE,
		"{'CurrentStatus':{'Shipment':[{'Barcode':'3SDEVC1111111','MainBarcode':'3SDEVC1234567'},"
	"{'Barcode':'3SDEVC2222222','MainBarcode':'3SDEVC1234567'}]}}"},
	{"parcels of another shipment are not it", BY_BARCODE,
		"{'CurrentStatus':{'Shipment':[{'Barcode':'3SDEVC1111111','MainBarcode':'3SDEVC7654321'},"
	"{'Barcode':'3SDEVC7654321','MainBarcode':'3SDEVC7654321'}]}}", OTHER},
	{"events are of the parcel too", &pnl_api_status_events, "barcode", "3SDEVC1234567",
	"{'CompleteStatus':{'Shipment':{'Barcode':'3SDEVC7654321','Event':[]}}}", OTHER},
	{"a parcel of that reference is it", BY_REFERENCE, "{'CurrentStatus':{'Shipment':{'Barcode':'3S','Reference':'order-1 '}}}"},
	{"a reference with an entity is it", &pnl_api_status_by_reference, "reference", "A&B",
	"{'CurrentStatus':{'Shipment':{'Reference':'A&amp;B'}}}"},
	{"a parcel without a reference may be it", BY_REFERENCE, "{'CurrentStatus':{'Shipment':[{'Barcode':'3S','Reference':{}}]}}"},
	{"a parcel of another reference is not it", BY_REFERENCE,
		"{'CurrentStatus':{'Shipment':[{'Reference':'ORDER-1'},{'Reference':'ORDER-2'}]}}",
	"it speaks of ORDER-2, and ORDER-1 was asked for"},
	{"a reference in other letters is not compared", &pnl_api_status_by_reference, "reference", "Caf\303\251-1",
	"{'CurrentStatus':{'Shipment':{'Reference':'Caf?-1'}}}"},
	{"a signature of that parcel is it", SIGNATURE, "{'Signature':{'Barcode':'3SDEVC1234567'}}"},
	{"a signature without a barcode is it", SIGNATURE, "{'Signature':{'SignatureDate':'x'}}"},
	{"no signature is about any parcel", SIGNATURE, "{'Signature':{},'Warnings':[{'Code':'2','Message':'x'}]}"},
	{"a signature of another parcel is not it", SIGNATURE, "{'Signature':{'Barcode':'3SDEVC7654321'}}", OTHER},
	{"a location of that code is it, as a number", LOCATION, "{'GetLocationsResult':{'ResponseLocation':{'LocationCode':176227}}}"},
	{"a location of that code is it, as a text", LOCATION, "{'GetLocationsResult':{'ResponseLocation':[{'LocationCode':'176227'}]}}"},
	{"another location is not it", LOCATION, "{'GetLocationsResult':{'ResponseLocation':{'LocationCode':176228}}}",
	"it speaks of 176228, and 176227 was asked for"},
	{"addresses of that postal code are it", POSTAL_CODE, "[{'postalCode':'3532 va'},{'postalCode':'3532VA'}]"},
	{"no address is about any postal code", POSTAL_CODE, "[]"},
	{"an address of another postal code is not it", POSTAL_CODE, "[{'postalCode':'3532VB'}]",
	"it speaks of 3532VB, and 3532VA was asked for"},
	{"an address of that house number is it", HOUSE_NUMBER, "[{'houseNumber':9},{'houseNumber':'9'}]"},
	{"an address of another house number is not it", HOUSE_NUMBER, "[{'houseNumber':90}]", "it speaks of 90, and 9 was asked for"},
	{"a return that was activated is it", ACTIVATE, "{'successFulBarcodes':['3SDEVC1234567'],'errorsPerBarcode':[]}"},
	{"another return that was activated is not it", ACTIVATE, "{'successFulBarcodes':['3SDEVC7654321']}", OTHER},
	{"an activation of none is not it", ACTIVATE, "{'successFulBarcodes':[]}", NOT_IT},
};

static void
set_argument(PnlArguments *arguments, const QuestionRow *row)
{
	for (int i = 0; i < pnl_operation_parameter_count(row->operation); i++)
	{
		const PnlParameter *parameter = &row->operation->parameters[i];

		arguments->values[i] = pnl_value_null(parameter->type);
		if (strcmp(parameter->argument, row->argument) == 0)
			assert_true(pnl_value_from_text(parameter->type, row->asked, strlen(row->asked),
											&arguments->values[i]));
	}
}

static void
ask(void **state)
{
	const QuestionRow *row = *state;
	PnlJson    *document = unit_parse(row->body);
	PnlArguments arguments = {0};
	PnlError	error;
	bool		about;

	pnl_error_init(&error);
	set_argument(&arguments, row);
	about = pnl_answer_check(row->operation, &arguments, document, &error);
	unit_assert_error(&error, row->message != NULL ? PNL_ERR_PROTOCOL : PNL_ERR_NONE,
					  row->message != NULL ? row->message : "");
	assert_int_equal(about, row->message == NULL);
	pnl_json_free(document);
}

static void
no_document_is_about_anything(void **state)
{
	PnlArguments arguments = {0};
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	assert_true(pnl_answer_check(&pnl_api_status_by_barcode, &arguments, NULL, &error));
}

static void
a_reply_about_another_parcel_leaves_no_document(void **state)
{
	static const QuestionRow row = {NULL, BY_BARCODE};
	char	   *body = unit_quoted("{'CurrentStatus':{'Shipment':{'Barcode':'3SDEVC7654321'}}}");
	PnlReply	reply = {.http_status = 200, .content_type = "application/json"};
	PnlArguments arguments = {0};
	PnlJson    *document;
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	set_argument(&arguments, &row);
	pnl_buf_init(&reply.body, 0);
	pnl_buf_append_text(&reply.body, body);
	assert_false(pnl_answer_read(&reply, row.operation, &arguments, &document, &error));
	unit_assert_error(&error, PNL_ERR_PROTOCOL, OTHER);
	assert_int_equal(error.http_status, 200);
	assert_null(document);
	pnl_buf_free(&reply.body);
	free(body);
}

/* ----------
 * Calls that ship
 * ----------
 */

#define MOST_PARCELS 4

typedef struct CallRow
{
	const char *name;
	const char *barcodes[MOST_PARCELS + 1]; /* "" = PostNL issues it */
	const char *references[MOST_PARCELS];
	const PnlOperation *operation;
	const char *body;
	const char *message;		/* NULL: believed */
	const char *parts;			/* what it says of each parcel: places, - = nothing */
} CallRow;

#define A "3SDEVC1000001"
#define B "3SDEVC1000002"
#define C "3SDEVC1000003"
#define ONE {A}, {"ORDER-1"}
#define TWO {A, B}, {"ORDER-1", "ORDER-2"}
#define ISSUED {""}, {"ORDER-1"}
#define TWO_ISSUED {"", ""}, {"ORDER-1", "ORDER-2"}
#define V4 &pnl_api_v4_label_confirm
#define LEGACY &pnl_api_label

static const CallRow calls[] = {
	{"our barcode is it", ONE, LEGACY, "{'ResponseShipments':[{'Barcode':'" A "'}]}", NULL, "0"},
	{"a bare object is it", ONE, LEGACY, "{'ResponseShipments':{'Barcode':'" A "'}}", NULL, "0"},
	{"our barcode in small letters is it", ONE, LEGACY, "{'ResponseShipments':[{'Barcode':'3sdevc1000001 '}]}", NULL, "0"},
	{"our barcode is it with V4", ONE, V4, "{'items':[{'barcode':'" A "','shipmentReference':'ORDER-1'}]}", NULL, "0"},
	{"our barcode without a reference is it", ONE, V4, "{'items':[{'barcode':'" A "','shipmentReference':null}]}", NULL, "0"},
	{"another barcode is not it", ONE, LEGACY, "{'ResponseShipments':[{'Barcode':'" B "'}]}",
	"it speaks of " B ", which was not asked for"},
	{"another barcode is not it with V4", ONE, V4, "{'items':[{'barcode':'" B "','shipmentReference':'ORDER-1'}]}",
	"it speaks of " B ", which was not asked for"},
	{"no barcode is not it", ONE, LEGACY, "{'ResponseShipments':[{'Labels':[{'Content':'eA=='}]}]}",
	"it does not say of which parcel it speaks"},
	{"no barcode is not it with V4", ONE, V4, "{'items':[{'labels':[{'label':'eA=='}]}]}",
	"it does not say of which parcel it speaks"},
	{"our barcode with another reference is not it", ONE, V4, "{'items':[{'barcode':'" A "','shipmentReference':'ORDER-2'}]}",
	"it speaks of a parcel with reference ORDER-2, which was not asked for"},
	{"the legacy API's reference counts too", ONE, LEGACY, "{'ResponseShipments':[{'Barcode':'" A "','Reference':'ORDER-2'}]}",
	"it speaks of a parcel with reference ORDER-2, which was not asked for"},
	{"more than were asked for are not it", ONE, LEGACY, "{'ResponseShipments':[{'Barcode':'" A "'},{'Barcode':'" B "'}]}",
	"it speaks of 2 parcels in place of 1"},
	{"nothing says nothing", ONE, LEGACY, "{'ResponseShipments':[]}", NULL, "-"},
	{"an empty answer says nothing", ONE, LEGACY, "{}", NULL, "-"},
	{"an empty answer of V4 says nothing", ONE, V4, "{}", NULL, "-"},
	{"a refusal of the only one needs no barcode", ONE, LEGACY,
	"{'ResponseShipments':[{'Errors':[{'Code':'1','Description':'x'}]}]}", NULL, "0"},
	{"a refusal of another one is not it", ONE, LEGACY,
		"{'ResponseShipments':[{'Barcode':'" B "','Errors':[{'Code':'1','Description':'x'}]}]}",
	"it speaks of " B ", which was not asked for"},
	{"two may come in any order", TWO, LEGACY, "{'ResponseShipments':[{'Barcode':'" B "'},{'Barcode':'" A "'}]}", NULL, "10"},
	{"one of two may be missing", TWO, LEGACY, "{'ResponseShipments':[{'Barcode':'" B "'}]}", NULL, "-0"},
	{"one twice is not it", TWO, LEGACY, "{'ResponseShipments':[{'Barcode':'" A "'},{'Barcode':'" A "'}]}",
	"it speaks of " A " twice"},
	{"another one in place of one of two is not it", TWO, LEGACY, "{'ResponseShipments':[{'Barcode':'" A "'},{'Barcode':'" C "'}]}",
	"it speaks of " C ", which was not asked for"},
	{"of two none may be without a barcode", TWO, LEGACY, "{'ResponseShipments':[{'Barcode':'" A "'},{}, {'ProductCodeDelivery':'3085'}]}",
	"it does not say of which parcel it speaks"},
	{"of two a refusal needs a barcode", TWO, LEGACY,
		"{'ResponseShipments':[{'Barcode':'" A "'},{'Errors':[{'Code':'1','Description':'x'}]}]}",
	"it does not say of which parcel it speaks"},
	{"references of two are held against their own", TWO, V4,
		"{'items':[{'barcode':'" B "','shipmentReference':'ORDER-1'},{'barcode':'" A "','shipmentReference':'ORDER-2'}]}",
	"it speaks of a parcel with reference ORDER-2, which was not asked for"},
	{"what PostNL issues goes by its place", TWO_ISSUED, LEGACY, "{'ResponseShipments':[{'Barcode':'" A "'},{'Barcode':'" B "'}]}",
	NULL, "01"},
	{"fewer than PostNL was to issue are not it", TWO_ISSUED, LEGACY, "{'ResponseShipments':[{'Barcode':'" A "'}]}",
	"it speaks of " A ", which was not asked for"},
	{"one issued twice is not it", TWO_ISSUED, LEGACY, "{'ResponseShipments':[{'Barcode':'" A "'},{'Barcode':'" A "'}]}",
	"it speaks of " A " twice"},
	{"an issued barcode has to be there", ISSUED, LEGACY, "{'ResponseShipments':[{'ProductCodeDelivery':'3085'}]}",
	"it has no barcode for parcel 1"},
	{"an issued barcode has to be one", ISSUED, LEGACY, "{'ResponseShipments':[{'Barcode':'X'}]}",
	"X is no barcode: a barcode begins with 3S or 2S, or is two letters, nine digits and a country code"},
	{"an issued barcode may not end in a blank", ISSUED, LEGACY, "{'ResponseShipments':[{'Barcode':'" A " '}]}",
	A " is no barcode: only digits may follow the customer code"},
	{"an issued barcode of S10 is one", ISSUED, LEGACY, "{'ResponseShipments':[{'Barcode':'CD630548715NL'}]}", NULL, "0"},
	{"an issued one with another reference is not it", ISSUED, V4, "{'items':[{'barcode':'" A "','shipmentReference':'ORDER-2'}]}",
	"it speaks of a parcel with reference ORDER-2, which was not asked for"},
	{"a refusal of what PostNL was to issue has no barcode", TWO_ISSUED, LEGACY,
	"{'ResponseShipments':[{'Errors':[{'Code':'1','Description':'x'}]},{'Barcode':'" B "'}]}", NULL, "01"},
	{"given and issued ones may go together", {A, ""}, {"ORDER-1", "ORDER-1"}, V4,
	"{'items':[{'barcode':'" A "'},{'barcode':'" B "'}]}", NULL, "01"},
	{"an issued one is not a given one's", {A, ""}, {"ORDER-1", "ORDER-1"}, V4,
	"{'items':[{'barcode':'" A "'},{'barcode':'" A "'}]}", "it speaks of " A " twice"},
	{"a sheet is of parcels that were asked for", TWO, LEGACY,
		"{'ResponseShipments':[{'Barcode':'" A "'},{'Barcode':'" B "'}],'MergedLabels':[{'Barcodes':['" B "','" A "'],"
	"'Labels':[{'Content':'eA=='}]}]}", NULL, "01"},
	{"a sheet of others is not it", ONE, LEGACY,
		"{'ResponseShipments':[{'Barcode':'" A "'}],'MergedLabels':[{'Barcodes':['" A "','" B "'],'Labels':[{'Content':'eA=='}]}]}",
	"it has a sheet with a label that was not asked for"},
	{"a sheet of V4 may have the return's label", ONE, V4,
		"{'items':[{'barcode':'" A "','returnBarcode':'" B "'}],'mergedLabels':[{'barcodes':['" A "','" B "'],'label':'eA=='}]}",
	NULL, "0"},
};

static void
describe(PnlShipment *shipment, const char *reference)
{
	char		description[100];

	snprintf(description, sizeof(description), "{'reference':'%s'}", reference);
	memset(shipment, 0, sizeof(*shipment));
	shipment->description = unit_parse(description);
}

/* The place of a part of the answer among its parts. */
static char
place_of(const PnlJson *document, const PnlJson *item)
{
	const PnlJson *list = pnl_json_get(document, "ResponseShipments");

	if (item == NULL)
		return '-';
	if (list == NULL)
		list = pnl_json_get(document, "items");
	for (size_t i = 0; i < pnl_json_count(list); i++)
		if (pnl_json_item(list, i) == item)
			return (char) ('0' + i);
	return '?';
}

static void
match(void **state)
{
	const CallRow *row = *state;
	PnlJson    *document = unit_parse(row->body);
	PnlShipment shipments[MOST_PARCELS];
	PnlLabelParcel parcels[MOST_PARCELS] = {0};
	const PnlJson *items[MOST_PARCELS];
	char		parts[MOST_PARCELS + 1] = "";
	PnlLabelCall call = {.parcels = parcels};
	PnlError	error;
	bool		about;

	pnl_error_init(&error);
	for (; row->barcodes[call.parcel_count] != NULL; call.parcel_count++)
	{
		int			i = call.parcel_count;

		describe(&shipments[i], row->references[i]);
		parcels[i].shipment = &shipments[i];
		parcels[i].barcode = row->barcodes[i][0] != '\0' ? row->barcodes[i] : NULL;
	}
	about = pnl_label_answer_match(&call, row->operation, document, items, &error);
	unit_assert_error(&error, row->message != NULL ? PNL_ERR_PROTOCOL : PNL_ERR_NONE,
					  row->message != NULL ? row->message : "");
	assert_int_equal(about, row->message == NULL);
	for (int i = 0; i < call.parcel_count; i++)
	{
		parts[i] = about ? place_of(document, items[i]) : '\0';
		pnl_json_free(shipments[i].description);
	}
	if (about)
		assert_string_equal(parts, row->parts);
	pnl_json_free(document);
}

/* ----------
 * Barcodes
 * ----------
 */

typedef struct BarcodesRow
{
	const char *name;
	const char *body;
	const char *barcodes;		/* those that are taken, a blank behind each */
	const char *message;		/* "" = all is well */
} BarcodesRow;

static const BarcodesRow barcodes[] = {
	{"one barcode is taken", "{'Barcode':'" A "'}", A " ", ""},
	{"a batch is taken", "{'barcodes':['" A "','" B "']}", A " " B " ", ""},
	{"a batch of one may come bare", "{'barcodes':'" A "'}", A " ", ""},
	{"what is asked for is taken, and no more", "{'barcodes':['" A "','" B "','" C "','3SDEVC1000004','3SDEVC1000005']}",
	A " " B " " C " 3SDEVC1000004 ", ""},
	{"one that comes twice is taken once", "{'barcodes':['" A "','" A "','" B "']}", A " " B " ", "barcode " A " is in it twice"},
	{"what is none is not taken", "{'barcodes':['" A "','X']}", A " ",
	"\"X\" is no barcode: a barcode begins with 3S or 2S, or is two letters, nine digits and a country code"},
	{"one with a blank behind it is none", "{'Barcode':'" A " '}", "", "\"" A "\" is no barcode: only digits may follow the customer code"},
	{"markup is none", "{'Barcode':'<b>" A "</b>'}", "", "\"<b>" A "</b>\" is no barcode: a barcode begins with 3S or 2S, or is two letters, nine digits and a country code"},
	{"a number is none", "{'Barcode':5}", "",
	"\"5\" is no barcode: a barcode begins with 3S or 2S, or is two letters, nine digits and a country code"},
	{"an object is none", "{'Barcode':{'a':1}}", "",
	"\"\" is no barcode: a barcode begins with 3S or 2S, or is two letters, nine digits and a country code"},
	{"an empty answer has none", "{}", "", "no barcodes came"},
	{"an empty batch has none", "{'barcodes':[]}", "", "no barcodes came"},
};

static void
read_barcodes(void **state)
{
	const BarcodesRow *row = *state;
	PnlJson    *document = unit_parse(row->body);
	PnlText		taken[MOST_PARCELS];
	PnlBuf		out;
	PnlError	error;
	int			count;

	pnl_error_init(&error);
	pnl_buf_init(&out, 0);
	count = pnl_answer_barcodes(document, taken, MOST_PARCELS, &error);
	for (int i = 0; i < count; i++)
		pnl_buf_append_format(&out, "%.*s ", (int) taken[i].length, taken[i].data);
	assert_string_equal(pnl_buf_text(&out), row->barcodes);
	assert_string_equal(error.message, row->message);
	assert_int_equal(error.kind, row->message[0] != '\0' ? PNL_ERR_PROTOCOL : PNL_ERR_NONE);
	pnl_buf_free(&out);
	pnl_json_free(document);
}

static void
labels_of_a_parcel_are_told_in_both_generations(void **state)
{
	PnlJson    *legacy = unit_parse("{'Errors':[{}],'Labels':[{'Content':'x'}]}");
	PnlJson    *v4 = unit_parse("{'labels':[{'label':'x'}]}");
	PnlJson    *none = unit_parse("{'Labels':[],'labels':[]}");

	(void) state;
	assert_true(pnl_label_answer_has_labels(&pnl_api_label, legacy));
	assert_true(pnl_label_answer_has_labels(&pnl_api_v4_label, v4));
	assert_false(pnl_label_answer_has_labels(&pnl_api_label, none));
	assert_false(pnl_label_answer_has_labels(&pnl_api_v4_label, none));
	assert_string_equal(pnl_label_answer_labels_of_parcel(&pnl_api_label).path, "Labels[]");
	assert_string_equal(pnl_label_answer_labels_of_parcel(&pnl_api_v4_label).path, "labels[]");
	pnl_json_free(legacy);
	pnl_json_free(v4);
	pnl_json_free(none);
}

int
main(void)
{
	UNIT_CASE(labels_of_a_parcel_are_told_in_both_generations);
	UNIT_ROWS(questions, ask);
	UNIT_CASE(no_document_is_about_anything);
	UNIT_CASE(a_reply_about_another_parcel_leaves_no_document);
	UNIT_ROWS(calls, match);
	UNIT_ROWS(barcodes, read_barcodes);
	return unit_run();
}
