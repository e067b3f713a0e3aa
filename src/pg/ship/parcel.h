/*
 * parcel.h
 *		Rows of postnl.parcel, from a barcode to what PostNL said when it took them on.
 *
 * What a row of a parcel consists of is known here.  Whoever has the shipment,
 * a session or a claimer, calls these in a transaction of its own; numbers are
 * from 0.  From its announcement on a parcel is changed by the sync.
 */
#ifndef PNL_PG_SHIP_PARCEL_H
#define PNL_PG_SHIP_PARCEL_H

#include "postgres.h"

#include "core/environment.h"
#include "pg/base/compat.h"
#include "pg/ship/ship_answer.h"

/*
 * Keeps a parcel before PostNL hears of it; a barcode of NULL is issued later.
 * False where the shipment has one of this number, or another has the barcode.
 */
extern bool pnl_parcel_add(int64 shipment_id, int number, const char *barcode);

/* The same for one that may be there without a barcode; false where another has it. */
extern bool pnl_parcel_put_barcode(int64 shipment_id, int number, const char *barcode);

/* Throws 23505, which says whose the barcode is. */
pg_noreturn extern void pnl_parcel_report_holder(PnlEnvironment environment,
												 const char *barcode);

/* Keeps what PostNL said of it, and, where it is announced, has it followed. */
extern void pnl_parcel_store(int64 shipment_id, int number, const PnlShippedParcel *parcel,
							 bool announced);

/* All of a shipment that have a barcode are announced. */
extern void pnl_parcel_announce_all(int64 shipment_id);

/* Labels came later. */
extern void pnl_parcel_note_labels(int64 shipment_id);

/* Adds warnings of a later answer, a jsonb; 0 = none. */
extern void pnl_parcel_add_warnings(int64 shipment_id, int number, Datum warnings);

#endif							/* PNL_PG_SHIP_PARCEL_H */
