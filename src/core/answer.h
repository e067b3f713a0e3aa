/*
 * answer.h
 *		Whether an answer speaks of what was asked.
 *
 * A gateway may give the answer to another question: that of the call before,
 * one from a cache, two answers in one.  It looks like any other, so it is held
 * against the question here, and nowhere else: by the barcode where the
 * question had one, by the reference too where the answer has it, and by the
 * place in the answer only where PostNL issues the barcode.
 */
#ifndef PNL_CORE_ANSWER_H
#define PNL_CORE_ANSWER_H

#include "core/reply.h"
#include "core/request.h"

/*
 * Whether two spellings name the same parcel, location or reference: letter
 * case, white space and HTML entities aside.  Not true of empty ones.
 */
extern bool pnl_answer_is_same(PnlText a, PnlText b);

/*
 * Whether what an operation's reply says is about the arguments it was asked
 * with, as far as it names them (PnlOperation.subjects).  A reply that says
 * that there is nothing is.  False with kind PROTOCOL.
 */
extern bool pnl_answer_check(const PnlOperation *operation, const PnlArguments *arguments,
							 const PnlJson *document, PnlError *error) PNL_MUST_CHECK;

/*
 * Reads a reply as pnl_reply_read() does, and checks that it is about the
 * arguments.
 */
extern bool pnl_answer_read(const PnlReply *reply, const PnlOperation *operation,
							const PnlArguments *arguments, PnlJson **document,
							PnlError *error) PNL_MUST_CHECK;

/* A parcel as the question names it; what is empty was not given. */
typedef struct PnlAskedParcel
{
	PnlText		barcode;		/* empty: PostNL issues one */
	PnlText		reference;
} PnlAskedParcel;

/* A parcel as the answer names it. */
typedef struct PnlSaidParcel
{
	PnlText		barcode;
	PnlText		reference;
	bool		refused;		/* with errors of its own */
} PnlSaidParcel;

/*
 * Finds for each parcel of a call that ships its place among those of the
 * answer; -1 = the answer does not speak of it.  A barcode that PostNL issued
 * is well formed, and of one parcel only.
 *
 * False with kind PROTOCOL where the answer speaks of a parcel that was not
 * asked for, of one twice, of more than were asked for, or of it is not clear
 * which: then nothing of it may be believed.
 */
extern bool pnl_answer_match(const PnlAskedParcel *asked, int asked_count,
							 const PnlSaidParcel *said, int said_count,
							 int *places, PnlError *error) PNL_MUST_CHECK;

/*
 * Reads the answer of an operation that gives barcodes: those that are well
 * formed, each once, "most" at most.  Returns how many there are.  Where the
 * answer has others too, or none at all, the error says what is wrong with it
 * (kind PROTOCOL).  The texts belong to the document, which may be NULL.
 */
extern int	pnl_answer_barcodes(const PnlJson *document, PnlText *barcodes, int most,
								PnlError *error);

#endif							/* PNL_CORE_ANSWER_H */
