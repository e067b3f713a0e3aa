"""The postal code check: shipment/checkout/v1/postalcodecheck."""

import re

import checks
import geography
from checks import FORMAT
from faults import addition_names_fault
from geography import NETHERLANDS
from quirks import finish_lists
from services import route
from wire import json_reply

_PATH = "/shipment/checkout/v1/postalcodecheck"
_ALLOWED = "GET & POST"

_POSTAL_CODE = re.compile(r"[0-9]{4}[A-Z]{2}")
_HOUSE_NUMBERS = (1, 99_999)
_MAX_ADDITION = 6


@route("GET", _PATH, allowed=_ALLOWED)
def postal_code(world, request):
    """The addresses with a postal code and house number."""
    return _check(world, checks.of_query(world, request))


@route("POST", _PATH, allowed=_ALLOWED)
def postal_code_by_body(world, request):
    """The same, with the question in the body."""
    tree = checks.body_object(request)
    return _check(world, checks.of_object(world, tree or {}, exact=False))


def _check(world, reader):
    code = reader.text("postalcode")
    if code is not None and not _POSTAL_CODE.fullmatch(code):
        reader.note(FORMAT, "postalcode", code, "four digits and two letters")
    number = reader.whole("housenumber", *_HOUSE_NUMBERS)
    addition = reader.text("housenumberaddition", required=False) or ""
    if len(addition) > _MAX_ADDITION and not addition_names_fault(addition):
        reader.note(FORMAT, "housenumberaddition", addition,
                    f"at most {_MAX_ADDITION} characters")
    if reader.problems:
        return checks.detailed(reader.problems)
    if not geography.POSTAL_CODE[NETHERLANDS].fullmatch(code):
        return json_reply([])
    found = geography.addresses(NETHERLANDS, code, number, addition)
    return json_reply(finish_lists([_describe(each) for each in found], world.quirks))


def _describe(address):
    tree = {"city": address.place.city, "postalCode": address.postal_code,
            "streetName": address.street, "houseNumber": address.number}
    if address.addition:
        tree["houseNumberAddition"] = address.addition
    # The blank at the end, where there is no addition, is PostNL's.
    return tree | {"formattedAddress": [
        f"{address.street} {address.number} {address.addition}",
        f"{address.postal_code} {address.place.city}"]}
