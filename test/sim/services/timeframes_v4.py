"""Delivery windows, V4: shipment/delivery/v4/timeframe."""

import checks
import clock as dates
import deliverydays
from checks import MISSING
from deliverydays import DAY
from quirks import finish_lists
from services import route
from wire import json_reply

_BASE = "/shipment/delivery/v4/timeframe"

_SERVICES = {"daytime": deliverydays.DAYTIME, "evening": deliverydays.EVENING}
_TYPES = ("parcel", "letterbox", "pallet", "packet")
_DEFAULT_TYPE = "parcel"
_MAX_DAYS = 14
_DEFAULT_DAYS = 7
# How far ahead a service looks for the days on which it delivers.
_HORIZON = 28

# What V4 calls the scores.
_SCORES = {"00": "Not available", "01": "Carbon neutral", "02": "Sustainable",
           "03": "Sustainable plus"}


class _Question:
    """What both operations ask; ``problems`` says what is wrong with it."""

    def __init__(self, world, tree, days_name):
        self.reader = reader = checks.of_object(world, tree)
        self.handed_over = reader.v4_day("handoverDate")
        self.destination = checks.v4_destination(reader, "receiverAddress")
        checks.v4_customer(reader)
        self.count = (reader.whole(days_name, 1, _MAX_DAYS, required=False)
                      or _DEFAULT_DAYS)
        self.type = (reader.choice("shipmentType", _TYPES, required=False)
                     or _DEFAULT_TYPE)
        self.problems = reader.problems

    def days(self, count):
        """The days from the first possible one on."""
        return [self.handed_over + number * DAY for number in range(1, count + 1)]

    def window(self, service, day):
        """(window or None, reason or None) of a service on a day."""
        option = _SERVICES[service]
        reason = deliverydays.refusal(self.destination, option, day, True)
        if reason is not None:
            return None, reason.text
        start, end = deliverydays.window(self.destination, option, day)
        return {"from": start, "until": end}, None

    def score(self, service, day):
        """The code of the sustainability."""
        return deliverydays.sustainability(*self.destination, _SERVICES[service],
                                           day.isoweekday())[0]


def _day(day, quirks):
    return dates.dutch_day(day) if quirks.get("v4_dates") == "dutch" else str(day)


def _score(quirks, tree):
    return {} if quirks.get("sustainability") == "nowhere" else {"sustainability": tree}


@route("POST", _BASE + "/singleservice")
def single_service(world, request):
    """The days on which a service is offered."""
    question = _Question(world, checks.body_object(request), "deliveryDays")
    service = question.reader.choice("service", tuple(_SERVICES))
    if question.problems:
        return checks.v4(question.problems)
    found = []
    for day in question.days(_HORIZON):
        window, _ = question.window(service, day)
        # Days of delivery are counted here, and days of the calendar below.
        if window and len(found) < question.count:
            code = question.score(service, day)
            found.append({"deliveryDate": _day(day, world.quirks), "timeFrame": window}
                         | _score(world.quirks, {"code": code,
                                                 "description": _SCORES[code]})
                         | {"service": service, "shipmentType": question.type})
    return json_reply(finish_lists({"deliveryDates": found}, world.quirks))


@route("POST", _BASE + "/multipleservices")
def multiple_services(world, request):
    """Each day with each service, offered or not."""
    question = _Question(world, checks.body_object(request), "numberOfDays")
    services = question.reader.raw("services")
    if not services:
        question.reader.note(MISSING, "services")
    else:
        services = question.reader.words("services", tuple(_SERVICES))
    if question.problems:
        return checks.v4(question.problems)
    found = []
    for day in question.days(question.count):
        offers = [_offer(question, each, day, world.quirks) for each in services]
        date = {"deliveryDate": _day(day, world.quirks)}
        if world.quirks.get("v4_days") == "flat":
            found += [date | each for each in offers]
        else:
            found.append(date | {"services": offers})
    return json_reply(finish_lists({"deliveryDates": found}, world.quirks))


def _offer(question, service, day, quirks):
    window, reason = question.window(service, day)
    tree = {"service": service, "availability": window is not None, "reason": reason,
            "timeFrame": window}
    code = question.score(service, day) if window else "00"
    return tree | _score(quirks, {"code": code}) | {"shipmentType": question.type}
