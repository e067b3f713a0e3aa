/*
 * ship_cell.h
 *		One value of a shipment's description: of a column, or a literal.
 */
#ifndef PNL_PG_SHIP_SHIP_CELL_H
#define PNL_PG_SHIP_SHIP_CELL_H

#include "postgres.h"


#include "core/json.h"
#include "core/shipment.h"
#include "core/shipment_keys.h"
#include "pg/base/compat.h"

typedef struct PnlCell PnlCell;

/* A value as it is read; texts are in the server's encoding. */
typedef struct PnlCellValue
{
	enum
	{
		PNL_CELL_TEXT,
		PNL_CELL_INTEGER,
		PNL_CELL_NUMERIC,
		PNL_CELL_BOOLEAN,
		PNL_CELL_TEXTS,
		PNL_CELL_JSON
	}			kind;
	const char *text;			/* not terminated */
	int			length;
	int64		integer;
	Numeric		numeric;
	bool		boolean;
	Datum	   *texts;
	int			text_count;
	Jsonb	   *json;
} PnlCellValue;

/*
 * The cell of a column, by its place from 0; "key" says what it is to become,
 * NULL = a text.
 */
extern PnlCell *pnl_ship_cell_column(int column, Oid type, const PnlShipmentKey *key);

/* The cell of a literal; error 22023 names the path when it is no such value. */
extern PnlCell *pnl_ship_cell_literal(const char *path, const char *text,
									  const PnlShipmentKey *key);

/* Reads it from a row; false when it is null. */
extern bool pnl_ship_cell_read(const PnlCell *cell, const Datum *values, const bool *nulls,
							   PnlCellValue *value);

/* Adds it to a jsonb in the making. */
extern void pnl_ship_cell_push(const PnlCellValue *value, PnlJsonbState *state);

/* The value in the core's form; NULL = out of memory. */
extern PnlJson *pnl_ship_cell_document(const PnlCellValue *value);

/* A value that is a text, as a string. */
extern char *pnl_ship_cell_text(const PnlCellValue *value);

#endif							/* PNL_PG_SHIP_SHIP_CELL_H */
