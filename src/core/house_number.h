/*
 * house_number.h
 *		The cell of a house number, where PostNL wants digits.
 */
#ifndef PNL_CORE_HOUSE_NUMBER_H
#define PNL_CORE_HOUSE_NUMBER_H

#include "core/address_addition.h"
#include "core/value.h"

typedef struct PnlHouseNumber
{
	char		number[PNL_HOUSE_NUMBER_SIZE];
	char		addition[PNL_ADDITION_SIZE];	/* "" = none */
} PnlHouseNumber;

/*
 * Tells number and addition of a Dutch, Belgian or Luxembourg house number
 * apart: "12 hs", "3HS", "12 bus 3", "12a". "given" is the text of
 * house_number_addition, or empty; where there is one, the number has to be
 * one by itself, or to end in the same addition.  "12.0" of a column of
 * numbers is 12.  NULL, or what is wrong, which reads on from the name of the
 * key; then nothing is written.
 */
extern const char *pnl_house_number_split(PnlText cell, PnlText given,
										  PnlHouseNumber *house) PNL_MUST_CHECK;

#endif							/* PNL_CORE_HOUSE_NUMBER_H */
