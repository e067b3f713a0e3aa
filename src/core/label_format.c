/*
 * label_format.c
 *		The formats of labels, and where labels are on a sheet.
 */
#include "core/label_format.h"

#include <string.h>

#include "core/mime.h"

static const struct
{
	const char *mime_type;
	const char *format;
}			formats[] = {
	{"application/pdf", "pdf"}, {"image/gif", "gif"}, {"image/png", "png"},
	{"image/jpeg", "jpg"}, {"application/zpl", "zpl"}
};

const char *
pnl_label_format_find(const unsigned char *content, size_t length)
{
	const char *mime_type = pnl_mime_type(content, length);
	size_t		blank = 0;

	/* white space may be before ZPL, and before nothing else */
	while (blank < length && strchr(" \t\r\n\f\v", content[blank]) != NULL && content[blank] != 0)
		blank++;
	if (blank > 0 && strcmp(pnl_mime_type(content + blank, length - blank),
							"application/zpl") == 0)
		return "zpl";
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (strcmp(formats[i].mime_type, mime_type) == 0)
			return formats[i].format;
	return NULL;
}

int
pnl_label_format_places_from(char position)
{
	return PNL_SHEET_PLACES - (position - PNL_SHEET_POSITIONS[0]);
}
