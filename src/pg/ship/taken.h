/*
 * taken.h
 *		References that are taken: the same shipment, another one, a changed one.
 */
#ifndef PNL_PG_SHIP_TAKEN_H
#define PNL_PG_SHIP_TAKEN_H

#include "postgres.h"

#include "pg/account/account.h"
#include "pg/ship/new_shipment.h"

/* What becomes of a shipment that is there with another description. */
typedef enum PnlChange
{
	PNL_CHANGE_REFUSED,			/* error 23505 */
	PNL_CHANGE_IGNORED,			/* it stays as it is */
	PNL_CHANGE_DONE				/* it gets the new one, unless PostNL may know it */
} PnlChange;

#define PNL_CHANGES 3

/* The row that a shipment is of. */
typedef enum PnlOccasion
{
	PNL_ROW_NEW,				/* one that ended, and is the same, gets a warning */
	PNL_ROW_UPDATED,			/* that goes without saying */
	PNL_ROW_OLD					/* the same, but what is not there is not shipped either */
} PnlOccasion;

#define PNL_OCCASIONS 3

/*
 * Sees to those of a batch whose reference was there already.  The batch is
 * known to SPI as "batch"; "added" are the numbers of those that were not.
 * What is held is not refused, but becomes the new one.  Each that should be
 * changed and cannot be gets a warning.
 */
extern void pnl_taken_settle(PnlChange change, PnlOccasion occasion, Datum added);

/* By what the shipment of a row was known before the row was updated. */
typedef struct PnlRowBefore
{
	const char *account;
	const char *reference;		/* NULL = none */
	Datum		description_hash;
} PnlRowBefore;

/*
 * Sees to the shipment that a row had before it was updated, where it is not
 * found by the name that the row has now: by its reference, or where that is
 * NULL by the hash of its description.  True where the row's shipment is to be
 * added: there was none, or it is cancelled now, for PNL_CHANGE_DONE.  Else it
 * stays, with a warning where it should not; or that is error 23505.  One that
 * is announced is found by the new reference from then on.
 */
extern bool pnl_taken_replace(PnlChange change, const PnlAccount *account, const char *reference,
							  const PnlRowBefore *before);

/* How many of a batch are not there; it is known to SPI likewise. */
extern int64 pnl_taken_count_missing(void);

/*
 * The shipment that has the reference of a new one, with its jsonb; it becomes
 * the new one where it is held.  Error 23505 where it is another one all the
 * same, a warning where it is the same, and cancelled, rejected or failed.
 */
extern int64 pnl_taken_find(const PnlAccount *account, const PnlNewShipment *new,
							Datum description);

#endif							/* PNL_PG_SHIP_TAKEN_H */
