/*
 * test_label_customs.c
 *		Customs as the legacy API wants them, for labels and for announcements.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "core/label.h"
#include "core/label_customs.h"
#include "core/shipment_read.h"

static const PnlProduct product = {
	"4909", "NL", "ROW", "parcel", false, true, PNL_SERVICE_TRACK_TRACE, "005/025", true, "CC"
};

static const PnlProductTable table = {&product, 1};

#define BOOK "'content':[{'description':'Book','quantity':2,'weight_g':400,'value':10.50}]"
#define BOOK_SAID "'Content':[{'Description':'Book','Quantity':2,'Weight':400,'Value':10.5}]"

typedef struct CustomsRow
{
	const char *name;
	const char *customs;
	bool		confirming;
	const char *said;
} CustomsRow;

static const CustomsRow rows[] = {
	{"a gift", "{'shipment_type':'gift'," BOOK "}", false,
	"{'ShipmentType':'Gift','Currency':'EUR'," BOOK_SAID "}"},
	{"goods that are sold, with an invoice",
		"{'shipment_type':'commercial_goods','invoice':'22'," BOOK "}", false,
		"{'ShipmentType':'Commercial Goods','Currency':'EUR','Invoice':true,'InvoiceNr':'22',"
	BOOK_SAID "}"},
	{"a transaction code says the type too", "{'transaction_code':'21','license':'L'," BOOK "}", false,
		"{'TransactionCode':'21','ShipmentType':'Returned Goods','Currency':'EUR','License':true,"
	"'LicenseNr':'L'," BOOK_SAID "}"},
	{"all documents", "{'transaction_code':'32','certificate':'C','invoice':'I','license':'L'," BOOK "}",
		false, "{'TransactionCode':'32','ShipmentType':'Commercial Sample','Currency':'EUR',"
		"'Certificate':true,'CertificateNr':'C','Invoice':true,'InvoiceNr':'I','License':true,"
	"'LicenseNr':'L'," BOOK_SAID "}"},
	{"documents", "{'transaction_code':'91'," BOOK "}", false,
	"{'TransactionCode':'91','ShipmentType':'Documents','Currency':'EUR'," BOOK_SAID "}"},
	{"dollars are USS to a label", "{'shipment_type':'gift','currency':'usd'," BOOK "}", false,
	"{'ShipmentType':'Gift','Currency':'USS'," BOOK_SAID "}"},
	{"and USD to an announcement, which has a list",
		"{'shipment_type':'gift','currency':'USD'," BOOK "}", true,
	"[{'ShipmentType':'Gift','Currency':'USD'," BOOK_SAID "}]"},
	{"all there is to say of what is in it",
		"{'shipment_type':'Gift','handle_as_non_deliverable':true,'trusted_shipper_id':'T',"
		"'importer_reference':'I','transaction_description':'D','content':[{'description':'Book',"
		"'quantity':1,'weight_g':4,'value':1,'hs_code':'100878','country_of_origin':'nl'}]}", false,
		"{'ShipmentType':'Gift','TransactionDescription':'D','HandleAsNonDeliverable':true,"
		"'TrustedShipperID':'T','ImporterReferenceCode':'I','Currency':'EUR','Content':[{"
		"'Description':'Book','Quantity':1,'Weight':4,'Value':1,'HSTariffNr':'100878',"
	"'CountryOfOrigin':'NL'}]}"},
};

static void
read_shipment(PnlShipment *shipment, const char *customs)
{
	static const char before[] = "{'receiver':{'last_name':'A','street':'B','house_number':'4',"
		"'city':'Zug','country':'CH'},'parcels':[{'weight_g':500}],'customs':";
	PnlShipmentDefaults defaults = {0};
	PnlBuf		text;
	PnlError	error;
	char	   *quoted;

	pnl_buf_init(&text, 0);
	assert_true(pnl_buf_append_text(&text, before) && pnl_buf_append_text(&text, customs) &&
				pnl_buf_append_text(&text, "}"));
	quoted = unit_quoted(pnl_buf_text(&text));
	pnl_error_init(&error);
	if (!pnl_shipment_read(shipment, quoted, strlen(quoted), &defaults, &table, &error))
		fail_msg("%s", error.message);
	free(quoted);
	pnl_buf_free(&text);
}

static void
say_customs(void **state)
{
	const CustomsRow *row = *state;
	PnlShipment shipment;
	PnlJson    *wire = pnl_json_new_object();
	char	   *said = unit_quoted(row->said);
	PnlBuf		text;

	read_shipment(&shipment, row->customs);
	assert_true(pnl_label_customs_add(wire, &shipment, row->confirming));
	pnl_buf_init(&text, 0);
	assert_true(pnl_json_write(pnl_json_get(wire, "Customs"), &text));
	assert_string_equal(pnl_buf_text(&text), said);
	pnl_buf_free(&text);
	free(said);
	pnl_json_free(wire);
	pnl_shipment_free(&shipment);
}

int
main(void)
{
	UNIT_ROWS(rows, say_customs);
	return unit_run();
}
