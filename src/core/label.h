/*
 * label.h
 *		A call that makes labels or announces parcels.
 *
 * One description, two generations: label_legacy.c and label_v4.c build the
 * same call from it.  The legacy API takes up to four parcels of any
 * shipments in a call, V4 one shipment with all its parcels.  label_call.c is
 * above them, and knows which operation it is.
 */
#ifndef PNL_CORE_LABEL_H
#define PNL_CORE_LABEL_H

#include "core/date.h"
#include "core/shipment.h"

/* Shipments in one legacy label call (api.md, section 3.1). */
#define PNL_LEGACY_CALL_PARCELS 4

/* Legacy requests need a weight; what a parcel weighs that has none. */
#define PNL_DEFAULT_WEIGHT_G 1000

typedef enum PnlLabelCallKind
{
	PNL_LABEL_AND_CONFIRM,		/* label, and announce the parcel */
	PNL_LABEL_ONLY,
	PNL_CONFIRM_ONLY,
	PNL_LABEL_RETURN			/* a return by itself */
} PnlLabelCallKind;

/* One parcel of a call. */
typedef struct PnlLabelParcel
{
	const PnlShipment *shipment;
	int			number;			/* of the parcel in its shipment, from 0 */
	const char *barcode;		/* NULL = PostNL issues one */
	const char *main_barcode;	/* of the shipment's first parcel */
} PnlLabelParcel;

/* A call. */
typedef struct PnlLabelCall
{
	PnlLabelCallKind kind;
	bool		v4;
	const char *customer_code;
	const char *customer_number;
	const char *collection_location;	/* may be NULL */
	const PnlLabelParcel *parcels;
	int			parcel_count;
	PnlCivil	now;			/* in PNL_TIME_ZONE */
	int64_t		message_number; /* tells messages apart */
} PnlLabelCall;

#endif							/* PNL_CORE_LABEL_H */
