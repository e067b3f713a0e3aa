/*
 * excerpt.h
 *		What a person would read of a reply that is no JSON, or says nothing.
 */
#ifndef PNL_CORE_EXCERPT_H
#define PNL_CORE_EXCERPT_H

#include "core/buf.h"

/*
 * Copies the first so many characters of a body: of HTML and XML what is
 * outside of tags, of anything else all.  Control characters become blanks;
 * where it is not all UTF-8, bytes beyond ASCII become question marks.  "size" bytes are enough for
 * size / 4 characters.
 */
extern void pnl_excerpt_copy(char *field, int size, int characters, const PnlBuf *body);

/*
 * The inside of the next element of XML with that name (without a prefix),
 * from *at on; moves *at behind it.  The part borrows from the body.  False
 * where there is none.
 */
extern bool pnl_excerpt_part(const PnlBuf *body, size_t *at, const char *name, PnlBuf *part);

/* Copies the text of the first element with that name; "" where there is none. */
extern void pnl_excerpt_element(char *field, int size, const PnlBuf *body, const char *name);

#endif							/* PNL_CORE_EXCERPT_H */
