/*
 * claim.h
 *		A shipment in the hands of this process, and what has to be done for it.
 *
 * A claim owns its memory context, which holds all that it points to.  It is
 * in one place at a time: in its lane's list of those that wait for barcodes,
 * or in a call (sending.h).
 */
#ifndef PNL_PG_OUTBOX_CLAIM_H
#define PNL_PG_OUTBOX_CLAIM_H

#include "postgres.h"

#include "datatype/timestamp.h"
#include "lib/ilist.h"

#include "core/error.h"
#include "core/policy/verdict.h"
#include "core/shipment.h"
#include "pg/account/account.h"

/* The next thing to do for a shipment. */
typedef enum PnlStep
{
	PNL_STEP_ANNOUNCE,
	PNL_STEP_LOOK_UP_REFERENCE, /* PostNL may have issued a barcode */
	PNL_STEP_LOOK_UP_BARCODE	/* PostNL refused what it may have already */
} PnlStep;

typedef struct PnlClaimParcel
{
	char	   *barcode;		/* NULL = none yet */
	bool		stored;			/* the barcode is in postnl.parcel */
	bool		given;			/* it is the description's */
	bool		announced;
} PnlClaimParcel;

/* A parcel that has a row already. */
typedef struct PnlKnownParcel
{
	int			number;			/* from 0 */
	char	   *barcode;		/* NULL = none yet */
	bool		announced;
} PnlKnownParcel;

typedef struct PnlClaim
{
	dlist_node	node;
	MemoryContext context;
	int64		shipment_id;
	char	   *reference;		/* NULL = none */
	int			attempts;		/* this one included */
	int			crashes;
	bool		alone;
	bool		in_doubt;
	int			lookups;
	TimestampTz queued_at;
	char	   *error_code;		/* of the last attempt; NULL = none */
	char	   *description;	/* JSON; read by pnl_claim_read() */
	PnlKnownParcel *known;
	int			known_count;
	PnlStep		step;
	PnlShipment *shipment;		/* NULL = "unreadable" says why */
	PnlError   *unreadable;
	PnlClaimParcel *parcels;	/* as many as the shipment has */
	bool		reserves;		/* its barcodes are reserved beforehand */
	char	   *serie;			/* of these, "" = PostNL's choice */
	char	   *join_key;		/* "" = shares no call */
} PnlClaim;

/* An empty claim in a context of its own. */
extern PnlClaim *pnl_claim_make(MemoryContext parent);

/*
 * Reads the description for the account, and decides on step and barcodes.
 * The claim has been committed: should this end the process, it is known who
 * did it.
 */
extern void pnl_claim_read(PnlClaim *claim, const PnlAccount *account);

/* Whether it was in hand when a process ended: it is tried by itself. */
extern bool pnl_claim_is_suspect(const PnlClaim *claim);

/* How many parcels still need a barcode before they can be announced. */
extern int	pnl_claim_missing_barcodes(const PnlClaim *claim);

/* The first parcel that is not announced yet; -1 when all are. */
extern int	pnl_claim_next_parcel(const PnlClaim *claim);

/* What the rules of retrying want to know of it. */
extern PnlAttemptFacts pnl_claim_facts(const PnlClaim *claim, bool shared_call);

/* Whether a barcode that it was given was another parcel's. */
extern bool pnl_claim_lacks_given(const PnlClaim *claim);

/* Makes it one that cannot be sent, since the barcode it was given is taken. */
extern void pnl_claim_refuse_barcode(PnlClaim *claim);

/* Frees it with all that it holds. */
extern void pnl_claim_free(PnlClaim *claim);

#endif							/* PNL_PG_OUTBOX_CLAIM_H */
