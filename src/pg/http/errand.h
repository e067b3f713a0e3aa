/*
 * errand.h
 *		One question to PostNL, from its request to what the reply means.
 *
 * Every call of ours is an errand: it is made (the request), driven (takes a
 * turn with the limiter, and starts), and finished (the reply is read, and the
 * key blotted out of what is told of a failure).  Which errand goes when, and
 * again, is its owner's business; so is waiting, by transfer.h.
 *
 * An errand lies in a structure of its owner's, and stays where it is.
 */
#ifndef PNL_PG_HTTP_ERRAND_H
#define PNL_PG_HTTP_ERRAND_H

#include "postgres.h"

#include "portability/instr_time.h"

#include "core/request.h"
#include "pg/http/limiter.h"
#include "pg/http/transfer.h"

typedef struct PnlErrand PnlErrand;

/* What errands of one sort have in common; a constant of their owner's. */
typedef struct PnlErrandKind
{
	PnlTurn		turn;
	const char *point;			/* name of its moments as points (point.h); NULL = they are
								 * no points */

	/*
	 * Builds errand->exchange->request; NULL = the operation's builder does,
	 * of the arguments.  False with errand->error.
	 */
	bool		(*build) (PnlErrand *errand);

	/*
	 * Reads errand->exchange->reply into its document; NULL =
	 * pnl_errand_read_answer().  False with errand->error where it is no
	 * answer.
	 */
	bool		(*read) (PnlErrand *errand);
} PnlErrandKind;

struct PnlErrand
{
	const PnlErrandKind *kind;
	const PnlOperation *operation;
	PnlArguments arguments;		/* filled by the owner before it is made */
	const char *key;			/* of the API, to be blotted out */
	bool		once;			/* set by the owner: see PnlExchange */
	void	   *owner;

	PnlExchange *exchange;		/* NULL until it is made, and when it is freed */
	PnlError	error;			/* kind NONE: nothing is wrong so far, and once it is
								 * finished the exchange's document is an answer */
	instr_time	started_at;
	int			ms;				/* from its start until its reply was here */
};

/*
 * An errand that is to be made.  The texts are not copied, and the arguments
 * are left for the owner to fill.
 */
extern void pnl_errand_init(PnlErrand *errand, const PnlErrandKind *kind,
							const PnlOperation *operation, const char *key, void *owner);

/*
 * Takes an exchange of the set and builds the request; once it is made it does
 * nothing more.  False where the request cannot be built, or the owner has set
 * errand->error before: the errand has failed without a call.
 */
extern bool pnl_errand_make(PnlErrand *errand, PnlTransferSet *transfers) PNL_MUST_CHECK;

/*
 * Starts the call of an errand that was made, for the first time or again, if
 * its turn has come.  Returns 0, or in how many microseconds to ask again.
 * Throws as pnl_transfer_start() does.
 */
extern int64 pnl_errand_drive(PnlErrand *errand, const PnlLimit *limit);

/*
 * The errand whose exchange has completed, with the reply read: either it has
 * an answer, or errand->error says why there is none.
 */
extern PnlErrand *pnl_errand_finish(PnlExchange *exchange);

/*
 * Reads the reply as an answer of the operation's to the arguments
 * (core/answer.h): for a reader of the owner's that asks for more.
 */
extern bool pnl_errand_read_answer(PnlErrand *errand) PNL_MUST_CHECK;

/* Gives the exchange back, if it has one; it must not be on the way. */
extern void pnl_errand_free(PnlErrand *errand);

#endif							/* PNL_PG_HTTP_ERRAND_H */
