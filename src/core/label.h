/*
 * label.h
 *		Requests that make labels and announce parcels, and their answers.
 *
 * One description, two generations: label_legacy.c and label_v4.c build the
 * same call from it.  The legacy API takes up to four parcels of any
 * shipments in a call, V4 one shipment with all its parcels.
 */
#ifndef PNL_CORE_LABEL_H
#define PNL_CORE_LABEL_H

#include "core/request.h"
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

/* V4's forms of pnl_api_shipment, _label, _confirm, _barcode and _return. */
extern const PnlOperation pnl_api_v4_label_confirm;
extern const PnlOperation pnl_api_v4_label;
extern const PnlOperation pnl_api_v4_confirm;
extern const PnlOperation pnl_api_v4_barcodes;
extern const PnlOperation pnl_api_v4_return;

/* The operation that a call uses: its path, its answer's rows. */
extern const PnlOperation *pnl_label_operation(const PnlLabelCall *call);

/*
 * Whether a generation can say what the description asks for, as far as that
 * is known when the shipment is taken on: words, and barcodes that nobody but
 * the description can give.  False with kind ARGUMENT; the message begins
 * with the key.
 */
extern bool pnl_label_check(const PnlShipment *shipment, bool v4, PnlLabelCallKind kind,
							PnlError *error) PNL_MUST_CHECK;

/*
 * Builds the request.  False with kind ARGUMENT where the generation cannot
 * say what the description asks for, or the call lacks what it needs,
 * REQUEST_SIZE or MEMORY.
 */
extern bool pnl_label_build(PnlRequest *request, const PnlLabelCall *call,
							PnlError *error) PNL_MUST_CHECK;

/*
 * Finds what an answer of success says of each parcel of the call: a node of
 * the document, of the first row set of the operation; NULL = nothing.  False
 * with kind PROTOCOL where the answer is not about the call (answer.h), and
 * nothing of it may be believed.
 */
extern bool pnl_label_answer_match(const PnlLabelCall *call, const PnlOperation *operation,
								   const PnlJson *document, const PnlJson **items,
								   PnlError *error) PNL_MUST_CHECK;

/*
 * What has to be equal for shipments of one account to share a legacy call:
 * the sender and the kind of label.  Appends nothing for a shipment that
 * shares none: one of several parcels, or with a place on a sheet.
 */
extern bool pnl_label_append_join_key(PnlBuf *out, const PnlShipment *shipment) PNL_MUST_CHECK;

/*
 * Whether a call has all that goes on the wire; pnl_label_build() looks before
 * it builds, whoever made the call.  False with kind ARGUMENT.
 */
extern bool pnl_label_check_call(const PnlLabelCall *call, PnlError *error) PNL_MUST_CHECK;

/*
 * The generations' builders: the body as a JSON document, NULL on failure.
 * The call has been checked.
 */
extern PnlJson *pnl_label_legacy_body(const PnlLabelCall *call, PnlError *error);
extern PnlJson *pnl_label_v4_body(const PnlLabelCall *call, PnlError *error);

/* Adds a legacy shipment's customs; Confirming has them otherwise. */
extern bool pnl_label_legacy_customs(PnlJson *wire, const PnlShipment *shipment,
									 bool confirming) PNL_MUST_CHECK;

/* ----------
 * What both builders need
 * ----------
 */

/* Copies the keys of an object that have a name on the wire. */
extern bool pnl_label_copy_keys(PnlJson *target, const PnlShipmentKey *keys,
								const PnlJson *object, bool v4) PNL_MUST_CHECK;

extern bool pnl_label_put_text(PnlJson *target, const char *path, const char *text) PNL_MUST_CHECK;

/* Copies one value of the description, as it is; nothing where it has none. */
extern bool pnl_label_put_value(PnlJson *target, const char *path,
								const PnlJson *value) PNL_MUST_CHECK;

/* A whole number of the description, or "otherwise". */
extern int32_t pnl_label_integer(const PnlJson *value, int32_t otherwise);

#endif							/* PNL_CORE_LABEL_H */
