/*
 * ship_answer.h
 *		What an answer of the label and confirm operations says of each parcel.
 */
#ifndef PNL_PG_SHIP_ANSWER_H
#define PNL_PG_SHIP_ANSWER_H

#include "postgres.h"

#include "core/label.h"
#include "pg/shipping.h"

/* All is palloc'd. */
typedef struct PnlParcelAnswer
{
	bool		answered;		/* the answer speaks of the parcel */
	PnlError   *refusal;		/* NULL = accepted; the rest is empty then */
	PnlShippedParcel parcel;
	List	   *labels;			/* of PnlShippedLabel */
} PnlParcelAnswer;

/*
 * Reads an answer of success: one for each parcel of the call.  "sheets" are
 * labels of several parcels.  Throws PN502 where a part cannot be read.
 */
extern PnlParcelAnswer *pnl_ship_answer_read(const PnlLabelCall *call,
											 const PnlOperation *operation,
											 const PnlJson *document, List **sheets);

#endif							/* PNL_PG_SHIP_ANSWER_H */
