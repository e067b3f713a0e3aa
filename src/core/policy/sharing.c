/*
 * sharing.c
 *		Which shipments are announced in one call.
 */
#include <string.h>

#include "core/label.h"
#include "core/policy/sharing.h"

int
pnl_sharing_count(bool v4)
{
	return v4 ? 1 : PNL_LEGACY_CALL_PARCELS;
}

bool
pnl_sharing_goes_alone(const PnlSharer *sharer)
{
	return sharer->v4 || sharer->alone || sharer->suspect || sharer->in_doubt ||
		sharer->join_key[0] == '\0';
}

bool
pnl_sharing_may_join(const PnlSharer *a, const PnlSharer *b)
{
	return !pnl_sharing_goes_alone(a) && !pnl_sharing_goes_alone(b) &&
		strcmp(a->join_key, b->join_key) == 0 && a->has_barcode == b->has_barcode;
}

bool
pnl_sharing_waits(const PnlSharer *sharer, int count, bool last)
{
	return count < pnl_sharing_count(sharer->v4) && !last && !pnl_sharing_goes_alone(sharer);
}
