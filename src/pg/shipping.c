/*
 * shipping.c
 *		The calls that ship: barcodes, labels, confirmations and returns.
 *
 * A parcel that is sent under its own barcode may be sent again after a
 * failure: PostNL takes it for the same one.  Without a barcode, and for a
 * return, each call makes another parcel, so those are made once.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "core/api.h"
#include "core/error_shape.h"
#include "core/mime.h"
#include "pg/bind_value.h"
#include "pg/pipeline.h"
#include "pg/product.h"
#include "pg/report.h"
#include "pg/reserve.h"
#include "pg/shipping.h"
#include "pg/tuple.h"
#include "pg/zone.h"

/* The row sets of an answer; api_label.c has both generations' in this order. */
enum
{
	PARCEL_ROWS, LABEL_ROWS, SHEET_ROWS, ROW_SETS
};

/* What is done with the answers of one statement. */
typedef struct Sending
{
	PnlAccount *account;
	PnlOperation operation;		/* all calls are of one */
	PnlLabelCall *calls;
	int			call_count;
	int			next_call;
	int			next_build;
	PnlShipped *shipped;
	PnlColumns *columns[ROW_SETS];
} Sending;

/* ----------
 * Descriptions
 * ----------
 */

static void
free_shipment(void *shipment)
{
	pnl_shipment_free(shipment);
}

/* Has the core's memory freed with the context's. */
static PnlShipment *
allocate_shipment(void)
{
	PnlShipment *shipment = palloc0(sizeof(*shipment));
	MemoryContextCallback *callback = palloc0(sizeof(*callback));

	callback->func = free_shipment;
	callback->arg = shipment;
	MemoryContextRegisterResetCallback(CurrentMemoryContext, callback);
	return shipment;
}

PnlShipment *
pnl_shipping_read(const PnlAccount *account, const char *description)
{
	PnlShipment *shipment = allocate_shipment();
	PnlShipmentDefaults defaults = {0};
	PnlValue	text = pnl_bind_text(PNL_JSON_TEXT, description, (int) strlen(description));
	PnlError	error;

	defaults.sender = account->sender;
	defaults.product = account->product;
	defaults.label_format = account->label_format;
	pnl_error_init(&error);
	if (!pnl_shipment_read(shipment, text.text.data, text.text.length, &defaults,
						   pnl_product_load(), &error))
		pnl_report(&error, NULL);
	return shipment;
}

/* ----------
 * Answers
 * ----------
 */

static TupleDesc
make_desc(int count, const char *const *names, const Oid *types)
{
	TupleDesc	desc = CreateTemplateTupleDesc(count);

	for (int i = 0; i < count; i++)
		TupleDescInitEntry(desc, (AttrNumber) (i + 1), names[i], types[i], -1, 0);
	return desc;
}

static void
prepare_columns(Sending *sending)
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
	const PnlRowSet *sets = sending->operation.row_sets;

	sending->columns[PARCEL_ROWS] =
		pnl_tuple_columns(make_desc(lengthof(parcel_names), parcel_names, parcel_types),
						  &sets[PARCEL_ROWS]);
	for (int set = LABEL_ROWS; set < ROW_SETS; set++)
		sending->columns[set] =
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

static void
take_label(Sending *sending, const Datum *values, const bool *nulls)
{
	PnlShippedLabel *label = palloc0(sizeof(*label));

	label->barcode = text_or_null(values[0], nulls[0]);
	label->label_type = text_or_null(values[1], nulls[1]);
	label->content = DatumGetByteaPP(values[2]);
	label->format = find_format(label->content);
	sending->shipped->labels = lappend(sending->shipped->labels, label);
}

/* A parcel by its number in the answer, or by its barcode. */
static void
take_parcel(Sending *sending, const PnlLabelCall *call, int row, const Datum *values,
			const bool *nulls)
{
	PnlShippedParcel *parcel;
	int			number = row < call->parcel_count ? call->parcels[row].number : -1;
	char	   *barcode = text_or_null(values[0], nulls[0]);

	for (int i = 0; i < call->parcel_count && barcode != NULL; i++)
		if (call->parcels[i].barcode != NULL && strcmp(call->parcels[i].barcode, barcode) == 0)
			number = call->parcels[i].number;
	/* PostNL may answer with more parcels than were asked for */
	if (number < 0 || number >= sending->shipped->parcel_count)
		return;
	parcel = &sending->shipped->parcels[number];
	parcel->barcode = barcode != NULL ? barcode : parcel->barcode;
	parcel->product = text_or_null(values[1], nulls[1]);
	parcel->partner_barcode = text_or_null(values[2], nulls[2]);
	parcel->partner_id = text_or_null(values[3], nulls[3]);
	parcel->coding_text = text_or_null(values[4], nulls[4]);
	parcel->return_barcode = text_or_null(values[5], nulls[5]);
	parcel->warnings = nulls[6] ? (Datum) 0 : values[6];
}

static void
read_row_set(Sending *sending, const PnlJob *job, int set)
{
	const PnlLabelCall *call = &sending->calls[job->ordinal];
	Datum		values[7];
	bool		nulls[7];
	PnlRows		rows;
	PnlError	error;

	pnl_error_init(&error);
	if (!pnl_tuple_collect(&rows, &sending->operation.row_sets[set],
						   job->exchange->document, &error))
		pnl_report(&error, sending->operation.name);
	for (size_t i = 0; i < rows.count; i++)
	{
		if (!pnl_tuple_fill(sending->columns[set], &rows.rows[i], &sending->operation,
							&job->arguments, values, nulls, &error))
			pnl_report(&error, sending->operation.name);
		if (set == PARCEL_ROWS)
			take_parcel(sending, call, (int) i, values, nulls);
		else
			take_label(sending, values, nulls);
	}
}

/* A parcel that is refused in an answer of success is refused all the same. */
static void
check_refusal(const Sending *sending, const PnlJob *job)
{
	PnlError	error;

	pnl_error_init(&error);
	if (!pnl_error_shape_read(job->exchange->document, false, false, &error))
		return;
	error.kind = PNL_ERR_REJECTED;
	error.http_status = job->exchange->reply.http_status;
	pnl_error_shape_trace_id(job->exchange->document, &error);
	pnl_error_redact(&error, sending->account->key);
	pnl_report(&error, sending->operation.name);
}

/* After these PostNL may know of the parcels, although no answer says so. */
static bool
is_unclear(const PnlError *error)
{
	return error->kind == PNL_ERR_TIMEOUT || error->kind == PNL_ERR_CONNECTION_LOST ||
		error->kind == PNL_ERR_SERVER || error->kind == PNL_ERR_PROTOCOL ||
		error->kind == PNL_ERR_REPLY_SIZE;
}

/* Throws; where it is unclear what happened, the barcodes are told. */
static void
report_failure(const Sending *sending, const PnlLabelCall *call, const PnlError *error)
{
	PnlError	told = *error;

	for (int i = 0; i < call->parcel_count && is_unclear(error); i++)
		if (call->parcels[i].barcode != NULL)
			pnl_error_add_detail(&told, "PostNL may have accepted parcel %s.",
								 call->parcels[i].barcode);
	pnl_report(&told, sending->operation.name);
}

static void
take_answer(const PnlJob *job, const PnlError *error, void *state)
{
	Sending    *sending = state;
	PnlShippedCall *call = palloc0(sizeof(*call));

	if (error != NULL)
		report_failure(sending, &sending->calls[job->ordinal], error);
	check_refusal(sending, job);
	call->operation = sending->operation.name;
	call->http_status = job->exchange->reply.http_status;
	sending->shipped->calls = lappend(sending->shipped->calls, call);
	for (int set = 0; set < ROW_SETS; set++)
		read_row_set(sending, job, set);
}

/* ----------
 * Sending
 * ----------
 */

static bool
next_call(PnlArguments *arguments, void *state, PnlError *error)
{
	Sending    *sending = state;

	(void) error;
	memset(arguments, 0, sizeof(*arguments));
	sending->next_build = sending->next_call;
	return sending->next_call++ < sending->call_count;
}

static bool
build_call(PnlRequest *request, void *state, PnlError *error)
{
	Sending    *sending = state;

	return pnl_label_build(request, &sending->calls[sending->next_build], error);
}

/* See the head of this file. */
static bool
may_repeat(const PnlLabelCall *call)
{
	for (int i = 0; i < call->parcel_count; i++)
		if (call->parcels[i].barcode == NULL)
			return false;
	return call->kind != PNL_LABEL_RETURN;
}

static void
run_calls(Sending *sending)
{
	PnlPipeline pipeline = {0};

	sending->operation = *pnl_label_operation(&sending->calls[0]);
	if (may_repeat(&sending->calls[0]))
		sending->operation.flags |= PNL_REPEATABLE;
	prepare_columns(sending);
	pipeline.operation = &sending->operation;
	pipeline.account = sending->account;
	pipeline.retries = pnl_guc_retries;
	pipeline.next = next_call;
	pipeline.next_state = sending;
	pipeline.build = build_call;
	pipeline.take = take_answer;
	pipeline.take_state = sending;
	pnl_pipeline_run(&pipeline);
}

static PnlLabelCall
make_call(const PnlAccount *account, PnlLabelCallKind kind, const PnlLabelParcel *parcels,
		  int count)
{
	PnlLabelCall call = {0};

	call.kind = kind;
	call.v4 = account->uses_v4;
	call.customer_code = account->customer_code;
	call.customer_number = account->customer_number;
	call.collection_location = account->collection_location;
	call.parcels = parcels;
	call.parcel_count = count;
	call.now = pnl_zone_from_timestamp(GetCurrentTimestamp());
	call.message_number = GetCurrentTimestamp() / USECS_PER_SEC % 1000000000;
	return call;
}

/*
 * The parcels of a shipment, cut into calls: V4 takes them all in one, the
 * legacy API wants a call a collo (api.md, section 3.7).
 */
static void
cut_calls(Sending *sending, PnlLabelCallKind kind, const PnlLabelParcel *parcels, int count)
{
	int			per_call = sending->account->uses_v4 ? count : 1;

	sending->calls = palloc0((count / per_call + 1) * sizeof(PnlLabelCall));
	for (int i = 0; i < count; i += per_call)
		sending->calls[sending->call_count++] =
			make_call(sending->account, kind, &parcels[i], Min(per_call, count - i));
}

static PnlShipped *
make_shipped(int parcel_count)
{
	PnlShipped *shipped = palloc0(sizeof(*shipped));

	shipped->parcels = palloc0(parcel_count * sizeof(PnlShippedParcel));
	shipped->parcel_count = parcel_count;
	return shipped;
}

static void
check_customer(const PnlAccount *account)
{
	if (account->customer_code == NULL || account->customer_number == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the account has no %s",
						account->customer_code == NULL ? "customer_code" : "customer_number"),
				 errhint("postnl_account_set() sets it.")));
}

/* Barcodes that the description does not give and PostNL does not issue. */
static void
fill_barcodes(PnlAccount *account, const PnlShipment *shipment, PnlLabelCallKind kind,
			  char **barcodes)
{
	bool		issued = account->barcode_source != NULL &&
		strcmp(account->barcode_source, "postnl") == 0 && shipment->parcel_count == 1;
	const char *serie = pnl_shipment_serie(shipment, account->customer_code);
	char	  **reserved;
	int			missing = 0;

	for (int i = 0; i < shipment->parcel_count; i++)
		missing += barcodes[i] == NULL;
	/* V4 knows no series: PostNL issues those that need one */
	if (missing == 0 || issued || kind == PNL_LABEL_RETURN ||
		!pnl_shipment_takes_barcodes(shipment) || (account->uses_v4 && serie != NULL))
		return;
	reserved = pnl_reserve_barcodes(account, missing, NULL, serie);
	for (int i = 0; i < shipment->parcel_count; i++)
		if (barcodes[i] == NULL)
			barcodes[i] = *reserved++;
}

/* The legacy API does not repeat the barcode that it was given. */
static void
keep_return_barcode(PnlShipped *shipped, const PnlShipment *shipment)
{
	PnlText		given = pnl_shipment_text(shipment, "returns.barcode");

	if (given.length > 0 && shipped->parcels[0].return_barcode == NULL)
		shipped->parcels[0].return_barcode = pnstrdup(given.data, given.length);
}

PnlShipped *
pnl_shipping_send(PnlAccount *account, const PnlShipment *shipment, PnlLabelCallKind kind,
				  char **barcodes)
{
	Sending		sending = {0};
	PnlLabelParcel *parcels = palloc0(shipment->parcel_count * sizeof(PnlLabelParcel));

	check_customer(account);
	fill_barcodes(account, shipment, kind, barcodes);
	sending.account = account;
	sending.shipped = make_shipped(shipment->parcel_count);
	for (int i = 0; i < shipment->parcel_count; i++)
	{
		parcels[i].shipment = shipment;
		parcels[i].number = i;
		parcels[i].barcode = barcodes[i];
		parcels[i].main_barcode = barcodes[0];
		sending.shipped->parcels[i].barcode = barcodes[i];
	}
	cut_calls(&sending, kind, parcels, shipment->parcel_count);
	run_calls(&sending);
	keep_return_barcode(sending.shipped, shipment);
	return sending.shipped;
}

List *
pnl_shipping_sheet(PnlAccount *account, const PnlLabelParcel *parcels, int count)
{
	Sending		sending = {0};
	PnlLabelCall call;

	check_customer(account);
	call = make_call(account, PNL_LABEL_ONLY, parcels, count);
	sending.account = account;
	sending.shipped = make_shipped(count);
	sending.calls = &call;
	sending.call_count = 1;
	run_calls(&sending);
	return sending.shipped->labels;
}
