/*
 * phone.h
 *		Phone numbers as people type them, in the international form.
 */
#ifndef PNL_CORE_PHONE_H
#define PNL_CORE_PHONE_H

#include "core/value.h"

/* "+" and the 15 digits that E.164 allows, and a NUL. */
#define PNL_PHONE_SIZE 17

/*
 * Writes the number as "+" and digits.  A number without a country's code is
 * one of "country" (an ISO code, or empty), and only where what was typed can
 * be one of that country and nothing else.  NULL, or what is wrong with the
 * number, which reads on from the name of its key; then nothing is written.
 */
extern const char *pnl_phone_normalise(PnlText text, PnlText country,
									   char phone[PNL_PHONE_SIZE]) PNL_MUST_CHECK;

#endif							/* PNL_CORE_PHONE_H */
