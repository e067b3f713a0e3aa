/*
 * normalise.h
 *		Descriptions of shipments as people and tables have them, before they
 *		are checked.
 *
 * The checks are strict (shipment_check.h), and what a key by itself can be
 * written like is shipment_form.h's.  Here is what it takes more to know: what
 * stands beside a key, or what people write who have nothing to say.  Where
 * there are two readings nothing is guessed.
 */
#ifndef PNL_CORE_NORMALISE_H
#define PNL_CORE_NORMALISE_H

#include "core/json.h"

/*
 * Tidies all texts but those of raw; brings references, weights and addresses
 * to what the checks want.  A description that needs nothing of it is only
 * looked at.  "changes" takes up what was changed (change.h); NULL = nobody
 * asks.  False with kind ARGUMENT and a message that begins with the key, for
 * what can be read in several ways, and for a house number or weight that is
 * none.  It may be changed in part then.
 */
extern bool pnl_normalise(PnlJson *description, PnlJson **changes,
						  PnlError *error) PNL_MUST_CHECK;

/* The same for one address of a name such as "sender", which an account has. */
extern bool pnl_normalise_party(PnlJson *party, const char *name,
								PnlError *error) PNL_MUST_CHECK;

#endif							/* PNL_CORE_NORMALISE_H */
