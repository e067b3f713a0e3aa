/*
 * encoding.h
 *		From UTF-8, in which PostNL and the core speak, to the server's encoding.
 */
#ifndef PNL_PG_BASE_ENCODING_H
#define PNL_PG_BASE_ENCODING_H

#include "postgres.h"

/*
 * The text as a string; the same pointer where nothing is to be converted.
 * Error 22P05 for a character that the server's encoding lacks.
 */
extern const char *pnl_encoding_to_server(const char *text, int length);

/* The same, where nothing may fail: such a text has a ? for what is not ASCII. */
extern const char *pnl_encoding_to_server_lossy(const char *text, int length);

#endif							/* PNL_PG_BASE_ENCODING_H */
