/*
 * track_url.c
 *		Where a consignee follows a parcel: PostNL's page, public and offline.
 */
#include "core/track_url.h"

#include "core/ascii.h"
#include "core/url.h"

/* As the links in PostNL's own mails. */
#define PAGE "https://jouw.postnl.nl/track-and-trace/"

/* A part, encoded, without blanks and in one letter case. */
static void
append_part(PnlBuf *url, const char *before, const char *part, char (*spell) (char))
{
	PnlBuf		clean;

	pnl_buf_init(&clean, 0);
	for (; *part != '\0'; part++)
		if (*part != ' ')
			pnl_buf_append_char(&clean, spell(*part));
	pnl_buf_append_text(url, before);
	if (pnl_buf_ok(&clean))
		pnl_url_append_encoded(url, pnl_buf_text(&clean), clean.length);
	else
		url->no_memory = true;
	pnl_buf_free(&clean);
}

bool
pnl_track_url_append(PnlBuf *url, const char *barcode, const char *postal_code,
					 const char *country, const char *language)
{
	append_part(url, PAGE, barcode, pnl_ascii_upper);
	append_part(url, "-", country, pnl_ascii_upper);
	append_part(url, "-", postal_code, pnl_ascii_upper);
	append_part(url, "?language=", language, pnl_ascii_lower);
	return pnl_buf_ok(url);
}
