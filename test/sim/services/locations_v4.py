"""Pick-up locations, V4: shipment/delivery/v4/locations."""

import checks
import deliverydays
import geography
import pickup
from checks import MISSING
from quirks import finish_lists
from services import route
from wire import json_reply

_BASE = "/shipment/delivery/v4/locations"

_MAX_LOCATIONS = 10


class _Question:
    """What both operations ask."""

    def __init__(self, world, request):
        self.reader = reader = checks.of_object(world, checks.body_object(request))
        checks.v4_customer(reader)
        self.kind = reader.choice("locationType", (pickup.RETAIL, pickup.LOCKER))
        # Newer clients write pickupDate.
        newer = reader.raw("pickupDate") is not None
        self.day = reader.v4_day("pickupDate" if newer else "pickUpDate")
        self.count = (reader.whole("numberOfLocations", 1, _MAX_LOCATIONS,
                                   required=False) or _MAX_LOCATIONS)

    def accept(self, location):
        """Whether a location is of the kind asked for."""
        return location.kind == self.kind


@route("POST", _BASE + "/near-address")
def near_address(world, request):
    """The locations nearest to an address."""
    question = _Question(world, request)
    reader = question.reader
    destination = checks.v4_destination(reader, "receiverAddress")
    reader.choice("receiverCountryIso", geography.COUNTRIES, required=False)
    if reader.problems:
        return checks.v4(reader.problems)
    return _answer(world, pickup.near_address(*destination, question.count,
                                              question.accept))


@route("POST", _BASE + "/near-coordinates")
def near_coordinates(world, request):
    """The locations nearest to a point."""
    question = _Question(world, request)
    reader = question.reader
    if reader.raw("coordinates") is None:
        reader.note(MISSING, "coordinates")
        point = None
    else:
        point = (reader.real("coordinates.latitude", -90, 90),
                 reader.real("coordinates.longitude", -180, 180))
    country = reader.choice("receiverCountryIso", geography.COUNTRIES)
    if reader.problems:
        return checks.v4(reader.problems)
    return _answer(world, pickup.nearest(country, point, question.count,
                                         question.accept))


def _answer(world, found):
    if not found and world.quirks.get("nothing") == "empty_object":
        return json_reply({})
    return json_reply(finish_lists({"locations": [
        _describe(each.metres, each.location, world.quirks) for each in found]},
        world.quirks))


def _describe(metres, location, quirks):
    address = {"street": location.street, "houseNumber": str(location.number)}
    if location.extension:
        address["houseNumberAddition"] = str(location.extension)
    times = [{"day": name, "times": [{"from": start, "until": end}
                                     for start, end in times]}
             for name, times in location.hours()]
    if quirks.get("opening_times", "nested") == "nested":
        times = {"openingTimes": times}
    tree = {
        quirks.get("pickup_id", "pickUpLocationId"): location.code,
        "locationType": location.kind, "name": location.name, "distance": metres,
        "address": address | {"postalCode": location.postal_code,
                              "city": location.city, "countryIso": location.country},
        "coordinates": {"latitude": location.latitude,
                        "longitude": location.longitude},
        "openingTimes": times}
    if quirks.get("sustainability") != "nowhere":
        tree["sustainability"] = {
            "code": deliverydays.sustainability("location", location.code)[0]}
    return tree
