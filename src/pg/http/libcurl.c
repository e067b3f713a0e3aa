/*
 * libcurl.c
 *		What the libcurl is that runs, and how it reads dates.
 */
#include "postgres.h"

#include "pg/http/libcurl.h"
#include "pg/http/multi.h"

const char *
pnl_libcurl_version(void)
{
	return curl_version_info(CURLVERSION_NOW)->version;
}

bool
pnl_libcurl_lookup_yields(void)
{
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);

	return (info->features & CURL_VERSION_ASYNCHDNS) != 0 &&
		(PNL_HAS_QUICK_EXIT || info->ares != NULL);
}

bool
pnl_libcurl_parse_date(const char *date, int64 *seconds)
{
	*seconds = (int64) curl_getdate(date, NULL);
	return *seconds >= 0;
}
