/*
 * barcode_call.c
 *		Which operation reserves barcodes.
 */
#include "core/barcode_call.h"

#include <string.h>

#include "core/api.h"

const PnlOperation *
pnl_barcode_call_operation(bool v4, const char *type, const char *serie)
{
	bool		domestic = type == NULL || strcmp(type, PNL_BARCODE_3S) == 0;

	return v4 && domestic && (serie == NULL || *serie == '\0') ?
		&pnl_api_v4_barcodes : &pnl_api_barcode;
}

bool
pnl_barcode_call_gives_many(const PnlOperation *operation)
{
	return operation == &pnl_api_v4_barcodes;
}
