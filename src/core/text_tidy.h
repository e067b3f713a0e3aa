/*
 * text_tidy.h
 *		Texts as people and spreadsheets leave them, brought to one form.
 */
#ifndef PNL_CORE_TEXT_TIDY_H
#define PNL_CORE_TEXT_TIDY_H

#include "core/buf.h"
#include "core/value.h"

/*
 * Appends the text without blanks at its ends and with one space for those
 * between words.  Blanks are those of Unicode, no-break ones and ends of lines
 * included, and control characters; characters without width that no language
 * writes (zero-width space, byte order mark, soft hyphen, marks of direction)
 * are left out.  False when the text is not UTF-8, and where "out" has no
 * room.
 */
extern bool pnl_text_tidy(PnlBuf *out, PnlText text) PNL_MUST_CHECK;

/*
 * Whether pnl_text_tidy() may change a text, by a look at its bytes: true also
 * for some that it leaves as they are.
 */
extern bool pnl_text_tidy_may_change(PnlText text);

/*
 * The first so many characters of a text of UTF-8, without a blank at the
 * end; an accent is not cut off its letter.
 */
extern PnlText pnl_text_tidy_cut(PnlText text, size_t characters);

#endif							/* PNL_CORE_TEXT_TIDY_H */
