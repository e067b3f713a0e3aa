/*
 * barcode.c
 *		The forms of PostNL's barcodes, checked without asking PostNL.
 */
#include "core/barcode.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/ascii.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/text_tidy.h"

/* UPU S10: two letters, eight digits, a check digit, two letters. */
#define S10_LENGTH 13
#define S10_SERIAL_LENGTH 8

/* A customer code of one to four letters follows "3S". */
#define MAX_CUSTOMER_CODE_LENGTH 4

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t
span(const char *text, size_t length, bool (*is_member) (char))
{
	size_t		n = 0;

	while (n < length && is_member(text[n]))
		n++;
	return n;
}

char
pnl_barcode_check_digit(const char serial[8])
{
	static const int weights[S10_SERIAL_LENGTH] = {8, 6, 4, 2, 3, 5, 9, 7};
	int			sum = 0;
	int			digit;

	for (int i = 0; i < S10_SERIAL_LENGTH; i++)
		sum += weights[i] * (serial[i] - '0');
	digit = 11 - sum % 11;
	if (digit == 10)
		digit = 0;
	else if (digit == 11)
		digit = 5;
	return (char) ('0' + digit);
}

static void
PNL_PRINTF(2, 3)
set_reason(PnlBarcodeInfo *info, const char *format,...)
{
	va_list		args;

	info->valid = false;
	va_start(args, format);
	vsnprintf(info->reason, sizeof(info->reason), format, args);
	va_end(args);
}

/* 3S + 1 to 4 letters + digits, 13 or 15 characters. */
static void
inspect_3s(const char *text, size_t length, PnlBarcodeInfo *info)
{
	size_t		letters = span(text + 2, length - 2, is_upper);
	size_t		digits = span(text + 2 + letters, length - 2 - letters, is_digit);

	if (letters < 1 || letters > MAX_CUSTOMER_CODE_LENGTH)
		set_reason(info, "a customer code of one to four capital letters must follow 3S");
	else if (digits == 0 || 2 + letters + digits != length)
		set_reason(info, "only digits may follow the customer code");
	else if (length != 13 && length != 15)
		set_reason(info, "the length is %zu, it must be 13 or 15", length);
}

/* 2S + customer code + digits, 11 to 15 characters. */
static void
inspect_2s(const char *text, size_t length, PnlBarcodeInfo *info)
{
	size_t		letters = span(text + 2, length - 2, is_upper);
	size_t		digits = span(text + 2 + letters, length - 2 - letters, is_digit);

	if (letters < 1)
		set_reason(info, "a customer code in capital letters must follow 2S");
	else if (digits == 0 || 2 + letters + digits != length)
		set_reason(info, "only digits may follow the customer code");
	else if (length < 11 || length > 15)
		set_reason(info, "the length is %zu, it must be 11 to 15", length);
}

static void
inspect_s10(const char *text, PnlBarcodeInfo *info)
{
	char		expected = pnl_barcode_check_digit(text + 2);

	if (text[2 + S10_SERIAL_LENGTH] != expected)
		set_reason(info, "the check digit is %c, it must be %c",
				   text[2 + S10_SERIAL_LENGTH], expected);
}

/* Two letters, nine digits, two letters. */
static bool
looks_like_s10(const char *text, size_t length)
{
	return length == S10_LENGTH && span(text, 2, is_upper) == 2 &&
		span(text + 2, 9, is_digit) == 9 && span(text + 11, 2, is_upper) == 2;
}

void
pnl_barcode_inspect(const char *text, size_t length, PnlBarcodeInfo *info)
{
	info->kind = "unknown";
	info->valid = true;
	info->reason[0] = '\0';

	if (length >= 2 && memcmp(text, "3S", 2) == 0)
	{
		info->kind = "3S";
		inspect_3s(text, length, info);
	}
	else if (length >= 2 && memcmp(text, "2S", 2) == 0)
	{
		info->kind = "2S";
		inspect_2s(text, length, info);
	}
	else if (looks_like_s10(text, length))
	{
		info->kind = "S10";
		inspect_s10(text, info);
	}
	else
		set_reason(info, "a barcode begins with 3S or 2S, or is two letters, nine digits "
				   "and a country code");
}

bool
pnl_barcode_finds_parcel(const char *text, size_t length)
{
	return length >= 2 && (memcmp(text, "2S", 2) == 0 || memcmp(text, PNL_BARCODE_3S, 2) == 0);
}

/* Copies what is no blank of a tidied text; what is wrong with it, or NULL. */
static const char *
copy_signs(const PnlBuf *tidied, char out[PNL_BARCODE_SIZE])
{
	const char *text = pnl_buf_text(tidied);
	size_t		length = 0;
	bool		has_digit = false;

	for (size_t i = 0; i < tidied->length; i++)
	{
		char		c = pnl_ascii_upper(text[i]);

		if (c == ' ')
			continue;
		if (!is_upper(c) && !is_digit(c))
			return "must have letters and digits only";
		if (length == PNL_MAX_BARCODE)
			return "must not be longer than 35 characters";
		has_digit = has_digit || is_digit(c);
		out[length++] = c;
	}
	out[length] = '\0';
	if (length == 0)
		return "must not be empty";
	return has_digit ? NULL : "must have digits";
}

/* A line ends inside, or a sign stands that separates. */
bool
pnl_barcode_is_list(PnlText text)
{
	size_t		end = text.length;
	size_t		at = 0;

	while (at < end && (unsigned char) text.data[at] <= ' ')
		at++;
	while (end > at && (unsigned char) text.data[end - 1] <= ' ')
		end--;
	for (; at < end; at++)
		if (strchr("{[,;\n", text.data[at]) != NULL && text.data[at] != '\0')
			return true;
	return false;
}

const char *
pnl_barcode_spell(PnlText text, char out[PNL_BARCODE_SIZE])
{
	PnlBuf		tidied;
	const char *fault = "must have letters and digits only";

	out[0] = '\0';
	if (pnl_barcode_is_list(text))
		return "must be one only";
	pnl_buf_init(&tidied, 0);
	if (pnl_text_tidy(&tidied, text))
		fault = copy_signs(&tidied, out);
	pnl_buf_free(&tidied);
	return fault;
}
