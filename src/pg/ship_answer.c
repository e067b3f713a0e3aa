/*
 * ship_answer.c
 *		What an answer of the label and confirm operations says of each parcel.
 *
 * Which part of it speaks of which parcel is for the core to say
 * (label_answer.c); a label belongs to the parcel in whose part it lies.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "core/answer.h"
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
	const PnlJson **items;		/* what it says of each parcel */
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

/* The parcel of the call that a part of the answer speaks of; -1 = none. */
static int
find_parcel(const Reading *reading, const PnlJson *item)
{
	for (int i = 0; i < reading->call->parcel_count; i++)
		if (reading->items[i] == item)
			return i;
	return -1;
}

static void
take_label(Reading *reading, const PnlRow *row, const Datum *values, const bool *nulls)
{
	int			number = find_parcel(reading, row->level[1]);
	PnlParcelAnswer *answer;
	PnlShippedLabel *label;

	if (number < 0)
		return;
	answer = &reading->answers[number];
	label = make_label(values, nulls);
	label->barcode = answer->parcel.barcode;
	answer->labels = lappend(answer->labels, label);
	answer->parcel.labelled = true;
}

/* One parcel of several may be refused in an answer of success. */
static PnlError *
read_refusal(const PnlJson *item)
{
	PnlError   *refusal = palloc(sizeof(*refusal));

	pnl_error_init(refusal);
	if (!pnl_error_shape_read(item, false, false, refusal))
		return NULL;
	refusal->kind = PNL_ERR_REJECTED;
	refusal->beside_answer = pnl_json_count(pnl_json_get(item, "Labels")) > 0;
	return refusal;
}

static void
take_parcel(Reading *reading, const PnlRow *row, const Datum *values, const bool *nulls)
{
	int			number = find_parcel(reading, row->level[0]);
	PnlShippedParcel *parcel;

	if (number < 0)
		return;
	reading->answers[number].answered = true;
	reading->answers[number].refusal = read_refusal(row->level[0]);
	parcel = &reading->answers[number].parcel;
	if (parcel->barcode == NULL)
		parcel->barcode = text_or_null(values[0], nulls[0]);
	parcel->product = text_or_null(values[1], nulls[1]);
	parcel->partner_barcode = text_or_null(values[2], nulls[2]);
	parcel->partner_id = text_or_null(values[3], nulls[3]);
	parcel->coding_text = text_or_null(values[4], nulls[4]);
	parcel->return_barcode = text_or_null(values[5], nulls[5]);
	parcel->warnings = nulls[6] ? (Datum) 0 : values[6];
}

/* Whether a sheet is of a barcode; of all where it does not say. */
static bool
is_on_sheet(const char *barcode, const char *barcodes)
{
	size_t		length;

	if (barcodes == NULL)
		return true;
	for (; *barcodes != '\0'; barcodes += length + (barcodes[length] == ','))
	{
		length = strcspn(barcodes, ",");
		if (pnl_answer_is_same((PnlText) {barcodes, length}, (PnlText) {barcode, strlen(barcode)}))
			return true;
	}
	return false;
}

static void
take_sheet(Reading *reading, const Datum *values, const bool *nulls)
{
	PnlShippedLabel *sheet = make_label(values, nulls);

	reading->sheets = lappend(reading->sheets, sheet);
	for (int i = 0; i < reading->call->parcel_count; i++)
	{
		PnlShippedParcel *parcel = &reading->answers[i].parcel;

		if (parcel->barcode != NULL && is_on_sheet(parcel->barcode, sheet->barcode))
			parcel->labelled = true;
	}
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
			take_parcel(reading, &rows.rows[i], values, nulls);
		else if (set == LABEL_ROWS)
			take_label(reading, &rows.rows[i], values, nulls);
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

bool
pnl_ship_answer_is_about(const PnlLabelCall *call, const PnlOperation *operation,
						 const PnlJson *document, PnlError *error)
{
	const PnlJson **items = palloc(call->parcel_count * sizeof(PnlJson *));
	bool		about = pnl_label_answer_match(call, operation, document, items, error);

	pfree(items);
	return about;
}

PnlParcelAnswer *
pnl_ship_answer_read(const PnlLabelCall *call, const PnlOperation *operation,
					 const PnlJson *document, List **sheets, PnlError *error)
{
	Reading		reading = {0};

	reading.call = call;
	reading.operation = operation;
	reading.document = document;
	reading.items = palloc(call->parcel_count * sizeof(PnlJson *));
	if (!pnl_label_answer_match(call, operation, document, reading.items, error))
		return NULL;
	reading.answers = palloc0(call->parcel_count * sizeof(PnlParcelAnswer));
	for (int i = 0; i < call->parcel_count; i++)
		reading.answers[i].parcel.barcode = unconstify(char *, call->parcels[i].barcode);
	prepare_columns(&reading);
	read_rows(&reading);
	*sheets = reading.sheets;
	return reading.answers;
}
