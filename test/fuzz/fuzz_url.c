/*
 * fuzz_url.c
 *		Any bytes as a base, as a path and as what is encoded.
 */
#include "fuzz.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/url.h"

/* Undoes percent escapes the way a server does; the length. */
static size_t
decode(const char *text, size_t length, char *out)
{
	size_t		used = 0;

	for (size_t i = 0; i < length; i++)
	{
		unsigned int byte;

		if (text[i] == '%' && i + 2 < length && isxdigit((unsigned char) text[i + 1]) &&
			sscanf(text + i + 1, "%2x", &byte) == 1)
		{
			out[used++] = (char) byte;
			i += 2;
		}
		else
			out[used++] = text[i];
	}
	return used;
}

static void
check_printable(const char *text)
{
	for (; *text; text++)
		fuzz_require(*text > ' ' && *text < 0x7F, "a URL is printable ASCII");
}

static void
check_base(const char *text, bool allow_http)
{
	const char *host;
	PnlError	error;

	pnl_error_init(&error);
	if (!pnl_url_check_base(text, allow_http, &error))
	{
		fuzz_check_error(&error);
		fuzz_require(error.kind == PNL_ERR_ARGUMENT, "a refused base is an argument");
		return;
	}
	check_printable(text);
	host = strstr(text, "://") + 3;
	fuzz_require(strncmp(text, "https://", 8) == 0 ||
				 (allow_http && strncmp(text, "http://", 7) == 0), "a base has an allowed scheme");
	fuzz_require(strcspn(host, "/:") > 0, "a base has a host");
	fuzz_require(strpbrk(host, "@?#\\") == NULL, "a base is a host and a path");
	fuzz_require(text[strlen(text) - 1] != '/', "a base has no slash at its end");
}

/* Whatever slashes a server decodes first, no part may climb. */
static void
check_parts(char *path, size_t length)
{
	char	   *part = path;

	for (size_t i = 0; i <= length; i++)
		if (i == length || path[i] == '/' || path[i] == '\\')
		{
			size_t		part_length = (size_t) (path + i - part);

			fuzz_require(!(part_length == 1 && part[0] == '.') &&
						 !(part_length == 2 && part[0] == '.' && part[1] == '.'),
						 "a path has no dot segment");
			part = path + i + 1;
		}
		else
			fuzz_require((unsigned char) path[i] >= ' ' && path[i] != 0x7F,
						 "a path has no control character");
}

static void
check_path(const char *text)
{
	size_t		length = strlen(text);
	char	   *decoded;
	PnlError	error;

	pnl_error_init(&error);
	if (!pnl_url_check_path(text, &error))
	{
		fuzz_check_error(&error);
		fuzz_require(error.kind == PNL_ERR_ARGUMENT, "a refused path is an argument");
		return;
	}
	check_printable(text);
	fuzz_require(text[0] == '/' && text[1] != '/', "a path begins with one slash");
	fuzz_require(strpbrk(text, "?#\\") == NULL, "a path has no query and no fragment");
	fuzz_require(strstr(text, "//") == NULL, "a path has no empty segment");
	decoded = malloc(length + 1);
	check_parts(decoded, decode(text, length, decoded));
	free(decoded);
}

static void
check_encoding(const char *text, size_t length)
{
	PnlBuf		url;
	char	   *decoded;

	pnl_buf_init(&url, 0);
	fuzz_require(pnl_url_append_encoded(&url, text, length), "any bytes can be encoded");
	for (size_t i = 0; i < url.length; i++)
		fuzz_require(isalnum((unsigned char) url.data[i]) || strchr("-._~%", url.data[i]) != NULL,
					 "what is encoded is unreserved");
	fuzz_require(strcmp(pnl_buf_text(&url), ".") != 0 && strcmp(pnl_buf_text(&url), "..") != 0,
				 "what is encoded is no dot segment");
	decoded = malloc(url.length + 1);
	fuzz_require(decode(pnl_buf_text(&url), url.length, decoded) == length &&
				 memcmp(decoded, text, length) == 0, "what is encoded can be decoded");
	free(decoded);
	pnl_buf_reset(&url);
	fuzz_require(pnl_url_append_query(&url, "a", text, length) &&
				 pnl_url_append_query(&url, "b", "", 0), "any value can be in a query");
	fuzz_require(url.data[0] == '?' && strchr(url.data + 1, '?') == NULL &&
				 strchr(url.data, '&') == url.data + url.length - 3 &&
				 strchr(url.data, '#') == NULL, "a value stays in its parameter");
	pnl_buf_free(&url);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char	   *text = malloc(size + 1);

	memcpy(text, data, size);
	text[size] = '\0';
	check_base(text, false);
	check_base(text, true);
	check_path(text);
	check_encoding(text, size);
	free(text);
	return 0;
}
