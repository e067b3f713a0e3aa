/*
 * json.h
 *		Reading JSON documents, strictly as text and tolerantly as values.
 *
 * json.c is the only file that includes json-c.  A PnlJson is a node of a
 * document; nodes belong to their document and live as long as it does.
 *
 * PostNL's services were XML once, and their JSON shows it (quirks.md,
 * section 3.1): a list of one comes as a bare object, nothing comes as {},
 * a text as {"string": "x"}, a number as text, and the case of keys drifts.
 * The readers below take all of these, so that no caller has to.
 */
#ifndef PNL_CORE_JSON_H
#define PNL_CORE_JSON_H

#include <stddef.h>

#include "core/buf.h"
#include "core/error.h"

typedef struct json_object PnlJson;

/* Deeper documents are refused; PostNL's own nest seven levels. */
#define PNL_JSON_MAX_DEPTH 16

/*
 * Parses one document: an object or an array, strict JSON, valid UTF-8, no
 * NUL, nothing after it.  Returns NULL with kind PROTOCOL otherwise.  The
 * caller frees the document with pnl_json_free().
 */
extern PnlJson *pnl_json_parse(const char *text, size_t length,
							   PnlError *error) PNL_MUST_CHECK;
extern void pnl_json_free(PnlJson *document);

/* What a node is once PostNL's ways of saying "nothing" are seen through. */
typedef enum PnlJsonKind
{
	PNL_JSON_NOTHING,			/* absent, null, {}, [], "" */
	PNL_JSON_SCALAR,
	PNL_JSON_OBJECT,
	PNL_JSON_ARRAY
} PnlJsonKind;

extern PnlJsonKind pnl_json_kind(const PnlJson *node);

/*
 * The value under a key, by exact name first and then whatever its letter
 * case; NULL when the node is no object or has no such key.
 */
extern const PnlJson *pnl_json_get(const PnlJson *node, const char *key);

/* The same for a key that is not NUL-terminated. */
extern const PnlJson *pnl_json_get_n(const PnlJson *node, const char *key,
									 size_t length);

/* True when the node is an object with the key, whatever its value. */
extern bool pnl_json_has_n(const PnlJson *node, const char *key, size_t length);

/*
 * A node read as a list: an array has its elements, nothing has none, and
 * anything else is a list of itself.
 */
extern size_t pnl_json_count(const PnlJson *node);
extern const PnlJson *pnl_json_item(const PnlJson *node, size_t index);

/*
 * Calls "visit" for each key of an object until it returns false.  "key" is
 * valid during the call only.
 */
typedef bool (*PnlJsonVisit) (const char *key, const PnlJson *value, void *arg);
extern void pnl_json_each_key(const PnlJson *node, PnlJsonVisit visit, void *arg);

/*
 * A node read as one text: a string, a number or a boolean as it is spelled,
 * also when wrapped ({"string": x}, {"": x}, [x]).  Returns false for
 * anything else; "nothing" gives true and *text = NULL.  The text belongs to
 * the document, is UTF-8, and has not had its HTML entities decoded.
 */
extern bool pnl_json_text(const PnlJson *node, const char **text,
						  size_t *length) PNL_MUST_CHECK;

/* True for an object, also one without members. */
extern bool pnl_json_is_object(const PnlJson *node);

/* True for a text, and not for a number that is read as one. */
extern bool pnl_json_is_text(const PnlJson *node);

/* True for JSON's true and false. */
extern bool pnl_json_is_boolean(const PnlJson *node);

/* The list inside {"string": [...]}; any other node as it is. */
extern const PnlJson *pnl_json_unwrap(const PnlJson *node);

/*
 * Writing.  A new node is the caller's until it is put into another one,
 * which then owns it.  NULL stands for "out of memory" and may be handed on:
 * pnl_json_put() and pnl_json_append() then return false.
 */
extern PnlJson *pnl_json_new_object(void);
extern PnlJson *pnl_json_new_array(void);
extern PnlJson *pnl_json_new_text(const char *text, size_t length);
extern PnlJson *pnl_json_new_integer(int64_t integer);
extern PnlJson *pnl_json_new_number(double number);
extern PnlJson *pnl_json_new_boolean(bool boolean);

/* A number of JSON as it is spelled, "12.50". */
extern PnlJson *pnl_json_new_decimal(const char *text);

/*
 * Adds a member that the object does not have yet.  The key is not copied:
 * it must live as long as the document.
 */
extern bool pnl_json_add(PnlJson *object, const char *key, PnlJson *value) PNL_MUST_CHECK;

/*
 * Puts a value at a path below an object, making the objects and lists on
 * the way: "A.B", or "A[].B" for B in the first element of the list A.  What
 * is there and says nothing is replaced; false where something else is there.
 */
extern bool pnl_json_put(PnlJson *object, const char *path, PnlJson *value) PNL_MUST_CHECK;
extern bool pnl_json_append(PnlJson *array, PnlJson *value) PNL_MUST_CHECK;

/*
 * Puts another value in the place of one that there is: a member, by its exact
 * name, or an element.  The old value is freed.
 */
extern bool pnl_json_replace(PnlJson *object, const char *key, PnlJson *value) PNL_MUST_CHECK;
extern bool pnl_json_replace_item(PnlJson *array, size_t index, PnlJson *value) PNL_MUST_CHECK;

/* Takes a member away, by its exact name, and frees it. */
extern void pnl_json_remove(PnlJson *object, const char *key);

/* A copy of a node and all below it; NULL when there is no memory. */
extern PnlJson *pnl_json_copy(const PnlJson *node);

/*
 * Another owner of a node, which nobody may change from then on; each owner
 * frees it, or puts it somewhere.
 */
extern PnlJson *pnl_json_share(PnlJson *node);

/* Merges a patch over an object: RFC 7396.  A NULL patch changes nothing. */
extern bool pnl_json_merge(PnlJson *object, const PnlJson *patch) PNL_MUST_CHECK;

/* Appends the document's text; false when there is no room or memory. */
extern bool pnl_json_write(const PnlJson *document, PnlBuf *out) PNL_MUST_CHECK;

#endif							/* PNL_CORE_JSON_H */
