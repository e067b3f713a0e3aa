/*
 * label_answer.h
 *		Which parcel of a label call each part of its answer speaks of.
 */
#ifndef PNL_CORE_LABEL_ANSWER_H
#define PNL_CORE_LABEL_ANSWER_H

#include "core/label.h"
#include "core/operation.h"

/* The row sets of an answer; api_label.c has both generations' in this order. */
typedef enum PnlLabelRows
{
	PNL_PARCEL_ROWS,
	PNL_LABEL_ROWS,
	PNL_SHEET_ROWS,				/* of several parcels' labels */
	PNL_LABEL_ROW_SETS			/* number of these, keep last */
} PnlLabelRows;

/*
 * Finds what an answer of success says of each parcel of the call: a node of
 * the document, of the first row set of the operation; NULL = nothing.  False
 * with kind PROTOCOL where the answer is not about the call (answer.h), and
 * nothing of it may be believed.
 */
extern bool pnl_label_answer_match(const PnlLabelCall *call, const PnlOperation *operation,
								   const PnlJson *document, const PnlJson **items,
								   PnlError *error) PNL_MUST_CHECK;

/* The row set of the labels, for what an answer says of one parcel. */
extern PnlRowSet pnl_label_answer_labels_of_parcel(const PnlOperation *operation);

/* Whether what an answer says of a parcel has labels, whatever else it says. */
extern bool pnl_label_answer_has_labels(const PnlOperation *operation, const PnlJson *item);

#endif							/* PNL_CORE_LABEL_ANSWER_H */
