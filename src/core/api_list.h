/*
 * api_list.h
 *		The list of all operations.
 */
#ifndef PNL_CORE_API_LIST_H
#define PNL_CORE_API_LIST_H

#include "core/operation.h"

/*
 * The operations that SQL functions name, ended by NULL; V4's forms hang off
 * them.  For tests and for what walks every descriptor.
 */
extern const PnlOperation *const pnl_api_list[];

#endif							/* PNL_CORE_API_LIST_H */
