/*
 * new_shipment.h
 *		What is stored of a shipment that goes into the outbox.
 */
#ifndef PNL_PG_SHIP_NEW_SHIPMENT_H
#define PNL_PG_SHIP_NEW_SHIPMENT_H

#include "postgres.h"

#include "utils/jsonb.h"
#include "utils/timestamp.h"

#include "core/error.h"
#include "core/shipment.h"

/* Beside account and description. */
typedef struct PnlNewShipment
{
	const char *reference;		/* NULL = none that can be stored */
	const char *order;			/* NULL = none, as the next one */
	const char *product;
	const char *state;
	const char *error_code;		/* NULL = none, as the next two */
	const char *error;
	Datum		error_detail;
	Datum		normalised;		/* 0 = nothing was */
	Datum		description_hash;
	TimestampTz queued_at;
	TimestampTz next_attempt_at;	/* 0 = when it is released */
	TimestampTz not_before;		/* 0 = any time */
} PnlNewShipment;

/*
 * That of a shipment, as it was read of its description; "error" is why it is
 * rejected, NULL when it may be sent.  In the current memory context.  Error
 * 0A000 where it is to wait and the database is of version 1.0.
 */
extern PnlNewShipment pnl_new_shipment_make(const PnlShipment *shipment, Jsonb *description,
											const PnlError *error);

#endif							/* PNL_PG_SHIP_NEW_SHIPMENT_H */
