/*
 * service.h
 *		What the tests of PostNL's services share: answers read to rows, and
 *		requests built from arguments, both as text.
 */
#ifndef PNL_TEST_UNIT_SERVICE_H
#define PNL_TEST_UNIT_SERVICE_H

#include "unit.h"

#include "core/request.h"

/* The day that is today in these tests. */
#define SERVICE_TODAY "23-11-2026"

/*
 * An argument by the name of its parameter, a later one in place of an
 * earlier one; a list ends with a NULL name.
 */
typedef struct ServiceArgument
{
	const char *name;
	const char *text;			/* of a list of texts, with commas between; with ' for "
								 * where it is JSON */
} ServiceArgument;

/* The most arguments that a row of a table gives. */
#define SERVICE_ARGUMENTS 20

/* An answer, and the rows that all row sets of its operation read from it. */
typedef struct ServiceAnswer
{
	const char *name;
	const PnlOperation *operation;
	const char *fixture;		/* or NULL */
	const char *body;			/* otherwise; with ' for " */
	const char *rows;			/* "name=value" by line, a blank line between rows */
	const char *warnings;		/* "code: text" by line */
} ServiceAnswer;

/* Arguments, and the request that they give. */
typedef struct ServiceRequest
{
	const char *name;
	const PnlOperation *operation;
	ServiceArgument arguments[SERVICE_ARGUMENTS];
	const char *target;
	const char *body;			/* with ' for "; NULL = none */
} ServiceRequest;

/*
 * Arguments that are refused: the least that the operation needs, with one
 * of them changed.
 */
typedef struct ServiceRefusal
{
	const char *name;
	const PnlOperation *operation;
	const ServiceArgument *least;
	ServiceArgument changed[3];
	const char *message;
} ServiceRefusal;

/* Fills in the operation of a table's rows that name none: of V4. */
#define SERVICE_SET_OPERATION(rows, of_rows) \
	do { \
		for (size_t set_ = 0; set_ < UNIT_COUNT(rows); set_++) \
			if ((rows)[set_].operation == NULL) \
				(rows)[set_].operation = (of_rows); \
	} while (0)

/* Cases for UNIT_ROWS. */
extern void service_read_rows(void **state);
extern void service_build_request(void **state);
extern void service_refuse(void **state);

#endif							/* PNL_TEST_UNIT_SERVICE_H */
