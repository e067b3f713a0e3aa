/*
 * wing.h
 *		From a description to rows, from an answer to labels.
 *
 * It hides how rows of a user's table become descriptions, how shipments get into
 * the outbox in bulk and a reference is told from another one, what becomes of
 * orders that change, what an answer on labels says parcel by parcel, what a row of a
 * parcel consists of, and the rows that a session stores itself.
 *
 * The outbox reads descriptions and has calls built by shipping.h, reads their
 * answers by ship_answer.h, tells what was changed of a description by
 * shipment_changes.h, and stores parcels by parcel.h, labels by
 * shipment_store.h.  Triggers that cancel read rows by row_name.h.  The hook on
 * the end of statements is installed by statement_batch.h.
 */
#ifndef PNL_PG_SHIP_WING_H
#define PNL_PG_SHIP_WING_H

#include "pg/ship/description_hash.h"
#include "pg/ship/hold.h"
#include "pg/ship/named.h"
#include "pg/ship/parcel.h"
#include "pg/ship/row_name.h"
#include "pg/ship/ship_answer.h"
#include "pg/ship/shipment_changes.h"
#include "pg/ship/shipment_store.h"
#include "pg/ship/shipping.h"
#include "pg/ship/statement_batch.h"

#endif							/* PNL_PG_SHIP_WING_H */
