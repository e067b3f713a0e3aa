/*
 * queue.h
 *		Shipments in the outbox that no claimer of this process has in hand.
 *
 * All of these run inside a transaction of the caller's.  The rows of those
 * that it has in hand are changed by rows.h alone.
 */
#ifndef PNL_PG_OUTBOX_QUEUE_H
#define PNL_PG_OUTBOX_QUEUE_H

#include "postgres.h"

#include "datatype/timestamp.h"
#include "nodes/pg_list.h"

#include "pg/account/account.h"

/* One account and environment with queued shipments. */
typedef struct PnlDue
{
	char	   *account;
	PnlEnvironment environment;
	TimestampTz next_attempt_at;	/* of the one that is due first */
	TimestampTz later_at;		/* of the first that is not due yet; 0 = none */
	TimestampTz paused_until;	/* 0 = not paused */
	int			pause_failures;
	bool		suspects_due;	/* some of what is due was in hand when a process ended */
} PnlDue;

/* All of them, in the current memory context. */
extern List *pnl_queue_find_due(void);

/* What a shipment was queued with; false where there is none. */
extern bool pnl_queue_find_sender(int64 shipment_id, char **account, char **environment);

/* A row as it is now, with a new snapshot. */
typedef struct PnlLook
{
	Datum		row;			/* postnl.shipment; 0 = there is none */
	bool		pending;		/* an outcome is still to come */
	TransactionId made_by;
} PnlLook;

extern PnlLook pnl_queue_look(int64 shipment_id);

/* Whether a shipment is another node's; never in version 1.0. */
extern bool pnl_queue_is_foreign(int64 shipment_id);

/* One with the reference that is still to be sent; 0 = none. */
extern int64 pnl_queue_find_unsent(const char *reference, const char *account);

/*
 * Gives the shipments free whose claimer is dead, or whose lease is over.
 * One that was alone in hand when its process ended, for the second time in a
 * row, is failed; so is one that has had all of its attempts.
 */
extern void pnl_queue_recover(int claimer);

/* Fails some of what is queued for an account, for a reason. */
extern void pnl_queue_fail(const char *account, PnlEnvironment environment,
						   const char *reason);

/* Fails some of what is past the deadline and waits for a paused account. */
extern void pnl_queue_fail_overdue(void);

/* What a shipment is queued with anew; what is 0 or NULL stays. */
typedef struct PnlRequeue
{
	Datum		description;	/* jsonb, */
	Datum		hash;			/* and its hash */
	Datum		normalised;		/* what was changed of it; 0 = nothing */
	char	   *reference;
	char	   *order;
	char	   *product;
	bool		hold;			/* until it is released */
	TimestampTz not_before;		/* of the description; 0 = any time */
} PnlRequeue;

/* False when it is not in a state for that. */
extern bool pnl_queue_cancel(int64 shipment_id);
extern bool pnl_queue_again(int64 shipment_id, const PnlRequeue *with);
extern bool pnl_queue_release(int64 shipment_id);

/*
 * Queues some of the held shipments whose time has come; returns when to look
 * again, DT_NOEND where none waits for a time.
 */
extern TimestampTz pnl_queue_release_due(void);

/*
 * Makes shipments of other nodes this one's; returns how many.  Each argument
 * picks some; 0 does not.  Not in version 1.0.
 */
extern int64 pnl_queue_adopt(Datum account, Datum shipment_ids, Datum node);

/*
 * Clears the personal data of a batch that has rested for so long; returns of
 * how many.  The other of all with a reference, of an account or, where that
 * is NULL, of all.
 */
extern int	pnl_queue_clear_old(int keep_s);
extern int	pnl_queue_clear_reference(const char *reference, const char *account);

#endif							/* PNL_PG_OUTBOX_QUEUE_H */
