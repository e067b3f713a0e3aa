/*
 * trigger_option.h
 *		Arguments of triggers: what one says, and those that are options.
 */
#ifndef PNL_PG_SHIP_TRIGGER_OPTION_H
#define PNL_PG_SHIP_TRIGGER_OPTION_H

#include "postgres.h"

#include "access/tupdesc.h"

#include "pg/base/compat.h"

/* What becomes of an order whose shipment is there with another description. */
typedef enum PnlOnChange
{
	PNL_ON_CHANGE_UNSAID,		/* an INSERT fails, an UPDATE updates */
	PNL_ON_CHANGE_ERROR,
	PNL_ON_CHANGE_IGNORE,
	PNL_ON_CHANGE_UPDATE
} PnlOnChange;

typedef struct PnlTriggerOptions
{
	int			on_invalid;		/* 1 = what will not do is an error, not a rejected row */
	int			on_change;		/* PnlOnChange */
	int			on_late;		/* 1 = what cannot be cancelled any more is an error */
} PnlTriggerOptions;

/* One argument of a trigger: path=column, or path:=literal. */
typedef struct PnlTriggerArgument
{
	const char *function;		/* of the trigger, for messages */
	char	   *path;
	char	   *value;			/* the name of a column, or the literal */
	bool		literal;
} PnlTriggerArgument;

/* Takes an argument apart; error 22023 where it is neither. */
extern PnlTriggerArgument pnl_trigger_option_read(const char *function, const char *text);

/*
 * Sets the option that an argument is; false when it is none.  Error 22023
 * names the words that it may be.
 */
extern bool pnl_trigger_option_take(PnlTriggerOptions *options,
									const PnlTriggerArgument *argument);

/* The place of the argument's column, from 0; error 42703 names it. */
extern int	pnl_trigger_option_column(const PnlTriggerArgument *argument, TupleDesc desc);

/* Error 22023 for what is given more than once. */
pg_noreturn extern void pnl_trigger_option_twice(const PnlTriggerArgument *argument);

#endif							/* PNL_PG_SHIP_TRIGGER_OPTION_H */
