/*
 * enqueue.h
 *		Into the outbox: shipments become rows of postnl.shipment.
 *
 * A batch is filled and then stored by one statement, set-based.  The
 * worker is woken when the transaction commits.
 */
#ifndef PNL_PG_SHIP_ENQUEUE_H
#define PNL_PG_SHIP_ENQUEUE_H

#include "postgres.h"

#include "utils/jsonb.h"

#include "core/error.h"
#include "core/shipment.h"
#include "pg/account/account.h"
#include "pg/ship/taken.h"

typedef struct PnlBatch PnlBatch;

/*
 * An empty batch, in the current memory context.  "change" and "occasion" say
 * what becomes of shipments whose reference is there already: see taken.h.
 */
extern PnlBatch *pnl_enqueue_begin(PnlChange change, PnlOccasion occasion);

/*
 * Adds a shipment, as it was read of its description.  "error" is why it is
 * rejected, NULL when it is to be sent.
 */
extern void pnl_enqueue_add(PnlBatch *batch, const PnlAccount *account,
							const PnlShipment *shipment, Jsonb *description,
							const PnlError *error);

/*
 * Stores the batch and empties it.  A reference that the account has in the
 * outbox already is passed over when the description is the same; whether it
 * is, is not known of one that was erased before its hash was kept.
 */
extern void pnl_enqueue_store(PnlBatch *batch);

/* Frees an empty batch. */
extern void pnl_enqueue_end(PnlBatch *batch);

/*
 * Stores one shipment, as pnl_enqueue_add() takes it; returns its number, or
 * that of the one that is there.  Another description is refused, unless that one
 * is held and becomes the new one.
 */
extern int64 pnl_enqueue_one(const PnlAccount *account, const PnlShipment *shipment,
							 Jsonb *description, const PnlError *error);

/*
 * Stores a shipment that replaces another one; returns its number, 0 where the
 * account has its reference in the outbox already.  The other one is grouped
 * under its order, where it was not under one.
 */
extern int64 pnl_enqueue_reship(const PnlAccount *account, const PnlShipment *shipment,
								Jsonb *description, int64 replaced);

#endif							/* PNL_PG_SHIP_ENQUEUE_H */
