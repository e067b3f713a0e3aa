/*
 * fuzz_address.c
 *		Any bytes as an address line and as a house number: what is read with
 *		confidence is what was typed, and PostNL takes it.
 *
 * The first byte picks the country.
 */
#include "fuzz.h"

#include <string.h>

#include "core/address_split.h"
#include "core/house_number.h"
#include "core/text_tidy.h"
#include "core/utf8.h"

/* What may be left out: the letters of "nr", "nummer" and "huisnummero", and signs. */
#define LEFT_OUT "hHuUiIsSnNoOmMeErR"

static const char *const countries[] = {"NL", "BE", "LU", "DE", "FR", "GB", "", "nl"};

static PnlText
text_of(const char *text)
{
	return (PnlText) {text, strlen(text)};
}

/* Counts letters and digits; those of other scripts by their bytes. */
static void
count_bytes(PnlText text, int counts[256], int by)
{
	for (size_t i = 0; i < text.length; i++)
	{
		unsigned char c = (unsigned char) text.data[i];

		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0xC3)
			counts[c] += by;
	}
}

static void
check_bytes(PnlText line, const PnlAddress *address)
{
	int			counts[256] = {0};
	PnlBuf		tidy;

	pnl_buf_init(&tidy, 0);
	fuzz_require(pnl_text_tidy(&tidy, line), "what is read is UTF-8");
	count_bytes((PnlText) {tidy.data, tidy.length}, counts, 1);
	pnl_buf_free(&tidy);
	count_bytes(text_of(address->street), counts, -1);
	count_bytes(text_of(address->house_number), counts, -1);
	count_bytes(text_of(address->addition), counts, -1);
	/* dashes, which become hyphens, and the degree of n° begin with these */
	for (int c = 0; c < 256; c++)
	{
		fuzz_require(counts[c] >= 0, "nothing is invented");
		fuzz_require(counts[c] == 0 || strchr(LEFT_OUT, c) != NULL || c == 0xE2,
					 "nothing is left out");
	}
}

static bool
is_house_number(const char *text, size_t most)
{
	size_t		length = strlen(text);

	return length >= 1 && length <= most && text[0] != '0' &&
		strspn(text, "0123456789") == length;
}

static void
check_reading(const PnlAddress *address)
{
	PnlText		street = text_of(address->street);
	PnlText		addition = text_of(address->addition);

	fuzz_require(fuzz_is_text(street.data, street.length), "a street is UTF-8");
	fuzz_require(fuzz_is_text(addition.data, addition.length), "an addition is UTF-8");
	fuzz_require(street.length > 0, "a reading has a street");
	fuzz_require(pnl_utf8_count(street.data, street.length) <= PNL_STREET_CHARACTERS,
				 "PostNL takes 95 characters of a street");
	fuzz_require(addition.length == 0 || address->house_number[0] != '\0',
				 "an addition has a number");
}

/* The pieces as a line: where they can be read, they are the same pieces. */
static void
check_again(const PnlAddress *address, PnlText country)
{
	PnlAddressSplit again;
	PnlBuf		line;

	pnl_buf_init(&line, 0);
	pnl_buf_append_format(&line, "%s %s %s", address->street, address->house_number,
						  address->addition);
	fuzz_require(pnl_address_split((PnlText) {line.data, line.length}, country, &again),
				 "a line can be read");
	pnl_buf_free(&line);
	if (!again.confident)
		return;
	fuzz_require(strcmp(again.readings[0].street, address->street) == 0 &&
				 strcmp(again.readings[0].house_number, address->house_number) == 0 &&
				 strcmp(again.readings[0].addition, address->addition) == 0,
				 "the pieces of a line are read as the same");
}

static void
check_line(PnlText line, const char *country)
{
	bool		benelux = *country == 'N' || *country == 'n' || *country == 'B' || *country == 'L';
	PnlAddressSplit split;
	const PnlAddress *first = &split.readings[0];
	PnlBuf		words;

	fuzz_require(pnl_address_split(line, text_of(country), &split), "a line can be read");
	fuzz_require(split.count <= PNL_ADDRESS_READINGS, "readings are few");
	for (int i = 0; i < split.count; i++)
		check_reading(&split.readings[i]);
	pnl_buf_init(&words, 0);
	pnl_address_split_append(&words, &split);
	fuzz_require(fuzz_is_text(words.data, words.length), "readings are told in UTF-8");
	pnl_buf_free(&words);
	if (!split.confident)
		return;
	fuzz_require(split.count == 1, "with confidence there is one reading");
	fuzz_require(*country != '\0' && *country != 'G', "other countries are not known");
	fuzz_require(benelux ? is_house_number(first->house_number, 5) :
				 first->house_number[0] != '\0', "PostNL takes the house number");
	fuzz_require(pnl_utf8_count(first->addition, strlen(first->addition)) <=
				 PNL_ADDITION_CHARACTERS, "PostNL takes the addition");
	check_bytes(line, first);
	check_again(first, text_of(country));
}

static void
check_cell(PnlText cell)
{
	PnlText		nothing = {"", 0};
	PnlHouseNumber house;
	PnlHouseNumber again;

	if (pnl_house_number_split(cell, nothing, &house) != NULL)
		return;
	fuzz_require(is_house_number(house.number, 5), "PostNL takes the house number");
	fuzz_require(pnl_utf8_count(house.addition, strlen(house.addition)) <=
				 PNL_ADDITION_CHARACTERS, "PostNL takes the addition");
	fuzz_require(fuzz_is_text(house.addition, strlen(house.addition)), "an addition is UTF-8");
	fuzz_require(pnl_house_number_split(text_of(house.number), text_of(house.addition),
										&again) == NULL &&
				 strcmp(again.number, house.number) == 0 && again.addition[0] == '\0',
				 "a number that was told apart is one by itself");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	PnlText		text = {(const char *) data, size};

	if (size == 0)
		return 0;
	text.data++;
	text.length--;
	check_line(text, countries[data[0] % (sizeof(countries) / sizeof(countries[0]))]);
	check_cell(text);
	return 0;
}
