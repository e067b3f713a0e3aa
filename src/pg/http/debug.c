/*
 * debug.c
 *		What tests look at; no function of the SQL surface is here.
 *
 * The install script does not declare these; a test does, as superuser:
 *		CREATE FUNCTION postnl_debug_transfers(OUT sets int, OUT running int,
 *			OUT sockets int, OUT reserved_fds int, OUT handles int)
 *		LANGUAGE c AS '$libdir/postnl';
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "fmgr.h"
#include "funcapi.h"

#include "pg/http/transfer.h"

PG_FUNCTION_INFO_V1(postnl_debug_transfers);

/* What this backend has open. */
Datum
postnl_debug_transfers(PG_FUNCTION_ARGS)
{
	PnlTransferStats stats = pnl_transfer_stats();
	TupleDesc	desc;
	Datum		values[5];
	bool		nulls[5] = {false};

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	values[0] = Int32GetDatum(stats.sets);
	values[1] = Int32GetDatum(stats.outstanding);
	values[2] = Int32GetDatum(stats.sockets);
	values[3] = Int32GetDatum(stats.reserved_fds);
	values[4] = Int32GetDatum(stats.handles);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), values, nulls)));
}
