/*
 * path.h
 *		Finding a node of a reply by its path (operation.h says the form).
 */
#ifndef PNL_CORE_PATH_H
#define PNL_CORE_PATH_H

#include "core/json.h"

/* Lists inside lists inside a reply: the deepest PostNL has is three. */
#define PNL_PATH_LEVELS 5

/*
 * A row of a reply: its node, and around it the elements of the lists that
 * it lies in, up to the document.
 */
typedef struct PnlRow
{
	const PnlJson *level[PNL_PATH_LEVELS];	/* [0] is the row itself */
	int			levels;
} PnlRow;

/*
 * Follows a path from a row to one node.  Sets *node to NULL where the reply
 * holds nothing there.  False with kind PROTOCOL where the path leads
 * through something that is no object.
 */
extern bool pnl_path_find(const PnlRow *row, const char *path,
						  const PnlJson **node, PnlError *error) PNL_MUST_CHECK;

/*
 * Calls "take" for each row at a path below the document, by the first
 * alternative that has rows.  Stops and returns false when "take" does or
 * when the reply has another shape (kind PROTOCOL).
 */
typedef bool (*PnlTakeRow) (const PnlRow *row, void *arg, PnlError *error);
extern bool pnl_path_each(const PnlJson *document, const char *path,
						  PnlTakeRow take, void *arg, PnlError *error) PNL_MUST_CHECK;

/*
 * The same without regard to what is no row: elements of another shape are
 * passed over, and the others are taken.
 */
extern void pnl_path_each_fitting(const PnlJson *document, const char *path,
								  PnlTakeRow take, void *arg);

/* True when the document has the first key of one of the alternatives. */
extern bool pnl_path_begins(const PnlJson *document, const char *path);

#endif							/* PNL_CORE_PATH_H */
