/*
 * describe.h
 *		Descriptions of shipments out of bytes, by the tables of their keys.
 */
#ifndef PNL_TEST_FUZZ_DESCRIBE_H
#define PNL_TEST_FUZZ_DESCRIBE_H

#include "fuzz.h"

#include "core/shipment.h"

/* A person's data: it must be in no error. */
#define FUZZ_PERSON "Zaphod"

/* Bytes that decide what is made. */
typedef struct FuzzBytes
{
	const uint8_t *at;
	const uint8_t *end;
	bool		shout;			/* words of lists are in capitals */
	bool		careful;		/* few values are wrong */
	unsigned	place;			/* of the address that is being made */
} FuzzBytes;

/* A description, with few faults or none; the caller frees it. */
extern PnlJson *fuzz_describe(FuzzBytes *bytes);

#endif							/* PNL_TEST_FUZZ_DESCRIBE_H */
