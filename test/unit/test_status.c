/*
 * test_status.c
 *		Shippingstatus v2: requests, and the rows of PostNL's own examples.
 *
 * The fixtures are the example answers of PostNL's OpenAPI file.  Rows are
 * written out whole, so that a column that changes is seen.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/api.h"
#include "core/entity.h"
#include "core/reply.h"
#include "core/request.h"
#include "core/rows.h"

/* ----------
 * Rows as text
 * ----------
 */

static void write_object(PnlBuf *out, const PnlRow *row, const PnlField *fields,
						 const char *separator, const PnlOperation *operation,
						 const PnlArguments *arguments);

static void
write_text(PnlBuf *out, const char *text, size_t length)
{
	char	   *decoded = malloc(length + 1);

	assert_non_null(decoded);
	length = pnl_entity_decode(text, length, decoded);
	pnl_buf_append(out, decoded, length);
	free(decoded);
}

static void
write_list(PnlBuf *out, const PnlField *field, const PnlJson *list)
{
	PnlRows		rows;
	PnlError	error;

	pnl_error_init(&error);
	pnl_rows_init(&rows);
	assert_true(pnl_rows_collect_list(&rows, field, list, &error));
	for (size_t i = 0; i < rows.count; i++)
	{
		pnl_buf_append_text(out, "\n\t");
		write_object(out, &rows.rows[i], field->fields, ", ", NULL, NULL);
	}
	pnl_rows_free(&rows);
}

static void
write_value(PnlBuf *out, const PnlField *field, const PnlValue *value)
{
	switch (value->type)
	{
		case PNL_INTEGER:
			pnl_buf_append_format(out, "%d", value->integer);
			break;
		case PNL_DATE:
			pnl_date_append(out, &value->civil, PNL_DATE_ISO);
			break;
		case PNL_TIMESTAMP:
			pnl_date_append(out, &value->civil, PNL_DATETIME_ISO);
			break;
		case PNL_OBJECT:
			{
				PnlRow		row = {{pnl_json_item(value->node, 0)}, 1};

				write_object(out, &row, field->fields, ", ", NULL, NULL);
				break;
			}
		case PNL_LIST:
			write_list(out, field, value->node);
			break;
		default:
			write_text(out, value->text.data, value->text.length);
	}
}

/* "name=value" for each field that is not null. */
static void
write_object(PnlBuf *out, const PnlRow *row, const PnlField *fields,
			 const char *separator, const PnlOperation *operation,
			 const PnlArguments *arguments)
{
	const char *between = "";

	for (const PnlField *field = fields; field->name != NULL; field++)
	{
		PnlValue	value;
		PnlError	error;

		pnl_error_init(&error);
		if (!pnl_rows_value(row, field, operation, arguments, &value, &error))
			fail_msg("%s: %s", field->name, error.message);
		if (value.null)
			continue;
		pnl_buf_append_format(out, "%s%s=", between, field->name);
		write_value(out, field, &value);
		between = separator;
	}
}

/* ----------
 * Answers
 * ----------
 */

typedef struct AnswerRow
{
	const char *name;
	const PnlOperation *operation;
	const char *argument;		/* the first; the others are null */
	const char *fixture;
	const char *rows;
	const char *warnings;
} AnswerRow;

#define SINGLE \
	"barcode=3SDEVC288882229\n" \
	"reference=202213331635095807\n" \
	"main_barcode=3SDEVC288882229\n" \
	"status=7\n" \
	"status_code=7\n" \
	"status_description=Shipment out for delivery\n" \
	"phase_code=3\n" \
	"phase_description=Distribution\n" \
	"status_at=2022-11-08T10:13:20.000\n" \
	"product_code=002285\n" \
	"product_description=Parcels, domestic <= 10 kg\n" \
	"delivery_date=2022-11-08\n"

#define SINGLE_REST \
	"parcel_number=1\n" \
	"parcel_count=1\n" \
	"weight_g=180\n" \
	"receiver=first_name=Peter, last_name=de Ruiter, street=Molengraaffplantsoen, " \
	"house_number=74, postal_code=3571ZZ, city=Utrecht, country=NL\n" \
	"sender=company=PostNL Pakketten, street=Siriusdreef, house_number=42, " \
	"house_number_addition=-60, postal_code=2132WT, city=Hoofddorp, country=NL"

#define MULTICOLLO(own, number, at) \
	own \
	"main_barcode=3SDEVC7755088\n" \
	"status=13\n" \
	"status_code=13\n" \
	"status_description=Voorgemeld: nog niet aangenomen\n" \
	"phase_code=1\n" \
	"phase_description=Collectie\n" \
	"status_at=2022-11-08T04:15:00.000\n" \
	"product_code=003085\n" \
	"product_description=Standaard Zending\n" \
	"parcel_number=" number "\n" \
	"parcel_count=2\n" \
	"receiver=first_name=Peter, last_name=de Ruiter, street=Bilderdijkstraat, house_number=9, " \
	"house_number_addition=A BIS, postal_code=3532VA, city=Utrecht, country=NL\n" \
	"sender=company=PostNL, street=Siriusdreef, house_number=42, postal_code=2132WT, " \
	"city=Hoofddorp, country=NL\n" \
	"events=\n" \
	"\tat=" at ", code=A01, description=Pakket is nog niet door PostNL ontvangen of verwerkt, " \
	"location_code=888888\n"

#define EVENT(barcode, separator, at, code, description) \
	barcode "at=2022-11-" at ".000" separator "code=" code separator "description=" description

#define UPDATE(barcode, code, description, phase, phase_description, at, created) \
	"barcode=" barcode "\nstatus=" code "\nstatus_code=" code "\nstatus_description=" description \
	"\nphase_code=" phase "\nphase_description=" phase_description \
	"\nstatus_at=2022-11-08T" at ".000\ncreated_on=2022-11-" created "\n"

#define EVENT_LIST \
	EVENT("\n\t", ", ", "08T10:13:20", "J05", "Driver is en route") \
	", location_code=171966, route_code=20221108_HD_171966_0444, route_name=0444 Spijkenisse 12" \
	EVENT("\n\t", ", ", "08T09:58:11", "J01", "Shipment has been sorted") \
	", location_code=171967, destination_location_code=171967, route_code=444, route_name=0444 Spijkenisse 12" \
	EVENT("\n\t", ", ", "08T00:08:39", "B01", "Shipment received by PostNL") \
	", location_code=212124, destination_location_code=171967, route_code=444, route_name=0444 Spijkenisse 12" \
	EVENT("\n\t", ", ", "07T19:19:31", "A01", "Shipment expected, but not yet arrived at PostNL") \
	", location_code=888888"

#define OWN "barcode=3SDEVC288882229\n"
#define FIRST "barcode=3SDEVC5672025\n"
#define SECOND "barcode=3SDEVC7755088\n"

static const AnswerRow answers[] = {
	{"the current status of one parcel is one row", &pnl_api_status_by_barcode, "3SDEVC288882229",
	"single_current", SINGLE SINGLE_REST "\n"},
	{"addresses are read by either name", &pnl_api_status_by_barcode, "3SDEVC288882229",
	"single_addresses", SINGLE SINGLE_REST "\n"},
	{"the complete status of one parcel has events and times of arrival", &pnl_api_status_by_barcode,
		"3SDEVC288882229", "single_complete",
		SINGLE "eta_from=2022-11-08T14:50:00.000\neta_to=2022-11-08T16:50:00.000\n" SINGLE_REST
	"\nevents=" EVENT_LIST "\n"},
	{"a shipment of two parcels is two rows", &pnl_api_status_by_barcode, "3SDEVC7755088", "multicollo",
		MULTICOLLO(FIRST, "2", "2022-11-07T12:36:41.000") "\n"
	MULTICOLLO(SECOND, "1", "2022-11-07T12:35:44.000")},
	{"a parcel that is not known has no rows", &pnl_api_status_by_barcode, "3SDEVC0", "none", "",
	"2: No shipment found\n"},
	{"by reference the parcel's own reference is told", &pnl_api_status_by_reference, "ORDER-1",
	"single_current", SINGLE SINGLE_REST "\n"},
	{"by reference a parcel without one has the call's", &pnl_api_status_by_reference, "ORDER-1", "multicollo",
		MULTICOLLO(FIRST "reference=ORDER-1\n", "2", "2022-11-07T12:36:41.000") "\n"
	MULTICOLLO(SECOND "reference=ORDER-1\n", "1", "2022-11-07T12:35:44.000")},
	{"by reference a parcel that is not known has no rows", &pnl_api_status_by_reference, "ORDER-1", "none", "",
	"2: No shipment found\n"},
	{"each event is a row, newest first", &pnl_api_status_events, "3SASKED", "single_complete",
		EVENT(OWN, "\n", "08T10:13:20", "J05", "Driver is en route")
		"\nlocation_code=171966\nroute_code=20221108_HD_171966_0444\nroute_name=0444 Spijkenisse 12\n\n"
		EVENT(OWN, "\n", "08T09:58:11", "J01", "Shipment has been sorted")
		"\nlocation_code=171967\ndestination_location_code=171967\nroute_code=444\nroute_name=0444 Spijkenisse 12\n\n"
		EVENT(OWN, "\n", "08T00:08:39", "B01", "Shipment received by PostNL")
		"\nlocation_code=212124\ndestination_location_code=171967\nroute_code=444\nroute_name=0444 Spijkenisse 12\n\n"
		EVENT(OWN, "\n", "07T19:19:31", "A01", "Shipment expected, but not yet arrived at PostNL")
	"\nlocation_code=888888\n"},
	{"the events of all parcels are rows, with their own barcodes", &pnl_api_status_events, "3SASKED", "multicollo",
		EVENT(FIRST, "\n", "07T12:36:41", "A01", "Pakket is nog niet door PostNL ontvangen of verwerkt")
		"\nlocation_code=888888\n\n"
		EVENT(SECOND, "\n", "07T12:35:44", "A01", "Pakket is nog niet door PostNL ontvangen of verwerkt")
	"\nlocation_code=888888\n"},
	{"a parcel without events has no rows of them", &pnl_api_status_events, "3SDEVC288882229", "single_current", ""},
	{"a parcel that is not known has no events", &pnl_api_status_events, "3SDEVC0", "none", "", "2: No shipment found\n"},
	{"a signature is one row", &pnl_api_status_signature, "3SDEVC317858754", "signature",
		"barcode=3SDEVC317858754\nsigned_at=2022-11-07T19:28:16.000\n"
		"image=iVBORw0KGgoAAAANSUhEUgAAAogAAAGTCAYAAACrs[TRUNCATED]\n"
	"mime_type=iVBORw0KGgoAAAANSUhEUgAAAogAAAGTCAYAAACrs[TRUNCATED]\n"},
	{"no signature has no rows", &pnl_api_status_signature, "3SDEVC0", "no_signature", "",
	"2: No signature found\n"},
	{"each update is a row", &pnl_api_status_updates, "11223344", "updates",
		UPDATE("3SDEVC2260332157", "5", "Zending gesorteerd", "2", "Sortering", "02:17:49", "07") "\n"
		UPDATE("3SDEVC775533088", "13", "Voorgemeld: nog niet aangenomen", "1", "Collectie", "04:15:00", "07") "\n"
		UPDATE("3SDEVC563372025", "13", "Voorgemeld: nog niet aangenomen", "1", "Collectie", "04:15:00", "07") "\n"
	UPDATE("3SDEVC336510881", "1", "Zending voorgemeld", "1", "Collectie", "01:01:28", "08")},
	{"no updates have no rows", &pnl_api_status_updates, "11223344", "no_updates", ""},
};

static PnlArguments
first_argument(const char *text)
{
	PnlArguments arguments;

	for (int i = 0; i < PNL_MAX_PARAMETERS; i++)
		arguments.values[i] = pnl_value_null(PNL_TEXT);
	arguments.values[0] = pnl_value_text(text, strlen(text));
	return arguments;
}

static void
write_warning(const PnlWarning *warning, void *arg)
{
	pnl_buf_append_format(arg, "%.*s: %.*s\n", (int) warning->code_length, warning->code,
						  (int) warning->text_length, warning->text);
}

/* Reads a fixture as the answer to its operation. */
static PnlJson *
read_answer(const char *name, const PnlOperation *operation)
{
	PnlReply	reply = {200, "application/json;charset=UTF-8", -1};
	PnlJson    *document;
	PnlError	error;
	char		path[64];
	size_t		length;
	char	   *text;

	snprintf(path, sizeof(path), "status/%s.json", name);
	text = unit_fixture(path, &length);
	pnl_buf_init(&reply.body, 0);
	pnl_buf_append(&reply.body, text, length);
	free(text);
	pnl_error_init(&error);
	if (!pnl_reply_read(&reply, operation, &document, &error))
		fail_msg("%s: %s", name, error.message);
	pnl_buf_free(&reply.body);
	return document;
}

static void
read_rows(void **state)
{
	const AnswerRow *row = *state;
	PnlArguments arguments = first_argument(row->argument);
	PnlJson    *document = read_answer(row->fixture, row->operation);
	PnlRows		rows;
	PnlError	error;
	PnlBuf		out;
	PnlBuf		warnings;

	pnl_error_init(&error);
	pnl_rows_init(&rows);
	pnl_buf_init(&out, 0);
	pnl_buf_init(&warnings, 0);
	assert_true(pnl_rows_collect(&rows, &row->operation->row_sets[0], document, &error));
	for (size_t i = 0; i < rows.count; i++)
	{
		if (i > 0)
			pnl_buf_append_char(&out, '\n');
		write_object(&out, &rows.rows[i], row->operation->row_sets[0].fields, "\n",
					 row->operation, &arguments);
		pnl_buf_append_char(&out, '\n');
	}
	assert_string_equal(pnl_buf_text(&out), row->rows);
	pnl_reply_each_warning(document, write_warning, &warnings);
	assert_string_equal(pnl_buf_text(&warnings), row->warnings ? row->warnings : "");
	pnl_buf_free(&warnings);
	pnl_buf_free(&out);
	pnl_rows_free(&rows);
	pnl_json_free(document);
}

/* The row that PNL_ROW_ALWAYS asks for. */
static void
a_parcel_that_is_not_known_has_a_row_with_its_barcode(void **state)
{
	const PnlOperation *operation = &pnl_api_status_by_barcode;
	PnlArguments arguments = first_argument("3SDEVC0");
	PnlBuf		out;

	(void) state;
	assert_true(operation->flags & PNL_ROW_ALWAYS);
	pnl_buf_init(&out, 0);
	write_object(&out, NULL, operation->row_sets[0].fields, "\n", operation, &arguments);
	assert_string_equal(pnl_buf_text(&out), "barcode=3SDEVC0");
	pnl_buf_free(&out);
}

/* ----------
 * Requests
 * ----------
 */

typedef struct RequestRow
{
	const char *name;
	const PnlOperation *operation;
	const char *arguments[6];	/* texts in the order of the parameters */
	const char *target;
} RequestRow;

static const RequestRow requests[] = {
	{"status by barcode is asked with the barcode alone", &pnl_api_status_by_barcode,
	{"3SDEVC1"}, "/shipment/v2/status/barcode/3SDEVC1"},
	{"status by barcode is asked with everything", &pnl_api_status_by_barcode,
	{" 3SDEVC1 ", "true", "en", "14"}, "/shipment/v2/status/barcode/3SDEVC1?detail=true&language=EN&maxDays=14"},
	{"status by reference is asked with the customer", &pnl_api_status_by_reference,
		{"ORDER 1/2", "DEVC", "11223344"},
	"/shipment/v2/status/reference/ORDER%201%2F2?customerCode=DEVC&customerNumber=11223344"},
	{"events are asked with the full history", &pnl_api_status_events,
	{"3SDEVC1", "true", "NL"}, "/shipment/v2/status/barcode/3SDEVC1?detail=true&language=NL"},
	{"updates are asked with two instants", &pnl_api_status_updates,
		{"11223344", "08-11-2022 10:00:00", "08-11-2022 12:00:00"},
		"/shipment/v2/status/11223344/updatedshipments?period=2022-11-08T10%3A00%3A00.000"
	"&period=2022-11-08T12%3A00%3A00.000"},
	{"a signature is asked with the barcode", &pnl_api_status_signature,
	{"3SDEVC1"}, "/shipment/v2/status/signature/3SDEVC1"},
};

static void
build_request(void **state)
{
	const RequestRow *row = *state;
	const PnlParameter *parameters = row->operation->parameters;
	PnlArguments arguments;
	PnlRequest	request;
	PnlError	error;

	for (int i = 0; parameters[i].argument != NULL; i++)
	{
		const char *text = row->arguments[i];

		arguments.values[i] = pnl_value_null(parameters[i].type);
		if (text != NULL)
			assert_true(pnl_value_from_text(parameters[i].type, text, strlen(text), &arguments.values[i]));
	}
	pnl_error_init(&error);
	pnl_request_init(&request);
	assert_true(pnl_request_build(&request, row->operation, &arguments, &error));
	assert_string_equal(request.method, "GET");
	assert_string_equal(pnl_buf_text(&request.target), row->target);
	pnl_request_free(&request);
}

static void
every_question_about_status_may_be_repeated(void **state)
{
	(void) state;
	assert_true(pnl_api_status_by_barcode.flags & PNL_REPEATABLE);
	assert_true(pnl_api_status_by_reference.flags & PNL_REPEATABLE);
	assert_true(pnl_api_status_events.flags & PNL_REPEATABLE);
	assert_true(pnl_api_status_updates.flags & PNL_REPEATABLE);
	assert_true(pnl_api_status_signature.flags & PNL_REPEATABLE);
}

int
main(void)
{
	UNIT_ROWS(answers, read_rows);
	UNIT_CASE(a_parcel_that_is_not_known_has_a_row_with_its_barcode);
	UNIT_ROWS(requests, build_request);
	UNIT_CASE(every_question_about_status_may_be_repeated);
	return unit_run();
}
