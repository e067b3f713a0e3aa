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
 * The check digit of UPU S10 for a serial number of eight digits, as '0' to
 * '9'.
 */
extern char pnl_barcode_check_digit(const char serial[8]);

#endif							/* PNL_CORE_BARCODE_H */
