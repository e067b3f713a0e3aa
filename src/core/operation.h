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
	PNL_IN_NOTHING				/* an argument that only rows refer to */
} PnlPlace;

typedef enum PnlWire
{
	PNL_WIRE_TEXT,				/* as it is */
	PNL_WIRE_CODE,				/* blanks around it trimmed */
	PNL_WIRE_BOOLEAN,			/* true or false */
	PNL_WIRE_INTEGER,
	PNL_WIRE_DATE_ISO,			/* the spellings of date.h */
	PNL_WIRE_DATE_DUTCH,
	PNL_WIRE_DATETIME_ISO,
	PNL_WIRE_DATETIME_DUTCH,
	PNL_WIRE_TIME
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
	const char *each;			/* SQL argument that is an array of them: a call
								 * for each element; or NULL */
	const char *otherwise;		/* asked when the argument is NULL; or NULL */
	const char *wire_name;
	PnlPlace	place;
	PnlType		type;
	PnlWire		wire;
	int			flags;
	int			max_length;		/* of a text, in bytes; 0 = no limit */
	int			min;			/* of an integer; no limits when both are 0 */
	int			max;
	const char *choices;		/* "A|B|C": the only values; NULL = any */
} PnlParameter;

/* One column of a row, or one key of an object inside it. */
typedef struct PnlField
{
	const char *name;			/* SQL column, or key of the jsonb object */
	const char *path;
	PnlType		type;
	bool		required;		/* a reply without it is not what we know */
	const struct PnlField *fields;	/* of PNL_OBJECT and PNL_LIST */
	const char *newest_first;	/* of PNL_LIST: path of the time to sort by */
} PnlField;

/* Where a reply holds rows, and what their columns are. */
typedef struct PnlRowSet
{
	const char *path;
	const PnlField *fields;		/* ends with a NULL name */
	const char *newest_first;	/* path of the time to sort by, or NULL */
} PnlRowSet;

/* Bits of PnlOperation.flags. */
#define PNL_REPEATABLE		0x01	/* may be sent again after a failure */
#define PNL_ROW_ALWAYS		0x02	/* a call without rows gives one that holds
									 * the arguments only */
#define PNL_404_IS_NOTHING	0x04	/* 404 without a body says "not known" */
#define PNL_QUIET_EMPTY		0x08	/* warnings of a reply without rows only say
									 * that there are none */
#define PNL_ERRORS_IN_ROWS	0x20	/* one shipment's error is no error of the
									 * call */

typedef struct PnlOperation
{
	const char *name;			/* "status by barcode": for messages */
	const char *method;
	const char *path;			/* "/shipment/v2/status/barcode/{barcode}" */
	int			flags;
	const PnlParameter *parameters; /* ends with a NULL argument */
	const PnlRowSet *row_sets;	/* ends with a NULL path */
} PnlOperation;

/* How many parameters the operation has. */
extern int	pnl_operation_parameter_count(const PnlOperation *operation);

#endif							/* PNL_CORE_OPERATION_H */
