/*
 * shared_memory.c
 *		Pieces of shared memory, each with a lock of its own.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "storage/ipc.h"
#include "storage/shmem.h"

#include "pg/base/shared_memory.h"

static slist_head pieces = SLIST_STATIC_INIT(pieces);

static shmem_request_hook_type previous_request_hook = NULL;
static shmem_startup_hook_type previous_startup_hook = NULL;

static void
request_pieces(void)
{
	slist_iter	iter;

	if (previous_request_hook)
		previous_request_hook();
	slist_foreach(iter, &pieces)
	{
		PnlSharedMemory *piece = slist_container(PnlSharedMemory, node, iter.cur);

		RequestAddinShmemSpace(MAXALIGN(piece->size));
		RequestNamedLWLockTranche(piece->name, 1);
	}
}

static void
attach_piece(const PnlSharedMemory *piece)
{
	bool		found;
	void	   *memory = ShmemInitStruct(piece->name, piece->size, &found);

	if (!found)
		memset(memory, 0, piece->size);
	piece->attach(memory, &GetNamedLWLockTranche(piece->name)->lock, !found);
}

static void
attach_pieces(void)
{
	slist_iter	iter;

	if (previous_startup_hook)
		previous_startup_hook();
	LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
	slist_foreach(iter, &pieces)
	{
		attach_piece(slist_container(PnlSharedMemory, node, iter.cur));
	}
	LWLockRelease(AddinShmemInitLock);
}

void
pnl_shared_memory_reserve(PnlSharedMemory *memory)
{
	if (slist_is_empty(&pieces))
	{
		previous_request_hook = shmem_request_hook;
		shmem_request_hook = request_pieces;
		previous_startup_hook = shmem_startup_hook;
		shmem_startup_hook = attach_pieces;
	}
	slist_push_head(&pieces, &memory->node);
}
