/*
 * uuid.h
 *		A uuid as a reference.
 */
#ifndef PNL_CORE_UUID_H
#define PNL_CORE_UUID_H

#include "core/value.h"

/* Its digits. */
#define PNL_UUID_DIGITS 32

/*
 * Writes the digits of a uuid in small letters: 32 characters, where PostNL
 * takes 35 of a reference and the uuid with its hyphens has 36.  False when
 * the text is not a uuid as PostgreSQL writes it, in any letter case and with
 * or without braces.
 */
extern bool pnl_uuid_reference(PnlText text, char digits[PNL_UUID_DIGITS + 1]) PNL_MUST_CHECK;

#endif							/* PNL_CORE_UUID_H */
