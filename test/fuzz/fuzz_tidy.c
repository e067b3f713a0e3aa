/*
 * fuzz_tidy.c
 *		Any bytes as texts, phone numbers, weights and references: what is
 *		brought to one form stays in it.
 *
 * The first byte picks the country, and where a text is cut.
 */
#include "fuzz.h"

#include <string.h>

#include "core/contact.h"
#include "core/fold.h"
#include "core/phone.h"
#include "core/text_tidy.h"
#include "core/utf8.h"
#include "core/uuid.h"
#include "core/weight.h"

static const char *const countries[] = {"NL", "BE", "LU", "DE", "FR", "IT", "HU", ""};

static void
check_cut(PnlText text, size_t characters)
{
	PnlText		cut = pnl_text_tidy_cut(text, characters);
	PnlText		again = pnl_text_tidy_cut(cut, characters);

	fuzz_require(cut.data == text.data && cut.length <= text.length, "a cut is a beginning");
	fuzz_require(pnl_utf8_count(cut.data, cut.length) <= characters, "a cut fits");
	fuzz_require(fuzz_is_text(cut.data, cut.length), "a cut is UTF-8");
	fuzz_require(again.length == cut.length, "a cut text is not cut again");
}

static void
check_tidy(PnlText text, size_t characters)
{
	PnlBuf		tidy;
	PnlBuf		again;
	bool		read;

	pnl_buf_init(&tidy, 0);
	pnl_buf_init(&again, 0);
	read = pnl_text_tidy(&tidy, text);
	fuzz_require(read == pnl_utf8_is_valid(text.data, text.length), "UTF-8 is read, nothing else");
	if (read)
	{
		fuzz_require(tidy.length <= text.length, "a tidy text is no longer");
		fuzz_require(tidy.length == 0 || fuzz_is_text(tidy.data, tidy.length),
					 "a tidy text is UTF-8");
		fuzz_require(pnl_text_tidy(&again, (PnlText) {tidy.data, tidy.length}) &&
					 again.length == tidy.length &&
					 (tidy.length == 0 || memcmp(again.data, tidy.data, tidy.length) == 0),
					 "a tidy text stays as it is");
		if (tidy.length > 0)
			check_cut((PnlText) {tidy.data, tidy.length}, characters);
	}
	pnl_buf_free(&again);
	pnl_buf_free(&tidy);
}

static void
check_phone(PnlText text, PnlText country)
{
	char		phone[PNL_PHONE_SIZE];
	char		again[PNL_PHONE_SIZE];
	size_t		digits;

	if (pnl_phone_normalise(text, country, phone) != NULL)
		return;
	digits = strlen(phone) - 1;
	fuzz_require(phone[0] == '+' && phone[1] != '0' && strspn(phone + 1, "0123456789") == digits &&
				 digits >= 7 && digits <= 15, "a phone number is one of E.164");
	fuzz_require(pnl_phone_normalise((PnlText) {phone, digits + 1}, country, again) == NULL &&
				 strcmp(again, phone) == 0, "a phone number stays as it is");
}

static void
check_fold(PnlText text)
{
	char		folded[64];
	char		again[64];
	size_t		length = pnl_fold_word(text, folded, sizeof(folded));

	fuzz_require(length == strlen(folded) || memchr(text.data, '\0', text.length) != NULL,
				 "a folded word is a C string");
	fuzz_require(pnl_utf8_is_valid(folded, length), "a folded word is UTF-8");
	fuzz_require(pnl_fold_word((PnlText) {folded, length}, again, sizeof(again)) == length &&
				 memcmp(folded, again, length) == 0, "a folded word stays as it is");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	PnlText		text = {(const char *) data, size};
	const char *country;
	char		digits[PNL_UUID_DIGITS + 1];
	int32_t		grams;

	if (size == 0)
		return 0;
	text.data++;
	text.length--;
	country = countries[data[0] % (sizeof(countries) / sizeof(countries[0]))];
	check_tidy(text, data[0]);
	check_phone(text, (PnlText) {country, strlen(country)});
	check_fold(text);
	(void) pnl_contact_is_none(text);
	if (pnl_weight_grams(text, data[0] % 2 ? PNL_GRAMS : PNL_KILOGRAMS, &grams))
		fuzz_require(grams >= 0, "a weight is not below zero");
	if (pnl_uuid_reference(text, digits))
		fuzz_require(strlen(digits) == PNL_UUID_DIGITS &&
					 strspn(digits, "0123456789abcdef") == PNL_UUID_DIGITS, "a uuid is 32 digits");
	return 0;
}
