/*
 * shipment.h
 *		The neutral description of a shipment: its keys, limits and rules.
 *
 * One JSON object, snake_case, describes a shipment for both generations of
 * PostNL's API (docs/shipment.md).  The keys are a tree of tables: type,
 * limits, and the name of each key on either wire.  What depends on more than
 * one key is a table of rules.  Nothing here builds a request.
 */
#ifndef PNL_CORE_SHIPMENT_H
#define PNL_CORE_SHIPMENT_H

#include "core/json.h"
#include "core/product.h"
#include "core/value.h"

/* Parcels of one shipment; V4's schema allows more, its 200 KB do not. */
#define PNL_MAX_PARCELS 100

/* The longest path of a key, "customs.content[99].country_of_origin". */
#define PNL_KEY_PATH_SIZE 96

typedef enum PnlKeyType
{
	PNL_KEY_TEXT,
	PNL_KEY_INTEGER,
	PNL_KEY_MONEY,				/* at most two decimals */
	PNL_KEY_BOOLEAN,
	PNL_KEY_DATE,				/* "2026-12-01" */
	PNL_KEY_OBJECT,				/* of the keys in "keys" */
	PNL_KEY_OBJECTS,			/* a list of such objects */
	PNL_KEY_TEXTS,				/* a list of texts */
	PNL_KEY_ANY					/* raw: whatever it is */
} PnlKeyType;

/* What a text has to look like. */
typedef enum PnlKeyForm
{
	PNL_FORM_FREE,				/* no control characters, no < and > */
	PNL_FORM_COUNTRY,			/* two letters */
	PNL_FORM_POSTAL_CODE,		/* by the country beside it */
	PNL_FORM_EMAIL,
	PNL_FORM_PHONE,
	PNL_FORM_CODE,				/* letters and digits */
	PNL_FORM_DIGITS,
	PNL_FORM_OPTION				/* "118/006" */
} PnlKeyForm;

typedef struct PnlShipmentKey
{
	const char *name;
	PnlKeyType	type;
	int			min;			/* of a number, or of a text in characters */
	int			max;			/* 0 = no limit */
	PnlKeyForm	form;
	const char *choices;		/* as in choice.h; NULL = any */
	const struct PnlShipmentKey *keys;	/* of OBJECT and OBJECTS */
	const char *legacy;			/* path in the legacy object; NULL = by code */
	const char *v4;				/* path in the V4 object; NULL = by code */
} PnlShipmentKey;

extern const PnlShipmentKey pnl_shipment_keys[];
extern const PnlShipmentKey pnl_address_keys[];
extern const PnlShipmentKey pnl_parcel_keys[];
extern const PnlShipmentKey pnl_customs_keys[];
extern const PnlShipmentKey pnl_content_keys[];

/* Where the receiver is, as far as PostNL's products differ. */
typedef enum PnlZone
{
	PNL_ZONE_NL,
	PNL_ZONE_BE,
	PNL_ZONE_EU,
	PNL_ZONE_WORLD
} PnlZone;

extern PnlZone pnl_zone_of_country(const char *country);
extern const char *pnl_zone_name(PnlZone zone);

/* A description that was read and checked. */
typedef struct PnlShipment
{
	PnlJson    *description;	/* owned */
	int			parcel_count;
	PnlZone		zone;			/* of the receiver */
	bool		from_belgium;	/* the sender is there */
	PnlServices services;		/* asked for, in the sense of product.h */
	bool		pickup;			/* at a PostNL location */
	PnlProductChoice product;
} PnlShipment;

/* What an account adds to descriptions that leave it out; each may be NULL. */
typedef struct PnlShipmentDefaults
{
	const char *sender;			/* JSON text of an address */
	PnlJson    *sender_document;	/* the same, read before; then it is shared */
	const char *product;
	const char *label_format;
} PnlShipmentDefaults;

/*
 * Reads and checks a description.  False with kind ARGUMENT and a message
 * that begins with the path of the key.  The caller frees the shipment in any
 * case.
 */
extern bool pnl_shipment_read(PnlShipment *shipment, const char *text, size_t length,
							  const PnlShipmentDefaults *defaults,
							  const PnlProductTable *products,
							  PnlError *error) PNL_MUST_CHECK;

/*
 * The same for a description that has been parsed or made already; the
 * shipment owns it in any case.  NULL stands for "out of memory".
 */
extern bool pnl_shipment_take(PnlShipment *shipment, PnlJson *description,
							  const PnlShipmentDefaults *defaults,
							  const PnlProductTable *products,
							  PnlError *error) PNL_MUST_CHECK;
extern void pnl_shipment_free(PnlShipment *shipment);

/*
 * Whether the customer gets the shipment's barcodes beforehand.  Those of
 * S10 PostNL issues in the label call (changelog of March 2026).
 */
extern bool pnl_shipment_takes_barcodes(const PnlShipment *shipment);

/*
 * The serie to reserve its barcodes from, NULL = PostNL's choice: in the EU
 * they have 13 characters (api.md, section 3.5).
 */
extern const char *pnl_shipment_serie(const PnlShipment *shipment, const char *customer_code);

/* A text or number of the description by its path; NULL when it has none. */
extern const PnlJson *pnl_shipment_get(const PnlShipment *shipment, const char *path);
extern PnlText pnl_shipment_text(const PnlShipment *shipment, const char *path);

/* Parcel i, from 0; NULL where the description lists none. */
extern const PnlJson *pnl_shipment_parcel(const PnlShipment *shipment, int i);

/* One of the texts of a list, such as "services". */
extern bool pnl_shipment_lists(const PnlShipment *shipment, const char *list,
							   const char *word);

#endif							/* PNL_CORE_SHIPMENT_H */
