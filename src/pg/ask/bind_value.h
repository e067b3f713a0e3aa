/*
 * bind_value.h
 *		From a value of SQL to one of an operation.
 *
 * Texts become UTF-8, times Dutch wall clock time.  All is palloc'd.
 */
#ifndef PNL_PG_ASK_BIND_VALUE_H
#define PNL_PG_ASK_BIND_VALUE_H

#include "fmgr.h"
#include "utils/array.h"
#include "utils/jsonb.h"

#include "core/request.h"
#include "core/value.h"
#include "pg/account/account.h"

/* A text in the server's encoding as a value of a type that is made of text. */
extern PnlValue pnl_bind_value_text(PnlType type, const char *text, int length);

/*
 * A barcode in its one spelling, palloc'd; error 22023 where no carrier has such
 * a one.
 */
extern char *pnl_bind_value_barcode(PnlText given);
extern char *pnl_bind_value_barcode_datum(Datum given);

/*
 * A reference or a house number, which functions take as a text or, in a form
 * of their own, as a number.  The argument must not be NULL.
 */
extern text * pnl_bind_value_name(FunctionCallInfo fcinfo, int argument);

/* The texts of an array that are not NULL. */
extern PnlText *pnl_bind_value_texts(ArrayType *array, size_t *count);

/* A value of an SQL type that functions of ours take. */
extern PnlValue pnl_bind_value_datum(PnlType type, Oid sql_type, Datum datum);

/* A member of an object; false when it is not of the type. */
extern bool pnl_bind_value_jsonb(PnlType type, const JsonbValue *member, PnlValue *value);

/*
 * Arguments of an operation that is called by us, not by SQL: null but for
 * the day and what the account says, and then one by one by their names.  A
 * name that the operation does not have, and a text that is NULL, change
 * nothing.
 */
extern void pnl_bind_value_begin(PnlArguments *arguments, const PnlOperation *operation,
								 const PnlAccount *account);
extern void pnl_bind_value_named_text(PnlArguments *arguments, const PnlOperation *operation,
									  const char *name, const char *text);
extern void pnl_bind_value_named_integer(PnlArguments *arguments, const PnlOperation *operation,
										 const char *name, int integer);
extern void pnl_bind_value_named_boolean(PnlArguments *arguments, const PnlOperation *operation,
										 const char *name, bool boolean);

#endif							/* PNL_PG_ASK_BIND_VALUE_H */
