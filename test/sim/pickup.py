"""Pick-up points and parcel lockers.

The map is a grid of cells of about a square kilometre.  Whether a cell has a
location, and everything about it, follows from a hash of the cell; towns have
many, the countryside few, and the sea has none.  The code of a location is its
place in the grid, so that every location can be looked up without a list.
"""

import re
from functools import lru_cache
from typing import NamedTuple

import geography
from geography import BELGIUM, NETHERLANDS, pick, spread

RETAIL = "Retail"
LOCKER = "ParcelLocker"

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

NETWORKS = {NETHERLANDS: "PNPNL-01", BELGIUM: "PNPBE-01"}

# Size of a cell in degrees, and how many locations it has at most.
_HIGH, _WIDE, _SLOTS = 0.01, 0.016, 2
# No cell is narrower than this in metres, at the north of the grid.
_CELL_METRES = 1050

# Chance of a location in a slot, in percent: metres to the centre of the
# nearest town, and the chance up to there in each slot.
_CHANCES = ((4_000, (75, 40)), (8_000, (30, 10)), (15_000, (10, 2)),
            (25_000, (3, 0)))
_LOCKER_PERCENT = 20

# Rings of cells around a point: about 30 km, and 70 km for an area.
_NEAR_RINGS = 28
_AREA_RINGS = 66

# Postal codes with this end have no location nearby.
_LONELY = {NETHERLANDS: "XX", BELGIUM: "99"}

# The first code of the Netherlands; codes have six digits.
_FIRST_CODE = 100_000
_BELGIAN_CODE = re.compile(r"BE([0-9A-Z]{4})")
_BASE_36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_SHOPS = ("Primera", "Boekhandel De Letter", "Supermarkt De Hoek", "Bruna Plaza",
          "Drogisterij Van Dam", "Tabakshop 't Centrum", "Buurtsuper Yılmaz",
          "Kantoorboekhandel Jansen", "Bouwmarkt De Spijker", "Bloemen Élise")
_LOCKER_NAME = "PostNL Pakketautomaat"

# Opening hours: of each day from Monday on, the times between which it is open.
_LONG = (("08:00", "21:00"),)
_PLAIN = (("09:00", "18:00"),)
_BREAK = (("09:00", "12:30"), ("13:30", "18:00"))
_ALWAYS = (("00:00", "23:59"),)
_WEEKS = (
    (_LONG,) * 5 + ((("08:00", "20:00"),), ()),
    (_LONG,) * 6 + ((("12:00", "18:00"),),),
    ((("13:00", "18:00"),),) + (_PLAIN,) * 3 + (
        (("09:00", "21:00"),), (("09:00", "17:00"),), ()),
    (_BREAK,) * 5 + ((("09:00", "16:00"),), ()),
    ((),) + (_BREAK,) * 4 + ((("09:30", "16:30"),), ()),
)


class Location(NamedTuple):
    """One pick-up point or parcel locker."""

    country: str
    code: str
    kind: str
    name: str
    latitude: float
    longitude: float
    street: str
    number: int
    # "", a text, or a negative number: the end of a range.
    extension: str | int
    postal_code: str
    city: str
    week: tuple
    phone: str

    def is_open(self, day, at):
        """Whether it is open at a time (hh:mm) on a day."""
        return any(start <= at <= end for start, end in self.week[day.weekday()])

    def hours(self):
        """(name of the day, its times) of the days on which it is open."""
        return [(name, times) for name, times in zip(DAYS, self.week) if times]


class Found(NamedTuple):
    """A location and how far it is."""

    metres: int
    location: Location


class _Grid(NamedTuple):
    country: str
    south: float
    west: float
    rows: int
    columns: int

    def cell(self, latitude, longitude):
        """(row, column) of a point; outside the grid too."""
        return (int((latitude - self.south) // _HIGH),
                int((longitude - self.west) // _WIDE))

    def clip(self, box):
        """The part of a box that is on the grid, if any."""
        north, west, south, east = box
        return (min(north, self.south + self.rows * _HIGH), max(west, self.west),
                max(south, self.south),
                min(east, self.west + self.columns * _WIDE))

    def locations(self, row, column):
        """The locations in a cell."""
        if not (0 <= row < self.rows and 0 <= column < self.columns):
            return []
        numbers = ((row * self.columns + column) * _SLOTS + slot
                   for slot in range(_SLOTS))
        return [each for each in (_location(self.country, number)
                                  for number in numbers) if each]


_GRIDS = {NETHERLANDS: _Grid(NETHERLANDS, 50.74, 3.34, 284, 246),
          BELGIUM: _Grid(BELGIUM, 49.48, 2.52, 206, 246)}


@lru_cache(maxsize=1 << 16)
def _location(country, number):
    """The location with a number in the grid of a country, or None."""
    grid = _GRIDS[country]
    cell, slot = divmod(number, _SLOTS)
    row, column = divmod(cell, grid.columns)
    seed = spread("location", country, number)
    # Away from the edge of its cell.
    latitude = grid.south + (row + 0.1 + seed % 8001 / 10_000) * _HIGH
    longitude = grid.west + (column + 0.1 + seed // 8009 % 8001 / 10_000) * _WIDE
    town, metres = geography.nearest_place(latitude, longitude)
    if town is None or town.country != country:
        return None
    chance = next((chances[slot] for reach, chances in _CHANCES if metres <= reach), 0)
    if spread("exists", country, number) % 100 >= chance:
        return None
    return _describe(country, number, town, round(latitude, 8), round(longitude, 8))


def _describe(country, number, town, latitude, longitude):
    seed = (country, number)
    postal_code = _postal_code(country, number, town)
    kind = LOCKER if spread("kind", *seed) % 100 < _LOCKER_PERCENT else RETAIL
    if kind == LOCKER:
        name, week = f"{_LOCKER_NAME} {town.name}", (_ALWAYS,) * len(DAYS)
    else:
        name, week = pick(_SHOPS, "shop", *seed), pick(_WEEKS, "week", *seed)
    house = 1 + spread("house", *seed) % 200
    return Location(
        country, _code(country, number), kind, name, latitude, longitude,
        geography.street(country, postal_code), house,
        pick(("", "", "A", -(house + 6), -(house + 20), "H"), "extension", *seed),
        postal_code, town.name, week,
        "" if kind == LOCKER else f"088-0000{spread('phone', *seed) % 1000:03}")


def _postal_code(country, number, town):
    span = min(town.last - town.first + 1, 60)
    digits = str(town.first + spread("digits", country, number) % span)
    if country == BELGIUM:
        return digits
    return digits + geography.letters(spread("letters", country, number))


def _code(country, number):
    if country == NETHERLANDS:
        return str(_FIRST_CODE + number)
    digits = ""
    for _ in range(4):
        number, rest = divmod(number, len(_BASE_36))
        digits = _BASE_36[rest] + digits
    return BELGIUM + digits


def lookup(code, network=None):
    """The location with a code, or None.

    PostNL looks for a code in its own Dutch network unless it is told another.
    """
    belgian = _BELGIAN_CODE.fullmatch(code)
    country = BELGIUM if belgian else NETHERLANDS
    if (network or NETWORKS[NETHERLANDS]) != NETWORKS[country]:
        return None
    if belgian:
        number = int(belgian[1], len(_BASE_36))
    elif code.isascii() and code.isdecimal() and len(code) < 10:
        number = int(code) - _FIRST_CODE
    else:
        return None
    grid = _GRIDS[country]
    if not 0 <= number < grid.rows * grid.columns * _SLOTS:
        return None
    return _location(country, number)


def _ring(row, column, radius):
    """The cells at a distance of some cells from one."""
    if radius == 0:
        yield row, column
        return
    for offset in range(-radius, radius + 1):
        yield row - radius, column + offset
        yield row + radius, column + offset
    for offset in range(1 - radius, radius):
        yield row + offset, column - radius
        yield row + offset, column + radius


def nearest(country, point, count, accept=lambda location: True, rings=_NEAR_RINGS):
    """The locations nearest to a point, the nearest first."""
    grid = _GRIDS[country]
    start = grid.cell(*point)
    found = []
    for radius in range(rings + 1):
        for cell in _ring(*start, radius):
            found += [Found(round(geography.distance(*point, each.latitude,
                                                     each.longitude)), each)
                      for each in grid.locations(*cell) if accept(each)]
        # Whatever is nearer than this has been seen.
        seen = radius * _CELL_METRES
        if sum(each.metres <= seen for each in found) >= count:
            break
    return sorted(found)[:count]


def near_address(country, postal_code, count, accept=lambda location: True):
    """The locations nearest to an address, the nearest first."""
    if postal_code.endswith(_LONELY[country]):
        return []
    return nearest(country, geography.coordinates(country, postal_code), count, accept)


def within(country, box, count, accept=lambda location: True):
    """The locations in an area (north, west, south, east), from its middle."""
    north, west, south, east = _GRIDS[country].clip(box)

    def inside(location):
        return (south <= location.latitude <= north
                and west <= location.longitude <= east and accept(location))
    middle = ((north + south) / 2, (west + east) / 2)
    reach = max((north - south) / _HIGH, (east - west) / _WIDE) / 2
    rings = max(0, min(int(reach) + 1, _AREA_RINGS))
    return nearest(country, middle, count, inside, rings)
