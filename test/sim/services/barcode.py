"""Barcodes: shipment/v1_1/barcode.

A 2S or 3S barcode is type, customer code and a number from the series asked
for.  The other types are S10 barcodes of the Universal Postal Union: type,
eight digits, a check digit and NL.  PostNL puts digits of its own choice into
those that have a numeric range, and so does the simulator.
"""

import re

import errors
from services import route
from wire import json_reply

_DOMESTIC = ("2S", "3S")
_RANGED = ("CC", "CP", "CD", "CF")
_MAIL = ("LA", "RI", "UE")

_COUNTRY = "NL"
_SERIE = re.compile(r"(\d{4,11})-(\d{4,11})")
_CUSTOMER_CODE = re.compile(r"[A-Z]{1,6}")
_PREFIX = re.compile(r"[A-Z]{1,4}")
_RANGE = re.compile(r"\d{4}")

# PostNL: "The range must consist of a minimal difference of 100.000".
_MIN_SPREAD = 100_000
_LENGTHS = {"2S": (11, 12, 13, 14, 15), "3S": (13, 15)}

_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)

# Codes of the errors that all PostNL services share.
_REQUIRED = ("4", "Required parameter '{}' is missing.")
_FORMAT = ("5", "Value '{}' is not in the correct format '{}'.")
_OUT_OF_RANGE = ("6", "Value '{}' is not in the correct range '{} - {}'.")
_TOO_MANY = ("8", "Too many numbers in series")
_EXHAUSTED = ("13", "Exception occured: no barcodes left in series {}")


class Refused(Exception):
    """The request is wrong; holds the code and text of the answer."""

    def __init__(self, error, *values):
        super().__init__(error[0], error[1].format(*values))


@route("GET", "/shipment/v1_1/barcode", allowed="GET & POST")
def barcode(world, request):
    """One barcode that was never given before."""
    try:
        kind = _read_customer(request)
        issue = _issue_domestic if kind in _DOMESTIC else _issue_s10
        return json_reply({"Barcode": issue(world, request, kind)})
    except Refused as refused:
        return errors.errors_message(refused.args)


def _read_customer(request):
    """Checks the parameters that all types need; returns the type."""
    for name in ("CustomerCode", "CustomerNumber", "Type"):
        if not request.argument(name):
            raise Refused(_REQUIRED, name)
    if not _CUSTOMER_CODE.fullmatch(request.argument("CustomerCode")):
        raise Refused(_FORMAT, request.argument("CustomerCode"), "[A-Z]{1,6}")
    number = request.argument("CustomerNumber")
    if not number.isdecimal() or len(number) > 10:
        raise Refused(_FORMAT, number, "[0-9]{1,10}")
    kind = request.argument("Type")
    if kind not in _DOMESTIC + _RANGED + _MAIL:
        raise Refused(_FORMAT, kind, "|".join(_DOMESTIC + _RANGED + _MAIL))
    return kind


def _read_serie(request, default):
    """(first, last, digits) of the series; the longer end gives the digits."""
    serie = request.argument("Serie") or default
    match = _SERIE.fullmatch(serie)
    if match is None:
        raise Refused(_FORMAT, serie, "###000000-###000000")
    first, last = int(match[1]), int(match[2])
    if first > last:
        raise Refused(_OUT_OF_RANGE, serie, first, last)
    return first, last, max(len(match[1]), len(match[2]))


def _issue_domestic(world, request, kind):
    # Range NL is for international mail; the documented example sends it with
    # 3S, and gets a barcode with the customer code.
    prefix = request.argument("Range") or _COUNTRY
    if prefix == _COUNTRY:
        prefix = request.argument("CustomerCode")
    if not _PREFIX.fullmatch(prefix):
        raise Refused(_FORMAT, prefix, "[A-Z]{1,4}")
    digits = max(_LENGTHS[kind]) - len(kind) - len(prefix)
    first, last, digits = _read_serie(request, f"{0:0{digits}}-{'9' * digits}")
    if len(kind) + len(prefix) + digits not in _LENGTHS[kind]:
        raise Refused(_TOO_MANY)
    if last - first < _MIN_SPREAD - 1:
        raise Refused(_OUT_OF_RANGE, last - first + 1, _MIN_SPREAD, "9" * digits)
    return _issue(world, (kind, prefix, digits, first, last), first, last,
                  lambda number: f"{kind}{prefix}{number:0{digits}}")


def _issue_s10(world, request, kind):
    ranged = kind in _RANGED
    given = request.argument("Range") or ("" if ranged else _COUNTRY)
    if not given:
        raise Refused(_REQUIRED, "Range")
    if ranged and not _RANGE.fullmatch(given):
        raise Refused(_FORMAT, given, "[0-9]{4}")
    if not ranged and given != _COUNTRY:
        raise Refused(_FORMAT, given, _COUNTRY)
    width = 4 if ranged else 8
    first, last, digits = _read_serie(request, f"{0:0{width}}-{'9' * width}")
    if digits != width:
        raise Refused(_TOO_MANY)
    assigned = _assign_range(given) if ranged else ""
    return _issue(world, (kind, given, digits, first, last), first, last,
                  lambda number: s10(kind, f"{assigned}{number:0{width}}"))


def _assign_range(given):
    """PostNL's digits for a customer's range: others, but always the same."""
    # 7919 and 10000 have no common divisor, so no two ranges meet.
    return f"{(int(given) * 7919 + 3073) % 10_000:04}"


def _issue(world, series, first, last, compose):
    issued = world.issue(series, first, last, compose)
    if issued is None:
        raise Refused(_EXHAUSTED, f"{first}-{last}")
    return issued


def s10(kind, serial):
    """An S10 barcode of eight digits, with its check digit."""
    total = sum(int(digit) * weight for digit, weight in zip(serial, _S10_WEIGHTS))
    check = {10: 0, 11: 5}.get(11 - total % 11, 11 - total % 11)
    return f"{kind}{serial}{check}{_COUNTRY}"
