/*
 * ship_answer.h
 *		What an answer of the label and confirm operations says of each parcel.
 */
#ifndef PNL_PG_SHIP_SHIP_ANSWER_H
#define PNL_PG_SHIP_SHIP_ANSWER_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "core/label.h"
#include "core/operation.h"

/* What PostNL said of one parcel; texts are palloc'd, NULL = nothing. */
typedef struct PnlShippedParcel
{
	char	   *barcode;
	char	   *product;
	char	   *partner_barcode;
	char	   *partner_id;
	char	   *coding_text;
	char	   *return_barcode;
	Datum		warnings;		/* jsonb; 0 = none */
	bool		labelled;		/* its label came too */
} PnlShippedParcel;

typedef struct PnlShippedLabel
{
	char	   *barcode;		/* several of a sheet are separated by commas */
	char	   *label_type;
	const char *format;			/* by its first bytes */
	bytea	   *content;
} PnlShippedLabel;

/* All is palloc'd. */
typedef struct PnlParcelAnswer
{
	bool		answered;		/* the answer speaks of the parcel */
	PnlError   *failure;		/* it is refused, or cannot be read; NULL = accepted */
	PnlShippedParcel parcel;
	List	   *labels;			/* of PnlShippedLabel */
} PnlParcelAnswer;

/*
 * Reads an answer of success: one for each parcel of the call.  "sheets" are
 * labels of several parcels; the key is kept out of warnings.  NULL, and an
 * error of kind PROTOCOL, where it is not about the call, or a sheet cannot be
 * read; what cannot be read of one parcel is that one's failure.
 */
extern PnlParcelAnswer *pnl_ship_answer_read(const PnlLabelCall *call,
											 const PnlOperation *operation,
											 const PnlJson *document, const char *key,
											 List **sheets, PnlError *error);

/*
 * Whether an answer is about the call, without reading what it says: not in a
 * transaction.  False with kind PROTOCOL.
 */
extern bool pnl_ship_answer_is_about(const PnlLabelCall *call, const PnlOperation *operation,
									 const PnlJson *document, PnlError *error) PNL_MUST_CHECK;

#endif							/* PNL_PG_SHIP_SHIP_ANSWER_H */
