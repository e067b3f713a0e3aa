/*
 * fuzz_json.c
 *		Any bytes as JSON: strict as text, readable as values.
 */
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *) data;
	int			depth = fuzz_json_depth(text, size);
	PnlJson    *document;
	PnlError	error;

	pnl_error_init(&error);
	document = pnl_json_parse(text, size, &error);
	if (document == NULL)
	{
		fuzz_check_error(&error);
		/* depth 0: a text, number or literal by itself */
		fuzz_require(depth <= 0 || depth > PNL_JSON_MAX_DEPTH, "a JSON document is accepted");
		return 0;
	}
	fuzz_require(error.kind == PNL_ERR_NONE, "an accepted document leaves no error");
	fuzz_require(depth > 0, "only JSON is accepted");
	fuzz_require(depth <= PNL_JSON_MAX_DEPTH, "a deep document is refused");
	fuzz_check_node(document);
	pnl_json_free(document);
	return 0;
}
