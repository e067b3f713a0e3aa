/*
 * json.c
 *		Reading JSON documents, strictly as text and tolerantly as values.
 *
 * Rule for this file: json-c coerces silently, so every json_object_get_*
 * stands behind a test of the type.  Documents come from the network: their
 * depth is capped while they are read, because the reader recurses, and so
 * does json-c where it frees them.
 */
#include "core/json.h"

#include <json-c/json.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/ascii.h"
#include "core/json_token.h"

_Static_assert(JSON_C_VERSION_NUM >= ((0 << 16) | (14 << 8)),
			   "json-c 0.14 or newer is needed");

/* ----------
 * Reading
 *
 * json-c holds what was read, and reads nothing itself: which texts its
 * tokener takes, and what that makes of a large number, is another thing in
 * each of its releases.
 * ----------
 */

/* Integers of so many characters fit in 64 bits. */
#define SAFE_DIGITS 18

typedef struct Reading
{
	PnlJsonReader in;
	PnlBuf		keys;			/* of the objects begun, each with its NUL */
} Reading;

static bool read_value(Reading *reading, int level, PnlJson **value);

static bool
fail_for_memory(Reading *reading)
{
	return pnl_error_set(reading->in.error, PNL_ERR_MEMORY, "out of memory");
}

/* Hands on what json-c made; NULL is its word for "no memory". */
static bool
hand_on(Reading *reading, PnlJson *made, PnlJson **value)
{
	*value = made;
	return made != NULL || fail_for_memory(reading);
}

static bool
read_text(Reading *reading, PnlJson **value)
{
	const char *text;
	size_t		length;

	return pnl_json_token_take_text(&reading->in, &text, &length) &&
		hand_on(reading, pnl_json_new_text(text, length), value);
}

/* The integer of some digits, behind a minus or not. */
static int64_t
compute_integer(const char *text, const char *end)
{
	bool		negative = *text == '-';
	int64_t		integer = 0;

	for (text += negative ? 1 : 0; text < end; text++)
		integer = integer * 10 + (*text - '0');
	return negative ? -integer : integer;
}

/* A number keeps its spelling; the integers that most are do so by value. */
static bool
read_number(Reading *reading, PnlJson **value)
{
	PnlBuf	   *spelling = &reading->in.scratch;
	const char *text;
	size_t		length;
	bool		is_integer;

	if (!pnl_json_token_take_number(&reading->in, &text, &is_integer))
		return false;
	length = (size_t) (reading->in.at - text);
	if (is_integer && length <= SAFE_DIGITS && !(text[0] == '-' && text[1] == '0'))
		return hand_on(reading, json_object_new_int64(compute_integer(text, reading->in.at)),
					   value);
	pnl_buf_reset(spelling);
	return pnl_buf_append(spelling, text, length) ?
		hand_on(reading, pnl_json_new_decimal(pnl_buf_text(spelling)), value) :
		fail_for_memory(reading);
}

/* Behind a value: a comma and another one, or the closing bracket. */
static bool
read_separator(PnlJsonReader *in, char closing, bool *more)
{
	pnl_json_token_skip_blanks(in);
	*more = pnl_json_token_take(in, ',');
	if (*more)
		pnl_json_token_skip_blanks(in);
	return *more || pnl_json_token_take(in, closing) || pnl_json_token_fail(in);
}

static bool
read_elements(Reading *reading, int level, PnlJson *array)
{
	bool		more = !pnl_json_token_take(&reading->in, ']');

	while (more)
	{
		PnlJson    *element = NULL;

		if (!read_value(reading, level, &element))
			return false;
		if (json_object_array_add(array, element) != 0)
		{
			json_object_put(element);
			return fail_for_memory(reading);
		}
		if (!read_separator(&reading->in, ']', &more))
			return false;
	}
	return true;
}

/* A key, which is put behind the other ones, and its colon. */
static bool
read_key(Reading *reading)
{
	const char *text;
	size_t		length;

	if (!pnl_json_token_take_text(&reading->in, &text, &length))
		return false;
	if (!pnl_buf_append(&reading->keys, text, length) ||
		!pnl_buf_append_char(&reading->keys, '\0'))
		return fail_for_memory(reading);
	pnl_json_token_skip_blanks(&reading->in);
	if (!pnl_json_token_take(&reading->in, ':'))
		return pnl_json_token_fail(&reading->in);
	pnl_json_token_skip_blanks(&reading->in);
	return true;
}

/* Of a key that comes twice the last value stays. */
static bool
read_members(Reading *reading, int level, PnlJson *object)
{
	size_t		key = reading->keys.length;
	bool		more = !pnl_json_token_take(&reading->in, '}');

	while (more)
	{
		PnlJson    *value = NULL;

		if (!read_key(reading) || !read_value(reading, level, &value))
			return false;
		if (json_object_object_add(object, reading->keys.data + key, value) != 0)
		{
			json_object_put(value);
			return fail_for_memory(reading);
		}
		reading->keys.length = key;
		if (!read_separator(&reading->in, '}', &more))
			return false;
	}
	return true;
}

/* An object or an array, from its opening bracket on. */
static bool
read_container(Reading *reading, int level, PnlJson **value)
{
	bool		is_object = *reading->in.at == '{';
	PnlJson    *made;
	bool		read;

	if (level > PNL_JSON_MAX_DEPTH)
		return pnl_error_set(reading->in.error, PNL_ERR_PROTOCOL,
							 "the JSON text nests deeper than %d levels", PNL_JSON_MAX_DEPTH);
	reading->in.at++;
	pnl_json_token_skip_blanks(&reading->in);
	made = is_object ? json_object_new_object() : json_object_new_array();
	if (made == NULL)
		return fail_for_memory(reading);
	read = is_object ? read_members(reading, level, made) : read_elements(reading, level, made);
	if (read)
		*value = made;
	else
		json_object_put(made);
	return read;
}

/* Any value; *value is the caller's when it was read, and NULL for null. */
static bool
read_value(Reading *reading, int level, PnlJson **value)
{
	PnlJsonReader *in = &reading->in;

	*value = NULL;
	switch (pnl_json_token_peek(in))
	{
		case '{':
		case '[':
			return read_container(reading, level + 1, value);
		case '"':
			return read_text(reading, value);
		case 't':
			return pnl_json_token_take_word(in, "true") &&
				hand_on(reading, json_object_new_boolean(1), value);
		case 'f':
			return pnl_json_token_take_word(in, "false") &&
				hand_on(reading, json_object_new_boolean(0), value);
		case 'n':
			return pnl_json_token_take_word(in, "null");
		default:
			return read_number(reading, value);
	}
}

/* A document is a container, with nothing but blanks around it. */
static bool
read_document(Reading *reading, PnlJson **document)
{
	PnlJsonReader *in = &reading->in;

	pnl_json_token_skip_blanks(in);
	if (!read_value(reading, 0, document))
		return false;
	pnl_json_token_skip_blanks(in);
	if (in->at < in->end && *in->at == '\0')
		return pnl_json_token_fail(in);
	if (in->at < in->end)
		return pnl_error_set(in->error, PNL_ERR_PROTOCOL,
							 "the JSON text is followed by something else at byte %zu",
							 (size_t) (in->at - in->start) + 1);
	return json_object_is_type(*document, json_type_object) ||
		json_object_is_type(*document, json_type_array) ||
		pnl_error_set(in->error, PNL_ERR_PROTOCOL,
					  "the JSON text is neither an object nor an array");
}

PnlJson *
pnl_json_parse(const char *text, size_t length, PnlError *error)
{
	Reading		reading;
	PnlJson    *document = NULL;

	if (length > INT_MAX)
	{
		pnl_error_set(error, PNL_ERR_PROTOCOL, "the JSON text is too long");
		return NULL;
	}
	pnl_json_token_init(&reading.in, text, length, error);
	pnl_buf_init(&reading.keys, 0);
	if (!read_document(&reading, &document))
	{
		json_object_put(document);
		document = NULL;
	}
	pnl_buf_free(&reading.keys);
	pnl_json_token_free(&reading.in);
	return document;
}

void
pnl_json_free(PnlJson *document)
{
	json_object_put(document);
}

PnlJsonKind
pnl_json_kind(const PnlJson *node)
{
	switch (json_object_get_type(node))
	{
		case json_type_null:
			return PNL_JSON_NOTHING;
		case json_type_object:
			return json_object_object_length(node) == 0 ?
				PNL_JSON_NOTHING : PNL_JSON_OBJECT;
		case json_type_array:
			return json_object_array_length(node) == 0 ?
				PNL_JSON_NOTHING : PNL_JSON_ARRAY;
		case json_type_string:
			return json_object_get_string_len(node) == 0 ?
				PNL_JSON_NOTHING : PNL_JSON_SCALAR;
		default:
			return PNL_JSON_SCALAR;
	}
}

/* An exact match wins over one in another letter case. */
static bool
find_key(const PnlJson *node, const char *key, size_t length,
		 const PnlJson **found)
{
	/* most of the keys that are passed over begin with another letter */
	char		lower = length > 0 ? pnl_ascii_lower(key[0]) : '\0';
	char		upper = length > 0 ? pnl_ascii_upper(key[0]) : '\0';
	bool		seen = false;

	*found = NULL;
	if (!json_object_is_type(node, json_type_object))
		return false;
	{
		json_object_object_foreach((PnlJson *) node, name, value)
		{
			if (name[0] != lower && name[0] != upper)
				continue;
			if (strncmp(name, key, length) == 0 && name[length] == '\0')
			{
				*found = value;
				return true;
			}
			if (seen || !pnl_ascii_equal(name, key, length) || name[length] != '\0')
				continue;
			*found = value;
			seen = true;
		}
	}
	return seen;
}

const PnlJson *
pnl_json_get_n(const PnlJson *node, const char *key, size_t length)
{
	const PnlJson *found;

	find_key(node, key, length, &found);
	return found;
}

bool
pnl_json_has_n(const PnlJson *node, const char *key, size_t length)
{
	const PnlJson *found;

	return find_key(node, key, length, &found);
}

const PnlJson *
pnl_json_get(const PnlJson *node, const char *key)
{
	return pnl_json_get_n(node, key, strlen(key));
}

size_t
pnl_json_count(const PnlJson *node)
{
	switch (pnl_json_kind(node))
	{
		case PNL_JSON_NOTHING:
			return 0;
		case PNL_JSON_ARRAY:
			return json_object_array_length(node);
		default:
			return 1;
	}
}

const PnlJson *
pnl_json_item(const PnlJson *node, size_t index)
{
	if (pnl_json_kind(node) == PNL_JSON_ARRAY)
		return json_object_array_get_idx(node, index);
	return node;
}

void
pnl_json_each_key(const PnlJson *node, PnlJsonVisit visit, void *arg)
{
	if (!json_object_is_type(node, json_type_object))
		return;
	{
		json_object_object_foreach((PnlJson *) node, name, value)
		{
			if (!visit(name, value, arg))
				return;
		}
	}
}

/* The value of an object's only key when that key is one of the wrappers. */
static const PnlJson *
peel_object(const PnlJson *node)
{
	if (json_object_object_length(node) != 1)
		return node;
	{
		json_object_object_foreach((PnlJson *) node, name, value)
		{
			if (name[0] == '\0' || pnl_ascii_equal(name, "string", sizeof("string")))
				return value;
		}
	}
	return node;
}

const PnlJson *
pnl_json_unwrap(const PnlJson *node)
{
	return pnl_json_kind(node) == PNL_JSON_OBJECT ? peel_object(node) : node;
}

bool
pnl_json_text(const PnlJson *node, const char **text, size_t *length)
{
	/* {"string": [x]} is the deepest wrapping seen */
	for (int level = 0; level < 3; level++)
	{
		PnlJsonKind kind = pnl_json_kind(node);

		if (kind == PNL_JSON_NOTHING)
		{
			*text = NULL;
			*length = 0;
			return true;
		}
		if (kind == PNL_JSON_SCALAR)
		{
			*text = json_object_get_string((PnlJson *) node);
			*length = json_object_is_type(node, json_type_string) ?
				(size_t) json_object_get_string_len(node) : strlen(*text);
			return true;
		}
		if (kind == PNL_JSON_ARRAY && json_object_array_length(node) != 1)
			return false;
		node = kind == PNL_JSON_ARRAY ? json_object_array_get_idx(node, 0) :
			pnl_json_unwrap(node);
	}
	return false;
}

bool
pnl_json_is_object(const PnlJson *node)
{
	return json_object_is_type(node, json_type_object);
}

bool
pnl_json_is_text(const PnlJson *node)
{
	return json_object_is_type(node, json_type_string);
}

bool
pnl_json_is_boolean(const PnlJson *node)
{
	return json_object_is_type(node, json_type_boolean);
}

PnlJson *
pnl_json_new_object(void)
{
	return json_object_new_object();
}

PnlJson *
pnl_json_new_array(void)
{
	return json_object_new_array();
}

PnlJson *
pnl_json_new_text(const char *text, size_t length)
{
	return length > INT_MAX ? NULL : json_object_new_string_len(text, (int) length);
}

PnlJson *
pnl_json_new_integer(int64_t integer)
{
	return json_object_new_int64(integer);
}

PnlJson *
pnl_json_new_number(double number)
{
	char		text[32];

	/* json-c would write 119.99 with seventeen digits */
	snprintf(text, sizeof(text), "%.12g", number);
	return json_object_new_double_s(number, text);
}

PnlJson *
pnl_json_new_boolean(bool boolean)
{
	return json_object_new_boolean(boolean);
}

PnlJson *
pnl_json_new_decimal(const char *text)
{
	return json_object_new_double_s(strtod(text, NULL), text);
}

bool
pnl_json_add(PnlJson *object, const char *key, PnlJson *value)
{
	if (value == NULL || object == NULL ||
		json_object_object_add_ex(object, key, value, JSON_C_OBJECT_ADD_KEY_IS_NEW |
								  JSON_C_OBJECT_KEY_IS_CONSTANT) != 0)
	{
		json_object_put(value);
		return false;
	}
	return true;
}

bool
pnl_json_append(PnlJson *array, PnlJson *value)
{
	if (value == NULL || array == NULL || json_object_array_add(array, value) != 0)
	{
		json_object_put(value);
		return false;
	}
	return true;
}

static bool
add_member(PnlJson *object, const char *key, PnlJson *value)
{
	/* json-c ends the process where the other node is no object */
	if (value == NULL || !json_object_is_type(object, json_type_object) ||
		json_object_object_add(object, key, value) != 0)
	{
		json_object_put(value);
		return false;
	}
	return true;
}

/* The object under a key, or in the first element of the list under it. */
static PnlJson *
enter_member(PnlJson *object, const char *key, bool is_list)
{
	json_type	type = is_list ? json_type_array : json_type_object;
	PnlJson    *member = NULL;
	PnlJson    *element;

	/* a member that says nothing is replaced, whatever its type */
	if (!json_object_object_get_ex(object, key, &member) ||
		(!json_object_is_type(member, type) && pnl_json_kind(member) == PNL_JSON_NOTHING))
	{
		member = is_list ? json_object_new_array() : json_object_new_object();
		if (!add_member(object, key, member))
			return NULL;
	}
	if (!json_object_is_type(member, type))
		return NULL;
	if (!is_list)
		return member;
	if (json_object_array_length(member) > 0)
		return json_object_array_get_idx(member, 0);
	element = json_object_new_object();
	return pnl_json_append(member, element) ? element : NULL;
}

bool
pnl_json_put(PnlJson *object, const char *path, PnlJson *value)
{
	char		key[64];

	while (object != NULL)
	{
		size_t		length = strcspn(path, ".[");
		bool		is_list = path[length] == '[';

		if (length >= sizeof(key))
			break;
		memcpy(key, path, length);
		key[length] = '\0';
		if (path[length] == '\0')
			return add_member(object, key, value);
		object = enter_member(object, key, is_list);
		path += length + (is_list ? strlen("[].") : strlen("."));
	}
	json_object_put(value);
	return false;
}

bool
pnl_json_replace(PnlJson *object, const char *key, PnlJson *value)
{
	return add_member(object, key, value);
}

bool
pnl_json_replace_item(PnlJson *array, size_t index, PnlJson *value)
{
	if (value == NULL || !json_object_is_type(array, json_type_array) ||
		index >= json_object_array_length(array) ||
		json_object_array_put_idx(array, index, value) != 0)
	{
		json_object_put(value);
		return false;
	}
	return true;
}

void
pnl_json_remove(PnlJson *object, const char *key)
{
	if (json_object_is_type(object, json_type_object))
		json_object_object_del(object, key);
}

PnlJson *
pnl_json_share(PnlJson *node)
{
	return json_object_get(node);
}

PnlJson *
pnl_json_copy(const PnlJson *node)
{
	PnlJson    *copy = NULL;

	if (json_object_deep_copy((PnlJson *) node, &copy, NULL) != 0)
		return NULL;
	return copy;
}

/* One member of a patch: null removes, an object merges, the rest replaces. */
static bool
merge_member(PnlJson *object, const char *key, const PnlJson *value)
{
	PnlJson    *member = NULL;

	if (value == NULL)
	{
		json_object_object_del(object, key);
		return true;
	}
	if (!json_object_is_type(value, json_type_object))
		return add_member(object, key, pnl_json_copy(value));
	if (!json_object_object_get_ex(object, key, &member) ||
		!json_object_is_type(member, json_type_object))
	{
		member = json_object_new_object();
		if (!add_member(object, key, member))
			return false;
	}
	return pnl_json_merge(member, value);
}

bool
pnl_json_merge(PnlJson *object, const PnlJson *patch)
{
	if (patch == NULL)
		return true;
	{
		json_object_object_foreach((PnlJson *) patch, key, value)
		{
			if (!merge_member(object, key, value))
				return false;
		}
	}
	return true;
}

bool
pnl_json_write(const PnlJson *document, PnlBuf *out)
{
	const char *text = json_object_to_json_string_ext((PnlJson *) document,
													  JSON_C_TO_STRING_PLAIN |
													  JSON_C_TO_STRING_NOSLASHESCAPE);

	return text != NULL && pnl_buf_append_text(out, text);
}
