/*
 * error_json.h
 *		A PnlError as JSON: what is kept of a failure.
 */
#ifndef PNL_CORE_ERROR_JSON_H
#define PNL_CORE_ERROR_JSON_H

#include "core/buf.h"

/*
 * Appends {"http_status", "trace_id", "errors": [{"code", "field", "text"}],
 * "warnings": [{"code", "text"}], "left_out", "reply_begins"}; what is not
 * known is not there, but "errors" always has one (docs/errors.md).  False
 * when there is no memory.
 */
extern bool pnl_error_json_write(const PnlError *error, PnlBuf *out) PNL_MUST_CHECK;

/*
 * Appends the warnings alone: [{"code", "text"}].  Nothing where there are
 * none.  False when there is no memory.
 */
extern bool pnl_error_json_write_warnings(const PnlError *error, PnlBuf *out) PNL_MUST_CHECK;

#endif							/* PNL_CORE_ERROR_JSON_H */
