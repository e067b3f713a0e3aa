/*
 * shipment_check.c
 *		Checking one value of a shipment's description against its key.
 *
 * Texts of the description are a person's data: an error names the key and
 * the limit, never the text.
 */
#include "core/shipment_check.h"

#include <string.h>

#include "core/ascii.h"
#include "core/choice.h"
#include "core/country.h"
#include "core/postal_code.h"

static int
count_characters(PnlText text)
{
	int			count = 0;

	for (size_t i = 0; i < text.length; i++)
		if (((unsigned char) text.data[i] & 0xC0) != 0x80)
			count++;
	return count;
}

/* ----------
 * Forms of texts: what is wrong, or NULL
 * ----------
 */

static const char *
find_free_fault(PnlText text)
{
	for (size_t i = 0; i < text.length; i++)
	{
		if ((unsigned char) text.data[i] < ' ' || text.data[i] == 0x7F)
			return "must not hold control characters";
		if (text.data[i] == '<' || text.data[i] == '>')
			return "must not hold < or >";
	}
	return NULL;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return pnl_ascii_is_capital(pnl_ascii_upper(c));
}

/* Digits with an optional +, and blanks, hyphens and brackets between. */
static const char *
find_phone_fault(PnlText text)
{
	int			digits = 0;

	for (size_t i = 0; i < text.length; i++)
	{
		if (is_digit(text.data[i]))
			digits++;
		else if (!(text.data[i] == '+' && i == 0) && strchr(" -()", text.data[i]) == NULL)
			return "must be a phone number such as +31612345678";
	}
	return digits >= 9 && digits <= 15 ? NULL : "must be a phone number such as +31612345678";
}

static const char *
find_email_fault(PnlText text)
{
	const char *at = memchr(text.data, '@', text.length);
	size_t		before = at ? (size_t) (at - text.data) : 0;
	const char *fault = "must be an e-mail address";

	if (at == NULL || before == 0 || before + 1 >= text.length ||
		memchr(at + 1, '@', text.length - before - 1) != NULL ||
		memchr(at + 1, '.', text.length - before - 1) == NULL ||
		memchr(text.data, ' ', text.length) != NULL)
		return fault;
	return find_free_fault(text);
}

/* "118/006", as in product_options.csv. */
static const char *
find_option_fault(PnlText text)
{
	if (text.length == 7 && text.data[3] == '/' && is_digit(text.data[0]) &&
		is_digit(text.data[1]) && is_digit(text.data[2]) && is_digit(text.data[4]) &&
		is_digit(text.data[5]) && is_digit(text.data[6]))
		return NULL;
	return "must be a characteristic and an option such as 118/006";
}

static const char *
find_code_fault(PnlText text, bool digits_only)
{
	for (size_t i = 0; i < text.length; i++)
		if (!is_digit(text.data[i]) && (digits_only || !is_letter(text.data[i])))
			return digits_only ? "must be digits" : "must be letters and digits";
	return NULL;
}

static const char *
find_country_fault(PnlText text)
{
	return pnl_country_find(text) != NULL ? NULL :
		"must be a country, by its name or a code such as NL";
}

static PnlText
text_member(const PnlJson *object, const char *name)
{
	PnlText		text = {"", 0};

	if (!pnl_json_text(pnl_json_get(object, name), &text.data, &text.length) || text.data == NULL)
	{
		text.data = "";
		text.length = 0;
	}
	return text;
}

/* Six, eight or ten digits (confirming.json). */
static const char *
find_hs_fault(PnlText text)
{
	if ((text.length == 6 || text.length == 8 || text.length == 10) &&
		find_code_fault(text, true) == NULL)
		return NULL;
	return "must be six, eight or ten digits, such as 490199";
}

static const char *
find_moment_fault(PnlText text)
{
	PnlCivil	civil;

	return pnl_date_parse(text.data, text.length, &civil) ? NULL :
		"must be a day or a time such as 2026-12-01T16:30";
}

static const char *
find_form_fault(const PnlShipmentKey *key, PnlText text)
{
	switch (key->form)
	{
		case PNL_FORM_FREE:
		case PNL_FORM_POSTAL_CODE:	/* and by its country: check_postal_code() */
			return find_free_fault(text);
		case PNL_FORM_COUNTRY:
			return find_country_fault(text);
		case PNL_FORM_EMAIL:
			return find_email_fault(text);
		case PNL_FORM_PHONE:
			return find_phone_fault(text);
		case PNL_FORM_CODE:
		case PNL_FORM_BARCODE:
			return find_code_fault(text, false);
		case PNL_FORM_DIGITS:
			return find_code_fault(text, true);
		case PNL_FORM_HS_CODE:
			return find_hs_fault(text);
		case PNL_FORM_OPTION:
			return find_option_fault(text);
		case PNL_FORM_MOMENT:
			return find_moment_fault(text);
	}
	return NULL;
}

/* ----------
 * Values
 * ----------
 */

static bool
refuse_choice(const char *path, const char *choices, PnlError *error)
{
	PnlBuf		words;

	pnl_buf_init(&words, 0);
	pnl_choice_append_words(&words, choices);
	pnl_error_set_key(error, path, "must be one of %s", pnl_buf_text(&words));
	pnl_buf_free(&words);
	return false;
}

/* By the country beside it, NL unless given; one that is wrong is told by itself. */
static bool
check_postal_code(const char *path, const PnlJson *object, PnlText text, PnlError *error)
{
	PnlText		country = text_member(object, "country");
	const char *code = country.length > 0 ? pnl_country_find(country) : "NL";
	PnlText		found = {code, code != NULL ? strlen(code) : 0};
	char		spelled[PNL_POSTAL_CODE_SIZE];

	if (pnl_postal_code_spell(text, found, spelled))
		return true;
	if (pnl_postal_code_words(found) == NULL)
		return pnl_error_set_key(error, path, "must not be longer than %d characters",
								 PNL_POSTAL_CODE_SIZE - 1);
	return pnl_error_set_key(error, path, "must be a postal code of %s: %s", code,
							 pnl_postal_code_words(found));
}

static bool
check_text(const PnlShipmentKey *key, const char *path, const PnlJson *object,
		   const PnlJson *value, PnlError *error)
{
	PnlText		text;
	int			characters;
	const char *fault;

	if (pnl_json_kind(value) != PNL_JSON_SCALAR || pnl_json_is_boolean(value) ||
		!pnl_json_text(value, &text.data, &text.length))
		return pnl_error_set_key(error, path, "must be a text");
	if (key->choices != NULL)
		return pnl_choice_find(key->choices, text).length > 0 ||
			refuse_choice(path, key->choices, error);
	characters = count_characters(text);
	if (key->max > 0 && characters > key->max)
		return pnl_error_set_key(error, path, "must not be longer than %d characters", key->max);
	if (characters < key->min)
		return pnl_error_set_key(error, path, "must not be shorter than %d characters", key->min);
	fault = find_form_fault(key, text);
	if (fault != NULL)
		return pnl_error_set_key(error, path, "%s", fault);
	return key->form != PNL_FORM_POSTAL_CODE || check_postal_code(path, object, text, error);
}

static bool
check_integer(const PnlShipmentKey *key, const char *path, const PnlJson *value,
			  PnlError *error)
{
	PnlValue	number;

	if (!pnl_value_from_json(PNL_INTEGER, value, &number) || number.null)
		return pnl_error_set_key(error, path, "must be a whole number");
	if (number.integer < key->min || (key->max > 0 && number.integer > key->max))
		return pnl_error_set_key(error, path, "must be between %d and %d", key->min, key->max);
	return true;
}

/* "12", "12.5" and "12.50", but not "12.505". */
static bool
check_money(const PnlShipmentKey *key, const char *path, const PnlJson *value,
			PnlError *error)
{
	PnlValue	number;
	PnlText		text;
	const char *point;

	if (!pnl_value_from_json(PNL_FLOAT, value, &number) || number.null ||
		!pnl_json_text(value, &text.data, &text.length))
		return pnl_error_set_key(error, path, "must be an amount");
	if (number.number < key->min || (key->max > 0 && number.number > key->max))
		return pnl_error_set_key(error, path, "must be between %d and %d", key->min, key->max);
	point = memchr(text.data, '.', text.length);
	if (memchr(text.data, 'e', text.length) != NULL ||
		memchr(text.data, 'E', text.length) != NULL ||
		(point != NULL && text.length - (size_t) (point - text.data) - 1 > 2))
		return pnl_error_set_key(error, path, "must not have more than two decimals");
	return true;
}

static bool
check_date(const PnlShipmentKey *key, const char *path, const PnlJson *value, PnlError *error)
{
	PnlText		text;
	PnlCivil	civil;

	if (pnl_json_kind(value) == PNL_JSON_SCALAR &&
		pnl_json_text(value, &text.data, &text.length) &&
		pnl_date_parse(text.data, text.length, &civil))
		return (civil.year >= key->min && civil.year <= key->max) ||
			pnl_error_set_key(error, path, "must be a date of the years %d to %d", key->min,
							  key->max);
	return pnl_error_set_key(error, path, "must be a date such as 2026-12-01");
}

bool
pnl_shipment_check_scalar(const PnlShipmentKey *key, const char *path,
						  const PnlJson *object, const PnlJson *value,
						  PnlError *error)
{
	switch (key->type)
	{
		case PNL_KEY_TEXT:
		case PNL_KEY_TEXTS:
			return check_text(key, path, object, value, error);
		case PNL_KEY_INTEGER:
			return check_integer(key, path, value, error);
		case PNL_KEY_MONEY:
			return check_money(key, path, value, error);
		case PNL_KEY_DATE:
			return check_date(key, path, value, error);
		default:
			return pnl_json_is_boolean(value) ||
				pnl_error_set_key(error, path, "must be true or false");
	}
}
