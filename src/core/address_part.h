/*
 * address_part.h
 *		The numbers and words of an address line, and the signs between them.
 */
#ifndef PNL_CORE_ADDRESS_PART_H
#define PNL_CORE_ADDRESS_PART_H

#include <stdbool.h>

#include "core/value.h"

/* Nothing that PostNL prints has more. */
#define PNL_PARTS 16

/* What is between two parts; the strongest of several signs counts. */
typedef enum PnlSign
{
	PNL_SIGN_NONE,
	PNL_SIGN_BLANK,
	PNL_SIGN_DOT,
	PNL_SIGN_HYPHEN,
	PNL_SIGN_SLASH,
	PNL_SIGN_COMMA
} PnlSign;

typedef struct PnlPart
{
	PnlText		text;
	PnlSign		sign;			/* before it */
	bool		blank;			/* there is a blank beside the sign */
	bool		number;
	bool		padded;			/* 0301 */
	long		value;			/* of a number, of its first five digits */
	unsigned	kinds;			/* of a word: PnlAddressWord */
} PnlPart;

typedef struct PnlParts
{
	PnlPart		parts[PNL_PARTS];
	size_t		count;
	bool		strange;		/* there is something else between them */
} PnlParts;

/* Cuts a text into parts, which point into it. */
extern void pnl_address_part_cut(PnlText text, PnlParts *all);

/* The bytes of the letter at a place with so many bytes left; 0 = it is none. */
extern size_t pnl_address_part_letter(const char *text, size_t left);

#endif							/* PNL_CORE_ADDRESS_PART_H */
