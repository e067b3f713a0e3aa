/*
 * fuzz.h
 *		What the fuzz targets share: checks that end the program.
 *
 * A target does not only look for crashes.  It checks what the headers of
 * src/core promise, for whatever input.
 */
#ifndef PNL_TEST_FUZZ_H
#define PNL_TEST_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/json.h"

extern int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program with the promise that was broken, unless it was kept. */
extern void fuzz_require(bool kept, const char *promise);

/* True for well-formed UTF-8 (RFC 3629) without NUL. */
extern bool fuzz_is_text(const char *text, size_t length);

/* Checks an error that was set: a kind, a message, and clean texts. */
extern void fuzz_check_error(const PnlError *error);

/* Checks that a document's texts are what json.h says, all the way down. */
extern void fuzz_check_node(const PnlJson *node);

/*
 * Reads JSON a second time, by a reader of our own.  Returns how deep it
 * nests, or -1 when it is not what RFC 8259 allows.
 */
extern int	fuzz_json_depth(const char *text, size_t length);

#endif							/* PNL_TEST_FUZZ_H */
