/*
 * test_reply.c
 *		Replies that are failures: every error shape of PostNL's services.
 *
 * The table of shapes follows quirks.md, section 4, and has a row or more
 * for each of its rows.  Bodies are written with ' for ".
 */
#include "unit.h"

#include <string.h>

#include "core/api.h"
#include "core/reply.h"

#define JSON "application/json;charset=UTF-8"

typedef struct FailureRow
{
	const char *name;
	const char *body;
	int			status;
	PnlErrorKind kind;
	const char *entries;		/* "code|field|text", a line each */
	const char *words;			/* the message */
	const char *beginning;		/* what is shown of a reply that says nothing */
	bool		transient;
	const char *trace_id;		/* NULL: none */
	const char *content_type;	/* NULL: JSON */
} FailureRow;

/* ----------
 * The error shapes
 * ----------
 */

static const FailureRow shapes[] = {
	{"fault: a request that is wrong",
		"{'fault':{'faultstring':'no barcode supplied in path','detail':{'errorcode':'Validation Fault'}}}", 400,
	PNL_ERR_REJECTED, "Validation Fault||no barcode supplied in path", "no barcode supplied in path", "", false},
	{"fault: a key that is wrong",
		"{'fault':{'faultstring':'Invalid ApiKey','detail':{'errorcode':'oauth.v2.InvalidApiKey'}}}", 401,
	PNL_ERR_UNAUTHORIZED, "oauth.v2.InvalidApiKey||Invalid ApiKey", "Invalid ApiKey", "", false},
	{"fault: a key without the right",
		"{'fault':{'faultstring':'Invalid ApiKey','detail':{'errorcode':'oauth.v2.InvalidApiKey'}}}", 403,
	PNL_ERR_UNAUTHORIZED, "oauth.v2.InvalidApiKey||Invalid ApiKey", "Invalid ApiKey", "", false},
	{"fault: a server that fails",
		"{'fault':{'faultstring':'Execution of ServiceCallout failed','detail':{'errorcode':'steps.Failed'}}}", 500,
	PNL_ERR_SERVER, "steps.Failed||Execution of ServiceCallout failed", "Execution of ServiceCallout failed", "", true},
	{"fault: a server that is away",
		"{'fault':{'faultstring':'The Service is temporarily unavailable','detail':{'errorcode':'messaging.adaptors.http.flow.ServiceUnavailable'}}}", 503,
	PNL_ERR_SERVER, "messaging.adaptors.http.flow.ServiceUnavailable||The Service is temporarily unavailable", "The Service is temporarily unavailable", "", true},
	{"fault inside a success",
		"{'fault':{'faultstring':'Internal failure','detail':{'errorcode':'x.y'}}}", 200,
	PNL_ERR_REJECTED, "x.y||Internal failure", "Internal failure", "", false},
	{"array of faults",
		"[{'fault':{'faultstring':'customerCode value is required','detail':{'errorcode':'Validation Fault'}}},"
		"{'fault':{'faultstring':'items value is required','detail':{'errorcode':'Validation Fault'}}}]", 400,
	PNL_ERR_REJECTED, "Validation Fault||customerCode value is required\nValidation Fault||items value is required", "customerCode value is required", "", false},
	{"array of one fault",
		"[{'fault':{'faultstring':'customerCode value is required','detail':{'errorcode':'Validation Fault'}}}]", 400,
	PNL_ERR_REJECTED, "Validation Fault||customerCode value is required", "customerCode value is required", "", false},
	{"list of faults under a key",
		"{'faults':[{'message':'first','code':'1'},{'message':'second','code':'2'}]}", 400,
	PNL_ERR_REJECTED, "1||first\n2||second", "first", "", false},
	{"fault that is a text, inside a success", "{'0':{'a':1},'fault':'Something broke'}", 200,
	PNL_ERR_REJECTED, "||Something broke", "Something broke", "", false},
	{"message of the gateway: no key", "{'message':'No API key found in request','http_status_code':401}", 401,
	PNL_ERR_UNAUTHORIZED, "||No API key found in request", "No API key found in request", "", false},
	{"message of the gateway: another method", "{'message':'Only POST requests allowed','http_status_code':405}", 405,
	PNL_ERR_NO_OPERATION, "||Only POST requests allowed", "Only POST requests allowed", "", false},
	{"message of the gateway: too many requests",
		"{'message':'Too many requests. Rate limit exceeded!','http_status_code':429}", 429,
	PNL_ERR_THROTTLED, "||Too many requests. Rate limit exceeded!", "Too many requests. Rate limit exceeded!", "", true},
	{"message of the gateway inside a success: too many requests",
		"{'message':'Too many requests. Rate limit exceeded!','http_status_code':429}", 200,
	PNL_ERR_THROTTLED, "||Too many requests. Rate limit exceeded!", "Too many requests. Rate limit exceeded!", "", true},
	{"message of the gateway inside a success: the status as a text",
		"{'message':'Invalid key','http_status_code':'401'}", 200,
	PNL_ERR_UNAUTHORIZED, "||Invalid key", "Invalid key", "", false},
	{"message only: a request that is wrong", "{'message':'Bad request syntax'}", 400,
	PNL_ERR_REJECTED, "||Bad request syntax", "Bad request syntax", "", false},
	{"message only: no such path", "{'message':'no Route matched with those values'}", 404,
	PNL_ERR_NO_OPERATION, "||no Route matched with those values", "no Route matched with those values", "", false},
	{"message only: too many requests", "{'message':'API rate limit exceeded'}", 429,
	PNL_ERR_THROTTLED, "||API rate limit exceeded", "API rate limit exceeded", "", true},
	{"Message only: a server that fails", "{'Message':'An error has occurred.'}", 500,
	PNL_ERR_SERVER, "||An error has occurred.", "An error has occurred.", "", true},
	{"message only, inside a success", "{'message':'Endpoint request timed out'}", 200,
	PNL_ERR_REJECTED, "||Endpoint request timed out", "Endpoint request timed out", "", false},
	{"Error with ErrorMessage, inside a success",
		"{'Date':'2022-11-08T10:13:20Z','Error':{'ErrorCode':'0010','ErrorMessage':'No options found'},'RequestId':'r-1'}", 200,
	PNL_ERR_REJECTED, "0010||No options found", "No options found", "", false, "r-1"},
	{"Error with ErrorMessage",
		"{'Date':'2022-11-08T10:13:20Z','Error':{'ErrorCode':'0010','ErrorMessage':'No options found'},'RequestId':'r-1'}", 400,
	PNL_ERR_REJECTED, "0010||No options found", "No options found", "", false, "r-1"},
	{"Error with ErrorDescription",
		"{'Date':'2022-11-08T10:13:20Z','Error':{'ErrorCode':'0002','ErrorDescription':'Postal code is wrong'},'RequestId':'r-2'}", 400,
	PNL_ERR_REJECTED, "0002||Postal code is wrong", "Postal code is wrong", "", false, "r-2"},
	{"Error with a code only, inside a success", "{'Error':{'ErrorCode':'0010'}}", 200,
	PNL_ERR_REJECTED, "0010||", "bad request", "", false},
	{"Error with ErrorMsg and a number", "{'Error':{'ErrorMsg':'Ongeldige postcode','ErrorNumber':1021}}", 400,
	PNL_ERR_REJECTED, "1021||Ongeldige postcode", "Ongeldige postcode", "", false},
	{"list of Errors",
		"{'Errors':[{'Error':'Invalid request','Code':'10302','Description':'The field Receiver.Zipcode is invalid'},"
		"{'Error':'Invalid request','Code':'11101','Description':'Barcode missing'}]}", 400,
	PNL_ERR_REJECTED, "10302||The field Receiver.Zipcode is invalid\n11101||Barcode missing", "The field Receiver.Zipcode is invalid", "", false},
	{"list of one of Errors as a bare object", "{'Errors':{'Code':'10302','Description':'Invalid'}}", 400,
	PNL_ERR_REJECTED, "10302||Invalid", "Invalid", "", false},
	{"list of Error under Errors",
		"{'Errors':{'Error':[{'Description':'First','ErrorMsg':'Short','ErrorNumber':3},{'ErrorMsg':'Second','ErrorNumber':4}]}}", 500,
	PNL_ERR_SERVER, "3||Short\n4||Second", "Short", "", true},
	{"one Error under Errors", "{'Errors':{'Error':{'ErrorMsg':'Short','ErrorNumber':3}}}", 500,
	PNL_ERR_SERVER, "3||Short", "Short", "", true},
	{"errors with ErrorMsg", "{'errors':[{'ErrorMsg':'CustomerCode is required','ErrorNumber':7}]}", 400,
	PNL_ERR_REJECTED, "7||CustomerCode is required", "CustomerCode is required", "", false},
	{"errors with title and detail",
		"{'errors':[{'status':'400','title':'Bad request','detail':'postalcode is not valid'}]}", 400,
	PNL_ERR_REJECTED, "400||postalcode is not valid", "postalcode is not valid", "", false},
	{"errors with a title only", "{'errors':[{'status':400,'title':'Bad request'}]}", 400,
	PNL_ERR_REJECTED, "400||Bad request", "Bad request", "", false},
	{"errors as texts", "{'errors':['17701: Postal code is not valid','17702: City is missing']}", 400,
	PNL_ERR_REJECTED, "17701||Postal code is not valid\n17702||City is missing", "Postal code is not valid", "", false},
	{"errors as one text, inside a success", "{'0':{'a':1},'errors':'Something broke'}", 200,
	PNL_ERR_REJECTED, "||Something broke", "Something broke", "", false},
	{"array with ErrorMsg", "[{'ErrorMsg':'First','ErrorNumber':7},{'ErrorMsg':'Second','ErrorNumber':8}]", 400,
	PNL_ERR_REJECTED, "7||First\n8||Second", "First", "", false},
	{"array with ErrorMsg, inside a success", "[{'ErrorMsg':'First','ErrorNumber':7}]", 200,
	PNL_ERR_REJECTED, "7||First", "First", "", false},
	{"bare ErrorMsg", "{'ErrorMsg':'No timeframes found','ErrorNumber':2060}", 400,
	PNL_ERR_REJECTED, "2060||No timeframes found", "No timeframes found", "", false},
	{"list of Item under Array",
		"{'Array':{'Item':[{'ErrorMsg':'First','ErrorNumber':26},{'ErrorMsg':'Second','ErrorNumber':27}]}}", 400,
	PNL_ERR_REJECTED, "26||First\n27||Second", "First", "", false},
	{"one Item under Array", "{'Array':{'Item':{'ErrorMsg':'First','ErrorNumber':26}}}", 400,
	PNL_ERR_REJECTED, "26||First", "First", "", false},
	{"Errors of a shipment, inside a success",
		"{'ResponseShipments':[{'Barcode':'3SDEVC1','Errors':[{'Code':'111','Description':'No label available, Direct Infeed'}],"
		"'Warnings':[{'Code':'500','Description':'x'}],'Labels':[]}]}", 200,
	PNL_ERR_REJECTED, "111||No label available, Direct Infeed\nwarning 500||x", "No label available, Direct Infeed", "", false},
	{"Errors of two shipments",
		"{'ResponseShipments':[{'Errors':[{'Code':'1','Description':'First'}]},{'Errors':{'Code':'2','Description':'Second'}}]}", 400,
	PNL_ERR_REJECTED, "1||First\n2||Second", "First", "", false},
	{"errors of a barcode, inside a success",
		"{'successFulBarcodes':[],'errorsPerBarcode':[{'barcode':'3SDEVC1','warnings':[],"
		"'errors':[{'code':'40001','description':'Already active'}]}]}", 200,
	PNL_ERR_REJECTED, "40001||Already active", "Already active", "", false},
	{"problem details of RFC 9457",
		"{'type':'https://tools.ietf.org/html/rfc9110','title':'One or more validation errors occurred.','status':400,"
		"'detail':'See errors','traceId':'00-abc-01','errors':{'Receiver.City':['too long','required'],'Weight':['too low']}}", 400,
		PNL_ERR_REJECTED, "||See errors\n|Receiver.City|too long\n|Receiver.City|required\n|Weight|too low", "See errors", "", false,
	"00-abc-01", "application/problem+json"},
	{"problem details without a detail", "{'type':'about:blank','title':'Unauthorized','status':401,'traceId':'t'}", 401,
	PNL_ERR_UNAUTHORIZED, "||Unauthorized", "Unauthorized", "", false, "t", "application/problem+json"},
	{"fault in an envelope, its text under an empty key",
		"{'Envelope':{'Body':{'Fault':{'Reason':{'Text':{'':'Something went wrong'}}}}}}", 500,
	PNL_ERR_SERVER, "||Something went wrong", "Something went wrong", "", true},
	{"fault of SOAP as XML",
		"<?xml version='1.0'?><s:Envelope><s:Body><s:Fault><faultstring>Check CIFException</faultstring><detail><CifException>"
		"<Errors><ExceptionData><ErrorMsg>Barcode missing &amp; wrong</ErrorMsg><ErrorNumber>13</ErrorNumber></ExceptionData>"
		"</Errors></CifException></detail></s:Fault></s:Body></s:Envelope>", 500,
	PNL_ERR_SERVER, "||Check CIFException\n13||Barcode missing & wrong", "Check CIFException", "", true, NULL, "text/xml"},
	{"HTML", "<html><head><title>x</title></head><BODY class='a'><h1>Bad</h1>\n<p>gateway &lt;1&gt;</p></BODY></html>", 502,
	PNL_ERR_SERVER, "||Bad gateway <1>", "Bad gateway <1>", "", true, NULL, "text/html"},
	{"HTML: too many requests", "<html>429</html>", 429, PNL_ERR_THROTTLED, "||429", "429", "", true, NULL, "text/html"},
	{"HTML inside a success", "<html>500</html>", 200,
	PNL_ERR_PROTOCOL, "", "the reply is no JSON but text/html", "500", false, NULL, "text/html"},
	{"plain text", "plain text", 500, PNL_ERR_SERVER, "||plain text", "plain text", "", true, NULL, "text/plain"},
	{"plain text inside a success", "plain text", 200,
	PNL_ERR_PROTOCOL, "", "the reply is no JSON but text/plain", "plain text", false, NULL, "text/plain"},
	{"text that is no JSON inside a success", "{'CurrentStatus':", 200,
	PNL_ERR_PROTOCOL, "", "the JSON text ends too early", "{\"CurrentStatus\":", false},
	{"no body: a request that is wrong", "", 400, PNL_ERR_REJECTED, "", "bad request", "", false},
	{"no body: a server that fails", "", 500, PNL_ERR_SERVER, "", "internal server error", "", true},
	{"no body inside a success", "", 200, PNL_ERR_PROTOCOL, "", "the reply is empty", "", false},
	{"unknown: neither shape nor status", "{'weird':true}", 418,
	PNL_ERR_REJECTED, "", "the request was not accepted", "{\"weird\":true}", false},
	{"unknown: no shape, inside a success", "{'weird':true}", 200,
	PNL_ERR_PROTOCOL, "", "the reply has none of the keys that this operation answers with", "{\"weird\":true}", false},
};

/* ----------
 * How the shapes are read
 * ----------
 */

static const FailureRow readings[] = {
	{"texts among errors are errors too", "{'errors':[{'code':'1','message':'First'},'17702: Second']}", 400,
	PNL_ERR_REJECTED, "1||First\n17702||Second", "First", "", false},
	{"errors behind a text are errors too", "{'errors':['First',{'code':'2','message':'Second'},[],3,{'code':'4'}]}", 400,
	PNL_ERR_REJECTED, "2||Second\n4||\n||First\n||3", "Second", "", false},
	{"warnings behind a text are warnings too", "{'errors':['x'],'warnings':['First',{'code':'2','message':'Second'}]}", 400,
	PNL_ERR_REJECTED, "||x\nwarning 2||Second\nwarning ||First", "x", "", false},
	{"a text that is found in two ways is one error", "{'error':'invalid_request'}", 400,
	PNL_ERR_REJECTED, "||invalid_request", "invalid_request", "", false},
	{"warnings of a refusal without words are kept", "{'Warnings':[{'Code':'5','Description':'x'}]}", 400,
	PNL_ERR_REJECTED, "warning 5||x", "bad request", "{\"Warnings\":[{\"Code\":\"5\",\"Description\":\"x\"}]}", false},
	{"a warning that says nothing is none", "{'Warnings':[{'Code':'','Description':''}],'Error':{'ErrorMsg':'x'}}", 400,
	PNL_ERR_REJECTED, "||x", "x", "", false},
	{"warnings that are wrapped", "{'Warnings':{'Warning':{'Code':'5','Message':'w'}},'Error':{'ErrorMsg':'x'}}", 400,
	PNL_ERR_REJECTED, "||x\nwarning 5||w", "x", "", false},
	{"a page without words is shown as none", "<html><br></html>", 502,
	PNL_ERR_SERVER, "", "bad gateway", "", true, NULL, "text/html"},
	{"every exception of a fault of SOAP", "<e><ExceptionData><ErrorMsg>a</ErrorMsg><ErrorNumber>1</ErrorNumber></ExceptionData>"
		"<ExceptionData><ErrorMsg>b</ErrorMsg><ErrorNumber>2</ErrorNumber></ExceptionData></e>", 500,
	PNL_ERR_SERVER, "1||a\n2||b", "a", "", true, NULL, "text/xml"},
	{"an exception's description goes before its message, and prefixes are passed over",
		"<e><c:ExceptionData><c:ErrorMsg>a</c:ErrorMsg><c:Description>b <i>c</i></c:Description><c:ErrorNumber>1</c:ErrorNumber></c:ExceptionData></e>", 500,
	PNL_ERR_SERVER, "1||b c", "b c", "", true, NULL, "text/xml"},
	{"an element that does not end is a page", "<e><ExceptionData><ErrorMsg>a b", 500,
	PNL_ERR_SERVER, "||a b", "a b", "", true, NULL, "text/xml"},
	{"the field of an error", "{'Errors':[{'Code':'1','Field':'Zipcode','Description':'x'}]}", 400,
	PNL_ERR_REJECTED, "1|Zipcode|x", "x", "", false},
	{"problem details may have a code", "{'title':'x','status':400,'code':'c-1','errors':{'City':['17701: y']}}", 400,
	PNL_ERR_REJECTED, "c-1||x\n17701|City|y", "x", "", false},
	{"entities of a message are decoded", "{'Error':{'ErrorCode':1,'ErrorMessage':'weight &lt;= 10 kg'}}", 400,
	PNL_ERR_REJECTED, "1||weight <= 10 kg", "weight <= 10 kg", "", false},
	{"a line break cannot forge a line of the log", "{'message':'x\\nFATAL:  y\\u001b[31m'}", 400,
	PNL_ERR_REJECTED, "||x FATAL: y [31m", "x FATAL: y [31m", "", false},
	{"a line break in a code is a blank", "{'Error':{'ErrorCode':'a\\nb','ErrorMessage':'x'}}", 400,
	PNL_ERR_REJECTED, "a b||x", "x", "", false},
	{"a line break in the name of a field is a blank",
		"{'title':'x','status':400,'errors':{'Receiver\\nFATAL:  y':['too long']}}", 400,
	PNL_ERR_REJECTED, "||x\n|Receiver FATAL: y|too long", "x", "", false},
	{"a field with one error that is no list is one line", "{'title':'x','status':400,'errors':{'City':'too long'}}", 400,
	PNL_ERR_REJECTED, "||x\n|City|too long", "x", "", false},
	{"a line break in a later error is a blank", "{'errors':['one','two\\nFATAL:  y']}", 400,
	PNL_ERR_REJECTED, "||one\n||two FATAL: y", "one", "", false},
	{"an entry that says nothing is passed over", "{'Errors':[{},{'x':1},{'Code':'2','Description':'Second'}]}", 400,
	PNL_ERR_REJECTED, "2||Second", "Second", "", false},
	{"a shape that says nothing gives way to the next", "{'Error':{},'message':'second'}", 400,
	PNL_ERR_REJECTED, "||second", "second", "", false},
	{"keys are found in any letter case", "{'ERRORS':[{'CODE':'1','DESCRIPTION':'x'}]}", 400,
	PNL_ERR_REJECTED, "1||x", "x", "", false},
	{"a wrapped text is a message", "{'Error':{'ErrorCode':{'string':'1'},'ErrorMessage':['x']}}", 400,
	PNL_ERR_REJECTED, "1||x", "x", "", false},
	{"a message that is no text is no message", "{'message':{'a':['b','c']}}", 400,
	PNL_ERR_REJECTED, "", "bad request", "{\"message\":{\"a\":[\"b\",\"c\"]}}", false},
	{"texts among objects are messages", "{'errors':[{'x':1},'Something broke']}", 400,
	PNL_ERR_REJECTED, "||Something broke", "Something broke", "", false},
	{"digits before a colon are a code", "{'errors':['17701: x']}", 400, PNL_ERR_REJECTED, "17701||x", "x", "", false},
	{"a code needs no blank behind its colon", "{'errors':['17701:x']}", 400, PNL_ERR_REJECTED, "17701||x", "x", "", false},
	{"one digit before a colon is no code", "{'errors':['5: x']}", 400, PNL_ERR_REJECTED, "||5: x", "5: x", "", false},
	{"a time of day is no code", "{'errors':['closed at 10:00']}", 400,
	PNL_ERR_REJECTED, "||closed at 10:00", "closed at 10:00", "", false},
	{"digits before a colon stay where there is a code", "{'Error':{'ErrorCode':'a','ErrorMessage':'17701: x'}}", 400,
	PNL_ERR_REJECTED, "a||17701: x", "17701: x", "", false},
	{"a body that cannot be parsed is shown as text", "{'message':'x\\u0000'}", 400,
	PNL_ERR_REJECTED, "||{\"message\":\"x\\u0000\"}", "{\"message\":\"x\\u0000\"}", "", false},
	{"bytes beyond ASCII of a text are not shown", "caf\xE9 \xFF", 500,
	PNL_ERR_SERVER, "||caf? ?", "caf? ?", "", true, NULL, "text/plain"},
	{"a status in the body that is a failure goes before a known key",
		"{'CurrentStatus':{},'message':'x','http_status_code':400}", 200,
	PNL_ERR_REJECTED, "||x", "x", "", false},
	{"a status in the body that is no failure is not taken", "{'message':'x','http_status_code':200}", 200,
	PNL_ERR_REJECTED, "||x", "x", "", false},
	{"a content type cannot forge a line of the log", "x", 200,
	PNL_ERR_PROTOCOL, "", "the reply is no JSON but text/x y", "x", false, NULL, "text/x\ny"},
};

static PnlReply
make_reply(int status, const char *content_type, const char *body)
{
	PnlReply	reply = {status, content_type, -1};

	pnl_buf_init(&reply.body, 0);
	if (body[0] != '\0')
		pnl_buf_append_text(&reply.body, body);
	return reply;
}

static void
read_failure(void **state)
{
	const FailureRow *row = *state;
	PnlJson    *document;
	PnlError	error;

	assert_false(unit_read_reply(row->status, row->content_type ? row->content_type : JSON,
								 row->body, &pnl_api_status_by_barcode, &document, &error));
	assert_null(document);
	unit_assert_error(&error, row->kind, row->words);
	unit_assert_entries(&error, row->entries);
	assert_string_equal(error.beginning, row->beginning);
	assert_string_equal(error.trace_id, row->trace_id ? row->trace_id : "");
	assert_int_equal(error.transient, row->transient);
	assert_int_equal(error.http_status, row->status);
	assert_true(unit_is_utf8(pnl_error_words(&error), strlen(pnl_error_words(&error))));
}

/* ----------
 * What a status means without words
 * ----------
 */

typedef struct StatusRow
{
	const char *name;
	int			status;
	PnlErrorKind kind;
	bool		transient;
} StatusRow;

static const StatusRow statuses[] = {
	{"no status is not understood", 0, PNL_ERR_PROTOCOL, false},
	{"100 is not understood", 100, PNL_ERR_PROTOCOL, false},
	{"301 is not followed", 301, PNL_ERR_PROTOCOL, false},
	{"304 is not understood", 304, PNL_ERR_PROTOCOL, false},
	{"400 is a request that is wrong", 400, PNL_ERR_REJECTED, false},
	{"401 is a key that is wrong", 401, PNL_ERR_UNAUTHORIZED, false},
	{"402 is a request that is wrong", 402, PNL_ERR_REJECTED, false},
	{"403 is a key without the right", 403, PNL_ERR_UNAUTHORIZED, false},
	{"404 is no such operation", 404, PNL_ERR_NO_OPERATION, false},
	{"405 is no such operation", 405, PNL_ERR_NO_OPERATION, false},
	{"408 may be repeated", 408, PNL_ERR_TIMEOUT, true},
	{"409 is a request that is wrong", 409, PNL_ERR_REJECTED, false},
	{"413 is a request that is too large", 413, PNL_ERR_REQUEST_SIZE, false},
	{"422 is a request that is wrong", 422, PNL_ERR_REJECTED, false},
	{"429 may be repeated", 429, PNL_ERR_THROTTLED, true},
	{"499 is a request that is wrong", 499, PNL_ERR_REJECTED, false},
	{"500 may be repeated", 500, PNL_ERR_SERVER, true},
	{"501 may not be repeated", 501, PNL_ERR_SERVER, false},
	{"502 may be repeated", 502, PNL_ERR_SERVER, true},
	{"503 may be repeated", 503, PNL_ERR_SERVER, true},
	{"504 may be repeated", 504, PNL_ERR_SERVER, true},
	{"505 may not be repeated", 505, PNL_ERR_SERVER, false},
	{"511 may not be repeated", 511, PNL_ERR_SERVER, false},
	{"520 may not be repeated", 520, PNL_ERR_SERVER, false},
	{"521 may be repeated", 521, PNL_ERR_SERVER, true},
	{"524 may be repeated", 524, PNL_ERR_SERVER, true},
	{"525 may not be repeated", 525, PNL_ERR_SERVER, false},
	{"599 may not be repeated", 599, PNL_ERR_SERVER, false},
	{"999 is not understood", 999, PNL_ERR_PROTOCOL, false},
};

static void
read_status(void **state)
{
	const StatusRow *row = *state;
	PnlJson    *document;
	PnlError	error;

	assert_false(unit_read_reply(row->status, NULL, "", NULL, &document, &error));
	assert_null(document);
	assert_int_equal(error.kind, row->kind);
	assert_int_equal(error.transient, row->transient);
	assert_int_equal(error.http_status, row->status);
	assert_string_not_equal(error.message, "");
}

static const FailureRow no_json[] = {
	{"JSON as the beginning of another type is no JSON", "{}", 200, PNL_ERR_PROTOCOL, "",
	"the reply is no JSON but application/jsonp", "{}", false, NULL, "application/jsonp"},
	{"+json alone is no type", "{}", 200, PNL_ERR_PROTOCOL, "", "the reply is no JSON but +json", "{}", false, NULL, "+json"},
	{"an empty content type is no JSON", "{}", 200, PNL_ERR_PROTOCOL, "", "the reply is no JSON but ", "{}", false, NULL, ""},
	{"octets are no JSON", "{}", 200, PNL_ERR_PROTOCOL, "", "the reply is no JSON but application/octet-stream", "{}", false,
	NULL, "application/octet-stream"},
};

/* ----------
 * Sizes, and what must not be lost
 * ----------
 */

static void
a_content_type_that_is_no_UTF_8_does_not_spoil_the_message(void **state)
{
	PnlJson    *document;
	PnlError	error;

	(void) state;
	assert_false(unit_read_reply(200, "text/caf\xE9\x80\xFF", "x", NULL, &document, &error));
	assert_int_equal(error.kind, PNL_ERR_PROTOCOL);
	assert_true(unit_is_utf8(error.message, strlen(error.message)));
}

static void
an_answer_of_the_operation_is_taken_under_any_type(void **state)
{
	static const char *const types[] = {"text/plain", "text/html; charset=utf-8", "application/octet-stream", ""};

	(void) state;
	for (size_t i = 0; i < UNIT_COUNT(types); i++)
	{
		PnlJson    *document;
		PnlError	error;

		assert_true(unit_read_reply(200, types[i], "{\"CurrentStatus\":{\"Shipment\":{\"Barcode\":\"3S\"}}}",
									&pnl_api_status_by_barcode, &document, &error));
		pnl_json_free(document);
		/* any other JSON is not, nor is any where the operation is not known */
		assert_false(unit_read_reply(200, types[i], "{\"other\":1}", &pnl_api_status_by_barcode, &document, &error));
		assert_int_equal(error.kind, PNL_ERR_PROTOCOL);
		assert_false(unit_read_reply(200, types[i], "[1]", NULL, &document, &error));
	}
}

static void
what_PostNL_asks_to_wait_is_told(void **state)
{
	static const int statuses_with_body[] = {429, 503, 200};

	(void) state;
	for (size_t i = 0; i < UNIT_COUNT(statuses_with_body); i++)
	{
		PnlReply	reply = make_reply(statuses_with_body[i], JSON,
									   "{\"message\":\"Too many\",\"http_status_code\":429}");
		PnlJson    *document;
		PnlError	error;

		reply.retry_after_ms = 7000;
		pnl_error_init(&error);
		assert_false(pnl_reply_read(&reply, NULL, &document, &error));
		assert_int_equal(error.retry_after_ms, 7000);
		pnl_buf_free(&reply.body);
	}
}

static void
a_page_of_megabytes_is_cut_to_an_excerpt(void **state)
{
	PnlReply	reply = make_reply(500, "text/plain", "");
	PnlJson    *document;
	PnlError	error;

	(void) state;
	for (int i = 0; i < 200000; i++)
		pnl_buf_append_text(&reply.body, "0123456789");
	pnl_error_init(&error);
	assert_false(pnl_reply_read(&reply, NULL, &document, &error));
	assert_int_equal(strlen(pnl_error_words(&error)), 300);
	pnl_buf_free(&reply.body);
}

static void
a_thousand_errors_fill_the_entries_and_are_counted(void **state)
{
	PnlReply	reply = make_reply(400, JSON, "{\"errors\":[\"first\"");
	PnlJson    *document;
	PnlError	error;

	(void) state;
	for (int i = 0; i < 1000; i++)
		pnl_buf_append_format(&reply.body, ",\"error %d \xE2\x82\xAC\"", i);
	pnl_buf_append_text(&reply.body, "]}");
	pnl_error_init(&error);
	assert_false(pnl_reply_read(&reply, NULL, &document, &error));
	unit_assert_error(&error, PNL_ERR_REJECTED, "first");
	assert_true(error.entry_count > 300);
	assert_int_equal(error.entry_count + error.left_out, 1001);
	assert_true(error.entries_used > PNL_ERROR_ENTRIES_SIZE - 20);
	pnl_buf_free(&reply.body);
}

static void
a_message_of_kilobytes_is_cut_at_a_character(void **state)
{
	PnlReply	reply = make_reply(400, JSON, "{\"message\":\"");
	PnlJson    *document;
	PnlError	error;

	(void) state;
	for (int i = 0; i < 30000; i++)
		pnl_buf_append_text(&reply.body, "\xE2\x82\xAC");
	pnl_buf_append_text(&reply.body, "\"}");
	pnl_error_init(&error);
	assert_false(pnl_reply_read(&reply, NULL, &document, &error));
	assert_int_equal(strlen(pnl_error_words(&error)), PNL_ERROR_MESSAGE_SIZE - 1);
	assert_true(unit_is_utf8(pnl_error_words(&error), strlen(pnl_error_words(&error))));
	pnl_buf_free(&reply.body);
}

/* Reads an error that begins with so many digits and a colon. */
static void
read_digits(size_t count, PnlError *error)
{
	PnlReply	reply = make_reply(400, JSON, "{\"errors\":[\"");
	PnlJson    *document;

	for (size_t i = 0; i < count; i++)
		pnl_buf_append_char(&reply.body, '1');
	pnl_buf_append_text(&reply.body, ": x\",\"second\"],\"traceId\":\"t\"}");
	pnl_error_init(error);
	assert_false(pnl_reply_read(&reply, NULL, &document, error));
	pnl_buf_free(&reply.body);
	assert_non_null(strstr(unit_entries(error), "\n||second"));
	assert_string_equal(error->trace_id, "t");
}

static void
digits_for_which_a_code_has_just_room_are_a_code(void **state)
{
	PnlError	error;

	(void) state;
	read_digits(PNL_ERROR_CODE_SIZE - 1, &error);
	assert_int_equal(strlen(pnl_error_first(&error).code), PNL_ERROR_CODE_SIZE - 1);
	assert_string_equal(pnl_error_words(&error), "x");
}

static void
digits_for_which_a_code_has_no_room_are_no_code(void **state)
{
	PnlError	error;

	(void) state;
	read_digits(PNL_ERROR_CODE_SIZE, &error);
	assert_string_equal(pnl_error_first(&error).code, "");
	read_digits(PNL_ERROR_MESSAGE_SIZE - 10, &error);
	assert_string_equal(pnl_error_first(&error).code, "");
	assert_int_equal(strlen(pnl_error_words(&error)), PNL_ERROR_MESSAGE_SIZE - 10 + 3);
}

int
main(void)
{
	UNIT_ROWS(shapes, read_failure);
	UNIT_ROWS(readings, read_failure);
	UNIT_ROWS(no_json, read_failure);
	UNIT_ROWS(statuses, read_status);
	UNIT_CASE(a_content_type_that_is_no_UTF_8_does_not_spoil_the_message);
	UNIT_CASE(an_answer_of_the_operation_is_taken_under_any_type);
	UNIT_CASE(what_PostNL_asks_to_wait_is_told);
	UNIT_CASE(a_page_of_megabytes_is_cut_to_an_excerpt);
	UNIT_CASE(a_thousand_errors_fill_the_entries_and_are_counted);
	UNIT_CASE(a_message_of_kilobytes_is_cut_at_a_character);
	UNIT_CASE(digits_for_which_a_code_has_just_room_are_a_code);
	UNIT_CASE(digits_for_which_a_code_has_no_room_are_no_code);
	return unit_run();
}
