/*
 * utf8.h
 *		Characters of UTF-8 (RFC 3629), one by one.
 */
#ifndef PNL_CORE_UTF8_H
#define PNL_CORE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The longest character. */
#define PNL_UTF8_MAX 4

/* The bytes of the character at a place with so many bytes left; 0 = it is none. */
extern size_t pnl_utf8_length(const char *text, size_t left);

/* The number of the character at a place where there is one. */
extern uint32_t pnl_utf8_code(const char *text, size_t length);

/* True when all of a text is UTF-8. */
extern bool pnl_utf8_is_valid(const char *text, size_t length);

/* How many characters a text of UTF-8 has: code points, as PostNL counts. */
extern size_t pnl_utf8_count(const char *text, size_t length);

#endif							/* PNL_CORE_UTF8_H */
