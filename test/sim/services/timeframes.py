"""Delivery windows: shipment/v2_1/calculate/timeframes."""

import checks
import clock as dates
import deliverydays
import geography
from checks import ORDER, TOO_LONG
from deliverydays import DAY, Destination
from quirks import EMPTY, KeepList, Strings, finish
from services import route
from wire import json_reply

_OPTIONS = (deliverydays.DAYTIME, deliverydays.EVENING, deliverydays.SUNDAY,
            *deliverydays.GUARANTEED, deliverydays.TODAY, deliverydays.SAMEDAY)

# EndDate may be this many days after StartDate.
_MAX_DAYS = 9

_HOUSE_NUMBERS = (1, 99_999)


@route("GET", "/shipment/v2_1/calculate/timeframes", allowed="GET & POST")
def timeframes(world, request):
    """The windows of each option on each day, and why there are none."""
    reader = checks.of_query(world, request)
    sorting = reader.flag("AllowSundaySorting")
    start, end = reader.day("StartDate"), reader.day("EndDate")
    country = reader.choice("CountryCode", geography.COUNTRIES)
    postal_code = reader.postal_code("PostalCode", country)
    reader.whole("HouseNumber", *_HOUSE_NUMBERS)
    options = reader.words("Options", _OPTIONS)
    if start and end:
        if end < start:
            reader.note(ORDER, "TimeFramePeriode.To", end, "TimeFramePeriod.From")
        elif (end - start).days > _MAX_DAYS:
            reader.note(TOO_LONG, "EndDate", (end - start).days, str(_MAX_DAYS))
    if reader.problems:
        return checks.dated(world, reader.problems)
    days = [start + number * DAY for number in range((end - start).days + 1)]
    found, reasons = _plan(Destination(country, postal_code), days, options,
                           sorting, world.quirks)
    if not found and world.quirks.get("nothing", "live") != "live":
        return _nothing(world, reasons)
    return _answer(found, reasons, world.quirks)


def _plan(destination, days, options, sorting, quirks):
    """(days with their windows, reasons) in the order of the days."""
    found, reasons = [], []
    for day in days:
        windows = []
        for option in options:
            reason = deliverydays.refusal(destination, option, day, sorting)
            if reason is None:
                windows.append(_window(destination, option, day, quirks))
            else:
                reasons.append(_reason(reason, option, day, quirks))
        if windows:
            key = ("TimeframeTimeframe" if quirks.get("spelling") == "spec"
                   else "TimeframeTimeFrame")
            found.append({"Date": dates.dutch_day(day), "Timeframes": {key: windows}})
    return found, reasons


def _window(destination, option, day, quirks):
    start, end = deliverydays.window(destination, option, day)
    tree = {"From": start, "Options": Strings([option]), "To": end}
    return tree | _score(quirks, *destination, option, day.isoweekday())


def _reason(reason, option, day, quirks):
    code = reason.code
    if reason == deliverydays.NOT_IN_COUNTRY and quirks.get("reason_code") != "string":
        code = int(code)
    return {"Code": code, "Date": dates.dutch_day(day), "Description": reason.text,
            "Options": Strings([option])} | _score(quirks, option)


def _score(quirks, *seed):
    """The sustainability, which was never seen in live answers."""
    if quirks.get("sustainability") != "everywhere":
        return {}
    code, text = deliverydays.sustainability(*seed)
    return {"Sustainability": {"Code": code, "Description": text}}


def _answer(found, reasons, quirks):
    name = ("ReasonNotimeframes" if quirks.get("spelling") == "2018"
            else "ReasonNoTimeframes")
    return json_reply(finish({
        name: {"ReasonNoTimeframe": reasons} if reasons else EMPTY,
        "Timeframes": {"Timeframe": found} if found else EMPTY}, quirks))


def _nothing(world, reasons):
    shape = world.quirks["nothing"]
    if shape == "error":
        return checks.dated_error(world, "0010", "No results found")
    if shape == "empty_object":
        return json_reply({})
    return json_reply(finish({
        "ReasonNoTimeframes": {"ReasonNoTimeframe": reasons or KeepList()},
        "Timeframes": {"Timeframe": KeepList()}}, world.quirks))
