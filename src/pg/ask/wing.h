/*
 * wing.h
 *		From the arguments of a function to rows of typed columns.
 *
 * It hides how arguments become a request, how many calls run side by side and
 * are tried again, the cache, and how values of a reply become columns.
 *
 * A function that asks PostNL is one call of call.h.  The wings above, which
 * keep answers themselves, take the pieces: named arguments (bind_value.h), many
 * calls (pipeline.h), rows and columns of a reply (tuple.h, tuple_rows.h),
 * barcodes (reserve.h), windows of the feed (feed_window.h), and results in the
 * order asked (result.h).
 */
#ifndef PNL_PG_ASK_WING_H
#define PNL_PG_ASK_WING_H

#include "pg/ask/bind_value.h"
#include "pg/ask/call.h"
#include "pg/ask/feed_window.h"
#include "pg/ask/pipeline.h"
#include "pg/ask/reserve.h"
#include "pg/ask/result.h"
#include "pg/ask/tuple.h"
#include "pg/ask/tuple_rows.h"

#endif							/* PNL_PG_ASK_WING_H */
