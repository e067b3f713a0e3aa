/*
 * describe.c
 *		Descriptions of shipments out of bytes, by the tables of their keys.
 *
 * Most of what comes out will do, so that the builders are reached; the rest
 * is wrong in every way that a key can be.
 */
#include "describe.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/choice.h"
#include "core/shipment_keys.h"

/* What the bytes say next; past their end it is always 0. */
static unsigned
take(FuzzBytes *bytes, unsigned kinds)
{
	if (bytes->at == bytes->end)
		return 0;
	return *bytes->at++ % kinds;
}

/* ----------
 * Texts
 * ----------
 */

/* Countries with postal codes of theirs. */
static const struct
{
	const char *country;
	const char *postal_code;
}			places[] = {
	{"NL", "3532VA"}, {"nl", "3532 va"}, {"Nederland", "NL-3532VA"}, {"BE", "1000"},
	{"Belgi\xC3\xAB", "B-2000"}, {"DE", "10115"}, {"ESP", "35001"}, {"IT", "23041"},
	{"CH", "8001"}, {"US", "10118-1234"}, {"GB", "sw1a 1aa"}, {"CN", "100000"},
	{"Portugal", "1000205"}, {"Congo", "1"}
};

#define PLACES (sizeof(places) / sizeof(places[0]))

/* A text of a form, which will do. */
static const char *
choose_text(const PnlShipmentKey *key, FuzzBytes *bytes)
{
	static const char *const codes[] = {"3SDEVC1234567", "CC123456785NL", "LA123456785NL", "166152", "BE0Q50"};
	static const char *const digits[] = {"3085", "4907", "4909", "6350", "9876", "4907.00"};
	static const char *const options[] = {"118/006", "002/014", "191/004"};

	switch (key->form)
	{
		case PNL_FORM_COUNTRY:
			return places[take(bytes, 16) == 15 ? take(bytes, PLACES) : bytes->place].country;
		case PNL_FORM_POSTAL_CODE:
			return places[bytes->place].postal_code;
		case PNL_FORM_CODE:
		case PNL_FORM_BARCODE:
			return codes[key->max > 10 ? take(bytes, 3) : 3 + take(bytes, 2)];
		case PNL_FORM_DIGITS:
		case PNL_FORM_HS_CODE:
			return digits[take(bytes, 6)];
		case PNL_FORM_OPTION:
			return options[take(bytes, 3)];
		case PNL_FORM_EMAIL:
			return "a@example.org";
		case PNL_FORM_PHONE:
			return "+31612345678";
		case PNL_FORM_MOMENT:
			return take(bytes, 2) == 1 ? "2026-12-01" : "2026-12-01T16:30:00+01:00";
		default:
			return FUZZ_PERSON;
	}
}

/* One of the words of a list, in the letter case of the caller's choice. */
static PnlJson *
make_choice(const char *choices, FuzzBytes *bytes)
{
	unsigned	number = take(bytes, 16);
	char		word[64];
	size_t		length;

	while (number-- > 0 && strchr(choices, '|') != NULL)
		choices = strchr(choices, '|') + 1;
	length = strcspn(choices, "=|");
	for (size_t i = 0; i < length; i++)
		word[i] = (char) (bytes->shout ? toupper((unsigned char) choices[i]) : choices[i]);
	return pnl_json_new_text(word, length);
}

/* The longest that a free text may be, in characters of two bytes. */
static PnlJson *
make_longest(int characters)
{
	char		text[2 * 128];
	size_t		length = 0;

	while (characters-- > 0 && length < sizeof(text))
	{
		memcpy(text + length, "\xC3\xA9", 2);
		length += 2;
	}
	return pnl_json_new_text(text, length);
}

/* House numbers and lines as people type them; most are plain. */
static const char *const house_numbers[] = {"9", "9", "12 hs", "9"};
static const char *const lines[] = {
	"Bilderdijkstraat 9 bis", "Plein 1944 3", "Kerkstraat  12-3", "12 rue de la Paix"
};

static PnlJson *
make_one_of(const char *const texts[4], unsigned number)
{
	return pnl_json_new_text(texts[number % 4], strlen(texts[number % 4]));
}

static PnlJson *
make_text(const PnlShipmentKey *key, FuzzBytes *bytes)
{
	unsigned	kind = take(bytes, 16);
	const char *text;

	if (key->choices != NULL)
		return make_choice(key->choices, bytes);
	if (strcmp(key->name, "house_number") == 0)
		return kind == 1 ? pnl_json_new_integer(42) : make_one_of(house_numbers, kind);
	if (strcmp(key->name, "address_line") == 0 || (strcmp(key->name, "street") == 0 && kind > 13))
		return make_one_of(lines, take(bytes, 4));
	if (key->form == PNL_FORM_FREE && kind == 1)
		return make_longest(key->max);
	if (key->form == PNL_FORM_FREE && kind == 2)
		return pnl_json_new_integer(7);
	if (kind == 3 && (key->form == PNL_FORM_PHONE || key->form == PNL_FORM_EMAIL))
		return pnl_json_new_text("geen", 4);
	if (key->form == PNL_FORM_FREE && kind == 4)
		return pnl_json_new_text(" " FUZZ_PERSON "\xC2\xA0", strlen(FUZZ_PERSON) + 3);
	if (key->form == PNL_FORM_PHONE && kind < 8)
		return pnl_json_new_integer(31612345678);
	text = choose_text(key, bytes);
	return pnl_json_new_text(text, strlen(text));
}

/* ----------
 * Values
 * ----------
 */

/* As a number, or as a text. */
static PnlJson *
make_whole_number(const PnlShipmentKey *key, FuzzBytes *bytes)
{
	static const int common[] = {20, 35, 100, 200, 300};
	int			range = key->max > key->min ? key->max - key->min + 1 : 1000;
	unsigned	kind = take(bytes, 8);
	int			number = key->min + (int) (take(bytes, 256) * 256 + take(bytes, 256)) % range;
	char		text[16];

	if (kind < 5)
		number = common[kind];
	if (kind % 2 == 0)
		return pnl_json_new_integer(number);
	snprintf(text, sizeof(text), "%d", number);
	return pnl_json_new_text(text, strlen(text));
}

static PnlJson *
make_date(FuzzBytes *bytes)
{
	static const char *const dates[] = {
		"2031-12-01", "0001-01-01", "9999-12-31", "2031-01-01", "2028-02-29", "0000-01-01",
		"2031-12-01T23:30:00Z", "01-12-2031", "2199-12-31T23:00:00Z", "2000-01-01T00:00:00+01:00"
	};
	const char *date = dates[take(bytes, 10)];

	return pnl_json_new_text(date, strlen(date));
}

/* What a key must not have, or what says nothing. */
static PnlJson *
make_wrong(FuzzBytes *bytes)
{
	static const char *const texts[] = {
		"", "x", FUZZ_PERSON "<", FUZZ_PERSON "\n", "-1", "1e9", "99999999999999999999", "\xC3\xA9",
		FUZZ_PERSON FUZZ_PERSON FUZZ_PERSON FUZZ_PERSON FUZZ_PERSON FUZZ_PERSON FUZZ_PERSON
	};
	unsigned	kind = take(bytes, 14);
	PnlJson    *list = pnl_json_new_array();
	PnlJson    *object = pnl_json_new_object();
	PnlJson    *wrong = NULL;

	switch (kind)
	{
		case 9:
			wrong = list;
			list = NULL;
			break;
		case 10:
			wrong = object;
			object = NULL;
			break;
		case 11:
			wrong = pnl_json_new_boolean(true);
			break;
		case 12:
			wrong = pnl_json_new_number(12.345);
			break;
		case 13:
			wrong = pnl_json_new_integer(-1);
			break;
		default:
			wrong = pnl_json_new_text(texts[kind], strlen(texts[kind]));
	}
	pnl_json_free(list);
	pnl_json_free(object);
	return wrong;
}

static PnlJson *make_object(const PnlShipmentKey *keys, FuzzBytes *bytes, bool needed);

/* A list of so many values that will do. */
static PnlJson *
make_list(const PnlShipmentKey *key, FuzzBytes *bytes)
{
	PnlJson    *list = pnl_json_new_array();
	unsigned	count = 1 + take(bytes, 3);

	for (unsigned i = 0; i < count; i++)
	{
		PnlJson    *element = key->type == PNL_KEY_TEXTS ? make_text(key, bytes) :
			make_object(key->keys, bytes, true);

		fuzz_require(pnl_json_append(list, element), "there is memory");
	}
	return list;
}

static PnlJson *
make_raw(FuzzBytes *bytes)
{
	static const char *const raws[] = {
		"{\"Barcode\":null}", "{\"New\":{\"a\":[1]}}", "{\"Customs\":{\"Invoice\":false}}",
		"{\"Groups\":[]}", "{\"items\":null,\"sender\":\"x\"}", "{\"Dimension\":5}"
	};
	const char *raw = raws[take(bytes, 6)];
	PnlError	error;

	pnl_error_init(&error);
	return pnl_json_parse(raw, strlen(raw), &error);
}

static PnlJson *
make_value(const PnlShipmentKey *key, FuzzBytes *bytes)
{
	if (bytes->careful ? take(bytes, 256) == 255 : take(bytes, 16) == 15)
		return make_wrong(bytes);
	switch (key->type)
	{
		case PNL_KEY_TEXT:
			return make_text(key, bytes);
		case PNL_KEY_INTEGER:
			return make_whole_number(key, bytes);
		case PNL_KEY_MONEY:
			return pnl_json_new_number(take(bytes, 256) * 2.5);
		case PNL_KEY_KILOGRAMS:
			return pnl_json_new_number(take(bytes, 256) * 0.125);
		case PNL_KEY_BOOLEAN:
			return pnl_json_new_boolean(take(bytes, 2) == 1);
		case PNL_KEY_DATE:
			return make_date(bytes);
		case PNL_KEY_OBJECT:
			return make_object(key->keys, bytes, false);
		case PNL_KEY_OBJECTS:
		case PNL_KEY_TEXTS:
			return make_list(key, bytes);
		case PNL_KEY_ANY:
			return make_raw(bytes);
	}
	return NULL;
}

/* Keys without which little comes through the checks: there as a rule. */
static bool
is_usual(const PnlShipmentKey *key)
{
	static const char *const usual[] = {
		"receiver", "last_name", "street", "house_number", "postal_code", "city", "country",
		"email", "weight_g", "description", "quantity", "value", "content", "invoice", "location_code"
	};

	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (strcmp(key->name, usual[i]) == 0)
			return true;
	return false;
}

/* "needed": all keys as a rule, as in what customs want to know. */
static PnlJson *
make_object(const PnlShipmentKey *keys, FuzzBytes *bytes, bool needed)
{
	PnlJson    *object = pnl_json_new_object();

	bytes->place = take(bytes, PLACES);
	for (const PnlShipmentKey *key = keys; key->name != NULL; key++)
	{
		unsigned	chance = take(bytes, 8);

		if (is_usual(key) || needed ? chance != 7 : chance >= 6)
			fuzz_require(pnl_json_add(object, key->name, make_value(key, bytes)), "there is memory");
	}
	return object;
}

PnlJson *
fuzz_describe(FuzzBytes *bytes)
{
	return make_object(pnl_shipment_keys, bytes, false);
}
