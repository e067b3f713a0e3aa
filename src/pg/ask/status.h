/*
 * status.h
 *		The canonical status of a parcel, by PostNL's status code.
 *
 * The mapping is data, in postnl.status_code; a code that is not there is
 * "unknown" and stays visible as it came.
 */
#ifndef PNL_PG_ASK_STATUS_H
#define PNL_PG_ASK_STATUS_H

#include "postgres.h"

typedef struct PnlStatusMap PnlStatusMap;

/* Reads the mapping into the current memory context. */
extern PnlStatusMap *pnl_status_map_load(void);

/* The canonical status of a code; never NULL. */
extern const char *pnl_status_map_find(const PnlStatusMap *map,
									   const char *code, size_t length);

/* The status of a parcel that PostNL does not know. */
#define PNL_STATUS_NOT_FOUND "not_found"

#endif							/* PNL_PG_ASK_STATUS_H */
