/*
 * sharing.h
 *		Which shipments are announced in one call.
 *
 * The legacy API takes several parcels in a call, V4 one shipment.
 */
#ifndef PNL_CORE_POLICY_SHARING_H
#define PNL_CORE_POLICY_SHARING_H

#include <stdbool.h>

/* A shipment that is ready to be announced. */
typedef struct PnlSharer
{
	bool		v4;				/* its account uses it */
	bool		alone;			/* it broke, or was refused in, a call of several */
	bool		suspect;		/* it was in hand when a process ended */
	bool		in_doubt;		/* PostNL may know it */
	bool		has_barcode;	/* else PostNL issues one */
	const char *join_key;		/* what all of a call have in common; "" = shares none */
} PnlSharer;

/* How many shipments a call takes. */
extern int	pnl_sharing_count(bool v4);

/* Whether it gets a call of its own. */
extern bool pnl_sharing_goes_alone(const PnlSharer *sharer);

/* Whether two shipments may share a call. */
extern bool pnl_sharing_may_join(const PnlSharer *a, const PnlSharer *b);

/*
 * Whether a call of so many, this one among them, waits for more; "last" is that
 * none are to come.
 */
extern bool pnl_sharing_waits(const PnlSharer *sharer, int count, bool last);

#endif							/* PNL_CORE_POLICY_SHARING_H */
