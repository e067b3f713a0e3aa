/*
 * tracking.h
 *		How long PostNL tells of a parcel, and how often it is asked.
 */
#ifndef PNL_CORE_TRACKING_H
#define PNL_CORE_TRACKING_H

/*
 * Days that one may count on PostNL to tell of a parcel (api.md: the look-back of
 * status by reference, and no other figure is published); one that nothing
 * happens to for so long is over.
 */
#define PNL_TRACKED_DAYS 90

/* Hours between two polls of a parcel whose status code has no pace of its own. */
#define PNL_POLL_HOURS 6

#endif							/* PNL_CORE_TRACKING_H */
