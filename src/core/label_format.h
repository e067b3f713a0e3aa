/*
 * label_format.h
 *		The formats of labels, and where labels are on a sheet.
 */
#ifndef PNL_CORE_LABEL_FORMAT_H
#define PNL_CORE_LABEL_FORMAT_H

#include <stddef.h>

/* The words of label.format, as a list (choice.h); png is V4's only (api.md, 1.3). */
#define PNL_LABEL_FORMATS "pdf|zpl|gif|jpg|png"

/* Labels on a sheet of A4, and what PostNL calls their places (api.md, section 3.6). */
#define PNL_SHEET_PLACES 4
#define PNL_SHEET_POSITIONS "A|B|C|D"

/* Which format a label is of, by its first bytes; NULL when of none, static. */
extern const char *pnl_label_format_find(const unsigned char *content, size_t length);

/* How many places of a sheet are free from a position on. */
extern int	pnl_label_format_places_from(char position);

#endif							/* PNL_CORE_LABEL_FORMAT_H */
