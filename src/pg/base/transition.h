/*
 * transition.h
 *		Rows of a transition table, which other triggers may read too.
 */
#ifndef PNL_PG_BASE_TRANSITION_H
#define PNL_PG_BASE_TRANSITION_H

#include "postgres.h"

#include "executor/tuptable.h"
#include "utils/relcache.h"
#include "utils/tuplestore.h"

typedef struct PnlTransition
{
	Tuplestorestate *store;		/* NULL = there is none, and no rows */
	int			pointer;
	TupleTableSlot *slot;		/* the row, after pnl_transition_next() */
} PnlTransition;

/* From the first row on; in the current memory context. */
extern PnlTransition pnl_transition_open(Tuplestorestate *store, Relation relation);

/* False after the last row. */
extern bool pnl_transition_next(PnlTransition *rows);

extern void pnl_transition_close(PnlTransition *rows);

#endif							/* PNL_PG_BASE_TRANSITION_H */
