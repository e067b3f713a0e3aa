/*
 * choice.h
 *		Lists of words, and how two sides spell each.
 *
 * "A|B" is a list of words; "A=a|B=b" one whose words the other side spells
 * otherwise.
 */
#ifndef PNL_CORE_CHOICE_H
#define PNL_CORE_CHOICE_H

#include "core/buf.h"
#include "core/value.h"

/*
 * The other side's spelling of a word, found in any letter case; length 0
 * when the word is not in the list.
 */
extern PnlText pnl_choice_find(const char *choices, PnlText word);

/* Our own spelling of it, likewise. */
extern PnlText pnl_choice_spell(const char *choices, PnlText word);

/* Appends our words: "A, B". */
extern void pnl_choice_append_words(PnlBuf *out, const char *choices);

#endif							/* PNL_CORE_CHOICE_H */
