"""A little geography: places, postal codes, streets and house numbers.

Nothing here is drawn by lot: whatever the table of places does not say follows
from a hash of the postal code, so that the same question has the same answer
in every simulator.  The towns are real, and so are roughly the postal codes
and coordinates of their centres; streets and houses are made up.
"""

import csv
import hashlib
import re
from bisect import bisect_right
from functools import lru_cache
from math import cos, radians, sqrt
from typing import NamedTuple

from reference import DATA

NETHERLANDS = "NL"
BELGIUM = "BE"
COUNTRIES = (NETHERLANDS, BELGIUM)

# The form of a postal code in each country.
POSTAL_CODE = {NETHERLANDS: re.compile(r"[1-9][0-9]{3}[A-Z]{2}"),
               BELGIUM: re.compile(r"[1-9][0-9]{3}")}

# Not given to any street, because of what they stand for.
_FORBIDDEN_LETTERS = ("SA", "SD", "SS")

# Houses beyond this number do not exist.
LAST_HOUSE = 400
# A house with this last digit is several addresses, with these additions.
_SPLIT_DIGIT = 9
_SPLITS = (("", "A", "B"), ("A", "B", "C"), ("", "I", "II", "III"), ("", "BIS"),
           ("-1", "-2", "-3"))

METRES_PER_DEGREE = 111_195

# How far the middle of a postal code is from the centre of its town, in
# degrees at most: by its digits, and again by its letters.
_DIGITS_APART = 0.02
_LETTERS_APART = 0.003

# Width in degrees of the squares by which places are found.
_SQUARE = 0.25

_NAMES = ("Kerk", "School", "Dorps", "Molen", "Juliana", "Wilhelmina", "Beatrix",
          "Emma", "Linden", "Kastanje", "Eiken", "Berken", "Beuken", "Esdoorn",
          "Wilgen", "Populieren", "Merel", "Lijster", "Mees", "Zwaluw", "Leeuwerik",
          "Rozen", "Tulpen", "Narcissen", "Anjer", "Vondel", "Rembrandt", "Mauve",
          "Mozart", "Bach", "Haven", "Stations", "Markt", "Nieuw", "Oude", "Raadhuis",
          "Gracht", "Polder", "Water", "Brug")
_ENDINGS = ("straat", "laan", "weg", "plein", "hof", "singel", "dreef", "pad")
_RUES = ("Rue de la Station", "Rue Haute", "Rue de l'Église", "Grand-Rue",
         "Rue du Moulin", "Avenue des Tilleuls", "Chaussée de Bruxelles",
         "Place du Marché")
# Where streets have French names, by the first digits of the postal code.
_FRENCH = ((1300, 1500), (4000, 8000))

# Streets and houses of PostNL's own examples, and of the demo parcels.
_STREETS = {"3571ZZ": "Molengraaffplantsoen", "3532VA": "Bilderdijkstraat",
            "2132WT": "Siriusdreef", "1016GV": "Prinsengracht",
            "3011AD": "Coolsingel", "8911CH": "Nieuwestad", "5611EB": "Markt"}
_HOUSES = {("3571ZZ", 74): ("bis",), ("3532VA", 9): ("", "A", "ABS"),
           ("2132WT", 42): ("-60",), ("3011AD", 40): ("-60",),
           ("5611EB", 1): ("", "A", "B", "C")}


class Place(NamedTuple):
    """A town, from its first postal code up to that of the next one."""

    country: str
    first: int
    last: int
    name: str
    latitude: float
    longitude: float

    @property
    def city(self):
        """The name as PostNL writes it in addresses."""
        return self.name.upper()


class Address(NamedTuple):
    """One address; the addition is "" where there is none."""

    street: str
    number: int
    addition: str
    postal_code: str
    place: Place


def spread(*parts):
    """A large number that follows from the parts, and looks like chance."""
    text = "|".join(map(str, parts)).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=7).digest(), "big")


def pick(choices, *parts):
    """One of the choices, the same one for the same parts."""
    return choices[spread(*parts) % len(choices)]


def _fraction(*parts):
    """A number from -1 to 1 that follows from the parts."""
    return spread(*parts) % 20_001 / 10_000 - 1


def _load():
    places = {country: [] for country in COUNTRIES}
    with open(DATA / "places.csv", encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for row, following in zip(rows, rows[1:] + [{}]):
        last = 9999
        if following.get("country") == row["country"]:
            last = int(following["first"]) - 1
        places[row["country"]].append(
            Place(row["country"], int(row["first"]), last, row["name"],
                  float(row["latitude"]), float(row["longitude"])))
    return places


PLACES = _load()
_FIRSTS = {country: [each.first for each in places]
           for country, places in PLACES.items()}


def is_given(country, postal_code):
    """Whether a postal code of the right form may exist."""
    return country != NETHERLANDS or postal_code[4:] not in _FORBIDDEN_LETTERS


def place(country, postal_code):
    """The town of a postal code."""
    index = bisect_right(_FIRSTS[country], int(postal_code[:4])) - 1
    return PLACES[country][index]


@lru_cache(maxsize=1 << 14)
def coordinates(country, postal_code):
    """(latitude, longitude) of the middle of a postal code."""
    town = place(country, postal_code)
    digits, letters = postal_code[:4], postal_code[4:]
    point = []
    for middle, axis in ((town.latitude, "latitude"), (town.longitude, "longitude")):
        middle += _DIGITS_APART * _fraction(axis, country, digits)
        if letters:
            middle += _LETTERS_APART * _fraction(axis, country, digits, letters)
        point.append(round(middle, 6))
    return tuple(point)


def distance(latitude, longitude, other_latitude, other_longitude):
    """Metres between two points that are not far apart."""
    north = (latitude - other_latitude) * METRES_PER_DEGREE
    east = ((longitude - other_longitude) * METRES_PER_DEGREE
            * cos(radians((latitude + other_latitude) / 2)))
    return sqrt(north * north + east * east)


def _square(latitude, longitude):
    return int(latitude // _SQUARE), int(longitude // _SQUARE)


@lru_cache(maxsize=1 << 12)
def _around(row, column):
    """The places in a square and in those around it."""
    return [each for places in PLACES.values() for each in places
            if all(abs(own - other) <= 1 for own, other in
                   zip(_square(each.latitude, each.longitude), (row, column)))]


def nearest_place(latitude, longitude):
    """(place, metres) of the town nearest to a point; (None, inf) at sea."""
    found = ((distance(latitude, longitude, each.latitude, each.longitude), each)
             for each in _around(*_square(latitude, longitude)))
    metres, nearest = min(found, key=lambda each: each[0],
                          default=(float("inf"), None))
    return nearest, metres


def street(country, postal_code):
    """A street with this postal code; a Dutch one has no other street."""
    if postal_code in _STREETS:
        return _STREETS[postal_code]
    seed = ("street", country, postal_code)
    digits = int(postal_code[:4])
    if country == BELGIUM and any(low <= digits < high for low, high in _FRENCH):
        return pick(_RUES, *seed)
    return pick(_NAMES, *seed) + pick(_ENDINGS, "ending", *seed)


def letters(number):
    """The letters of a Dutch postal code with a number, never forbidden ones."""
    number %= 26 * 26
    pair = chr(65 + number // 26) + chr(65 + number % 26)
    return letters(number + 1) if pair in _FORBIDDEN_LETTERS else pair


def additions(postal_code, number):
    """The additions of a house number, "" for the house without one."""
    if (postal_code, number) in _HOUSES:
        return _HOUSES[postal_code, number]
    if number % 10 == _SPLIT_DIGIT:
        return pick(_SPLITS, "additions", postal_code, number)
    return ("",)


def addresses(country, postal_code, number, addition=""):
    """The addresses with a postal code and house number.

    One when the addition is known, or when the house is not split; all of the
    house otherwise, and none when it does not exist.
    """
    if not is_given(country, postal_code) or not 1 <= number <= LAST_HOUSE:
        return []
    town, name = place(country, postal_code), street(country, postal_code)
    known = additions(postal_code, number)
    if addition:
        wanted = _comparable(addition)
        known = [each for each in known if _comparable(each) == wanted] or known
    return [Address(name, number, each, postal_code, town) for each in known]


def _comparable(addition):
    return re.sub(r"[\s-]", "", addition).upper()


@lru_cache(maxsize=1 << 10)
def postal_code_of(street_name, city):
    """A Dutch postal code with this street in this city, or None."""
    wanted, city = street_name.casefold(), city.casefold()
    for postal_code, name in _STREETS.items():
        if (name.casefold() == wanted
                and place(NETHERLANDS, postal_code).name.casefold() == city):
            return postal_code
    for town in PLACES[NETHERLANDS]:
        if town.name.casefold() == city:
            return _search(town, wanted)
    return None


def _search(town, wanted):
    # Three times as many postal codes as there are streets are enough.
    for digits in range(town.first, min(town.first + 3, town.last + 1)):
        for number in range(26 * 26):
            postal_code = f"{digits}{letters(number)}"
            if street(NETHERLANDS, postal_code).casefold() == wanted:
                return postal_code
    return None
