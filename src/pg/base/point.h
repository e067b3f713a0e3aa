/*
 * point.h
 *		Named moments of a shipment's life, at which a test may end the process.
 *
 * Nothing happens at a point but where a library that the superuser preloads
 * has set the hook, which is the variable "postnl_point" of
 * find_rendezvous_variable().  Names are "<work>.<moment>":
 *		<work>.committing and <work>.committed, of the transaction that did it;
 *		<call>.starting, <call>.started and <call>.answered.
 * test/t/111_points.pl goes through all of them: a new one is added there.
 */
#ifndef PNL_PG_BASE_POINT_H
#define PNL_PG_BASE_POINT_H

typedef void (*PnlPointHook) (const char *name);

/* What a transaction of the outbox does. */
typedef enum PnlPointWork
{
	PNL_POINT_BEGIN,			/* a process becomes a claimer */
	PNL_POINT_RECOVER,			/* frees the claims of the dead */
	PNL_POINT_CLAIM,
	PNL_POINT_STOCK,			/* puts reserved barcodes into the pool */
	PNL_POINT_BARCODE,			/* gives a parcel its barcode */
	PNL_POINT_ATTEMPT,			/* writes a call down before it is made */
	PNL_POINT_SETTLE,			/* writes down what its answer came to */
	PNL_POINT_RELEASE,			/* gives back what was claimed */
	PNL_POINT_WORKS
} PnlPointWork;

typedef enum PnlPointMoment
{
	PNL_POINT_STARTING,
	PNL_POINT_STARTED,
	PNL_POINT_ANSWERED
} PnlPointMoment;

extern void pnl_point_init(void);

/* The open transaction has done some of this work. */
extern void pnl_point_note(PnlPointWork work);

/* The open transaction is about to be committed; was committed; was rolled back. */
extern void pnl_point_committing(void);
extern void pnl_point_committed(void);
extern void pnl_point_aborted(void);

/* A call of a kind ("label") is at this moment. */
extern void pnl_point_call(const char *kind, PnlPointMoment moment);

#endif							/* PNL_PG_BASE_POINT_H */
