/*
 * error_json.c
 *		A PnlError as JSON: what is kept of a failure.
 */
#include "core/error_json.h"

#include <string.h>

#include "core/json.h"

/* Adds a text unless there is none. */
static bool
add_text(PnlJson *object, const char *key, const char *text)
{
	return *text == '\0' || pnl_json_add(object, key, pnl_json_new_text(text, strlen(text)));
}

/* {"code", "field", "text"}; NULL when there is no memory. */
static PnlJson *
make_entry(const PnlErrorEntry *entry)
{
	PnlJson    *object = pnl_json_new_object();

	if (object != NULL && add_text(object, "code", entry->code) &&
		add_text(object, "field", entry->field) && add_text(object, "text", entry->text))
		return object;
	pnl_json_free(object);
	return NULL;
}

/* The entries that are warnings, or those that are not. */
static PnlJson *
make_list(const PnlError *error, bool warnings)
{
	PnlJson    *list = pnl_json_new_array();
	PnlErrorEntry entry;
	int			at = 0;

	while (list != NULL && pnl_error_next(error, &at, &entry))
		if (entry.warning == warnings && !pnl_json_append(list, make_entry(&entry)))
		{
			pnl_json_free(list);
			list = NULL;
		}
	return list;
}

/* Where PostNL said nothing, the error is ours. */
static PnlJson *
make_errors(const PnlError *error)
{
	PnlErrorEntry ours = {false, "", "", error->message};
	PnlJson    *list = make_list(error, false);

	if (list == NULL || pnl_json_count(list) > 0 || pnl_json_append(list, make_entry(&ours)))
		return list;
	pnl_json_free(list);
	return NULL;
}

static bool
add_warnings(PnlJson *object, const PnlError *error)
{
	PnlJson    *list = make_list(error, true);
	bool		made = list != NULL;

	if (pnl_json_count(list) > 0)
		return pnl_json_add(object, "warnings", list);
	pnl_json_free(list);
	return made;
}

static bool
fill_object(PnlJson *object, const PnlError *error)
{
	return (error->http_status == 0 ||
			pnl_json_add(object, "http_status", pnl_json_new_integer(error->http_status))) &&
		add_text(object, "trace_id", error->trace_id) &&
		pnl_json_add(object, "errors", make_errors(error)) &&
		add_warnings(object, error) &&
		(error->left_out == 0 ||
		 pnl_json_add(object, "left_out", pnl_json_new_integer(error->left_out))) &&
		add_text(object, "reply_begins", error->beginning);
}

bool
pnl_error_json_write(const PnlError *error, PnlBuf *out)
{
	PnlJson    *object = pnl_json_new_object();
	bool		written = object != NULL && fill_object(object, error) &&
		pnl_json_write(object, out);

	pnl_json_free(object);
	return written;
}

bool
pnl_error_json_write_warnings(const PnlError *error, PnlBuf *out)
{
	PnlJson    *list = make_list(error, true);
	bool		written = list != NULL &&
		(pnl_json_count(list) == 0 || pnl_json_write(list, out));

	pnl_json_free(list);
	return written;
}
