/*
 * change.h
 *		What became of the values of a shipment's description, for people.
 *
 * The list of PnlShipment: [{"key": "receiver.country", "given": "Nederland",
 * "taken": "NL"}, ...].  What was not given, or is left out, has no such member.
 */
#ifndef PNL_CORE_CHANGE_H
#define PNL_CORE_CHANGE_H

#include "core/json.h"
#include "core/value.h"

/*
 * Notes that a text became another one; where data is NULL there is none.  A
 * key that is changed once more keeps what was given first.  "because" may be
 * NULL; it says why somebody should know at once.  The list is made when it is
 * needed; changes may be NULL where nobody asks.  False when there is no memory.
 */
extern bool pnl_change_note(PnlJson **changes, const char *key, PnlText given, PnlText taken,
							const char *because) PNL_MUST_CHECK;

#endif							/* PNL_CORE_CHANGE_H */
