/*
 * track_url.h
 *		Where a consignee follows a parcel: PostNL's page, public and offline.
 */
#ifndef PNL_CORE_TRACK_URL_H
#define PNL_CORE_TRACK_URL_H

#include "core/buf.h"

/*
 * Appends the URL of a parcel's page.  Blanks in the parts are left out, and
 * letter case is as PostNL has it, so they may be as a person wrote them.
 */
extern bool pnl_track_url_append(PnlBuf *url, const char *barcode, const char *postal_code,
								 const char *country, const char *language);

#endif							/* PNL_CORE_TRACK_URL_H */
