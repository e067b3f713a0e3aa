/*
 * barcode_call.h
 *		Which operation reserves barcodes.
 */
#ifndef PNL_CORE_BARCODE_CALL_H
#define PNL_CORE_BARCODE_CALL_H

#include "core/barcode.h"
#include "core/operation.h"

/*
 * The operation that reserves barcodes of a type (NULL = 3S) and serie (NULL or
 * "" = any).  V4's gives many in a call, where V4 is wished for and has it: it
 * issues domestic barcodes without serie only (api.md, section 1.4).
 */
extern const PnlOperation *pnl_barcode_call_operation(bool v4, const char *type,
													  const char *serie);

/* Whether it gives as many barcodes in a call as are asked for; else one. */
extern bool pnl_barcode_call_gives_many(const PnlOperation *operation);

#endif							/* PNL_CORE_BARCODE_CALL_H */
