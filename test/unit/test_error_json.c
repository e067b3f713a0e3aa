/*
 * test_error_json.c
 *		What is kept of a failure: a PnlError as JSON.
 *
 * Bodies and expectations are written with ' for ".
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "core/api.h"
#include "core/error_json.h"
#include "core/reply.h"

typedef struct KeptRow
{
	const char *name;
	const char *body;
	int			status;
	const char *kept;
} KeptRow;

static const KeptRow kept[] = {
	{"every error of a refusal, with its code",
		"{'Errors':[{'Error':'Invalid','Code':'10302','Description':'Zipcode is invalid'},"
		"{'Error':'Invalid','Code':11101,'Description':'Barcode missing'}]}", 400,
		"{'http_status':400,'errors':[{'code':'10302','text':'Zipcode is invalid'},"
	"{'code':'11101','text':'Barcode missing'}]}"},
	{"fields and the trace id of problem details",
		"{'type':'x','title':'Wrong','status':400,'traceId':'00-abc-01',"
		"'errors':{'Receiver.City':['too long','required'],'Weight':['17701: too low']}}", 400,
		"{'http_status':400,'trace_id':'00-abc-01','errors':[{'text':'Wrong'},"
		"{'field':'Receiver.City','text':'too long'},"
		"{'field':'Receiver.City','text':'required'},"
	"{'code':'17701','field':'Weight','text':'too low'}]}"},
	{"the id of a request", "{'Error':{'ErrorCode':'0010'},'RequestId':'r-1'}", 400,
		"{'http_status':400,'trace_id':'r-1','errors':[{'code':'0010'}],"
	"'reply_begins':'{\\'Error\\':{\\'ErrorCode\\':\\'0010\\'},\\'RequestId\\':\\'r-1\\'}'}"},
	{"a field where an error names one",
		"{'errors':[{'code':'1','field':'receiver.city','message':'x'}]}", 400,
	"{'http_status':400,'errors':[{'code':'1','field':'receiver.city','text':'x'}]}"},
	{"warnings beside errors",
		"{'ResponseShipments':[{'Barcode':'3SDEVC1','Errors':[{'Code':'111','Description':'No label'}],"
		"'Warnings':[{'Code':'500','Description':'Direct infeed'}],'Labels':[]}]}", 200,
		"{'http_status':200,'errors':[{'code':'111','text':'No label'}],"
	"'warnings':[{'code':'500','text':'Direct infeed'}]}"},
	{"warnings of V4 that are texts",
		"{'items':[{'barcode':'3SDEVC1','warnings':['Beware']}],'errors':['17701: No']}", 200,
		"{'http_status':200,'errors':[{'code':'17701','text':'No'}],"
	"'warnings':[{'text':'Beware'}]}"},
	{"errors of the whole and of a parcel",
		"{'Errors':[{'Code':'1','Description':'All'}],"
		"'ResponseShipments':[{'Errors':[{'Code':'2','Description':'One'}]}]}", 400,
		"{'http_status':400,'errors':[{'code':'1','text':'All'},"
	"{'code':'2','text':'One'}]}"},
	{"what two parcels have is told once",
		"{'ResponseShipments':[{'Errors':[{'Code':'2','Description':'One'}]},"
		"{'Errors':[{'Code':'2','Description':'One'}]}]}", 400,
	"{'http_status':400,'errors':[{'code':'2','text':'One'}]}"},
	{"without words of PostNL's: ours", "", 503,
	"{'http_status':503,'errors':[{'text':'service unavailable'}]}"},
	{"words of a page", "<html><body>Down for maintenance</body></html>", 503,
	"{'http_status':503,'errors':[{'text':'Down for maintenance'}]}"},
	{"first words of what cannot be read", "{'Hello':", 200,
		"{'http_status':200,'errors':[{'text':'the JSON text ends too early'}],"
	"'reply_begins':'{\\'Hello\\':'}"},
	{"texts that JSON has to quote", "{'message':'a \\\\ b \\\'c\\\''}", 400,
	"{'http_status':400,'errors':[{'text':'a \\\\ b \\\'c\\\''}]}"},
};

/* Quotes for apostrophes. */
static char *
quote(const char *text)
{
	char	   *quoted = strdup(text);

	for (char *at = quoted; *at != '\0'; at++)
		if (*at == '\'')
			*at = '"';
	return quoted;
}

static void
write_kept(void **state)
{
	const KeptRow *row = *state;
	char	   *expected = quote(row->kept);
	PnlJson    *document;
	PnlError	error;
	PnlBuf		out;

	pnl_buf_init(&out, 0);
	assert_false(unit_read_reply(row->status, NULL, row->body, &pnl_api_status_by_barcode,
								 &document, &error));
	assert_true(pnl_error_json_write(&error, &out));
	assert_string_equal(pnl_buf_text(&out), expected);
	pnl_buf_free(&out);
	free(expected);
}

static void
a_check_names_its_key(void **state)
{
	PnlError	error;
	PnlBuf		out;

	(void) state;
	pnl_buf_init(&out, 0);
	pnl_error_init(&error);
	pnl_error_set_key(&error, "parcels[0].weight_g", "must be given");
	assert_true(pnl_error_json_write(&error, &out));
	assert_string_equal(pnl_buf_text(&out),
						"{\"errors\":[{\"field\":\"parcels[0].weight_g\","
						"\"text\":\"parcels[0].weight_g must be given\"}]}");
	pnl_buf_free(&out);
}

/* Of an answer that is no failure, as a list of their own. */
static void
warnings_are_written_alone(void **state)
{
	PnlErrorEntry entry = {true, "500", "", "Direct infeed"};
	PnlError	error;
	PnlBuf		out;

	(void) state;
	pnl_buf_init(&out, 0);
	pnl_error_init(&error);
	assert_true(pnl_error_json_write_warnings(&error, &out));
	assert_string_equal(pnl_buf_text(&out), "");
	pnl_error_add_entry(&error, &entry);
	assert_true(pnl_error_json_write_warnings(&error, &out));
	assert_string_equal(pnl_buf_text(&out), "[{\"code\":\"500\",\"text\":\"Direct infeed\"}]");
	pnl_buf_free(&out);
}

static void
what_finds_no_room_is_counted(void **state)
{
	PnlErrorEntry entry = {false, "1", "", "x"};
	PnlError	error;
	PnlBuf		out;

	(void) state;
	pnl_buf_init(&out, 0);
	pnl_error_init(&error);
	pnl_error_set(&error, PNL_ERR_REJECTED, "no");
	while (error.left_out < 7)
		pnl_error_add_entry(&error, &entry);
	assert_true(pnl_error_json_write(&error, &out));
	assert_non_null(strstr(pnl_buf_text(&out), "],\"left_out\":7}"));
	pnl_buf_free(&out);
}

int
main(void)
{
	UNIT_ROWS(kept, write_kept);
	UNIT_CASE(a_check_names_its_key);
	UNIT_CASE(warnings_are_written_alone);
	UNIT_CASE(what_finds_no_room_is_counted);
	return unit_run();
}
