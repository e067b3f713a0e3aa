/*
 * shared_memory.h
 *		Pieces of shared memory, each with a lock of its own.
 */
#ifndef PNL_PG_BASE_SHARED_MEMORY_H
#define PNL_PG_BASE_SHARED_MEMORY_H

#include "postgres.h"

#include "lib/ilist.h"
#include "storage/lwlock.h"

/* One piece; a static variable of the file that uses it. */
typedef struct PnlSharedMemory
{
	const char *name;			/* of the piece, and of its lock's tranche */
	Size		size;

	/*
	 * Called once the memory is there, in the postmaster and in what does not
	 * inherit from it.  A new piece is all zero; what else it has to hold at
	 * first is put there now, by nobody else at the same time.
	 */
	void		(*attach) (void *memory, LWLock *lock, bool is_new);
	slist_node	node;			/* shared_memory.c's own */
} PnlSharedMemory;

/*
 * Asks the server for a piece.  From _PG_init() while preloading; "attach" is
 * never called where the library is not preloaded.
 */
extern void pnl_shared_memory_reserve(PnlSharedMemory *memory);

#endif							/* PNL_PG_BASE_SHARED_MEMORY_H */
