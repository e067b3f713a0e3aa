"""The body that the V4 services for shipping share: sender, receiver, items.

Reading it gives a Consignment for each item.  Names and words count in any
case, because PostNL's own material does not agree with itself about them.
"""

import checks
import clock as dates
import labels
import schema
import shipchecks
import shipping
import v4products
from checks import CHOICE, FORMAT, MISSING, RANGE
from shipping import Consignment, Customer, Customs

SHIPMENT_TYPES = ("parcel", "letterbox", "packet", "parcelnonstandard", "letter",
                  "pallet")
SHIP = "POST /shipment/delivery/v4/label"
_OUTPUTS = {"pdf": labels.PDF, "zpl": labels.ZPL, "jpg": labels.JPG,
            "gif": labels.GIF, "png": labels.PNG}
_POSITIONS = ("topleft", "topright", "bottomleft", "bottomright")
_SINGLE, _SHEETS = "singlepdf", "pdfa6toa4"
_MAX_ITEMS = 999
_MAX_NUMBER = 10

_IN_BOX, _AND_RETURN = "labelinthebox", "shipmentandreturnlabel"
_PERIODS = ("20", "35", "100", "200", "365")
_TRANSACTIONS = ("11", "21", "31", "32", "91")
# Transactions that need a document.
_COMMERCIAL = ("11", "21", "32")

_ADDRESS = {"Building": "internationalAddressData.buildingName", "City": "city",
            "CompanyName": "companyName", "CountryCode": "countryIso",
            "DepartmentName": "departmentName",
            "District": "internationalAddressData.area",
            "Floor": "internationalAddressData.floor", "HouseNumber": "houseNumber",
            "HouseNumberSuffix": "houseNumberAddition",
            "Region": "internationalAddressData.region", "Street": "street",
            "Zipcode": "postalCode"}
_CONTACT = {"FirstName": "firstName", "LastName": "lastName",
            "CompanyName": "companyName"}
_CUSTOMS_LINE = {"description": "description", "quantity": "quantity",
                 "weight": "weight", "value": "value", "origin": "countryOfOrigin",
                 "tariff": "hsTariffNumber"}
_NUMBERS = ("quantity", "weight", "value")
_DIMENSION = {"Height": "height", "Length": "length", "Volume": "volume",
              "Weight": "weight", "Width": "width"}


def word(reader, name, allowed, required=False):
    """One of some words, in any case."""
    value = reader.text(name, required)
    if value is not None and value.lower() not in allowed:
        reader.note(CHOICE, name, value, ", ".join(allowed))
        return None
    return value and value.lower()


def objects(world, reader, name):
    """A Reader for each object of a list, with their problems told by ``join``."""
    items = reader.raw(name)
    if items is None:
        return []
    items = items if isinstance(items, list) else [items]
    if not all(isinstance(each, dict) for each in items):
        reader.note(FORMAT, name, "", "objects")
        return []
    return [checks.of_object(world, each, exact=False) for each in items]


def join(reader, name, readers):
    """Takes over the problems of the Readers of a list."""
    for number, each in enumerate(readers):
        reader.problems += [problem._replace(name=f"{name}[{number}].{problem.name}")
                            for problem in each.problems]


def note_violations(reader, consignments, operation, tree):
    """What the schema of V4 refuses, where nothing else was found.

    Words were read in any case, as V4 is said to read them.
    """
    if reader.problems or any(each.errors for each in consignments):
        return
    for each in schema.violations(operation, tree):
        if each.expected.startswith("one of "):
            continue
        if each.kind == schema.MISSING:
            reader.note(MISSING, each.path)
        else:
            reader.note(FORMAT, each.path, each.value, each.expected)


def read_customer(reader, at):
    """The customer in a party."""
    code = reader.text(f"{at}.customerCode")
    number = reader.text(f"{at}.customerNumber")
    if code and not shipping.CUSTOMER_CODE.fullmatch(code):
        reader.note(FORMAT, f"{at}.customerCode", code, "[A-Z]{1,6}")
    if number and not (number.isdecimal() and len(number) <= _MAX_NUMBER):
        reader.note(FORMAT, f"{at}.customerNumber", number, "digits")
    return Customer(code or "", number or "",
                    reader.text(f"{at}.address.companyName", False) or "")


def read_party(reader, at):
    """An address with the names of tracking; it has to have a country."""
    if not isinstance(reader.raw(f"{at}.address"), dict):
        reader.note(MISSING, f"{at}.address")
        return {}
    reader.text(f"{at}.address.countryIso")
    party = {}
    for known, name in _ADDRESS.items():
        party[known] = reader.text(f"{at}.address.{name}", False)
    for known, name in _CONTACT.items():
        party[known] = party.get(known) or reader.text(f"{at}.contact.{name}", False)
    if not party["Street"]:
        party["Street"] = reader.text(f"{at}.address.addressLine", False)
    if party["CountryCode"]:
        party["CountryCode"] = party["CountryCode"].upper()
    return {name: value for name, value in party.items() if value}


class LabelSettings:
    """labelSettings: how labels are printed and merged."""

    def __init__(self, reader, outputs=tuple(_OUTPUTS)):
        at = "labelSettings."
        output = word(reader, at + "outputType", outputs) or "pdf"
        dpi = word(reader, at + "resolution", tuple(map(str, labels.RESOLUTIONS)))
        word(reader, at + "pageOrientation", ("portrait", "landscape"))
        merge = word(reader, at + "mergeType", (_SINGLE, _SHEETS))
        position = word(reader, at + "positioning", _POSITIONS) or _POSITIONS[0]
        self.method = word(reader, at + "printMethod", ("consumerprint", "retailprint"))
        self.single = merge == _SINGLE
        quarter = _POSITIONS.index(position) if merge == _SHEETS else None
        self.printer = labels.Printer(
            _OUTPUTS[output], int(dpi or labels.DEFAULT_RESOLUTION), quarter)
        if merge and output != "pdf":
            reader.note(CHOICE, at + "outputType", output, "pdf")


class Shipment:
    """A shipment as V4 has it: one call with all its parcels."""

    def __init__(self, world, tree):
        self.reader = reader = checks.of_object(world, tree, exact=False)
        for name in ("sender", "receiver"):
            if not isinstance(reader.raw(name), dict):
                reader.note(MISSING, name)
        self.customer = read_customer(reader, "sender")
        self.sender = read_party(reader, "sender")
        self.receiver = read_party(reader, "receiver")
        self.kind = word(reader, "shipmentType", SHIPMENT_TYPES) or "parcel"
        self.settings = LabelSettings(reader)
        self.day = reader.day("handOverDate", False, dates.parse_iso_day, "yyyy-mm-dd")
        self.location = reader.text("deliveryLocation.pickupLocationId", False) or ""
        self.pickup = reader.raw("deliveryLocation.address")
        self.return_kind = word(reader, "returnOptions.labelType",
                                (_IN_BOX, _AND_RETURN))
        word(reader, "returnOptions.returnPeriod", _PERIODS)
        self.blocked = bool(reader.flag("returnOptions.returnBlock", required=False))
        self.customs = _read_customs(world, reader)
        self._read_services(reader)
        self.consignments = []
        self._read_items(world, reader)
        if not reader.problems:
            self._check(world)
        note_violations(reader, self.consignments, SHIP, tree)

    def _read_services(self, reader):
        at = "services."
        self.services = {name for name in (v4products.STATED, v4products.RETURN,
                                           "adrLq", "registered")
                         if reader.flag(at + name, required=False)}
        confirmation = word(reader, at + "deliveryConfirmation",
                            ("signature", "deliverycode"))
        age = word(reader, at + v4products.AGE, ("16+", "18+"))
        self.insured = reader.raw(at + "insuredValue")
        if self.insured is not None and (
                isinstance(self.insured, bool)
                or not isinstance(self.insured, (int, float))):
            reader.note(FORMAT, at + "insuredValue", self.insured, "a number")
            self.insured = None
        self.services |= {each for each, wanted in (
            (confirmation, confirmation), (v4products.AGE, age),
            (v4products.INSURED, self.insured),
            (v4products.PICKUP, self.location or self.pickup))
            if wanted}
        at += "deliveryWindow."
        window = word(reader, at + "service", ("daytime", "evening"))
        before = word(reader, at + "guaranteedBefore", tuple(v4products.GUARANTEED))
        slow = word(reader, at + "duration", ("24hours", "non24hours")) == "non24hours"
        bundle = word(reader, "internationalShipmentData.bundle",
                      tuple(v4products.BUNDLES))
        business = word(reader, "receiver.type", ("consumer", "business")) == "business"
        self.product = self._product(bundle, slow)
        self.options = v4products.options(self.product, self.services, window, before,
                                          bundle, business)
        if self.return_kind:
            self.options.append(shipping.LABEL_IN_BOX if self.return_kind == _IN_BOX
                                else shipping.SHIP_AND_RETURN)
        if self.blocked:
            self.options.append(shipping.BLOCKED)

    def _product(self, bundle, slow):
        destination = self.receiver.get("CountryCode", "")
        origin = self.sender.get("CountryCode", "")
        mail = (None if destination in ("NL", "BE")
                else v4products.mail_product(self.kind, bundle))
        return mail or v4products.product(origin, destination, self.kind,
                                          self.services, slow)

    def _read_items(self, world, reader):
        readers = objects(world, reader, "items")
        count = reader.whole("itemCount", 1, _MAX_ITEMS, required=False)
        if not readers:
            readers = [checks.of_object(world, {}) for _ in range(count or 1)]
        elif count is not None and count != len(readers):
            reader.note(RANGE, "itemCount", count, f"{len(readers)} - {len(readers)}")
        if len(readers) > _MAX_ITEMS:
            reader.note(RANGE, "items", len(readers), f"1 - {_MAX_ITEMS}")
        self.consignments = [self._read_item(each, reader) for each in readers]
        join(reader, "items", readers)

    def _read_item(self, item, reader):
        each = read_item(item, self.customer, self.product)
        each.receiver, each.sender = self.receiver, self.sender
        each.email = reader.text("receiver.contact.email", False) or ""
        each.mobile = (reader.text("receiver.contact.mobileNumber", False)
                       or reader.text("receiver.contact.phoneNumber", False) or "")
        each.options = list(self.options)
        each.location, each.pickup = self.location, self.pickup
        each.delivery_date = self.day.isoformat() if self.day else ""
        each.customs = self.customs
        each.insured = f"EUR{self.insured:.2f}" if self.insured else ""
        each.return_barcode = reader.text("returnOptions.returnBarcode", False) or ""
        each.with_return = bool(self.return_kind)
        return each

    def _check(self, world):
        seen = set()
        for each in self.consignments:
            shipchecks.check(world, each, complete=False)
            if each.barcode and each.barcode in seen:
                each.refuse("21005", self.consignments[0].barcode)
            seen.add(each.barcode)

    @property
    def with_return_label(self):
        """Whether a return label of its own goes in the box."""
        return self.return_kind == _IN_BOX


def read_item(item, customer, product):
    """A Consignment of one item, without what the shipment says of it."""
    each = Consignment(
        customer, product=product, barcode=item.text("barcode", False) or "",
        reference=item.text("customerReferences.shipmentReference", False) or "",
        return_reference=item.text("customerReferences.returnReference", False) or "")
    each.weight = item.whole("dimensions.weight", 1, 10 ** 6, required=False)
    for known, name in _DIMENSION.items():
        value = item.whole(f"dimensions.{name}", 0, 10 ** 9, required=False)
        if value is not None:
            each.dimension[known] = value
    return each


def _read_customs(world, reader):
    at = "internationalShipmentData.customs"
    if not isinstance(reader.raw(at), dict):
        return None
    code = word(reader, at + ".transactionCode", _TRANSACTIONS, required=True)
    kind = word(reader, at + ".associatedDocument.type",
                ("certificate", "invoice", "license"), required=code in _COMMERCIAL)
    lines = []
    readers = objects(world, reader, at + ".content")
    for each in readers:
        line = {name: each.raw(key) if name in _NUMBERS else each.text(key, False) or ""
                for name, key in _CUSTOMS_LINE.items()}
        lines.append(line)
    join(reader, at + ".content", readers)
    return Customs(reader.text(at + ".currency", False) or "", kind == "invoice", lines)
