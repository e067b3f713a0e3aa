/*
 * unit.h
 *		What the unit tests share: a list of cases, texts and fixtures.
 *
 * A case is one behaviour and its name is a sentence: the name of its
 * function with blanks for underscores, or the first member of its row in a
 * table of cases.
 *
 * Programs run in the top directory of the source tree; fixtures are found
 * from there.
 */
#ifndef PNL_TEST_UNIT_H
#define PNL_TEST_UNIT_H

/* what cmocka.h needs before it */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/error.h"
#include "core/json.h"
#include "core/operation.h"

#define UNIT_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Adds a case to the program's list; copies the name, not the row. */
extern void unit_add(const char *name, CMUnitTestFunction run, const void *row);

/* The same with the name of a function, and before it a subject or NULL. */
extern void unit_add_function(const char *subject, const char *function,
							  CMUnitTestFunction run, const void *row);

/* One case of its own. */
#define UNIT_CASE(run) unit_add_function(NULL, #run, run, NULL)

/* A rule for one of many subjects; the row is *state of the function. */
#define UNIT_RULE(subject, row, run) unit_add_function(subject, #run, run, row)

/* A case for each row of an array; the row is *state of the function. */
#define UNIT_ROWS(rows, run) \
	do { \
		for (size_t row_ = 0; row_ < UNIT_COUNT(rows); row_++) \
			unit_add((rows)[row_].name, run, &(rows)[row_]); \
	} while (0)

/* Runs the cases that were added; gives the exit status of the program. */
extern int	unit_run(void);

/*
 * A copy of a text with ' turned into ", so that JSON is readable in C.  To
 * be freed by the caller.
 */
extern char *unit_quoted(const char *text);

/*
 * A copy of bytes without anything behind them, so that the sanitizer sees a
 * reader go too far.  To be freed by the caller.
 */
extern char *unit_bytes(const char *text, size_t length);

/* A file of test/fixtures, to be freed by the caller. */
extern char *unit_fixture(const char *name, size_t *length);

/* A document written with ' for "; fails the case when it does not parse. */
extern PnlJson *unit_parse(const char *text);

/*
 * Reads a reply whose body is written with ' for ".  As pnl_reply_read(): a
 * document is to be freed by the caller.
 */
extern bool unit_read_reply(int status, const char *content_type,
							const char *body, const PnlOperation *operation,
							PnlJson **document, PnlError *error);

/* Fails the case unless a text with a length is the expected C string. */
extern void unit_assert_text(const char *text, size_t length,
							 const char *expected);

/* Fails the case unless the error has the kind and says what is expected. */
extern void unit_assert_error(const PnlError *error, PnlErrorKind kind,
							  const char *message);

/*
 * The entries of an error, "code|field|text" a line, warnings with "warning "
 * before; valid until the next call.
 */
extern const char *unit_entries(const PnlError *error);

/* Fails the case unless these are the entries. */
extern void unit_assert_entries(const PnlError *error, const char *expected);

/* True for well-formed UTF-8 as RFC 3629 has it. */
extern bool unit_is_utf8(const char *text, size_t length);

/* True for a name as SQL has it: small letters, digits, underscores. */
extern bool unit_is_identifier(const char *name);

#endif							/* PNL_TEST_UNIT_H */
