/*
 * note.h
 *		A note to the launcher in shared memory.
 */
#ifndef PNL_PG_PROCESS_NOTE_H
#define PNL_PG_PROCESS_NOTE_H

#include "postgres.h"

/* Statements on databases that run at the same time, with room to spare. */
#define PNL_MAX_NOTES 64

typedef struct PnlNote
{
	Oid			database;		/* InvalidOid = unused */
	int			held_by;		/* pid; 0 = the extension may have come */
} PnlNote;

#endif							/* PNL_PG_PROCESS_NOTE_H */
