"""The simulated world: parcels, shipments, and the barcodes handed out.

Nothing here is locked: the simulator runs in one event loop, and every route,
fault and control call touches the world from that loop only.
"""

import itertools
from bisect import bisect_right
from dataclasses import dataclass, field

import clock as dates
import reference
import stories
from register import Register

DEFAULT_CUSTOMER_CODE = "DEVC"
DEFAULT_CUSTOMER_NUMBER = "11223344"
DEFAULT_CUSTOMER_NAME = "Simulated Webshop"
DEFAULT_DIMENSION = {"Height": "125", "Length": "250", "Volume": "6250",
                     "Weight": "2000", "Width": "200"}

# Statuses for which PostNL announces a delivery window, and its shape.
_ETA_STATUSES = ("5", "7")
_ETA_WINDOW = 2 * 3600

# Statuses with which a signature may exist: delivered, and picked up.
_SIGNED_STATUSES = ("11", "22")
# Put into a letterbox or a locker: nobody signs.
_UNSIGNED_EVENTS = ("I05", "I09", "I11", "I12", "J23", "J63")

# Statuses of a parcel that PostNL was told of and has not had in its hands.
_ANNOUNCED_STATUSES = ("1", "13", "14", reference.NOT_APPLICABLE)


@dataclass
class Change:
    """One point in a parcel's life.  ``event`` is None for a bare status."""

    at: int
    event: str | None
    status: str


@dataclass
class Parcel:
    """One collo.  Its status at any instant follows from its changes."""

    barcode: str
    created_at: int
    changes: list = field(default_factory=list)
    main_barcode: str = ""
    reference: str = ""
    customer_code: str = DEFAULT_CUSTOMER_CODE
    customer_number: str = DEFAULT_CUSTOMER_NUMBER
    customer_name: str = DEFAULT_CUSTOMER_NAME
    product_code: str = "3085"
    receiver: dict | None = None
    sender: dict | None = None
    dimension: dict = field(default_factory=lambda: dict(DEFAULT_DIMENSION))
    options: list = field(default_factory=list)
    insured: str | None = None
    delivery_date: str | None = None
    signature: bool = True
    # False where PostNL made the barcode: such a parcel has its reference only.
    by_barcode: bool = True
    # From when on the status services tell of it.
    known_at: float = 0
    quirks: dict = field(default_factory=dict)

    def until(self, now):
        """The changes that have happened, oldest first."""
        return self.changes[:bisect_right(self.changes, now, key=_change_time)]

    def current(self, now):
        """The change that made the current status, or None before any.

        A "not applicable" status never hides a real one.
        """
        past = self.until(now)
        for change in reversed(past):
            if change.status != reference.NOT_APPLICABLE:
                return change
        return past[-1] if past else None

    def accepted(self, now):
        """Whether PostNL has scanned it: it cannot be announced any more."""
        return any(change.status not in _ANNOUNCED_STATUSES
                   for change in self.until(now))

    def eta(self, now):
        """(from, to) of the announced delivery, or None when none is."""
        current = self.current(now)
        if current is None or current.status not in _ETA_STATUSES:
            return None
        for change in self.changes:
            if change.at > now and change.status in ("11", "12"):
                start = change.at - change.at % 600 - _ETA_WINDOW // 2
                return start, start + _ETA_WINDOW
        return None

    def signed_at(self, now):
        """When somebody signed for the parcel, or None."""
        if self.signature:
            for change in self.until(now):
                if (change.status in _SIGNED_STATUSES
                        and change.event not in _UNSIGNED_EVENTS):
                    return change.at
        return None

    def describe(self, now):
        """The truth about the parcel, as the control API shows it."""
        current = self.current(now)
        return {
            "barcode": self.barcode,
            "main_barcode": self.main_barcode,
            "reference": self.reference,
            "customer_code": self.customer_code,
            "customer_number": self.customer_number,
            "product_code": self.product_code,
            "created_at": dates.iso_zone(self.created_at),
            "status_code": current.status if current else None,
            "status_at": dates.iso_zone(current.at) if current else None,
            "signed_at": _zone_or_none(self.signed_at(now)),
            "eta": [dates.iso_zone(each) for each in self.eta(now) or ()],
            "receiver": self.receiver,
            "sender": self.sender,
            "quirks": self.quirks,
            "changes": [{"at": dates.iso_zone(each.at), "event": each.event,
                         "status_code": each.status, "past": each.at <= now}
                        for each in self.changes],
        }


def _change_time(change):
    return change.at


def _zone_or_none(instant):
    return None if instant is None else dates.iso_zone(instant)


def make_changes(schedule, created_at):
    """Changes of a schedule: pairs of (seconds after creation, code)."""
    changes = []
    for offset, code in schedule:
        at = int(created_at + offset)
        if code.startswith("="):
            changes.append(Change(at, None, code[1:]))
        else:
            changes.append(Change(at, code, reference.event(code).status))
    changes.sort(key=_change_time)
    return changes


class World:
    """All parcels, by barcode, by shipment, by reference and by customer."""

    def __init__(self, clock, demo_parcels=0, issued_before=0):
        self.clock = clock
        self.started_at = clock.now()
        self.quirks = {}
        # What was announced; see register.py.
        self.register = Register()
        self._parcels = {}
        self._shipments = {}
        self._references = {}
        self._customers = {}
        self._issued = set()
        self._series = {}
        # So many barcodes of each series were given before this world began.
        self._issued_before = issued_before
        # Says whether a barcode names a fault; set by the simulator, because
        # such a parcel exists without having been seeded.
        self.names_fault = lambda barcode: False
        for number in range(demo_parcels):
            for parcel in self.shipment(f"3SDEMO{number:07}"):
                self._list(parcel)

    def add(self, parcel):
        """Registers a parcel; one with the same barcode is replaced."""
        self._register(parcel)
        self._list(parcel)

    def _list(self, parcel):
        """Puts a parcel among those of its customer: into updatedshipments."""
        self._index(self._customers, parcel.customer_number, parcel)

    def _register(self, parcel):
        self.remove(parcel.barcode)
        parcel.main_barcode = parcel.main_barcode or parcel.barcode
        self._parcels[parcel.barcode] = parcel
        self._index(self._shipments, parcel.main_barcode, parcel)
        if parcel.reference:
            self._index(self._references, parcel.reference, parcel)
        return parcel

    @staticmethod
    def _index(index, key, parcel):
        index.setdefault(key, {})[parcel.barcode] = parcel

    def remove(self, barcode):
        """Forgets a parcel, if it is there."""
        parcel = self._parcels.pop(barcode, None)
        if parcel:
            for index, key in ((self._shipments, parcel.main_barcode),
                               (self._customers, parcel.customer_number),
                               (self._references, parcel.reference)):
                index.get(key, {}).pop(barcode, None)

    def find(self, barcode):
        """The parcel with this barcode, or None.

        Demo parcels and parcels whose barcode names a fault come into being
        when they are first asked for, and are not in updatedshipments: what
        one test looks up must not show in the feed of another.
        """
        parcel = self._parcels.get(barcode)
        if parcel is None:
            digits = stories.demo_digits(barcode)
            if digits:
                return self._add_demo(barcode, digits)
            if self.names_fault(barcode):
                digits = stories.trailing_digits(barcode)
                return self._add_implied(barcode, digits, multi_collo=False)
        return parcel

    def announced(self, barcode):
        """The parcel that an announcement of this barcode would be about.

        A barcode that names a fault is a demo parcel until it is announced.
        """
        if self.names_fault(barcode):
            entry = self.register.find(barcode)
            if entry is None or not entry.confirmed:
                return None
        return self.find(barcode)

    def was_issued(self, barcode):
        """Whether the barcode was handed out here."""
        return barcode in self._issued

    def _add_demo(self, barcode, digits):
        sibling = stories.demo_traits(digits)["sibling"]
        if sibling is None:
            return self._add_implied(barcode, digits)
        main = "3SDEMO" + min(digits, sibling)
        for collo in (digits, sibling):
            self._add_implied("3SDEMO" + collo, collo, main_barcode=main)
        return self._parcels[barcode]

    def _add_implied(self, barcode, digits, main_barcode="", multi_collo=True):
        traits = stories.demo_traits(digits, multi_collo)
        created_at = int(self.started_at - traits["age"])
        schedule = [(hours * 3600, code)
                    for hours, code in stories.STORIES[traits["story"]]]
        return self._register(Parcel(
            barcode=barcode, created_at=created_at, main_barcode=main_barcode,
            changes=make_changes(schedule, created_at),
            reference="REF-" + (main_barcode or barcode),
            product_code=traits["product_code"], receiver=traits["receiver"],
            sender=stories.SENDER))

    def shipment(self, barcode):
        """All parcels of the shipment that this barcode is part of.

        They come in order of their barcodes, the main one first.
        """
        parcel = self.find(barcode)
        if parcel is None:
            # The main barcode of a shipment need not be a parcel itself.
            return self.collos(barcode)
        return self.collos(parcel.main_barcode)

    def collos(self, main_barcode):
        """The parcels of one shipment, the main one first."""
        return sorted(self._shipments.get(main_barcode, {}).values(),
                      key=lambda each: (each.barcode != main_barcode, each.barcode))

    def by_reference(self, reference_id, customer_code, customer_number):
        """The parcels of a customer with this reference."""
        if self.names_fault(reference_id):
            return [self.find(reference_id)]
        self.find(reference_id.removeprefix("REF-"))
        found = self._references.get(reference_id, {}).values()
        return [each for each in found if each.customer_code == customer_code
                and each.customer_number == customer_number]

    def of_customer(self, customer_number):
        """The parcels of a customer, in the order in which they were seeded."""
        return list(self._customers.get(customer_number, {}).values())

    def parcels(self):
        """Every parcel there is."""
        return list(self._parcels.values())

    def issue(self, series, first, last, compose):
        """A barcode that was never given before, or None when all are used.

        ``series`` names the counter; ``compose`` makes a barcode of a number.
        """
        counter = self._series.setdefault(
            series, itertools.count(first + self._issued_before))
        for number in counter:
            if number > last:
                # Stay exhausted: the next call must not skip past the end.
                self._series[series] = itertools.count(number)
                return None
            barcode = compose(number)
            if barcode not in self._issued and barcode not in self._parcels:
                self._issued.add(barcode)
                return barcode
        return None

    def go_on_issuing(self, before):
        """Begins where another world has stopped."""
        self._series = before._series

    @property
    def issued(self):
        """How many barcodes were handed out."""
        return len(self._issued)
