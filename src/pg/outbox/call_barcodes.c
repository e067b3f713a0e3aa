/*
 * call_barcodes.c
 *		Calls that reserve barcodes for the stock of an account.
 */
#include "postgres.h"

#include "core/answer.h"
#include "core/barcode.h"
#include "core/barcode_call.h"
#include "pg/ask/bind_value.h"
#include "pg/ask/reserve.h"
#include "pg/outbox/call_barcodes.h"

/* What such a call has of its own. */
typedef struct Order
{
	PnlStock   *stock;
	int			count;			/* asked for */
	List	   *new_barcodes;	/* of those that came, in the call's context */
} Order;

/* One barcode of use is enough. */
static bool
read_barcodes(PnlErrand *errand)
{
	PnlExchange *exchange = errand->exchange;
	PnlError	useless;
	PnlText		barcode;

	if (!pnl_errand_read_answer(errand))
		return false;
	pnl_error_init(&useless);
	if (pnl_answer_barcodes(exchange->document, &barcode, 1, &useless) > 0)
		return true;
	errand->error = useless;
	pnl_reply_show(&exchange->reply, &errand->error);
	return false;
}

/* Of the barcodes that came those that nobody has. */
static void
write_barcodes(PnlCall *call, int claimer)
{
	Order	   *order = call->own;
	PnlText    *texts = palloc(order->count * sizeof(PnlText));
	MemoryContext previous;
	List	   *barcodes = NIL;
	PnlError	error;
	int			count;

	(void) claimer;
	pnl_error_init(&error);
	call->is_read = true;
	count = pnl_answer_barcodes(call->errand.exchange->document, texts, order->count, &error);
	for (int i = 0; i < count; i++)
		barcodes = lappend(barcodes, pnstrdup(texts[i].data, texts[i].length));
	previous = MemoryContextSwitchTo(call->context);
	order->new_barcodes = pnl_reserve_find_new(pnl_lane_view(call->lane)->environment, barcodes);
	MemoryContextSwitchTo(previous);
}

static void
note_started(PnlCall *call)
{
	pnl_stock_note_progress(((Order *) call->own)->stock);
}

/* None of use is a failure of the account's: it is not asked for at once again. */
static void
take_barcodes(PnlCall *call)
{
	Order	   *order = call->own;
	int			taken = pnl_stock_receive(order->stock, order->count, order->new_barcodes);

	if (call->errand.error.kind != PNL_ERR_NONE)
		return;
	if (taken > 0)
	{
		pnl_lane_succeeded(call->lane);
		return;
	}
	pnl_error_set(&call->errand.error, PNL_ERR_PROTOCOL,
				  "the barcodes that came are in use already");
	pnl_lane_blocked(call->lane, &call->errand.error);
}

static void
note_dropped(PnlCall *call)
{
	Order	   *order = call->own;

	pnl_stock_drop_call(order->stock, order->count);
}

static const PnlCallKind barcodes_kind = {
	.errand = {PNL_TURN_SHIPMENT, "barcodes", NULL, read_barcodes},
	.without_claims = true,
	.write = write_barcodes,
	.started = note_started,
	.settled = take_barcodes,
	.dropped = note_dropped,
};

static void
make_call(PnlLane *lane, PnlStock *stock, const PnlOperation *operation, int count)
{
	PnlCall    *call = pnl_call_make(lane, &barcodes_kind, operation, sizeof(Order));
	Order	   *order = call->own;
	PnlArguments *arguments = &call->errand.arguments;
	const char *serie = pnl_stock_serie(stock);
	MemoryContext previous = MemoryContextSwitchTo(call->context);

	order->stock = stock;
	order->count = count;
	pnl_bind_value_begin(arguments, operation, pnl_lane_view(lane)->account);
	pnl_bind_value_named_text(arguments, operation, "type", PNL_BARCODE_3S);
	pnl_bind_value_named_text(arguments, operation, "serie", *serie != '\0' ? serie : NULL);
	pnl_bind_value_named_integer(arguments, operation, "n", count);
	MemoryContextSwitchTo(previous);
	pnl_stock_ask(stock, count);
	pnl_call_make_ready(call);
}

void
pnl_call_barcodes_make(PnlLane *lane, TimestampTz now)
{
	const PnlLaneView *view = pnl_lane_view(lane);
	PnlStock   *stock = NULL;

	while ((stock = pnl_stock_next(view->stocks, stock)) != NULL)
	{
		const PnlOperation *operation =
			pnl_barcode_call_operation(pnl_account_reserves_in_v4(view->account), NULL,
								   pnl_stock_serie(stock));
		bool		many = pnl_barcode_call_gives_many(operation);
		int			count;

		while ((count = pnl_stock_find_wanted(stock, many, now)) > 0)
		{
			make_call(lane, stock, operation, count);
			if (many)
				break;
		}
	}
}
