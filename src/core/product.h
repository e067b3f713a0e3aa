/*
 * product.h
 *		PostNL's products, and the services that each is made of.
 *
 * The legacy API names a product by a code and options, V4 by its services.
 * The table that maps them is data of the database (postnl.product); what is
 * not in it is passed through as it is.
 */
#ifndef PNL_CORE_PRODUCT_H
#define PNL_CORE_PRODUCT_H

#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

/* Services, as bits. */
typedef uint32_t PnlServices;

#define PNL_SERVICE_SIGNATURE				0x0001
#define PNL_SERVICE_STATED_ADDRESS_ONLY		0x0002
#define PNL_SERVICE_RETURN_WHEN_NOT_HOME	0x0004
#define PNL_SERVICE_AGE_CHECK_16			0x0008
#define PNL_SERVICE_AGE_CHECK_18			0x0010
#define PNL_SERVICE_DELIVERY_CODE			0x0020
#define PNL_SERVICE_ADR_LQ					0x0040
#define PNL_SERVICE_REGISTERED				0x0080
#define PNL_SERVICE_TRACK_TRACE				0x0100
#define PNL_SERVICE_INSURED					0x0200
#define PNL_SERVICE_INSURED_PLUS			0x0400
#define PNL_SERVICE_NOTIFICATION			0x0800

/* The words of a description's "services", in the order of the bits. */
#define PNL_SERVICE_CHOICES \
	"signature|stated_address_only|return_when_not_home|age_check_16|" \
	"age_check_18|delivery_code|adr_lq|registered|track_trace|insured|" \
	"insured_plus|notification"

/* The bit of a word, 0 when it is none. */
extern PnlServices pnl_product_find_service(const char *word, size_t length);

/* The word of one bit; static. */
extern const char *pnl_product_service_word(PnlServices bit);

/* One row of the table. */
typedef struct PnlProduct
{
	const char *code;
	const char *origin;			/* NL or BE */
	const char *destination;	/* NL, BE, EU or ROW */
	const char *shipment_type;	/* V4's word; "parcel" as a rule */
	bool		pickup;
	bool		choosable;		/* services lead to it */
	PnlServices services;
	const char *options;		/* "002/014 118/006"; "" = none */
	bool		in_v4;			/* V4 has it */
	const char *barcode_type;	/* 3S, 2S, or one that PostNL issues itself */
} PnlProduct;

typedef struct PnlProductTable
{
	const PnlProduct *rows;
	int			count;
} PnlProductTable;

/* What a description comes down to. */
typedef struct PnlProductChoice
{
	const PnlProduct *product;	/* NULL when the code is not in the table */
	char		code[8];		/* the legacy code */
} PnlProductChoice;

typedef struct PnlProductWish
{
	const char *code;			/* NULL = by services */
	const char *origin;
	const char *destination;
	const char *shipment_type;	/* NULL = any */
	bool		pickup;
	PnlServices services;
} PnlProductWish;

/*
 * Finds the product of a wish.  A code that is in the table brings its
 * services along; further services lead to the product that has all of them.
 * A code that is not in the table is taken as it is, without services.  False
 * with kind ARGUMENT where nothing fits.
 */
extern bool pnl_product_choose(const PnlProductTable *table,
							   const PnlProductWish *wish,
							   PnlProductChoice *choice,
							   PnlServices *services, PnlError *error) PNL_MUST_CHECK;

#endif							/* PNL_CORE_PRODUCT_H */
