/*
 * notes.h
 *		What sessions tell the launcher of databases.
 */
#ifndef PNL_PG_PROCESS_NOTES_H
#define PNL_PG_PROCESS_NOTES_H

#include "postgres.h"

#include "pg/process/note.h"

/*
 * Holds a database: no worker starts there until this process lets go of it.
 * Without room for the note it is not held.
 */
extern void pnl_notes_hold(Oid database);
extern void pnl_notes_release(void);

/* Whether a database is held; caller must hold the lock. */
extern bool pnl_notes_is_held_locked(Oid database);
extern bool pnl_notes_is_held(Oid database);

/* Tells the launcher that a database may have got the extension. */
extern void pnl_notes_extension_came(Oid database);

/*
 * For the launcher.  Copies the databases that may have got the extension, at
 * most PNL_MAX_NOTES; "everywhere" is set when there may be more.
 */
extern int	pnl_notes_copy(Oid *came, bool *everywhere);

/* Drops the note that a database may have got the extension. */
extern void pnl_notes_drop(Oid database);

/* Drops the holds of processes that are gone. */
extern void pnl_notes_drop_dead(void);

#endif							/* PNL_PG_PROCESS_NOTES_H */
