/*
 * notes.c
 *		What sessions tell the launcher of databases.
 *
 * Rule for this file: it is used while transactions end, so nothing here may
 * throw.  A note that finds no room is not lost: the launcher is told to look
 * into every database again.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "storage/procarray.h"

#include "pg/process/notes.h"
#include "pg/process/shared_state.h"

/* The note, made if it is not there; false when there is no room. */
static bool
make_note(Oid database, int held_by)
{
	PnlNote    *unused = NULL;

	for (int i = 0; i < PNL_MAX_NOTES; i++)
	{
		PnlNote    *note = &pnl_shared_state->notes[i];

		if (note->database == database && note->held_by == held_by)
			return true;
		if (!OidIsValid(note->database) && unused == NULL)
			unused = note;
	}
	if (unused == NULL)
		return false;
	unused->database = database;
	unused->held_by = held_by;
	return true;
}

void
pnl_notes_hold(Oid database)
{
	LWLockAcquire(pnl_shared_state->lock, LW_EXCLUSIVE);
	(void) make_note(database, MyProcPid);
	LWLockRelease(pnl_shared_state->lock);
}

void
pnl_notes_release(void)
{
	LWLockAcquire(pnl_shared_state->lock, LW_EXCLUSIVE);
	for (int i = 0; i < PNL_MAX_NOTES; i++)
	{
		if (pnl_shared_state->notes[i].held_by == MyProcPid)
			memset(&pnl_shared_state->notes[i], 0, sizeof(PnlNote));
	}
	LWLockRelease(pnl_shared_state->lock);
}

bool
pnl_notes_is_held_locked(Oid database)
{
	for (int i = 0; i < PNL_MAX_NOTES; i++)
	{
		const PnlNote *note = &pnl_shared_state->notes[i];

		if (note->database == database && note->held_by != 0)
			return true;
	}
	return false;
}

bool
pnl_notes_is_held(Oid database)
{
	bool		held;

	LWLockAcquire(pnl_shared_state->lock, LW_SHARED);
	held = pnl_notes_is_held_locked(database);
	LWLockRelease(pnl_shared_state->lock);
	return held;
}

void
pnl_notes_extension_came(Oid database)
{
	LWLockAcquire(pnl_shared_state->lock, LW_EXCLUSIVE);
	if (!make_note(database, 0))
		pnl_shared_state->look_everywhere = true;
	LWLockRelease(pnl_shared_state->lock);
}

int
pnl_notes_copy(Oid *came, bool *everywhere)
{
	int			count = 0;

	LWLockAcquire(pnl_shared_state->lock, LW_EXCLUSIVE);
	for (int i = 0; i < PNL_MAX_NOTES; i++)
	{
		const PnlNote *note = &pnl_shared_state->notes[i];

		if (OidIsValid(note->database) && note->held_by == 0)
			came[count++] = note->database;
	}
	*everywhere = pnl_shared_state->look_everywhere;
	pnl_shared_state->look_everywhere = false;
	LWLockRelease(pnl_shared_state->lock);
	return count;
}

void
pnl_notes_drop(Oid database)
{
	LWLockAcquire(pnl_shared_state->lock, LW_EXCLUSIVE);
	for (int i = 0; i < PNL_MAX_NOTES; i++)
	{
		PnlNote    *note = &pnl_shared_state->notes[i];

		if (note->database == database && note->held_by == 0)
			memset(note, 0, sizeof(*note));
	}
	LWLockRelease(pnl_shared_state->lock);
}

void
pnl_notes_drop_dead(void)
{
	LWLockAcquire(pnl_shared_state->lock, LW_EXCLUSIVE);
	for (int i = 0; i < PNL_MAX_NOTES; i++)
	{
		PnlNote    *note = &pnl_shared_state->notes[i];

		if (note->held_by != 0 && BackendPidGetProc(note->held_by) == NULL)
			memset(note, 0, sizeof(*note));
	}
	LWLockRelease(pnl_shared_state->lock);
}
