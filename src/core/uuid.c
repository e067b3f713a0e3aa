/*
 * uuid.c
 *		A uuid as a reference.
 */
#include "core/uuid.h"

#include <string.h>

/* RFC 9562, section 4. */
#define FORM "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"

bool
pnl_uuid_reference(PnlText text, char digits[PNL_UUID_DIGITS + 1])
{
	size_t		used = 0;

	if (text.length == strlen(FORM) + 2 && text.data[0] == '{' &&
		text.data[text.length - 1] == '}')
		text = (PnlText) {text.data + 1, text.length - 2};
	if (text.length != strlen(FORM))
		return false;
	for (size_t i = 0; i < text.length; i++)
	{
		char		c = text.data[i];

		if (FORM[i] == '-' && c == '-')
			continue;
		if (c >= 'A' && c <= 'F')
			c = (char) (c - 'A' + 'a');
		if (FORM[i] == '-' || !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
			return false;
		digits[used++] = c;
	}
	digits[used] = '\0';
	return true;
}
