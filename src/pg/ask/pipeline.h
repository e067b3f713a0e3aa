/*
 * pipeline.h
 *		Many calls of one operation: side by side, in turn, with retries.
 *
 * The calls come from a source one by one and are numbered; at most
 * max_connections of them are on the way, so a hundred thousand need no more
 * memory than a hundred.  Each ends in exactly one outcome.
 */
#ifndef PNL_PG_ASK_PIPELINE_H
#define PNL_PG_ASK_PIPELINE_H

#include "postgres.h"

#include "core/request.h"
#include "pg/account/account.h"
#include "pg/http/errand.h"

/* One call. */
typedef struct PnlJob
{
	dlist_node	node;
	int64		ordinal;		/* place in the source, from 0 */
	PnlErrand	errand;
	const struct PnlPipeline *pipeline;
	int			retries;		/* made so far */
	int64		due_ms;			/* of the next try, on the pipeline's clock */
	int64		turn_since_ms;	/* asks the limiter since; -1 = not yet */
} PnlJob;

typedef struct PnlPipeline
{
	const PnlOperation *operation;
	PnlAccount *account;		/* its key has been read */
	int			retries;		/* at most, a call */

	/*
	 * Fills the arguments of the next call; false when there is none.  An
	 * error ends that call before it is made.
	 */
	bool		(*next) (PnlArguments *arguments, void *state, PnlError *error);
	void	   *next_state;

	/*
	 * Builds the request in place of the operation's own builder; may be
	 * NULL.
	 */
	bool		(*build) (PnlRequest *request, void *state, PnlError *error);

	/*
	 * Looks for an answer that is known already and puts it into the job's
	 * exchange; false when the call has to be made.  May be NULL.
	 */
	bool		(*recall) (const PnlJob *job, void *state);

	/*
	 * Takes the outcome of a job; may throw.  Either "error" is set, or the
	 * reply is an answer: job->errand.exchange->document holds it (NULL = an answer
	 * without content).
	 */
	void		(*take) (const PnlJob *job, const PnlError *error, void *state);
	/* True while no new call should be started; may be NULL. */
	bool		(*is_full) (void *state);
	void	   *take_state;
} PnlPipeline;

/* Runs all calls to their outcomes. */
extern void pnl_pipeline_run(const PnlPipeline *pipeline);

#endif							/* PNL_PG_ASK_PIPELINE_H */
