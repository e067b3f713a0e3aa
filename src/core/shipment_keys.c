/*
 * shipment_keys.c
 *		The keys of a shipment's description: data, in one place.
 *
 * Limits: PostNL's OpenAPI file of Labelling, api.md section 1.3.  The names
 * are those of docs/shipment.md.  A key without a name on a wire is built by
 * code there (label_legacy.c, label_v4.c), or that generation lacks it.
 */
#include "core/shipment_keys.h"

#include "core/label_format.h"
#include "core/product.h"

#define TEXT(name, max, legacy, v4) \
	{name, PNL_KEY_TEXT, 1, max, PNL_FORM_FREE, NULL, NULL, legacy, v4}
#define FORMED(name, min, max, form, legacy, v4) \
	{name, PNL_KEY_TEXT, min, max, form, NULL, NULL, legacy, v4}
#define CHOICE(name, choices, legacy, v4) \
	{name, PNL_KEY_TEXT, 1, 0, PNL_FORM_FREE, choices, NULL, legacy, v4}
#define INTEGER(name, min, max, legacy, v4) \
	{name, PNL_KEY_INTEGER, min, max, PNL_FORM_FREE, NULL, NULL, legacy, v4}
#define MONEY(name, max, legacy, v4) \
	{name, PNL_KEY_MONEY, 0, max, PNL_FORM_FREE, NULL, NULL, legacy, v4}
#define KILOGRAMS(name) \
	{name, PNL_KEY_KILOGRAMS, 0, 0, PNL_FORM_FREE, NULL, NULL, NULL, NULL}
#define BOOLEAN(name, legacy, v4) \
	{name, PNL_KEY_BOOLEAN, 0, 0, PNL_FORM_FREE, NULL, NULL, legacy, v4}
#define DATE(name, first, last) \
	{name, PNL_KEY_DATE, first, last, PNL_FORM_FREE, NULL, NULL, NULL, NULL}
#define OBJECT(name, keys) \
	{name, PNL_KEY_OBJECT, 0, 0, PNL_FORM_FREE, NULL, keys, NULL, NULL}
#define OBJECTS(name, max, keys) \
	{name, PNL_KEY_OBJECTS, 1, max, PNL_FORM_FREE, NULL, keys, NULL, NULL}

/* Of receiver, sender, return_address and pickup_location. */
const PnlShipmentKey pnl_shipment_keys_address[] = {
	TEXT("company", 35, "CompanyName", "address.companyName"),
	TEXT("department", 35, "Department", "address.departmentName"),
	TEXT("first_name", 35, "FirstName", "contact.firstName"),
	TEXT("last_name", 35, "Name", "contact.lastName"),
	TEXT("street", 95, "Street", "address.street"),
	TEXT("house_number", 35, "HouseNr", "address.houseNumber"),
	TEXT("house_number_addition", 35, "HouseNrExt", "address.houseNumberAddition"),
	TEXT("building", 35, "Buildingname", "address.internationalAddressData.buildingName"),
	TEXT("floor", 35, "Floor", "address.internationalAddressData.floor"),
	TEXT("door_code", 35, "Doorcode", "address.internationalAddressData.doorCode"),
	FORMED("postal_code", 1, 17, PNL_FORM_POSTAL_CODE, "Zipcode", "address.postalCode"),
	TEXT("district", 35, "Area", "address.internationalAddressData.area"),
	TEXT("city", 35, "City", "address.city"),
	TEXT("region", 35, "Region", "address.internationalAddressData.region"),
	FORMED("country", 2, 60, PNL_FORM_COUNTRY, "Countrycode", "address.countryIso"),
	/* of foreign addresses, in one line */
	TEXT("address_line", 95, "StreetHouseNrExt", "address.addressLine"),
	FORMED("email", 3, 50, PNL_FORM_EMAIL, NULL, "contact.email"),
	FORMED("mobile", 10, 17, PNL_FORM_PHONE, NULL, "contact.mobileNumber"),
	FORMED("phone", 10, 17, PNL_FORM_PHONE, NULL, "contact.phoneNumber"),
	CHOICE("language", "NL|FR|EN", NULL, "contact.language"),
	CHOICE("type", "consumer|business", NULL, "type"),
	/* of pickup_location */
	FORMED("location_code", 1, 10, PNL_FORM_CODE, NULL, NULL),
	TEXT("retail_network_id", 50, NULL, NULL),
	/* a key that answers have: an address of an answer is taken as it is */
	TEXT("remark", 1000, NULL, NULL),
	{0}
};

const PnlShipmentKey pnl_shipment_keys_parcel[] = {
	FORMED("barcode", 11, 15, PNL_FORM_BARCODE, NULL, NULL),
	INTEGER("weight_g", 1, 31500, "Dimension.Weight", "dimensions.weight"),
	INTEGER("length_mm", 1, 5000, "Dimension.Length", "dimensions.length"),
	INTEGER("width_mm", 1, 5000, "Dimension.Width", "dimensions.width"),
	INTEGER("height_mm", 1, 5000, "Dimension.Height", "dimensions.height"),
	INTEGER("volume_cm3", 1, 10000000, "Dimension.Volume", "dimensions.volume"),
	TEXT("reference", 35, "CustomerOrderNumber", NULL),
	KILOGRAMS("weight_kg"),
	TEXT("cost_center", 35, "CostCenter", NULL),
	{0}
};

const PnlShipmentKey pnl_shipment_keys_content[] = {
	TEXT("description", 35, "Description", "description"),
	INTEGER("quantity", 1, 99999, "Quantity", "quantity"),
	INTEGER("weight_g", 1, 31500, "Weight", "weight"),
	MONEY("value", 99999, "Value", "value"),
	FORMED("hs_code", 6, 10, PNL_FORM_HS_CODE, "HSTariffNr", "hsTariffNumber"),
	FORMED("country_of_origin", 2, 60, PNL_FORM_COUNTRY, "CountryOfOrigin", "countryOfOrigin"),
	KILOGRAMS("weight_kg"),
	{0}
};

const PnlShipmentKey pnl_shipment_keys_customs[] = {
	CHOICE("shipment_type",
		   "gift=Gift|documents=Documents|commercial_goods=Commercial Goods|"
		   "commercial_sample=Commercial Sample|returned_goods=Returned Goods",
		   "ShipmentType", NULL),
	CHOICE("currency", "EUR|GBP|USD|CNY", NULL, "currency"),
	CHOICE("transaction_code", "11|21|31|32|91", "TransactionCode", "transactionCode"),
	TEXT("transaction_description", 50, "TransactionDescription", NULL),
	OBJECTS("content", 5, pnl_shipment_keys_content),
	TEXT("certificate", 35, NULL, NULL),
	TEXT("invoice", 35, NULL, NULL),
	TEXT("license", 35, NULL, NULL),
	BOOLEAN("handle_as_non_deliverable", "HandleAsNonDeliverable", "handleAsNonDeliverable"),
	TEXT("trusted_shipper_id", 50, "TrustedShipperID", "senderIdentification"),
	TEXT("importer_reference", 50, "ImporterReferenceCode", "receiverIdentification"),
	{0}
};

static const PnlShipmentKey window_keys[] = {
	CHOICE("service", "daytime|evening|sunday|today|sameday", NULL, NULL),
	CHOICE("guaranteed_before", "09:00|10:00|12:00|17:00", NULL, NULL),
	CHOICE("duration", "24hours|non24hours", NULL, NULL),
	{0}
};

static const PnlShipmentKey label_keys[] = {
	CHOICE("format", PNL_LABEL_FORMATS, NULL, NULL),
	INTEGER("dpi", 200, 600, NULL, NULL),
	CHOICE("orientation", "portrait|landscape", NULL, NULL),
	CHOICE("position", PNL_SHEET_POSITIONS, NULL, NULL),
	{0}
};

static const PnlShipmentKey return_keys[] = {
	/* with a shipment */
	CHOICE("label", "label_in_the_box|shipment_and_return", NULL, NULL),
	FORMED("barcode", 11, 15, PNL_FORM_BARCODE, NULL, NULL),
	TEXT("reference", 35, NULL, NULL),
	BOOLEAN("blocked", NULL, NULL),
	INTEGER("period_days", 20, 365, NULL, NULL),
	/* a return by itself: postnl_return() */
	CHOICE("kind", "label|smart", NULL, NULL),
	BOOLEAN("valuable", NULL, NULL),
	{0}
};

const PnlShipmentKey pnl_shipment_keys[] = {
	TEXT("reference", PNL_MAX_REFERENCE, "Reference", NULL),
	OBJECT("receiver", pnl_shipment_keys_address),
	OBJECT("sender", pnl_shipment_keys_address),
	OBJECT("return_address", pnl_shipment_keys_address),
	OBJECT("pickup_location", pnl_shipment_keys_address),
	FORMED("product", 4, 5, PNL_FORM_DIGITS, NULL, NULL),
	{"options", PNL_KEY_TEXTS, 0, 20, PNL_FORM_OPTION, NULL, NULL, NULL, NULL},
	{"services", PNL_KEY_TEXTS, 0, 20, PNL_FORM_FREE, PNL_SERVICE_CHOICES, NULL, NULL, NULL},
	CHOICE("shipment_type", "parcel|letterbox|packet|parcelnonstandard|letter|pallet", NULL,
		   "shipmentType"),
	OBJECTS("parcels", PNL_MAX_PARCELS, pnl_shipment_keys_parcel),
	DATE("delivery_date", 2000, 2199),
	DATE("hand_over_date", 2000, 2199),
	OBJECT("delivery_window", window_keys),
	MONEY("insured_value", 5000, NULL, "services.insuredValue"),
	OBJECT("customs", pnl_shipment_keys_customs),
	OBJECT("returns", return_keys),
	OBJECT("label", label_keys),
	TEXT("remark", 35, "Remark", NULL),
	TEXT("content", 35, "Content", NULL),
	TEXT("cost_center", 35, "CostCenter", NULL),
	TEXT("order_number", 35, "CustomerOrderNumber", NULL),
	DATE("receiver_date_of_birth", 1850, 2199),
	CHOICE("on_long", "cut|refuse", NULL, NULL),
	{"raw", PNL_KEY_ANY, 0, 0, PNL_FORM_FREE, NULL, NULL, NULL, NULL},
	/* ours alone: what groups shipments, and when one is announced */
	TEXT("order", 50, NULL, NULL),
	BOOLEAN("hold", NULL, NULL),
	FORMED("not_before", 1, 40, PNL_FORM_MOMENT, NULL, NULL),
	{0}
};
