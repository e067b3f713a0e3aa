/*
 * phone.c
 *		Phone numbers as people type them, in the international form.
 *
 * Source of the table: the national numbering plans as ITU publishes them
 * (operational bulletins, E.164 and E.129).  Lengths are those of numbers
 * that subscribers have, without the trunk prefix.
 */
#include "core/phone.h"

#include <stdbool.h>
#include <string.h>

#include "core/ascii.h"

#define FAULT "must be a phone number such as +31612345678"
#define NO_CODE "must begin with the country's code, such as +31"

/* E.164: at most 15 digits with the country's code; none has less than 7. */
#define MIN_DIGITS 7
#define MAX_DIGITS 15

/* What a text may have in digits before any is found too many. */
#define MAX_TYPED 24

typedef struct Plan
{
	const char *country;
	const char *code;
	const char *trunk;			/* before a national number; "" = none */
	size_t		least;			/* digits, without code and trunk */
	size_t		most;
	const char *mobile;			/* first digits of mobile numbers, where a lost trunk prefix
								 * leaves no doubt; "" = not so */
} Plan;

static const Plan plans[] = {
	{"NL", "31", "0", 9, 9, "6"},
	{"BE", "32", "0", 8, 9, "4"},
	{"LU", "352", "", 4, 11, ""},
	{"DE", "49", "0", 6, 12, ""},
	{"FR", "33", "0", 9, 9, "67"},
	{"GB", "44", "0", 9, 10, ""},
	{"IE", "353", "0", 7, 10, ""},
	{"AT", "43", "0", 4, 13, ""},
	{"CH", "41", "0", 9, 9, ""},
	{"LI", "423", "", 7, 9, ""},
	{"ES", "34", "", 9, 9, ""},
	{"PT", "351", "", 9, 9, ""},
	{"IT", "39", "", 6, 11, ""},
	{"DK", "45", "", 8, 8, ""},
	{"SE", "46", "0", 7, 10, ""},
	{"NO", "47", "", 8, 8, ""},
	{"FI", "358", "0", 5, 12, ""},
	{"PL", "48", "", 9, 9, ""},
	{"CZ", "420", "", 9, 9, ""},
	{"SK", "421", "0", 9, 9, ""},
	{"HU", "36", "06", 8, 9, ""},
	{"RO", "40", "0", 9, 9, ""},
	{"BG", "359", "0", 7, 9, ""},
	{"GR", "30", "", 10, 10, ""},
	{"HR", "385", "0", 8, 9, ""},
	{"SI", "386", "0", 8, 8, ""},
	{"EE", "372", "", 7, 8, ""},
	{"LV", "371", "", 8, 8, ""},
	{"MT", "356", "", 8, 8, ""},
	{"CY", "357", "", 8, 8, ""},
};

/* The digits of a number, and whether a country's code is in front. */
typedef struct Typed
{
	char		digits[MAX_TYPED + 1];
	size_t		count;
	bool		international;
	bool		zero_in_brackets;	/* "+31 (0)6", which is not dialled */
} Typed;

/* "tel.", "Mobiel:" and the like; moves behind them. */
static void
skip_label(PnlText *text)
{
	static const char *const labels[] = {"telefoonnummer", "telefoon", "tel", "mobiel",
	"mobile", "mob", "gsm", "phone", "t", "m"};

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
	{
		size_t		length = strlen(labels[i]);

		if (text->length <= length || !pnl_ascii_equal(text->data, labels[i], length) ||
			strchr(" .:", text->data[length]) == NULL)
			continue;
		text->data += length;
		text->length -= length;
		break;
	}
	while (text->length > 0 && strchr(" .:", text->data[0]) != NULL)
	{
		text->data++;
		text->length--;
	}
}

/* False when the text has anything that is not of a phone number. */
static bool
read_digits(PnlText text, Typed *typed)
{
	int			depth = 0;

	memset(typed, 0, sizeof(*typed));
	for (size_t i = 0; i < text.length; i++)
	{
		char		c = text.data[i];

		if (c >= '0' && c <= '9')
		{
			bool		alone = c == '0' && i > 0 && text.data[i - 1] == '(' &&
				i + 1 < text.length && text.data[i + 1] == ')';

			if (typed->count == MAX_TYPED)
				return false;
			if (alone && typed->count > 0)
				typed->zero_in_brackets = true;
			else
				typed->digits[typed->count++] = c;
		}
		else if (c == '+' && typed->count == 0 && !typed->international)
			typed->international = true;
		else if (c == '(' || c == ')')
			depth += c == '(' ? 1 : -1;
		else if (c == '\0' || strchr(" -./", c) == NULL)
			return false;
		if (depth < 0 || depth > 1)
			return false;
	}
	return depth == 0 && typed->count > 0;
}

static void
drop_digits(Typed *typed, size_t count)
{
	memmove(typed->digits, typed->digits + count, typed->count - count + 1);
	typed->count -= count;
}

static bool
begins_with(const Typed *typed, const char *digits)
{
	return strncmp(typed->digits, digits, strlen(digits)) == 0;
}

static const Plan *
find_plan(PnlText country)
{
	for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++)
		if (country.length == 2 && pnl_ascii_equal(country.data, plans[i].country, 2))
			return &plans[i];
	return NULL;
}

/* No code of a country in the table begins with another's. */
static const Plan *
find_code(const Typed *typed)
{
	for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++)
		if (begins_with(typed, plans[i].code))
			return &plans[i];
	return NULL;
}

static const char *
write_number(const char *code, const char *rest, char phone[PNL_PHONE_SIZE])
{
	size_t		code_length = strlen(code);
	size_t		length = strlen(rest);

	if (code_length + length < MIN_DIGITS || code_length + length > MAX_DIGITS ||
		(code_length == 0 && rest[0] == '0'))
		return FAULT;
	phone[0] = '+';
	memcpy(phone + 1, code, code_length);
	memcpy(phone + 1 + code_length, rest, length + 1);
	return NULL;
}

/* What is behind "+" or "00": the trunk prefix does not belong there. */
static const char *
write_international(Typed *typed, char phone[PNL_PHONE_SIZE])
{
	const Plan *plan = find_code(typed);
	size_t		code = plan ? strlen(plan->code) : 0;
	size_t		trunk = plan ? strlen(plan->trunk) : 0;
	char	   *rest = typed->digits + code;

	if (typed->zero_in_brackets && trunk == 0)
		return FAULT;
	if (trunk > 0 && strncmp(rest, plan->trunk, trunk) == 0)
		memmove(rest, rest + trunk, typed->count - code - trunk + 1);
	if (trunk > 0 && rest[0] == '0')
		return FAULT;
	return write_number("", typed->digits, phone);
}

/* Where they differ in length, the longest numbers are the mobile ones. */
static bool
is_of_plan(const Typed *typed, const Plan *plan)
{
	bool		mobile = strchr(plan->mobile, typed->digits[0]) != NULL;

	if (typed->count < plan->least || typed->count > plan->most ||
		(plan->trunk[0] != '\0' && typed->digits[0] == '0'))
		return false;
	return plan->mobile[0] == '\0' || plan->least == plan->most ||
		typed->count < plan->most || mobile;
}

static const char *
write_national(Typed *typed, const Plan *plan, char phone[PNL_PHONE_SIZE])
{
	size_t		code = strlen(plan->code);
	size_t		trunk = strlen(plan->trunk);

	if (trunk > 0 && begins_with(typed, plan->trunk))
		drop_digits(typed, trunk);
	else if (begins_with(typed, plan->code) && plan->least == plan->most &&
			 typed->count == code + plan->least)
		drop_digits(typed, code);	/* a spreadsheet took its plus away */
	else if (trunk > 0 && (typed->count != plan->most || plan->mobile[0] == '\0' ||
						   strchr(plan->mobile, typed->digits[0]) == NULL))
		return NO_CODE;
	return is_of_plan(typed, plan) ? write_number(plan->code, typed->digits, phone) : FAULT;
}

const char *
pnl_phone_normalise(PnlText text, PnlText country, char phone[PNL_PHONE_SIZE])
{
	const Plan *plan = find_plan(country);
	Typed		typed;

	skip_label(&text);
	if (!read_digits(text, &typed))
		return FAULT;
	if (!typed.international && begins_with(&typed, "00"))
	{
		drop_digits(&typed, 2);
		typed.international = true;
	}
	/* "31 (0)6": what is before such a zero is a country's code */
	if (typed.international || typed.zero_in_brackets)
		return write_international(&typed, phone);
	return plan ? write_national(&typed, plan, phone) : NO_CODE;
}
