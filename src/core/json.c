/*
 * json.c
 *		Reading JSON documents, strictly as text and tolerantly as values.
 *
 * Rule for this file: json-c coerces silently, so every json_object_get_*
 * stands behind a test of the type.  Documents come from the network: depth
 * and size are capped before json-c sees them, because its free recurses.
 */
#include "core/json.h"

#include <json-c/json.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/ascii.h"

_Static_assert(JSON_C_VERSION_NUM >= ((0 << 16) | (15 << 8)),
			   "json-c 0.15 or newer is needed");

/*
 * True when the text holds the escape \u0000, which no text in the database
 * can hold.  A backslash takes the character behind it along.
 */
static bool
has_escaped_nul(const char *text, size_t length)
{
	const char *end = text + length;

	while ((text = memchr(text, '\\', (size_t) (end - text))) != NULL)
	{
		if (end - text < 6)
			return false;
		if (memcmp(text, "\\u0000", 6) == 0)
			return true;
		text += 2;
	}
	return false;
}

/*
 * json-c takes more than JSON even when it is told to be strict: overlong
 * and impossible UTF-8, control characters in texts, NaN, Infinity, and
 * numbers like -01, 00 and "1.".  The functions below look at tokens only,
 * and find these; how tokens follow each other is left to json-c.  Each
 * returns what is behind its token, or NULL where the token is wrong.
 */

/* The second byte rules out overlong forms, surrogates and too large ones. */
static bool
is_second_byte(unsigned char first, unsigned char second)
{
	unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
	unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;

	return second >= low && second <= high;
}

/* A character of UTF-8 (RFC 3629, section 4), no control character. */
static const char *
skip_character(const char *at, const char *end)
{
	unsigned char first = (unsigned char) *at;
	int			following = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;

	if (first < ' ' || (first >= 0x80 && first < 0xC2) || first > 0xF4 ||
		end - at <= following)
		return NULL;
	if (following > 0 && !is_second_byte(first, (unsigned char) at[1]))
		return NULL;
	for (int i = 2; i <= following; i++)
		if (((unsigned char) at[i] & 0xC0) != 0x80)
			return NULL;
	return at + following + 1;
}

/* True for the characters that texts mostly have and that need no look. */
static bool
is_plain(char c)
{
	return c >= ' ' && c != '"' && c != '\\' && (unsigned char) c < 0x80;
}

/* A text, from its opening quote; one that is cut off is json-c's to tell. */
static const char *
skip_text(const char *at, const char *end)
{
	at++;
	while (at != NULL && at < end && *at != '"')
	{
		if (is_plain(*at))
		{
			at++;
			continue;
		}
		if (*at == '\\' && end - at >= 2)
			at++;
		at = skip_character(at, end);
	}
	return at != NULL && at < end ? at + 1 : at;
}

static const char *
skip_digits(const char *at, const char *end)
{
	const char *start = at;

	while (at < end && *at >= '0' && *at <= '9')
		at++;
	return at > start ? at : NULL;
}

/* A number: RFC 8259, section 6. */
static const char *
skip_number(const char *at, const char *end)
{
	bool		zero;

	if (*at == '-')
		at++;
	zero = at < end && *at == '0';
	at = zero ? at + 1 : skip_digits(at, end);
	if (at == NULL || (zero && at < end && *at >= '0' && *at <= '9'))
		return NULL;
	if (at < end && *at == '.')
		at = skip_digits(at + 1, end);
	if (at != NULL && at < end && (*at == 'e' || *at == 'E'))
	{
		at++;
		if (at < end && (*at == '+' || *at == '-'))
			at++;
		at = skip_digits(at, end);
	}
	return at;
}

/* The first token that is not JSON, or NULL. */
static const char *
find_bad_token(const char *text, const char *end)
{
	while (text < end)
	{
		const char *token = text;

		if (*token == '"')
			text = skip_text(token, end);
		else if (*token == '-' || (*token >= '0' && *token <= '9'))
			text = skip_number(token, end);
		else if (*token == 'N' || *token == 'I')
			text = NULL;
		else
			text++;
		if (text == NULL)
			return token;
	}
	return NULL;
}

/* Only white space may follow the document. */
static bool
is_blank(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (strchr(" \t\r\n", text[i]) == NULL || text[i] == '\0')
			return false;
	return true;
}

static PnlJson *
parse_strictly(struct json_tokener *tokener, const char *text, size_t length,
			   PnlError *error)
{
	PnlJson    *document;
	enum json_tokener_error result;
	size_t		end;

	/* UTF-8 is valid: find_bad_token() has seen to it, more strictly */
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT |
						   JSON_TOKENER_ALLOW_TRAILING_CHARS);
	document = json_tokener_parse_ex(tokener, text, (int) length);
	result = json_tokener_get_error(tokener);
	end = json_tokener_get_parse_end(tokener);

	if (result == json_tokener_continue)
		pnl_error_set(error, PNL_ERR_PROTOCOL, "the JSON text ends too early");
	else if (result == json_tokener_error_depth)
		pnl_error_set(error, PNL_ERR_PROTOCOL,
					  "the JSON text nests deeper than %d levels", PNL_JSON_MAX_DEPTH);
	else if (result != json_tokener_success)
		pnl_error_set(error, PNL_ERR_PROTOCOL, "the JSON text is invalid at byte %zu: %s",
					  end + 1, json_tokener_error_desc(result));
	else if (!is_blank(text + end, length - end))
		pnl_error_set(error, PNL_ERR_PROTOCOL,
					  "the JSON text is followed by something else at byte %zu", end + 1);
	else if (!json_object_is_type(document, json_type_object) &&
			 !json_object_is_type(document, json_type_array))
		pnl_error_set(error, PNL_ERR_PROTOCOL,
					  "the JSON text is neither an object nor an array");
	else
		return document;
	json_object_put(document);
	return NULL;
}

PnlJson *
pnl_json_parse(const char *text, size_t length, PnlError *error)
{
	struct json_tokener *tokener;
	const char *bad_token;
	PnlJson    *document;

	if (length > INT_MAX)
	{
		pnl_error_set(error, PNL_ERR_PROTOCOL, "the JSON text is too long");
		return NULL;
	}
	if (memchr(text, '\0', length) != NULL || has_escaped_nul(text, length))
	{
		pnl_error_set(error, PNL_ERR_PROTOCOL, "the JSON text holds a NUL character");
		return NULL;
	}
	bad_token = find_bad_token(text, text + length);
	if (bad_token != NULL)
	{
		pnl_error_set(error, PNL_ERR_PROTOCOL, "the JSON text is invalid in the token at byte %zu",
					  (size_t) (bad_token - text) + 1);
		return NULL;
	}
	tokener = json_tokener_new_ex(PNL_JSON_MAX_DEPTH + 1);
	if (tokener == NULL)
	{
		pnl_error_set(error, PNL_ERR_MEMORY, "out of memory");
		return NULL;
	}
	document = parse_strictly(tokener, text, length, error);
	json_tokener_free(tokener);
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
	bool		seen = false;

	*found = NULL;
	if (!json_object_is_type(node, json_type_object))
		return false;
	{
		json_object_object_foreach((PnlJson *) node, name, value)
		{
			bool		exact;

			if (!pnl_ascii_equal(name, key, length) || name[length] != '\0')
				continue;
			exact = strncmp(name, key, length) == 0;
			if (exact || !seen)
				*found = value;
			if (exact)
				return true;
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

/*
 * True for an integer past 64 bits: json-c has put the greatest or smallest
 * one in its place, and the digits are lost.
 */
static bool
is_clamped(const PnlJson *node)
{
	return json_object_is_type(node, json_type_int) &&
		(json_object_get_uint64(node) == UINT64_MAX ||
		 json_object_get_int64(node) == INT64_MIN);
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
		if (kind == PNL_JSON_SCALAR && is_clamped(node))
			return false;
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

	/* what is there and says nothing makes room */
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
