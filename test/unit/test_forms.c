/*
 * test_forms.c
 *		A value may be written in many ways, and the request is the same.
 *
 * Walks the tables of keys.  For each key a value is made in its one form and in every
 * other that it may have: words in other letter cases, numbers as texts and texts as
 * numbers, dates with a time.  All calls of both generations have to be the same.
 */
#include "unit.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/label_call.h"
#include "core/shipment_keys.h"
#include "core/shipment_read.h"

/* Products for the routes, for each type of shipment and for each service. */
static PnlProduct products[32] = {
	{"3085", "NL", "NL", "parcel", false, true, 0, "", true, "3S"},
	{"4909", "NL", "ROW", "parcel", false, true, PNL_SERVICE_TRACK_TRACE, "005/025", true, "CC"},
	{"3533", "NL", "NL", "parcel", true, true, 0, "", true, "3S"},
	{"2928", "NL", "NL", "letterbox", false, true, 0, "", true, "3S"},
	{"6440", "NL", "NL", "packet", false, true, 0, "", true, "3S"},
	{"3086", "NL", "NL", "parcelnonstandard", false, true, 0, "", true, "3S"},
	{"6418", "NL", "NL", "letter", false, true, 0, "", true, "3S"},
	{"3610", "NL", "NL", "pallet", false, true, 0, "", true, "3S"},
};
static PnlProductTable table = {products, 8};

static void
add_products(void)
{
	for (PnlServices bit = 1; pnl_product_service_word(bit)[0] != '\0'; bit <<= 1)
		products[table.count++] = (PnlProduct) {
			"3189", "NL", "NL", "parcel", false, true, bit, "", true, "3S"
		};
}

/* Descriptions that have what a key needs beside it. */
#define ADDRESS "'last_name':'A','company':'C','street':'Meent','house_number':'9'," \
	"'city':'Rotterdam','email':'a@example.org','mobile':'+31612345678'"
#define AT_HOME "{'receiver':{" ADDRESS ",'postal_code':'3011JA'},'sender':{" ADDRESS \
	",'postal_code':'3011JA'},'delivery_date':'2031-12-02','parcels':[{'weight_g':700}]}"
#define AT_LOCATION "{'receiver':{" ADDRESS ",'postal_code':'3011JA'}," \
	"'pickup_location':{'location_code':'166152'}}"
#define ABROAD "{'receiver':{" ADDRESS ",'postal_code':'10118','country':'US'}," \
	"'parcels':[{'weight_g':700}],'customs':{'shipment_type':'gift','invoice':'9'," \
	"'content':[{'description':'Book','quantity':1,'weight_g':300,'value':12.5}]}}"

/* A key, and where it is: "customs.content[].value". */
typedef struct KeyRow
{
	char		path[PNL_KEY_PATH_SIZE];
	const PnlShipmentKey *key;
} KeyRow;

static KeyRow keys[300];
static size_t key_count;

/* ----------
 * What becomes of a description
 * ----------
 */

static void
append_call(const PnlShipment *shipment, PnlLabelCallKind kind, bool v4, PnlBuf *out,
			int *built)
{
	PnlLabelParcel parcel = {shipment, 0, "3SDEVC1234567", "3SDEVC1234567"};
	PnlLabelCall call = {
		.kind = kind, .v4 = v4, .customer_code = "DEVC", .customer_number = "11223344",
		.parcels = &parcel, .parcel_count = 1, .now = {.year = 2031, .month = 12, .day = 1},
		.message_number = 7
	};
	PnlRequest	request;
	PnlError	error;

	pnl_error_init(&error);
	pnl_request_init(&request);
	if (pnl_label_call_build(&request, &call, &error))
	{
		assert_true(pnl_buf_append_text(out, pnl_buf_text(&request.body)));
		*built += 1;
	}
	else
		assert_true(pnl_buf_append_text(out, error.message));
	assert_true(pnl_buf_append_char(out, '\n'));
	pnl_request_free(&request);
}

/*
 * The requests of both generations, or what is wrong, for a value at a path.  Takes over
 * the value.  Gives how many requests there are.
 */
static int
append_outcome(const char *base, const char *path, PnlJson *value, PnlBuf *out)
{
	PnlShipmentDefaults defaults = {0};
	PnlJson    *description = unit_parse(base);
	PnlShipment shipment;
	PnlError	error;
	int			built = 0;

	assert_true(pnl_json_put(description, path, value));
	pnl_error_init(&error);
	if (pnl_shipment_read_document(&shipment, description, &defaults, &table, &error))
		for (int kind = PNL_LABEL_AND_CONFIRM; kind <= PNL_LABEL_RETURN; kind++)
			for (int v4 = 0; v4 <= 1; v4++)
				append_call(&shipment, (PnlLabelCallKind) kind, v4 != 0, out, &built);
	else
		assert_true(pnl_buf_append_text(out, error.message));
	pnl_shipment_free(&shipment);
	return built;
}

static const char *
base_for(const char *path)
{
	if (strncmp(path, "pickup_location", strlen("pickup_location")) == 0)
		return AT_LOCATION;
	return strncmp(path, "customs", strlen("customs")) == 0 ? ABROAD : AT_HOME;
}

/* A text in the list of a key that has lists, or by itself. */
static PnlJson *
wrap(const PnlShipmentKey *key, PnlJson *value)
{
	PnlJson    *list;

	if (key->type != PNL_KEY_TEXTS)
		return value;
	list = pnl_json_new_array();
	assert_true(pnl_json_append(list, value));
	return list;
}

/* Both come to the same, and to requests; both are taken over. */
static void
compare(const KeyRow *row, PnlJson *one, PnlJson *other)
{
	PnlBuf		expected,
				found;
	int			built;

	pnl_buf_init(&expected, 0);
	pnl_buf_init(&found, 0);
	built = append_outcome(base_for(row->path), row->path, wrap(row->key, one), &expected);
	(void) append_outcome(base_for(row->path), row->path, wrap(row->key, other), &found);
	if (built == 0)
		fail_msg("no request: %s", pnl_buf_text(&expected));
	assert_string_equal(pnl_buf_text(&found), pnl_buf_text(&expected));
	pnl_buf_free(&expected);
	pnl_buf_free(&found);
}

static PnlJson *
new_text(const char *text)
{
	return pnl_json_new_text(text, strlen(text));
}

/* ----------
 * Rules for each key
 * ----------
 */

/* Changes the letter case of a word: all, or every other letter. */
static void
shout(char *word, bool all)
{
	for (size_t i = 0; word[i] != '\0'; i++)
		if (all || i % 2 == 0)
			word[i] = (char) (isupper((unsigned char) word[i]) ?
							  tolower((unsigned char) word[i]) : toupper((unsigned char) word[i]));
}

static void
letter_case_of_its_words_does_not_matter(void **state)
{
	const KeyRow *row = *state;

	for (const char *at = row->key->choices; *at != '\0'; at += strcspn(at, "|"), at += *at == '|')
		for (int all = 0; all <= 1; all++)
		{
			char		word[64];
			char		shouted[64];

			snprintf(word, sizeof(word), "%.*s", (int) strcspn(at, "=|"), at);
			strcpy(shouted, word);
			shout(shouted, all != 0);
			compare(row, new_text(word), new_text(shouted));
		}
}

/* A number that will do as a text of the key; NULL where none will. */
static const char *
number_for(const PnlShipmentKey *key)
{
	switch (key->form)
	{
		case PNL_FORM_FREE:
			return key->max >= 2 ? "12" : NULL;
		case PNL_FORM_PHONE:
			return "31612345678";
		case PNL_FORM_DIGITS:
			return "3085";
		case PNL_FORM_HS_CODE:
			return "490199";
		case PNL_FORM_CODE:
			return "166152";
		default:
			return NULL;
	}
}

static void
a_number_will_do_for_its_text(void **state)
{
	const KeyRow *row = *state;
	const char *number = number_for(row->key);

	compare(row, new_text(number), pnl_json_new_decimal(number));
}

static void
a_text_will_do_for_its_number(void **state)
{
	const KeyRow *row = *state;
	bool		resolution = strcmp(row->key->name, "dpi") == 0;
	int			number = resolution ? 300 : row->key->min > 35 ? row->key->min : 35;
	char		text[16];

	snprintf(text, sizeof(text), "%d", number);
	compare(row, pnl_json_new_integer(number), new_text(text));
	compare(row, pnl_json_new_integer(number), pnl_json_new_decimal(strcat(text, ".0")));
}

static void
a_text_will_do_for_its_amount(void **state)
{
	const KeyRow *row = *state;

	compare(row, pnl_json_new_number(12.5), new_text("12.50"));
	compare(row, pnl_json_new_number(12.5), pnl_json_new_decimal("12.50"));
}

static void
its_date_is_the_day_in_the_netherlands(void **state)
{
	const KeyRow *row = *state;

	compare(row, new_text("2031-12-02"), new_text("02-12-2031"));
	compare(row, new_text("2031-12-02"), new_text("2031-12-02T09:00:00"));
	compare(row, new_text("2031-12-02"), new_text("2031-12-01T23:30:00Z"));
	compare(row, new_text("2031-12-02"), new_text("2031-12-01 18:30:00-05:00"));
	compare(row, new_text("2031-07-02"), new_text("2031-07-01T22:00:00+00:00"));
	compare(row, new_text("2031-07-01"), new_text("2031-07-01T21:59:59Z"));
}

/* ----------
 * Forms of texts
 * ----------
 */

typedef struct SpellingRow
{
	const char *name;
	const char *path;
	const char *one;
	const char *other;
} SpellingRow;

static const SpellingRow spellings[] = {
	{"a country by its name", "receiver.country", "NL", "Nederland"},
	{"a country by three letters", "return_address.country", "BE", "BEL"},
	{"a country with an article", "receiver.country", "NL", "the Netherlands"},
	{"a country of origin by its name", "customs.content[].country_of_origin", "CN", "China"},
	{"a postal code in small letters", "receiver.postal_code", "3011JA", " 3011 ja"},
	{"a postal code with its country", "sender.postal_code", "3011JA", "NL-3011JA"},
	{"a postal code as a number", "receiver.postal_code", "3011JA", "3011-JA"},
	{"an HS code with points", "customs.content[].hs_code", "49019900", "4901.99.00"},
	{"a barcode in small letters", "returns.barcode", "3SDEVC1234567", "3s devc 1234567"},
};

static void
compare_spellings(void **state)
{
	const SpellingRow *spelling = *state;
	const PnlShipmentKey key = {spelling->name, PNL_KEY_TEXT};
	KeyRow		row = {"", &key};

	strcpy(row.path, spelling->path);
	compare(&row, new_text(spelling->one), new_text(spelling->other));
}

/* ----------
 * What the account adds
 * ----------
 */

static void
the_account_is_read_like_a_description(void **state)
{
	static const char sender[] = "{\"company\":\"C\",\"street\":\"Meent\",\"house_number\":9,"
		"\"postal_code\":\"1000\",\"city\":\"Brussel\",\"country\":\"Belgi\xC3\xAB\","
		"\"type\":\"Business\",\"language\":\"fr\"}";
	PnlError	error;
	PnlShipmentDefaults defaults = {.sender = sender, .label_format = "ZPL", .product = "3085"};

	(void) state;
	pnl_error_init(&error);
	for (int i = 0; i < 3; i++)
	{
		PnlShipment shipment;
		PnlBuf		written;

		pnl_buf_init(&written, 0);
		assert_true(pnl_shipment_read_document(&shipment, unit_parse("{'receiver':{" ADDRESS
																	 ",'postal_code':'3011JA'}}"),
											   &defaults, &table, &error));
		assert_true(shipment.from_belgium);
		assert_null(shipment.changes);
		assert_true(pnl_json_write(shipment.description, &written));
		assert_non_null(strstr(pnl_buf_text(&written), "\"house_number\":\"9\",\"postal_code\":"
							   "\"1000\",\"city\":\"Brussel\",\"country\":\"BE\","
							   "\"type\":\"business\",\"language\":\"FR\"}"));
		assert_non_null(strstr(pnl_buf_text(&written), "\"label\":{\"format\":\"zpl\"}"));
		pnl_buf_free(&written);
		pnl_shipment_free(&shipment);
		/* from then on it is shared */
		assert_true(i > 0 || pnl_shipment_read_sender(&defaults, &error));
	}
	pnl_json_free(defaults.sender_document);
}

/* A walk over what was read and checked would be one for each of ten thousand rows. */
static void
a_sender_that_was_read_is_not_read_again(void **state)
{
	PnlShipmentDefaults defaults = {.sender = "{\"stret\":\"x\"}"};
	PnlShipment shipment;
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	assert_false(pnl_shipment_read_sender(&defaults, &error));
	unit_assert_error(&error, PNL_ERR_ARGUMENT,
					  "sender.stret is not known; did you mean sender.street?");
	assert_null(defaults.sender_document);
	pnl_error_init(&error);
	defaults.sender_document = unit_parse("{'stret':'x'}");
	assert_true(pnl_shipment_read_document(&shipment, unit_parse("{'receiver':{" ADDRESS
																 ",'postal_code':'3011JA'}}"),
										   &defaults, &table, &error));
	assert_ptr_equal(pnl_shipment_get(&shipment, "sender"), defaults.sender_document);
	pnl_shipment_free(&shipment);
	pnl_json_free(defaults.sender_document);
}

typedef struct AccountRow
{
	const char *name;
	PnlShipmentDefaults defaults;
	const char *message;
} AccountRow;

static const AccountRow accounts[] = {
	{"a sender of the account with another key", {.sender = "{\"stret\":\"x\"}"},
	"sender.stret is not known; did you mean sender.street?"},
	{"a sender of the account that is none", {.sender = "[1]"}, "sender must be an object"},
	{"a format of the account that is none", {.label_format = "word"},
	"label.format must be one of pdf, zpl, gif, jpg, png"},
	{"a product of the account that is none", {.product = "box"},
	"product must not be shorter than 4 characters"},
};

static void
refuse_account(void **state)
{
	const AccountRow *row = *state;
	PnlShipment shipment;
	PnlError	error;

	pnl_error_init(&error);
	assert_false(pnl_shipment_read_document(&shipment, unit_parse(AT_HOME), &row->defaults, &table, &error)
				 && row->defaults.sender == NULL);
	pnl_shipment_free(&shipment);
	pnl_error_init(&error);
	assert_false(pnl_shipment_read_document(&shipment, unit_parse("{'receiver':{" ADDRESS
																  ",'postal_code':'3011JA'}}"),
											&row->defaults, &table, &error));
	unit_assert_error(&error, PNL_ERR_ARGUMENT, row->message);
	pnl_shipment_free(&shipment);
}

/* ----------
 * What is told
 * ----------
 */

static void
what_became_another_text_is_told(void **state)
{
	PnlShipmentDefaults defaults = {0};
	PnlShipment shipment;
	PnlError	error;
	PnlBuf		told;
	char	   *expected = unit_quoted(
									   "[{'key':'receiver.postal_code','given':'3011 ja','taken':'3011JA'},"
									   "{'key':'receiver.country','given':'Holland','taken':'NL'},"
									   "{'key':'services[0]','given':'Signature','taken':'signature'},"
									   "{'key':'delivery_date','given':'2031-12-01T23:30:00Z','taken':'2031-12-02'}]");

	(void) state;
	pnl_error_init(&error);
	pnl_buf_init(&told, 0);
	assert_true(pnl_shipment_read_document(&shipment, unit_parse(
																 "{'receiver':{" ADDRESS ",'postal_code':'3011 ja','country':'Holland'},'reference':5,"
																 "'services':['Signature','adr_lq'],'delivery_date':'2031-12-01T23:30:00Z'}"),
										   &defaults, &table, &error));
	assert_true(pnl_json_write(shipment.changes, &told));
	assert_string_equal(pnl_buf_text(&told), expected);
	pnl_buf_free(&told);
	pnl_shipment_free(&shipment);
	free(expected);
}

/* ----------
 * The walk
 * ----------
 */

static void
collect_keys(const PnlShipmentKey *list, const char *prefix)
{
	for (const PnlShipmentKey *key = list; key->name != NULL; key++)
	{
		KeyRow	   *row = &keys[key_count];
		char		inner[PNL_KEY_PATH_SIZE + 4];

		assert_true(key_count < UNIT_COUNT(keys));
		snprintf(row->path, sizeof(row->path), "%s%s", prefix, key->name);
		row->key = key;
		key_count++;
		snprintf(inner, sizeof(inner), "%s%s.", row->path,
				 key->type == PNL_KEY_OBJECTS ? "[]" : "");
		if (key->keys != NULL)
			collect_keys(key->keys, inner);
	}
}

static void
add_rules(const KeyRow *row)
{
	const PnlShipmentKey *key = row->key;
	bool		is_text = key->type == PNL_KEY_TEXT;

	if (key->choices != NULL)
		UNIT_RULE(row->path, row, letter_case_of_its_words_does_not_matter);
	else if (is_text && number_for(key) != NULL)
		UNIT_RULE(row->path, row, a_number_will_do_for_its_text);
	if (key->type == PNL_KEY_INTEGER)
		UNIT_RULE(row->path, row, a_text_will_do_for_its_number);
	if (key->type == PNL_KEY_MONEY)
		UNIT_RULE(row->path, row, a_text_will_do_for_its_amount);
	if (key->type == PNL_KEY_DATE)
		UNIT_RULE(row->path, row, its_date_is_the_day_in_the_netherlands);
}

int
main(void)
{
	add_products();
	collect_keys(pnl_shipment_keys, "");
	for (size_t i = 0; i < key_count; i++)
		add_rules(&keys[i]);
	UNIT_ROWS(spellings, compare_spellings);
	UNIT_CASE(the_account_is_read_like_a_description);
	UNIT_CASE(a_sender_that_was_read_is_not_read_again);
	UNIT_ROWS(accounts, refuse_account);
	UNIT_CASE(what_became_another_text_is_told);
	return unit_run();
}
