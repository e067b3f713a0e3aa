/*
 * sending_reply.c
 *		Whether what came for a call of a drain is an answer to it.
 *
 * Rule for this file: it runs outside of a transaction.
 */
#include "postgres.h"

#include "core/answer.h"
#include "pg/outbox/sending.h"
#include "pg/ship/ship_answer.h"

/* One barcode of use is enough. */
static void
check_barcodes(const PnlExchange *exchange, PnlError *error)
{
	PnlError	useless;
	PnlText		barcode;

	pnl_error_init(&useless);
	if (pnl_answer_barcodes(exchange->document, &barcode, 1, &useless) > 0)
		return;
	*error = useless;
	pnl_reply_show(&exchange->reply, error);
}

void
pnl_sending_read_reply(PnlCall *call)
{
	PnlExchange *exchange = call->exchange;
	PnlError   *error = &exchange->error;

	if (error->kind != PNL_ERR_NONE)
		return;
	if (call->kind != PNL_CALL_LABEL)
		(void) !pnl_answer_read(&exchange->reply, &call->operation, &call->arguments,
								&exchange->document, error);
	else if (pnl_reply_read(&exchange->reply, &call->operation, &exchange->document, error) &&
			 !pnl_ship_answer_is_about(&call->label, &call->operation, exchange->document,
									   error))
		pnl_reply_show(&exchange->reply, error);
	if (error->kind == PNL_ERR_NONE && call->kind == PNL_CALL_BARCODES)
		check_barcodes(exchange, error);
}
