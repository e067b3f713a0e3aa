/*
 * call_failure.h
 *		What is wrong with an answer of success, parcel by parcel.
 */
#ifndef PNL_PG_OUTBOX_CALL_FAILURE_H
#define PNL_PG_OUTBOX_CALL_FAILURE_H

#include "postgres.h"

#include "pg/outbox/sending.h"
#include "pg/ship/ship_answer.h"

/*
 * Why so many parcels of a call, from the first on, are not announced, with
 * all that is said of each of them; NULL when they are.  Palloc'd.
 */
extern PnlError *pnl_call_failure_find(const PnlCall *call, const PnlParcelAnswer *answers,
									   int first, int count);

/* Adds what the exchange knows to a failure: status, trace id, how the reply begins. */
extern void pnl_call_failure_complete(const PnlCall *call, PnlError *failure);

#endif							/* PNL_PG_OUTBOX_CALL_FAILURE_H */
