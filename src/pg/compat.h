/*
 * compat.h
 *		The differences between PostgreSQL versions, all of them.
 *
 * Rule: no other file tests PG_VERSION_NUM.  Each entry names the release
 * that made it necessary and the one whose end of support lets it go.
 */
#ifndef PNL_PG_COMPAT_H
#define PNL_PG_COMPAT_H

#include "postgres.h"

#include "storage/latch.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#if PG_VERSION_NUM >= 170000
#include "storage/waiteventset.h"
#endif
#include "utils/wait_event.h"

#if PG_VERSION_NUM < 150000
#error "postnl needs PostgreSQL 15 or newer"
#endif

/*
 * Wait events of extensions got names in 17; before, all of them are
 * "Extension".  Can go with 16.
 */
static inline uint32
pnl_wait_event_compat(uint32 *event, const char *name)
{
#if PG_VERSION_NUM >= 170000
	if (*event == 0)
		*event = WaitEventExtensionNew(name);
	return *event;
#else
	(void) event;
	(void) name;
	return PG_WAIT_EXTENSION;
#endif
}

/*
 * A library that is loaded in the middle of a parallel query must be able to
 * take over settings made before; the minor releases of 2024 made this a
 * matter of a flag.  Can go with the first release of 15 that lacks it.
 */
#ifndef GUC_ALLOW_IN_PARALLEL
#define GUC_ALLOW_IN_PARALLEL 0
#endif

/*
 * A wait event set that lives until it is freed.  17 gives the sets an
 * owner; before, they have a memory context.  Can go with 16.
 */
static inline WaitEventSet *
pnl_create_wait_event_set_compat(int events)
{
#if PG_VERSION_NUM >= 170000
	return CreateWaitEventSet(NULL, events);
#else
	return CreateWaitEventSet(TopMemoryContext, events);
#endif
}

#endif							/* PNL_PG_COMPAT_H */
