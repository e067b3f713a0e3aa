/*
 * reserve.c
 *		Barcodes of an account's own, asked for beforehand.
 */
#include "postgres.h"

#include "core/answer.h"
#include "core/barcode.h"
#include "core/barcode_call.h"
#include "pg/ask/bind_value.h"
#include "pg/ask/pipeline.h"
#include "pg/ask/reserve.h"
#include "pg/ask/reserve_sql.h"
#include "pg/base/catalog.h"
#include "pg/base/report.h"

/* Barcodes that come in. */
typedef struct Reserving
{
	const PnlOperation *operation;
	PnlArguments arguments;
	int			calls;			/* still to make */
	char	  **barcodes;
	int			wanted;
	int			count;
	PnlError	error;			/* of an answer that was of no use */
} Reserving;

static void
set_arguments(Reserving *reserving, const PnlAccount *account, const char *type,
			  const char *serie, int count)
{
	PnlArguments *arguments = &reserving->arguments;
	const PnlOperation *operation = reserving->operation;

	pnl_bind_value_begin(arguments, operation, account);
	pnl_bind_value_named_text(arguments, operation, "type", type != NULL ? type : PNL_BARCODE_3S);
	pnl_bind_value_named_text(arguments, operation, "serie", serie);
	pnl_bind_value_named_integer(arguments, operation, "n", count);
}

static bool
next_barcode_call(PnlArguments *arguments, void *state, PnlError *error)
{
	Reserving  *reserving = state;

	(void) error;
	*arguments = reserving->arguments;
	return reserving->calls-- > 0;
}

static bool
is_there(const Reserving *reserving, const char *barcode)
{
	for (int i = 0; i < reserving->count; i++)
		if (strcmp(reserving->barcodes[i], barcode) == 0)
			return true;
	return false;
}

static void
take_barcodes(const PnlJob *job, const PnlError *error, void *state)
{
	Reserving  *reserving = state;
	int			most = reserving->wanted - reserving->count;
	PnlText    *texts = palloc(Max(most, 1) * sizeof(PnlText));
	int			count;

	if (error != NULL)
		pnl_report(error, reserving->operation->name);
	count = pnl_answer_barcodes(job->errand.exchange->document, texts, most, &reserving->error);
	for (int i = 0; i < count; i++)
	{
		char	   *barcode = pnstrdup(texts[i].data, texts[i].length);

		if (is_there(reserving, barcode))
			pnl_error_set(&reserving->error, PNL_ERR_PROTOCOL, "barcode %s came twice", barcode);
		else
			reserving->barcodes[reserving->count++] = barcode;
	}
}

/* What came has to be as many as were asked for, and nobody's yet. */
static void
check_barcodes(Reserving *reserving, const PnlAccount *account)
{
	List	   *barcodes = NIL;

	for (int i = 0; i < reserving->count; i++)
		barcodes = lappend(barcodes, reserving->barcodes[i]);
	if (list_length(pnl_reserve_find_new(account->environment, barcodes)) < reserving->count)
		pnl_error_set(&reserving->error, PNL_ERR_PROTOCOL,
					  "a barcode came that is in use already");
	else if (reserving->count < reserving->wanted)
		pnl_error_set(&reserving->error, PNL_ERR_PROTOCOL,
					  "%d barcodes came, %d were asked for", reserving->count,
					  reserving->wanted);
	else
		return;
	pnl_report(&reserving->error, reserving->operation->name);
}

/* Those of one operation; V4 gives many for a call. */
static void
reserve(Reserving *reserving, PnlAccount *account)
{
	PnlPipeline pipeline = {0};

	pipeline.operation = reserving->operation;
	pipeline.account = account;
	pipeline.retries = pnl_guc_retries;
	pipeline.next = next_barcode_call;
	pipeline.next_state = reserving;
	pipeline.take = take_barcodes;
	pipeline.take_state = reserving;
	pnl_pipeline_run(&pipeline);
	check_barcodes(reserving, account);
}

char **
pnl_reserve_barcodes(PnlAccount *account, int count, const char *type, const char *serie)
{
	Reserving	reserving = {0};

	pnl_error_init(&reserving.error);
	reserving.operation = pnl_barcode_call_operation(pnl_account_reserves_in_v4(account), type,
													 serie);
	reserving.barcodes = palloc0(Max(count, 1) * sizeof(char *));
	reserving.wanted = count;
	reserving.calls = pnl_barcode_call_gives_many(reserving.operation) ? Min(count, 1) : count;
	set_arguments(&reserving, account, type, serie, count);
	reserve(&reserving, account);
	return reserving.barcodes;
}

/* ----------
 * Whose barcodes are
 * ----------
 */

List *
pnl_reserve_find_new(PnlEnvironment environment, List *barcodes)
{
	MemoryContext context = CurrentMemoryContext;
	PnlCatalog	catalog;
	List	   *found = NIL;
	uint64		count;

	pnl_catalog_open(&catalog);
	count = PNL_RUN(find_new, .environment = pnl_arg_text(pnl_environment_name(environment)),
					.barcodes = pnl_arg_text_array(pnl_catalog_text_array(barcodes)));
	for (uint64 row = 0; row < count; row++)
	{
		MemoryContext previous = MemoryContextSwitchTo(context);

		found = lappend(found, PNL_ROW(find_new, row, context)->barcode);
		MemoryContextSwitchTo(previous);
	}
	pnl_catalog_close(&catalog);
	return found;
}

bool
pnl_reserve_is_taken(PnlEnvironment environment, const char *barcode)
{
	PnlCatalog	catalog;
	bool		taken;

	pnl_catalog_open(&catalog);
	taken = PNL_RUN(find_taken, .environment = pnl_arg_text(pnl_environment_name(environment)),
					.barcode = pnl_arg_text(barcode)) > 0;
	pnl_catalog_close(&catalog);
	return taken;
}
