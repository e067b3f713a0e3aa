/*
 * normalise_address.h
 *		One address of a description: lines, house numbers, contacts.
 */
#ifndef PNL_CORE_NORMALISE_ADDRESS_H
#define PNL_CORE_NORMALISE_ADDRESS_H

#include "core/json.h"

/*
 * Brings an address, whose texts are tidy, to what the checks want: the part of
 * pnl_normalise() that is about addresses.  "name" is its key in the description, and
 * of pickup_location nothing is refused; "cut" says that names which are too long are to
 * be cut.
 */
extern bool pnl_normalise_address(PnlJson *address, const char *name, bool cut,
								  PnlJson **changes, PnlError *error) PNL_MUST_CHECK;

#endif							/* PNL_CORE_NORMALISE_ADDRESS_H */
