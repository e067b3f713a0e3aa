/*
 * sync_reply.c
 *		Answers that the sync gets: rows with columns by name.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/lsyscache.h"

#include "pg/ask/tuple_rows.h"
#include "pg/base/compat.h"
#include "pg/base/report.h"
#include "pg/sync/sync_reply.h"

static Oid
type_of(const PnlField *field)
{
	if (field->type == PNL_TIMESTAMP)
		return TIMESTAMPTZOID;
	if (field->type == PNL_DATE)
		return DATEOID;
	return field->type == PNL_LIST ? JSONBOID : TEXTOID;
}

/* The columns of a row set, in its order. */
static PnlColumns *
make_columns(const PnlRowSet *set)
{
	TupleDesc	desc;
	int			count = 0;

	while (set->fields[count].name != NULL)
		count++;
	desc = CreateTemplateTupleDesc(count);
	for (int i = 0; i < count; i++)
		TupleDescInitEntry(desc, (AttrNumber) (i + 1), set->fields[i].name,
						   type_of(&set->fields[i]), -1, 0);
	return pnl_tuple_columns(pnl_finish_tuple_desc_compat(desc), set, PNL_TEXT_LOSSY);
}

void
pnl_sync_reply_open(PnlSyncReply *reply, const PnlAsk *ask, const PnlRowSet *set)
{
	PnlError	error;

	pnl_error_init(&error);
	memset(reply, 0, sizeof(*reply));
	reply->ask = ask;
	reply->columns = make_columns(set);
	reply->values = palloc(reply->columns->desc->natts * sizeof(Datum));
	reply->nulls = palloc(reply->columns->desc->natts * sizeof(bool));
	if (!pnl_tuple_rows_collect(&reply->rows, set, ask->errand.exchange->document, &error))
		pnl_report(&error, ask->errand.operation->name);
}

void
pnl_sync_reply_read(PnlSyncReply *reply, size_t row)
{
	const PnlErrand *errand = &reply->ask->errand;
	PnlError	error;

	pnl_error_init(&error);
	if (!pnl_tuple_fill(reply->columns, &reply->rows.rows[row], errand->operation,
						&errand->arguments, reply->values, reply->nulls, &error))
		pnl_report(&error, errand->operation->name);
}

static int
find(const PnlSyncReply *reply, const char *column)
{
	int			place = pnl_tuple_find_column(reply->columns->desc, column);

	if (place < 0)
		elog(ERROR, "answers on %s have no column \"%s\"", reply->ask->errand.operation->name,
			 column);
	return place;
}

NullableDatum
pnl_sync_reply_value(const PnlSyncReply *reply, const char *column)
{
	int			place = find(reply, column);

	return (NullableDatum) {reply->values[place], reply->nulls[place]};
}

PnlArgText
pnl_sync_reply_text(const PnlSyncReply *reply, const char *column)
{
	NullableDatum value = pnl_sync_reply_value(reply, column);

	return pnl_arg_text_or_null(value.value, value.isnull);
}

PnlArgTime
pnl_sync_reply_time(const PnlSyncReply *reply, const char *column)
{
	NullableDatum value = pnl_sync_reply_value(reply, column);

	return pnl_arg_time_or_null(value.value, value.isnull);
}

PnlArgDate
pnl_sync_reply_date(const PnlSyncReply *reply, const char *column)
{
	NullableDatum value = pnl_sync_reply_value(reply, column);

	return pnl_arg_date_or_null(value.value, value.isnull);
}

void
pnl_sync_reply_set(PnlSyncReply *reply, const char *column, Datum value)
{
	int			place = find(reply, column);

	reply->values[place] = value;
	reply->nulls[place] = false;
}

/* Reads all rows, column by column. */
static void
gather(PnlSyncReply *reply)
{
	int			columns = reply->columns->desc->natts;
	size_t		rows = reply->rows.count;

	reply->all_values = palloc(Max(columns * rows, 1) * sizeof(Datum));
	reply->all_nulls = palloc(Max(columns * rows, 1) * sizeof(bool));
	for (size_t i = 0; i < rows; i++)
	{
		pnl_sync_reply_read(reply, i);
		for (int k = 0; k < columns; k++)
		{
			reply->all_values[k * rows + i] = reply->values[k];
			reply->all_nulls[k * rows + i] = reply->nulls[k];
		}
	}
}

Datum
pnl_sync_reply_array(PnlSyncReply *reply, const char *column)
{
	int			place = find(reply, column);
	Oid			type = TupleDescAttr(reply->columns->desc, place)->atttypid;
	int			count = (int) reply->rows.count;
	int			lower = 1;
	int16		length;
	bool		by_value;
	char		align;

	if (reply->all_values == NULL)
		gather(reply);
	get_typlenbyvalalign(type, &length, &by_value, &align);
	return PointerGetDatum(construct_md_array(&reply->all_values[place * count],
											  &reply->all_nulls[place * count], 1, &count, &lower,
											  type, length, by_value, align));
}
