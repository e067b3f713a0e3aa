"""Delivery and pick-up options for a webshop: shipment/v1/checkout.

A service of a later generation than its neighbours: its lists are lists, also
those of one.
"""

import checks
import clock as dates
import deliverydays
import geography
import pickup
from checks import CHOICE, FORMAT, MISSING
from deliverydays import DAY, DAYTIME, PICKUP, Destination, Shipper
from quirks import finish_lists
from services import route
from wire import json_reply

_DELIVERY_OPTIONS = (DAYTIME, deliverydays.EVENING, deliverydays.SUNDAY,
                     deliverydays.SAMEDAY, deliverydays.TODAY,
                     *deliverydays.FROM_CHECKOUT)
_OPTIONS = (*_DELIVERY_OPTIONS, PICKUP)

_DAYS = tuple(f"{day:02}" for day in range(8))
_EVERY_DAY = 0
_REGULAR = "Regular"
_TYPES = (_REGULAR, deliverydays.SAMEDAY, deliverydays.TODAY)
_RECEIVER, _SENDER = "01", "02"

_MAX_DAYS = 9
_MAX_LOCATIONS = 3
_DURATIONS = (1, 14)
_HOUSE_NUMBERS = (1, 99_999)

_PICKUP_TIME = "15:00"

# Warnings as live, by the reason why an option does not exist, and as documented.
_EXCLUDED, _OTHER = "03", "08"
_DOCUMENTED = ("5034", "No delivery option found on date")


class _Order:
    """A request to Checkout; ``problems`` says what is wrong with it."""

    def __init__(self, world, tree):
        reader = checks.of_object(world, tree)
        self.ordered = reader.moment("OrderDate")
        self.options = reader.words("Options", _OPTIONS)
        delivery = any(each != PICKUP for each in self.options)
        self.days = reader.whole("Days", 1, _MAX_DAYS, required=delivery)
        self.locations = reader.whole("Locations", 1, _MAX_LOCATIONS,
                                      required=PICKUP in self.options)
        duration = reader.whole("ShippingDuration", *_DURATIONS, required=False)
        holidays = reader.flag("HolidaySorting", required=False)
        self.cut_offs = _read_cut_offs(world, reader)
        self.destination = _read_destination(world, reader)
        self.problems = reader.problems
        self._rest = (duration or 1, bool(holidays))

    def shipped(self, option):
        """The day of handing over, which for some options has its own cut-offs."""
        cut_offs = self.cut_offs[_REGULAR] | self.cut_offs.get(option, {})
        return Shipper(cut_offs, *self._rest).shipping_day(self.ordered)

    @property
    def sunday_sorting(self):
        """Whether parcels are handed over on Sundays."""
        return Shipper(self.cut_offs[_REGULAR], *self._rest).sunday_sorting

    def earliest(self, option):
        """The first day of delivery with an option, or None."""
        shipped = self.shipped(option)
        return shipped and deliverydays.earliest(self.destination, _own(option),
                                                 shipped, self.sunday_sorting)

    def refusal(self, option, day):
        """Why there is no delivery with an option on a day; None if there is."""
        first, own = self.earliest(option), _own(option)
        same_day = own in (deliverydays.TODAY, deliverydays.SAMEDAY)
        if first is None or day < first or (same_day and day > first):
            return (deliverydays.refusal(self.destination, own, day, True)
                    or deliverydays.DAY_EXCLUDED)
        return deliverydays.refusal(self.destination, own, day, self.sunday_sorting)


def _own(option):
    """The name that the other services have for an option."""
    return deliverydays.FROM_CHECKOUT.get(option, option)


def _objects(world, reader, name):
    """A Reader for each object of a list."""
    items = reader.raw(name)
    if not items:
        reader.note(MISSING, name)
        return []
    if not isinstance(items, list) or not all(isinstance(each, dict) for each in items):
        reader.note(FORMAT, name)
        return []
    return [checks.of_object(world, each) for each in items]


def _read_cut_offs(world, reader):
    """For each type, the last time of each weekday, None where there is none."""
    given = {}
    for each in _objects(world, reader, "CutOffTimes"):
        day = each.text("Day")
        if day is not None and day not in _DAYS:
            each.note(CHOICE, "DayOfTheWeek", day, "0-7")
        available = each.flag("Available", required=False) is not False
        kind = each.choice("Type", _TYPES, required=False) or _REGULAR
        time = each.time("Time", required=available)
        reader.problems += each.problems
        if not each.problems:
            given.setdefault(kind, {})[int(day)] = time if available else None
    cut_offs = {kind: {day: days[day if day in days else _EVERY_DAY]
                       for day in range(1, 8) if day in days or _EVERY_DAY in days}
                for kind, days in given.items()}
    # Without a default nothing is handed over on the days that are not named.
    cut_offs[_REGULAR] = dict.fromkeys(range(1, 8)) | cut_offs.get(_REGULAR, {})
    return cut_offs


def _read_destination(world, reader):
    destination = None
    for each in _objects(world, reader, "Addresses"):
        kind = each.text("AddressType")
        if kind not in (None, _RECEIVER, _SENDER):
            each.note(CHOICE, "AddressCat", kind, "01 or 02")
        country = each.choice("Countrycode", geography.COUNTRIES)
        each.whole("HouseNr", *_HOUSE_NUMBERS)
        address = Destination(country, each.postal_code("Zipcode", country))
        reader.problems += each.problems
        if kind == _RECEIVER:
            destination = address
    if destination is None and not reader.problems:
        reader.note(MISSING, "AddressCat 01")
    return destination


@route("POST", "/shipment/v1/checkout")
def checkout(world, request):
    """The windows, days and pick-up points that a buyer may choose from."""
    tree = checks.body_object(request)
    if tree is None:
        return checks.dated_error(world, "3000", "Request format is invalid")
    order = _Order(world, tree)
    if order.problems:
        return checks.dated(world, order.problems)
    answer, warnings = _deliveries(order, world.quirks)
    answer = {"DeliveryOptions": answer}
    if PICKUP in order.options:
        answer["PickupOptions"] = _pickups(order, world.quirks)
    nothing = world.quirks.get("nothing", "live")
    if not any(answer.values()) and nothing in ("error", "empty_object"):
        return (json_reply({}) if nothing == "empty_object" else
                checks.dated_error(world, "0010",
                                   "No delivery options for this address"))
    answer["Warnings"] = warnings
    return json_reply(finish_lists(answer, world.quirks))


def _deliveries(order, quirks):
    """(DeliveryOptions, Warnings) of the days that were asked for."""
    options = [each for each in order.options if each != PICKUP]
    firsts = [first for first in map(order.earliest, options) if first]
    if not firsts:
        return [], []
    found, warnings = [], []
    for day in (min(firsts) + number * DAY for number in range(order.days)):
        windows = []
        for option in options:
            reason = order.refusal(option, day)
            if reason is None:
                windows.append(_window(order, option, day, quirks))
            else:
                warnings += _warning(reason, option, day, quirks)
        if windows:
            found.append({"DeliveryDate": dates.dutch_day(day), "Timeframe": windows})
    return found, warnings


def _window(order, option, day, quirks):
    start, end = deliverydays.window(order.destination, _own(option), day)
    tree = {"From": start, "To": end, "Options": [option],
            "ShippingDate": _shipping_date(order, option, day, quirks)}
    return tree | _score(quirks, *order.destination, option, day.isoweekday())


def _shipping_date(order, option, day, quirks):
    """Null, as live, or when to hand over for a day."""
    if quirks.get("shipping_date") != "date":
        return None
    latest = (day if option in (deliverydays.TODAY, deliverydays.SAMEDAY)
              else deliverydays.handed_over_for(day, 1))
    return dates.dutch_day(max(latest, order.shipped(option)))


def _score(quirks, *seed):
    if quirks.get("sustainability") == "nowhere":
        return {}
    code, text = deliverydays.sustainability(*seed)
    return {"Sustainability": {"Code": code, "Description": text}}


def _warning(reason, option, day, quirks):
    """The warning that there is no such option on a day, in a list."""
    shape = quirks.get("checkout_warnings", "none")
    if shape == "none":
        return []
    code = _EXCLUDED if reason == deliverydays.DAY_EXCLUDED else _OTHER
    code, text = (code, reason.text) if shape == "live" else _DOCUMENTED
    return [{"DeliveryDate": dates.dutch_day(day), "Code": code, "Description": text,
             "Options": [option]}]


def _pickups(order, quirks):
    day = order.earliest(DAYTIME)
    if day is None:
        return []
    found = pickup.near_address(*order.destination, order.locations)
    return [{"PickupDate": dates.dutch_day(day),
             "ShippingDate": _shipping_date(order, PICKUP, day, quirks),
             "Option": PICKUP,
             "Locations": [_location(each, quirks) for each in found]}]


def _location(found, quirks):
    location = found.location
    return {
        "Address": {"Street": location.street, "Zipcode": location.postal_code,
                    "HouseNr": location.number,
                    "HouseNrExt": str(location.extension),
                    "Countrycode": location.country, "CompanyName": location.name},
        "PickupTime": _PICKUP_TIME,
        "OpeningHours": {name: {"From": times[0][0] + ":00", "To": times[-1][1] + ":00"}
                         for name, times in location.hours()},
        "Distance": found.metres,
        "LocationCode": location.code,
        "PartnerID": pickup.NETWORKS[location.country],
    } | _score(quirks, "location", location.code)
