"""Which fault a request gets, if any.

A fault is asked for in four ways: by a barcode that names it (3SHANG0001), by
the reference of a shipment (HANG-0001), by a house number addition (HANG), or by
a rule made through the control API.  Rules go first.  What the faults do is in
hostile.py; this module only decides.
"""

import random
import re
from typing import Callable, NamedTuple

from hostile import FAULTS, LOST_ANSWERS
from matching import Rule

DELAY = "DELAY"

# Longer than any client waits; a longer delay is a hang, and has its own name.
_MAX_DELAY_MS = 600_000

_REPEATS = {None: None, "ONCE": 1, "TWICE": 2}

# The longest name wins: 3SF404EMPTY01 is not F404.  A letter after the name
# means that it is part of something else: 3SHANGER001 is an ordinary barcode.
_NAMES = (r"(?P<name>" + "|".join(sorted(FAULTS, key=len, reverse=True))
          + r")(?P<repeat>ONCE|TWICE)?")
_NAMED = re.compile(r"3S(?:DELAY(?:(?P<ms>\d{1,6})X|(?P<ms4>\d{4}))|"
                    + _NAMES + r"(?![A-Z]))")
# An addition is a name and nothing else: nobody lives at 1 HANG.
_ADDITION = re.compile(r"DELAY(?P<ms>\d{1,6})|" + _NAMES)
# The hyphen keeps ordinary references such as F500 what they are.
_REFERENCE = re.compile(r"(?:DELAY(?P<ms>\d{1,6})|" + _NAMES + r")-")


class Plan(NamedTuple):
    """What happens to one request instead of a plain answer."""

    name: str
    delay: float
    run: Callable | None


def asks_fault(barcode):
    """Whether the barcode asks for a fault."""
    return _NAMED.match(barcode) is not None


def names_fault(barcode):
    """Whether the barcode asks for a fault and is a demo parcel besides.

    With a lost answer it is not: the parcel exists when it was announced.
    """
    match = _NAMED.match(barcode)
    return match is not None and match["name"] not in LOST_ANSWERS


def addition_names_fault(addition):
    """Whether a house number addition asks for a fault."""
    return _ADDITION.fullmatch(addition) is not None


class FaultRule(Rule):
    """A fault, a delay, or both, for the requests that match, or some of them."""

    def __init__(self, spec):
        super().__init__(spec)
        self.name = str(spec.get("fault", DELAY)).upper()
        if self.name != DELAY and self.name not in FAULTS:
            raise ValueError(f"unknown fault {self.name}")
        self.delay_ms = spec.get("delay_ms", 0)
        if (not isinstance(self.delay_ms, (int, float))
                or not 0 <= self.delay_ms <= _MAX_DELAY_MS):
            raise ValueError(f"delay_ms must be between 0 and {_MAX_DELAY_MS}")
        self.every = spec.get("every")
        if self.every is not None and (not isinstance(self.every, int)
                                       or self.every < 1):
            raise ValueError("every must be a positive number or null")
        self.share = spec.get("share")
        if self.share is not None and (not isinstance(self.share, (int, float))
                                       or not 0 < self.share <= 1):
            raise ValueError("share must be above 0 and at most 1, or null")
        # Of its own, so that a test that gives a seed is the same each time.
        self._random = random.Random(spec.get("seed", 1))
        self._seen = 0

    def strikes(self, request):
        """Whether this request is one that suffers; counts those that match."""
        if not self.applies(request):
            return False
        self._seen += 1
        if self.every is not None and self._seen % self.every != 0:
            return False
        if self.share is not None and self._random.random() >= self.share:
            return False
        self.hits += 1
        return True

    def describe(self):
        return super().describe() | {"fault": self.name, "delay_ms": self.delay_ms,
                                     "every": self.every, "share": self.share,
                                     "seen": self._seen}


class Faults:
    """The rules in force, and how often each barcode with ONCE was seen."""

    def __init__(self):
        self._rules = []
        self._seen = {}

    def add(self, spec):
        """Makes a rule; ValueError when it makes no sense."""
        rule = FaultRule(spec)
        self._rules.append(rule)
        return rule

    def clear(self):
        """Drops all rules and forgets which barcodes were seen."""
        self._rules.clear()
        self._seen.clear()

    def remove(self, number):
        """Drops one rule; says whether it was there."""
        before = len(self._rules)
        self._rules = [each for each in self._rules if each.number != number]
        return len(self._rules) < before

    def describe(self):
        """The rules as the control API shows them."""
        return [each.describe() for each in self._rules]

    def plan(self, request):
        """What is to happen to this request; None for a plain answer.

        Delays of all matching rules add up; the first rule with another fault
        decides, and without one the barcode or the house number addition does.
        """
        delay_ms, name = 0, None
        for rule in self._rules:
            if (name is None or rule.name == DELAY) and rule.strikes(request):
                delay_ms += rule.delay_ms
                if rule.name != DELAY:
                    name = rule.name
        if name is None:
            extra_ms, name = self._by_name(request)
            delay_ms += extra_ms
        if name is None and not delay_ms:
            return None
        run = FAULTS[name].run if name else None
        return Plan(name or DELAY, delay_ms / 1000, run)

    def _by_name(self, request):
        """(delay in ms, fault name or None) that the request names itself."""
        for key, match in _named(request):
            if match["name"] in LOST_ANSWERS and request.method != "POST":
                continue
            if match["name"] is None:
                return min(int(match[match.lastgroup]), _MAX_DELAY_MS), None
            limit = _REPEATS[match["repeat"]]
            if limit is not None:
                seen = self._seen[key] = self._seen.get(key, 0) + 1
                if seen > limit:
                    continue
            return 0, match["name"]
        return 0, None


def _named(request):
    """(what is counted for ONCE and TWICE, match) of each name in a request."""
    for barcode in request.barcodes:
        match = _NAMED.match(barcode)
        if match:
            yield barcode, match
    for reference in request.references:
        match = _REFERENCE.match(reference)
        if match:
            yield ("reference", reference), match
    for addition in request.additions:
        match = _ADDITION.fullmatch(addition)
        if match:
            yield (request.path, request.house_number, addition), match
