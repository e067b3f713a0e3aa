/*
 * postal_code.h
 *		Postal codes of countries: what they look like, and their one spelling.
 */
#ifndef PNL_CORE_POSTAL_CODE_H
#define PNL_CORE_POSTAL_CODE_H

#include <stddef.h>

#include "core/buf.h"
#include "core/value.h"

/* Room for any postal code and its NUL: PostNL takes 17 characters. */
#define PNL_POSTAL_CODE_SIZE 18

/* Appends the code without blanks, in capital letters. */
extern void pnl_postal_code_append(PnlBuf *out, const char *text, size_t length);

/*
 * What is wrong with a postal code that is asked about, or NULL: digits alone are enough
 * in the Netherlands.  "country" is an ISO code; codes of countries other than NL and BE
 * are not judged.
 */
extern const char *pnl_postal_code_fault(const char *text, size_t length,
										 const char *country, size_t country_length);

/*
 * The one spelling of an address's postal code: capital letters, no blanks, and a hyphen
 * where the country has one; "L-1234", "B 2000" and "3512 ab" are understood.  Codes of
 * countries that are not in the table only lose their blanks.  False when it is none.
 */
extern bool pnl_postal_code_spell(PnlText text, PnlText country,
								  char out[PNL_POSTAL_CODE_SIZE]) PNL_MUST_CHECK;

/* What codes of a country in the table are: "four digits, such as 1234"; else NULL. */
extern const char *pnl_postal_code_words(PnlText country);

#endif							/* PNL_CORE_POSTAL_CODE_H */
