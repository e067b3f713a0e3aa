/*
 * label_answer.h
 *		Which parcel of a label call each part of its answer speaks of.
 */
#ifndef PNL_CORE_LABEL_ANSWER_H
#define PNL_CORE_LABEL_ANSWER_H

#include "core/label.h"
#include "core/operation.h"

/*
 * Finds what an answer of success says of each parcel of the call: a node of
 * the document, of the first row set of the operation; NULL = nothing.  False
 * with kind PROTOCOL where the answer is not about the call (answer.h), and
 * nothing of it may be believed.
 */
extern bool pnl_label_answer_match(const PnlLabelCall *call, const PnlOperation *operation,
								   const PnlJson *document, const PnlJson **items,
								   PnlError *error) PNL_MUST_CHECK;

#endif							/* PNL_CORE_LABEL_ANSWER_H */
