/*
 * call.c
 *		The one executor of SQL functions that ask PostNL.
 *
 * Arguments are bound (bind.c), the calls run (pipeline.c), and each outcome
 * becomes rows (tuple.c) or jsonb, in the order of the calls (result.c).
 * Nothing here knows an endpoint.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/fmgrprotos.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

#include "pg/ask/cache.h"
#include "pg/ask/call.h"
#include "pg/ask/pipeline.h"
#include "pg/ask/result.h"
#include "pg/ask/tuple.h"
#include "pg/ask/tuple_rows.h"
#include "pg/base/report.h"

/* One statement's calls. */
typedef struct Call
{
	PnlBinding	binding;
	PnlAccount *account;
	const PnlSource *source;
	int64		next_call;		/* of the binding */

	PnlResult  *result;			/* NULL for a function that returns one value */
	int			row_set_count;
	PnlColumns **columns;		/* of each row set */
	int			ordinal_column; /* -1 = none */
	int			error_code_column;
	int			error_column;
	Datum		single;			/* the one value, when there is no result */
	bool		single_is_null;
	MemoryContext scratch;		/* reset after each outcome */
} Call;

/* ----------
 * The calls
 * ----------
 */

static bool
next_arguments(PnlArguments *arguments, void *state, PnlError *error)
{
	Call	   *call = state;

	if (call->source != NULL)
	{
		*arguments = call->binding.arguments;
		return call->source->next(arguments, call->source->state);
	}
	if (call->next_call >= pnl_bind_count(&call->binding))
		return false;
	if (!pnl_bind_call(&call->binding, call->next_call++, arguments, error))
		Assert(error->kind != PNL_ERR_NONE);
	return true;
}

/* An answer of the cache, where the operation's answers hold for a while. */
static bool
recall_answer(const PnlJob *job, void *state)
{
	Call	   *call = state;
	MemoryContext previous = MemoryContextSwitchTo(call->scratch);
	bool		found;

	found = pnl_cache_recall(call->account, job->errand.exchange, pnl_guc_cache_ttl, NULL);
	MemoryContextSwitchTo(previous);
	MemoryContextReset(call->scratch);
	return found;
}

/*
 * After a failure of PostNL's: the last answer to the same question, with a
 * warning that says its age.
 */
static bool
recall_stale(Call *call, const PnlJob *job, const PnlError *error)
{
	int64		age_s;

	if ((call->binding.operation->flags & PNL_CACHEABLE) == 0 ||
		!pnl_error_is_theirs(error) ||
		!pnl_cache_recall(call->account, job->errand.exchange, pnl_guc_cache_stale, &age_s))
		return false;
	ereport(WARNING,
			(errmsg("PostNL failed; the answer is one of %lld seconds ago", (long long) age_s),
			 errdetail_internal("%s", pnl_report_message(error))));
	return true;
}

/* Keeps an answer that came from PostNL. */
static void
keep_answer(Call *call, const PnlJob *job)
{
	if ((call->binding.operation->flags & PNL_CACHEABLE) != 0 &&
		job->errand.exchange->complete)
		pnl_cache_keep(call->account, job->errand.exchange);
}

/* ----------
 * Outcomes as rows
 * ----------
 */

static void
report_warning(const PnlWarning *warning, void *arg)
{
	char		words[PNL_ERROR_MESSAGE_SIZE];
	char		code[PNL_ERROR_CODE_SIZE];
	Datum		decoded = pnl_tuple_text_datum(warning->text, warning->text_length,
											   PNL_TEXT_STRICT);
	Datum		decoded_code = pnl_tuple_text_datum(warning->code, warning->code_length,
													PNL_TEXT_STRICT);

	(void) arg;
	pnl_error_copy_text(words, sizeof(words), TextDatumGetCString(decoded), -1);
	pnl_error_copy_text(code, sizeof(code), TextDatumGetCString(decoded_code), -1);
	ereport(WARNING,
			(errmsg_internal("PostNL warns: %s", words),
			 code[0] != '\0' ? errdetail_internal("code: %s.", code) : 0));
}

/* Adds a row, with the number of the object that it answers. */
static void
add_row(Call *call, const PnlJob *job, Datum *values, bool *nulls)
{
	if (call->ordinal_column >= 0)
	{
		values[call->ordinal_column] =
			Int32GetDatum((int32) pnl_bind_object(&call->binding, job->ordinal) + 1);
		nulls[call->ordinal_column] = false;
	}
	pnl_result_add(call->result, job->ordinal, values, nulls);
}

/* Adds the rows of one row set; returns their number, -1 on error. */
static int64
add_row_set(Call *call, const PnlJob *job, int set_index, PnlError *error)
{
	const PnlOperation *operation = call->binding.operation;
	int			natts = pnl_result_desc(call->result)->natts;
	Datum	   *values = palloc(natts * sizeof(Datum));
	bool	   *nulls = palloc(natts * sizeof(bool));
	PnlRows		rows;

	if (!pnl_tuple_rows_collect(&rows, &operation->row_sets[set_index],
								job->errand.exchange->document, error))
		return -1;
	for (size_t i = 0; i < rows.count; i++)
	{
		if (!pnl_tuple_fill(call->columns[set_index], &rows.rows[i], operation,
							&job->errand.arguments, values, nulls, error))
			return -1;
		add_row(call, job, values, nulls);
	}
	return (int64) rows.count;
}

/* Adds the row of a call that has none of its own. */
static bool
add_empty_row(Call *call, const PnlJob *job, PnlError *error)
{
	int			natts = pnl_result_desc(call->result)->natts;
	Datum	   *values = palloc(natts * sizeof(Datum));
	bool	   *nulls = palloc(natts * sizeof(bool));

	if (!pnl_tuple_fill(call->columns[0], NULL, call->binding.operation,
						&job->errand.arguments, values, nulls, error))
		return false;
	add_row(call, job, values, nulls);
	return true;
}

static bool
add_answer(Call *call, const PnlJob *job, PnlError *error)
{
	int			flags = call->binding.operation->flags;
	int64		total = 0;

	for (int i = 0; i < call->row_set_count; i++)
	{
		int64		count = add_row_set(call, job, i, error);

		if (count < 0)
			return false;
		total += count;
	}
	if (total == 0 && (flags & PNL_ROW_ALWAYS) != 0 &&
		!add_empty_row(call, job, error))
		return false;
	if (total > 0 || (flags & PNL_QUIET_EMPTY) == 0)
		pnl_reply_each_warning(job->errand.exchange->document, report_warning, NULL);
	return true;
}

/* A failed call's row: its arguments, SQLSTATE and message. */
static void
add_failure(Call *call, const PnlJob *job, const PnlError *error)
{
	int			natts = pnl_result_desc(call->result)->natts;
	Datum	   *values = palloc(natts * sizeof(Datum));
	bool	   *nulls = palloc(natts * sizeof(bool));

	pnl_tuple_fill_failed(call->columns[0], call->binding.operation,
						  &job->errand.arguments, values, nulls);
	values[call->error_code_column] =
		CStringGetTextDatum(unpack_sql_state(pnl_report_sqlstate(error)));
	nulls[call->error_code_column] = false;
	values[call->error_column] = CStringGetTextDatum(pnl_report_message(error));
	nulls[call->error_column] = false;
	add_row(call, job, values, nulls);
}

/*
 * An answer whose rows cannot be read is a failure too.  Rows that it gave
 * before are in the result already, which only matters with on_error report;
 * the failure's row then follows them.
 */
static void
take_rows(const PnlJob *job, const PnlError *error, void *state)
{
	Call	   *call = state;
	MemoryContext previous = MemoryContextSwitchTo(call->scratch);
	PnlError	unreadable;

	pnl_error_init(&unreadable);
	if (error == NULL)
		keep_answer(call, job);
	else if (recall_stale(call, job, error))
		error = NULL;
	if (error == NULL && !add_answer(call, job, &unreadable))
	{
		pnl_reply_show(&job->errand.exchange->reply, &unreadable);
		pnl_error_redact(&unreadable, call->account->key);
		error = &unreadable;
	}
	if (error != NULL)
	{
		if (!call->binding.report_errors)
			pnl_report(error, call->binding.operation->name);
		add_failure(call, job, error);
	}
	pnl_result_finish(call->result, job->ordinal);
	MemoryContextSwitchTo(previous);
	MemoryContextReset(call->scratch);
}

/* ----------
 * Outcomes as jsonb
 * ----------
 */

bool
pnl_call_body_to_jsonb(const PnlBuf *body, Datum *json, PnlError *error)
{
	MemoryContext context = CurrentMemoryContext;
	volatile bool done = false;

	PG_TRY();
	{
		char	   *text = pg_any_to_server(pnl_buf_text(body), (int) body->length, PG_UTF8);

		*json = DirectFunctionCall1(jsonb_in, CStringGetDatum(text));
		done = true;
	}
	PG_CATCH();
	{
		ErrorData  *data;

		/* reading text takes nothing but memory, so no subtransaction is needed */
		MemoryContextSwitchTo(context);
		data = CopyErrorData();
		if (ERRCODE_TO_CATEGORY(data->sqlerrcode) != ERRCODE_DATA_EXCEPTION &&
			ERRCODE_TO_CATEGORY(data->sqlerrcode) != ERRCODE_PROGRAM_LIMIT_EXCEEDED)
			PG_RE_THROW();
		FlushErrorState();
		pnl_error_set(error, PNL_ERR_PROTOCOL, "it is no jsonb: %s", data->message);
	}
	PG_END_TRY();
	return done;
}

/* {"error_code": SQLSTATE, "error": message} */
static Datum
failure_to_jsonb(const PnlError *error)
{
	Datum		members[4];

	members[0] = CStringGetTextDatum("error_code");
	members[1] = CStringGetTextDatum(unpack_sql_state(pnl_report_sqlstate(error)));
	members[2] = CStringGetTextDatum("error");
	members[3] = CStringGetTextDatum(pnl_report_message(error));
	return DirectFunctionCall1(jsonb_object,
							   PointerGetDatum(construct_array(members, 4, TEXTOID, -1,
															   false, TYPALIGN_INT)));
}

static void
take_json(const PnlJob *job, const PnlError *error, void *state)
{
	Call	   *call = state;
	MemoryContext previous = MemoryContextSwitchTo(call->scratch);
	bool		isnull;
	Datum		json = (Datum) 0;
	PnlError	unreadable;

	if (error == NULL)
		keep_answer(call, job);
	else if (recall_stale(call, job, error))
		error = NULL;
	isnull = error == NULL && job->errand.exchange->document == NULL;
	pnl_error_init(&unreadable);
	if (error == NULL && !isnull &&
		!pnl_call_body_to_jsonb(&job->errand.exchange->reply.body, &json, &unreadable))
	{
		pnl_reply_show(&job->errand.exchange->reply, &unreadable);
		pnl_error_redact(&unreadable, call->account->key);
		error = &unreadable;
	}
	if (error != NULL)
	{
		if (!call->binding.report_errors)
			pnl_report(error, call->binding.operation->name);
		json = failure_to_jsonb(error);
	}

	if (call->result != NULL)
	{
		pnl_result_add(call->result, job->ordinal, &json, &isnull);
		pnl_result_finish(call->result, job->ordinal);
		MemoryContextSwitchTo(previous);
	}
	else
	{
		MemoryContextSwitchTo(previous);
		call->single_is_null = isnull;
		if (!isnull)
			call->single = datumCopy(json, false, -1);
	}
	MemoryContextReset(call->scratch);
}

/* ----------
 * The statement
 * ----------
 */

static bool
is_full(void *state)
{
	Call	   *call = state;

	return call->result != NULL && pnl_result_is_full(call->result);
}

static void
prepare_columns(Call *call)
{
	TupleDesc	desc = pnl_result_desc(call->result);
	const PnlRowSet *sets = call->binding.operation->row_sets;

	while (sets[call->row_set_count].path != NULL)
		call->row_set_count++;
	call->columns = palloc(call->row_set_count * sizeof(PnlColumns *));
	for (int i = 0; i < call->row_set_count; i++)
		call->columns[i] = pnl_tuple_columns(desc, &sets[i], PNL_TEXT_STRICT);
	call->ordinal_column = pnl_tuple_find_column(desc, "ordinal");
	call->error_code_column = pnl_tuple_find_column(desc, "error_code");
	call->error_column = pnl_tuple_find_column(desc, "error");
}

static void
read_key(PnlAccount *account)
{
	PnlError	error;

	pnl_error_init(&error);
	if (!pnl_account_read_key(account, &error))
		pnl_report(&error, NULL);
}

/* The operation of the account's API generation, where there is one. */
static const PnlOperation *
choose_operation(const PnlOperation *operation, const PnlAccount *account)
{
	return account->uses_v4 && operation->v4 != NULL ? operation->v4 : operation;
}

static void
run_calls(Call *call, void (*take) (const PnlJob *, const PnlError *, void *))
{
	PnlPipeline pipeline = {0};
	bool		cacheable = (call->binding.operation->flags & PNL_CACHEABLE) != 0;

	read_key(call->account);
	call->scratch = AllocSetContextCreate(CurrentMemoryContext, "postnl outcome",
										  ALLOCSET_DEFAULT_SIZES);
	pipeline.operation = call->binding.operation;
	pipeline.account = call->account;
	pipeline.retries = pnl_guc_retries;
	pipeline.next = next_arguments;
	pipeline.next_state = call;
	pipeline.recall = cacheable ? recall_answer : NULL;
	pipeline.take = take;
	pipeline.is_full = is_full;
	pipeline.take_state = call;
	pnl_pipeline_run(&pipeline);
	pnl_account_forget_key(call->account);
}

/* Finds the account and binds the arguments; false when nothing is asked. */
static bool
begin_call(Call *call, FunctionCallInfo fcinfo, const PnlOperation *operation,
		   const PnlSource *source)
{
	memset(call, 0, sizeof(*call));
	call->source = source;
	call->single_is_null = true;
	if (fcinfo->flinfo->fn_retset)
		call->result = pnl_result_begin(fcinfo);
	call->account = pnl_account_find(pnl_bind_account_name(fcinfo));
	return pnl_bind(&call->binding, fcinfo, choose_operation(operation, call->account),
					call->account);
}

Datum
pnl_call_rows(FunctionCallInfo fcinfo, const PnlOperation *operation,
			  const PnlSource *source)
{
	Call		call;

	if (begin_call(&call, fcinfo, operation, source))
	{
		prepare_columns(&call);
		run_calls(&call, take_rows);
	}
	return (Datum) 0;
}

Datum
pnl_call_json(FunctionCallInfo fcinfo, const PnlOperation *operation,
			  const PnlSource *source)
{
	Call		call;

	if (begin_call(&call, fcinfo, operation, source))
		run_calls(&call, take_json);
	if (call.result == NULL && call.single_is_null)
		fcinfo->isnull = true;
	return call.single;
}
