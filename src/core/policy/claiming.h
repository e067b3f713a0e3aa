/*
 * claiming.h
 *		How many shipments, and which, an account takes from the queue.
 */
#ifndef PNL_CORE_POLICY_CLAIMING_H
#define PNL_CORE_POLICY_CLAIMING_H

#include "core/policy/pace.h"

/* What may be claimed. */
typedef enum PnlClaimable
{
	PNL_CLAIM_NOTHING,
	PNL_CLAIM_SUSPECT,			/* one that was in hand when a process ended */
	PNL_CLAIM_OTHERS
} PnlClaimable;

/* What is in the hand of this process, and due in the queue, as far as is known. */
typedef struct PnlClaiming
{
	int			room;			/* of the account */
	int			per_call;
	int			in_hand;
	bool		suspects_due;
	int			all_in_hand;	/* of all accounts, as those below */
	int			all_suspects;	/* in hand */
	bool		any_suspects_due;	/* of an account that may send */
	bool		any_others_due;
	bool		after_suspect;	/* the others have a turn before the next one */
} PnlClaiming;

/*
 * How many shipments more an account should have in hand, of which it has
 * "in_hand", beside "ready" calls.  Twice as many are wanted as calls can take
 * at a time, so that a slot that becomes free takes the next one at once.
 */
extern int	pnl_claiming_room(const PnlPace *pace, int most, int per_call, int in_hand, int ready,
							  int64_t now);

/*
 * A suspect is alone in the hand of its process: when that ends, it is known
 * why.  Between two of them the others have a turn, so that nothing waits for
 * all suspects.
 */
extern PnlClaimable pnl_claiming_choose(const PnlClaiming *claiming);

#endif							/* PNL_CORE_POLICY_CLAIMING_H */
