/*
 * country.h
 *		Countries by name and code, and territories that have rules of their own.
 */
#ifndef PNL_CORE_COUNTRY_H
#define PNL_CORE_COUNTRY_H

#include "core/value.h"

/*
 * The code of two letters of a country: by a code of two or three letters, UK and EL
 * among them, or by its name in Dutch, English, French or German.  Letter case, accents,
 * blanks and signs do not matter, nor does an article before a name.  NULL for what is
 * no country, or may be several; static.
 */
extern const char *pnl_country_find(PnlText text);

/*
 * The code that PostNL wants for an address: that of a part of the country that has a
 * code of its own, as the postal code tells, or else "code" itself, static in either
 * case.  "code" is one that pnl_country_find() gave.
 */
extern const char *pnl_country_at(const char *code, PnlText postal_code);

/*
 * The name of a place that has no code of its own, and is outside the EU's customs or
 * VAT territory all the same, so that parcels need customs; NULL elsewhere, static.
 */
extern const char *pnl_country_apart(PnlText country, PnlText postal_code);

#endif							/* PNL_CORE_COUNTRY_H */
