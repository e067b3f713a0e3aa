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
#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "pg/ask/cache.h"
#include "pg/base/catalog.h"
#include "pg/base/guc.h"
#include "pg/base/random.h"
#include "pg/base/statement.h"

/* One in so many new answers deletes the old ones, which are few by then. */
#define SWEEP_CHANCE 100

static PnlStatement find_answer = {
	.sql = "SELECT answer,"
	" EXTRACT(epoch FROM pg_catalog.clock_timestamp() - stored_at)::pg_catalog.int8"
	" FROM postnl.cache"
	" WHERE request OPERATOR(pg_catalog.=) pg_catalog.sha256($1)"
	" AND stored_at OPERATOR(pg_catalog.>)"
	" pg_catalog.clock_timestamp() - pg_catalog.make_interval(secs => $2)"
	" ORDER BY stored_at DESC LIMIT 1",
	.argument_count = 2,
	.argument_types = {BYTEAOID, INT4OID},
	.read_only = true,
};

static PnlStatement add_answer = {
	.sql = "INSERT INTO postnl.cache (request, answer) VALUES (pg_catalog.sha256($1), $2)",
	.argument_count = 2,
	.argument_types = {BYTEAOID, BYTEAOID},
};

static PnlStatement sweep = {
	.sql = "DELETE FROM postnl.cache WHERE ctid = ANY (ARRAY("
	"SELECT ctid FROM postnl.cache WHERE stored_at OPERATOR(pg_catalog.<)"
	" pg_catalog.clock_timestamp() - pg_catalog.make_interval(secs => $1)"
	" LIMIT 1000 FOR UPDATE SKIP LOCKED))",
	.argument_count = 1,
	.argument_types = {INT4OID},
};

/* What makes a request: who asks, where, and for what. */
static Datum
request_datum(const PnlAccount *account, const PnlExchange *exchange)
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
	return PointerGetDatum(key.data);
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
	Datum		values[2];
	bool		found = false;

	/* an unlogged table is not there on a standby */
	if (max_age == 0 || RecoveryInProgress())
		return false;
	pnl_catalog_open(&catalog);
	values[0] = request_datum(account, exchange);
	values[1] = Int32GetDatum(max_age);
	pnl_statement_execute(&find_answer, values, NULL);
	if (SPI_processed > 0)
	{
		bool		isnull;
		TupleDesc	desc = SPI_tuptable->tupdesc;
		Datum		answer = SPI_getbinval(SPI_tuptable->vals[0], desc, 1, &isnull);
		Datum		seconds = SPI_getbinval(SPI_tuptable->vals[0], desc, 2, &isnull);

		found = restore_answer(exchange, DatumGetByteaPP(answer));
		if (age != NULL)
			*age = DatumGetInt64(seconds);
	}
	pnl_catalog_close(&catalog);
	return found;
}

void
pnl_cache_keep(const PnlAccount *account, const PnlExchange *exchange)
{
	PnlCatalog	catalog;
	Datum		values[2];

	if ((pnl_guc_cache_ttl == 0 && pnl_guc_cache_stale == 0) ||
		exchange->document == NULL || XactReadOnly || RecoveryInProgress() ||
		IsInParallelMode())
		return;
	pnl_catalog_open(&catalog);
	values[0] = request_datum(account, exchange);
	values[1] = PointerGetDatum(cstring_to_text_with_len(exchange->reply.body.data,
														 (int) exchange->reply.body.length));
	pnl_statement_execute(&add_answer, values, NULL);
	if (pnl_random_fraction() * SWEEP_CHANCE < 1)
	{
		values[0] = Int32GetDatum(Max(pnl_guc_cache_ttl, pnl_guc_cache_stale));
		pnl_statement_execute(&sweep, values, NULL);
	}
	pnl_catalog_close(&catalog);
}
