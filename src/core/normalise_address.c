/*
 * normalise_address.c
 *		One address of a description: lines, house numbers, contacts.
 *
 * In the Netherlands and Belgium PostNL wants a house number by itself, so a
 * line that can be read in two ways is refused there.  Elsewhere PostNL takes
 * it as it is, and it stays as it is.
 */
#include "core/normalise_address.h"

#include <stdio.h>
#include <string.h>

#include "core/address_split.h"
#include "core/ascii.h"
#include "core/change.h"
#include "core/contact.h"
#include "core/country.h"
#include "core/house_number.h"
#include "core/phone.h"
#include "core/shipment_keys.h"
#include "core/shipment_path.h"
#include "core/text_tidy.h"

/* Most digits of a house number in the Netherlands, Belgium and Luxembourg. */
#define MAX_DIGITS 5

/* PostNL's word for a reply number, which is a product of its own. */
#define REPLY_NUMBER "Antwoordnummer"

typedef struct Party
{
	PnlJson    *object;
	const char *name;			/* "receiver" */
	const char *country;		/* NL unless given; NULL = none that is known */
	bool		is_theirs;		/* PostNL's own location: they have to understand it */
	PnlJson   **changes;
	PnlError   *error;
} Party;

static const PnlText nothing = {NULL, 0};

/* ----------
 * Members
 * ----------
 */

/* A text or number; data is NULL where there is none. */
static PnlText
find_text(const Party *party, const char *key)
{
	const PnlJson *value = pnl_json_get(party->object, key);
	PnlText		text = {NULL, 0};

	if (pnl_json_kind(value) != PNL_JSON_SCALAR || pnl_json_is_boolean(value) ||
		!pnl_json_text(value, &text.data, &text.length))
		return nothing;
	return text;
}

static void
write_path(const Party *party, const char *key, char path[PNL_KEY_PATH_SIZE])
{
	snprintf(path, PNL_KEY_PATH_SIZE, "%s.%s", party->name, key);
}

static bool
refuse(const Party *party, const char *key, const char *fault)
{
	char		path[PNL_KEY_PATH_SIZE];

	write_path(party, key, path);
	return pnl_error_set_key(party->error, path, "%s", fault);
}

/* Gives a key another text, or none, and notes that. */
static bool
change(const Party *party, const char *key, PnlText taken, const char *because)
{
	char		path[PNL_KEY_PATH_SIZE];
	PnlText		given = find_text(party, key);

	if (taken.data != NULL && given.data != NULL && taken.length == given.length &&
		memcmp(taken.data, given.data, given.length) == 0)
		return true;
	write_path(party, key, path);
	if (!pnl_change_note(party->changes, path, given, taken, because))
		return pnl_error_set(party->error, PNL_ERR_MEMORY, "out of memory");
	if (taken.data == NULL)
		pnl_json_remove(party->object, key);
	else if (!pnl_json_put(party->object, key, pnl_json_new_text(taken.data, taken.length)))
		return pnl_error_set(party->error, PNL_ERR_MEMORY, "out of memory");
	return true;
}

static PnlText
text_of(const char *text)
{
	return (PnlText) {text, strlen(text)};
}

static bool
is_in(const Party *party, const char *countries)
{
	return party->country != NULL && strstr(countries, party->country) != NULL;
}

/* ----------
 * Streets and house numbers
 * ----------
 */

static bool
has_digit(PnlText text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] >= '0' && text.data[i] <= '9')
			return true;
	return false;
}

/* What most house numbers are: then there is nothing to tell apart. */
static bool
is_plain_number(PnlText text)
{
	if (text.length == 0 || text.length > MAX_DIGITS || text.data[0] == '0')
		return false;
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
	return true;
}

static bool
settle_house_number(const Party *party, PnlText cell)
{
	PnlText		given = find_text(party, "house_number_addition");
	PnlHouseNumber house;
	const char *fault;

	if (is_plain_number(cell) || !is_in(party, "NL BE LU"))
		return true;
	fault = pnl_house_number_split(cell, given, &house);
	if (fault != NULL)
		return party->is_theirs || refuse(party, "house_number", fault);
	return change(party, "house_number", text_of(house.number), NULL) &&
		(house.addition[0] == '\0' ||
		 change(party, "house_number_addition", text_of(house.addition), NULL));
}

/* Nobody could mend the line without knowing what it may be: so the readings are told. */
static bool
refuse_readings(const Party *party, const char *key, const PnlAddressSplit *split)
{
	PnlBuf		readings;
	char		path[PNL_KEY_PATH_SIZE];

	pnl_buf_init(&readings, 0);
	pnl_address_split_append(&readings, split);
	write_path(party, key, path);
	pnl_error_set_key(party->error, path, "can be read as %s: give house_number by itself",
					  pnl_buf_text(&readings));
	pnl_buf_free(&readings);
	return false;
}

/* True when one of the readings has a house number. */
static bool
has_number(const PnlAddressSplit *split)
{
	for (int i = 0; i < split->count; i++)
		if (split->readings[i].house_number[0] != '\0')
			return true;
	return false;
}

static bool
take_reading(const Party *party, const char *key, const PnlAddress *address)
{
	PnlText		given = find_text(party, "house_number_addition");

	if (address->addition[0] != '\0' && given.length > 0 &&
		(strlen(address->addition) != given.length ||
		 !pnl_ascii_equal(address->addition, given.data, given.length)))
		return refuse(party, "house_number_addition", "must not be another one than that in the "
					  "line with the street");
	if (strcmp(key, "street") != 0 && !change(party, key, nothing, NULL))
		return false;
	return change(party, "street", text_of(address->street), NULL) &&
		change(party, "house_number", text_of(address->house_number), NULL) &&
		(address->addition[0] == '\0' ||
		 change(party, "house_number_addition", text_of(address->addition), NULL));
}

/* The line that has the house number in it, where there is none by itself. */
static bool
settle_line(const Party *party)
{
	PnlText		street = find_text(party, "street");
	PnlText		line = find_text(party, "address_line");
	const char *key = line.length > 0 ? "address_line" : "street";
	PnlAddressSplit split;

	if (line.length > 0 && street.length > 0)
		return true;
	if (line.length == 0)
		line = street;
	if (party->country == NULL || !has_digit(line))
		return true;
	if (!pnl_address_split(line, text_of(party->country), &split))
		return pnl_error_set(party->error, PNL_ERR_MEMORY, "out of memory");
	if (!has_number(&split))
		return true;
	if (split.confident)
		return take_reading(party, key, &split.readings[0]);
	return party->is_theirs || !is_in(party, "NL BE") || refuse_readings(party, key, &split);
}

static bool
settle_reply_number(const Party *party)
{
	PnlText		street = find_text(party, "street");

	if (street.length != strlen(REPLY_NUMBER) ||
		!pnl_ascii_equal(REPLY_NUMBER, street.data, street.length))
		return true;
	return change(party, "street", text_of(REPLY_NUMBER), NULL);
}

/* ----------
 * Contacts and names
 * ----------
 */

/* Of a phone that cannot be read the checks say what is wrong. */
static bool
settle_phone(const Party *party, const char *key)
{
	PnlText		given = find_text(party, key);
	PnlText		country = party->country != NULL ? text_of(party->country) : nothing;
	char		phone[PNL_PHONE_SIZE];

	if (given.length == 0)
		return true;
	if (pnl_phone_normalise(given, country, phone) == NULL)
		return change(party, key, text_of(phone), NULL);
	return !pnl_contact_is_none(given) ||
		change(party, key, nothing, "it is no phone number of anybody's");
}

static bool
settle_email(const Party *party)
{
	PnlText		given = find_text(party, "email");

	return given.length == 0 || !pnl_contact_is_none(given) ||
		change(party, "email", nothing, "it is no e-mail address of anybody's");
}

static bool
cut_names(const Party *party)
{
	static const char *const names[] = {"company", "department", "first_name", "last_name"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
	{
		const PnlShipmentKey *key = pnl_shipment_path_key(pnl_shipment_keys_address, names[i],
														  strlen(names[i]));
		PnlText		given = find_text(party, names[i]);

		if (given.length > (size_t) key->max &&
			!change(party, names[i], pnl_text_tidy_cut(given, (size_t) key->max), NULL))
			return false;
	}
	return true;
}

bool
pnl_normalise_address(PnlJson *address, const char *name, bool cut, PnlJson **changes,
					  PnlError *error)
{
	Party		party = {.object = address, .name = name, .country = "NL", .changes = changes,
	.error = error};
	PnlText		country = find_text(&party, "country");
	PnlText		house_number;

	party.is_theirs = strcmp(name, "pickup_location") == 0;
	if (country.length > 0)
		party.country = pnl_country_find(country);
	house_number = find_text(&party, "house_number");
	if (house_number.length > 0 ? !settle_house_number(&party, house_number) :
		!settle_line(&party))
		return false;
	return settle_reply_number(&party) && settle_email(&party) &&
		settle_phone(&party, "mobile") && settle_phone(&party, "phone") &&
		(!cut || cut_names(&party));
}
