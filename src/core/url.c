/*
 * url.c
 *		Building and checking the URLs that go on the wire.
 */
#include "core/url.h"

#include <string.h>

/* Longer base URLs are mistakes. */
#define MAX_BASE_LENGTH 1024

/* Longer raw paths are refused before a server refuses them. */
#define MAX_PATH_LENGTH 4096

static bool
is_unreserved(unsigned char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		(c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

static bool
is_dot_segment(const char *text, size_t length)
{
	return (length == 1 && text[0] == '.') ||
		(length == 2 && text[0] == '.' && text[1] == '.');
}

bool
pnl_url_append_encoded(PnlBuf *url, const char *text, size_t length)
{
	static const char hex[] = "0123456789ABCDEF";
	bool		dots = is_dot_segment(text, length);

	for (size_t i = 0; i < length; i++)
	{
		unsigned char c = (unsigned char) text[i];
		char		escape[3] = {'%', hex[c >> 4], hex[c & 15]};

		if (is_unreserved(c) && !dots)
			pnl_buf_append_char(url, (char) c);
		else
			pnl_buf_append(url, escape, sizeof(escape));
	}
	return pnl_buf_ok(url);
}

bool
pnl_url_append_query(PnlBuf *url, const char *name, const char *value,
					 size_t length)
{
	bool		first = strchr(pnl_buf_text(url), '?') == NULL;

	pnl_buf_append_char(url, first ? '?' : '&');
	pnl_url_append_encoded(url, name, strlen(name));
	pnl_buf_append_char(url, '=');
	return pnl_url_append_encoded(url, value, length);
}

/* Printable ASCII without blanks: nothing that could split a request. */
static bool
is_printable(const char *text)
{
	for (; *text; text++)
		if ((unsigned char) *text <= ' ' || (unsigned char) *text >= 0x7F)
			return false;
	return true;
}

/* The part after "https://" or an allowed "http://", or NULL. */
static const char *
skip_scheme(const char *url, bool allow_http)
{
	if (strncmp(url, "https://", 8) == 0)
		return url + 8;
	if (allow_http && strncmp(url, "http://", 7) == 0)
		return url + 7;
	return NULL;
}

bool
pnl_url_check_base(const char *url, bool allow_http, PnlError *error)
{
	const char *host = skip_scheme(url, allow_http);
	size_t		length = strlen(url);

	if (host == NULL)
		return pnl_error_set(error, PNL_ERR_ARGUMENT, "the URL must begin with %s",
							 allow_http ? "https:// or http://" : "https://");
	if (length > MAX_BASE_LENGTH)
		return pnl_error_set(error, PNL_ERR_ARGUMENT,
							 "the URL is longer than %d characters", MAX_BASE_LENGTH);
	if (!is_printable(host))
		return pnl_error_set(error, PNL_ERR_ARGUMENT,
							 "the URL holds a blank, control or non-ASCII character");
	if (*host == '\0' || *host == '/' || *host == ':')
		return pnl_error_set(error, PNL_ERR_ARGUMENT, "the URL has no host");
	if (strpbrk(host, "@?#\\") != NULL)
		return pnl_error_set(error, PNL_ERR_ARGUMENT,
							 "the URL must not hold a user, a query or a fragment");
	if (url[length - 1] == '/')
		return pnl_error_set(error, PNL_ERR_ARGUMENT,
							 "the URL must not end with a slash");
	return true;
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/*
 * True when a dot segment is between the slashes of a decoded segment, for
 * servers that decode "%2F" before they split the path.
 */
static bool
holds_dot_segment(const char *text, size_t length)
{
	size_t		start = 0;

	for (size_t i = 0; i <= length; i++)
		if (i == length || text[i] == '/' || text[i] == '\\')
		{
			if (is_dot_segment(text + start, i - start))
				return true;
			start = i + 1;
		}
	return false;
}

/*
 * Checks one segment as a server sees it after decoding.  Returns what is
 * wrong with it, or NULL.
 */
static const char *
find_segment_fault(const char *segment, size_t length)
{
	char		decoded[MAX_PATH_LENGTH];
	size_t		used = 0;

	for (size_t i = 0; i < length; i++)
	{
		char		c = segment[i];

		if (c == '%')
		{
			int			high = i + 2 < length ? hex_value(segment[i + 1]) : -1;
			int			low = i + 2 < length ? hex_value(segment[i + 2]) : -1;

			if (high < 0 || low < 0)
				return "a percent sign that starts no escape";
			c = (char) (high * 16 + low);
			i += 2;
		}
		decoded[used++] = c;
	}
	if (used == 0)
		return "an empty segment";
	if (holds_dot_segment(decoded, used))
		return "a dot segment";
	for (size_t i = 0; i < used; i++)
		if ((unsigned char) decoded[i] < ' ' || decoded[i] == 0x7F)
			return "an escaped control character";
	return NULL;
}

bool
pnl_url_check_path(const char *path, PnlError *error)
{
	if (path[0] != '/')
		return pnl_error_set(error, PNL_ERR_ARGUMENT,
							 "the path must begin with a slash");
	if (strlen(path) >= MAX_PATH_LENGTH)
		return pnl_error_set(error, PNL_ERR_ARGUMENT,
							 "the path is longer than %d characters",
							 MAX_PATH_LENGTH - 1);
	if (!is_printable(path) || strpbrk(path, "?#\\") != NULL)
		return pnl_error_set(error, PNL_ERR_ARGUMENT,
							 "the path must hold printable ASCII without blank, query, "
							 "fragment or backslash");
	while (*path == '/')
	{
		size_t		length = strcspn(path + 1, "/");
		const char *fault = find_segment_fault(path + 1, length);

		if (fault != NULL && !(length == 0 && path[1] == '\0'))
			return pnl_error_set(error, PNL_ERR_ARGUMENT, "the path holds %s", fault);
		path += 1 + length;
	}
	return true;
}
