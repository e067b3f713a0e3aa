/*
 * wing.h
 *		What launcher, workers and sessions know of each other.
 *
 * It hides the layout of the shared memory, its lock, latches and the condition
 * variable, and the callbacks at the end of transactions.
 *
 * Neighbours tell what their transaction has done, and wait for what others do,
 * by session.h; count by shared.h; and, in the wing of the workers, take slots
 * (slots.h) and leave notes (notes.h).
 */
#ifndef PNL_PG_PROCESS_WING_H
#define PNL_PG_PROCESS_WING_H

#include "pg/process/notes.h"
#include "pg/process/session.h"
#include "pg/process/shared.h"
#include "pg/process/slots.h"

#endif							/* PNL_PG_PROCESS_WING_H */
