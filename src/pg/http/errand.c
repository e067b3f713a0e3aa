/*
 * errand.c
 *		One question to PostNL, from its request to what the reply means.
 */
#include "postgres.h"

#include "core/answer.h"
#include "pg/base/point.h"
#include "pg/http/errand.h"

static void
reach_moment(const PnlErrand *errand, PnlPointMoment moment)
{
	if (errand->kind->point != NULL)
		pnl_point_call(errand->kind->point, moment);
}

void
pnl_errand_init(PnlErrand *errand, const PnlErrandKind *kind, const PnlOperation *operation,
				const char *key, void *owner)
{
	errand->kind = kind;
	errand->operation = operation;
	errand->key = key;
	errand->once = false;
	errand->owner = owner;
	errand->exchange = NULL;
	errand->ms = 0;
	pnl_error_init(&errand->error);
}

static bool
build_request(PnlErrand *errand)
{
	if (errand->kind->build != NULL)
		return errand->kind->build(errand);
	return pnl_request_build(&errand->exchange->request, errand->operation,
							 &errand->arguments, &errand->error);
}

bool
pnl_errand_make(PnlErrand *errand, PnlTransferSet *transfers)
{
	if (errand->exchange != NULL)
		return errand->error.kind == PNL_ERR_NONE;
	errand->exchange = pnl_transfer_exchange(transfers);
	errand->exchange->caller = errand;
	errand->exchange->once = errand->once;
	if (errand->error.kind == PNL_ERR_NONE && build_request(errand))
		return true;
	pnl_error_redact(&errand->error, errand->key);
	return false;
}

int64
pnl_errand_drive(PnlErrand *errand, const PnlLimit *limit)
{
	int64		wait_us = pnl_limiter_take(limit, errand->kind->turn);

	if (wait_us > 0)
		return wait_us;
	pnl_error_init(&errand->error);
	INSTR_TIME_SET_CURRENT(errand->started_at);
	reach_moment(errand, PNL_POINT_STARTING);
	pnl_transfer_start(errand->exchange);
	reach_moment(errand, PNL_POINT_STARTED);
	return 0;
}

bool
pnl_errand_read_answer(PnlErrand *errand)
{
	PnlExchange *exchange = errand->exchange;

	return pnl_answer_read(&exchange->reply, errand->operation, &errand->arguments,
						   &exchange->document, &errand->error);
}

static bool
read_reply(PnlErrand *errand)
{
	return errand->kind->read != NULL ? errand->kind->read(errand) :
		pnl_errand_read_answer(errand);
}

PnlErrand *
pnl_errand_finish(PnlExchange *exchange)
{
	PnlErrand  *errand = exchange->caller;
	instr_time	now;

	INSTR_TIME_SET_CURRENT(now);
	INSTR_TIME_SUBTRACT(now, errand->started_at);
	errand->ms = (int) INSTR_TIME_GET_MILLISEC(now);
	reach_moment(errand, PNL_POINT_ANSWERED);
	errand->error = exchange->error;
	if (errand->error.kind != PNL_ERR_NONE || !read_reply(errand))
		pnl_error_redact(&errand->error, errand->key);
	return errand;
}

void
pnl_errand_free(PnlErrand *errand)
{
	if (errand->exchange != NULL)
		pnl_transfer_give_back(errand->exchange);
	errand->exchange = NULL;
}
