/*
 * ship_mapping.h
 *		From the columns of a user's table to the description of a shipment.
 *
 * A mapping is compiled once for a statement from the arguments of the
 * trigger, and then applied to each row.
 */
#ifndef PNL_PG_SHIP_SHIP_MAPPING_H
#define PNL_PG_SHIP_SHIP_MAPPING_H

#include "postgres.h"

#include "access/tupdesc.h"
#include "utils/jsonb.h"

#include "core/json.h"
#include "pg/ship/trigger_option.h"

typedef struct PnlMapping PnlMapping;

/*
 * Compiles "path=column" and "path:=literal"; all is in the current memory
 * context.  Errors: 42703 names a column, 22023 a path that is not known or
 * stands twice.
 */
extern PnlMapping *pnl_ship_mapping_compile(char **arguments, int count, TupleDesc desc);

/* What a row becomes: as it is stored, and in the core's form. */
typedef struct PnlMapped
{
	Jsonb	   *description;
	PnlJson    *document;		/* freed with the memory context */
	const char *account;		/* NULL = the account of calls that name none */
} PnlMapped;

/* Applies it to a row; all is in the current memory context. */
extern PnlMapped pnl_ship_mapping_apply(const PnlMapping *mapping, const Datum *values,
										const bool *nulls);

/* Whether a row is too old to be shipped. */
extern bool pnl_ship_mapping_is_old(const PnlMapping *mapping, const Datum *values,
									const bool *nulls);

/* What the trigger was told beside what the columns are for. */
extern const PnlTriggerOptions *pnl_ship_mapping_options(const PnlMapping *mapping);

#endif							/* PNL_PG_SHIP_SHIP_MAPPING_H */
