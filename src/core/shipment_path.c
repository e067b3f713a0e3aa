/*
 * shipment_path.c
 *		Finding keys of a shipment's description by name and by path.
 *
 * Names of keys come from people: whoever mistypes one is told the nearest.
 */
#include "core/shipment_path.h"

#include <stdio.h>
#include <string.h>

/* A wrong key this near to a known one is taken for a slip. */
#define NEAR 3
#define MAX_NAME 40

/* Room for an unknown name in a message. */
#define SHOWN_NAME 65

const PnlShipmentKey *
pnl_shipment_path_key(const PnlShipmentKey *keys, const char *name, size_t length)
{
	for (const PnlShipmentKey *key = keys; key->name != NULL; key++)
		if (strncmp(key->name, name, length) == 0 && key->name[length] == '\0')
			return key;
	return NULL;
}

static int
min3(int a, int b, int c)
{
	int			smaller = a < b ? a : b;

	return smaller < c ? smaller : c;
}

/* How many letters have to change to make one name of another. */
static int
edit_distance(const char *a, const char *b)
{
	int			row[MAX_NAME + 1];
	int			length_b = (int) strlen(b);

	for (int j = 0; j <= length_b; j++)
		row[j] = j;
	for (int i = 1; a[i - 1] != '\0'; i++)
	{
		int			diagonal = row[0];

		row[0] = i;
		for (int j = 1; j <= length_b; j++)
		{
			int			above = row[j];

			row[j] = min3(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
			diagonal = above;
		}
	}
	return row[length_b];
}

bool
pnl_shipment_path_refuse_key(const PnlShipmentKey *keys, const char *prefix, const char *name,
							 PnlError *error)
{
	const char *nearest = NULL;
	int			distance = NEAR + 1;
	char		path[PNL_KEY_PATH_SIZE + SHOWN_NAME];
	int			length;

	for (const PnlShipmentKey *key = keys; key->name != NULL; key++)
	{
		int			d = strlen(name) <= MAX_NAME ? edit_distance(name, key->name) : NEAR + 1;

		/* with all of its letters changed it is no slip */
		if (d < distance && d < (int) strlen(name))
		{
			distance = d;
			nearest = key->name;
		}
	}
	snprintf(path, sizeof(path), "%s", prefix);
	length = (int) strlen(path);
	/* a name is whatever a document has: cut at a character */
	pnl_error_copy_text(path + length, (int) sizeof(path) - length, name, -1);
	if (path[0] == '\0')
		snprintf(path, sizeof(path), "\"\"");
	if (nearest != NULL)
		return pnl_error_set_key(error, path, "is not known; did you mean %s%s?", prefix,
								 nearest);
	return pnl_error_set_key(error, path, "is not known");
}

/* ----------
 * Paths
 * ----------
 */

/* What the walk along a path carries. */
typedef struct PathWalk
{
	const char *text;			/* of the whole path */
	const char *at;				/* what is left of it */
	PnlKeyPath *path;
	PnlError   *error;
} PathWalk;

static const PnlShipmentKey *
find_next(PathWalk *walk, const PnlShipmentKey *keys)
{
	size_t		length = strcspn(walk->at, ".[");
	const PnlShipmentKey *key = pnl_shipment_path_key(keys, walk->at, length);
	char		name[MAX_NAME + 2];
	char		prefix[PNL_KEY_PATH_SIZE];

	if (key != NULL)
	{
		walk->at += length;
		return key;
	}
	snprintf(prefix, sizeof(prefix), "%.*s", (int) (walk->at - walk->text), walk->text);
	snprintf(name, sizeof(name), "%.*s", length <= MAX_NAME ? (int) length : MAX_NAME + 1,
			 walk->at);
	pnl_shipment_path_refuse_key(keys, prefix, name, walk->error);
	return NULL;
}

/* Passes over the "[]" or "[0]" of a list of objects. */
static bool
pass_index(PathWalk *walk, const PnlShipmentKey *key)
{
	size_t		length;

	if (walk->at[0] != '[')
		return true;
	length = walk->at[1] == '0' ? 2 : 1;
	if (key->type != PNL_KEY_OBJECTS || walk->at[length] != ']' || walk->at[length + 1] != '.')
		return pnl_error_set(walk->error, PNL_ERR_ARGUMENT,
							 "%.64s is no path: only the first element of a list of objects has "
							 "one, such as parcels[0].weight_g", walk->text);
	walk->at += length + 1;
	return true;
}

bool
pnl_shipment_path_find(const char *text, PnlKeyPath *path, PnlError *error)
{
	PathWalk	walk = {text, text, path, error};
	const PnlShipmentKey *keys = pnl_shipment_keys;

	path->count = 0;
	for (;;)
	{
		const PnlShipmentKey *key = find_next(&walk, keys);

		if (key == NULL || !pass_index(&walk, key))
			return false;
		path->keys[path->count++] = key;
		if (*walk.at == '\0')
			return true;
		if (key->keys == NULL || path->count == PNL_MAX_KEY_STEPS)
			return pnl_error_set(error, PNL_ERR_ARGUMENT, "%.64s is no path: %s has no keys",
								 text, key->name);
		keys = key->keys;
		walk.at++;
	}
}
