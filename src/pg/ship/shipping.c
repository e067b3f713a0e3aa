/*
 * shipping.c
 *		The calls that ship: barcodes, labels, confirmations and returns.
 */
#include "postgres.h"

#include "access/xact.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "core/api.h"
#include "core/error_shape.h"
#include "core/label_call.h"
#include "core/label_check.h"
#include "core/shipment_read.h"
#include "core/shipment_rules.h"
#include "pg/account/product.h"
#include "pg/ask/bind_value.h"
#include "pg/ask/pipeline.h"
#include "pg/ask/reserve.h"
#include "pg/base/encoding.h"
#include "pg/base/report.h"
#include "pg/base/zone.h"
#include "pg/ship/ship_answer.h"
#include "pg/ship/shipment_changes.h"
#include "pg/ship/shipping.h"

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

PnlShipmentDefaults
pnl_shipping_defaults(const PnlAccount *account)
{
	PnlShipmentDefaults defaults = {0};

	if (account->sender != NULL)
		defaults.sender = pg_server_to_any(account->sender, (int) strlen(account->sender),
										   PG_UTF8);
	defaults.product = account->product;
	defaults.label_format = account->label_format;
	return defaults;
}

PnlShipment *
pnl_shipping_try_read(const PnlAccount *account, const char *description, PnlError *error)
{
	PnlShipment *shipment = allocate_shipment();
	PnlShipmentDefaults defaults = pnl_shipping_defaults(account);
	PnlValue	text = pnl_bind_value_text(PNL_JSON_TEXT, description, (int) strlen(description));

	if (!pnl_shipment_read(shipment, text.text.data, text.text.length, &defaults,
						   pnl_product_load(), error))
		return NULL;
	shipment->product.product = pnl_product_copy(shipment->product.product);
	return shipment;
}

PnlShipment *
pnl_shipping_read_again(const PnlAccount *account, const char *description)
{
	PnlShipment *shipment;
	PnlError	error;

	pnl_error_init(&error);
	shipment = pnl_shipping_try_read(account, description, &error);
	if (shipment == NULL)
		pnl_report(&error, NULL);
	return shipment;
}

PnlCivil
pnl_shipping_today(void)
{
	return pnl_zone_from_timestamp(GetCurrentTransactionStartTimestamp());
}

bool
pnl_shipping_check(const PnlAccount *account, const PnlShipment *shipment,
				   PnlLabelCallKind kind, const PnlCivil *today, PnlError *error)
{
	return pnl_label_check(shipment, account->uses_v4, kind, error) &&
		pnl_shipment_rules_check_dates(shipment, today, error);
}

PnlShipment *
pnl_shipping_read(const PnlAccount *account, const char *description, PnlLabelCallKind kind)
{
	PnlShipment *shipment = pnl_shipping_read_again(account, description);
	PnlCivil	today = pnl_shipping_today();
	PnlError	error;

	pnl_error_init(&error);
	if (!pnl_shipping_check(account, shipment, kind, &today, &error))
		pnl_report(&error, NULL);
	(void) pnl_shipment_changes_warn(shipment, INT_MAX);
	return shipment;
}

char *
pnl_shipping_text(const PnlShipment *shipment, const char *path)
{
	PnlText		text = pnl_shipment_text(shipment, path);

	if (text.length == 0)
		return NULL;
	return pstrdup(pnl_encoding_to_server(pnstrdup(text.data, text.length), (int) text.length));
}

bool
pnl_shipping_delivery_date(const PnlShipment *shipment, DateADT *date)
{
	PnlText		text = pnl_shipment_text(shipment, "delivery_date");
	PnlCivil	day;

	if (text.length == 0 || !pnl_date_parse(text.data, text.length, &day))
		return false;
	*date = pnl_zone_civil_to_date(&day);
	return true;
}

char **
pnl_shipping_given_barcodes(const PnlShipment *shipment)
{
	char	  **barcodes = palloc0(shipment->parcel_count * sizeof(char *));

	for (int i = 0; i < shipment->parcel_count; i++)
	{
		const PnlJson *barcode = pnl_json_get(pnl_shipment_parcel(shipment, i), "barcode");
		const char *text;
		size_t		length;

		if (pnl_json_text(barcode, &text, &length) && text != NULL)
			barcodes[i] = pnstrdup(text, length);
	}
	return barcodes;
}

/* ----------
 * Answers
 * ----------
 */

/* After these PostNL may know of the parcels, although no answer says so. */
static bool
is_unclear(const PnlError *error)
{
	return error->beside_answer || error->kind == PNL_ERR_TIMEOUT ||
		error->kind == PNL_ERR_CONNECTION_LOST || error->kind == PNL_ERR_SERVER ||
		error->kind == PNL_ERR_PROTOCOL || error->kind == PNL_ERR_REPLY_SIZE;
}

/* Throws; where it is unclear what happened, the barcodes are told. */
static void
report_failure(const Sending *sending, const PnlLabelCall *call, const PnlError *error)
{
	PnlError	told = *error;

	for (int i = 0; i < call->parcel_count && is_unclear(error); i++)
		if (call->parcels[i].barcode != NULL)
			pnl_error_add_note(&told, "PostNL may have accepted parcel %s.",
							   call->parcels[i].barcode);
	pnl_report(&told, sending->operation.name);
}

/* A parcel that is refused in an answer of success is refused all the same. */
static void
check_refusal(const Sending *sending, const PnlLabelCall *call, const PnlJob *job)
{
	PnlError	error;

	pnl_error_init(&error);
	if (!pnl_error_shape_read(job->errand.exchange->document, false, false, &error))
		return;
	error.kind = PNL_ERR_REJECTED;
	error.http_status = job->errand.exchange->reply.http_status;
	/* of several parcels others may have been accepted */
	error.beside_answer = call->parcel_count > 1;
	pnl_error_shape_trace_id(job->errand.exchange->document, &error);
	pnl_error_redact(&error, sending->account->key);
	report_failure(sending, call, &error);
}

/* Each parcel of the call has to be in the answer and to be read; a barcode issued is new. */
static void
check_answered(const Sending *sending, const PnlLabelCall *call, const PnlJob *job,
			   const PnlParcelAnswer *answers, PnlError *error)
{
	for (int i = 0; i < call->parcel_count && answers != NULL; i++)
	{
		const char *barcode = answers[i].parcel.barcode;

		if (!answers[i].answered)
			pnl_error_set(error, PNL_ERR_PROTOCOL, "it does not speak of the shipment");
		else if (answers[i].failure != NULL && error->kind == PNL_ERR_NONE)
			*error = *answers[i].failure;
		else if (call->parcels[i].barcode == NULL &&
				 pnl_reserve_is_taken(sending->account->environment, barcode))
			pnl_error_set(error, PNL_ERR_PROTOCOL,
						  "it gives barcode %s, which is another parcel's", barcode);
	}
	if (error->kind == PNL_ERR_NONE)
		return;
	pnl_error_shape_trace_id(job->errand.exchange->document, error);
	pnl_reply_show(&job->errand.exchange->reply, error);
	pnl_error_redact(error, sending->account->key);
	report_failure(sending, call, error);
}

static void
keep_answer(Sending *sending, const PnlLabelCall *call, const PnlJob *job)
{
	PnlShipped *shipped = sending->shipped;
	List	   *sheets;
	PnlParcelAnswer *answers;
	PnlError	error;

	pnl_error_init(&error);
	answers = pnl_ship_answer_read(call, &sending->operation, job->errand.exchange->document,
								   sending->account->key, &sheets, &error);
	if (answers != NULL)
		check_refusal(sending, call, job);
	check_answered(sending, call, job, answers, &error);
	for (int i = 0; i < call->parcel_count; i++)
	{
		shipped->parcels[call->parcels[i].number] = answers[i].parcel;
		shipped->labels = list_concat(shipped->labels, answers[i].labels);
	}
	shipped->labels = list_concat(shipped->labels, sheets);
}

static void
take_answer(const PnlJob *job, const PnlError *error, void *state)
{
	Sending    *sending = state;
	PnlShippedCall *call = palloc0(sizeof(*call));

	if (error != NULL)
		report_failure(sending, &sending->calls[job->ordinal], error);
	call->operation = sending->operation.name;
	call->http_status = job->errand.exchange->reply.http_status;
	sending->shipped->calls = lappend(sending->shipped->calls, call);
	keep_answer(sending, &sending->calls[job->ordinal], job);
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

	return pnl_label_call_build(request, &sending->calls[sending->next_build], error);
}

static void
run_calls(Sending *sending)
{
	PnlPipeline pipeline = {0};

	sending->operation = *pnl_label_call_operation(&sending->calls[0]);
	if (pnl_label_call_is_repeatable(&sending->calls[0]))
		sending->operation.flags |= PNL_REPEATABLE;
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

/* The parcels of a shipment, cut into calls. */
static void
cut_calls(Sending *sending, PnlLabelCallKind kind, const PnlLabelParcel *parcels, int count)
{
	int			per_call = pnl_label_call_parcels(parcels[0].shipment, sending->account->uses_v4);

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

bool
pnl_shipping_reserves(const PnlAccount *account, const PnlShipment *shipment,
					  bool has_reference)
{
	bool		issued = account->barcode_source != NULL && has_reference &&
		strcmp(account->barcode_source, "postnl") == 0 && shipment->parcel_count == 1;

	if (issued || !pnl_shipment_takes_barcodes(shipment))
		return false;
	/* V4 knows no series: PostNL issues those that need one */
	return !account->uses_v4 ||
		pnl_shipment_serie(shipment, account->customer_code) == NULL;
}

void
pnl_shipping_reserve(PnlAccount *account, const PnlShipment *shipment, PnlLabelCallKind kind,
					 char **barcodes)
{
	char	  **reserved;
	int			missing = 0;

	check_customer(account);
	for (int i = 0; i < shipment->parcel_count; i++)
		missing += barcodes[i] == NULL;
	if (missing == 0 || kind == PNL_LABEL_RETURN ||
		!pnl_shipping_reserves(account, shipment, true))
		return;
	reserved = pnl_reserve_barcodes(account, missing, NULL,
									pnl_shipment_serie(shipment, account->customer_code));
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
pnl_shipping_labels(PnlAccount *account, const PnlLabelParcel *parcels, int count)
{
	Sending		sending = {0};
	PnlLabelCall call;
	int			highest = 0;

	check_customer(account);
	for (int i = 0; i < count; i++)
		highest = Max(highest, parcels[i].number);
	call = make_call(account, PNL_LABEL_ONLY, parcels, count);
	sending.account = account;
	sending.shipped = make_shipped(highest + 1);
	sending.calls = &call;
	sending.call_count = 1;
	run_calls(&sending);
	return sending.shipped->labels;
}
