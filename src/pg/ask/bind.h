/*
 * bind.h
 *		From the arguments of an SQL function to those of an operation.
 *
 * SQL arguments are matched to the operation's parameters by name, so a
 * function's declaration in src/sql and the descriptor in src/core are all
 * that an operation needs.
 *
 * A statement makes one call, or many: one for each element of an array that
 * fills a parameter, one for each object of the jsonb argument "addresses",
 * whose keys are SQL arguments, or one for each pair of both.
 */
#ifndef PNL_PG_ASK_BIND_H
#define PNL_PG_ASK_BIND_H

#include "postgres.h"

#include "fmgr.h"
#include "utils/jsonb.h"

#include "core/request.h"
#include "pg/account/account.h"

typedef struct PnlBinding
{
	const PnlOperation *operation;
	PnlArguments arguments;		/* what is the same for all calls */
	int			each;			/* parameter that an array fills, or -1 */
	PnlValue   *elements;		/* of that array, without NULLs */
	int			element_count;
	Jsonb	   *objects;		/* argument "addresses", or NULL */
	int			object_count;
	bool		report_errors;	/* argument on_error is 'report' */
} PnlBinding;

/*
 * Binds the function's arguments and the account's facts.  False when a
 * required argument is NULL: then there is nothing to ask.  Error 22023 for an
 * unknown on_error.
 */
extern bool pnl_bind(PnlBinding *binding, FunctionCallInfo fcinfo,
					 const PnlOperation *operation, const PnlAccount *account);

/* How many calls the binding makes. */
extern int64 pnl_bind_count(const PnlBinding *binding);

/*
 * The arguments of a call, counted from 0.  False when its object cannot be
 * used (kind ARGUMENT).
 */
extern bool pnl_bind_call(const PnlBinding *binding, int64 call,
						  PnlArguments *arguments, PnlError *error) PNL_MUST_CHECK;

/* Which object a call belongs to, counted from 0. */
extern int64 pnl_bind_object(const PnlBinding *binding, int64 call);

/* Argument "account", palloc'd; NULL when not given. */
extern char *pnl_bind_account_name(FunctionCallInfo fcinfo);

/* The place of an SQL argument by name, -1 when the function has none. */
extern int	pnl_bind_find(FunctionCallInfo fcinfo, const char *name);

#endif							/* PNL_PG_ASK_BIND_H */
