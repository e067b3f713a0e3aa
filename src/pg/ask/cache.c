/*
 * cache.c
 *		Answers that hold for some minutes, shared by all sessions.
 *
 * Rows are only added, never changed, so that no session waits for another:
 * the newest row of a request counts, and old ones are swept now and then.
 */
#include "postgres.h"

#include "access/parallel.h"
#include "access/xact.h"
#include "access/xlog.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "pg/ask/cache.h"
#include "pg/ask/cache_sql.h"
#include "pg/base/catalog.h"
#include "pg/base/guc.h"
#include "pg/base/random.h"

/* One in so many new answers deletes the old ones, which are few by then. */
#define SWEEP_CHANCE 100

/* What makes a request: who asks, where, and for what. */
static PnlArgBytea
request_of(const PnlAccount *account, const PnlExchange *exchange)
{
	const PnlRequest *request = &exchange->request;
	StringInfoData key;

	initStringInfo(&key);
	appendStringInfoSpaces(&key, VARHDRSZ);
	appendStringInfo(&key, "%s\n%d\n%s\n%s\n%s %s\n", account->name, account->environment,
					 account->customer_number ? account->customer_number : "",
					 pnl_account_endpoint(account).base_url,
					 request->method, pnl_buf_text(&request->target));
	appendBinaryStringInfo(&key, pnl_buf_text(&request->body), (int) request->body.length);
	SET_VARSIZE(key.data, key.len);
	return pnl_arg_bytea(PointerGetDatum(key.data));
}

/* Makes the kept text the exchange's answer. */
static bool
restore_answer(PnlExchange *exchange, bytea *answer)
{
	PnlError	ignored;

	pnl_buf_reset(&exchange->reply.body);
	if (!pnl_buf_append(&exchange->reply.body, VARDATA_ANY(answer), VARSIZE_ANY_EXHDR(answer)))
		return false;
	pnl_error_init(&ignored);
	pnl_json_free(exchange->document);
	exchange->document = pnl_json_parse(exchange->reply.body.data,
										exchange->reply.body.length, &ignored);
	return exchange->document != NULL;
}

bool
pnl_cache_recall(const PnlAccount *account, PnlExchange *exchange, int max_age,
				 int64 *age)
{
	PnlCatalog	catalog;
	bool		found = false;

	/* an unlogged table is not there on a standby */
	if (max_age == 0 || RecoveryInProgress())
		return false;
	pnl_catalog_open(&catalog);
	if (PNL_RUN(find_answer,
				.request = request_of(account, exchange),
				.max_age_s = pnl_arg_int4(max_age)) > 0)
	{
		struct find_answer_row *row = PNL_ROW(find_answer, 0, CurrentMemoryContext);

		found = restore_answer(exchange, DatumGetByteaPP(row->answer));
		if (age != NULL)
			*age = row->age_s;
	}
	pnl_catalog_close(&catalog);
	return found;
}

void
pnl_cache_keep(const PnlAccount *account, const PnlExchange *exchange)
{
	PnlCatalog	catalog;
	text	   *body;

	if ((pnl_guc_cache_ttl == 0 && pnl_guc_cache_stale == 0) ||
		exchange->document == NULL || XactReadOnly || RecoveryInProgress() ||
		IsInParallelMode())
		return;
	pnl_catalog_open(&catalog);
	body = cstring_to_text_with_len(exchange->reply.body.data, (int) exchange->reply.body.length);
	PNL_RUN(add_answer,
			.request = request_of(account, exchange),
			.answer = pnl_arg_bytea(PointerGetDatum(body)));
	if (pnl_random_fraction() * SWEEP_CHANCE < 1)
		PNL_RUN(sweep, .max_age_s = pnl_arg_int4(Max(pnl_guc_cache_ttl, pnl_guc_cache_stale)));
	pnl_catalog_close(&catalog);
}
