"""Reading the parameters of a request, and saying what is wrong with them.

A Reader notes every problem it finds and goes on; how the problems are told
differs between PostNL's services, and is in the functions at the end.
"""

import json
import re
from typing import NamedTuple

import clock as dates
import errors
import geography
from deliverydays import Destination

MISSING, FORMAT, RANGE, CHOICE, UNKNOWN, PAST, ORDER, TOO_LONG = range(8)

_TRUE, _FALSE = ("true", "1"), ("false", "0")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_REAL = re.compile(r"[+-]?\d{1,5}(\.\d{1,30})?([eE][+-]?\d{1,3})?", re.ASCII)
_INDEXED = re.compile(r"\[\d*\]$")
# Nobody asks for a day outside of these years.
_YEARS = range(2000, 3000)

_DATED = {
    MISSING: ("3001", "{name} required in the request"),
    FORMAT: ("3002", "The provided {name} format is invalid"),
    RANGE: ("3003", "Expected {expected} for {name} but was {value}"),
    CHOICE: ("3003", "Expected {expected} for {name} but was {value}"),
    UNKNOWN: ("3010", "{name} could not be found"),
    PAST: ("3003", "Expected a day that is not past for {name} but was {value}"),
    ORDER: ("3006", "Expected {name} to be after {expected}"),
    TOO_LONG: ("3003", "Expected at most {expected} days for {name} but was {value}"),
}
_NUMBERED = {
    MISSING: (4, "Required parameter '{name}' is missing."),
    FORMAT: (5, "Value '{value}' is not in the correct format '{expected}'."),
    RANGE: (6, "Value '{value}' is not in the correct range '{expected}'."),
    CHOICE: ("26", "Value '{value}' is not a known value for '{name}'."),
    UNKNOWN: (16, "{name} not found."),
    PAST: (2060, "{name} lies in the past"),
}
_DETAILED = {
    MISSING: "Input field '{name}' is required",
    FORMAT: "Input field '{name}' must be {expected}",
    RANGE: "Input field '{name}' must be in the range {expected}",
    CHOICE: "Input field '{name}' must be one of {expected}",
}
_FIELD = {
    FORMAT: "The value '{value}' is not valid for {name}.",
    RANGE: "The field {name} must be between {expected}.",
    CHOICE: "The field {name} must be one of {expected}.",
    UNKNOWN: "The value '{value}' of {name} does not exist.",
    PAST: "The field {name} must not be in the past.",
}


class Problem(NamedTuple):
    """What is wrong with one parameter."""

    kind: int
    name: str
    value: str = ""
    expected: str = ""

    def text(self, template):
        """The problem in the words of a template."""
        return template.format(**self._asdict())


class Reader:
    """Reads parameters by name; ``find`` gives the value of one, or None."""

    def __init__(self, find, world):
        self._find = find
        self.problems = []
        self._today = dates.today(world.clock.now())
        if world.quirks.get("past_dates") == "accepted":
            self._today = None

    def note(self, kind, name, value="", expected=""):
        """Remembers a problem."""
        self.problems.append(Problem(kind, name, str(value), expected))

    def raw(self, name):
        """The value as it came."""
        return self._find(name)

    def text(self, name, required=True):
        """A text; None when there is none or it is no simple value."""
        value = self._find(name)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (int, float)):
            return str(value)
        if value is None or value == "":
            if required:
                self.note(MISSING, name)
            return None
        if not isinstance(value, str):
            self.note(FORMAT, name, json.dumps(value), "a text")
            return None
        return value

    def _parse(self, name, required, expected, parse):
        value = self.text(name, required)
        if value is None:
            return None
        try:
            return parse(value)
        except ValueError:
            self.note(FORMAT, name, value, expected)
            return None

    def whole(self, name, low, high, required=True):
        """A whole number in a range."""
        number = self._parse(name, required, "a number", _parse_whole)
        return self._in_range(name, number, low, high)

    def real(self, name, low, high):
        """A number in a range."""
        number = self._parse(name, True, "a decimal number", _parse_real)
        return self._in_range(name, number, low, high)

    def _in_range(self, name, number, low, high):
        if number is not None and not low <= number <= high:
            self.note(RANGE, name, number, f"{low} - {high}")
            return None
        return number

    def flag(self, name, required=True):
        """True or False; None when it is not there."""
        return self._parse(name, required, "true or false", _parse_flag)

    def choice(self, name, allowed, required=True):
        """One of some values, to the letter."""
        value = self.text(name, required)
        if value is not None and value not in allowed:
            self.note(CHOICE, name, value, " or ".join(allowed))
            return None
        return value

    def words(self, name, allowed, required=True):
        """Some of some values: a list, or a text with commas."""
        value = self._find(name)
        words = value if isinstance(value, list) else str(value or "").split(",")
        words = [each.strip() if isinstance(each, str) else str(each)
                 for each in words if each != ""]
        if not words and required:
            self.note(MISSING, name)
        for each in words:
            if each not in allowed:
                self.note(CHOICE, name, each, ", ".join(allowed))
        return words

    def day(self, name, required=True, parse=dates.parse_day, form="dd-mm-yyyy"):
        """A day that is not in the past."""
        day = self._parse(name, required, form, parse)
        if day is not None and day.year not in _YEARS:
            self.note(FORMAT, name, day, form)
            return None
        return self._not_past(name, day, day)

    def v4_day(self, name):
        """A day as V4 writes it, not in the past."""
        return self.day(name, True, dates.parse_iso_day, "yyyy-mm-dd")

    def moment(self, name):
        """A day and time; the day is not in the past."""
        moment = self._parse(name, True, "dd-mm-yyyy hh:mm:ss", dates.parse_moment)
        if moment is not None and moment.year not in _YEARS:
            self.note(FORMAT, name, moment, "dd-mm-yyyy hh:mm:ss")
            return None
        return self._not_past(name, moment, moment and moment.date())

    def is_past(self, day):
        """Whether a day is before today, and that matters."""
        return self._today is not None and day < self._today

    def _not_past(self, name, value, day):
        if value is not None and self.is_past(day):
            self.note(PAST, name, self.text(name))
            return None
        return value

    def time(self, name, required=True):
        """A time of the day, hh:mm:ss."""
        return self._parse(name, required, "hh:mm:ss", dates.parse_time)

    def postal_code(self, name, country):
        """A postal code of a country; without a country it is not judged."""
        value = self.text(name)
        if value is None or country is None:
            return None
        if not geography.POSTAL_CODE[country].fullmatch(value):
            self.note(FORMAT, name, value, "NL: postal code 6, BE postal code 4")
            return None
        if not geography.is_given(country, value):
            self.note(UNKNOWN, name, value)
            return None
        return value


def _parse_whole(text):
    if not _WHOLE.fullmatch(text):
        raise ValueError("not a whole number")
    return int(text)


def _parse_real(text):
    if not _REAL.fullmatch(text):
        raise ValueError("not a number")
    return float(text)


def _parse_flag(text):
    text = text.lower()
    if text not in _TRUE + _FALSE:
        raise ValueError("neither true nor false")
    return text in _TRUE


def of_query(world, request):
    """A Reader of the query.

    Names count to the letter; a list may also come repeated, or as Name[0].
    """
    values = {}
    for name, several in request.query.items():
        values.setdefault(_INDEXED.sub("", name), []).extend(several)
    return Reader(lambda name: ",".join(values[name]) if name in values else None,
                  world)


def of_object(world, tree, exact=True):
    """A Reader of a JSON object, where a.b is b in the object a.

    With ``exact`` false, the names count in any case.
    """
    def find(name):
        value = tree
        for part in name.split("."):
            if not isinstance(value, dict):
                return None
            if not exact:
                value = {each.lower(): inner for each, inner in value.items()}
                part = part.lower()
            value = value.get(part)
        return value
    return Reader(find, world)


def body_object(request):
    """The body as a JSON object, or None when it is something else."""
    try:
        tree = request.json
    except (ValueError, RecursionError):
        return None
    return tree if isinstance(tree, dict) else None


def as_documented(world):
    """Whether errors come as PostNL documents them, not as it sends them."""
    return world.quirks.get("errors") == "spec"


def dated(world, problems):
    """The first problem as Checkout, Timeframes and Locations tell it."""
    code, template = _DATED[problems[0].kind]
    return dated_error(world, code, problems[0].text(template))


def dated_error(world, code, message):
    """An error with a date: inside a 200, or as documented with the quirk."""
    return errors.dated(code, message, world.clock.now(), as_documented(world))


def numbered(world, problems):
    """The problems as the delivery date service tells them."""
    if as_documented(world):
        return dated(world, problems)
    told = []
    for each in problems:
        number, template = _NUMBERED[each.kind]
        told.append({"ErrorMsg": each.text(template), "ErrorNumber": number})
    # What is wrong with a request is wrapped; what cannot be done is not.
    if problems[0].kind in (UNKNOWN, PAST):
        return errors.bare_error_message(told[0])
    return errors.array_items(told)


def detailed(problems):
    """The problems as the postal code and address services tell them."""
    return errors.title_detail(400, [each.text(_DETAILED[each.kind])
                                     for each in problems])


def v4_customer(reader):
    """Reads who asks: every V4 operation wants to know."""
    for name in ("customerCode", "customerNumber"):
        reader.text(name)


def v4_destination(reader, name):
    """The Destination of an address in a V4 body."""
    country = reader.choice(f"{name}.countryIso", geography.COUNTRIES)
    return Destination(country, reader.postal_code(f"{name}.postalCode", country))


def v4(problems):
    """The problems as V4 tells them: the gateway's before the service's."""
    missing = [each.name.rpartition(".")[2] for each in problems
               if each.kind == MISSING]
    if missing:
        return errors.fault_array([f"{each} value is required in request body"
                                   for each in missing])
    fields = {}
    for each in problems:
        fields.setdefault(each.name, []).append(each.text(_FIELD[each.kind]))
    return errors.rfc9457(400, fields)
