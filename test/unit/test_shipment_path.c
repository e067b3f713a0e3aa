/*
 * test_shipment_path.c
 *		Paths of a description's keys, as triggers have them.
 */
#include "unit.h"

#include <string.h>

#include "core/shipment_path.h"

typedef struct PathRow
{
	const char *name;
	const char *path;
	const char *last;			/* key; NULL = refused with the message */
	int			steps;
	const char *message;
} PathRow;

#define NO_PATH " is no path: only the first element of a list of objects has one, such as " \
	"parcels[0].weight_g"

static const PathRow rows[] = {
	{"a key of the description", "reference", "reference", 1},
	{"a key of an object", "receiver.street", "street", 2},
	{"an object by itself", "receiver", "receiver", 1},
	{"a list by itself", "parcels", "parcels", 1},
	{"a list stands for its first element", "parcels.weight_g", "weight_g", 2},
	{"so it does with brackets", "parcels[].weight_g", "weight_g", 2},
	{"and with its number", "parcels[0].weight_g", "weight_g", 2},
	{"a list in an object", "customs.content[0].description", "description", 3},
	{"no other element has a path", "parcels[1].weight_g", NULL, 0, "parcels[1].weight_g" NO_PATH},
	{"a bracket that is not closed", "parcels[0.weight_g", NULL, 0, "parcels[0.weight_g" NO_PATH},
	{"an element by itself has no path", "parcels[0]", NULL, 0, "parcels[0]" NO_PATH},
	{"an object is no list", "receiver[0].street", NULL, 0, "receiver[0].street" NO_PATH},
	{"a list of texts has no element", "services[0].x", NULL, 0, "services[0].x" NO_PATH},
};

static void
find_path(void **state)
{
	const PathRow *row = *state;
	PnlKeyPath	path;
	PnlError	error;
	bool		found;

	pnl_error_init(&error);
	found = pnl_shipment_path_find(row->path, &path, &error);
	if (row->last == NULL)
	{
		assert_false(found);
		unit_assert_error(&error, PNL_ERR_ARGUMENT, row->message);
		return;
	}
	if (!found)
		fail_msg("%s", error.message);
	assert_int_equal(path.count, row->steps);
	assert_string_equal(path.keys[path.count - 1]->name, row->last);
}

static const char *const wrong[] = {
	"reciever.street", "receiver.straat", "receiver.street.x", "", ".", "receiver.", "parcels.",
	"parcels[].", "receiver..street",
	"a_name_that_is_much_longer_than_any_key_of_a_description_has_ever_been_or_will_be"
};

static void
a_path_that_leads_nowhere_is_refused(void **state)
{
	(void) state;
	for (size_t i = 0; i < UNIT_COUNT(wrong); i++)
	{
		PnlKeyPath	path;
		PnlError	error;

		pnl_error_init(&error);
		if (pnl_shipment_path_find(wrong[i], &path, &error))
			fail_msg("%s leads somewhere", wrong[i]);
		assert_int_equal(error.kind, PNL_ERR_ARGUMENT);
	}
}

static void
the_nearest_key_is_told(void **state)
{
	PnlKeyPath	path;
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	assert_false(pnl_shipment_path_find("receiver.stret", &path, &error));
	assert_non_null(strstr(error.message, "did you mean receiver.street?"));
}

int
main(void)
{
	UNIT_ROWS(rows, find_path);
	UNIT_CASE(a_path_that_leads_nowhere_is_refused);
	UNIT_CASE(the_nearest_key_is_told);
	return unit_run();
}
