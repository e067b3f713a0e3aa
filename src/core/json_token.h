/*
 * json_token.h
 *		The tokens of a JSON text, held to the grammar of RFC 8259.
 *
 * What a library takes for JSON differs from one to the next, and from one
 * release of it to the next.  So the text is read here, byte by byte and
 * once, and json.c makes a document of the tokens.
 *
 * Functions return false after they have told the reader's error, which
 * ends the reading.
 */
#ifndef PNL_CORE_JSON_TOKEN_H
#define PNL_CORE_JSON_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "core/buf.h"
#include "core/error.h"

typedef struct PnlJsonReader
{
	const char *start;			/* of the text, which is the caller's */
	const char *at;				/* not yet read */
	const char *end;
	PnlBuf		scratch;		/* the text read last, where it had escapes */
	PnlError   *error;			/* the caller's */
} PnlJsonReader;

/* Begins to read; pnl_json_token_free() frees what the reader allocates. */
extern void pnl_json_token_init(PnlJsonReader *reader, const char *text,
								size_t length, PnlError *error);
extern void pnl_json_token_free(PnlJsonReader *reader);

/* Tells what is wrong with the byte that comes next; returns false. */
extern bool pnl_json_token_fail(PnlJsonReader *reader);

/* Passes over white space. */
extern void pnl_json_token_skip_blanks(PnlJsonReader *reader);

/* The byte that comes next; NUL at the end. */
static inline char
pnl_json_token_peek(const PnlJsonReader *reader)
{
	return reader->at < reader->end ? *reader->at : '\0';
}

/* Takes one byte, when it is the one that comes next. */
static inline bool
pnl_json_token_take(PnlJsonReader *reader, char c)
{
	if (pnl_json_token_peek(reader) != c || reader->at == reader->end)
		return false;
	reader->at++;
	return true;
}

/* Takes a literal, one of true, false and null. */
extern bool pnl_json_token_take_word(PnlJsonReader *reader, const char *word) PNL_MUST_CHECK;

/*
 * Takes a text in its quotes.  *text is UTF-8 without NUL, what it escaped
 * is undone, and it is valid until the next token; no NUL needs to follow.
 * Half a pair of surrogates becomes U+FFFD.
 */
extern bool pnl_json_token_take_text(PnlJsonReader *reader, const char **text,
									 size_t *length) PNL_MUST_CHECK;

/*
 * Takes a number, which goes from *text to what is not yet read.
 * *is_integer tells that it has neither fraction nor exponent.
 */
extern bool pnl_json_token_take_number(PnlJsonReader *reader, const char **text,
									   bool *is_integer) PNL_MUST_CHECK;

#endif							/* PNL_CORE_JSON_TOKEN_H */
