/*
 * address_addition.h
 *		What is behind a house number in an address line.
 */
#ifndef PNL_CORE_ADDRESS_ADDITION_H
#define PNL_CORE_ADDRESS_ADDITION_H

#include <stdbool.h>

#include "core/value.h"

/* PostNL takes 35 characters (OpenAPI, HouseNrExt), of four bytes at most. */
#define PNL_ADDITION_CHARACTERS 35
#define PNL_ADDITION_SIZE (PNL_ADDITION_CHARACTERS * 4 + 1)

/* A number and, where a country joins them, the last number of a range. */
#define PNL_HOUSE_NUMBER_SIZE 16

typedef struct PnlAddition
{
	bool		plain;			/* an addition, and nothing else */
	bool		range;			/* 12-14: may be the last number of a range */
	bool		keyword;		/* begins with a word, not with a letter or sign */
	char		joined[PNL_HOUSE_NUMBER_SIZE];	/* "-39" that belongs to the number; "" =
												 * nothing does */
	char		text[PNL_ADDITION_SIZE];	/* without the signs around it */
} PnlAddition;

/*
 * Reads what is behind the digits of a house number.  "join" is true where
 * 36-39 and 12/3 are house numbers, as in Germany and France.
 */
extern void pnl_address_addition_read(PnlText rest, long house, bool join, PnlAddition *addition);

#endif							/* PNL_CORE_ADDRESS_ADDITION_H */
