/*
 * country_names.h
 *		Countries, and their names in Dutch, English, French and German: a table.
 */
#ifndef PNL_CORE_COUNTRY_NAMES_H
#define PNL_CORE_COUNTRY_NAMES_H

#include <stddef.h>

typedef struct PnlCountry
{
	char		code[3];		/* ISO 3166-1, two letters; PostNL's IC and EA */
	char		code3[4];		/* three letters; "" = none */
	const char *names;			/* "a|b", as country.c compares them */
} PnlCountry;

/* In the order of the codes. */
extern const PnlCountry pnl_country_names[];
extern const size_t pnl_country_names_count;

#endif							/* PNL_CORE_COUNTRY_NAMES_H */
