/*
 * returning.c
 *		The return of a shipment that went out from here.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "core/shipment_keys.h"
#include "pg/account/account.h"
#include "pg/base/catalog.h"
#include "pg/ship/returning.h"
#include "pg/ship/returning_sql.h"

static const PnlAccount *
check_original(int64 shipment_id, const struct find_original_row *row)
{
	const PnlAccount *account;

	if (row == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("shipment %lld does not exist", (long long) shipment_id)));
	account = pnl_account_find(row->account);
	pnl_account_check_environment(account, shipment_id, row->environment);
	if (strcmp(row->kind, "shipment") != 0 || strcmp(row->state, "announced") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("shipment %lld has nothing to return: it is %s", (long long) shipment_id,
						strcmp(row->kind, "shipment") != 0 ? row->kind : row->state)));
	if (!row->described)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the description of shipment %lld is no longer kept",
						(long long) shipment_id),
				 errhint("postnl_return(shipment) takes both addresses.")));
	return account;
}

Jsonb *
pnl_returning_describe(int64 shipment_id, char **account_name)
{
	MemoryContext context = CurrentMemoryContext;
	struct find_original_row *original = NULL;
	struct describe_return_row *described;
	const PnlAccount *account;
	PnlCatalog	catalog;
	Datum		sender;

	pnl_catalog_open(&catalog);
	if (PNL_RUN(find_original, .shipment_id = pnl_arg_int8(shipment_id)) > 0)
		original = PNL_ROW(find_original, 0, context);
	pnl_catalog_close(&catalog);
	account = check_original(shipment_id, original);
	sender = account->sender == NULL ? (Datum) 0 :
		DirectFunctionCall1(jsonb_in, CStringGetDatum(account->sender));
	pnl_catalog_open(&catalog);
	PNL_RUN(describe_return, .shipment_id = pnl_arg_int8(shipment_id),
			.sender = pnl_arg_jsonb(sender), .longest = pnl_arg_int4(PNL_MAX_REFERENCE));
	described = PNL_ROW(describe_return, 0, context);
	pnl_catalog_close(&catalog);
	if (described->shop == (Datum) 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("account \"%s\" has no address for returns", account->name),
				 errhint("postnl_account_set() sets its sender.")));
	*account_name = original->account;
	return DatumGetJsonbP(described->description);
}
