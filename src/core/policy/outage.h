/*
 * outage.h
 *		Whether what fails is one call's, or all would: of a round of the sync.
 */
#ifndef PNL_CORE_POLICY_OUTAGE_H
#define PNL_CORE_POLICY_OUTAGE_H

#include <stdbool.h>

#include "core/policy/verdict.h"

/* Failures in a row that are taken for an outage. */
#define PNL_OUTAGE_FAILURES 3

typedef struct PnlOutage
{
	int			answers;		/* that were right: account and key work */
	int			failures;		/* in a row, that may be PostNL's */
} PnlOutage;

extern void pnl_outage_note_answer(PnlOutage *outage);

/* Who is to blame: a key that has just been right is right, and one call is refused. */
extern PnlBlame pnl_outage_blame(const PnlOutage *outage, const PnlError *error);

/* Notes a failure; true when all calls would fail. */
extern bool pnl_outage_note_failure(PnlOutage *outage, PnlBlame blame);

#endif							/* PNL_CORE_POLICY_OUTAGE_H */
