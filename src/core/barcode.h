/*
 * barcode.h
 *		The forms of PostNL's barcodes, checked without asking PostNL.
 *
 * What PostNL issues for our parcels has one of these forms; anything else is a
 * broken answer (answer.c).  Barcodes that are only followed may be of others:
 * partners abroad have their own.
 * Source: PostNL's barcode guidelines (api.md, section 3.5); UPU standard
 * S10 for the international form and its check digit.
 */
#ifndef PNL_CORE_BARCODE_H
#define PNL_CORE_BARCODE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/value.h"

/*
 * Characters of a barcode: PostNL's own have 11 to 16, those of partners up to
 * twice that, and longer ones are mistakes.
 */
#define PNL_MAX_BARCODE 35
#define PNL_BARCODE_SIZE (PNL_MAX_BARCODE + 1)

/* The type of barcodes that customers reserve, for parcels in the EU. */
#define PNL_BARCODE_3S "3S"

/* One that is well formed and no parcel's: the cheapest question that needs a key. */
#define PNL_BARCODE_OF_NOTHING "3SPNL0000000000"

typedef struct PnlBarcodeInfo
{
	const char *kind;			/* "3S", "2S", "S10" or "unknown"; static */
	bool		valid;
	char		reason[120];	/* why it is not valid; "" when it is */
} PnlBarcodeInfo;

/* Tells the kind of a barcode and whether it is well formed. */
extern void pnl_barcode_inspect(const char *text, size_t length,
								PnlBarcodeInfo *info);

/*
 * The one spelling of a barcode that somebody typed, pasted or scanned: without
 * white space, that of Unicode too, and in capital letters.  Returns what it must
 * be instead where no carrier has such a barcode, as words that follow its name;
 * NULL when all is well.  Whether it is well formed is asked of
 * pnl_barcode_inspect().
 */
extern const char *pnl_barcode_spell(PnlText text, char out[PNL_BARCODE_SIZE]) PNL_MUST_CHECK;

/* What to do with a list where one is asked for. */
#define PNL_BARCODE_LIST_HINT \
	"Several barcodes are an array: cast the parameter, as in postnl_track($1::text[])."

/* Whether a text is a list of several: as drivers write arrays, "{a,b}", or lines. */
extern bool pnl_barcode_is_list(PnlText text);

/*
 * Whether PostNL finds the parcel by its barcode.  Those that it issued for
 * parcels abroad it finds by their reference only.
 */
extern bool pnl_barcode_finds_parcel(const char *text, size_t length);

/*
 * The check digit of UPU S10 for a serial number of eight digits, as '0' to
 * '9'.
 */
extern char pnl_barcode_check_digit(const char serial[8]);

#endif							/* PNL_CORE_BARCODE_H */
