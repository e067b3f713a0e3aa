/*
 * value.h
 *		PnlValue: one typed value on its way between SQL and PostNL.
 *
 * Arguments of a call and columns of its reply are the same few types.  A
 * value owns nothing: texts and nodes point into the argument list or the
 * document that they came from.
 */
#ifndef PNL_CORE_VALUE_H
#define PNL_CORE_VALUE_H

#include <stdint.h>

#include "core/date.h"
#include "core/error.h"
#include "core/json.h"

typedef enum PnlType
{
	PNL_TEXT,					/* text, HTML entities still in it */
	PNL_INTEGER,				/* 32 bits, as PostgreSQL's integer */
	PNL_FLOAT,					/* double precision */
	PNL_BOOLEAN,
	PNL_DATE,					/* civil, date only */
	PNL_TIME,					/* civil, time only */
	PNL_TIMESTAMP,				/* civil, in PNL_TIME_ZONE unless has_zone */
	PNL_TEXT_LIST,				/* text[]: "node" read as a list of texts */
	PNL_TEXT_JOINED,			/* text: the same, with commas between */
	PNL_TEXT_ARRAY,				/* an argument of texts: "array" */
	PNL_JSON_TEXT,				/* an argument that is a JSON document: "text" */
	PNL_OPENING_HOURS,			/* jsonb: "node" of any wire shape */
	PNL_BASE64,					/* bytea: "text" still encoded */
	PNL_MIME_TYPE,				/* text: what the bytes of a PNL_BASE64 are */
	PNL_STATUS,					/* text: canonical status of a status code */
	PNL_OBJECT,					/* jsonb object built from a field table */
	PNL_LIST					/* jsonb array of such objects */
} PnlType;

typedef struct PnlText
{
	const char *data;			/* UTF-8, not NUL-terminated */
	size_t		length;
} PnlText;

typedef struct PnlValue
{
	PnlType		type;
	bool		null;
	union
	{
		PnlText		text;
		int32_t		integer;
		double		number;
		bool		boolean;
		PnlCivil	civil;
		const PnlJson *node;
		struct
		{
			const PnlText *items;
			size_t		count;
		}			array;
	};
} PnlValue;

/*
 * Reads a text into a value of a scalar type.  Blank text is NULL for all
 * but PNL_TEXT.  False when the text is not of the type.
 */
extern bool pnl_value_from_text(PnlType type, const char *text, size_t length,
								PnlValue *value) PNL_MUST_CHECK;

/*
 * Reads a node of a reply into a value; PostNL's ways of saying nothing give
 * NULL.  False when the node is not of the type.
 */
extern bool pnl_value_from_json(PnlType type, const PnlJson *node,
								PnlValue *value) PNL_MUST_CHECK;

/* In the header, since each column of each row begins with it. */
static inline PnlValue
pnl_value_null(PnlType type)
{
	return (PnlValue) {.type = type, .null = true};
}

extern PnlValue pnl_value_text(const char *data, size_t length);

/* What a type is called in messages. */
extern const char *pnl_value_type_name(PnlType type);

#endif							/* PNL_CORE_VALUE_H */
