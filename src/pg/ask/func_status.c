/*
 * func_status.c
 *		SQL functions of Track & Trace.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "core/track_url.h"
#include "pg/ask/bind_value.h"
#include "pg/ask/call.h"
#include "pg/ask/feed_window.h"

PNL_ASKING_FUNCTION(postnl_track, pnl_api_status_by_barcode)
PNL_ASKING_FUNCTION(postnl_track_events, pnl_api_status_events)
PNL_ASKING_FUNCTION(postnl_track_reference, pnl_api_status_by_reference)
PNL_ASKING_FUNCTION(postnl_signature, pnl_api_status_signature)

PG_FUNCTION_INFO_V1(postnl_track_updates);
PG_FUNCTION_INFO_V1(postnl_track_updates_json);
PG_FUNCTION_INFO_V1(postnl_track_url);

static bool
next_window(PnlArguments *arguments, void *state)
{
	return pnl_feed_window_next(state, PNL_FEED_WINDOW, arguments);
}

static void
check_period(TimestampTz since, TimestampTz until)
{
	if (TIMESTAMP_NOT_FINITE(since) || TIMESTAMP_NOT_FINITE(until))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("since and until must be finite")));
	if (since > until)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("since must not be later than until")));
	if (until - since > PNL_FEED_HOURS * USECS_PER_HOUR)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("since must not be more than %d hours before until", PNL_FEED_HOURS),
				 errhint("PostNL keeps updates for 48 hours; ask for older parcels "
						 "with postnl_track().")));
}

/* Windows over the function's arguments "since" and "until". */
static PnlFeedWindows
find_windows(FunctionCallInfo fcinfo)
{
	int			since = pnl_bind_find(fcinfo, "since");
	int			until = pnl_bind_find(fcinfo, "until");
	PnlFeedWindows none = {0};

	if (PG_ARGISNULL(since) || PG_ARGISNULL(until))
		return none;
	check_period(PG_GETARG_TIMESTAMPTZ(since), PG_GETARG_TIMESTAMPTZ(until));
	return pnl_feed_window_begin(PG_GETARG_TIMESTAMPTZ(since), PG_GETARG_TIMESTAMPTZ(until));
}

Datum
postnl_track_updates(PG_FUNCTION_ARGS)
{
	PnlFeedWindows windows = find_windows(fcinfo);
	PnlSource	source = {next_window, &windows};

	return pnl_call_rows(fcinfo, &pnl_api_status_updates, &source);
}

Datum
postnl_track_updates_json(PG_FUNCTION_ARGS)
{
	PnlFeedWindows windows = find_windows(fcinfo);
	PnlSource	source = {next_window, &windows};

	return pnl_call_json(fcinfo, &pnl_api_status_updates, &source);
}

static char *
utf8_argument(FunctionCallInfo fcinfo, int argument)
{
	char	   *given = text_to_cstring(PG_GETARG_TEXT_PP(argument));

	return pg_server_to_any(given, (int) strlen(given), PG_UTF8);
}

/* postnl_track_url(barcode, postal_code, country, language): strict. */
Datum
postnl_track_url(PG_FUNCTION_ARGS)
{
	char	   *barcode = pnl_bind_value_barcode_datum(PG_GETARG_DATUM(0));
	char	   *postal_code = utf8_argument(fcinfo, 1);
	char	   *country = utf8_argument(fcinfo, 2);
	char	   *language = utf8_argument(fcinfo, 3);
	PnlBuf		url;
	char	   *copy = NULL;

	pnl_buf_init(&url, 0);
	/* nothing may throw while the buffer is there */
	if (pnl_track_url_append(&url, barcode, postal_code, country, language))
		copy = palloc_extended(url.length + 1, MCXT_ALLOC_NO_OOM);
	if (copy != NULL)
		strlcpy(copy, pnl_buf_text(&url), url.length + 1);
	pnl_buf_free(&url);
	if (copy == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	PG_RETURN_TEXT_P(cstring_to_text(copy));
}
