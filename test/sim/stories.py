"""Lives of parcels: named schedules of events, and the demo world.

A schedule is a list of (hours after creation, code).  A code is an event code
("B01"), or "=" and a status code ("=13") for a change of status without an
event, which PostNL makes at night for parcels that never arrived.
"""

import re
from typing import NamedTuple

_DAY = 24

_SORTED = [(0, "A01"), (5, "B01"), (13, "J01")]
_OUT = _SORTED + [(15, "J05")]

STORIES = {
    "registered": [(0, "A01")],
    "accepted": [(0, "A01"), (5, "B01")],
    "sorted": _SORTED,
    "out_for_delivery": _OUT,
    "delivered": _OUT + [(19, "I01")],
    "neighbour": _OUT + [(19, "I10")],
    "letterbox": _OUT + [(18, "I11")],
    "second_attempt": _OUT + [(19, "J08"), (39, "J05"), (43, "I01")],
    "pickup_point": _SORTED + [(15, "J55"), (18, "J02")],
    "picked_up": _SORTED + [(15, "J55"), (18, "J02"), (42, "I02")],
    "locker": _SORTED + [(15, "J05"), (17, "J23")],
    "not_collected": _SORTED + [(15, "J55"), (18, "J02"), (8 * _DAY, "H03"),
                                (10 * _DAY, "J63")],
    "refused": _OUT + [(19, "H01")],
    "returned": _OUT + [(19, "H01"), (67, "J63")],
    "damaged": _OUT + [(19, "H04")],
    "undeliverable": _OUT + [(19, "H36"), (43, "H16")],
    "missing": [(0, "A01"), (5, "B01"), (16, "G01")],
    "lost": [(0, "A01"), (5, "B01"), (16, "G01"), (14 * _DAY, "=18")],
    "not_presented": [(0, "A01"), (9, "=13"), (10 * _DAY, "M01")],
    "rejected": [(0, "A01"), (4, "F07")],
    "delayed": [(0, "A01"), (5, "B01"), (20, "V04")],
    "abroad": [(0, "A01"), (5, "B01"), (13, "J01"), (20, "Q12"), (44, "X60"),
               (50, "X61"), (56, "X07"), (62, "X06"), (68, "Z01")],
    "customs": [(0, "A01"), (5, "B01"), (13, "J01"), (20, "Q12"), (44, "X60"),
                (46, "X63")],
    "import": [(0, "A71"), (20, "A75"), (44, "A76"), (50, "X67"), (70, "J01"),
               (87, "J05"), (91, "I01")],
    "return_label": [(0, "A10"), (30, "X40"), (36, "B01"), (44, "J01"),
                     (60, "I07"), (67, "J63")],
    "collection": [(0, "X80"), (16, "B04"), (18, "C01")],
}

DEFAULT_STORY = "delivered"

RECEIVERS = [
    {"FirstName": "Peter", "LastName": "de Ruiter", "Street": "Bilderdijkstraat",
     "HouseNumber": "9", "HouseNumberSuffix": "A BIS", "Zipcode": "3532VA",
     "City": "Utrecht", "CountryCode": "NL"},
    {"FirstName": "Zoë", "LastName": "van 't Hof", "Street": "Prinsengracht",
     "HouseNumber": "263", "Zipcode": "1016GV", "City": "Amsterdam",
     "CountryCode": "NL"},
    {"CompanyName": "Bakker & Zn. B.V.", "DepartmentName": "Inkoop",
     "LastName": "Bakker", "Street": "Coolsingel", "HouseNumber": "40",
     "HouseNumberSuffix": "-60", "Zipcode": "3011AD", "City": "Rotterdam",
     "CountryCode": "NL"},
    {"FirstName": "Ineke", "LastName": "Dijkstra", "Street": "Nieuwestad",
     "HouseNumber": "17", "Zipcode": "8911CH", "City": "Leeuwarden",
     "CountryCode": "NL"},
    {"FirstName": "Çelik", "LastName": "Yılmaz", "Street": "Markt",
     "HouseNumber": "1", "HouseNumberSuffix": "C", "Zipcode": "5611EB",
     "City": "Eindhoven", "CountryCode": "NL", "Remark": "Bel defect"},
]

ABROAD = {"FirstName": "Luc", "LastName": "Peeters", "Street": "Bahnhofstrasse",
          "HouseNumber": "12", "Zipcode": "8001", "City": "Zürich",
          "CountryCode": "CH"}

SENDER = {"CompanyName": "Simulated Webshop", "Street": "Siriusdreef",
          "HouseNumber": "42", "HouseNumberSuffix": "-60", "Zipcode": "2132WT",
          "City": "Hoofddorp", "CountryCode": "NL"}


class Life(NamedTuple):
    """How far a demo parcel is when the clock starts."""

    story: str
    stage: str


# What the last digit of a demo barcode means, inland and abroad.
DEMO_INLAND = [
    Life("delivered", "A01"), Life("delivered", "B01"),
    Life("delivered", "J01"), Life("delivered", "J05"),
    Life("delivered", "I01"), Life("neighbour", "I10"),
    Life("picked_up", "J02"), Life("picked_up", "I02"),
    Life("returned", "H01"), Life("lost", "G01"),
]
DEMO_ABROAD = [
    Life("abroad", "A01"), Life("abroad", "B01"), Life("abroad", "J01"),
    Life("abroad", "Q12"), Life("abroad", "X60"), Life("abroad", "X61"),
    Life("abroad", "X07"), Life("abroad", "X06"), Life("abroad", "Z01"),
    Life("customs", "X63"),
]

# The digit before the last one.
_TENS_ABROAD = 8
_TENS_MULTI_COLLO = 9

# Keeps the time since the last event below the smallest gap in a story, so
# that the parcel is still at its stage when the clock starts.
_MAX_AGE_MINUTES = 53

_DEMO = re.compile(r"3SDEMO(\d{1,20})")
_TRAILING_DIGITS = re.compile(r"(\d+)[A-Z]*$")


def demo_digits(barcode):
    """The digits of a demo barcode, or None for any other barcode."""
    match = _DEMO.fullmatch(barcode)
    return match.group(1) if match else None


def trailing_digits(barcode):
    """The digits that give a barcode with a fault name its life."""
    match = _TRAILING_DIGITS.search(barcode)
    return match.group(1) if match else "4"


def stage_hours(story, stage):
    """Hours after creation at which a story reaches a code the first time."""
    for hours, code in STORIES[story]:
        if code == stage:
            return hours
    raise ValueError(f"story {story} has no stage {stage}")


def demo_traits(digits, multi_collo=True):
    """What the digits of a demo barcode say about its parcel."""
    number = int(digits)
    tens, last = number // 10 % 10, number % 10
    abroad = tens == _TENS_ABROAD
    story, stage = (DEMO_ABROAD if abroad else DEMO_INLAND)[last]
    age = stage_hours(story, stage) * 3600 + (number * 7 % _MAX_AGE_MINUTES + 1) * 60
    sibling = None
    if multi_collo and tens == _TENS_MULTI_COLLO:
        sibling = str(number ^ 1).zfill(len(digits))
    return {
        "story": story,
        "age": age,
        "receiver": ABROAD if abroad else RECEIVERS[number // 100 % len(RECEIVERS)],
        "product_code": "4909" if abroad else "3085",
        "sibling": sibling,
    }
