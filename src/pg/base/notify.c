/*
 * notify.c
 *		NOTIFY postnl: what listening sessions are told, as JSON.
 */
#include "postgres.h"

#include "commands/async.h"
#include "lib/stringinfo.h"
#include "utils/json.h"

#include "pg/base/notify.h"

#define CHANNEL "postnl"

static void
begin(StringInfo payload, int64 shipment_id)
{
	initStringInfo(payload);
	appendStringInfo(payload, "{\"id\": %lld", (long long) shipment_id);
}

static void
add(StringInfo payload, const char *key, const char *value)
{
	appendStringInfo(payload, ", \"%s\": ", key);
	if (value != NULL)
		escape_json(payload, value);
	else
		appendStringInfoString(payload, "null");
}

static void
send(StringInfo payload)
{
	appendStringInfoChar(payload, '}');
	Async_Notify(CHANNEL, payload->data);
	pfree(payload->data);
}

void
pnl_notify_state(int64 shipment_id, const char *reference, const char *state)
{
	StringInfoData payload;

	begin(&payload, shipment_id);
	add(&payload, "reference", reference);
	add(&payload, "state", state);
	send(&payload);
}

void
pnl_notify_status(int64 shipment_id, const char *reference, const char *barcode,
				  const char *status)
{
	StringInfoData payload;

	begin(&payload, shipment_id);
	add(&payload, "reference", reference);
	add(&payload, "barcode", barcode);
	add(&payload, "status", status);
	send(&payload);
}
