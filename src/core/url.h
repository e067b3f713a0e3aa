/*
 * url.h
 *		Building and checking the URLs that go on the wire.
 *
 * Nothing that a user passes can leave the component it is meant for: path
 * segments and query values are percent-encoded, and a raw path (of
 * postnl_request) is checked instead.
 */
#ifndef PNL_CORE_URL_H
#define PNL_CORE_URL_H

#include "core/buf.h"
#include "core/error.h"

/*
 * Appends text percent-encoded: all but the unreserved characters of RFC
 * 3986, section 2.3.  The segments "." and ".." are encoded too, for clients
 * and proxies that would fold them.
 */
extern bool pnl_url_append_encoded(PnlBuf *url, const char *text, size_t length);

/* Appends "?name=value" or "&name=value", both encoded. */
extern bool pnl_url_append_query(PnlBuf *url, const char *name,
								 const char *value, size_t length);

/*
 * Checks a base URL: scheme https (or http where allowed), a host, no user,
 * no query, no fragment, no trailing slash, printable ASCII only.  Error
 * kind ARGUMENT.
 */
extern bool pnl_url_check_base(const char *url, bool allow_http,
							   PnlError *error) PNL_MUST_CHECK;

/*
 * Checks a raw path: begins with one '/', printable ASCII, no query, no
 * fragment, no empty, "." or ".." segment (encoded ones included), no bad
 * percent escape.  Error kind ARGUMENT.
 */
extern bool pnl_url_check_path(const char *path, PnlError *error) PNL_MUST_CHECK;

#endif							/* PNL_CORE_URL_H */
