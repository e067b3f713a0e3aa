/*
 * tuple_json.h
 *		Columns of type jsonb from the objects and lists of a reply.
 */
#ifndef PNL_PG_ASK_TUPLE_JSON_H
#define PNL_PG_ASK_TUPLE_JSON_H

#include "core/rows.h"
#include "pg/ask/tuple_text.h"

/* An object, or a list of them, with the names of the field's fields. */
extern bool pnl_tuple_json_nested(const PnlField *field, const PnlValue *value,
								  PnlTextLoss loss, Datum *datum,
								  PnlError *error) PNL_MUST_CHECK;

/* {"monday": [["09:00", "18:00"], ...], ...}: the days that have hours. */
extern bool pnl_tuple_json_opening_hours(const PnlField *field, const PnlJson *node,
										 Datum *datum, PnlError *error) PNL_MUST_CHECK;

#endif							/* PNL_PG_ASK_TUPLE_JSON_H */
