/*
 * fold.h
 *		Words without letter case and accents, to look them up.
 */
#ifndef PNL_CORE_FOLD_H
#define PNL_CORE_FOLD_H

#include <stdbool.h>
#include <stdint.h>

#include "core/value.h"

/*
 * Writes the word in small letters without accents ("BOÎTE" is "boite"), full
 * stops and apostrophes, as a C string.  Other letters than Latin ones stay
 * as they are.  Returns the length; 0 and "" when it needs more than the size.
 */
extern size_t pnl_fold_word(PnlText word, char *folded, size_t size);

/*
 * The small letters without accents that stand for a character of U+00C0 to
 * U+017F, "ss" for one of U+00DF; NULL for any other, and for what is no letter.
 */
extern const char *pnl_fold_latin(uint32_t code);

/* Whether a character is an accent by itself, behind its letter. */
extern bool pnl_fold_is_accent(uint32_t code);

#endif							/* PNL_CORE_FOLD_H */
