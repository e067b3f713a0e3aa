/*
 * reply.h
 *		What an HTTP reply means: a document, or one PnlError.
 *
 * PostNL's services answer failures in two dozen shapes, some of them with
 * HTTP status 200 (quirks.md, section 4).  All of them end here; which of
 * them may be repeated is decided here too, as data.
 */
#ifndef PNL_CORE_REPLY_H
#define PNL_CORE_REPLY_H

#include "core/buf.h"
#include "core/json.h"
#include "core/operation.h"

/* A reply as the transfer left it. */
typedef struct PnlReply
{
	int			http_status;
	const char *content_type;	/* NULL when the header is missing */
	int64_t		retry_after_ms; /* -1 = no header */
	PnlBuf		body;			/* owned */
} PnlReply;

/*
 * Reads a reply.  True: *document is the answer, to be freed with
 * pnl_json_free(), or NULL for an answer without content.  False: the error
 * says what PostNL said, and whether the call may be repeated.
 *
 * "operation" may be NULL: then any JSON will do.
 */
extern bool pnl_reply_read(const PnlReply *reply, const PnlOperation *operation,
						   PnlJson **document, PnlError *error) PNL_MUST_CHECK;

/*
 * For an answer that turns out later to be none: adds the HTTP status and the
 * first words of the reply to the error.
 */
extern void pnl_reply_show(const PnlReply *reply, PnlError *error);

/* One warning of a reply; the texts belong to the document. */
typedef struct PnlWarning
{
	const char *code;
	size_t		code_length;
	const char *text;
	size_t		text_length;
} PnlWarning;

/*
 * Calls "take" for each of a document's warnings that says anything; the
 * empty placeholders that some services send are passed over.
 */
typedef void (*PnlTakeWarning) (const PnlWarning *warning, void *arg);
extern void pnl_reply_each_warning(const PnlJson *document,
								   PnlTakeWarning take, void *arg);

#endif							/* PNL_CORE_REPLY_H */
