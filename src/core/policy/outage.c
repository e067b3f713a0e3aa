/*
 * outage.c
 *		Whether what fails is one call's, or all would: of a round of the sync.
 */
#include "core/policy/outage.h"

void
pnl_outage_note_answer(PnlOutage *outage)
{
	outage->answers++;
	outage->failures = 0;
}

PnlBlame
pnl_outage_blame(const PnlOutage *outage, const PnlError *error)
{
	PnlBlame	blame = pnl_verdict_blame(error);

	return blame == PNL_BLAME_ACCOUNT && outage->answers > 0 ? PNL_BLAME_SHIPMENT : blame;
}

bool
pnl_outage_note_failure(PnlOutage *outage, PnlBlame blame)
{
	outage->failures = blame == PNL_BLAME_SHIPMENT ? 0 : outage->failures + 1;
	return blame == PNL_BLAME_NETWORK || blame == PNL_BLAME_ACCOUNT ||
		outage->failures >= PNL_OUTAGE_FAILURES;
}
