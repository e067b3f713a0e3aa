"""The body that the legacy services for shipping share: Customer, Message, Shipments.

Reading it gives Consignments with what is wrong with each, and what is wrong
with the call as a whole.  An object is taken for a list of one.
"""

import re

import clock as dates
import labels
import schema
import shipchecks
import shipcodes
import shipping
from shipping import Consignment, Customer, Customs

MAX_SHIPMENTS = 4
# PostNL advises at most five for confirming.
MAX_CONFIRMED = 5

RECEIVER, SENDER, PICKUP = "01", "02", "09"
_COD, _INSURED = "01", "02"
_MULTI_COLLO = "03"

_MAX_CODE = 6
_MAX_NUMBER = 10
_STAMP_FORMAT = "dd-MM-yyyy HH:mm:ss"
_AMOUNT = re.compile(r"[0-9]{1,7}(\.[0-9]{1,4})?")
_OPTION = re.compile(r"[0-9]{3}")

# Names of tracking for the names of an address in a request.
_ADDRESS = {"Buildingname": "Building", "City": "City", "CompanyName": "CompanyName",
            "Countrycode": "CountryCode", "Department": "DepartmentName",
            "Area": "District", "FirstName": "FirstName", "Floor": "Floor",
            "HouseNr": "HouseNumber", "HouseNrExt": "HouseNumberSuffix",
            "Name": "LastName", "Region": "Region", "Remark": "Remark",
            "Street": "Street", "Zipcode": "Zipcode"}
_IN_SHIPMENTS = re.compile(r"Shipments\[(\d+)\]")
_STREET_AND_NUMBER = re.compile(r"(.*?)\s+([0-9]+)\s*(.*)")
_DIMENSION = ("Height", "Length", "Volume", "Weight", "Width")
_CUSTOMS_LINE = {"description": "Description", "quantity": "Quantity",
                 "weight": "Weight", "value": "Value", "origin": "CountryOfOrigin",
                 "tariff": "HSTariffNr"}
_NUMBERS = ("quantity", "weight", "value")


class Call:
    """One request: its consignments, its printer, and what is wrong with it."""

    def __init__(self, world, operation, tree, prints, most=MAX_SHIPMENTS):
        self.problems = []
        self.printer = labels.Printer()
        self.consignments = []
        if not tree:
            self._refuse("11501")
            return
        self.customer, self._sender = self._read_customer(_object(tree, "Customer"))
        self._read_message(tree.get("Message"), prints)
        shipments = _list(tree, "Shipments")
        if not shipments:
            self._refuse("4", "Shipments")
        elif len(shipments) > most:
            self._refuse("6", len(shipments), 1, most)
        else:
            self.consignments = [self._read_shipment(each) for each in shipments]
        self._check_unique()
        for each in self.consignments:
            shipchecks.check(world, each)
        self._check_schema(operation, tree)

    def _check_schema(self, operation, tree):
        """What PostNL's OpenAPI file refuses; most of it has a code, and was told by that."""
        told = bool(self.problems), [bool(each.errors) for each in self.consignments]
        for each in schema.violations(operation, tree):
            match = _IN_SHIPMENTS.match(each.path)
            if not match or int(match[1]) >= len(self.consignments):
                found, is_told = self.problems, told[0]
            else:
                found, is_told = self.consignments[int(match[1])].errors, told[1][int(match[1])]
            # without a barcode the service says what becomes of it
            if is_told or each.kind == schema.MISSING and each.path.endswith("].Barcode"):
                continue
            found.append(("4", shipcodes.text("4", each.path)) if each.kind == schema.MISSING
                         else ("5", shipcodes.text("5", each.value, each.expected)))

    def _refuse(self, code, *values):
        self.problems.append((code, shipcodes.text(code, *values)))

    def _read_customer(self, tree):
        code, number = text(tree, "CustomerCode"), text(tree, "CustomerNumber")
        if not code:
            self._refuse("21202")
        elif len(code) > _MAX_CODE:
            self._refuse("21205")
        elif not shipping.CUSTOMER_CODE.fullmatch(code):
            self._refuse("5", code, "[A-Z]{1,6}")
        if not number:
            self._refuse("21201")
        elif not number.isdecimal() or len(number) > _MAX_NUMBER:
            self._refuse("21204")
        sender = _address(_object(tree, "Address")) or None
        name = text(tree, "Name") or (sender or {}).get("CompanyName", "")
        return Customer(code, number, name), sender

    def _read_message(self, message, prints):
        message = message if isinstance(message, dict) else {}
        stamp = text(message, "MessageTimeStamp")
        if not text(message, "MessageID"):
            self._refuse("4", "MessageID")
        if not stamp:
            self._refuse("4", "MessageTimeStamp")
        else:
            try:
                dates.parse_moment(stamp)
            except ValueError:
                self._refuse("5", stamp, _STAMP_FORMAT)
        if not prints:
            return
        wanted = text(message, "Printertype")
        printer = labels.printer_of(wanted)
        if not wanted:
            self._refuse("4", "Printertype")
        elif printer is None:
            self._refuse("5", wanted, "GraphicFile|PDF")
        else:
            self.printer = printer

    def _check_unique(self):
        seen = set()
        for each in self.consignments:
            if each.barcode and each.barcode in seen:
                self._refuse("21005", each.main_barcode or each.barcode)
            seen.add(each.barcode)

    def _read_shipment(self, tree):
        each = Consignment(
            self.customer, product=text(tree, "ProductCodeDelivery"),
            barcode=text(tree, "Barcode"), reference=text(tree, "Reference"),
            return_barcode=text(tree, "ReturnBarcode"),
            return_reference=text(tree, "ReturnReference"),
            location=text(tree, "DownPartnerLocation"), sender=self._sender)
        _read_addresses(each, tree)
        _read_contacts(each, tree)
        _read_options(each, tree)
        _read_details(each, tree)
        _read_group(each, tree)
        if (self.printer.output != labels.PDF
                and each.product in shipcodes.PDF_ONLY):
            each.refuse("5", self.printer.output, "GraphicFile|PDF")
        return each


def text(tree, name):
    """A value as text; "" when it is not there or no simple one."""
    value = tree.get(name)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else ""


def _object(tree, name):
    value = tree.get(name)
    return value if isinstance(value, dict) else {}


def _list(tree, name):
    value = tree.get(name)
    items = value if isinstance(value, list) else [value]
    return [each for each in items if isinstance(each, dict)]


def _address(tree):
    address = {known: text(tree, name) for name, known in _ADDRESS.items()
               if text(tree, name)}
    match = _STREET_AND_NUMBER.fullmatch(text(tree, "StreetHouseNrExt"))
    if match and "Street" not in address:
        address["Street"], address["HouseNumber"] = match[1], match[2]
        if match[3]:
            address["HouseNumberSuffix"] = match[3]
    return address


def _read_addresses(each, tree):
    for given in _list(tree, "Addresses"):
        kind = text(given, "AddressType")
        if not kind:
            each.refuse("12701")
        elif kind == RECEIVER:
            each.receiver = _address(given)
        elif kind == SENDER:
            each.sender = _address(given)
        elif kind == PICKUP:
            each.pickup = _address(given)


def _read_contacts(each, tree):
    for given in _list(tree, "Contacts"):
        kind = text(given, "ContactType")
        if not kind:
            each.warn("17811")
        if kind in ("", RECEIVER) or each.is_return:
            each.email = text(given, "Email")
            each.mobile = text(given, "SMSNr") or text(given, "TelNr")


def _read_options(each, tree):
    for given in _list(tree, "ProductOptions"):
        pair = text(given, "Characteristic"), text(given, "Option")
        for value in pair:
            if not _OPTION.fullmatch(value):
                each.refuse("5", value, "###")
        each.options.append("-".join(pair))
    options = set(each.options)
    each.with_return = bool(each.return_barcode) or bool(
        options & {shipping.LABEL_IN_BOX, shipping.SHIP_AND_RETURN})
    if (shipping.LABEL_IN_BOX in options and not each.is_return
            and not each.return_barcode):
        each.refuse("4", "ReturnBarcode")


def _read_details(each, tree):
    given = _object(tree, "Dimension")
    each.weight = given.get("Weight")
    each.dimension = {name: text(given, name) for name in _DIMENSION
                      if text(given, name)}
    date = text(tree, "DeliveryDate")
    if date:
        try:
            each.delivery_date = shipping.read_date(date)
        except ValueError:
            each.refuse("12210")
    for amount in _list(tree, "Amounts"):
        kind = text(amount, "AmountType")
        if kind == _COD:
            each.warn("17809", each.barcode)
        elif kind == _INSURED:
            value = text(amount, "Value")
            if _AMOUNT.fullmatch(value):
                each.insured = f"EUR{float(value):.2f}"
            else:
                each.refuse("5", value, "####.##")
    # Labelling has an object, and Confirming a list of one.
    for given in _list(tree, "Customs")[:1]:
        each.customs = _read_customs(given)


def _read_customs(tree):
    lines = [{name: given.get(key) if name in _NUMBERS else text(given, key)
              for name, key in _CUSTOMS_LINE.items()}
             for given in _list(tree, "Content")]
    return Customs(text(tree, "Currency"), tree.get("Invoice") in (True, "true"), lines)


def _read_group(each, tree):
    """Parcels of one shipment come in calls or shipments of their own."""
    for group in _list(tree, "Groups"):
        if text(group, "GroupType") != _MULTI_COLLO:
            continue
        each.main_barcode = text(group, "MainBarcode")
        sequence, count = text(group, "GroupSequence"), text(group, "GroupCount")
        if not each.barcode or not each.main_barcode:
            each.refuse("10702")
        if not (sequence.isdecimal() and count.isdecimal()
                and 1 <= int(sequence) <= int(count)):
            each.refuse("21004", each.main_barcode)
