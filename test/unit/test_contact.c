/*
 * test_contact.c
 *		What people write where they have no phone number and no e-mail.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "core/contact.h"

typedef struct ContactRow
{
	const char *name;
	const char *text;
	bool		none;
} ContactRow;

static const ContactRow contacts[] = {
	{"nothing is none", "", true},
	{"a hyphen is none", "-", true},
	{"hyphens are none", "---", true},
	{"a dash is none", "\xE2\x80\x94", true},
	{"a full stop is none", ".", true},
	{"a question mark is none", "?", true},
	{"an at sign is none", "@", true},
	{"zero is none", "0", true},
	{"zeros are none", "0000000000", true},
	{"zeros with signs are none", "00-000 000", true},
	{"geen is none", "geen", true},
	{"GEEN is none", "GEEN", true},
	{"n.v.t. is none", "n.v.t.", true},
	{"nvt is none", "nvt", true},
	{"N/A is none", "N/A", true},
	{"none is none", "none", true},
	{"null is none", "null", true},
	{"(geen) is none", "(geen)", true},
	{"geen e-mail is none", "geen e-mail", true},
	{"niet van toepassing is none", "niet van toepassing", true},
	{"n\xC3\xA9" "ant is none", "n\xC3\xA9" "ant", true},
	{"aucune is none", "Aucune", true},
	{"unbekannt is none", "unbekannt", true},
	{"x is none", "x", true},
	{"more of them are none", "Xxx", true},
	{"the code of a country is none", "+31", true},
	{"the beginning of a number is none", "+31 6", true},
	{"the beginning of a number without code is none", "06", true},
	{"a few digits are none", "1", true},
	{"a phone number is one", "06-12345678", false},
	{"five digits are somebody's mistake", "12345", false},
	{"an address is one", "jan@example.org", false},
	{"an address of such a word is one", "geen@example.org", false},
	{"a name is somebody's mistake", "jan", false},
	{"a word with more behind it is somebody's mistake", "geen idee", false},
	{"a word with digits is somebody's mistake", "x1", false},
	{"a long text is somebody's mistake",
	"geen geen geen geen geen geen geen geen geen geen geen geen geen geen geen geen", false},
};

static void
recognise(void **state)
{
	const ContactRow *row = *state;
	char	   *text = unit_bytes(row->text, strlen(row->text));
	bool		none = pnl_contact_is_none((PnlText) {text, strlen(row->text)});

	free(text);
	assert_int_equal(none, row->none);
}

int
main(void)
{
	UNIT_ROWS(contacts, recognise);
	return unit_run();
}
