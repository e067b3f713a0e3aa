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
#include "core/label_answer.h"
#include "core/label_format.h"
#include "pg/ask/tuple.h"
#include "pg/ask/tuple_rows.h"
#include "pg/base/report.h"
#include "pg/ship/ship_answer.h"

typedef struct Reading
{
	const PnlLabelCall *call;
	const PnlOperation *operation;
	const PnlJson *document;
	const char *key;
	PnlArguments arguments;		/* none: these operations have no columns of them */
	PnlColumns *columns[PNL_LABEL_ROW_SETS];
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
	return pnl_finish_tuple_desc_compat(desc);
}

/* The parcel is PostNL's by now: a letter that cannot be kept is no failure. */
static void
prepare_columns(Reading *reading)
{
	static const char *const parcel_names[] = {
		"barcode", "product", "partner_barcode", "partner_id", "coding_text",
		"return_barcode"
	};
	static const Oid parcel_types[] = {TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID};
	static const char *const label_names[] = {"barcode", "label_type", "content"};
	static const Oid label_types[] = {TEXTOID, TEXTOID, BYTEAOID};
	const PnlRowSet *sets = reading->operation->row_sets;

	reading->columns[PNL_PARCEL_ROWS] =
		pnl_tuple_columns(make_desc(lengthof(parcel_names), parcel_names, parcel_types),
						  &sets[PNL_PARCEL_ROWS], PNL_TEXT_LOSSY);
	for (int set = PNL_LABEL_ROWS; set < PNL_LABEL_ROW_SETS; set++)
		reading->columns[set] =
			pnl_tuple_columns(make_desc(lengthof(label_names), label_names, label_types),
							  &sets[set], PNL_TEXT_LOSSY);
}

static char *
text_or_null(Datum value, bool null)
{
	return null ? NULL : TextDatumGetCString(value);
}

static PnlShippedLabel *
make_label(const Datum *values, const bool *nulls)
{
	PnlShippedLabel *label = palloc0(sizeof(*label));

	label->barcode = text_or_null(values[0], nulls[0]);
	label->label_type = text_or_null(values[1], nulls[1]);
	label->content = DatumGetByteaPP(values[2]);
	label->format = pnl_label_format_find((const unsigned char *) VARDATA_ANY(label->content),
										  VARSIZE_ANY_EXHDR(label->content));
	return label;
}

/* One parcel of several may be refused in an answer of success. */
static PnlError *
read_refusal(const Reading *reading, const PnlJson *item)
{
	PnlError   *refusal = palloc(sizeof(*refusal));

	pnl_error_init(refusal);
	if (!pnl_error_shape_read(item, false, false, refusal))
	{
		pfree(refusal);
		return NULL;
	}
	refusal->kind = PNL_ERR_REJECTED;
	refusal->beside_answer = pnl_label_answer_has_labels(reading->operation, item);
	return refusal;
}

/* The warnings of the parcel, and of the whole answer. */
static Datum
read_warnings(const Reading *reading, const PnlJson *item)
{
	PnlError   *warnings = palloc(sizeof(*warnings));

	pnl_error_init(warnings);
	pnl_error_shape_own_warnings(item, warnings);
	pnl_error_shape_own_warnings(reading->document, warnings);
	pnl_error_redact(warnings, reading->key);
	return pnl_report_warnings_json(warnings);
}

static bool
read_parcel_row(Reading *reading, int number, PnlError *error)
{
	PnlRow		row = {{reading->items[number], reading->document}, 2};
	PnlShippedParcel *parcel = &reading->answers[number].parcel;
	Datum		values[6];
	bool		nulls[6];

	if (!pnl_tuple_fill(reading->columns[PNL_PARCEL_ROWS], &row, reading->operation,
						&reading->arguments, values, nulls, error))
		return false;
	if (parcel->barcode == NULL)
		parcel->barcode = text_or_null(values[0], nulls[0]);
	parcel->product = text_or_null(values[1], nulls[1]);
	parcel->partner_barcode = text_or_null(values[2], nulls[2]);
	parcel->partner_id = text_or_null(values[3], nulls[3]);
	parcel->coding_text = text_or_null(values[4], nulls[4]);
	parcel->return_barcode = text_or_null(values[5], nulls[5]);
	parcel->warnings = read_warnings(reading, reading->items[number]);
	return true;
}

static bool
read_labels(Reading *reading, int number, PnlError *error)
{
	PnlRowSet	set = pnl_label_answer_labels_of_parcel(reading->operation);
	PnlParcelAnswer *answer = &reading->answers[number];
	Datum		values[3];
	bool		nulls[3];
	PnlRows		rows;

	if (!pnl_tuple_rows_collect(&rows, &set, reading->items[number], error))
		return false;
	for (size_t i = 0; i < rows.count; i++)
	{
		PnlShippedLabel *label;

		if (!pnl_tuple_fill(reading->columns[PNL_LABEL_ROWS], &rows.rows[i], reading->operation,
							&reading->arguments, values, nulls, error))
			return false;
		label = make_label(values, nulls);
		label->barcode = answer->parcel.barcode;
		answer->labels = lappend(answer->labels, label);
		answer->parcel.labelled = true;
	}
	return true;
}

/* What cannot be read of one parcel is a failure of that one. */
static void
read_parcel(Reading *reading, int number)
{
	PnlParcelAnswer *answer = &reading->answers[number];
	PnlError	error;

	if (reading->items[number] == NULL)
		return;
	pnl_error_init(&error);
	answer->answered = true;
	answer->failure = read_refusal(reading, reading->items[number]);
	if ((read_parcel_row(reading, number, &error) && read_labels(reading, number, &error)) ||
		answer->failure != NULL)
		return;
	answer->failure = palloc(sizeof(error));
	*answer->failure = error;
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

static bool
read_sheets(Reading *reading, PnlError *error)
{
	Datum		values[3];
	bool		nulls[3];
	PnlRows		rows;

	if (!pnl_tuple_rows_collect(&rows, &reading->operation->row_sets[PNL_SHEET_ROWS],
								reading->document, error))
		return false;
	for (size_t i = 0; i < rows.count; i++)
	{
		if (!pnl_tuple_fill(reading->columns[PNL_SHEET_ROWS], &rows.rows[i], reading->operation,
							&reading->arguments, values, nulls, error))
			return false;
		take_sheet(reading, values, nulls);
	}
	return true;
}

static bool
read_rows(Reading *reading, PnlError *error)
{
	for (int i = 0; i < reading->call->parcel_count; i++)
		read_parcel(reading, i);
	return read_sheets(reading, error);
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
					 const PnlJson *document, const char *key, List **sheets, PnlError *error)
{
	Reading		reading = {0};

	reading.call = call;
	reading.operation = operation;
	reading.document = document;
	reading.key = key;
	reading.items = palloc(call->parcel_count * sizeof(PnlJson *));
	if (!pnl_label_answer_match(call, operation, document, reading.items, error))
		return NULL;
	reading.answers = palloc0(call->parcel_count * sizeof(PnlParcelAnswer));
	for (int i = 0; i < call->parcel_count; i++)
		reading.answers[i].parcel.barcode = unconstify(char *, call->parcels[i].barcode);
	prepare_columns(&reading);
	if (!read_rows(&reading, error))
		return NULL;
	*sheets = reading.sheets;
	return reading.answers;
}
