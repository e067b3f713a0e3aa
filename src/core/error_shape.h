/*
 * error_shape.h
 *		The shapes in which PostNL and its gateway tell errors.
 *
 * They are collected in PostNL's OpenAPI files and seen on the wire; the same
 * call may answer with several.
 */
#ifndef PNL_CORE_ERROR_SHAPE_H
#define PNL_CORE_ERROR_SHAPE_H

#include <stdbool.h>

#include "core/error.h"
#include "core/json.h"

/*
 * Adds an entry for each error in the document, and for the warnings beside
 * them; false when it has no error.  failed says that it is an error for another reason, so
 * that shapes count which a success may have too.  in_rows says that the
 * operation reads the errors of single parcels itself.
 */
extern bool pnl_error_shape_read(const PnlJson *document, bool failed, bool in_rows,
								 PnlError *error);

/* Adds an entry for each warning of a document, or of a part of one. */
extern void pnl_error_shape_warnings(const PnlJson *document, PnlError *error);

/* Adds the warnings of a node itself, without those of single parcels below it. */
extern void pnl_error_shape_own_warnings(const PnlJson *node, PnlError *error);

/* Copies PostNL's id of the request, where the document has one. */
extern void pnl_error_shape_trace_id(const PnlJson *document, PnlError *error);

#endif							/* PNL_CORE_ERROR_SHAPE_H */
