/*
 * func_reship.c
 *		SQL functions that send what was sent before once more.
 *
 * The parcel is lost, and its shipment stays what it was: another one takes its
 * place, under a reference and barcodes of its own.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"

#include "core/shipment_keys.h"
#include "pg/base/catalog.h"
#include "pg/ship/enqueue.h"
#include "pg/ship/func_reship_sql.h"
#include "pg/ship/named.h"
#include "pg/ship/shipping.h"

PG_FUNCTION_INFO_V1(postnl_reship);
PG_FUNCTION_INFO_V1(postnl_reship_named);

/* Others that take a reference between our look and our insert: so often at most. */
#define MOST_TRIES 100

/* Locks the shipment; throws where none can be sent in its place. */
static PnlAccount *
open_original(int64 shipment_id)
{
	MemoryContext context = CurrentMemoryContext;
	struct lock_original_row *row = NULL;
	PnlAccount *account;
	PnlCatalog	catalog;

	pnl_catalog_open(&catalog);
	if (PNL_RUN(lock_original, .shipment_id = pnl_arg_int8(shipment_id)) > 0)
		row = PNL_ROW(lock_original, 0, context);
	pnl_catalog_close(&catalog);
	if (row == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("shipment %lld does not exist", (long long) shipment_id)));
	account = pnl_account_find(row->account);
	pnl_account_check_environment(account, shipment_id, row->environment);
	if (strcmp(row->kind, "shipment") != 0 || strcmp(row->state, "announced") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("shipment %lld cannot be sent again: it is %s", (long long) shipment_id,
						strcmp(row->kind, "shipment") != 0 ? row->kind : row->state),
				 errhint("A shipment is sent again once it is announced; postnl_requeue() brings "
						 "back one that was not.")));
	if (!row->described)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the description of shipment %lld is no longer kept",
						(long long) shipment_id),
				 errhint("postnl_ship() with another reference and the same order sends it.")));
	return account;
}

static Jsonb *
describe_again_as_next(int64 shipment_id)
{
	MemoryContext context = CurrentMemoryContext;
	PnlCatalog	catalog;
	Jsonb	   *description;

	pnl_catalog_open(&catalog);
	if (PNL_RUN(describe_again, .shipment_id = pnl_arg_int8(shipment_id),
				.longest = pnl_arg_int4(PNL_MAX_REFERENCE)) == 0)
		elog(ERROR, "shipment %lld has vanished", (long long) shipment_id);
	description = DatumGetJsonbP(PNL_ROW(describe_again, 0, context)->description);
	pnl_catalog_close(&catalog);
	return description;
}

static int64
reship(int64 shipment_id)
{
	const PnlAccount *account;

	PreventCommandIfReadOnly("postnl_reship()");
	account = open_original(shipment_id);
	for (int i = 0; i < MOST_TRIES; i++)
	{
		Jsonb	   *description = describe_again_as_next(shipment_id);
		char	   *text = JsonbToCString(NULL, &description->root, VARSIZE(description));
		int64		next = pnl_enqueue_reship(account,
											  pnl_shipping_read(account, text,
																PNL_LABEL_AND_CONFIRM),
											  description, shipment_id);

		if (next != 0)
			return next;
	}
	ereport(ERROR,
			(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
			 errmsg("could not find a free reference for shipment %lld", (long long) shipment_id)));
}

/* id */
Datum
postnl_reship(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(reship(PG_GETARG_INT64(0)));
}

/* reference */
Datum
postnl_reship_named(PG_FUNCTION_ARGS)
{
	char	   *name = text_to_cstring(PG_GETARG_TEXT_PP(0));

	PG_RETURN_INT64(reship(pnl_named_find_one(name)));
}
