/*
 * reserve.c
 *		Barcodes of an account's own, asked for beforehand.
 */
#include "postgres.h"

#include "core/api.h"
#include "core/label.h"
#include "pg/bind_value.h"
#include "pg/pipeline.h"
#include "pg/report.h"
#include "pg/reserve.h"
#include "pg/zone.h"

/* Barcodes that come in. */
typedef struct Reserving
{
	const PnlOperation *operation;
	PnlArguments arguments;
	int			calls;			/* still to make */
	char	  **barcodes;
	int			wanted;
	int			count;
} Reserving;

static void
set_arguments(Reserving *reserving, const PnlAccount *account, const char *type,
			  const char *serie, int count)
{
	PnlArguments *arguments = &reserving->arguments;
	const PnlOperation *operation = reserving->operation;

	pnl_bind_nothing(arguments, operation);
	arguments->today = pnl_zone_from_timestamp(GetCurrentTimestamp());
	pnl_bind_named_text(arguments, operation, "account.customer_code", account->customer_code);
	pnl_bind_named_text(arguments, operation, "account.customer_number",
						account->customer_number);
	pnl_bind_named_text(arguments, operation, "type", type != NULL ? type : "3S");
	pnl_bind_named_text(arguments, operation, "serie", serie);
	pnl_bind_named_integer(arguments, operation, "n", count);
}

static bool
next_barcode_call(PnlArguments *arguments, void *state, PnlError *error)
{
	Reserving  *reserving = state;

	(void) error;
	*arguments = reserving->arguments;
	return reserving->calls-- > 0;
}

static void
take_barcode(Reserving *reserving, const PnlJson *node)
{
	const char *text;
	size_t		length;

	if (reserving->count < reserving->wanted &&
		pnl_json_text(node, &text, &length) && text != NULL)
		reserving->barcodes[reserving->count++] = pnstrdup(text, length);
}

/* {"Barcode": "3S..."}, or V4's {"barcodes": ["3S...", ...]}. */
static void
take_barcodes(const PnlJob *job, const PnlError *error, void *state)
{
	Reserving  *reserving = state;
	const PnlJson *document = job->exchange->document;
	const PnlJson *list = pnl_json_get(document, "barcodes");

	if (error != NULL)
		pnl_report(error, reserving->operation->name);
	take_barcode(reserving, pnl_json_get(document, "Barcode"));
	for (size_t i = 0; i < pnl_json_count(list); i++)
		take_barcode(reserving, pnl_json_item(list, i));
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
	if (reserving->count < reserving->wanted)
		ereport(ERROR,
				(errcode(PNL_ERRCODE_PROTOCOL),
				 errmsg("could not understand PostNL's reply: %d barcodes came, %d were asked for",
						reserving->count, reserving->wanted)));
}

/* V4 issues domestic barcodes without serie only. */
static bool
uses_batches(const PnlAccount *account, const char *type, const char *serie)
{
	bool		is_domestic = type == NULL || strcmp(type, "3S") == 0;
	bool		asks_v4 = account->barcode_source != NULL ?
		strcmp(account->barcode_source, "reserve_v4") == 0 : false;

	return is_domestic && serie == NULL && (account->uses_v4 || asks_v4);
}

char	  **
pnl_reserve_barcodes(PnlAccount *account, int count, const char *type, const char *serie)
{
	Reserving	reserving = {0};
	bool		batches = uses_batches(account, type, serie);

	reserving.operation = batches ? &pnl_api_v4_barcodes : &pnl_api_barcode;
	reserving.barcodes = palloc0(Max(count, 1) * sizeof(char *));
	reserving.wanted = count;
	reserving.calls = batches ? Min(count, 1) : count;
	set_arguments(&reserving, account, type, serie, count);
	reserve(&reserving, account);
	return reserving.barcodes;
}
