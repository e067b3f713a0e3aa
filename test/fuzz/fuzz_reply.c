/*
 * fuzz_reply.c
 *		Any bytes as a reply, read by every operation.
 *
 * Input: the operation as a letter (a = the first; past the last = none), the
 * HTTP status in three digits, a letter for the content type (see below),
 * the body.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "core/api.h"
#include "core/api_list.h"
#include "core/reply.h"
#include "rows.h"

#define HEADER_LENGTH 5

/* Replies without a letter of these have the first line of the body. */
static const struct
{
	char		letter;
	const char *type;
}			content_types[] = {
	{'j', "application/json;charset=UTF-8"},
	{'p', "application/problem+json"},
	{'h', "text/html"},
	{'n', NULL},
};

static const PnlOperation *
choose_operation(uint8_t letter)
{
	size_t		count = 0;
	size_t		chosen;

	while (pnl_api_list[count] != NULL)
		count++;
	chosen = (uint8_t) (letter - 'a') % (count + 1);
	return pnl_api_list[chosen];
}

/* Cuts the content type off the body when it is there. */
static char *
choose_content_type(char letter, const char **body, size_t *length)
{
	const char *line_end;
	char	   *type;

	for (size_t i = 0; i < sizeof(content_types) / sizeof(content_types[0]); i++)
		if (content_types[i].letter == letter)
			return content_types[i].type ? strdup(content_types[i].type) : NULL;
	line_end = memchr(*body, '\n', *length);
	if (line_end == NULL)
		line_end = *body + *length;
	type = strndup(*body, (size_t) (line_end - *body));
	*length -= (size_t) (line_end - *body);
	*body = line_end;
	return type;
}

static void
check_warning(const PnlWarning *warning, void *arg)
{
	(void) arg;
	fuzz_require(warning->text_length + warning->code_length > 0, "a warning says something");
	fuzz_check_text(warning->text, warning->text_length);
	fuzz_check_text(warning->code, warning->code_length);
}

/* ----------
 * Replies
 * ----------
 */

static void
read_reply(const PnlReply *reply, const PnlOperation *operation)
{
	PnlJson    *document;
	PnlError	error;

	pnl_error_init(&error);
	if (!pnl_reply_read(reply, operation, &document, &error))
	{
		fuzz_check_error(&error);
		fuzz_require(document == NULL, "a failure has no document");
		fuzz_require(error.http_status == reply->http_status, "a failure has its HTTP status");
		return;
	}
	fuzz_require(error.kind == PNL_ERR_NONE, "an answer leaves no error");
	fuzz_require(reply->http_status / 100 == 2 || reply->http_status == 404, "an answer is a success");
	for (size_t i = 0; pnl_api_list[i] != NULL; i++)
		fuzz_read_rows(pnl_api_list[i], document);
	pnl_reply_each_warning(document, check_warning, NULL);
	pnl_json_free(document);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	PnlReply	reply = {0, NULL, -1};
	const char *body = (const char *) data + HEADER_LENGTH;
	size_t		length = size - HEADER_LENGTH;
	char	   *content_type;

	if (size < HEADER_LENGTH)
		return 0;
	for (int i = 1; i <= 3; i++)
		reply.http_status = reply.http_status * 10 + (uint8_t) (data[i] - '0') % 10;
	content_type = choose_content_type((char) data[4], &body, &length);
	reply.content_type = content_type;
	pnl_buf_init(&reply.body, 0);
	if (length > 0)
		pnl_buf_append(&reply.body, body, length);
	read_reply(&reply, choose_operation(data[0]));
	pnl_buf_free(&reply.body);
	free(content_type);
	return 0;
}
