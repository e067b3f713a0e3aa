/*
 * postal_code.h
 *		Postal codes of the Netherlands and Belgium.
 */
#ifndef PNL_CORE_POSTAL_CODE_H
#define PNL_CORE_POSTAL_CODE_H

#include <stddef.h>

#include "core/buf.h"

/* Appends the code without blanks, in capital letters. */
extern void pnl_postal_code_append(PnlBuf *out, const char *text, size_t length);

/*
 * What is wrong with a postal code, or NULL.  "country" is an ISO code; codes
 * of countries other than NL and BE are not judged.
 */
extern const char *pnl_postal_code_fault(const char *text, size_t length,
										 const char *country, size_t country_length);

#endif							/* PNL_CORE_POSTAL_CODE_H */
