/*
 * operation.h
 *		PnlOperation: one operation of PostNL's API, described as data.
 *
 * A descriptor says how SQL arguments become a request and how the reply
 * becomes rows.  request.c and rows.c read descriptors; nothing else in the
 * core or in src/pg knows an endpoint.  Adding an operation is adding a
 * descriptor to api_<service>.c.
 *
 * A path names a place in a reply:
 *		A.B				the value of B in the object A
 *		A[].B			B in each element of the list A
 *		[].A			A in each element of a reply that is a list itself
 *		A[K=v].B		B in the first element of A whose K is v
 *		^A				A in the element one list further out; ^^A two
 *		A|B				A, or B where A holds nothing
 *		=text			the constant "text"
 *		@argument		the call's own argument
 * Keys are found in any letter case, and a list of one may come bare.
 */
#ifndef PNL_CORE_OPERATION_H
#define PNL_CORE_OPERATION_H

#include "core/value.h"

/* The most parameters that one operation has. */
#define PNL_MAX_PARAMETERS 32

typedef enum PnlPlace
{
	PNL_IN_PATH,				/* "{name}" in the template */
	PNL_IN_QUERY,				/* ?name=value */
	PNL_IN_BODY,				/* in the JSON body; the wire name is a path as
								 * pnl_json_put() takes it */
	PNL_IN_NOTHING				/* an argument that only rows refer to */
} PnlPlace;

typedef enum PnlWire
{
	PNL_WIRE_TEXT,				/* as it is */
	PNL_WIRE_CODE,				/* blanks around it trimmed */
	PNL_WIRE_BARCODE,			/* without blanks, in capital letters; checked */
	PNL_WIRE_POSTAL_CODE,		/* without blanks, in capital letters; checked */
	PNL_WIRE_BOOLEAN,			/* true or false */
	PNL_WIRE_INTEGER,
	PNL_WIRE_INTEGER_TEXT,		/* the digits as a text */
	PNL_WIRE_NUMBER,
	PNL_WIRE_DATE_ISO,			/* the spellings of date.h */
	PNL_WIRE_DATE_DUTCH,
	PNL_WIRE_DATETIME_ISO,
	PNL_WIRE_DATETIME_DUTCH,
	PNL_WIRE_TIME,
	PNL_WIRE_LIST,				/* a JSON array; in a query, separated by commas */
	PNL_WIRE_FIRST				/* of a list, its only element */
} PnlWire;

/* Bits of PnlParameter.flags. */
#define PNL_REQUIRED		0x01	/* no call without it */
#define PNL_UPPER_CASE		0x02	/* sent in capital letters */

/*
 * One parameter.  "argument" is the name of the SQL argument, a fact of the
 * account ("account.customer_code"), a setting ("setting.language") or a
 * constant ("=true").
 */
typedef struct PnlParameter
{
	const char *argument;
	const char *each;			/* SQL argument that is an array of them: a call for each
								 * element; or NULL */
	const char *otherwise;		/* asked when the argument is NULL; or NULL */
	const char *wire_name;
	PnlPlace	place;
	PnlType		type;
	PnlWire		wire;
	int			flags;
	int			max_length;		/* of a text, in bytes; 0 = no limit */
	int			min;			/* of a number; no limits when both are 0 */
	int			max;
	const char *choices;		/* "A|B": the only values; "A=a|B=b" where the wire spells
								 * them otherwise; NULL = any */
	const char *not_before;		/* another argument that this one must not be less than; of a
								 * date also "today" */
} PnlParameter;

/* What most parameters begin with. */
#define PNL_PARAMETER(sql, name, where, sql_type, spelling) \
	.argument = sql, .wire_name = name, .place = where, \
	.type = sql_type, .wire = spelling
#define PNL_QUERY(sql, name, sql_type, spelling) \
	PNL_PARAMETER(sql, name, PNL_IN_QUERY, sql_type, spelling)
#define PNL_BODY(sql, path, sql_type, spelling) \
	PNL_PARAMETER(sql, path, PNL_IN_BODY, sql_type, spelling)

/* Who asks, in V4's bodies. */
#define PNL_V4_CUSTOMER \
	{PNL_BODY("account.customer_code", "customerCode", PNL_TEXT, PNL_WIRE_CODE), \
	 .flags = PNL_REQUIRED}, \
	{PNL_BODY("account.customer_number", "customerNumber", PNL_TEXT, PNL_WIRE_CODE), \
	 .flags = PNL_REQUIRED}

/* The address that V4's delivery services ask about. */
#define PNL_V4_RECEIVER(house_number_flags) \
	{PNL_BODY("postal_code", "receiverAddress.postalCode", PNL_TEXT, \
			  PNL_WIRE_POSTAL_CODE), .flags = PNL_REQUIRED}, \
	{PNL_BODY("country", "receiverAddress.countryIso", PNL_TEXT, PNL_WIRE_CODE), \
	 .otherwise = "=NL", .flags = PNL_REQUIRED | PNL_UPPER_CASE, .max_length = 2}, \
	{PNL_BODY("house_number", "receiverAddress.houseNumber", PNL_INTEGER, \
			  PNL_WIRE_INTEGER_TEXT), .flags = house_number_flags, .min = 1, .max = 99999}, \
	{PNL_BODY("house_number_addition", "receiverAddress.houseNumberAddition", PNL_TEXT, \
			  PNL_WIRE_CODE), .max_length = 35}, \
	{PNL_BODY("street", "receiverAddress.street", PNL_TEXT, PNL_WIRE_CODE), \
	 .max_length = 95}, \
	{PNL_BODY("city", "receiverAddress.city", PNL_TEXT, PNL_WIRE_CODE), .max_length = 35}

/* One column of a row, or one key of an object inside it. */
typedef struct PnlField
{
	const char *name;			/* SQL column, or key of the jsonb object */
	const char *path;
	PnlType		type;
	bool		required;		/* a reply without it is not what we know */
	const struct PnlField *fields;	/* of PNL_OBJECT and PNL_LIST */
	const char *newest_first;	/* of PNL_LIST: path of the time to sort by */
	const char *words;			/* of texts: "a=A|b=B" where we spell words otherwise than
								 * PostNL; other texts stay */
} PnlField;

/* Where a reply holds rows, and what their columns are. */
typedef struct PnlRowSet
{
	const char *path;
	const PnlField *fields;		/* ends with a NULL name */
	const char *newest_first;	/* path of the time to sort by, or NULL */
	const char *unless_key;		/* what has this key is no row of the set */
} PnlRowSet;

/*
 * What a reply says it is about, to be held against what was asked (answer.h).
 */
typedef struct PnlSubject
{
	const char *argument;		/* that was asked for */
	const char *rows;			/* path of what speaks of it */
	const char *name;			/* where each of these names it; may be a list */
	const char *group;			/* where it names what it is a part of, whose other parts may
								 * be told too; NULL = nothing */
	bool		required;		/* a reply that does not name it is not about it */
} PnlSubject;

/* Bits of PnlOperation.flags. */
#define PNL_REPEATABLE		0x01	/* may be sent again after a failure */
#define PNL_ROW_ALWAYS		0x02	/* a call without rows gives one that holds the arguments
									 * only */
#define PNL_404_IS_NOTHING	0x04	/* 404 without a body says "not known" */
#define PNL_QUIET_EMPTY		0x08	/* warnings of a reply without rows only say that there
									 * are none */
#define PNL_CACHEABLE		0x10	/* the answer holds for some minutes */

#define PNL_ERRORS_IN_ROWS	0x20	/* one shipment's error is no error of the call */
#define PNL_V4_ONLY			0x40	/* there is no legacy form */

struct PnlRequest;
struct PnlArguments;

typedef struct PnlOperation
{
	const char *name;			/* "status by barcode": for messages */
	const char *method;
	const char *path;			/* "/shipment/v2/status/barcode/{barcode}" */
	int			flags;
	const PnlParameter *parameters; /* ends with a NULL argument */
	const PnlRowSet *row_sets;	/* ends with a NULL path */
	const PnlSubject *subjects; /* ends with a NULL argument; NULL = none */

	/*
	 * Adds to the request what no parameter can say; "body" is NULL for an
	 * operation without one.  May be NULL.
	 */
	bool		(*complete) (struct PnlRequest *request, PnlJson *body,
							 const struct PnlOperation *operation,
							 const struct PnlArguments *arguments,
							 PnlError *error);

	/* The same question in API generation V4; NULL = there is none. */
	const struct PnlOperation *v4;
} PnlOperation;

/* How many parameters the operation has. */
extern int	pnl_operation_parameter_count(const PnlOperation *operation);

#endif							/* PNL_CORE_OPERATION_H */
