/*
 * fold.h
 *		Words without letter case and accents, to look them up.
 */
#ifndef PNL_CORE_FOLD_H
#define PNL_CORE_FOLD_H

#include "core/value.h"

/*
 * Writes the word in small letters without accents ("BOÎTE" is "boite"), full
 * stops and apostrophes, as a C string.  Other letters than Latin ones stay
 * as they are.  Returns the length; 0 and "" when it needs more than the size.
 */
extern size_t pnl_fold_word(PnlText word, char *folded, size_t size);

#endif							/* PNL_CORE_FOLD_H */
