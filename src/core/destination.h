/*
 * destination.h
 *		Where a parcel goes, as far as PostNL's products differ.
 */
#ifndef PNL_CORE_DESTINATION_H
#define PNL_CORE_DESTINATION_H

/* Where the receiver is, as far as PostNL's products differ. */
typedef enum PnlDestination
{
	PNL_TO_NL,
	PNL_TO_BE,
	PNL_TO_EU,
	PNL_TO_WORLD
} PnlDestination;

extern PnlDestination pnl_destination_of_country(const char *country);
extern const char *pnl_destination_name(PnlDestination destination);

#endif							/* PNL_CORE_DESTINATION_H */
