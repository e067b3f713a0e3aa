/*
 * address_line.h
 *		An address line as tokens, and which of them can be a street.
 */
#ifndef PNL_CORE_ADDRESS_LINE_H
#define PNL_CORE_ADDRESS_LINE_H

#include <stdbool.h>

#include "core/value.h"

/* Longer ones are not read: street, number and addition have 136 characters. */
#define PNL_LINE_SIZE 512
#define PNL_LINE_TOKENS 40

typedef struct PnlToken
{
	PnlText		text;			/* of the line, without blanks and commas */
	bool		comma;			/* there is a comma before it */
	unsigned	kinds;			/* PnlAddressWord */
	size_t		digits;			/* how many it begins with */
	long		value;			/* of these; 0 when there are none or too many */
} PnlToken;

typedef struct PnlAddressLine
{
	char		text[PNL_LINE_SIZE];
	size_t		length;
	bool		no_memory;		/* to read it */
	PnlToken	tokens[PNL_LINE_TOKENS];
	size_t		count;
} PnlAddressLine;

/* How well something fits. */
typedef enum PnlFit
{
	PNL_FIT_NONE,
	PNL_FIT_POSSIBLE,
	PNL_FIT_PLAIN
} PnlFit;

/*
 * Cuts a line into tokens; blanks are collapsed and dashes made hyphens.
 * False when it is longer than any address, or not UTF-8.
 */
extern bool pnl_address_line_read(PnlText text, PnlAddressLine *line) PNL_MUST_CHECK;

/* True for letters, and nothing that was a sign or digit, at the beginning. */
extern bool pnl_address_line_is_word(const PnlToken *token);

/* "2e", "1ste". */
extern bool pnl_address_line_is_ordinal(const PnlToken *token);

/* Nothing but digits. */
extern bool pnl_address_line_is_number(const PnlToken *token);

/* "#12", "nr.12", "n°12": the bytes of what is before the digits; 0 = nothing is. */
extern size_t pnl_address_line_glued_marker(const PnlToken *token);

/* How well a token fits as "nr", behind which the house number is. */
extern PnlFit pnl_address_line_marker(const PnlAddressLine *line, const PnlToken *token);

/* "1944" and "40-45" behind "Plein" or "mei": may be the street's. */
extern bool pnl_address_line_is_year(const PnlAddressLine *line, size_t at);

/*
 * True when the number at a place of the street [from, to) belongs to its name.
 * "marked" says that "nr" follows the street.
 */
extern bool pnl_address_line_explains(const PnlAddressLine *line, size_t from, size_t to,
									  size_t at, bool marked);

/* How well the tokens [from, to) fit as a street. */
extern PnlFit pnl_address_line_street(const PnlAddressLine *line, size_t from, size_t to,
									  bool marked);

/* The text of the tokens [from, to). */
extern PnlText pnl_address_line_text(const PnlAddressLine *line, size_t from, size_t to);

#endif							/* PNL_CORE_ADDRESS_LINE_H */
