/*
 * taken.h
 *		References that are taken: the same shipment, another one, a changed one.
 */
#ifndef PNL_PG_SHIP_TAKEN_H
#define PNL_PG_SHIP_TAKEN_H

#include "postgres.h"

#include "pg/account/account.h"

/* What becomes of a shipment that is there with another description. */
typedef enum PnlChange
{
	PNL_CHANGE_REFUSED,			/* error 23505 */
	PNL_CHANGE_IGNORED,			/* it stays as it is */
	PNL_CHANGE_DONE				/* it gets the new one, unless PostNL may know it */
} PnlChange;

#define PNL_CHANGES 3

/*
 * Sees to those of a batch whose reference was there already.  The batch is
 * known to SPI as "batch"; "added" are the numbers of those that were not.
 * "told" says that those which are the same, and cancelled, rejected or
 * failed, get a warning; so does each that should be changed and cannot be.
 */
extern void pnl_taken_settle(PnlChange change, bool told, Datum added);

/*
 * The shipment that has the reference; error 23505 where it is another one, a
 * warning where it is the same, and cancelled, rejected or failed.
 */
extern int64 pnl_taken_find(const PnlAccount *account, const char *reference, Datum description,
							Datum description_hash);

#endif							/* PNL_PG_SHIP_TAKEN_H */
