/*
 * error.h
 *		PnlError: the one shape in which every failure of the core is told.
 *
 * Functions of the core return false and fill a PnlError; the first error
 * wins.  A PnlError owns no memory: texts are cut to the arrays below, at a
 * UTF-8 boundary, so that it can live on any stack and be copied by value.
 *
 * What PostNL said is kept apart, an entry for each of its errors; message
 * and detail for people are made of it at the boundary (report.c).
 */
#ifndef PNL_CORE_ERROR_H
#define PNL_CORE_ERROR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#define PNL_MUST_CHECK __attribute__((warn_unused_result))
#define PNL_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* What went wrong, in the terms in which the caller has to react. */
typedef enum PnlErrorKind
{
	PNL_ERR_NONE = 0,
	PNL_ERR_ARGUMENT,			/* the caller's argument, found before calling */
	PNL_ERR_REJECTED,			/* PostNL says the request is wrong */
	PNL_ERR_UNAUTHORIZED,		/* PostNL does not accept the key */
	PNL_ERR_NO_KEY,				/* there is no key to send */
	PNL_ERR_NO_OPERATION,		/* PostNL has no such path or method */
	PNL_ERR_THROTTLED,			/* too many requests, PostNL's limit or ours */
	PNL_ERR_SERVER,				/* PostNL failed */
	PNL_ERR_PROTOCOL,			/* the reply is not what the API promises */
	PNL_ERR_CONNECT,			/* no connection could be made */
	PNL_ERR_CONNECTION_LOST,	/* a connection broke before the reply ended */
	PNL_ERR_TIMEOUT,			/* no reply in time */
	PNL_ERR_REQUEST_SIZE,		/* request larger than PostNL takes */
	PNL_ERR_REPLY_SIZE,			/* reply larger than we take */
	PNL_ERR_MEMORY,				/* malloc said no */
	PNL_ERR_LOCAL,				/* what PostNL answered cannot be stored here */
	PNL_ERR_KINDS				/* number of kinds, keep last */
} PnlErrorKind;

#define PNL_ERROR_MESSAGE_SIZE 1024
#define PNL_ERROR_NOTES_SIZE 1024
#define PNL_ERROR_CODE_SIZE 128
#define PNL_ERROR_FIELD_SIZE 256
#define PNL_ERROR_TRACE_SIZE 128

/* Room for a hundred characters of up to four bytes. */
#define PNL_ERROR_BEGINNING_SIZE 408

/* Room for some dozens of PostNL's errors, which are of a hundred bytes. */
#define PNL_ERROR_ENTRIES_SIZE 8192

typedef struct PnlError
{
	PnlErrorKind kind;
	int			http_status;	/* 0 when no HTTP reply came */
	bool		transient;		/* the same call may succeed later */
	bool		beside_answer;	/* PostNL told it beside an answer of success: it may have
								 * done what was asked */
	const char *hint;			/* what to do, static; NULL = what its kind says */
	int64_t		retry_after_ms; /* what PostNL asked for; -1 = nothing */
	char		message[PNL_ERROR_MESSAGE_SIZE];	/* what failed, in our words */
	char		trace_id[PNL_ERROR_TRACE_SIZE]; /* for PostNL's support */
	char		notes[PNL_ERROR_NOTES_SIZE];	/* of ours, a line each */
	char		beginning[PNL_ERROR_BEGINNING_SIZE];	/* of a reply that cannot be read */
	int			entry_count;	/* errors and warnings of the reply */
	int			left_out;		/* entries for which there was no room */
	int			entries_used;	/* bytes of: */
	char		entries[PNL_ERROR_ENTRIES_SIZE];	/* see pnl_error_next() */
} PnlError;

/* One error of a reply, or of a check; a text that PostNL does not give is "". */
typedef struct PnlErrorEntry
{
	bool		warning;		/* no error */
	const char *code;			/* PostNL's, as text */
	const char *field;			/* PostNL's word, or a key of the description */
	const char *text;
} PnlErrorEntry;

/* Empties the error: kind NONE, all texts "". */
extern void pnl_error_init(PnlError *error);

/*
 * Sets kind and message unless an error is set already.  Always returns
 * false, so that a function can end with "return pnl_error_set(...)".
 */
extern bool pnl_error_set(PnlError *error, PnlErrorKind kind,
						  const char *format,...) PNL_PRINTF(3, 4);

/*
 * The same for a key of the caller's with which something is wrong: kind
 * ARGUMENT, and an entry that names the key.  The message is the key and what
 * is formatted, with a blank between.
 */
extern bool pnl_error_set_key(PnlError *error, const char *key,
							  const char *format,...) PNL_PRINTF(3, 4);

/*
 * Says apart which field of a reply the error is about, whose message is set:
 * an entry of it.
 */
extern void pnl_error_name_field(PnlError *error, const char *field);

/* Adds the entries of another error. */
extern void pnl_error_add_entries(PnlError *error, const PnlError *other);

/* Adds a line to the notes, cut where there is no room. */
extern void pnl_error_add_note(PnlError *error, const char *format,...)
			PNL_PRINTF(2, 3);

/*
 * Adds an entry; one without code and text is passed over.  The texts are
 * cleaned as by pnl_error_copy_text().  Where there is no room the text is
 * cut, or the entry counted as left out.
 */
extern void pnl_error_add_entry(PnlError *error, const PnlErrorEntry *entry);

/*
 * The entries one by one: "at" is 0 at first.  The texts are the error's.
 * False when there is no further one.
 */
extern bool pnl_error_next(const PnlError *error, int *at, PnlErrorEntry *entry);

/* The first entry that is no warning; all "" where there is none. */
extern PnlErrorEntry pnl_error_first(const PnlError *error);

/* What failed: PostNL's words where it has any, else ours. */
extern const char *pnl_error_words(const PnlError *error);

/*
 * Copies text of a foreign party into a field of an error: control
 * characters become blanks, white space is folded, and the text is cut at a
 * UTF-8 boundary.  The text must be valid UTF-8; "length" may be -1 for a C
 * string.
 */
extern void pnl_error_copy_text(char *field, int size, const char *text,
								int length);

/* True for failures that are PostNL's or the network's, not the caller's. */
extern bool pnl_error_is_theirs(const PnlError *error);

/*
 * Overwrites each occurrence of a secret in the texts of the error, for a
 * server that sends back what it was sent; also the part of one that is left
 * where a text was cut.
 */
extern void pnl_error_redact(PnlError *error, const char *secret);

#endif							/* PNL_CORE_ERROR_H */
