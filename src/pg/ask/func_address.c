/*
 * func_address.c
 *		SQL functions on addresses that ask nobody.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "fmgr.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"

#include "core/address_split.h"
#include "core/country.h"
#include "pg/base/encoding.h"

/* Columns of postnl_split_address(). */
enum
{
	STREET,
	HOUSE_NUMBER,
	ADDITION,
	CONFIDENT,
	READINGS,
	COLUMNS
};

PG_FUNCTION_INFO_V1(postnl_split_address);

static PnlText
argument_text(FunctionCallInfo fcinfo, int argument)
{
	char	   *given = text_to_cstring(PG_GETARG_TEXT_PP(argument));
	char	   *text = pg_server_to_any(given, (int) strlen(given), PG_UTF8);

	return (PnlText) {text, strlen(text)};
}

/* Sets a column; an empty text is NULL. */
static void
set_text(Datum *values, bool *nulls, int column, const char *text)
{
	nulls[column] = text[0] == '\0';
	if (!nulls[column])
		values[column] = CStringGetTextDatum(pnl_encoding_to_server(text, (int) strlen(text)));
}

/* What the line can be, for people. */
static void
set_readings(Datum *values, bool *nulls, const PnlAddressSplit *split)
{
	PnlBuf		words;
	char	   *copy;
	bool		complete;

	pnl_buf_init(&words, 0);
	pnl_address_split_append(&words, split);
	complete = pnl_buf_ok(&words);
	copy = palloc_extended(words.length + 1, MCXT_ALLOC_NO_OOM);
	if (copy != NULL)
		strlcpy(copy, pnl_buf_text(&words), words.length + 1);
	pnl_buf_free(&words);
	if (complete && copy != NULL)
		set_text(values, nulls, READINGS, copy);
	else
		ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
}

/* The country of an argument, as its two letters. */
static PnlText
read_country(PnlText given)
{
	const char *country = pnl_country_find(given);

	if (country != NULL)
		return (PnlText) {country, strlen(country)};
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("country must be the name or code of one"),
			 errhint("Give an ISO code such as NL, or a name in Dutch, English, French or "
					 "German.")));
}

/* postnl_split_address(line, country): strict. */
Datum
postnl_split_address(PG_FUNCTION_ARGS)
{
	PnlText		line = argument_text(fcinfo, 0);
	PnlText		country = read_country(argument_text(fcinfo, 1));
	PnlAddressSplit split;
	const PnlAddress *address = &split.readings[0];
	TupleDesc	desc;
	Datum		values[COLUMNS] = {0};
	bool		nulls[COLUMNS] = {true, true, true, false, true};

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	if (!pnl_address_split(line, country, &split))
		ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	values[CONFIDENT] = BoolGetDatum(split.confident);
	if (split.confident)
	{
		set_text(values, nulls, STREET, address->street);
		set_text(values, nulls, HOUSE_NUMBER, address->house_number);
		set_text(values, nulls, ADDITION, address->addition);
	}
	else
		set_readings(values, nulls, &split);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), values, nulls)));
}
