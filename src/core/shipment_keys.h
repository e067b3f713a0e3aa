/*
 * shipment_keys.h
 *		The keys of a shipment's description: a tree of tables.
 *
 * Type, limits, and the name of each key on either wire.
 */
#ifndef PNL_CORE_SHIPMENT_KEYS_H
#define PNL_CORE_SHIPMENT_KEYS_H

#include <stddef.h>

/* Parcels of one shipment; V4's schema allows more, its 200 KB do not. */
#define PNL_MAX_PARCELS 100

/* Characters of a reference (labelling.json, field_length_limits.csv). */
#define PNL_MAX_REFERENCE 35

/* The longest path of a key, "customs.content[99].country_of_origin". */
#define PNL_KEY_PATH_SIZE 96

typedef enum PnlKeyType
{
	PNL_KEY_TEXT,
	PNL_KEY_INTEGER,
	PNL_KEY_MONEY,				/* at most two decimals */
	PNL_KEY_KILOGRAMS,			/* becomes whole grams before it is checked */
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
	PNL_FORM_COUNTRY,			/* a code or a name */
	PNL_FORM_POSTAL_CODE,		/* by the country beside it */
	PNL_FORM_EMAIL,
	PNL_FORM_PHONE,
	PNL_FORM_CODE,				/* letters and digits */
	PNL_FORM_BARCODE,			/* the same, in capitals */
	PNL_FORM_DIGITS,
	PNL_FORM_HS_CODE,			/* six, eight or ten digits */
	PNL_FORM_OPTION,			/* "118/006" */
	PNL_FORM_MOMENT				/* a day, or a day and a time, with or without an offset */
} PnlKeyForm;

typedef struct PnlShipmentKey
{
	const char *name;
	PnlKeyType	type;
	int			min;			/* of a number, a text in characters, a date's year */
	int			max;			/* 0 = no limit */
	PnlKeyForm	form;
	const char *choices;		/* as in choice.h; NULL = any */
	const struct PnlShipmentKey *keys;	/* of OBJECT and OBJECTS */
	const char *legacy;			/* path in the legacy object; NULL = by code */
	const char *v4;				/* path in the V4 object; NULL = by code */
} PnlShipmentKey;

extern const PnlShipmentKey pnl_shipment_keys[];
extern const PnlShipmentKey pnl_shipment_keys_address[];
extern const PnlShipmentKey pnl_shipment_keys_parcel[];
extern const PnlShipmentKey pnl_shipment_keys_customs[];
extern const PnlShipmentKey pnl_shipment_keys_content[];

#endif							/* PNL_CORE_SHIPMENT_KEYS_H */
