/*
 * pace.h
 *		How many calls an account may have on the way, and when it pauses.
 *
 * Troubles that all calls of an account share pause it: the first time shortly,
 * then longer and longer.  After a pause one call at a time tries whether it
 * is over, and then twice as many each time that all went well.
 */
#ifndef PNL_CORE_POLICY_PACE_H
#define PNL_CORE_POLICY_PACE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/policy/verdict.h"

typedef struct PnlPace
{
	int64_t		paused_until;	/* 0 = not paused */
	int64_t		turn_at;		/* of its key; 0 = now */
	int			failures;		/* of calls since the last that PostNL answered */
	int64_t		failed_shipment;	/* of the last one */
	int			pauses;			/* since then */
	int			allowed;		/* calls at a time */
	int			successes;		/* since "allowed" was changed */
	int			stuck;			/* answers that could not be stored, in a row */
} PnlPace;

/* Nothing was tried yet; "most" is how many calls it may ever have. */
extern void pnl_pace_begin(PnlPace *pace, int most);

extern bool pnl_pace_is_paused(const PnlPace *pace, int64_t now);

/* Whether its key has no turn yet. */
extern bool pnl_pace_waits_for_turn(const PnlPace *pace, int64_t now);

/* How many calls may be started beside those on the way. */
extern int	pnl_pace_room(const PnlPace *pace, int in_flight, int64_t now);

/*
 * A call was answered, in whatever way: the account works.  False when that
 * ends no trouble, since what PostNL answers cannot be stored.
 */
extern bool pnl_pace_succeed(PnlPace *pace, int most);

/*
 * A call failed, and PostNL or the network is to blame, or the account: true
 * when it pauses for that.  Three failures of different shipments in a row are
 * an outage, and one failure to connect; one shipment that PostNL chokes on is
 * none.  "shipment" is 0 for a call that has none.
 */
extern bool pnl_pace_fail(PnlPace *pace, PnlBlame blame, int64_t shipment, int64_t now,
						  double random);

/*
 * An answer could not be stored, for the first time or again: true when it
 * pauses for that.  One that fails again may be the only one, so something
 * else is tried beside it; three are an outage of ours.
 */
extern bool pnl_pace_get_stuck(PnlPace *pace, bool again, int64_t now, double random);

/* An answer was stored: true when that is news. */
extern bool pnl_pace_get_loose(PnlPace *pace);

/* Somebody else says that it pauses until then. */
extern void pnl_pace_follow(PnlPace *pace, int64_t until);

/* Somebody else says that the pause is over. */
extern void pnl_pace_resume(PnlPace *pace);

/* Failures that the pause is for. */
extern int	pnl_pace_troubles(const PnlPace *pace);

#endif							/* PNL_CORE_POLICY_PACE_H */
