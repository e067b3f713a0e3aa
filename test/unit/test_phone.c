/*
 * test_phone.c
 *		Phone numbers as people type them, in the international form.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "core/phone.h"

#define FAULT "must be a phone number such as +31612345678"
#define NO_CODE "must begin with the country's code, such as +31"

typedef struct PhoneRow
{
	const char *name;
	const char *typed;
	const char *country;
	const char *phone;			/* or why not */
} PhoneRow;

static const PhoneRow phones[] = {
	{"the international form stays as it is", "+31612345678", "NL", "+31612345678"},
	{"a Dutch mobile number gets its code", "0612345678", "NL", "+31612345678"},
	{"blanks are left out", "06 12 34 56 78", "NL", "+31612345678"},
	{"a hyphen and blanks are left out", "06-12 34 56 78", "NL", "+31612345678"},
	{"dots are left out", "06.12.34.56.78", "NL", "+31612345678"},
	{"slashes are left out", "06/12345678", "NL", "+31612345678"},
	{"a Dutch landline gets its code", "070-3456789", "NL", "+31703456789"},
	{"an area code in brackets is taken", "(070) 345 67 89", "NL", "+31703456789"},
	{"the zero in brackets is not dialled", "+31 (0)6 12345678", "NL", "+31612345678"},
	{"a zero behind the code is not dialled", "+31 06 12345678", "NL", "+31612345678"},
	{"00 is a plus", "0031612345678", "NL", "+31612345678"},
	{"00 with the zero in brackets", "0031 (0)6 12 34 56 78", "NL", "+31612345678"},
	{"a code without plus before a zero in brackets", "31 (0)6 12345678", "NL", "+31612345678"},
	{"the plus that a sheet took away", "31612345678", "NL", "+31612345678"},
	{"the zero that a sheet took away from a mobile number", "612345678", "NL", "+31612345678"},
	{"a label is left out", "Tel.: 06-12345678", "NL", "+31612345678"},
	{"a label of Belgium is left out", "gsm 0470 12 34 56", "BE", "+32470123456"},
	{"a country in small letters is known", "0612345678", "nl", "+31612345678"},
	{"a Belgian mobile number", "0470/12.34.56", "BE", "+32470123456"},
	{"a Belgian landline", "02 234 56 78", "BE", "+3222345678"},
	{"the zero that a sheet took away in Belgium", "470123456", "BE", "+32470123456"},
	{"a Luxembourg number has no zero", "26 12 34 56", "LU", "+35226123456"},
	{"a German number", "030 1234567", "DE", "+49301234567"},
	{"a German number with its code", "+49 30 1234567", "DE", "+49301234567"},
	{"a French number", "06 12 34 56 78", "FR", "+33612345678"},
	{"a British number", "+44 (0)20 7946 0018", "GB", "+442079460018"},
	{"an Italian zero is dialled", "06 1234 5678", "IT", "+390612345678"},
	{"a foreign number keeps its code", "+32 470 12 34 56", "NL", "+32470123456"},
	{"a number of a country that is not in the table", "+1 212 555 0187", "NL", "+12125550187"},
	{"a number with code needs no country", "+31 6 12345678", "", "+31612345678"},
	{"a number without code needs a country", "0612345678", "", NO_CODE},
	{"a number without code needs a country in the table", "0612345678", "US", NO_CODE},
	{"a number without area code is no number of the country", "3456789", "NL", NO_CODE},
	{"a landline without its zero may be anything", "703456789", "NL", NO_CODE},
	{"too few digits", "06123456", "NL", FAULT},
	{"too many digits", "06123456789", "NL", FAULT},
	{"a Dutch mobile number is none of Belgium", "0612345678", "BE", FAULT},
	{"a Belgian number of nine digits is a landline", "012345678", "BE", "+3212345678"},
	{"two zeros behind the code", "+31 00 612345678", "NL", FAULT},
	{"two numbers", "06-12345678 / 070-3456789", "NL", FAULT},
	{"words", "bel de buren", "NL", FAULT},
	{"a number with an extension", "070-3456789 ext 12", "NL", FAULT},
	{"a plus within", "06+12345678", "NL", FAULT},
	{"a bracket that is not closed", "(070 3456789", "NL", FAULT},
	{"a zero in brackets where the country dials it", "+39 (0)6 12345678", "IT", FAULT},
	{"a zero in brackets behind an unknown code", "+1 (0)212 555 0187", "NL", FAULT},
	{"more than sixteen digits", "+31612345678901234", "NL", FAULT},
	{"six digits with a code", "+31123", "NL", FAULT},
	{"a code that begins with zero", "+0612345678", "NL", FAULT},
	{"nothing", "", "NL", FAULT},
	{"a hyphen", "-", "NL", FAULT},
};

static void
normalise(void **state)
{
	const PhoneRow *row = *state;
	char	   *typed = unit_bytes(row->typed, strlen(row->typed));
	char		phone[PNL_PHONE_SIZE];
	const char *fault = pnl_phone_normalise((PnlText) {typed, strlen(row->typed)},
											(PnlText) {row->country, strlen(row->country)}, phone);

	free(typed);
	assert_string_equal(fault ? fault : phone, row->phone);
}

int
main(void)
{
	UNIT_ROWS(phones, normalise);
	return unit_run();
}
