/*
 * test_access.c
 *		Whether a key may use an operation: the call, and what its outcome says.
 */
#include "unit.h"

#include <string.h>

#include "core/api.h"
#include "core/api_access.h"

typedef struct OutcomeRow
{
	const char *name;
	PnlErrorKind kind;
	int			http_status;
	const char *code;
	PnlAccessOutcome outcome;
} OutcomeRow;

static const OutcomeRow outcomes[] = {
	{"an answer is access", PNL_ERR_NONE, 200, NULL, PNL_ACCESS_ALLOWED},
	{"a refusal of what was asked is access", PNL_ERR_REJECTED, 400, NULL, PNL_ACCESS_ALLOWED},
	{"an answer in a form that is not known is access", PNL_ERR_PROTOCOL, 200, NULL, PNL_ACCESS_ALLOWED},
	{"a page beside an error is not", PNL_ERR_PROTOCOL, 301, NULL, PNL_ACCESS_UNAVAILABLE},
	{"a key that is not known is refused", PNL_ERR_UNAUTHORIZED, 401, "oauth.v2.InvalidApiKey", PNL_ACCESS_KEY_REFUSED},
	{"a refusal without a code is the key's", PNL_ERR_UNAUTHORIZED, 401, NULL, PNL_ACCESS_KEY_REFUSED},
	{"a key that is for other resources is not linked", PNL_ERR_UNAUTHORIZED, 403, "oauth.v2.InvalidApiKeyForGivenResource",
	PNL_ACCESS_NOT_LINKED},
	{"404 is no operation", PNL_ERR_NO_OPERATION, 404, NULL, PNL_ACCESS_NO_OPERATION},
	{"5xx says nothing", PNL_ERR_SERVER, 503, NULL, PNL_ACCESS_UNAVAILABLE},
	{"no turn says nothing", PNL_ERR_THROTTLED, 429, NULL, PNL_ACCESS_UNAVAILABLE},
	{"no connection says nothing", PNL_ERR_CONNECT, 0, NULL, PNL_ACCESS_UNAVAILABLE},
};

static void
judge(void **state)
{
	const OutcomeRow *row = *state;
	PnlError	error;

	pnl_error_init(&error);
	if (row->kind != PNL_ERR_NONE)
		pnl_error_set(&error, row->kind, "x");
	error.http_status = row->http_status;
	if (row->code != NULL)
		pnl_error_add_entry(&error, &(PnlErrorEntry) {.code = row->code, .field = "", .text = "x"});
	assert_int_equal(pnl_api_access_judge(&error), row->outcome);
}

static void
check_version(const PnlOperation *operation, const char *version)
{
	PnlBuf		buf;

	pnl_buf_init(&buf, 0);
	assert_true(pnl_api_access_append_version(&buf, operation));
	assert_string_equal(pnl_buf_text(&buf), version);
	pnl_buf_free(&buf);
}

static void
the_version_is_in_the_path(void **state)
{
	PnlOperation without = {.path = "/value/view"};

	(void) state;
	check_version(&pnl_api_label, "2.2");
	check_version(&pnl_api_shipment, "1");
	check_version(pnl_api_label.v4, "4");
	check_version(&pnl_api_postal_code, "1");
	check_version(&without, "");
}

/* The call of each form has a path without holes, and nothing that a service could act on. */
static void
no_call_has_what_a_service_needs(void **state)
{
	(void) state;
	for (const PnlApiAccess *access = pnl_api_access; access->product != NULL; access++)
		for (const PnlOperation *form = access->operation; form != NULL; form = form->v4)
		{
			PnlRequest	request;
			PnlError	error;

			pnl_request_init(&request);
			pnl_error_init(&error);
			assert_true(pnl_api_access_build(&request, form, &error));
			assert_null(strpbrk(pnl_buf_text(&request.target), "{}?"));
			assert_string_equal(pnl_buf_text(&request.body), strcmp(form->method, "GET") == 0 ? "" : "{}");
			pnl_request_free(&request);
		}
}

int
main(void)
{
	UNIT_ROWS(outcomes, judge);
	UNIT_CASE(the_version_is_in_the_path);
	UNIT_CASE(no_call_has_what_a_service_needs);
	return unit_run();
}
