/*
 * argument.h
 *		Checking one argument against its parameter, and spelling it.
 */
#ifndef PNL_CORE_ARGUMENT_H
#define PNL_CORE_ARGUMENT_H

#include "core/buf.h"
#include "core/operation.h"

/* The arguments of one call, in the order of the operation's parameters. */
typedef struct PnlArguments
{
	PnlValue	values[PNL_MAX_PARAMETERS];
	PnlCivil	today;			/* in PNL_TIME_ZONE */
} PnlArguments;

/*
 * Checks the i-th argument.  False with kind ARGUMENT; the message names it.
 */
extern bool pnl_argument_check(const PnlOperation *operation, int i,
							   const PnlArguments *arguments,
							   PnlError *error) PNL_MUST_CHECK;

/* Appends the wire's spelling of an argument, not yet percent-encoded. */
extern void pnl_argument_spell(const PnlParameter *parameter,
							   const PnlValue *value, PnlBuf *out);

/*
 * The wire's spelling of a text: the choice it stands for, trimmed, in
 * capital letters, ... as the parameter says.
 */
extern void pnl_argument_spell_text(const PnlParameter *parameter,
									const PnlText *given, PnlBuf *out);

/* The argument as a JSON value for a body; NULL when there is no memory. */
extern PnlJson *pnl_argument_to_json(const PnlParameter *parameter,
									 const PnlValue *value);

/* An argument of the call by name; NULL when it has none of that name. */
extern const PnlValue *pnl_argument_find(const PnlOperation *operation,
										 const PnlArguments *arguments,
										 const char *name);

#endif							/* PNL_CORE_ARGUMENT_H */
