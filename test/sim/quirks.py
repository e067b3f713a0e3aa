"""The ways in which live answers drift from the documented ones.

A service builds its answer as a plain tree of dicts and lists, with ``EMPTY``
for a value that is not there.  ``finish`` turns the tree into what goes on the
wire: by default in the shape of the live service, and with quirks in the other
shapes that were seen.
"""

import html.entities
import random

from stories import STORIES

# A value that is not there: ``{}`` on the wire unless a quirk says otherwise.
EMPTY = object()
_ABSENT = object()

# Quirk -> the values it may have.  None means a value of any kind.
KNOWN = {
    "single": ("object", "list", "everywhere"),
    "shipment": ("object", "list"),
    "empty": ("object", "null", "string", "list", "absent"),
    "unknown": ("warning", "empty_list", "empty_object", "empty_404"),
    "numbers": (False, True),
    "wrap": None,
    "key_case": ("exact", "lower_first", "upper", "timestamp"),
    "html_entities": (False, True),
    "events": ("ordered", "unordered"),
    "creation_date": ("date", "datetime"),
    "every_update": (False, True),
    "feed_order": ("ordered", "unordered"),
    "feed_repeat": (False, True),
    "feed_strangers": (False, True),
    "rename": None,
    "strings": ("wrapped", "bare", "objects"),
    "spelling": ("live", "spec", "2018"),
    "nothing": ("live", "error", "empty_list", "empty_object"),
    "errors": ("live", "spec"),
    "past_dates": ("refused", "accepted"),
    "reason_code": ("mixed", "string"),
    "sustainability": ("some", "everywhere", "nowhere"),
    "shipping_date": ("null", "date"),
    "checkout_warnings": ("none", "live", "spec"),
    "location_code": ("number", "string"),
    "opening_seconds": (False, True),
    "v4_dates": ("iso", "dutch"),
    "v4_days": ("services", "flat"),
    "pickup_id": ("pickUpLocationId", "pickupLocationId"),
    "opening_times": ("nested", "flat"),
    "refusals": ("mixed", "call", "shipment"),
    "confirm_warnings": ("list", "placeholder"),
    "v4_errors": ("problem", "strings"),
    "v4_warnings": ("strings", "objects"),
    "errors_per_barcode": ("absent", "always"),
    "label_size": ("small", "real"),
    "known_after": None,
    "announced": ("registered", *sorted(set(STORIES) - {"registered"})),
}

_EMPTY_VALUES = {"object": {}, "null": None, "string": "", "list": [],
                 "absent": _ABSENT}

# Numeric strings that come as numbers with the quirk "numbers".
_NUMERIC = frozenset((
    "ShipmentAmount", "ShipmentCounter", "CustomerNumber", "ProductCode",
    "Weight", "Height", "Length", "Width", "Volume", "HouseNumber",
    "OptionCode", "CharacteristicCode", "StatusCode", "PhaseCode",
    "LocationCode", "DestinationLocationCode", "Code", "houseNumber"))

# Texts, in which entities appear with the quirk "html_entities".
_TEXTS = frozenset((
    "ProductDescription", "Description", "StatusDescription", "PhaseDescription",
    "Name", "FirstName", "LastName", "CompanyName", "DepartmentName", "Street",
    "City", "Remark", "RouteName", "OptionDescription"))

_WRAPPED_BY_DEFAULT = ("Reference", "ProductDescription")


class KeepList(list):
    """A list that stays one even when it has a single element."""


class Strings(list):
    """Words that come as {"string": "one"} or {"string": ["one", "two"]}."""


class Shipments(list):
    """The list of shipments, which has a quirk of its own."""


def check(quirks):
    """Returns the quirks, or raises ValueError for one that does not exist."""
    for name, value in quirks.items():
        if name not in KNOWN:
            raise ValueError(f"unknown quirk {name}; known: {', '.join(KNOWN)}")
        allowed = KNOWN[name]
        if allowed is not None and value not in allowed:
            raise ValueError(f"quirk {name} must be one of {allowed}")
        if name == "known_after" and not (isinstance(value, (int, float))
                                          and value >= 0):
            raise ValueError("quirk known_after must be a number of seconds")
    return quirks


def finish(tree, quirks):
    """The tree as it goes on the wire."""
    return _Finisher(quirks).value(tree) if quirks else _live(tree)


def finish_lists(tree, quirks):
    """The same for the services whose lists are lists, also those of one."""
    single = "object" if quirks.get("single") == "everywhere" else "list"
    return _Finisher(quirks | {"single": single}).value(tree)


def _live(tree):
    """Same as a finisher without quirks, but fast: most answers are these."""
    if isinstance(tree, dict):
        return {name: {} if value is EMPTY else value if type(value) is str
                else _live(value) for name, value in tree.items()}
    if isinstance(tree, list):
        if isinstance(tree, Strings):
            return {"string": _live(list(tree))}
        if len(tree) == 1 and not isinstance(tree, KeepList):
            return _live(tree[0])
        return [_live(each) for each in tree]
    return {} if tree is EMPTY else tree


class _Finisher:
    """Applies one set of quirks to a tree."""

    def __init__(self, quirks):
        self._quirks = quirks
        self._single = quirks.get("single", "object")
        self._strings = quirks.get("strings", "wrapped")
        self._shipment = quirks.get("shipment", self._single)
        self._empty = _EMPTY_VALUES[quirks.get("empty", "object")]
        self._numbers = quirks.get("numbers", False)
        self._case = quirks.get("key_case", "exact")
        self._entities = quirks.get("html_entities", False)
        self._rename = quirks.get("rename") or {}
        wrap = quirks.get("wrap") or ()
        self._wrap = _WRAPPED_BY_DEFAULT if wrap is True else wrap

    def value(self, tree):
        """The value as it goes on the wire."""
        if isinstance(tree, dict):
            return self._object(tree)
        if isinstance(tree, list):
            return self._list(tree)
        return self._empty if tree is EMPTY else tree

    def _object(self, tree):
        result = {}
        for name, value in tree.items():
            value = self._field(name, self.value(value))
            if value is not _ABSENT:
                result[self._key(name)] = value
        return result

    def _field(self, name, value):
        if isinstance(value, str):
            if self._numbers and name in _NUMERIC and value.isdecimal():
                return int(value)
            if self._entities and name in _TEXTS:
                value = _with_entities(name, value)
            if name in self._wrap:
                return {"string": value}
        return value

    def _list(self, tree):
        if isinstance(tree, Strings):
            return self._words(list(tree))
        items = [self.value(each) for each in tree]
        single = self._shipment if isinstance(tree, Shipments) else self._single
        if len(items) == 1 and not isinstance(tree, KeepList) and single != "list":
            return items[0]
        return [each for each in items if each is not _ABSENT]

    def _words(self, words):
        if self._strings == "bare":
            return words
        if self._strings == "objects":
            return [{"string": each} for each in words]
        return {"string": self._list(words)}

    def _key(self, name):
        name = self._rename.get(name, name)
        if self._case == "lower_first":
            return name[:1].lower() + name[1:]
        if self._case == "upper":
            return name.upper()
        if self._case == "timestamp" and name in ("TimeStamp", "Timestamp"):
            return "Timestamp" if name == "TimeStamp" else "TimeStamp"
        return name


def _with_entities(name, value):
    if name == "ProductDescription":
        value += " <= 10 kg"
    escaped = html.escape(value)
    return "".join(each if ord(each) < 128 else _entity(each) for each in escaped)


def _entity(character):
    name = html.entities.codepoint2name.get(ord(character))
    return f"&{name};" if name else f"&#{ord(character)};"


def shuffled(items, seed):
    """The items in another order, the same one for the same seed."""
    items = list(items)
    if len(items) > 1:
        ordered = list(items)
        generator = random.Random(seed)
        while items == ordered:
            generator.shuffle(items)
    return items
