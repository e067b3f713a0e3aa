/*
 * wing.h
 *		PostgreSQL, as the extension uses it.
 *
 * The lowest wing.  It hides SPI, the owner's rights and the pinned search_path,
 * versions of PostgreSQL, errors and their SQLSTATEs, settings, encodings,
 * transactions and subtransactions, and where shared memory comes from.  It
 * knows no account, no call and no row.
 *
 * Neighbours run SQL by statement.h, between the two calls of catalog.h; throw
 * what the core tells by report.h; and find in the other headers one thing each.
 * No other wing calls SPI to run anything, asks for a version, or allocates
 * shared memory.
 */
#ifndef PNL_PG_BASE_WING_H
#define PNL_PG_BASE_WING_H

#include "pg/base/arg.h"
#include "pg/base/bulk_insert.h"
#include "pg/base/catalog.h"
#include "pg/base/compat.h"
#include "pg/base/document.h"
#include "pg/base/encoding.h"
#include "pg/base/guc.h"
#include "pg/base/lock_kind.h"
#include "pg/base/notify.h"
#include "pg/base/point.h"
#include "pg/base/random.h"
#include "pg/base/report.h"
#include "pg/base/shared_memory.h"
#include "pg/base/signals.h"
#include "pg/base/statement.h"
#include "pg/base/transaction.h"
#include "pg/base/transition.h"
#include "pg/base/zone.h"

#endif							/* PNL_PG_BASE_WING_H */
