/*
 * api_access.h
 *		Which of PostNL's products an operation belongs to, and the call that tells
 *		whether a key may use it.
 */
#ifndef PNL_CORE_API_ACCESS_H
#define PNL_CORE_API_ACCESS_H

#include "core/operation.h"
#include "core/request.h"

typedef struct PnlApiAccess
{
	const char *product;		/* as PostNL's portal has them */
	const PnlOperation *operation;	/* its form of V4 hangs off it */
} PnlApiAccess;

/* Every operation that keys are linked to, ended by a NULL product. */
extern const PnlApiAccess pnl_api_access[];

/* What became of a call that asks for access. */
typedef enum PnlAccessOutcome
{
	PNL_ACCESS_ALLOWED,			/* the service itself answered, if only that it wants more */
	PNL_ACCESS_KEY_REFUSED,		/* the gateway does not know the key */
	PNL_ACCESS_NOT_LINKED,		/* it knows the key, which is not for this operation */
	PNL_ACCESS_NO_OPERATION,	/* there is no such operation in the environment */
	PNL_ACCESS_UNAVAILABLE		/* PostNL did not say */
} PnlAccessOutcome;

/*
 * Makes the request of a call that changes nothing whatever comes of it: one
 * without what the service needs, or for a parcel that there is not.  False with
 * kind MEMORY.
 */
extern bool pnl_api_access_build(PnlRequest *request, const PnlOperation *operation,
								 PnlError *error) PNL_MUST_CHECK;

/* What the answer, or the failure, to such a call says. */
extern PnlAccessOutcome pnl_api_access_judge(const PnlError *error);

/*
 * Appends the version that is in an operation's path: "2.2" of
 * "/shipment/v2_2/label".
 */
extern bool pnl_api_access_append_version(PnlBuf *out, const PnlOperation *operation);

#endif							/* PNL_CORE_API_ACCESS_H */
