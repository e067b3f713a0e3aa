/*
 * pipeline.c
 *		Many calls of one operation: side by side, in turn, with retries.
 *
 * A job is in one place at a time: on the way (its exchange knows it), in
 * "retries" until it is due, or it is "head", the one that waits for its turn
 * with the limiter.
 */
#include "postgres.h"

#include "portability/instr_time.h"

#include "core/policy/retry.h"
#include "pg/ask/pipeline.h"
#include "pg/base/guc.h"
#include "pg/base/random.h"

typedef struct Run
{
	const PnlPipeline *pipeline;
	PnlTransferSet *transfers;
	PnlLimit	limit;
	int64		next_ordinal;
	bool		exhausted;		/* the source has no more */
	PnlJob	   *head;			/* waits for its turn, NULL = none */
	int64		head_due_ms;	/* when to ask for the turn again */
	dlist_head	retries;
	int			retry_count;	/* jobs in it */
	dlist_head	spare;			/* jobs for reuse */
} Run;

static int64
now_ms(void)
{
	instr_time	now;

	INSTR_TIME_SET_CURRENT(now);
	return (int64) INSTR_TIME_GET_MILLISEC(now);
}

static bool
build_request(PnlErrand *errand)
{
	const PnlJob *job = errand->owner;

	return job->pipeline->build(&errand->exchange->request, job->pipeline->next_state,
								&errand->error);
}

static const PnlErrandKind by_operation = {.turn = PNL_TURN_PERSON};
static const PnlErrandKind by_builder = {.turn = PNL_TURN_PERSON, .build = build_request};

/* Ends a job with an answer (error NULL) or an error. */
static void
end_job(Run *run, PnlJob *job, const PnlError *error)
{
	run->pipeline->take(job, error, run->pipeline->take_state);
	pnl_errand_free(&job->errand);
	dlist_push_head(&run->spare, &job->node);
}

/* A job from the retries that is due. */
static PnlJob *
take_due_retry(Run *run, int64 now)
{
	dlist_iter	iter;

	dlist_foreach(iter, &run->retries)
	{
		PnlJob	   *job = dlist_container(PnlJob, node, iter.cur);

		if (job->due_ms > now)
			continue;
		dlist_delete(iter.cur);
		run->retry_count--;
		return job;
	}
	return NULL;
}

static PnlJob *
take_spare_job(Run *run)
{
	if (!dlist_is_empty(&run->spare))
		return dlist_container(PnlJob, node, dlist_pop_head_node(&run->spare));
	return palloc(sizeof(PnlJob));
}

/*
 * The next job of the source.  Jobs that wait for a retry count as being on
 * the way: while PostNL fails, fewer new calls are made.
 */
static PnlJob *
take_new_job(Run *run)
{
	const PnlPipeline *pipeline = run->pipeline;
	int			out = pnl_transfer_outstanding(run->transfers) + run->retry_count;
	PnlJob	   *job;

	if (run->exhausted || out >= pnl_guc_max_connections ||
		(pipeline->is_full != NULL && pipeline->is_full(pipeline->take_state)))
		return NULL;
	job = take_spare_job(run);
	job->pipeline = pipeline;
	pnl_errand_init(&job->errand, pipeline->build != NULL ? &by_builder : &by_operation,
					pipeline->operation, pipeline->account->key, job);
	if (!pipeline->next(&job->errand.arguments, pipeline->next_state, &job->errand.error))
	{
		run->exhausted = true;
		dlist_push_head(&run->spare, &job->node);
		return NULL;
	}
	job->ordinal = run->next_ordinal++;
	job->retries = 0;
	job->turn_since_ms = -1;
	job->errand.once = (pipeline->operation->flags & PNL_REPEATABLE) == 0;
	return job;
}

/*
 * Prepares a new job.  Arguments that will not do, and an answer that is
 * known, end the job here, before it uses up a turn.
 */
static bool
prepare_job(Run *run, PnlJob *job)
{
	const PnlPipeline *pipeline = run->pipeline;

	if (!pnl_errand_make(&job->errand, run->transfers))
		end_job(run, job, &job->errand.error);
	else if (pipeline->recall != NULL && pipeline->recall(job, pipeline->take_state))
		end_job(run, job, NULL);
	else
		return true;
	return false;
}

/* Makes a job the head; false when there is none to start. */
static bool
find_head(Run *run, int64 now)
{
	run->head_due_ms = 0;
	run->head = take_due_retry(run, now);
	while (run->head == NULL)
	{
		PnlJob	   *job = take_new_job(run);

		if (job == NULL)
			return false;
		if (prepare_job(run, job))
			run->head = job;
	}
	return true;
}

/* Ends the head, whose turn will not come in time. */
static void
give_up_turn(Run *run, int64 wait_ms)
{
	PnlJob	   *job = run->head;
	PnlError   *error = &job->errand.error;

	pnl_error_init(error);
	pnl_error_set(error, PNL_ERR_THROTTLED,
				  "the call's turn would come in %d seconds, later than postnl.limiter_wait allows",
				  (int) ((wait_ms + 999) / 1000));
	if (run->limit.per_minute > 0)
		pnl_error_add_note(error, "This key may make %d calls a minute.",
						   run->limit.per_minute);
	run->head = NULL;
	end_job(run, job, error);
}

/* Starts the head, or gives it up, if its time has come; else it waits on. */
static void
drive_head(Run *run, int64 now)
{
	PnlJob	   *job = run->head;
	int64		wait_ms;

	if (run->head_due_ms > now)
		return;
	wait_ms = (pnl_errand_drive(&job->errand, &run->limit) + 999) / 1000;
	if (wait_ms == 0)
	{
		run->head = NULL;
		job->turn_since_ms = -1;
		return;
	}
	if (job->turn_since_ms < 0)
		job->turn_since_ms = now;
	run->head_due_ms = now + wait_ms;
	/* the turn would come after the time that a call may wait for one */
	if (now - job->turn_since_ms + wait_ms > pnl_guc_limiter_wait)
		give_up_turn(run, wait_ms);
}

/* Starts calls until there is none to start or no room for one. */
static void
start_jobs(Run *run)
{
	int64		now = now_ms();

	while (pnl_transfer_outstanding(run->transfers) < pnl_guc_max_connections)
	{
		if (run->head == NULL && !find_head(run, now))
			return;
		drive_head(run, now);
		if (run->head != NULL)
			return;
	}
}

/* How long nothing can be started; -1 = until an exchange completes. */
static int64
time_to_wait(const Run *run)
{
	int64		due = PG_INT64_MAX;
	dlist_iter	iter;

	if (pnl_transfer_outstanding(run->transfers) >= pnl_guc_max_connections)
		return -1;
	if (run->head != NULL)
		due = run->head_due_ms;
	dlist_foreach(iter, unconstify(dlist_head *, &run->retries))
		due = Min(due, dlist_container(PnlJob, node, iter.cur)->due_ms);
	return due == PG_INT64_MAX ? -1 : Max(due - now_ms(), 0);
}

static void
schedule_retry(Run *run, PnlJob *job, int64 delay_ms)
{
	job->retries++;
	job->due_ms = now_ms() + delay_ms;
	dlist_push_tail(&run->retries, &job->node);
	run->retry_count++;
}

static void
complete_job(Run *run, PnlExchange *exchange)
{
	PnlJob	   *job = pnl_errand_finish(exchange)->owner;
	const PnlPipeline *pipeline = run->pipeline;
	const PnlError *error = &job->errand.error;
	int64		delay_ms;

	if (error->kind == PNL_ERR_NONE)
	{
		end_job(run, job, NULL);
		return;
	}
	delay_ms = pnl_retry_wait(error, job->retries, pnl_random_fraction());
	/* "too many requests" is meant for the key, not for this call */
	if (error->kind == PNL_ERR_THROTTLED)
		pnl_limiter_pause(&run->limit, delay_ms);
	if (pnl_retry_allow(pipeline->operation, error, job->retries, pipeline->retries,
						pnl_guc_limiter_wait))
		schedule_retry(run, job, delay_ms);
	else
		end_job(run, job, error);
}

static bool
is_done(const Run *run)
{
	return run->exhausted && run->head == NULL && run->retry_count == 0 &&
		pnl_transfer_outstanding(run->transfers) == 0;
}

void
pnl_pipeline_run(const PnlPipeline *pipeline)
{
	PnlEndpoint endpoint = pnl_account_endpoint(pipeline->account);
	Run			run = {0};

	run.pipeline = pipeline;
	run.transfers = pnl_transfer_begin(&endpoint);
	run.limit = pnl_account_limit(pipeline->account);
	dlist_init(&run.retries);
	dlist_init(&run.spare);
	for (;;)
	{
		PnlExchange *exchange;

		start_jobs(&run);
		if (is_done(&run))
			break;
		exchange = pnl_transfer_wait(run.transfers, time_to_wait(&run));
		if (exchange != NULL)
			complete_job(&run, exchange);
	}
	pnl_transfer_end(run.transfers);
}
