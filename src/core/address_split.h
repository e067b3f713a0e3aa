/*
 * address_split.h
 *		A line with street and house number, told apart.
 */
#ifndef PNL_CORE_ADDRESS_SPLIT_H
#define PNL_CORE_ADDRESS_SPLIT_H

#include <stdbool.h>

#include "core/address_addition.h"
#include "core/buf.h"
#include "core/value.h"

/* PostNL takes 95 characters (OpenAPI, Street), of four bytes at most. */
#define PNL_STREET_CHARACTERS 95
#define PNL_STREET_SIZE (PNL_STREET_CHARACTERS * 4 + 1)

/* More ways to read a line are not told. */
#define PNL_ADDRESS_READINGS 3

/* One way to read a line; an empty text is none. */
typedef struct PnlAddress
{
	char		street[PNL_STREET_SIZE];
	char		house_number[PNL_HOUSE_NUMBER_SIZE];
	char		addition[PNL_ADDITION_SIZE];
} PnlAddress;

typedef struct PnlAddressSplit
{
	bool		confident;		/* the first reading is the only one */
	int			count;			/* of readings, the likelier ones first */
	PnlAddress	readings[PNL_ADDRESS_READINGS];
} PnlAddressSplit;

/*
 * Reads a line of an address.  Confident only where the words and numbers
 * can be read in one way, for NL, BE, LU, DE and FR ("country" is an ISO
 * code).  A confident reading satisfies PostNL's files: in NL, BE and LU a
 * house number is one to five digits.  Nothing is invented or left out but
 * blanks, the signs between the pieces, and words such as "nr".  False when
 * there is no memory.
 */
extern bool pnl_address_split(PnlText line, PnlText country,
							  PnlAddressSplit *split) PNL_MUST_CHECK;

/* Appends what a line that is not read with confidence can be, for a message. */
extern void pnl_address_split_append(PnlBuf *out, const PnlAddressSplit *split);

#endif							/* PNL_CORE_ADDRESS_SPLIT_H */
