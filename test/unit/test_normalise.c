/*
 * test_normalise.c
 *		What a description becomes before it is checked, and what is told of it.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "core/normalise.h"

/* Quotes are single ones, for reading; see unit_quoted(). */
typedef struct GivenRow
{
	const char *name;
	const char *given;
	const char *taken;			/* or the message, where it does not begin with { */
	const char *told;			/* NULL = not looked at */
} GivenRow;

#define TO(country, rest) "{'receiver':{'country':'" country "'," rest "}}"
#define AT(rest) TO("NL", rest)
#define LINE(country, line) TO(country, "'address_line':'" line "'")
#define PARCEL(rest) "{'parcels':[{" rest "}]}"
#define LONG_NAME "Stichting Vrienden van het Oude Centraal Museum"
#define PARTS(country, street, number, addition) \
	TO(country, "'street':'" street "','house_number':'" number "'," \
		"'house_number_addition':'" addition "'")

static const GivenRow rows[] = {
	/* texts */
	{"what is tidy stays", AT("'city':'Utrecht','email':'a@example.org','mobile':'+31612345678'"),
	AT("'city':'Utrecht','email':'a@example.org','mobile':'+31612345678'"), ""},
	{"blanks around a text go", AT("'city':' Den  Haag '"), AT("'city':'Den Haag'"),
	"[{'key':'receiver.city','given':' Den  Haag ','taken':'Den Haag'}]"},
	{"no-break blanks are blanks", AT("'city':'Den\xC2\xA0Haag'"), AT("'city':'Den Haag'"), NULL},
	{"ends of lines are blanks", AT("'city':'Den\\nHaag'"), AT("'city':'Den Haag'"), NULL},
	{"letters with accents stay", AT("'city':'Li\xC3\xA8ge \xE2\x82\xAC'"),
	AT("'city':'Li\xC3\xA8ge \xE2\x82\xAC'"), ""},
	{"blanks alone are nothing", "{'remark':'  '}", "{'remark':''}",
	"[{'key':'remark','given':'  ','taken':''}]"},
	{"texts in lists are tidied", "{'customs':{'content':[{'description':' tea'}]},'options':['1/2 ']}",
		"{'customs':{'content':[{'description':'tea'}]},'options':['1/2']}",
		"[{'key':'customs.content[0].description','given':' tea','taken':'tea'},"
	"{'key':'options[0]','given':'1/2 ','taken':'1/2'}]"},
	{"raw stays as it is", "{'raw':{'a':' b '}}", "{'raw':{'a':' b '}}", ""},
	{"a key with a point is no path", "{'a.b':' c','a':{}}", "{'a.b':'c','a':{}}", NULL},

	/* references */
	{"a uuid is a reference by its digits", "{'reference':'{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}'}",
		"{'reference':'a0eebc999c0b4ef8bb6d6bb9bd380a11'}",
		"[{'key':'reference','given':'{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}',"
	"'taken':'a0eebc999c0b4ef8bb6d6bb9bd380a11'}]"},
	{"so is one of a parcel", PARCEL("'reference':'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"),
	PARCEL("'reference':'a0eebc999c0b4ef8bb6d6bb9bd380a11'"), NULL},
	{"so is one of a return", "{'returns':{'reference':'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'}}",
	"{'returns':{'reference':'a0eebc999c0b4ef8bb6d6bb9bd380a11'}}", NULL},
	{"so is an order's number", "{'order_number':'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'}",
	"{'order_number':'a0eebc999c0b4ef8bb6d6bb9bd380a11'}", NULL},
	{"another reference stays", "{'reference':'A-1'}", "{'reference':'A-1'}", ""},

	/* weights */
	{"kilograms become grams", PARCEL("'weight_kg':1.25"), PARCEL("'weight_g':1250"),
		"[{'key':'parcels[0].weight_kg','given':'1.25'},"
	"{'key':'parcels[0].weight_g','taken':'1250'}]"},
	{"kilograms are rounded up", PARCEL("'weight_kg':'0,3501'"), PARCEL("'weight_g':351"), NULL},
	{"grams are rounded up", PARCEL("'weight_g':1250.4"), PARCEL("'weight_g':1251"),
	"[{'key':'parcels[0].weight_g','given':'1250.4','taken':'1251'}]"},
	{"whole grams stay", PARCEL("'weight_g':1250"), PARCEL("'weight_g':1250"), ""},
	{"no kilograms are none", PARCEL("'weight_kg':null,'weight_g':1"),
	PARCEL("'weight_kg':null,'weight_g':1"), ""},
	{"the weight of what is in it too", "{'customs':{'content':[{'weight_kg':0.5}]}}",
	"{'customs':{'content':[{'weight_g':500}]}}", NULL},
	{"both weights are refused", PARCEL("'weight_kg':1,'weight_g':1000"),
	"parcels[0].weight_kg must not be given beside weight_g", NULL},
	{"a comma that may be one of thousands is refused", PARCEL("'weight_kg':'1,250'"),
	"parcels[0].weight_kg must be a weight in kilograms, such as 1.25", NULL},

	/* house numbers */
	{"a house number is told apart", AT("'house_number':'12 hs'"),
		AT("'house_number':'12','house_number_addition':'hs'"),
		"[{'key':'receiver.house_number','given':'12 hs','taken':'12'},"
	"{'key':'receiver.house_number_addition','taken':'hs'}]"},
	{"in Belgium too", TO("Belgi\xC3\xAB", "'house_number':'12 bus 3'"),
	TO("Belgi\xC3\xAB", "'house_number':'12','house_number_addition':'bus 3'"), NULL},
	{"a fraction of nothing goes", AT("'house_number':12.0"), AT("'house_number':'12'"), NULL},
	{"a number stays", AT("'house_number':12"), AT("'house_number':12"), ""},
	{"without a country it is a Dutch one", "{'receiver':{'house_number':'3HS'}}",
	"{'receiver':{'house_number':'3','house_number_addition':'HS'}}", NULL},
	{"in Germany it stays", TO("DE", "'house_number':'36-39'"), TO("DE", "'house_number':'36-39'"), ""},
	{"the same addition twice is one", AT("'house_number':'12a','house_number_addition':'A'"),
	AT("'house_number':'12','house_number_addition':'a'"), NULL},
	{"a range is refused", AT("'house_number':'12-14'"),
		"receiver.house_number must be one number: with another, higher one it may be a range of "
	"houses or have an addition, which goes into house_number_addition", NULL},
	{"of the sender too", "{'sender':{'house_number':'x'}}",
		"sender.house_number must be one to five digits, with what follows them in "
	"house_number_addition", NULL},

	{"PostNL's own locations are not refused", "{'pickup_location':{'country':'BE','house_number':'12-14'}}",
	"{'pickup_location':{'country':'BE','house_number':'12-14'}}", ""},
	{"nor are their lines", "{'pickup_location':{'street':'Hoofdstraat 12 3'}}",
	"{'pickup_location':{'street':'Hoofdstraat 12 3'}}", ""},

	/* lines */
	{"a line is split", LINE("NL", "Bilderdijkstraat 9 bis"),
		PARTS("NL", "Bilderdijkstraat", "9", "bis"),
		"[{'key':'receiver.address_line','given':'Bilderdijkstraat 9 bis'},"
		"{'key':'receiver.street','taken':'Bilderdijkstraat'},"
		"{'key':'receiver.house_number','taken':'9'},"
	"{'key':'receiver.house_number_addition','taken':'bis'}]"},
	{"a street with the number in it too", AT("'street':'Laan 1940-1945 17b'"),
		PARTS("NL", "Laan 1940-1945", "17", "b"),
		"[{'key':'receiver.street','given':'Laan 1940-1945 17b','taken':'Laan 1940-1945'},"
		"{'key':'receiver.house_number','taken':'17'},"
	"{'key':'receiver.house_number_addition','taken':'b'}]"},
	{"by the country's name", LINE("Belgique", "Rue de la Loi 12 bte 3"),
	PARTS("Belgique", "Rue de la Loi", "12", "bte 3"), NULL},
	{"with the number in front", LINE("FR", "12 rue de la Paix"),
	TO("FR", "'street':'rue de la Paix','house_number':'12'"), NULL},
	{"a line that is not tidy", LINE("NL", " Plein  1944\xC2\xA0" "3 "),
	TO("NL", "'street':'Plein 1944','house_number':'3'"), NULL},
	{"two readings are told", LINE("NL", "Hoofdstraat 12 3"),
		"receiver.address_line can be read as street \"Hoofdstraat\", house_number \"12\", "
		"house_number_addition \"3\" or street \"Hoofdstraat 12\", house_number \"3\": give "
	"house_number by itself", NULL},
	{"abroad such a line stays", LINE("DE", "Hauptstrasse 12 3"), LINE("DE", "Hauptstrasse 12 3"), ""},
	{"where countries are not known it stays", LINE("CN", "Tian An Men 1"), LINE("CN", "Tian An Men 1"),
	""},
	{"a line without a number stays", LINE("NL", "Straatweg"), LINE("NL", "Straatweg"), ""},
	{"a line beside a street stays", AT("'street':'Kerkstraat 1','address_line':'Kerkstraat 1'"),
	AT("'street':'Kerkstraat 1','address_line':'Kerkstraat 1'"), ""},
	{"a street beside its number stays", AT("'street':'Plein 1944','house_number':'3'"),
	AT("'street':'Plein 1944','house_number':'3'"), ""},
	{"an addition beside the line stays", AT("'street':'Kerkstraat 12','house_number_addition':'hs'"),
	AT("'street':'Kerkstraat','house_number_addition':'hs','house_number':'12'"), NULL},
	{"two additions are refused", AT("'street':'Kerkstraat 12a','house_number_addition':'hs'"),
		"receiver.house_number_addition must not be another one than that in the line with the "
	"street", NULL},
	{"a reply number has PostNL's spelling", AT("'street':'ANTWOORDNUMMER','house_number':'7'"),
	AT("'street':'Antwoordnummer','house_number':'7'"), NULL},
	{"in a line too", LINE("NL", "antwoordnummer 1234"),
	TO("NL", "'street':'Antwoordnummer','house_number':'1234'"), NULL},

	/* contacts */
	{"a phone gets its country's code", AT("'mobile':'06-12345678','phone':'030 2362362'"),
		AT("'mobile':'+31612345678','phone':'+31302362362'"),
		"[{'key':'receiver.mobile','given':'06-12345678','taken':'+31612345678'},"
	"{'key':'receiver.phone','given':'030 2362362','taken':'+31302362362'}]"},
	{"that of the address", TO("BE", "'mobile':'0470/12.34.56'"),
	TO("BE", "'mobile':'+32470123456'"), NULL},
	{"a phone that is none is left out", AT("'phone':'-','mobile':0,'city':'X'"), AT("'city':'X'"),
		"[{'key':'receiver.mobile','given':'0','because':'it is no phone number of anybody\\u0027s'},"
	"{'key':'receiver.phone','given':'-','because':'it is no phone number of anybody\\u0027s'}]"},
	{"an e-mail address that is none too", AT("'email':'Geen','city':'X'"), AT("'city':'X'"), NULL},
	{"what cannot be read stays", AT("'phone':'12345','email':'piet'"),
	AT("'phone':'12345','email':'piet'"), ""},

	/* names */
	{"a long name stays", AT("'company':'" LONG_NAME "'"), AT("'company':'" LONG_NAME "'"), ""},
	{"a long name is cut where that is asked for",
		"{'on_long':'Cut','receiver':{'company':'" LONG_NAME "','street':'" LONG_NAME "'}}",
		"{'on_long':'Cut','receiver':{'company':'Stichting Vrienden van het Oude Cen',"
		"'street':'" LONG_NAME "'}}",
		"[{'key':'receiver.company','given':'" LONG_NAME "',"
	"'taken':'Stichting Vrienden van het Oude Cen'}]"},
	{"to a short name nothing is done", "{'on_long':'cut','receiver':{'last_name':'P. Bos'}}",
	"{'on_long':'cut','receiver':{'last_name':'P. Bos'}}", ""},
};

/* An apostrophe is written \u0027 in a row. */
static char *
quote(const char *text)
{
	char	   *quoted = unit_quoted(text);
	char	   *at;

	while ((at = strstr(quoted, "\\u0027")) != NULL)
	{
		*at = '\'';
		memmove(at + 1, at + 6, strlen(at + 6) + 1);
	}
	return quoted;
}

static void
assert_json(const PnlJson *document, const char *expected)
{
	char	   *quoted = quote(expected);
	PnlBuf		written;

	pnl_buf_init(&written, 0);
	if (document != NULL)
		assert_true(pnl_json_write(document, &written));
	assert_string_equal(pnl_buf_text(&written), quoted);
	pnl_buf_free(&written);
	free(quoted);
}

static void
normalise(void **state)
{
	const GivenRow *row = *state;
	PnlJson    *description = unit_parse(row->given);
	PnlJson    *changes = NULL;
	PnlJson    *no_changes = NULL;
	PnlError	error;

	pnl_error_init(&error);
	if (row->taken[0] != '{')
	{
		assert_false(pnl_normalise(description, &changes, &error));
		unit_assert_error(&error, PNL_ERR_ARGUMENT, row->taken);
	}
	else
	{
		assert_true(pnl_normalise(description, &changes, &error));
		assert_json(description, row->taken);
		if (row->told != NULL)
			assert_json(changes, row->told);
		/* there is nothing left to do */
		assert_true(pnl_normalise(description, &no_changes, &error));
		assert_null(no_changes);
		assert_json(description, row->taken);
	}
	pnl_json_free(changes);
	pnl_json_free(description);
}

static void
the_accounts_sender_is_an_address_too(void **state)
{
	PnlJson    *sender = unit_parse("{'street':' Meent 9 a','phone':'-'}");
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	assert_true(pnl_normalise_party(sender, "sender", &error));
	assert_json(sender, "{'street':'Meent','house_number':'9','house_number_addition':'a'}");
	pnl_json_free(sender);
	sender = unit_parse("{'house_number':'?'}");
	assert_false(pnl_normalise_party(sender, "sender", &error));
	unit_assert_error(&error, PNL_ERR_ARGUMENT, "sender.house_number must be one to five digits, "
					  "with what follows them in house_number_addition");
	pnl_json_free(sender);
}

int
main(void)
{
	UNIT_ROWS(rows, normalise);
	UNIT_CASE(the_accounts_sender_is_an_address_too);
	return unit_run();
}
