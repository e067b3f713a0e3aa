/*
 * bind.h
 *		From the arguments of an SQL function to those of an operation.
 *
 * SQL arguments are matched to the operation's parameters by name, so a
 * function's declaration in src/sql and the descriptor in src/core are all
 * that an operation needs.
 */
#ifndef PNL_PG_BIND_H
#define PNL_PG_BIND_H

#include "postgres.h"

#include "fmgr.h"

#include "core/request.h"
#include "pg/account.h"

typedef struct PnlBinding
{
	const PnlOperation *operation;
	PnlArguments arguments;		/* what is the same for all calls */
	int			each;			/* parameter that an array fills, or -1 */
	Oid			element_type;
	Datum	   *elements;
	bool	   *element_nulls;
	int			element_count;
	char	   *account;		/* argument "account"; NULL = not given */
	bool		report_errors;	/* argument on_error is 'report' */
} PnlBinding;

/*
 * Binds the function's arguments.  False when a required one is NULL: then
 * there is nothing to ask.  Error 22023 for an unknown on_error.
 */
extern bool pnl_bind_arguments(PnlBinding *binding, FunctionCallInfo fcinfo,
							   const PnlOperation *operation);

/* Adds the facts of the account that the operation sends along. */
extern void pnl_bind_account(PnlBinding *binding, const PnlAccount *account);

/* The place of an SQL argument by name, -1 when the function has none. */
extern int	pnl_bind_find(FunctionCallInfo fcinfo, const char *name);

/* One value of SQL as a value of an operation. */
extern PnlValue pnl_bind_value(PnlType type, Oid sql_type, Datum datum);

#endif							/* PNL_PG_BIND_H */
