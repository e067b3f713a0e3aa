"""Return labels, V4: shipment/delivery/v4/return/generate and return/activate.

The sender is the consumer, and the receiver the merchant.  What PostNL answers
to activate is not known; the simulator answers it like the other operations.
"""

import checks
import clock as dates
import errors
import shipchecks
import shipping
import v4products
from checks import FORMAT, MISSING
from labels import Label, Printer, RETURN, printed
from quirks import finish_lists
from services import route
from services.returns import activate, returns_of
from services.shipment_v4 import answer, refuse
from shipcodes import EU_COUNTRIES
from v4shipments import (LabelSettings, SHIPMENT_TYPES, join, note_violations, objects,
                         read_customer, read_item, read_party, word)
from wire import json_reply

_BASE = "/shipment/delivery/v4/return"

# Consumers have no label printers: no ZPL.
_OUTPUTS = ("pdf", "jpg", "png", "gif")
_PERIODS = ("20", "35")

_REPLY_NUMBER = "antwoordnummer"
_TO_REPLY_NUMBER, _TO_ADDRESS = "2285", "3285"
_FROM_BELGIUM, _WORLDWIDE = "3250", "4910"

_NOT_BLOCKED = "The return label with barcode {} is active already."
_UNKNOWN = "There is no return label with barcode {}."


@route("POST", _BASE + "/generate")
def generate(world, request):
    """A return label, or a code for the consumer to show: a new one each time."""
    tree = checks.body_object(request)
    if tree is None:
        return errors.rfc9457(400, {"$": ["The body is not a JSON object."]})
    reader = checks.of_object(world, _flat(tree), exact=False)
    settings, consignments = _read(world, reader)
    note_violations(reader, consignments, f"{request.method} {request.path}", _flat(tree))
    if reader.problems:
        return checks.v4(reader.problems)
    for each in consignments:
        shipchecks.check(world, each, complete=False)
    refusal = refuse(world, request, consignments, announce=True)
    if refusal:
        return refusal
    for each in consignments:
        if not each.barcode:
            shipping.issue(world, each)
        each.main_barcode = consignments[0].barcode
        shipping.carry_out(world, request, each, announce=True, label=True)
    return answer(world, request, consignments, settings)


def _flat(tree):
    """One client nests the customer in the receiver; PostNL does not."""
    receiver = tree.get("receiver")
    if isinstance(receiver, dict) and isinstance(receiver.get("customer"), dict):
        return tree | {"receiver": receiver | receiver["customer"]}
    return tree


def _read(world, reader):
    for name in ("sender", "receiver"):
        if not isinstance(reader.raw(name), dict):
            reader.note(MISSING, name)
    customer = read_customer(reader, "receiver")
    consumer, merchant = read_party(reader, "sender"), read_party(reader, "receiver")
    settings = LabelSettings(reader, _OUTPUTS)
    word(reader, "shipmentType", SHIPMENT_TYPES)
    word(reader, "returnOptions.domestic.returnPeriod", _PERIODS)
    valuable = reader.flag("returnOptions.domestic.valuableReturn", required=False)
    at = "returnOptions.international."
    word(reader, at + "consolidationMode", ("none", "bulk"))
    word(reader, at + "networkType", ("commercial", "postal"))
    if reader.raw("returnOptions.collectionService") is not None:
        reader.day("returnOptions.collectionService.timeWindow", False,
                   dates.parse_iso_day, "yyyy-mm-dd")
    items = objects(world, reader, "items") or [checks.of_object(world, {})]
    consignments = []
    for item in items:
        each = read_item(item, customer, _product(consumer, merchant))
        each.receiver, each.sender = merchant, consumer
        each.print_code = settings.method == "retailprint"
        each.options = [shipping.SMART_RETURN if each.print_code
                        else shipping.SINGLE_LABEL]
        if valuable:
            each.options.append(v4products.BUNDLES["insured"])
        consignments.append(each)
    join(reader, "items", items)
    return settings, consignments


def _product(consumer, merchant):
    origin = consumer.get("CountryCode", "NL")
    if origin == "BE":
        return _FROM_BELGIUM
    if origin != "NL" or merchant.get("CountryCode") not in EU_COUNTRIES | {"NL"}:
        return _WORLDWIDE
    street = merchant.get("Street", "").lower()
    return _TO_REPLY_NUMBER if street.startswith(_REPLY_NUMBER) else _TO_ADDRESS


@route("POST", _BASE + "/activate")
def activate_label(world, request):
    """Activates a return label, and prints it if asked to."""
    tree = checks.body_object(request)
    if tree is None:
        return errors.rfc9457(400, {"$": ["The body is not a JSON object."]})
    reader = checks.of_object(world, tree, exact=False)
    barcode = reader.text("barcode")
    number = reader.text("sender.customerNumber")
    label = reader.flag("label", required=False)
    if number and not number.isdecimal():
        reader.note(FORMAT, "sender.customerNumber", number, "digits")
    if reader.problems:
        return checks.v4(reader.problems)
    entries = returns_of(world, barcode, None, number)
    if not entries:
        return errors.rfc9457(400, {"barcode": [_UNKNOWN.format(barcode)]})
    was_blocked = activate(world, entries)
    items = [{"barcode": each.barcode, "shipmentReference": each.reference or None,
              "labels": [{"label": printed(Label(RETURN, each.barcode), Printer()),
                          "outputType": "pdf", "labelType": RETURN}] if label else []}
             for each in entries]
    warnings = [] if was_blocked else [_NOT_BLOCKED.format(barcode)]
    return json_reply(finish_lists({"items": items, "warnings": warnings},
                                   world.quirks))
