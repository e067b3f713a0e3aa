/*
 * mime.c
 *		What kind of file some bytes are, by their first bytes.
 */
#include "core/mime.h"

#include <string.h>

static const struct
{
	const char *magic;
	size_t		length;
	const char *type;
}			signatures[] = {
	{"%PDF-", 5, "application/pdf"},
	{"GIF87a", 6, "image/gif"},
	{"GIF89a", 6, "image/gif"},
	{"\x89PNG\r\n\x1a\n", 8, "image/png"},
	{"\xFF\xD8\xFF", 3, "image/jpeg"},
	{"^XA", 3, "application/zpl"},
	{"BM", 2, "image/bmp"},
};

const char *
pnl_mime_type(const unsigned char *data, size_t length)
{
	for (size_t i = 0; i < sizeof(signatures) / sizeof(signatures[0]); i++)
		if (length >= signatures[i].length &&
			memcmp(data, signatures[i].magic, signatures[i].length) == 0)
			return signatures[i].type;
	return "application/octet-stream";
}
