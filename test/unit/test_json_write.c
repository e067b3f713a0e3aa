/*
 * test_json_write.c
 *		Putting values into documents.
 */
#include "unit.h"

#include <stdlib.h>

/* A text put at a path, where something may be already. */
typedef struct PutRow
{
	const char *name;
	const char *document;
	const char *path;
	const char *written;		/* NULL = refused, and the document is as it was */
} PutRow;

static const PutRow placements[] = {
	{"a value is put where nothing is", "{'a':1}", "b", "{'a':1,'b':'x'}"},
	{"a value is put in another's place", "{'a':1}", "a", "{'a':'x'}"},
	{"objects on the way are made", "{'a':1}", "b.c", "{'a':1,'b':{'c':'x'}}"},
	{"objects on the way are used", "{'b':{'a':1}}", "b.c", "{'b':{'a':1,'c':'x'}}"},
	{"lists on the way are made", "{}", "b[].c", "{'b':[{'c':'x'}]}"},
	{"lists on the way are used", "{'b':[{'a':1}]}", "b[].c", "{'b':[{'a':1,'c':'x'}]}"},
	{"null makes room for an object", "{'b':null}", "b.c", "{'b':{'c':'x'}}"},
	{"an empty text makes room for an object", "{'b':''}", "b.c", "{'b':{'c':'x'}}"},
	{"an empty list makes room for an object", "{'b':[]}", "b.c", "{'b':{'c':'x'}}"},
	{"an empty object makes room for a list", "{'b':{}}", "b[].c", "{'b':[{'c':'x'}]}"},
	{"a text does not make room", "{'b':'y'}", "b.c", NULL},
	{"a number does not make room", "{'b':{'c':1}}", "b.c.d", NULL},
	{"a list is no object", "{'b':[1]}", "b.c", NULL},
	{"an object is no list", "{'b':{'c':1}}", "b[].c", NULL},
	{"an element that is no object does not make room", "{'b':[1]}", "b[].c", NULL},
	{"a list has no members", "[1]", "b", NULL},
};

static void
put_text(void **state)
{
	const PutRow *row = *state;
	PnlJson    *document = unit_parse(row->document);
	bool		put = pnl_json_put(document, row->path, pnl_json_new_text("x", 1));
	char	   *written = unit_quoted(row->written != NULL ? row->written : row->document);
	PnlBuf		text;

	assert_int_equal(put, row->written != NULL);
	pnl_buf_init(&text, 0);
	assert_true(pnl_json_write(document, &text));
	assert_string_equal(pnl_buf_text(&text), written);
	pnl_buf_free(&text);
	free(written);
	pnl_json_free(document);
}

int
main(void)
{
	UNIT_ROWS(placements, put_text);
	return unit_run();
}
