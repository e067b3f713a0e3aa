/*
 * test_environment.c
 *		Environments and generations of the API: their names, both ways.
 */
#include "unit.h"

#include <string.h>

#include "core/choice.h"
#include "core/environment.h"
#include "core/generation.h"
#include "core/url.h"

/* What no table of ours has, and a setting refuses. */
static const struct
{
	const char *name;
	const char *text;
}			unknown[] = {
	{"nothing is no name", ""},
	{"a part is no name", "sand"},
	{"a name and more is none", "production "},
	{"another letter case is no name", "Production"},
	{"another word is no name", "test"},
	{"a generation in capitals is none", "V4"},
	{"another generation is none", "v5"},
	{"the list of names is none", "legacy|v4"},
};

static void
is_unknown(void **state)
{
	const char *text = ((const char *const *) *state)[1];
	PnlEnvironment environment = PNL_PRODUCTION;
	bool		v4 = true;

	assert_false(pnl_environment_find(text, &environment));
	assert_int_equal(environment, PNL_PRODUCTION);
	assert_false(pnl_generation_find(text, &v4));
	assert_true(v4);
}

static bool
is_listed(const char *names, const char *name)
{
	return pnl_choice_find(names, (PnlText) {name, strlen(name)}).length > 0;
}

static void
each_environment_is_found_by_its_name(void **state)
{
	(void) state;
	for (int i = PNL_SANDBOX; i <= PNL_PRODUCTION; i++)
	{
		PnlEnvironment found = !i;

		assert_true(pnl_environment_find(pnl_environment_name(i), &found));
		assert_int_equal(found, i);
		assert_true(is_listed(PNL_ENVIRONMENT_NAMES, pnl_environment_name(i)));
	}
}

static void
each_generation_is_found_by_its_name(void **state)
{
	(void) state;
	for (int i = 0; i <= 1; i++)
	{
		bool		v4 = !i;

		assert_true(pnl_generation_find(pnl_generation_name(i), &v4));
		assert_int_equal(v4, i);
		assert_true(is_listed(PNL_GENERATION_NAMES, pnl_generation_name(i)));
	}
}

static void
each_environment_has_a_host_of_its_own(void **state)
{
	PnlError	error;

	(void) state;
	pnl_error_init(&error);
	assert_true(pnl_url_check_base(pnl_environment_host(PNL_SANDBOX), false, &error));
	assert_true(pnl_url_check_base(pnl_environment_host(PNL_PRODUCTION), false, &error));
	assert_string_not_equal(pnl_environment_host(PNL_SANDBOX),
							pnl_environment_host(PNL_PRODUCTION));
}

static void
the_sandbox_allows_fewer_calls(void **state)
{
	(void) state;
	assert_int_equal(pnl_environment_calls_per_minute(PNL_SANDBOX), 15);
	assert_int_equal(pnl_environment_calls_per_minute(PNL_PRODUCTION), 1000);
}

int
main(void)
{
	UNIT_ROWS(unknown, is_unknown);
	UNIT_CASE(each_environment_is_found_by_its_name);
	UNIT_CASE(each_generation_is_found_by_its_name);
	UNIT_CASE(each_environment_has_a_host_of_its_own);
	UNIT_CASE(the_sandbox_allows_fewer_calls);
	return unit_run();
}
