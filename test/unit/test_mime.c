/*
 * test_mime.c
 *		The kinds of file that PostNL sends, by their first bytes.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "core/mime.h"

typedef struct MimeRow
{
	const char *name;
	const char *bytes;
	size_t		length;
	const char *type;
} MimeRow;

#define UNKNOWN "application/octet-stream"

static const MimeRow rows[] = {
	{"a PDF label is told", "%PDF-1.4\n%\xE2\xE3", 12, "application/pdf"},
	{"a GIF of 1987 is told", "GIF87a\1\0", 8, "image/gif"},
	{"a GIF of 1989 is told", "GIF89a\1\0", 8, "image/gif"},
	{"a PNG is told", "\x89PNG\r\n\x1a\n\0\0\0\r", 12, "image/png"},
	{"a JPEG is told", "\xFF\xD8\xFF\xE0", 4, "image/jpeg"},
	{"a ZPL label is told", "^XA^FO", 6, "application/zpl"},
	{"a bitmap is told", "BM\x36\0", 4, "image/bmp"},
	{"a signature alone is enough", "%PDF-", 5, "application/pdf"},
	{"half a PDF signature is unknown", "%PDF", 4, UNKNOWN},
	{"half a PNG signature is unknown", "\x89PNG\r\n\x1a", 7, UNKNOWN},
	{"a GIF of another year is unknown", "GIF90a", 6, UNKNOWN},
	{"a signature further on is unknown", " %PDF-1.4", 9, UNKNOWN},
	{"text is unknown", "hello world!", 12, UNKNOWN},
	{"no bytes at all are unknown", "", 0, UNKNOWN},
};

static void
tell_type(void **state)
{
	const MimeRow *row = *state;
	char	   *bytes = unit_bytes(row->bytes, row->length);

	assert_string_equal(pnl_mime_type((unsigned char *) bytes, row->length),
						row->type);
	free(bytes);
}

static void
the_probe_is_long_enough_for_every_signature(void **state)
{
	(void) state;
	for (size_t i = 0; i < UNIT_COUNT(rows); i++)
	{
		size_t		length = rows[i].length;

		if (length > PNL_MIME_PROBE_LENGTH)
			length = PNL_MIME_PROBE_LENGTH;
		assert_string_equal(pnl_mime_type((const unsigned char *) rows[i].bytes, length),
							rows[i].type);
	}
}

int
main(void)
{
	UNIT_ROWS(rows, tell_type);
	UNIT_CASE(the_probe_is_long_enough_for_every_signature);
	return unit_run();
}
