"""Address checks, V4: v4/address."""

import csv
from typing import NamedTuple

import checks
import geography
from checks import FORMAT, MISSING
from geography import BELGIUM, NETHERLANDS
from quirks import finish_lists
from reference import DATA
from services import route
from wire import json_reply

_BASE = "/v4/address"

_HOUSE_NUMBERS = (1, 99_999)

# The best score, and that of an address of which only the town is known.
_EXACT, _SPLIT, _TOWN = (100, 100), (90, 80), (60, 50)

# The parts of an address, in the order in which the lines name them.
_STREET_PARTS = ("streetName", "houseNumber", "houseNumberAddition", "buildingName",
                 "flat", "stairs", "floor", "door", "bus")


class _Country(NamedTuple):
    iso2: str
    iso3: str
    name: str


class _Candidate(NamedTuple):
    """One row of an answer; what is not known is None."""

    street: str | None
    number: str | None
    addition: str | None
    postal_code: str | None
    city: str | None
    lines: list


def _load():
    with open(DATA / "countries.csv", encoding="utf-8", newline="") as handle:
        countries = [_Country(**row) for row in csv.DictReader(handle)]
    return {code: each for each in countries for code in (each.iso2, each.iso3)}


_COUNTRIES = _load()


@route("GET", _BASE + "/netherlands")
def netherlands(world, request):
    """The Dutch addresses with a postal code, or with a street and city."""
    return _dutch(world, checks.of_query(world, request))


@route("GET", _BASE + "/international")
def international(world, request):
    """The addresses that fit what is known of one abroad, or in the Netherlands."""
    reader = checks.of_query(world, request)
    code = reader.text("countryIso")
    country = code and _COUNTRIES.get(code.upper())
    if code and not country:
        reader.note(FORMAT, "countryIso", code, "a known country code")
    if country and country.iso2 == NETHERLANDS:
        return _dutch(world, reader)
    parts = {name: reader.text(name, required=False) for name in
             (*_STREET_PARTS, "cityName", "postalCode", "addressLine")}
    if country and not any(parts[name] for name in
                           ("cityName", "postalCode", "addressLine")):
        reader.note(MISSING, "cityName")
    if reader.problems:
        return checks.detailed(reader.problems)
    return _answer(world, country, *_abroad(country, parts))


def _dutch(world, reader):
    code = reader.text("postalCode", required=False)
    street, city = (reader.text(name, required=False)
                    for name in ("streetName", "cityName"))
    number = reader.whole("houseNumber", *_HOUSE_NUMBERS)
    addition = reader.text("houseNumberAddition", required=False) or ""
    if code and not geography.POSTAL_CODE[NETHERLANDS].fullmatch(code):
        reader.note(FORMAT, "postalCode", code, "four digits and two letters")
    if not code and not (street and city):
        reader.note(MISSING, "postalCode")
    if reader.problems:
        return checks.detailed(reader.problems)
    code = code or geography.postal_code_of(street, city)
    found = geography.addresses(NETHERLANDS, code, number, addition) if code else []
    return _answer(world, _COUNTRIES[NETHERLANDS], [
        _Candidate(each.street, str(each.number), each.addition or None,
                   each.postal_code, each.place.city,
                   [f"{each.street} {each.number} {each.addition}".rstrip(),
                    f"{each.postal_code}  {each.place.city}"]) for each in found],
        _EXACT if len(found) == 1 else _SPLIT)


def _abroad(country, parts):
    """(candidates, score): there is one, and nothing where houses end."""
    code, city, score = parts["postalCode"], parts["cityName"], _TOWN
    number = parts["houseNumber"] or ""
    if number.isdecimal() and not 1 <= int(number) <= geography.LAST_HOUSE:
        return [], score
    if country.iso2 == BELGIUM and code:
        if not geography.POSTAL_CODE[BELGIUM].fullmatch(code):
            return [], score
        city = geography.place(BELGIUM, code).name
    street = " ".join(parts[name] for name in _STREET_PARTS if parts[name])
    if parts["streetName"] and number and (code or city):
        score = _EXACT
    line = " ".join(each for each in (code, (city or "").upper()) if each)
    return [_Candidate(parts["streetName"], parts["houseNumber"],
                       parts["houseNumberAddition"], code, city and city.upper(),
                       [street or parts["addressLine"] or "", line])], score


def _answer(world, country, candidates, score):
    mailability, percentage = score
    return json_reply(finish_lists([{
        "resultNumber": number,
        "mailabilityScore": mailability,
        "resultPercentage": percentage,
        "formattedAddress": [*each.lines, country.name],
        "streetName": each.street,
        "houseNumber": each.number,
        "houseNumberAddition": each.addition,
        "postalCode": each.postal_code,
        "cityName": each.city,
        "stateName": None,
        "countryName": country.name,
        "countryIso2": country.iso2,
        "countryIso3": country.iso3,
    } for number, each in enumerate(candidates, start=1)], world.quirks))
