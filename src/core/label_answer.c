/*
 * label_answer.c
 *		Which parcel of a label call each part of its answer speaks of.
 */
#include "core/label_answer.h"

#include <stdlib.h>
#include <string.h>

#include "core/answer.h"
#include "core/error_shape.h"
#include "core/label_v4.h"
#include "core/rows.h"

/* Where the parts of an answer have the reference, if they have it. */
static const PnlField reference_field = {
	"reference", "Reference|shipmentReference|customerReferences.shipmentReference", PNL_TEXT
};

/* What is read of an answer. */
typedef struct Reading
{
	const PnlLabelCall *call;
	const PnlOperation *operation;
	PnlRows		rows;
	PnlSaidParcel *said;		/* owned; as many as there are rows */
	PnlAskedParcel *asked;		/* owned; as many as the call has parcels */
	int		   *places;			/* owned; of these among the rows */
} Reading;

static const PnlField *
find_field(const Reading *reading, int set, const char *name)
{
	const PnlField *field = reading->operation->row_sets[set].fields;

	while (strcmp(field->name, name) != 0)
		field++;
	return field;
}

/* A text of a row; empty where it has none. */
static bool
read_field(const Reading *reading, const PnlRow *row, const PnlField *field, PnlText *text,
		   PnlError *error)
{
	static const PnlArguments none;
	PnlValue	value;

	*text = (PnlText) {NULL, 0};
	if (!pnl_rows_value(row, field, reading->operation, &none, &value, error))
		return false;
	if (!value.null)
		*text = value.text;
	return true;
}

static bool
read_said(Reading *reading, PnlError *error)
{
	const PnlField *barcode = find_field(reading, PNL_PARCEL_ROWS, "barcode");

	for (size_t i = 0; i < reading->rows.count; i++)
	{
		const PnlRow *row = &reading->rows.rows[i];
		PnlSaidParcel *said = &reading->said[i];
		PnlError	refusal;

		pnl_error_init(&refusal);
		said->refused = pnl_error_shape_read(row->level[0], false, false, &refusal);
		if (!read_field(reading, row, barcode, &said->barcode, error) ||
			!read_field(reading, row, &reference_field, &said->reference, error))
			return false;
	}
	return true;
}

static PnlText
text_or_empty(const char *text)
{
	return (PnlText) {text, text != NULL ? strlen(text) : 0};
}

static PnlText
text_of(const PnlJson *node)
{
	PnlText		text = {NULL, 0};

	if (!pnl_json_text(node, &text.data, &text.length))
		text.length = 0;
	return text;
}

static void
fill_asked(Reading *reading)
{
	for (int i = 0; i < reading->call->parcel_count; i++)
	{
		const PnlLabelParcel *parcel = &reading->call->parcels[i];

		reading->asked[i].barcode = text_or_empty(parcel->barcode);
		reading->asked[i].reference = pnl_shipment_text(parcel->shipment, "raw.Reference");
		if (reading->asked[i].reference.length == 0)
			reading->asked[i].reference = reading->call->v4 ?
				text_of(pnl_label_v4_reference(parcel)) :
				pnl_shipment_text(parcel->shipment, "reference");
	}
}

/* Whether a barcode on a sheet is a parcel's of the answer, or of its return. */
static bool
is_known(const Reading *reading, PnlText barcode, PnlError *error)
{
	const PnlField *return_barcode = find_field(reading, PNL_PARCEL_ROWS, "return_barcode");

	for (size_t i = 0; i < reading->rows.count; i++)
	{
		PnlText		of_return;

		if (pnl_answer_is_same(reading->said[i].barcode, barcode))
			return true;
		if (read_field(reading, &reading->rows.rows[i], return_barcode, &of_return, error) &&
			pnl_answer_is_same(of_return, barcode))
			return true;
	}
	for (int i = 0; i < reading->call->parcel_count; i++)
		if (pnl_answer_is_same(pnl_shipment_text(reading->call->parcels[i].shipment,
												 "returns.barcode"), barcode))
			return true;
	return false;
}

/* A sheet's list of barcodes, each of which has to be known. */
static bool
check_sheet(const Reading *reading, const PnlRow *row, PnlError *error)
{
	const char *path = find_field(reading, PNL_SHEET_ROWS, "barcode")->path;
	const PnlJson *list;

	if (!pnl_path_find(row, path, &list, error))
		return false;
	for (size_t i = 0; i < pnl_json_count(list); i++)
	{
		PnlText		barcode;

		if (!pnl_json_text(pnl_json_item(list, i), &barcode.data, &barcode.length) ||
			barcode.data == NULL || is_known(reading, barcode, error))
			continue;
		return pnl_error_set(error, PNL_ERR_PROTOCOL,
							 "it has a sheet with a label that was not asked for");
	}
	return true;
}

static bool
check_sheets(const Reading *reading, const PnlJson *document, PnlError *error)
{
	PnlRows		sheets;
	bool		known;

	pnl_rows_init(&sheets);
	known = pnl_rows_collect(&sheets, &reading->operation->row_sets[PNL_SHEET_ROWS], document,
							 error);
	for (size_t i = 0; known && i < sheets.count; i++)
		known = check_sheet(reading, &sheets.rows[i], error);
	pnl_rows_free(&sheets);
	return known;
}

static bool
match(Reading *reading, const PnlJson *document, const PnlJson **items, PnlError *error)
{
	int			count = reading->call->parcel_count;

	reading->said = calloc(reading->rows.count + 1, sizeof(PnlSaidParcel));
	reading->asked = calloc((size_t) count, sizeof(PnlAskedParcel));
	reading->places = calloc((size_t) count, sizeof(int));
	if (reading->said == NULL || reading->asked == NULL || reading->places == NULL)
		return pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
	fill_asked(reading);
	if (!read_said(reading, error) ||
		!pnl_answer_match(reading->asked, count, reading->said, (int) reading->rows.count,
						  reading->places, error))
		return false;
	for (int i = 0; i < count; i++)
		items[i] = reading->places[i] < 0 ? NULL :
			reading->rows.rows[reading->places[i]].level[0];
	return check_sheets(reading, document, error);
}

bool
pnl_label_answer_match(const PnlLabelCall *call, const PnlOperation *operation,
					   const PnlJson *document, const PnlJson **items, PnlError *error)
{
	Reading		reading = {.call = call, .operation = operation};
	bool		matched;

	pnl_rows_init(&reading.rows);
	matched = pnl_rows_collect(&reading.rows, &operation->row_sets[PNL_PARCEL_ROWS], document,
							   error) &&
		match(&reading, document, items, error);
	free(reading.said);
	free(reading.asked);
	free(reading.places);
	pnl_rows_free(&reading.rows);
	return matched;
}

PnlRowSet
pnl_label_answer_labels_of_parcel(const PnlOperation *operation)
{
	PnlRowSet	set = operation->row_sets[PNL_LABEL_ROWS];

	/* "items[].labels[]" below an item */
	set.path = strchr(set.path, '.') + 1;
	return set;
}

bool
pnl_label_answer_has_labels(const PnlOperation *operation, const PnlJson *item)
{
	PnlRowSet	set = pnl_label_answer_labels_of_parcel(operation);
	size_t		length = strcspn(set.path, "[");

	return pnl_json_count(pnl_json_get_n(item, set.path, length)) > 0;
}
