/*
 * weight.c
 *		Weights as people and columns have them, in whole grams.
 *
 * Digits are counted, not computed with: 0.1 is no number of a double, and
 * 0.1 kg is 100 grams, not 101.
 */
#include "core/weight.h"

#include <stdbool.h>

/* Digits behind the point in a thousandth. */
#define KILO 3

/* An exponent beyond this is no weight, and would be long to count. */
#define MAX_EXPONENT 99

typedef struct Number
{
	PnlText		whole;
	PnlText		fraction;
	int			exponent;		/* moves the point to the right */
} Number;

static PnlText
take_digits(PnlText *text)
{
	PnlText		digits = {text->data, 0};

	while (digits.length < text->length && text->data[digits.length] >= '0' &&
		   text->data[digits.length] <= '9')
		digits.length++;
	text->data += digits.length;
	text->length -= digits.length;
	return digits;
}

static bool
take_char(PnlText *text, const char *chars, char *taken)
{
	for (; *chars != '\0'; chars++)
		if (text->length > 0 && text->data[0] == *chars)
		{
			*taken = *chars;
			text->data++;
			text->length--;
			return true;
		}
	return false;
}

static bool
read_exponent(PnlText *text, int *exponent)
{
	char		sign = '+';
	char		letter;
	PnlText		digits;

	*exponent = 0;
	if (!take_char(text, "eE", &letter))
		return true;
	(void) take_char(text, "+-", &sign);
	digits = take_digits(text);
	if (digits.length == 0)
		return false;
	for (size_t i = 0; i < digits.length; i++)
	{
		*exponent = *exponent * 10 + (digits.data[i] - '0');
		if (*exponent > MAX_EXPONENT)
			return false;
	}
	if (sign == '-')
		*exponent = -*exponent;
	return true;
}

static bool
read_number(PnlText text, Number *number)
{
	char		point = '\0';

	number->whole = take_digits(&text);
	number->fraction = (PnlText) {text.data, 0};
	if (take_char(&text, ".,", &point))
		number->fraction = take_digits(&text);
	if (number->whole.length == 0 || (point != '\0' && number->fraction.length == 0))
		return false;
	if (point == ',' && number->fraction.length == 3)
		return false;
	return read_exponent(&text, &number->exponent) && text.length == 0;
}

/* The digit at a place of the number; places behind the point are negative. */
static int
digit_at(const Number *number, int place)
{
	place -= number->exponent;
	if (place >= 0)
		return (size_t) place < number->whole.length ?
			number->whole.data[number->whole.length - 1 - (size_t) place] - '0' : 0;
	place = -place - 1;
	return (size_t) place < number->fraction.length ? number->fraction.data[place] - '0' : 0;
}

bool
pnl_weight_grams(PnlText text, PnlWeightUnit unit, int32_t *grams)
{
	Number		number;
	int64_t		total = 0;
	int			top;
	int			bottom;

	if (text.length > INT16_MAX || !read_number(text, &number))
		return false;
	if (unit == PNL_KILOGRAMS)
		number.exponent += KILO;
	top = (int) number.whole.length - 1 + number.exponent;
	bottom = number.exponent - (int) number.fraction.length;
	for (int place = top; place >= 0; place--)
	{
		total = total * 10 + digit_at(&number, place);
		if (total > INT32_MAX)
			return false;
	}
	for (int place = -1; place >= bottom; place--)
		if (digit_at(&number, place) != 0)
		{
			total++;
			break;
		}
	if (total > INT32_MAX)
		return false;
	*grams = (int32_t) total;
	return true;
}
