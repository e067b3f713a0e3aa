/*
 * ship_answer.h
 *		What an answer of the label and confirm operations says of each parcel.
 */
#ifndef PNL_PG_SHIP_SHIP_ANSWER_H
#define PNL_PG_SHIP_SHIP_ANSWER_H

#include "postgres.h"

#include "core/label.h"
#include "pg/ship/shipping.h"

/* All is palloc'd. */
typedef struct PnlParcelAnswer
{
	bool		answered;		/* the answer speaks of the parcel */
	PnlError   *failure;		/* it is refused, or cannot be read; NULL = accepted */
	PnlShippedParcel parcel;
	List	   *labels;			/* of PnlShippedLabel */
} PnlParcelAnswer;

/*
 * Reads an answer of success: one for each parcel of the call.  "sheets" are
 * labels of several parcels; the key is kept out of warnings.  NULL, and an
 * error of kind PROTOCOL, where it is not about the call, or a sheet cannot be
 * read; what cannot be read of one parcel is that one's failure.
 */
extern PnlParcelAnswer *pnl_ship_answer_read(const PnlLabelCall *call,
											 const PnlOperation *operation,
											 const PnlJson *document, const char *key,
											 List **sheets, PnlError *error);

/*
 * Whether an answer is about the call, without reading what it says: not in a
 * transaction.  False with kind PROTOCOL.
 */
extern bool pnl_ship_answer_is_about(const PnlLabelCall *call, const PnlOperation *operation,
									 const PnlJson *document, PnlError *error) PNL_MUST_CHECK;

#endif							/* PNL_PG_SHIP_SHIP_ANSWER_H */
