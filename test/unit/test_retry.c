/*
 * test_retry.c
 *		Whether and when a failed call is made again, that a statement waits for.
 */
#include "unit.h"

#include "core/api.h"
#include "core/policy/retry.h"

#define PATIENCE_MS 5000

typedef struct RetryRow
{
	const char *name;
	bool		repeatable;
	bool		transient;
	int			made;
	int			retries;
	int64_t		retry_after_ms;
	bool		allowed;
} RetryRow;

static const RetryRow rows[] = {
	{"what may pass is tried again", true, true, 0, 2, -1, true},
	{"and again", true, true, 1, 2, -1, true},
	{"until so many tries are made", true, true, 2, 2, -1, false},
	{"none may be allowed", true, true, 0, 0, -1, false},
	{"what stays is not tried again", true, false, 0, 2, -1, false},
	{"what would be done twice is not tried again", false, true, 0, 2, -1, false},
	{"a wait that PostNL asks for is had", true, true, 0, 2, PATIENCE_MS, true},
	{"but not a longer one than there is patience", true, true, 0, 2, PATIENCE_MS + 1, false},
};

static PnlError
failure(int64_t retry_after_ms)
{
	PnlError	error;

	pnl_error_init(&error);
	pnl_error_set(&error, PNL_ERR_SERVER, "PostNL failed");
	error.retry_after_ms = retry_after_ms;
	return error;
}

static void
check_allowed(void **state)
{
	const RetryRow *row = *state;
	PnlOperation operation = pnl_api_status_by_barcode;
	PnlError	error = failure(row->retry_after_ms);

	operation.flags = row->repeatable ? operation.flags | PNL_REPEATABLE :
		operation.flags & ~PNL_REPEATABLE;
	error.transient = row->transient;
	assert_int_equal(pnl_retry_allow(&operation, &error, row->made, row->retries, PATIENCE_MS),
					 row->allowed);
}

static void
the_first_try_again_waits_as_after_one_failure(void **state)
{
	PnlError	error = failure(-1);

	(void) state;
	assert_int_equal(pnl_retry_wait(&error, 0, 0.5), 500);
	assert_int_equal(pnl_retry_wait(&error, 1, 0.5), 1000);
	assert_int_equal(pnl_retry_wait(&error, 0, 0), 375);
}

static void
what_PostNL_asks_for_is_waited_for_when_it_is_longer(void **state)
{
	PnlError	longer = failure(4000);
	PnlError	shorter = failure(100);

	(void) state;
	assert_int_equal(pnl_retry_wait(&longer, 0, 0.5), 4000);
	assert_int_equal(pnl_retry_wait(&shorter, 0, 0.5), 500);
}

int
main(void)
{
	UNIT_ROWS(rows, check_allowed);
	UNIT_CASE(the_first_try_again_waits_as_after_one_failure);
	UNIT_CASE(what_PostNL_asks_for_is_waited_for_when_it_is_longer);
	return unit_run();
}
