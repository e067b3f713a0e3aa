/*
 * document.h
 *		Documents of the core as jsonb.
 */
#ifndef PNL_PG_BASE_DOCUMENT_H
#define PNL_PG_BASE_DOCUMENT_H

#include "postgres.h"

#include "core/json.h"

/*
 * The text of a document, in the current memory context and in UTF-8; NULL where there
 * is no memory.  Does not throw, so that the document can be freed.
 */
extern char *pnl_document_write(const PnlJson *document);

/* Such a text as jsonb; NULL is error 53200. */
extern Datum pnl_document_jsonb(const char *text);

#endif							/* PNL_PG_BASE_DOCUMENT_H */
