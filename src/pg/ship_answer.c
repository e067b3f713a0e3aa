/*
 * ship_answer.c
 *		What an answer of the label and confirm operations says of each parcel.
 *
 * Parcels are told apart by their barcodes, and by their places in the answer
 * where PostNL issues the barcodes.  PostNL may answer with more parcels or
 * fewer than it was asked for.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "core/error_shape.h"
#include "core/mime.h"
#include "pg/report.h"
#include "pg/ship_answer.h"
#include "pg/tuple.h"

/* The row sets of an answer; api_label.c has both generations' in this order. */
enum
{
	PARCEL_ROWS, LABEL_ROWS, SHEET_ROWS, ROW_SETS
};

typedef struct Reading
{
	const PnlLabelCall *call;
	const PnlOperation *operation;
	const PnlJson *document;
	PnlArguments arguments;		/* none: these operations have no columns of them */
	PnlColumns *columns[ROW_SETS];
	PnlParcelAnswer *answers;
	List	   *sheets;
} Reading;

static TupleDesc
make_desc(int count, const char *const *names, const Oid *types)
{
	TupleDesc	desc = CreateTemplateTupleDesc(count);

	for (int i = 0; i < count; i++)
		TupleDescInitEntry(desc, (AttrNumber) (i + 1), names[i], types[i], -1, 0);
	return desc;
}

static void
prepare_columns(Reading *reading)
{
	static const char *const parcel_names[] = {
		"barcode", "product", "partner_barcode", "partner_id", "coding_text",
		"return_barcode", "warnings"
	};
	static const Oid parcel_types[] = {
		TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, JSONBOID
	};
	static const char *const label_names[] = {"barcode", "label_type", "content"};
	static const Oid label_types[] = {TEXTOID, TEXTOID, BYTEAOID};
	const PnlRowSet *sets = reading->operation->row_sets;

	reading->columns[PARCEL_ROWS] =
		pnl_tuple_columns(make_desc(lengthof(parcel_names), parcel_names, parcel_types),
						  &sets[PARCEL_ROWS]);
	for (int set = LABEL_ROWS; set < ROW_SETS; set++)
		reading->columns[set] =
			pnl_tuple_columns(make_desc(lengthof(label_names), label_names, label_types),
							  &sets[set]);
}

static char *
text_or_null(Datum value, bool null)
{
	return null ? NULL : TextDatumGetCString(value);
}

/* Which format a label is of; ZPL begins with ^XA. */
static const char *
find_format(const bytea *content)
{
	static const struct
	{
		const char *mime_type;
		const char *format;
	}			formats[] = {
		{"application/pdf", "pdf"}, {"image/gif", "gif"}, {"image/png", "png"},
		{"image/jpeg", "jpg"}
	};
	const char *data = VARDATA_ANY(content);
	size_t		length = VARSIZE_ANY_EXHDR(content);
	const char *mime_type = pnl_mime_type((const unsigned char *) data, length);

	for (int i = 0; i < (int) lengthof(formats); i++)
		if (strcmp(formats[i].mime_type, mime_type) == 0)
			return formats[i].format;
	for (size_t i = 0; i + 2 < length; i++)
	{
		if (memcmp(data + i, "^XA", 3) == 0)
			return "zpl";
		if (!isspace((unsigned char) data[i]))
			break;
	}
	return NULL;
}

static PnlShippedLabel *
make_label(const Datum *values, const bool *nulls)
{
	PnlShippedLabel *label = palloc0(sizeof(*label));

	label->barcode = text_or_null(values[0], nulls[0]);
	label->label_type = text_or_null(values[1], nulls[1]);
	label->content = DatumGetByteaPP(values[2]);
	label->format = find_format(label->content);
	return label;
}

/* A label belongs to the parcel of its barcode, or to the only one there is. */
static void
take_label(Reading *reading, const Datum *values, const bool *nulls)
{
	PnlShippedLabel *label = make_label(values, nulls);

	for (int i = 0; i < reading->call->parcel_count; i++)
	{
		const char *barcode = reading->answers[i].parcel.barcode;

		if (barcode == NULL || label->barcode == NULL || strcmp(barcode, label->barcode) != 0)
			continue;
		reading->answers[i].labels = lappend(reading->answers[i].labels, label);
		return;
	}
	/* the label of a return that goes along; with parcels of several shipments, a sheet */
	reading->answers[0].labels = lappend(reading->answers[0].labels, label);
}

/* The parcel that a place of the answer speaks of; -1 = none of the call. */
static int
find_parcel(const PnlLabelCall *call, int place, const char *barcode)
{
	for (int i = 0; i < call->parcel_count && barcode != NULL; i++)
		if (call->parcels[i].barcode != NULL && strcmp(call->parcels[i].barcode, barcode) == 0)
			return i;
	if (place >= call->parcel_count)
		return -1;
	/* another barcode than ours is another parcel, unless there is but one */
	return call->parcel_count == 1 || call->parcels[place].barcode == NULL || barcode == NULL ?
		place : -1;
}

static void
take_parcel(Reading *reading, int place, const Datum *values, const bool *nulls)
{
	char	   *barcode = text_or_null(values[0], nulls[0]);
	int			number = find_parcel(reading->call, place, barcode);
	PnlShippedParcel *parcel;

	if (number < 0)
		return;
	reading->answers[number].answered = true;
	parcel = &reading->answers[number].parcel;
	parcel->barcode = barcode != NULL ? barcode : parcel->barcode;
	parcel->product = text_or_null(values[1], nulls[1]);
	parcel->partner_barcode = text_or_null(values[2], nulls[2]);
	parcel->partner_id = text_or_null(values[3], nulls[3]);
	parcel->coding_text = text_or_null(values[4], nulls[4]);
	parcel->return_barcode = text_or_null(values[5], nulls[5]);
	parcel->warnings = nulls[6] ? (Datum) 0 : values[6];
}

static void
take_sheet(Reading *reading, const Datum *values, const bool *nulls)
{
	reading->sheets = lappend(reading->sheets, make_label(values, nulls));
}

static void
read_row_set(Reading *reading, int set)
{
	Datum		values[7];
	bool		nulls[7];
	PnlRows		rows;
	PnlError	error;

	pnl_error_init(&error);
	if (!pnl_tuple_collect(&rows, &reading->operation->row_sets[set], reading->document,
						   &error))
		pnl_report(&error, reading->operation->name);
	for (size_t i = 0; i < rows.count; i++)
	{
		if (!pnl_tuple_fill(reading->columns[set], &rows.rows[i], reading->operation,
							&reading->arguments, values, nulls, &error))
			pnl_report(&error, reading->operation->name);
		if (set == PARCEL_ROWS)
			take_parcel(reading, (int) i, values, nulls);
		else if (set == LABEL_ROWS)
			take_label(reading, values, nulls);
		else
			take_sheet(reading, values, nulls);
	}
}

/* The parcel is PostNL's by now: a letter that cannot be kept is no failure. */
static void
read_rows(Reading *reading)
{
	bool		lossy = pnl_tuple_be_lossy(true);

	PG_TRY();
	{
		for (int set = 0; set < ROW_SETS; set++)
			read_row_set(reading, set);
	}
	PG_FINALLY();
	{
		(void) pnl_tuple_be_lossy(lossy);
	}
	PG_END_TRY();
}

/* One parcel of several may be refused in an answer of success. */
static void
read_refusals(Reading *reading)
{
	const PnlJson *list = pnl_json_get(reading->document, "ResponseShipments");

	for (size_t i = 0; i < pnl_json_count(list); i++)
	{
		const PnlJson *item = pnl_json_item(list, i);
		PnlError   *refusal = palloc(sizeof(*refusal));
		const char *barcode = NULL;
		size_t		length;
		int			number;

		pnl_error_init(refusal);
		if (!pnl_error_shape_read(item, false, false, refusal))
			continue;
		refusal->kind = PNL_ERR_REJECTED;
		if (!pnl_json_text(pnl_json_get(item, "Barcode"), &barcode, &length))
			barcode = NULL;
		number = find_parcel(reading->call, (int) i, barcode);
		if (number < 0)
			continue;
		reading->answers[number].answered = true;
		reading->answers[number].refusal = refusal;
	}
}

PnlParcelAnswer *
pnl_ship_answer_read(const PnlLabelCall *call, const PnlOperation *operation,
					 const PnlJson *document, List **sheets)
{
	Reading		reading = {0};

	reading.call = call;
	reading.operation = operation;
	reading.document = document;
	reading.answers = palloc0(call->parcel_count * sizeof(PnlParcelAnswer));
	for (int i = 0; i < call->parcel_count; i++)
		reading.answers[i].parcel.barcode = unconstify(char *, call->parcels[i].barcode);
	prepare_columns(&reading);
	read_rows(&reading);
	read_refusals(&reading);
	*sheets = reading.sheets;
	return reading.answers;
}
