/*
 * statement.c
 *		The SQL of the extension: statements in files, arguments and columns by name.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "pg/base/catalog.h"
#include "pg/base/statement.h"
#include "pg/base/transaction.h"

/* What sql_to_c.pl makes of the comments that mark versions. */
#define SINCE_1_1 '\1'
#define END '\2'
#define BEFORE_1_1 '\3'

/* ----------
 * Running
 * ----------
 */

/* The statement as a database of this version has it. */
static char *
choose_parts(const char *sql, bool is_1_1)
{
	char	   *chosen = palloc(strlen(sql) + 1);
	bool		taking = true;
	char	   *to = chosen;

	for (; *sql != '\0'; sql++)
	{
		if (*sql == SINCE_1_1)
			taking = is_1_1;
		else if (*sql == BEFORE_1_1)
			taking = !is_1_1;
		else if (*sql == END)
			taking = true;
		else if (taking)
			*to++ = *sql;
	}
	*to = '\0';
	return chosen;
}

static void
prepare(PnlStatement *statement)
{
	SPIPlanPtr	plan;

	statement->differs = strchr(statement->sql, SINCE_1_1) != NULL ||
		strchr(statement->sql, BEFORE_1_1) != NULL;
	statement->is_1_1 = statement->differs && pnl_catalog_is_1_1();
	plan = SPI_prepare(choose_parts(statement->sql, statement->is_1_1),
					   statement->argument_count, statement->argument_types);
	if (plan == NULL)
		elog(ERROR, "could not prepare \"%s\": %s", statement->sql,
			 SPI_result_code_string(SPI_result));
	SPI_keepplan(plan);
	statement->plan = plan;
}

/* Forgets a plan that was made for another version of the extension's tables. */
static void
forget_plan(PnlStatement *statement)
{
	SPI_freeplan(statement->plan);
	statement->plan = NULL;
	if (statement->places != NULL)
		pfree(statement->places);
	statement->places = NULL;
}

static void
execute(PnlStatement *statement, Datum *values, const char *nulls)
{
	int			result;

	Assert(pnl_catalog_is_pinned());
	if (statement->plan != NULL && statement->differs && statement->is_1_1 != pnl_catalog_is_1_1())
		forget_plan(statement);
	if (statement->plan == NULL)
		prepare(statement);

	/*
	 * In a transaction of ours one that reads sees what is there when it begins, as those
	 * that write do: what they found, and had to wait for, may be newer than the transaction.
	 */
	result = SPI_execute_plan(statement->plan, values, nulls,
							  statement->read_only && !pnl_transaction_is_open, 0);
	if (result < 0)
		elog(ERROR, "could not execute \"%s\": %s", statement->sql,
			 SPI_result_code_string(result));
	statement->rows = SPI_tuptable;
	statement->count = SPI_processed;
}

uint64
pnl_statement_run(PnlStatement *statement, const PnlArgument *arguments)
{
	Datum		values[PNL_MOST_ARGUMENTS];
	char		nulls[PNL_MOST_ARGUMENTS];

	for (int i = 0; i < statement->argument_count; i++)
	{
		if (!arguments[i].given)
			elog(ERROR, "argument %d of statement \"%s\" is missing", i + 1, statement->name);
		if (arguments[i].isnull && !statement->nullable[i])
			elog(ERROR, "argument %d of statement \"%s\" is null", i + 1, statement->name);
		values[i] = arguments[i].value;
		nulls[i] = arguments[i].isnull ? 'n' : ' ';
	}
	execute(statement, values, nulls);
	return statement->count;
}

/* ----------
 * Reading
 * ----------
 */

static bool
is_of_type(const PnlColumn *column, Oid type)
{
	return column->type == InvalidOid ? type_is_rowtype(type) : type == column->type;
}

/* Finds the columns of a statement in what it returns; throws where one is missing. */
static void
find_places(PnlStatement *statement)
{
	TupleDesc	desc = statement->rows->tupdesc;
	int		   *places = palloc(statement->column_count * sizeof(int));

	for (int i = 0; i < statement->column_count; i++)
	{
		const PnlColumn *column = &statement->columns[i];

		places[i] = SPI_fnumber(desc, column->name);
		if (places[i] <= 0 || !is_of_type(column, SPI_gettypeid(desc, places[i])))
			elog(ERROR, "statement \"%s\" returns no column \"%s\" of type %s", statement->name,
				 column->name, format_type_be(column->type));
	}
	statement->places = MemoryContextAlloc(TopMemoryContext,
										   statement->column_count * sizeof(int));
	memcpy(statement->places, places, statement->column_count * sizeof(int));
	pfree(places);
}

/* A value that is a pointer, in the current memory context, and whole. */
static Datum
copy_value(Oid type, Datum value)
{
	int16		length = type == InvalidOid ? -1 : get_typlen(type);

	if (length == -1)
		return PointerGetDatum(PG_DETOAST_DATUM_COPY(value));
	return datumCopy(value, false, length);
}

/* Puts a value that is not null where a row has it. */
static void
store_value(const PnlColumn *column, Datum value, void *to)
{
	switch (column->type)
	{
		case BOOLOID:
			*(bool *) to = DatumGetBool(value);
			break;
		case INT2OID:
			*(int16 *) to = DatumGetInt16(value);
			break;
		case INT4OID:
			*(int32 *) to = DatumGetInt32(value);
			break;
		case INT8OID:
			*(int64 *) to = DatumGetInt64(value);
			break;
		case FLOAT8OID:
			*(double *) to = DatumGetFloat8(value);
			break;
		case DATEOID:
			*(DateADT *) to = DatumGetDateADT(value);
			break;
		case TIMESTAMPTZOID:
			*(TimestampTz *) to = DatumGetTimestampTz(value);
			break;
		case XIDOID:
			*(TransactionId *) to = DatumGetTransactionId(value);
			break;
		case OIDOID:
			*(Oid *) to = DatumGetObjectId(value);
			break;
		case TEXTOID:
			*(char **) to = TextDatumGetCString(value);
			break;
		default:
			*(Datum *) to = copy_value(column->type, value);
			break;
	}
}

void *
pnl_statement_row(PnlStatement *statement, uint64 number, MemoryContext context)
{
	MemoryContext previous = MemoryContextSwitchTo(context);
	char	   *row = palloc0(statement->row_size);
	TupleDesc	desc = statement->rows->tupdesc;

	Assert(number < statement->count);
	if (statement->places == NULL)
		find_places(statement);
	for (int i = 0; i < statement->column_count; i++)
	{
		const PnlColumn *column = &statement->columns[i];
		bool		isnull;
		Datum		value = SPI_getbinval(statement->rows->vals[number], desc,
										  statement->places[i], &isnull);

		if (!isnull)
			store_value(column, value, row + column->offset);
		else if (!column->nullable)
			elog(ERROR, "column \"%s\" of statement \"%s\" is null", column->name,
				 statement->name);
	}
	MemoryContextSwitchTo(previous);
	return row;
}
