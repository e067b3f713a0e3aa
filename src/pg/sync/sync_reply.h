/*
 * sync_reply.h
 *		Answers that the sync gets: rows with columns by name.
 */
#ifndef PNL_PG_SYNC_SYNC_REPLY_H
#define PNL_PG_SYNC_SYNC_REPLY_H

#include "postgres.h"

#include "pg/ask/tuple.h"
#include "pg/base/arg.h"
#include "pg/sync/sync_round.h"

/* An answer, in the memory context in which it was opened. */
typedef struct PnlSyncReply
{
	const PnlAsk *ask;
	PnlColumns *columns;		/* texts, times, dates and jsonb, as the row set has them */
	PnlRows		rows;
	Datum	   *values;			/* of the row that was read last */
	bool	   *nulls;
	Datum	   *all_values;		/* of all rows, column by column; NULL = not read yet */
	bool	   *all_nulls;
} PnlSyncReply;

/* Opens an answer.  Throws where it has another shape. */
extern void pnl_sync_reply_open(PnlSyncReply *reply, const PnlAsk *ask, const PnlRowSet *set);

/* Reads a row, the first one being 0.  Throws where a value is of another type. */
extern void pnl_sync_reply_read(PnlSyncReply *reply, size_t row);

/* A column of that row, which the row set has. */
extern NullableDatum pnl_sync_reply_value(const PnlSyncReply *reply, const char *column);

/* The same as an argument of a statement. */
extern PnlArgText pnl_sync_reply_text(const PnlSyncReply *reply, const char *column);
extern PnlArgTime pnl_sync_reply_time(const PnlSyncReply *reply, const char *column);
extern PnlArgDate pnl_sync_reply_date(const PnlSyncReply *reply, const char *column);

/* Puts another value into a column of that row. */
extern void pnl_sync_reply_set(PnlSyncReply *reply, const char *column, Datum value);

/* A column of all rows, as an array. */
extern Datum pnl_sync_reply_array(PnlSyncReply *reply, const char *column);

#endif							/* PNL_PG_SYNC_SYNC_REPLY_H */
