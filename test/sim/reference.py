"""PostNL's code lists: events, statuses, phases and products.

Read once from ``data/*.csv``.  The lists are open on purpose: a code that is
not in them is passed on with itself as its text, because PostNL's own answers
hold codes that its documentation lacks.
"""

import csv
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).resolve().parent / "data"

DUTCH = "nl"
ENGLISH = "en"

# Everything but Dutch is answered in English: no German, French or Chinese
# texts are published.
_LANGUAGES = {"NL": DUTCH, "EN": ENGLISH, "DE": ENGLISH, "FR": ENGLISH,
              "CN": ENGLISH}

NOT_APPLICABLE = "99"


class Event(NamedTuple):
    """One event code and the status it leads to."""

    code: str
    status: str
    nl: str
    en: str


class Status(NamedTuple):
    """One status code and the phase it belongs to."""

    code: str
    phase: str
    nl: str
    en: str


class Term(NamedTuple):
    """A code with its texts: a phase or a product."""

    code: str
    nl: str
    en: str


def _load(name, kind):
    with open(DATA / f"{name}.csv", encoding="utf-8", newline="") as handle:
        return {row["code"]: kind(**row) for row in csv.DictReader(handle)}


EVENTS = _load("events", Event)
STATUSES = _load("statuses", Status)
PHASES = _load("phases", Term)
PRODUCTS = _load("products", Term)


def language(code):
    """The language key for the ``language`` parameter; Dutch by default."""
    return _LANGUAGES.get((code or "NL").upper(), DUTCH)


def text(term, lang):
    """The text of a term; Dutch where there is no translation, and back."""
    return getattr(term, lang) or term.nl or term.en


def event(code):
    """The event with this code, made up when it is not in the list."""
    return EVENTS.get(code) or Event(code, NOT_APPLICABLE, code, code)


def status(code):
    """The status with this code, made up when it is not in the list."""
    return STATUSES.get(code) or Status(code, NOT_APPLICABLE, code, code)


def phase(code):
    """The phase with this code, made up when it is not in the list."""
    return PHASES.get(code) or Term(code, code, code)


def product(code):
    """The product with this four-digit code."""
    return PRODUCTS.get(code) or Term(code, "Zending", "Shipment")
