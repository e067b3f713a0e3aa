/*
 * func_access.c
 *		SQL function postnl_api_access: what an account's key may use.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "core/api_access.h"
#include "pg/ask/call.h"
#include "pg/ask/pipeline.h"
#include "pg/ask/result.h"
#include "pg/base/report.h"

PG_FUNCTION_INFO_V1(postnl_api_access);

/* More than the table has. */
#define MAX_OPERATIONS 32

#define COLUMNS 9

typedef struct Survey
{
	PnlResult  *result;
	const PnlAccount *account;
	int			asked;			/* rows of the table whose call was begun */
	PnlAccessOutcome outcomes[MAX_OPERATIONS];
	PnlError	errors[MAX_OPERATIONS];
} Survey;

static const PnlOperation *
form_in_use(const Survey *survey, int i)
{
	const PnlOperation *operation = pnl_api_access[i].operation;

	return survey->account->uses_v4 && operation->v4 != NULL ? operation->v4 : operation;
}

static bool
next_operation(PnlArguments *arguments, void *state, PnlError *error)
{
	Survey	   *survey = state;

	(void) arguments;
	(void) error;
	return pnl_api_access[survey->asked].product != NULL && survey->asked++ < MAX_OPERATIONS;
}

/* The pipeline builds each call right after it came from next_operation(). */
static bool
build_probe(PnlRequest *request, void *state, PnlError *error)
{
	Survey	   *survey = state;

	return pnl_api_access_build(request, form_in_use(survey, survey->asked - 1), error);
}

static void
take_outcome(const PnlJob *job, const PnlError *error, void *state)
{
	Survey	   *survey = state;

	pnl_error_init(&survey->errors[job->ordinal]);
	if (error != NULL)
		survey->errors[job->ordinal] = *error;
	survey->outcomes[job->ordinal] = pnl_api_access_judge(&survey->errors[job->ordinal]);
}

static text *
version_of(const PnlOperation *operation)
{
	PnlBuf		version;
	text	   *copy;

	pnl_buf_init(&version, 0);
	if (!pnl_api_access_append_version(&version, operation))
	{
		pnl_buf_free(&version);
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	}
	copy = cstring_to_text(pnl_buf_text(&version));
	pnl_buf_free(&version);
	return copy;
}

/* A gateway that takes the key for one operation does not refuse the key for another. */
static PnlAccessOutcome
final_outcome(const Survey *survey, int i)
{
	if (survey->outcomes[i] != PNL_ACCESS_KEY_REFUSED)
		return survey->outcomes[i];
	for (int k = 0; k < survey->asked; k++)
		if (survey->outcomes[k] == PNL_ACCESS_ALLOWED ||
			survey->outcomes[k] == PNL_ACCESS_NOT_LINKED)
			return PNL_ACCESS_NOT_LINKED;
	return PNL_ACCESS_KEY_REFUSED;
}

static void
add_operation(const Survey *survey, int i)
{
	static const char *const words[] = {"allowed", "key refused", "not linked", "no operation",
	"unavailable"};
	const PnlOperation *operation = pnl_api_access[i].operation;
	const PnlOperation *used = form_in_use(survey, i);
	const PnlOperation *newest = operation->v4 != NULL ? operation->v4 : operation;
	PnlAccessOutcome outcome = final_outcome(survey, i);
	const PnlError *error = &survey->errors[i];
	Datum		values[COLUMNS];
	bool		nulls[COLUMNS] = {false};

	values[0] = CStringGetTextDatum(pnl_api_access[i].product);
	values[1] = CStringGetTextDatum(operation->name);
	values[2] = CStringGetTextDatum(psprintf("%s %s", used->method, used->path));
	values[3] = PointerGetDatum(version_of(used));
	values[4] = PointerGetDatum(version_of(newest));
	values[5] = BoolGetDatum(used != newest);
	values[6] = CStringGetTextDatum(words[outcome]);
	nulls[7] = error->http_status == 0;
	values[7] = Int32GetDatum(error->http_status);
	nulls[8] = outcome == PNL_ACCESS_ALLOWED;
	values[8] = nulls[8] ? (Datum) 0 : CStringGetTextDatum(pnl_report_message(error));
	pnl_result_add(survey->result, i, values, nulls);
	pnl_result_finish(survey->result, i);
}

/* account */
Datum
postnl_api_access(PG_FUNCTION_ARGS)
{
	static const PnlParameter no_parameters[] = {{NULL}};
	static const PnlRowSet no_rows[] = {{NULL}};
	static const PnlOperation operation = {
		.name = "access", .method = "GET", .flags = PNL_REPEATABLE,
		.parameters = no_parameters, .row_sets = no_rows
	};
	PnlPipeline pipeline = {0};
	Survey	   *survey = palloc0(sizeof(Survey));
	PnlError	error;

	survey->result = pnl_result_begin(fcinfo);
	pipeline.account = pnl_account_find(PG_ARGISNULL(0) ? NULL :
										text_to_cstring(PG_GETARG_TEXT_PP(0)));
	survey->account = pipeline.account;
	pipeline.operation = &operation;
	pipeline.next = next_operation;
	pipeline.next_state = survey;
	pipeline.build = build_probe;
	pipeline.take = take_outcome;
	pipeline.take_state = survey;
	pnl_error_init(&error);
	if (!pnl_account_read_key(pipeline.account, &error))
		pnl_report(&error, NULL);
	pnl_pipeline_run(&pipeline);
	pnl_account_forget_key(pipeline.account);
	for (int i = 0; i < survey->asked; i++)
		add_operation(survey, i);
	return (Datum) 0;
}
