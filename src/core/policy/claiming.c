/*
 * claiming.c
 *		How many shipments, and which, an account takes from the queue.
 */
#include "core/policy/claiming.h"

int
pnl_claiming_room(const PnlPace *pace, int most, int per_call, int in_hand, int ready,
				  int64_t now)
{
	/* after an outage only what can be sent */
	int			calls = pace->allowed >= most ? pace->allowed * 2 : pace->allowed;

	if (pnl_pace_is_paused(pace, now))
		return 0;
	/* while a turn is waited for, what is ready is enough */
	if (pnl_pace_waits_for_turn(pace, now) && ready > 0)
		return 0;
	return calls * per_call - in_hand;
}

PnlClaimable
pnl_claiming_choose(const PnlClaiming *claiming)
{
	if (claiming->room <= 0 || claiming->all_suspects > 0)
		return PNL_CLAIM_NOTHING;
	if (claiming->any_suspects_due && !(claiming->after_suspect && claiming->any_others_due))
		return claiming->suspects_due && claiming->all_in_hand == 0 ? PNL_CLAIM_SUSPECT :
			PNL_CLAIM_NOTHING;
	return claiming->room >= claiming->per_call || claiming->in_hand == 0 ? PNL_CLAIM_OTHERS :
		PNL_CLAIM_NOTHING;
}
