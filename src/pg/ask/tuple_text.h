/*
 * tuple_text.h
 *		A text of a reply as one of the server's.
 */
#ifndef PNL_PG_ASK_TUPLE_TEXT_H
#define PNL_PG_ASK_TUPLE_TEXT_H

#include "postgres.h"

/* What becomes of a character that the server's encoding lacks. */
typedef enum PnlTextLoss
{
	PNL_TEXT_STRICT,			/* it is an error, 22P05 */
	PNL_TEXT_LOSSY				/* it is a question mark: for answers that must be kept
								 * whatever they say */
} PnlTextLoss;

/*
 * A reply's text with its entities decoded, in the server's encoding; *length
 * becomes its length.  The same pointer where there is nothing to do.
 */
extern const char *pnl_tuple_text_decode(const char *text, size_t *length, PnlTextLoss loss);

/* The same as a text Datum. */
extern Datum pnl_tuple_text_datum(const char *text, size_t length, PnlTextLoss loss);

#endif							/* PNL_PG_ASK_TUPLE_TEXT_H */
