"""Barcodes in batches, V4: shipment/delivery/v4/barcode.  They are 3S only."""

import checks
import errors
from checks import FORMAT, RANGE
from quirks import finish_lists
from services import route
from shipping import CUSTOMER_CODE, issue_3s_of
from wire import json_reply

# PostNL gives no limit; this one keeps an answer below a megabyte.
_MAX_BARCODES = 10_000
_LENGTHS = (13, 15)


@route("POST", "/shipment/delivery/v4/barcode")
def barcodes(world, request):
    """As many barcodes as asked for, each of which was never given before."""
    tree = checks.body_object(request)
    if tree is None:
        return errors.rfc9457(400, {"$": ["The body is not a JSON object."]})
    reader = checks.of_object(world, tree, exact=False)
    checks.v4_customer(reader)
    code = reader.text("customerCode", False) or ""
    if code and not CUSTOMER_CODE.fullmatch(code):
        reader.note(FORMAT, "customerCode", code, "[A-Z]{1,6}")
    count = reader.whole("numberOfBarcodes", 1, _MAX_BARCODES, required=False) or 1
    first, last = _series(reader, code)
    if reader.problems:
        return checks.v4(reader.problems)
    found = []
    while len(found) < count:
        barcode = issue_3s_of(world, code, first, last)
        if barcode is None:
            return errors.rfc9457(400, {"serieEnd": ["No barcodes left in the series."]})
        found.append(barcode)
    return json_reply(finish_lists({"barcodes": found}, world.quirks))


def _series(reader, code):
    digits = max(_LENGTHS) - len("3S") - len(code)
    first = reader.text("serieStart", False) or "0" * digits
    last = reader.text("serieEnd", False) or "9" * len(first)
    for name, value in (("serieStart", first), ("serieEnd", last)):
        if not (value.isdecimal() and value.isascii()):
            reader.note(FORMAT, name, value, "digits")
            return first, last
    if len("3S") + len(code) + len(last) not in _LENGTHS or len(first) > len(last):
        reader.note(FORMAT, "serieEnd", last, "digits for a barcode of 13 or 15")
    elif int(first) > int(last):
        reader.note(RANGE, "serieStart", first, f"0 - {int(last)}")
    return first, last
