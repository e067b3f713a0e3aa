/*
 * contact.h
 *		What people write where a form wants a phone number or an address of
 *		e-mail and they have none.
 */
#ifndef PNL_CORE_CONTACT_H
#define PNL_CORE_CONTACT_H

#include "core/value.h"

/*
 * True for a text that says "there is none", such as "-", "geen", "0" and
 * "n.v.t.", and for one that cannot reach anybody: nothing but signs and up
 * to four digits, such as "+31".  True for no text at all.
 */
extern bool pnl_contact_is_none(PnlText text);

#endif							/* PNL_CORE_CONTACT_H */
