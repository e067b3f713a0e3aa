/*
 * address_word.h
 *		The words of address lines in the Netherlands, Belgium, Luxembourg,
 *		Germany and France: a table, and what each can be.
 */
#ifndef PNL_CORE_ADDRESS_WORD_H
#define PNL_CORE_ADDRESS_WORD_H

#include "core/value.h"

/* What a word can be; it may be several of them. */
typedef enum PnlAddressWord
{
	/* behind a house number */
	PNL_WORD_ALONE = 1 << 0,	/* hs, bis, rd, boven, wb: an addition by itself */
	PNL_WORD_NEAR = 1 << 1,		/* naast, t/o: of another house */
	PNL_WORD_VALUE = 1 << 2,	/* bus, app, kamer: something follows */
	PNL_WORD_FLOOR = 1 << 3,	/* verdieping, hoog: with a number on either side */
	PNL_WORD_COUNT = 1 << 4,	/* twee, eerste: a number of a floor */
	PNL_WORD_ROMAN = 1 << 5,	/* I to XX */
	PNL_WORD_ORDINAL = 1 << 6,	/* e, ste, ème: what makes a digit one */
	/* before one */
	PNL_WORD_MARKER = 1 << 7,	/* nr, no: the number follows */
	PNL_WORD_OPPOSITE = 1 << 8, /* t/o, tegenover */
	/* in a street */
	PNL_WORD_ARTICLE = 1 << 9,	/* de, van, op: no street ends in it */
	PNL_WORD_OF = 1 << 10,		/* van, des: a number of the name may follow */
	PNL_WORD_TYPE = 1 << 11,	/* plein, laan, boulevard: a year may follow */
	PNL_WORD_NUMBERED = 1 << 12,	/* these and wijk, zone: any number may follow */
	PNL_WORD_FRENCH = 1 << 13,	/* rue, avenue: a house number may be before it */
	PNL_WORD_PLACE = 1 << 14,	/* am, op: likewise in Luxembourg */
	PNL_WORD_MONTH = 1 << 15,	/* mei, Septemberstraat: a day may be before it */
	PNL_WORD_BOX = 1 << 16,		/* Postbus, Antwoordnummer */
	PNL_WORD_PLOT = 1 << 17,	/* unit, plek: a number behind it is no house's */
	PNL_WORD_NEVER = 1 << 18,	/* t.a.v., z/n: no street has it */
	PNL_WORD_CORNER = 1 << 19	/* hoek: two streets */
} PnlAddressWord;

/* What the word can be, found in any letter case and without accents. */
extern unsigned pnl_address_word(PnlText word);

#endif							/* PNL_CORE_ADDRESS_WORD_H */
