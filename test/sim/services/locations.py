"""Pick-up locations: shipment/v2_1/locations."""

import checks
import clock as dates
import deliverydays
import geography
import pickup
from checks import ORDER
from geography import BELGIUM
from quirks import KeepList, Strings, finish
from services import route
from wire import json_reply

_BASE = "/shipment/v2_1/locations"
_ALLOWED = "GET & POST"

# How many locations an answer has at most.
_MAX_LOCATIONS = 20
_HOUSE_NUMBERS = (1, 99_999)

_KINDS = {"PG": (pickup.RETAIL, pickup.LOCKER), "PA": (pickup.LOCKER,),
          "PG_EX": (pickup.RETAIL,)}
# The options of a location; PostNL says to ignore all but the first.
_OPTIONS = {pickup.RETAIL: ["PG", "DO", "UL", "BW", "PGE"], pickup.LOCKER: ["PA"]}
_REMARK = ("Dit is een pakketpunt. Wat vóór de lichting is afgegeven, gaat dezelfde "
           "dag mee.")

# The code of the warning that there are no locations; a number, as live.
_NOTHING_FOUND = 501


@route("GET", _BASE + "/nearest", allowed=_ALLOWED)
def nearest(world, request):
    """The locations nearest to an address."""
    reader = checks.of_query(world, request)
    country = reader.choice("CountryCode", geography.COUNTRIES)
    postal_code = reader.postal_code("PostalCode", country)
    reader.whole("HouseNumber", *_HOUSE_NUMBERS, required=False)
    accept = _read_filter(world, reader)
    if reader.problems:
        return checks.dated(world, reader.problems)
    return _answer(world, pickup.near_address(country, postal_code, _MAX_LOCATIONS,
                                              accept))


@route("GET", _BASE + "/nearest/geocode", allowed=_ALLOWED)
def nearest_geocode(world, request):
    """The locations nearest to a point."""
    reader = checks.of_query(world, request)
    point = (reader.real("Latitude", -90, 90), reader.real("Longitude", -180, 180))
    country = reader.choice("CountryCode", geography.COUNTRIES)
    accept = _read_filter(world, reader)
    if reader.problems:
        return checks.dated(world, reader.problems)
    return _answer(world, pickup.nearest(country, point, _MAX_LOCATIONS, accept))


@route("GET", _BASE + "/area", allowed=_ALLOWED)
def area(world, request):
    """The locations between four coordinates."""
    reader = checks.of_query(world, request)
    box = north, west, south, east = (
        reader.real("LatitudeNorth", -90, 90), reader.real("LongitudeWest", -180, 180),
        reader.real("LatitudeSouth", -90, 90), reader.real("LongitudeEast", -180, 180))
    country = reader.choice("CountryCode", geography.COUNTRIES)
    accept = _read_filter(world, reader)
    if None not in box:
        if north < south:
            reader.note(ORDER, "LatitudeNorth", north, "LatitudeSouth")
        if east < west:
            reader.note(ORDER, "LongitudeEast", east, "LongitudeWest")
    if reader.problems:
        return checks.dated(world, reader.problems)
    return _answer(world, pickup.within(country, box, _MAX_LOCATIONS, accept))


@route("GET", _BASE + "/lookup", allowed=_ALLOWED)
def lookup(world, request):
    """One location; a Belgian one only with its RetailNetworkID."""
    reader = checks.of_query(world, request)
    code = reader.text("LocationCode")
    network = reader.choice("RetailNetworkID", tuple(pickup.NETWORKS.values()),
                            required=False)
    if reader.problems:
        return checks.dated(world, reader.problems)
    location = pickup.lookup(code, network)
    if location is None:
        return _nothing(world)
    return json_reply(finish({"GetLocationsResult": {
        "ResponseLocation": [_describe(location, None, world.quirks)]}}, world.quirks))


def _read_filter(world, reader):
    """Reads what all searches share; returns which locations are meant."""
    day = reader.day("DeliveryDate", required=False) or dates.today(world.clock.now())
    at = reader.time("OpeningTime", required=False)
    options = reader.words("DeliveryOptions", tuple(_KINDS), required=False)
    kinds = {kind for each in options or ["PG"] for kind in _KINDS.get(each, ())}
    clock_time = at and at.strftime("%H:%M")

    def accept(location):
        return location.kind in kinds and (
            clock_time is None or location.is_open(day, clock_time))
    return accept


def _answer(world, found):
    if not found:
        return _nothing(world)
    return json_reply(finish({"GetLocationsResult": {"ResponseLocation": [
        _describe(each.location, each.metres, world.quirks) for each in found]}},
        world.quirks))


def _nothing(world):
    shape = world.quirks.get("nothing", "live")
    if shape == "error":
        return checks.dated_error(world, "0010", "No results found")
    if shape == "empty_list":
        return json_reply({"GetLocationsResult": {"ResponseLocation": KeepList()}})
    if shape == "empty_object":
        return json_reply({"GetLocationsResult": {}})
    return json_reply(finish({"Warnings": {"Warning": [
        {"Code": _NOTHING_FOUND, "Description": "Geen locaties gevonden"}]}},
        world.quirks))


def _describe(location, metres, quirks):
    """One location; a distance only where there is a point to measure from."""
    belgian = location.country == BELGIUM
    number = not belgian and quirks.get("location_code") != "string"
    tree = {
        "Address": _address(location, belgian),
        "DeliveryOptions": Strings(_OPTIONS[location.kind]),
        "Distance": metres,
        "Latitude": location.latitude,
        "LocationCode": int(location.code) if number else location.code,
        "Longitude": location.longitude,
        "Name": location.name,
        "OpeningHours": _opening_hours(location, quirks),
        "PartnerName": "PostNL",
        "PhoneNumber": location.phone,
        "RetailNetworkID": pickup.NETWORKS[location.country],
        "Saleschannel": "PKT M" if location.kind == pickup.RETAIL else "PKT APL",
        "TerminalType": "NRS",
    }
    if belgian:
        tree["PartnerLocationCodes"] = {"PartnerLocationCode": [
            {"Key": "LocationNumber", "Value": int(location.code[2:], 36)},
            {"Key": "PartnerCode", "Value": location.code}]}
        tree["RetailFormulaName"] = "PostNL Punt"
    if quirks.get("sustainability") != "nowhere":
        code, text = deliverydays.sustainability("location", location.code)
        tree["Sustainability"] = {"Code": code, "Description": text}
    return {name: value for name, value in tree.items() if value not in (None, "")}


def _address(location, belgian):
    address = {"City": location.city, "Countrycode": location.country,
               "HouseNr": location.number}
    if location.extension:
        address["HouseNrExt"] = location.extension
    if location.kind == pickup.RETAIL and not belgian:
        address["Remark"] = _REMARK
    address["Street"] = location.street
    # Belgian postal codes come as numbers.
    address["Zipcode"] = int(location.postal_code) if belgian else location.postal_code
    return address


def _opening_hours(location, quirks):
    seconds = ":00" if quirks.get("opening_seconds") else ""
    return {day: Strings(f"{start}{seconds}-{end}{seconds}" for start, end in times)
            for day, times in location.hours()}
