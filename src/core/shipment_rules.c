/*
 * shipment_rules.c
 *		What a shipment needs beyond each key by itself: data, in one place.
 *
 * Sources: api.md section 3.7 (products), reference/error_codes.csv, PostNL's
 * OpenAPI file of Labelling.  PostNL has more rules, by contract; what it
 * refuses is told in its own words.
 */
#include "core/shipment_rules.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "core/barcode.h"
#include "core/choice.h"
#include "core/country.h"
#include "core/shipment_keys.h"

/* Room for what a limit says. */
#define FAULT_SIZE 200

/* What a shipment is, as bits; a rule applies where all of its bits are. */
#define IS_ANY			0x0000
#define IS_NL			0x0001
#define IS_BENELUX		0x0002
#define IS_EUROPE		0x0004	/* with a postal code that is checked */
#define IS_WORLD		0x0008	/* outside the EU: customs */
#define IS_TIMED		0x0010	/* a delivery window other than daytime */
#define IS_PICKUP		0x0020
#define IS_COMMERCIAL	0x0040	/* customs transaction 11, 21 or 32 */
#define HAS_CUSTOMS		0x0080
#define IS_DELIVERY_CODE 0x0100
#define IS_ABROAD		0x0200	/* outside the Netherlands and Belgium */
#define IS_APART		0x0400	/* in the EU, outside its customs or VAT territory */

/* Each rule: one of the paths must have a value. */
static const struct
{
	int			when;
	const char *paths;			/* "a|b": one of them */
	const char *because;		/* what asks for it; "" = always */
}			needed[] = {
	{IS_ANY, "receiver", ""},
	{IS_ANY, "receiver.last_name|receiver.company", ""},
	{IS_ANY, "receiver.street|receiver.address_line", ""},
	{IS_ANY, "receiver.city", ""},
	{IS_BENELUX, "receiver.house_number", "in the Netherlands and Belgium"},
	{IS_EUROPE, "receiver.postal_code", "in the EU"},
	{IS_TIMED, "delivery_date|hand_over_date", "with a delivery window"},
	{IS_TIMED, "receiver.email|receiver.mobile", "with a delivery window"},
	{IS_PICKUP, "receiver.email|receiver.mobile", "with pick-up at a location"},
	{IS_PICKUP, "pickup_location.location_code|pickup_location.street",
	"with pick-up at a location"},
	{IS_DELIVERY_CODE, "receiver.email|receiver.mobile", "with a delivery code"},
	{IS_WORLD, "customs", "outside the EU"},
	{IS_APART, "customs", "in a place outside the EU's customs or VAT territory"},
	{HAS_CUSTOMS, "customs.content", "with customs"},
	{HAS_CUSTOMS, "customs.shipment_type|customs.transaction_code", "with customs"},
	{IS_COMMERCIAL, "customs.invoice|customs.certificate|customs.license",
	"with a commercial transaction"},
};

/* Limits of numbers that are narrower on a route. */
static const struct
{
	int			when;
	bool		of_parcels;		/* of each element of "parcels" */
	const char *key;
	int			max;
	const char *because;
}			limits[] = {
	{IS_ABROAD, false, "insured_value", 500, "outside the Netherlands and Belgium"},
	{IS_WORLD, true, "weight_g", 30000, "outside the EU"},
};

/* What each element of customs.content needs. */
static const char *const needed_of_content[] = {
	"description", "quantity", "weight_g", "value"
};

/* Days from today on that a date may be. */
#define NO_LIMIT INT_MAX
static const struct
{
	const char *path;
	int			first;
	int			last;
	const char *too_early;
	const char *too_late;
}			dates[] = {
	{"delivery_date", 0, 366, "must not be in the past", "must not be more than a year away"},
	{"hand_over_date", 0, 366, "must not be in the past", "must not be more than a year away"},
	{"receiver_date_of_birth", -NO_LIMIT, 0, "", "must not be in the future"},
};

static bool
text_is(const PnlShipment *shipment, const char *path, const char *choices)
{
	PnlText		text = pnl_shipment_text(shipment, path);

	return text.length > 0 && pnl_choice_find(choices, text).length > 0;
}

/* The bits of a shipment. */
static int
describe(const PnlShipment *shipment)
{
	int			is = 0;

	if (shipment->destination == PNL_TO_NL)
		is |= IS_NL;
	if (shipment->destination == PNL_TO_NL || shipment->destination == PNL_TO_BE)
		is |= IS_BENELUX;
	is |= shipment->destination == PNL_TO_WORLD ? IS_WORLD : IS_EUROPE;
	if (shipment->destination == PNL_TO_EU || shipment->destination == PNL_TO_WORLD)
		is |= IS_ABROAD;
	if (pnl_country_apart(pnl_shipment_text(shipment, "receiver.country"),
						  pnl_shipment_text(shipment, "receiver.postal_code")) != NULL)
		is |= IS_APART;
	if (text_is(shipment, "delivery_window.service", "evening|sunday|today|sameday") ||
		pnl_shipment_get(shipment, "delivery_window.guaranteed_before") != NULL)
		is |= IS_TIMED;
	if (shipment->pickup)
		is |= IS_PICKUP;
	if (shipment->services & PNL_SERVICE_DELIVERY_CODE)
		is |= IS_DELIVERY_CODE;
	if (pnl_shipment_get(shipment, "customs") != NULL)
		is |= HAS_CUSTOMS;
	if (text_is(shipment, "customs.transaction_code", "11|21|32") ||
		text_is(shipment, "customs.shipment_type",
				"commercial_goods|commercial_sample|returned_goods"))
		is |= IS_COMMERCIAL;
	return is;
}

/* True when one of "a|b" has a value. */
static bool
has_one(const PnlShipment *shipment, const char *paths)
{
	while (*paths != '\0')
	{
		char		path[PNL_KEY_PATH_SIZE];
		size_t		length = strcspn(paths, "|");

		memcpy(path, paths, length);
		path[length] = '\0';
		if (pnl_shipment_get(shipment, path) != NULL)
			return true;
		paths += length + (paths[length] == '|');
	}
	return false;
}

/* Refuses a key of an element of a list. */
static bool
refuse_element(const char *list, int i, const char *name, const char *fault, PnlError *error)
{
	char		key[PNL_KEY_PATH_SIZE];

	snprintf(key, sizeof(key), "%s[%d].%s", list, i, name);
	return pnl_error_set_key(error, key, "%s", fault);
}

/* "a|b" is told as "a or b". */
static bool
refuse_missing(const char *paths, const char *because, PnlError *error)
{
	char		named[2 * PNL_KEY_PATH_SIZE] = "";
	const char *between = "";

	while (*paths != '\0')
	{
		size_t		length = strcspn(paths, "|");
		size_t		used = strlen(named);

		snprintf(named + used, sizeof(named) - used, "%s%.*s", between, (int) length, paths);
		between = " or ";
		paths += length + (paths[length] == '|');
	}
	return pnl_error_set_key(error, named, "must be given%s%s",
							 *because != '\0' ? " " : "", because);
}

static bool
check_content(const PnlShipment *shipment, PnlError *error)
{
	const PnlJson *list = pnl_shipment_get(shipment, "customs.content");

	for (size_t i = 0; i < pnl_json_count(list); i++)
		for (size_t k = 0; k < sizeof(needed_of_content) / sizeof(needed_of_content[0]); k++)
			if (pnl_json_kind(pnl_json_get(pnl_json_item(list, i), needed_of_content[k])) ==
				PNL_JSON_NOTHING)
				return refuse_element("customs.content", (int) i, needed_of_content[k],
									  "must be given", error);
	return true;
}

static bool
exceeds(const PnlJson *value, int max)
{
	PnlValue	number;

	return pnl_value_from_json(PNL_FLOAT, value, &number) && !number.null && number.number > max;
}

/* Abroad PostNL wants to know what each parcel weighs (error 11504). */
static bool
check_weights(const PnlShipment *shipment, int is, PnlError *error)
{
	for (int i = 0; i < shipment->parcel_count && (is & IS_ABROAD); i++)
		if (pnl_json_kind(pnl_json_get(pnl_shipment_parcel(shipment, i), "weight_g")) ==
			PNL_JSON_NOTHING)
			return refuse_element("parcels", i, "weight_g",
								  "must be given outside the Netherlands and Belgium", error);
	return true;
}

static bool
check_limits(const PnlShipment *shipment, int is, PnlError *error)
{
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
	{
		char		fault[FAULT_SIZE];

		if ((limits[i].when & is) != limits[i].when)
			continue;
		snprintf(fault, sizeof(fault), "must not be more than %d %s", limits[i].max,
				 limits[i].because);
		if (!limits[i].of_parcels &&
			exceeds(pnl_shipment_get(shipment, limits[i].key), limits[i].max))
			return pnl_error_set_key(error, limits[i].key, "%s", fault);
		for (int k = 0; limits[i].of_parcels && k < shipment->parcel_count; k++)
			if (exceeds(pnl_json_get(pnl_shipment_parcel(shipment, k), limits[i].key),
						limits[i].max))
				return refuse_element("parcels", k, limits[i].key, fault, error);
	}
	return true;
}

/* A barcode that is given must be of the product's type (api.md, section 3.5). */
static bool
check_barcodes(const PnlShipment *shipment, PnlError *error)
{
	bool		domestic = pnl_shipment_takes_barcodes(shipment);

	for (int i = 0; i < shipment->parcel_count; i++)
	{
		PnlText		text;
		PnlBarcodeInfo info;

		if (!pnl_json_text(pnl_json_get(pnl_shipment_parcel(shipment, i), "barcode"),
						   &text.data, &text.length) || text.data == NULL)
			continue;
		pnl_barcode_inspect(text.data, text.length, &info);
		if (strcmp(info.kind, domestic ? "3S" : "S10") != 0)
			return refuse_element("parcels", i, "barcode", domestic ?
								  "must be of type 3S for this product" :
								  "must be of type S10 for this product", error);
	}
	return true;
}

/*
 * "Bilderdijkstraat 9" without a house number is the commonest mistake, and
 * deserves its own words.
 */
static bool
check_street(const PnlShipment *shipment, PnlError *error)
{
	PnlText		street = pnl_shipment_text(shipment, "receiver.street");
	bool		ends_in_digit = street.length > 0 &&
		street.data[street.length - 1] >= '0' && street.data[street.length - 1] <= '9';

	if ((shipment->destination == PNL_TO_NL || shipment->destination == PNL_TO_BE) &&
		ends_in_digit && pnl_shipment_get(shipment, "receiver.house_number") == NULL)
		return pnl_error_set_key(error, "receiver.house_number",
								 "must be given by itself, not in receiver.street");
	return true;
}

/* PostNL delivers no code to a PO box (changelog of February 2026). */
static bool
check_box(const PnlShipment *shipment, PnlError *error)
{
	if ((shipment->services & PNL_SERVICE_DELIVERY_CODE) &&
		text_is(shipment, "receiver.street", "Postbus|PO Box|P.O. Box"))
		return pnl_error_set_key(error, "receiver.street",
								 "must not be a PO box with a delivery code");
	return true;
}

/* What printers have (api.md, section 3.6). */
static bool
check_dpi(const PnlShipment *shipment, PnlError *error)
{
	const PnlJson *dpi = pnl_shipment_get(shipment, "label.dpi");

	if (dpi == NULL || text_is(shipment, "label.dpi", "200|300|600"))
		return true;
	return pnl_error_set_key(error, "label.dpi", "must be 200, 300 or 600");
}

bool
pnl_shipment_rules_check(const PnlShipment *shipment, PnlError *error)
{
	int			is = describe(shipment);

	if (!check_street(shipment, error))
		return false;
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if ((needed[i].when & is) == needed[i].when &&
			!has_one(shipment, needed[i].paths))
			return refuse_missing(needed[i].paths, needed[i].because, error);
	return check_limits(shipment, is, error) && check_content(shipment, error) &&
		check_weights(shipment, is, error) &&
		check_box(shipment, error) && check_dpi(shipment, error) &&
		(shipment->product.product == NULL || check_barcodes(shipment, error));
}

bool
pnl_shipment_rules_check_dates(const PnlShipment *shipment, const PnlCivil *today,
							   PnlError *error)
{
	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++)
	{
		PnlText		text = pnl_shipment_text(shipment, dates[i].path);
		PnlCivil	date;
		int			days;

		if (text.length == 0 || !pnl_date_parse(text.data, text.length, &date))
			continue;
		days = pnl_date_to_days(&date) - pnl_date_to_days(today);
		if (days < dates[i].first || days > dates[i].last)
			return pnl_error_set_key(error, dates[i].path, "%s", days < dates[i].first ?
									 dates[i].too_early : dates[i].too_late);
	}
	return true;
}
