/*
 * shipment_read.c
 *		Reading and checking the neutral description of a shipment.
 *
 * The tables of shipment_keys.c say what a key may be; this file walks a
 * description along them.  Texts of the description are a person's data: an
 * error names the key and the limit, never the text (normalise_address.c has the
 * exception).
 */
#include "core/shipment_read.h"

#include <stdio.h>
#include <string.h>

#include "core/normalise.h"
#include "core/shipment_check.h"
#include "core/shipment_form.h"
#include "core/shipment_keys.h"
#include "core/shipment_path.h"
#include "core/shipment_rules.h"

/* Room for "[n]." behind a path. */
#define MAX_INDEX 24

/* ----------
 * Keys
 * ----------
 */

/* What the walk down a description carries. */
typedef struct KeyWalk
{
	const PnlShipmentKey *keys;
	PnlJson    *object;			/* that has the key */
	char		prefix[PNL_KEY_PATH_SIZE];	/* "receiver." */
	PnlJson   **changes;		/* PnlShipment; NULL = nobody asks */
	PnlError   *error;
} KeyWalk;

static bool check_keys(PnlJson *object, const PnlShipmentKey *keys, const char *prefix,
					   PnlJson **changes, PnlError *error);

/* Puts two texts together; this runs for each key of each shipment. */
static void
join_path(char *out, size_t size, const char *before, const char *after)
{
	size_t		length = strlen(before);
	size_t		more = strlen(after);

	if (length >= size)
		length = size - 1;
	if (more > size - 1 - length)
		more = size - 1 - length;
	memcpy(out, before, length);
	memcpy(out + length, after, more);
	out[length + more] = '\0';
}

static bool
check_list_length(const PnlShipmentKey *key, const char *path,
				  const PnlJson *value, PnlError *error)
{
	if (pnl_json_kind(value) != PNL_JSON_ARRAY)
		return pnl_error_set_key(error, path, "must be a list");
	if (pnl_json_count(value) > (size_t) key->max)
		return pnl_error_set_key(error, path, "must not have more than %d elements", key->max);
	return true;
}

static bool
check_objects(const KeyWalk *walk, const PnlShipmentKey *key, const char *path,
			  const PnlJson *value)
{
	if (!check_list_length(key, path, value, walk->error))
		return false;
	for (size_t i = 0; i < pnl_json_count(value); i++)
	{
		const PnlJson *element = pnl_json_item(value, i);
		char		prefix[PNL_KEY_PATH_SIZE + MAX_INDEX];

		snprintf(prefix, sizeof(prefix), "%s[%zu]", path, i);
		if (pnl_json_kind(element) != PNL_JSON_OBJECT &&
			pnl_json_kind(element) != PNL_JSON_NOTHING)
			return pnl_error_set_key(walk->error, prefix, "must be an object");
		snprintf(prefix, sizeof(prefix), "%s[%zu].", path, i);
		if (!check_keys((PnlJson *) element, key->keys, prefix, walk->changes, walk->error))
			return false;
	}
	return true;
}

static bool
check_texts(const KeyWalk *walk, const PnlShipmentKey *key, const char *path,
			const PnlJson *value)
{
	PnlShipmentKey element = *key;

	if (!check_list_length(key, path, value, walk->error))
		return false;
	element.min = 1;
	element.max = 0;
	for (size_t i = 0; i < pnl_json_count(value); i++)
	{
		char		name[PNL_KEY_PATH_SIZE + MAX_INDEX];

		snprintf(name, sizeof(name), "%s[%zu]", path, i);
		if (!pnl_shipment_check_scalar(&element, name, walk->object, pnl_json_item(value, i),
									   walk->error))
			return false;
	}
	return true;
}

static bool
check_value(const KeyWalk *walk, const PnlShipmentKey *key, const char *path,
			const PnlJson *value)
{
	char		prefix[PNL_KEY_PATH_SIZE + 1];

	switch (key->type)
	{
		case PNL_KEY_OBJECT:
			join_path(prefix, sizeof(prefix), path, ".");
			if (pnl_json_kind(value) != PNL_JSON_OBJECT)
				return pnl_error_set_key(walk->error, path, "must be an object");
			return check_keys((PnlJson *) value, key->keys, prefix, walk->changes, walk->error);
		case PNL_KEY_OBJECTS:
			return check_objects(walk, key, path, value);
		case PNL_KEY_TEXTS:
			return check_texts(walk, key, path, value);
		case PNL_KEY_ANY:
			return pnl_json_kind(value) == PNL_JSON_OBJECT ||
				pnl_error_set_key(walk->error, path, "must be an object");
		default:
			return pnl_shipment_check_scalar(key, path, walk->object, value, walk->error);
	}
}

static bool
visit_key(const char *name, const PnlJson *value, void *arg)
{
	KeyWalk    *walk = arg;
	const PnlShipmentKey *key = pnl_shipment_path_key(walk->keys, name, strlen(name));
	char		path[PNL_KEY_PATH_SIZE];

	if (key == NULL)
		return pnl_shipment_path_refuse_key(walk->keys, walk->prefix, name, walk->error);
	/* null, "" and {} say that there is nothing */
	if (pnl_json_kind(value) == PNL_JSON_NOTHING)
		return true;
	join_path(path, sizeof(path), walk->prefix, name);
	if (!pnl_shipment_form_settle(key, path, walk->object, &value, walk->changes))
		return pnl_error_set(walk->error, PNL_ERR_MEMORY, "out of memory");
	return check_value(walk, key, path, value);
}

static bool
check_keys(PnlJson *object, const PnlShipmentKey *keys, const char *prefix,
		   PnlJson **changes, PnlError *error)
{
	KeyWalk		walk = {keys, object, "", changes, error};

	join_path(walk.prefix, sizeof(walk.prefix), prefix, "");
	pnl_json_each_key(object, visit_key, &walk);
	return error->kind == PNL_ERR_NONE;
}

/* ----------
 * What a description comes down to
 * ----------
 */

/*
 * Copies a text of the description to a C string, cut where there is no room;
 * "otherwise" if there is none.
 */
static void
copy_text(const PnlShipment *shipment, const char *path, const char *otherwise,
		  char *out, size_t size)
{
	PnlText		text = pnl_shipment_text(shipment, path);
	size_t		length = text.length == 0 ? strlen(otherwise) : text.length;

	if (length >= size)
		length = size - 1;
	memcpy(out, text.length == 0 ? otherwise : text.data, length);
	out[length] = '\0';
}

/* Settles and checks one key that the account gave; what is changed is not told. */
static bool
check_given(PnlJson *object, const PnlShipmentKey *keys, const char *prefix, const char *name,
			PnlError *error)
{
	KeyWalk		walk = {keys, object, "", NULL, error};

	join_path(walk.prefix, sizeof(walk.prefix), prefix, "");
	return visit_key(name, pnl_json_get(object, name), &walk);
}

/* Gives a description the account's sender, read from its text and checked. */
static bool
take_sender(PnlJson *description, const char *text, PnlError *error)
{
	PnlError	unreadable;
	PnlJson    *sender;

	pnl_error_init(&unreadable);
	sender = pnl_json_parse(text, strlen(text), &unreadable);
	if (sender == NULL)
		return unreadable.kind == PNL_ERR_MEMORY ?
			pnl_error_set(error, PNL_ERR_MEMORY, "out of memory") :
			pnl_error_set_key(error, "sender", "must be an object of JSON");
	if (!pnl_json_put(description, "sender", sender))
		return pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
	return pnl_normalise_party(sender, "sender", error) &&
		check_given(description, pnl_shipment_keys, "", "sender", error);
}

bool
pnl_shipment_read_sender(PnlShipmentDefaults *defaults, PnlError *error)
{
	PnlJson    *holder = pnl_json_new_object();
	bool		taken;

	if (holder == NULL)
		return pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
	taken = take_sender(holder, defaults->sender, error);
	if (taken)
		defaults->sender_document = pnl_json_share((PnlJson *) pnl_json_get(holder, "sender"));
	pnl_json_free(holder);
	return taken;
}

/* One that was read before is shared, and has nothing left to check. */
static bool
apply_sender(PnlShipment *shipment, const PnlShipmentDefaults *defaults, PnlError *error)
{
	if (defaults->sender == NULL || pnl_shipment_get(shipment, "sender") != NULL)
		return true;
	if (defaults->sender_document == NULL)
		return take_sender(shipment->description, defaults->sender, error);
	return pnl_json_put(shipment->description, "sender",
						pnl_json_share(defaults->sender_document)) ||
		pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
}

static bool
apply_defaults(PnlShipment *shipment, const PnlShipmentDefaults *defaults,
			   PnlError *error)
{
	PnlJson    *description = shipment->description;

	if (!apply_sender(shipment, defaults, error))
		return false;
	if (defaults->product != NULL && pnl_shipment_get(shipment, "product") == NULL &&
		pnl_shipment_get(shipment, "services") == NULL &&
		pnl_shipment_get(shipment, "pickup_location") == NULL)
	{
		if (!pnl_json_put(description, "product", pnl_json_new_text(defaults->product,
																	strlen(defaults->product))))
			return pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
		if (!check_given(description, pnl_shipment_keys, "", "product", error))
			return false;
	}
	if (defaults->label_format == NULL || pnl_shipment_get(shipment, "label.format") != NULL)
		return true;
	if (!pnl_json_put(description, "label.format",
					  pnl_json_new_text(defaults->label_format, strlen(defaults->label_format))))
		return pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
	return check_given(description, pnl_shipment_keys, "", "label", error);
}

bool
pnl_shipment_read_check_defaults(const PnlShipmentDefaults *defaults, PnlError *error)
{
	PnlShipment shipment;
	bool		taken;

	memset(&shipment, 0, sizeof(shipment));
	shipment.description = pnl_json_new_object();
	if (shipment.description == NULL)
		return pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
	taken = apply_defaults(&shipment, defaults, error);
	pnl_shipment_free(&shipment);
	return taken;
}

/* The insurance that an amount needs, by what PostNL has on the route. */
static PnlServices
insurance_for(const PnlShipment *shipment)
{
	PnlValue	value;

	if (!pnl_value_from_json(PNL_FLOAT, pnl_shipment_get(shipment, "insured_value"), &value) ||
		value.null || value.number == 0)
		return 0;
	if (shipment->destination == PNL_TO_EU || shipment->destination == PNL_TO_WORLD)
		return value.number <= 50 ? PNL_SERVICE_INSURED : PNL_SERVICE_INSURED_PLUS;
	return PNL_SERVICE_INSURED;
}

static PnlServices
read_services(const PnlShipment *shipment)
{
	const PnlJson *list = pnl_shipment_get(shipment, "services");
	PnlServices services = insurance_for(shipment);
	PnlServices bundles = PNL_SERVICE_TRACK_TRACE | PNL_SERVICE_INSURED | PNL_SERVICE_INSURED_PLUS;

	for (size_t i = 0; i < pnl_json_count(list); i++)
	{
		PnlText		word;

		if (pnl_json_text(pnl_json_item(list, i), &word.data, &word.length))
			services |= pnl_product_find_service(word.data, word.length);
	}
	/* abroad each parcel has one of the bundles */
	if ((shipment->destination == PNL_TO_EU || shipment->destination == PNL_TO_WORLD) &&
		(services & bundles) == 0 && pnl_shipment_get(shipment, "product") == NULL)
		services |= PNL_SERVICE_TRACK_TRACE;
	return services;
}

static bool
choose_product(PnlShipment *shipment, const PnlProductTable *products,
			   PnlError *error)
{
	PnlProductWish wish = {0};
	char		code[8];
	char		shipment_type[20];

	copy_text(shipment, "product", "", code, sizeof(code));
	copy_text(shipment, "shipment_type", code[0] ? "" : "parcel", shipment_type,
			  sizeof(shipment_type));
	wish.code = code[0] != '\0' ? code : NULL;
	wish.origin = shipment->from_belgium ? "BE" : "NL";
	wish.destination = pnl_destination_name(shipment->destination);
	wish.shipment_type = shipment_type[0] != '\0' ? shipment_type : NULL;
	wish.pickup = shipment->pickup;
	wish.services = read_services(shipment);
	return pnl_product_choose(products, &wish, &shipment->product, &shipment->services, error);
}

/* A receiver without country is in the Netherlands. */
static bool
settle_receiver(PnlShipment *shipment, PnlError *error)
{
	char		country[3];

	copy_text(shipment, "receiver.country", "NL", country, sizeof(country));
	shipment->destination = pnl_destination_of_country(country);
	if (pnl_shipment_get(shipment, "receiver") != NULL &&
		pnl_shipment_get(shipment, "receiver.country") == NULL &&
		!pnl_json_put(shipment->description, "receiver.country", pnl_json_new_text("NL", 2)))
		return pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
	copy_text(shipment, "sender.country", "NL", country, sizeof(country));
	shipment->from_belgium = pnl_destination_of_country(country) == PNL_TO_BE;
	return true;
}

bool
pnl_shipment_read(PnlShipment *shipment, const char *text, size_t length,
				  const PnlShipmentDefaults *defaults,
				  const PnlProductTable *products, PnlError *error)
{
	PnlError	unreadable;
	PnlJson    *description;

	memset(shipment, 0, sizeof(*shipment));
	pnl_error_init(&unreadable);
	description = pnl_json_parse(text, length, &unreadable);
	if (description == NULL)
		return pnl_error_set(error, PNL_ERR_ARGUMENT, "a shipment must be a JSON object: %s",
							 unreadable.message);
	return pnl_shipment_read_document(shipment, description, defaults, products, error);
}

bool
pnl_shipment_read_document(PnlShipment *shipment, PnlJson *description,
						   const PnlShipmentDefaults *defaults,
						   const PnlProductTable *products, PnlError *error)
{
	memset(shipment, 0, sizeof(*shipment));
	shipment->description = description;
	if (description == NULL)
		return pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
	if (!pnl_json_is_object(description))
		return pnl_error_set(error, PNL_ERR_ARGUMENT, "a shipment must be a JSON object");
	if (!pnl_normalise(description, &shipment->changes, error) ||
		!check_keys(description, pnl_shipment_keys, "", &shipment->changes, error) ||
		!apply_defaults(shipment, defaults, error) ||
		!settle_receiver(shipment, error))
		return false;
	shipment->parcel_count = (int) pnl_json_count(pnl_shipment_get(shipment, "parcels"));
	if (shipment->parcel_count == 0)
		shipment->parcel_count = 1;
	shipment->pickup = pnl_shipment_get(shipment, "pickup_location") != NULL;
	return choose_product(shipment, products, error) &&
		pnl_shipment_rules_check(shipment, error);
}
