"""Activating a return label: parcels/v1/shipment/activatereturn.

Labels that were made blocked (option 191-004) wait for this.  The barcode is
that of the return label, or of the parcel that it goes with.
"""

import checks
import errors
import shipcodes
import shipping
from quirks import finish_lists
from services import route
from wire import json_reply


@route("POST", "/parcels/v1/shipment/activatereturn")
def activate_return(world, request):
    """Activates return labels, by one barcode."""
    tree = checks.body_object(request)
    if tree is None:
        return errors.message_only(400, "The request is invalid.")
    reader = checks.of_object(world, tree)
    customer = reader.text("CustomerCode"), reader.text("CustomerNumber")
    barcode = reader.text("Barcode")
    if reader.problems:
        return errors.bad_request(f"{reader.problems[0].name} is required")
    entries = returns_of(world, barcode, *customer)
    if not entries:
        code = "20502"
        answer = {"successFulBarcodes": [], "errorsPerBarcode": [
            {"barcode": barcode, "warnings": [], "errors": [
                {"code": code, "description": shipcodes.text(code, barcode)}]}]}
        return json_reply(finish_lists(answer, world.quirks))
    activate(world, entries)
    answer = {"successFulBarcodes": [barcode]}
    if world.quirks.get("errors_per_barcode") == "always":
        answer["errorsPerBarcode"] = []
    return json_reply(finish_lists(answer, world.quirks))


def returns_of(world, barcode, code, number):
    """The return labels of a customer that a barcode stands for.

    ``code`` may be None: V4 asks for the number only.
    """
    entry = world.register.find(barcode)
    found = world.register.returns_of(barcode)
    if entry and (entry.kind == "return" or entry.both_ways):
        found.append(entry)
    return [each for each in found if each.customer_number == number
            and code in (None, each.customer_code)]


def activate(world, entries):
    """Lets return labels be used; says whether any was blocked."""
    blocked = [each for each in entries if each.blocked]
    for each in blocked:
        each.blocked = False
        if each.return_of:
            world.add(shipping.return_parcel(world, each))
    return bool(blocked)
