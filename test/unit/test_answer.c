/*
 * test_answer.c
 *		Replies that are answers, and the warnings in them.
 *
 * Bodies are written with ' for ".  The replies that are failures are in
 * test_reply.c.
 */
#include "unit.h"

#include "core/api.h"
#include "core/reply.h"

#define JSON "application/json;charset=UTF-8"

/* ----------
 * Answers
 * ----------
 */

typedef struct AnswerRow
{
	const char *name;
	const char *body;
	int			status;
	const char *content_type;
	const PnlOperation *operation;
	bool		empty;			/* no document */
} AnswerRow;

#define BY_BARCODE &pnl_api_status_by_barcode

static const AnswerRow answers[] = {
	{"a document with a known key is an answer", "{'CurrentStatus':{'Shipment':{}}}", 200, JSON, BY_BARCODE},
	{"any status from 200 to 299 is an answer", "{'CurrentStatus':{}}", 205, JSON, BY_BARCODE},
	{"201 is an answer", "{'CurrentStatus':{}}", 201, JSON, BY_BARCODE},
	{"204 is an answer without content", "", 204, NULL, BY_BARCODE, true},
	{"204 is an answer whatever its content type", "", 204, "text/plain", BY_BARCODE, true},
	{"404 without a body says that nothing is known", "", 404, "text/html", BY_BARCODE, true},
	{"an empty object says nothing and is an answer", "{}", 200, JSON, BY_BARCODE},
	{"a status that is an empty list is an answer", "{'CurrentStatus':[]}", 200, JSON, BY_BARCODE},
	{"warnings only are an answer", "{'CurrentStatus':{},'Warnings':[{'Message':'No shipment found','Code':'2'}]}", 200,
	JSON, BY_BARCODE},
	{"wrapped warnings only are an answer", "{'Warnings':{'Warning':{'Message':'No signature found','Code':'2'}}}", 200, JSON,
	&pnl_api_status_signature},
	{"an empty signature with warnings is an answer", "{'Signature':{},'Warnings':[{'Message':'x','Code':'2'}]}", 200, JSON,
	&pnl_api_status_signature},
	{"an empty list is an answer", "[]", 200, JSON, &pnl_api_status_updates},
	{"an empty list of Errors is no error", "{'CurrentStatus':{},'Errors':[]}", 200, JSON, BY_BARCODE},
	{"an empty Error is no error", "{'CurrentStatus':{},'Error':{},'errors':null,'fault':''}", 200, JSON, BY_BARCODE},
	{"a message beside an answer is no error", "{'CurrentStatus':{},'message':'OK'}", 200, JSON, BY_BARCODE},
	{"Errors that are empty on each shipment are no error", "{'ResponseShipments':[{'Barcode':'3S','Errors':[]}]}", 200,
	JSON, NULL},
	{"errors of no barcode are no error", "{'successFulBarcodes':['3S'],'errorsPerBarcode':[]}", 200, JSON, NULL},
	{"without an operation any document is an answer", "{'weird':true}", 200, JSON, NULL},
	{"without an operation any list is an answer", "[1,2,3]", 200, JSON, NULL},
	{"a reply without a content type is read as JSON", "{'CurrentStatus':{}}", 200, NULL, BY_BARCODE},
	{"a content type without a charset is JSON", "{'CurrentStatus':{}}", 200, "application/json", BY_BARCODE},
	{"a content type in capitals is JSON", "{'CurrentStatus':{}}", 200, "Application/JSON; charset=utf-8", BY_BARCODE},
	{"text/json is JSON", "{'CurrentStatus':{}}", 200, "text/json", BY_BARCODE},
	{"a content type that ends with +json is JSON", "{'CurrentStatus':{}}", 200, "application/hal+json", BY_BARCODE},
};

static void
read_answer(void **state)
{
	const AnswerRow *row = *state;
	PnlJson    *document;
	PnlError	error;

	if (!unit_read_reply(row->status, row->content_type, row->body, row->operation, &document, &error))
		fail_msg("%s", error.message);
	assert_int_equal(document == NULL, row->empty);
	unit_assert_error(&error, PNL_ERR_NONE, "");
	pnl_json_free(document);
}

static void
a_404_with_a_body_is_a_failure(void **state)
{
	PnlJson    *document;
	PnlError	error;

	(void) state;
	assert_false(unit_read_reply(404, JSON, "{'message':'x'}", BY_BARCODE, &document, &error));
	unit_assert_error(&error, PNL_ERR_NO_OPERATION, "x");
}

static void
a_404_without_a_body_is_a_failure_where_the_operation_does_not_say_so(void **state)
{
	PnlJson    *document;
	PnlError	error;

	(void) state;
	assert_false(unit_read_reply(404, NULL, "", &pnl_api_status_updates, &document, &error));
	assert_int_equal(error.kind, PNL_ERR_NO_OPERATION);
	assert_false(unit_read_reply(404, NULL, "", NULL, &document, &error));
	assert_int_equal(error.kind, PNL_ERR_NO_OPERATION);
}

/* ----------
 * Warnings
 * ----------
 */

typedef struct WarningRow
{
	const char *name;
	const char *document;
	const char *warnings;
} WarningRow;

static const WarningRow warnings[] = {
	{"a list of warnings is told in order",
		"{'Warnings':[{'Code':'03','Description':'Eerste'},{'Code':'08','Description':'Tweede','Options':['a']}]}",
	"03: Eerste\n08: Tweede\n"},
	{"a warning of the status service has a Message", "{'Warnings':[{'Message':'No shipment found','Code':'2'}]}",
	"2: No shipment found\n"},
	{"a warning in a wrapper is told", "{'Warnings':{'Warning':{'Code':501,'Message':'No result'}}}", "501: No result\n"},
	{"warnings in a wrapper are told", "{'Warnings':{'Warning':[{'Code':1,'Message':'x'},{'Code':2,'Message':'y'}]}}",
	"1: x\n2: y\n"},
	{"a bare warning is told", "{'Warnings':{'Code':'1','Description':'x'}}", "1: x\n"},
	{"warnings under a key in small letters are told", "{'warnings':[{'code':'1','description':'x'}]}", "1: x\n"},
	{"a warning that is a text is told", "{'Warnings':['Let op']}", ": Let op\n"},
	{"a warning without a code is told", "{'Warnings':[{'Description':'x'}]}", ": x\n"},
	{"a warning without a text is told", "{'Warnings':[{'Code':'1'}]}", "1: \n"},
	{"a list among warnings is passed over", "{'Warnings':[['x','y'],{'Code':'1','Description':'x'}]}", "1: x\n"},
	{"the empty placeholder is no warning", "{'Warnings':[{'Code':'','Description':''}]}", ""},
	{"a bare empty placeholder is no warning", "{'Warnings':{'Code':'','Description':''}}", ""},
	{"an empty list has no warnings", "{'Warnings':[]}", ""},
	{"nothing has no warnings", "{'Warnings':null}", ""},
	{"a document without the key has no warnings", "{'x':1}", ""},
	{"a document that is a list has no warnings", "[{'Warnings':[{'Code':'1'}]},1]", ""},
	{"a text that is no text is no text", "{'Warnings':[{'Code':'1','Description':{'a':'b','c':'d'}}]}", "1: \n"},
};

static void
write_warning(const PnlWarning *warning, void *arg)
{
	assert_non_null(warning->code);
	assert_non_null(warning->text);
	pnl_buf_append_format(arg, "%.*s: %.*s\n", (int) warning->code_length, warning->code,
						  (int) warning->text_length, warning->text);
}

static void
tell_warnings(void **state)
{
	const WarningRow *row = *state;
	PnlJson    *document = unit_parse(row->document);
	PnlBuf		out;

	pnl_buf_init(&out, 0);
	pnl_reply_each_warning(document, write_warning, &out);
	assert_string_equal(pnl_buf_text(&out), row->warnings);
	pnl_buf_free(&out);
	pnl_json_free(document);
}

static void
no_document_has_no_warnings(void **state)
{
	PnlBuf		out;

	(void) state;
	pnl_buf_init(&out, 0);
	pnl_reply_each_warning(NULL, write_warning, &out);
	assert_int_equal(out.length, 0);
}

int
main(void)
{
	UNIT_ROWS(answers, read_answer);
	UNIT_CASE(a_404_with_a_body_is_a_failure);
	UNIT_CASE(a_404_without_a_body_is_a_failure_where_the_operation_does_not_say_so);
	UNIT_ROWS(warnings, tell_warnings);
	UNIT_CASE(no_document_has_no_warnings);
	return unit_run();
}
