/*
 * ascii.h
 *		Letter case of ASCII, whatever the locale is.
 *
 * The process has the locale of the database: in a Turkish one strcasecmp()
 * and toupper() do not pair I and i, and in one of Latin 1 toupper() changes
 * the bytes of UTF-8.  Nothing in the core may use them.
 */
#ifndef PNL_CORE_ASCII_H
#define PNL_CORE_ASCII_H

#include <stdbool.h>
#include <stddef.h>

static inline char
pnl_ascii_upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
}

static inline char
pnl_ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
}

static inline bool
pnl_ascii_is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* True when the texts, at least as long as "length" or ended by a NUL, agree. */
static inline bool
pnl_ascii_equal(const char *a, const char *b, size_t length)
{
	for (size_t i = 0; i < length; i++)
	{
		if (pnl_ascii_upper(a[i]) != pnl_ascii_upper(b[i]))
			return false;
		if (a[i] == '\0')
			return true;
	}
	return true;
}

#endif							/* PNL_CORE_ASCII_H */
