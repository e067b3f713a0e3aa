/*
 * shipment_form.h
 *		The one form of each value of a shipment's description.
 *
 * People and tables write the same in many ways: "Signature", "Nederland", 12345, a date
 * with a time.  A value is brought to its one form when the description is read, before it
 * is checked, so that nothing behind it sees another.
 */
#ifndef PNL_CORE_SHIPMENT_FORM_H
#define PNL_CORE_SHIPMENT_FORM_H

#include "core/json.h"
#include "core/shipment_keys.h"
#include "core/value.h"

/* Room for what a text may become; what is longer stays. */
#define PNL_FORM_SIZE 40

/*
 * A text of a key, or of its list, in its one form, in "scratch" or static; the text
 * itself where it has that form, or is wrong: that is for the checks to say.  "object" is
 * what has the key.
 */
extern PnlText pnl_shipment_form_text(const PnlShipmentKey *key, const PnlJson *object,
									  PnlText text, char scratch[PNL_FORM_SIZE]);

/*
 * Brings the value of a key to its one form and to its one type of JSON, in the object
 * that has it, and gives what is there then.  "changes" takes up what became another
 * text (PnlShipment); NULL = nobody asks.  False when there is no memory.
 */
extern bool pnl_shipment_form_settle(const PnlShipmentKey *key, const char *path,
									 PnlJson *object, const PnlJson **value,
									 PnlJson **changes) PNL_MUST_CHECK;

#endif							/* PNL_CORE_SHIPMENT_FORM_H */
