"""Delivery dates: shipment/v2_2/calculate/date.

The service has error shapes of its own: what is wrong with a request comes as
Array.Item, and what cannot be done as a bare ErrorMsg.
"""

import checks
import clock as dates
import deliverydays
import geography
import pickup
from checks import PAST, UNKNOWN
from deliverydays import Destination, Shipper
from quirks import Strings, finish
from services import route
from wire import json_reply

_BASE = "/shipment/v2_2/calculate/date"

_OPTIONS = (deliverydays.DAYTIME, deliverydays.EVENING, *deliverydays.GUARANTEED,
            deliverydays.SUNDAY, deliverydays.TODAY)
_DURATIONS = (1, 14)
_HOUSE_NUMBERS = (1, 99_999)


@route("GET", _BASE + "/delivery", allowed="GET & POST")
def delivery_date(world, request):
    """The first day of delivery, and the option with which that is."""
    reader = checks.of_query(world, request)
    ordered = reader.moment("ShippingDate")
    duration = reader.whole("ShippingDuration", *_DURATIONS)
    cut_offs = _read_cut_offs(reader)
    destination = _read_destination(reader)
    options = reader.words("Options", _OPTIONS)
    if reader.problems:
        return checks.numbered(world, reader.problems)
    found = _first(Shipper(cut_offs, duration), destination, options, ordered)
    if found is None:
        reader.note(UNKNOWN, "DeliveryDate")
        return checks.numbered(world, reader.problems)
    day, option = found
    tree = {"DeliveryDate": dates.dutch_day(day), "Options": Strings([option])}
    if world.quirks.get("sustainability") == "everywhere":
        code, text = deliverydays.sustainability(*destination, option)
        tree["Sustainability"] = {"Code": code, "Description": text}
    return json_reply(finish(tree, world.quirks))


def _read_destination(reader):
    country = reader.choice("CountryCode", geography.COUNTRIES)
    reader.choice("OriginCountryCode", geography.COUNTRIES, required=False)
    reader.whole("HouseNumber", *_HOUSE_NUMBERS, required=False)
    return Destination(country, reader.postal_code("PostalCode", country))


def _read_cut_offs(reader):
    """The last time of each weekday; there is none on Sunday unless it is said."""
    default = reader.time("CutOffTime")
    cut_offs = {}
    for number, name in enumerate(pickup.DAYS, start=1):
        own = reader.time("CutOffTime" + name, required=False)
        available = reader.flag("Available" + name, required=False)
        if available is None:
            available = number != deliverydays.WEEK_SUNDAY
        cut_offs[number] = (own or default) if available else None
    return cut_offs


def _first(shipper, destination, options, ordered):
    """(day, option) of the first delivery; the first option wins a tie."""
    shipped = shipper.shipping_day(ordered)
    if shipped is None:
        return None
    found = [(day, option) for day, option in (
        (deliverydays.earliest(destination, option, shipped, shipper.sunday_sorting),
         option) for option in options) if day]
    return min(found, key=lambda each: each[0], default=None)


@route("GET", _BASE + "/shipping", allowed="GET & POST")
def shipping_date(world, request):
    """The last day on which to hand over a parcel for a day of delivery."""
    reader = checks.of_query(world, request)
    delivered = reader.day("DeliveryDate")
    duration = reader.whole("ShippingDuration", *_DURATIONS)
    _read_destination(reader)
    if reader.problems:
        return checks.numbered(world, reader.problems)
    day = deliverydays.handed_over_for(delivered, duration)
    if reader.is_past(day):
        reader.note(PAST, "ShippingDate", dates.dutch_day(day))
        return checks.numbered(world, reader.problems)
    return json_reply(finish({"SentDate": dates.dutch_day(day)}, world.quirks))
