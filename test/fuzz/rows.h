/*
 * rows.h
 *		Reading all rows of an answer, and holding each value against its type.
 */
#ifndef PNL_TEST_FUZZ_ROWS_H
#define PNL_TEST_FUZZ_ROWS_H

#include "fuzz.h"

#include "core/operation.h"

/* Reads a document by all row sets of an operation, whatever it is. */
extern void fuzz_read_rows(const PnlOperation *operation, const PnlJson *document);

/* Checks a text that goes to SQL. */
extern void fuzz_check_text(const char *text, size_t length);

#endif							/* PNL_TEST_FUZZ_ROWS_H */
