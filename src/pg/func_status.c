/*
 * func_status.c
 *		SQL functions of Track & Trace.
 */
#include "postgres.h"

#include "core/url.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "pg/call.h"
#include "pg/zone.h"

PNL_ASKING_FUNCTION(postnl_track, pnl_api_status_by_barcode)
PNL_ASKING_FUNCTION(postnl_track_events, pnl_api_status_events)
PNL_ASKING_FUNCTION(postnl_track_reference, pnl_api_status_by_reference)
PNL_ASKING_FUNCTION(postnl_signature, pnl_api_status_signature)

PG_FUNCTION_INFO_V1(postnl_track_updates);
PG_FUNCTION_INFO_V1(postnl_track_updates_json);
PG_FUNCTION_INFO_V1(postnl_track_url);

/*
 * Updates of a period are asked for in windows, end to end, as PostNL wants
 * them: at most two hours each, 48 hours in all, without overlap (api.md,
 * section 3.2).  Windows are cut in local time, in which PostNL reads them:
 * an hour that the clock shows twice is then asked for once.
 */
#define MAX_WINDOW (2 * USECS_PER_HOUR)
#define MAX_PERIOD_HOURS 48

/* PostNL's resolution: a window ends one step before the next begins. */
#define WINDOW_STEP 1000

typedef struct Windows
{
	Timestamp	next;			/* start of the next window, local time */
	Timestamp	end;
	int			since;			/* places of the parameters */
	int			until;
	bool		begun;
} Windows;

static int
find_parameter(const PnlOperation *operation, const char *argument)
{
	int			i = 0;

	while (strcmp(operation->parameters[i].argument, argument) != 0)
		i++;
	return i;
}

static PnlValue
local_value(Timestamp local)
{
	PnlValue	value = pnl_value_null(PNL_TIMESTAMP);

	value.null = false;
	value.civil = pnl_zone_micros_to_civil(local);
	return value;
}

static bool
next_window(PnlArguments *arguments, void *state)
{
	Windows    *windows = state;
	Timestamp	end = Min(windows->next + MAX_WINDOW, windows->end);
	bool		last = end == windows->end;

	/* an empty period is still one question */
	if (windows->begun && windows->next >= windows->end)
		return false;
	arguments->values[windows->since] = local_value(windows->next);
	arguments->values[windows->until] = local_value(last ? end : end - WINDOW_STEP);
	windows->next = end;
	windows->begun = true;
	return true;
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
	if (until - since > MAX_PERIOD_HOURS * USECS_PER_HOUR)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("since must not be more than %d hours before until", MAX_PERIOD_HOURS),
				 errhint("PostNL keeps updates for 48 hours; ask for older parcels "
						 "with postnl_track().")));
}

/* Windows over the function's arguments "since" and "until". */
static void
prepare_windows(Windows *windows, FunctionCallInfo fcinfo)
{
	int			since = pnl_bind_find(fcinfo, "since");
	int			until = pnl_bind_find(fcinfo, "until");
	PnlCivil	start,
				end;

	memset(windows, 0, sizeof(*windows));
	windows->since = find_parameter(&pnl_api_status_updates, "since");
	windows->until = find_parameter(&pnl_api_status_updates, "until");
	if (PG_ARGISNULL(since) || PG_ARGISNULL(until))
		return;
	check_period(PG_GETARG_TIMESTAMPTZ(since), PG_GETARG_TIMESTAMPTZ(until));
	start = pnl_zone_period_start(PG_GETARG_TIMESTAMPTZ(since));
	end = pnl_zone_period_end(PG_GETARG_TIMESTAMPTZ(until));
	windows->next = pnl_zone_civil_to_micros(&start);
	windows->end = pnl_zone_civil_to_micros(&end);
}

Datum
postnl_track_updates(PG_FUNCTION_ARGS)
{
	Windows		windows;
	PnlSource	source = {next_window, &windows};

	prepare_windows(&windows, fcinfo);
	return pnl_call_rows(fcinfo, &pnl_api_status_updates, &source);
}

Datum
postnl_track_updates_json(PG_FUNCTION_ARGS)
{
	Windows		windows;
	PnlSource	source = {next_window, &windows};

	prepare_windows(&windows, fcinfo);
	return pnl_call_json(fcinfo, &pnl_api_status_updates, &source);
}

/* Where a consignee follows a parcel: PostNL's page, public and offline. */
#define TRACK_PAGE "https://jouw.postnl.nl/track-and-trace/"

/* An argument in UTF-8, without blanks, in one letter case. */
static char *
clean_component(FunctionCallInfo fcinfo, int argument, bool upper)
{
	char	   *given = text_to_cstring(PG_GETARG_TEXT_PP(argument));
	char	   *utf8 = pg_server_to_any(given, (int) strlen(given), PG_UTF8);
	char	   *to = utf8;

	for (char *from = utf8; *from; from++)
		if (*from != ' ')
			*to++ = upper ? pg_ascii_toupper((unsigned char) *from) :
				pg_ascii_tolower((unsigned char) *from);
	*to = '\0';
	return utf8;
}

static void
append_component(PnlBuf *url, const char *before, const char *component)
{
	pnl_buf_append_text(url, before);
	pnl_url_append_encoded(url, component, strlen(component));
}

/* postnl_track_url(barcode, postal_code, country, language): strict. */
Datum
postnl_track_url(PG_FUNCTION_ARGS)
{
	char	   *barcode = clean_component(fcinfo, 0, true);
	char	   *postal_code = clean_component(fcinfo, 1, true);
	char	   *country = clean_component(fcinfo, 2, true);
	char	   *language = clean_component(fcinfo, 3, false);
	PnlBuf		url;
	char	   *copy;

	if (*barcode == '\0')
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("barcode must not be empty")));
	pnl_buf_init(&url, 0);
	append_component(&url, TRACK_PAGE, barcode);
	append_component(&url, "-", country);
	append_component(&url, "-", postal_code);
	append_component(&url, "?language=", language);
	/* nothing but this may throw while the buffer is there */
	copy = palloc_extended(url.length + 1, MCXT_ALLOC_NO_OOM);
	if (copy != NULL)
		strlcpy(copy, pnl_buf_text(&url), url.length + 1);
	pnl_buf_free(&url);
	if (copy == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	PG_RETURN_TEXT_P(cstring_to_text(copy));
}
