/*
 * fields.h
 *		Field tables and parameters that several services share.
 */
#ifndef PNL_CORE_FIELDS_H
#define PNL_CORE_FIELDS_H

#include "core/operation.h"

/*
 * An address in an answer of any service, with the key names of a shipment's
 * address.
 */
extern const PnlField pnl_fields_address[];

/* PostNL's codes of the receiver's country in services of NL and BE. */
#define PNL_BENELUX "NL|BE"

#endif							/* PNL_CORE_FIELDS_H */
