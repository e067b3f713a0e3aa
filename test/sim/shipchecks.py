"""What PostNL finds wrong with a consignment.

The checks note errors and warnings in the consignment and go on, so that a
client hears of everything at once.  Codes and texts are those of PostNL's list
where it has them; which code goes with which mistake is often a guess.
"""

import re

import geography
import shipcodes
import shipping
from faults import asks_fault
from services.barcode import s10
from shipcodes import ABROAD, ANYWHERE, BELGIUM, EU, NETHERLANDS, ROW

_BARCODE_3S = re.compile(r"3S([A-Z]{1,4})([0-9]+)")
_BARCODE_2S = re.compile(r"2S([A-Z]{1,4})([0-9]+)")
_BARCODE_S10 = re.compile(r"([A-Z]{2})([0-9]{8})[0-9]([A-Z]{2})")
_LENGTHS_3S, _LENGTHS_2S = range(12, 16), range(11, 16)
_LETTERS = frozenset(("LA", "LB"))

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_MAX_EMAIL = 50
_POSTAL_BOX = re.compile(r"(postbus|p\.?o\.? ?box)\b", re.IGNORECASE)
_COUNTRY = re.compile(r"[A-Z]{2}")

# Of labelling.json: "always numeric", "max. length is 5 characters".
_HOUSE_NUMBER = re.compile(r"[0-9]{1,5}")

# Territories that have codes of their own, by how their postal codes begin.
_TERRITORIES = {("GB", "GY"): "15201", ("GB", "JE"): "15202", ("GB", "IM"): "15203",
                ("ES", "35"): "15204", ("ES", "38"): "15205", ("ES", "52"): "15206"}

_MAX_WEIGHT = 99_999
_MAX_WEIGHT_ABROAD = 30_000
_TARIFF = re.compile(r"[0-9]*")
# Where parcels of every value are declared with a long tariff number.
_STRICT_TARIFF = ("US", "PR")


def check(world, each, complete=True):
    """Everything that both generations of services look at.

    Weight and day may be missing where a call need not be ``complete``; the
    weight of what goes abroad may not.
    """
    if not each.product:
        each.refuse("4", "ProductCodeDelivery")
    elif not shipcodes.is_known(each.product):
        each.refuse("16", f"ProductCodeDelivery {each.product}")
    _check_receiver(each)
    _check_destination(each)
    _check_contact(each, complete)
    _check_weight(each, complete)
    _check_customs(each)
    if each.barcode:
        _check_barcode(world, each)
    if each.return_barcode and not _is_parcel_barcode(each.return_barcode):
        each.refuse("20502", each.return_barcode)


def _check_receiver(each):
    receiver = each.receiver
    if receiver is None:
        each.refuse("10602")
        return
    if not _COUNTRY.fullmatch(each.country):
        each.refuse("12215")
    if not receiver.get("Street"):
        each.refuse("11503")
    if not receiver.get("City"):
        each.refuse("11502")
    if not receiver.get("LastName") and not receiver.get("CompanyName"):
        each.refuse("4", "Name")
    if each.country in geography.COUNTRIES:
        _check_inland_address(each, receiver)
    territory = (each.country, receiver.get("Zipcode", "").upper()[:2])
    if territory in _TERRITORIES:
        each.refuse(_TERRITORIES[territory])
    if shipping.DELIVERY_CODE in each.options:
        if _POSTAL_BOX.match(receiver.get("Street", "")):
            each.refuse("10601")


def _check_inland_address(each, receiver):
    """An address in the Netherlands or Belgium has to be complete."""
    postal_code = receiver.get("Zipcode", "").replace(" ", "").upper()
    number = receiver.get("HouseNumber", "")
    if not postal_code:
        each.refuse("10802")
    if not number:
        each.refuse("12213")
    elif not _HOUSE_NUMBER.fullmatch(number):
        each.refuse("5", number, "#####")
    if not postal_code or not number:
        return
    if not geography.POSTAL_CODE[each.country].fullmatch(postal_code):
        each.refuse("1280102")
    elif _HOUSE_NUMBER.fullmatch(number) and not geography.addresses(
            each.country, postal_code, int(number)):
        each.warn("1280103")


def _check_destination(each):
    destination = shipcodes.product(each.product).destination
    country = each.country
    if not country or destination == ANYWHERE:
        return
    if destination in (NETHERLANDS, BELGIUM) and country != destination:
        each.refuse("1270105", destination)
    elif destination == EU and country not in shipcodes.EU_COUNTRIES:
        each.refuse("1270107")
    elif destination == ROW and (country in shipcodes.EU_COUNTRIES
                                 or country == NETHERLANDS):
        each.refuse("1270108")
    elif destination == ABROAD and country == NETHERLANDS:
        each.refuse("1270105", "a country abroad")


def _check_contact(each, complete):
    if each.email and not _EMAIL.fullmatch(each.email):
        each.refuse("110106")
    elif len(each.email) > _MAX_EMAIL:
        each.warn("110107")
    timed = any(option == shipcodes.SUNDAY or option.startswith(shipcodes.WINDOW)
                for option in each.options)
    unreadable = any(code == "12210" for code, _ in each.errors)
    if complete and timed and not each.delivery_date and not unreadable:
        each.refuse("12209")
    collected = each.product in shipcodes.PICKUP
    if (timed or collected) and not each.email and not each.mobile:
        each.refuse("110104")
    if collected and not each.pickup and not each.location:
        each.refuse("1040409")
    if each.insured and each.product not in shipcodes.INSURED:
        each.warn("17810", each.barcode)
        each.insured = ""


def _check_weight(each, complete):
    weight = each.weight
    abroad = each.country not in geography.COUNTRIES
    if weight in (None, ""):
        if complete or abroad:
            each.refuse("11504")
    elif not re.fullmatch(r"[0-9]{1,9}", str(weight)) or not int(weight):
        each.refuse("13912", weight)
    elif int(weight) > _MAX_WEIGHT:
        each.refuse("13912", weight)
    elif (shipcodes.product(each.product).destination in (EU, ROW)
          and int(weight) > _MAX_WEIGHT_ABROAD):
        each.refuse("16304", _MAX_WEIGHT_ABROAD)


def _check_customs(each):
    customs = each.customs
    if customs is None:
        inside = shipcodes.EU_COUNTRIES | {NETHERLANDS}
        destination = shipcodes.product(each.product).destination
        if destination == ROW or (destination == ABROAD and each.country not in inside):
            each.refuse("16301")
        return
    if not customs.currency or len(customs.currency) != 3:
        each.refuse("16313")
    if not customs.lines:
        each.refuse("16305")
    for line in customs.lines:
        _check_customs_line(each, line)


def _check_customs_line(each, line):
    if not 1 <= len(line["description"]) <= 200:
        each.refuse("16309")
    for name, code in (("quantity", "16310"), ("weight", "16311"), ("value", "16312")):
        value = line[name]
        if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,10}(\.[0-9]{1,4})?",
                                                       str(value)):
            each.refuse(code)
    if len(line["origin"]) not in (0, 2):
        each.refuse("16314")
    tariff = line["tariff"]
    strict = each.country in _STRICT_TARIFF
    if strict and not (8 <= len(tariff) <= 10 and _TARIFF.fullmatch(tariff)):
        each.refuse("16308")
    elif tariff and not (6 <= len(tariff) <= 10 and _TARIFF.fullmatch(tariff)):
        each.warn("16307")


def _check_barcode(world, each):
    barcode, kind = each.barcode, shipcodes.product(each.product).barcode
    if asks_fault(barcode):
        return
    if kind in shipcodes.ISSUED_TYPES:
        _check_s10(each, kind)
        return
    pattern, lengths, errors = ((_BARCODE_2S, _LENGTHS_2S, ("16202", "16203"))
                                if kind == "2S" else
                                (_BARCODE_3S, _LENGTHS_3S, ("16302", "16303")))
    match = pattern.fullmatch(barcode)
    if len(barcode) not in lengths:
        each.refuse(errors[0])
    elif match is None:
        if kind or not _is_s10(barcode):
            each.refuse(errors[1])
    elif (not each.customer.code.startswith(match[1]) and match[1] != "DEMO"
          and not world.was_issued(barcode)):
        # The letters are those of another customer.
        each.refuse("20502", barcode)


def _check_s10(each, kind):
    if not _is_s10(each.barcode):
        each.refuse("10701")
    elif kind == "LA" and each.barcode[:2] not in _LETTERS:
        each.refuse("10701")


def _is_s10(barcode):
    match = _BARCODE_S10.fullmatch(barcode)
    return bool(match) and s10(match[1], match[2])[:-2] == barcode[:-2]


def _is_parcel_barcode(barcode):
    return bool(asks_fault(barcode) or _is_s10(barcode)
                or (_BARCODE_3S.fullmatch(barcode) and len(barcode) in _LENGTHS_3S))
