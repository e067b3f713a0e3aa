/*
 * shipment_form.c
 *		The one form of each value of a shipment's description.
 *
 * Nothing is judged here: what has no form stays as it is, and shipment_check.c refuses
 * it.
 */
#include "core/shipment_form.h"

#include <stdio.h>
#include <string.h>

#include "core/ascii.h"
#include "core/barcode.h"
#include "core/change.h"
#include "core/choice.h"
#include "core/country.h"
#include "core/postal_code.h"

/* ----------
 * Texts
 * ----------
 */

static PnlText
text_member(const PnlJson *object, const char *name)
{
	PnlText		text = {NULL, 0};

	if (!pnl_json_text(pnl_json_get(object, name), &text.data, &text.length))
		text.length = 0;
	return text;
}

/* The code of the country beside a key, which may come later; NL unless given. */
static const char *
find_country(const PnlJson *object)
{
	PnlText		given = text_member(object, "country");

	return given.length == 0 ? "NL" : pnl_country_find(given);
}

static PnlText
spell_country(const PnlJson *object, PnlText text)
{
	const char *code = pnl_country_find(text);
	PnlText		postal_code = text_member(object, "postal_code");
	char		spelled[PNL_POSTAL_CODE_SIZE];

	if (code == NULL)
		return text;
	if (postal_code.length > 0 &&
		pnl_postal_code_spell(postal_code, (PnlText) {code, 2}, spelled))
		code = pnl_country_at(code, (PnlText) {spelled, strlen(spelled)});
	return (PnlText) {code, 2};
}

static PnlText
spell_postal_code(const PnlJson *object, PnlText text, char scratch[PNL_FORM_SIZE])
{
	const char *country = find_country(object);

	if (!pnl_postal_code_spell(text, (PnlText) {country, country != NULL ? 2 : 0}, scratch))
		return text;
	return (PnlText) {scratch, strlen(scratch)};
}

/* Without any of the signs, in capital letters. */
static PnlText
strip(PnlText text, const char *signs, char scratch[PNL_FORM_SIZE])
{
	size_t		used = 0;

	for (size_t i = 0; i < text.length; i++)
	{
		if (strchr(signs, text.data[i]) != NULL)
			continue;
		if (used == PNL_FORM_SIZE)
			return text;
		scratch[used++] = pnl_ascii_upper(text.data[i]);
	}
	return (PnlText) {scratch, used};
}

PnlText
pnl_shipment_form_text(const PnlShipmentKey *key, const PnlJson *object, PnlText text,
					   char scratch[PNL_FORM_SIZE])
{
	PnlText		word;

	if (key->choices != NULL)
	{
		word = pnl_choice_spell(key->choices, text);
		return word.length > 0 ? word : text;
	}
	switch (key->form)
	{
		case PNL_FORM_COUNTRY:
			return spell_country(object, text);
		case PNL_FORM_POSTAL_CODE:
			return spell_postal_code(object, text, scratch);
		case PNL_FORM_HS_CODE:
			return strip(text, ". ", scratch);
		case PNL_FORM_BARCODE:
			return pnl_barcode_spell(text, scratch) == NULL ?
				(PnlText) {scratch, strlen(scratch)} : text;
		default:
			return text;
	}
}

/* A date is the day in the Netherlands, whatever offset its time has. */
static PnlText
spell_date(PnlText text, char scratch[PNL_FORM_SIZE])
{
	PnlCivil	civil;

	if (!pnl_date_parse(text.data, text.length, &civil))
		return text;
	civil = pnl_date_local_day(&civil);
	snprintf(scratch, PNL_FORM_SIZE, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
	return (PnlText) {scratch, strlen(scratch)};
}

/* ----------
 * Values
 * ----------
 */

/* Puts another value in the place of one. */
static bool
replace(const PnlShipmentKey *key, PnlJson *object, PnlJson *settled, const PnlJson **value)
{
	*value = settled;
	return pnl_json_put(object, key->name, settled);
}

static bool
settle_text(const PnlShipmentKey *key, const char *path, PnlJson *object,
			const PnlJson **value, PnlJson **changes)
{
	char		scratch[PNL_FORM_SIZE];
	PnlText		given;
	PnlText		taken;

	if (!pnl_json_text(*value, &given.data, &given.length))
		return true;
	taken = key->type == PNL_KEY_DATE ? spell_date(given, scratch) :
		pnl_shipment_form_text(key, object, given, scratch);
	if (pnl_json_is_text(*value) && taken.length == given.length &&
		memcmp(taken.data, given.data, given.length) == 0)
		return true;
	return pnl_change_note(changes, path, given, taken, NULL) &&
		replace(key, object, pnl_json_new_text(taken.data, taken.length), value);
}

/* A list of texts is made anew, for what it has cannot be replaced. */
static bool
settle_texts(const PnlShipmentKey *key, const char *path, PnlJson *object,
			 const PnlJson **list, PnlJson **changes)
{
	PnlJson    *settled = pnl_json_new_array();
	bool		made = settled != NULL;

	for (size_t i = 0; made && i < pnl_json_count(*list); i++)
	{
		const PnlJson *value = pnl_json_item(*list, i);
		char		element[PNL_KEY_PATH_SIZE + 24];
		char		scratch[PNL_FORM_SIZE];
		PnlText		given;
		PnlText		taken;

		if (pnl_json_kind(value) != PNL_JSON_SCALAR || pnl_json_is_boolean(value) ||
			!pnl_json_text(value, &given.data, &given.length))
		{
			/* the checks say what is wrong */
			pnl_json_free(settled);
			return true;
		}
		snprintf(element, sizeof(element), "%s[%zu]", path, i);
		taken = pnl_shipment_form_text(key, object, given, scratch);
		made = pnl_change_note(changes, element, given, taken, NULL) &&
			pnl_json_append(settled, pnl_json_new_text(taken.data, taken.length));
	}
	if (made)
		return replace(key, object, settled, list);
	pnl_json_free(settled);
	return false;
}

/* "2000" and 2000.0 are 2000. */
static bool
settle_integer(const PnlShipmentKey *key, PnlJson *object, const PnlJson **value)
{
	PnlValue	number;
	PnlText		given;
	char		spelled[16];

	if (!pnl_value_from_json(PNL_INTEGER, *value, &number) || number.null ||
		!pnl_json_text(*value, &given.data, &given.length))
		return true;
	snprintf(spelled, sizeof(spelled), "%d", number.integer);
	if (!pnl_json_is_text(*value) && strcmp(spelled, given.data) == 0)
		return true;
	return replace(key, object, pnl_json_new_integer(number.integer), value);
}

/* "12.50" is 12.5; powers are no amounts, which the checks say. */
static bool
settle_money(const PnlShipmentKey *key, PnlJson *object, const PnlJson **value)
{
	PnlValue	number;
	PnlText		given;

	if (!pnl_json_is_text(*value) || !pnl_value_from_json(PNL_FLOAT, *value, &number) ||
		number.null || !pnl_json_text(*value, &given.data, &given.length) ||
		memchr(given.data, 'e', given.length) != NULL ||
		memchr(given.data, 'E', given.length) != NULL)
		return true;
	return replace(key, object, pnl_json_new_number(number.number), value);
}

bool
pnl_shipment_form_settle(const PnlShipmentKey *key, const char *path, PnlJson *object,
						 const PnlJson **value, PnlJson **changes)
{
	bool		is_scalar = pnl_json_kind(*value) == PNL_JSON_SCALAR &&
		!pnl_json_is_boolean(*value);

	switch (key->type)
	{
		case PNL_KEY_TEXT:
		case PNL_KEY_DATE:
			return !is_scalar || settle_text(key, path, object, value, changes);
		case PNL_KEY_TEXTS:
			return pnl_json_kind(*value) != PNL_JSON_ARRAY ||
				settle_texts(key, path, object, value, changes);
		case PNL_KEY_INTEGER:
			return !is_scalar || settle_integer(key, object, value);
		case PNL_KEY_MONEY:
			return !is_scalar || settle_money(key, object, value);
		default:
			return true;
	}
}
