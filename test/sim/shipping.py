"""Parcels on their way into the world: what is said of them, and what follows.

Both generations of shipping services read their requests into Consignments.
``carry_out`` then gives a consignment its barcode, writes it into the register,
and lets the status services know of it; ``labels_of`` says which labels it has.
"""

import re
import zlib
from dataclasses import dataclass, field
from typing import NamedTuple

import clock as dates
import labels
import register
import shipcodes
import stories
from labels import Label
from services.barcode import s10
from state import DEFAULT_DIMENSION, Parcel, make_changes

SMART_RETURN, SHIP_AND_RETURN = "152-025", "152-026"
SINGLE_LABEL, LABEL_IN_BOX = "152-027", "152-028"
BLOCKED = "191-004"
DELIVERY_CODE = "004-020"

_RETURN_STORY = "return_label"
_NETWORKS = {"NL": "PNPNL-01", "BE": "PNPBE-01"}
_POSTAL_UNION = "G-01"

# 3S barcodes have 15 characters, and 13 for parcels within the EU.
_SHORT, _LONG = 13, 15
_NUMBERS_S10 = 10 ** 8


# It becomes part of barcodes.
CUSTOMER_CODE = re.compile(r"[A-Z]{1,6}")


class Customer(NamedTuple):
    """Who sends."""

    code: str
    number: str
    name: str = ""


@dataclass
class Customs:
    """A customs declaration; each line has the names of ``CUSTOMS_LINE``."""

    currency: str = ""
    invoice: bool = False
    lines: list = field(default_factory=list)


# description, quantity, weight, value, origin and tariff of what is sent.
CUSTOMS_LINE = ("description", "quantity", "weight", "value", "origin", "tariff")


@dataclass
class Consignment:
    """One parcel as a client tells of it; addresses have the names of tracking."""

    customer: Customer
    product: str = ""
    barcode: str = ""
    reference: str = ""
    return_reference: str = ""
    receiver: dict | None = None
    sender: dict | None = None
    pickup: dict | None = None
    location: str = ""
    email: str = ""
    mobile: str = ""
    weight: object = None
    dimension: dict = field(default_factory=dict)
    options: list = field(default_factory=list)
    delivery_date: str = ""
    insured: str = ""
    customs: Customs | None = None
    main_barcode: str = ""
    return_barcode: str = ""
    with_return: bool = False
    print_code: bool = False
    issued: bool = False
    errors: list = field(default_factory=list)
    warnings: list = field(default_factory=list)

    @property
    def country(self):
        """The country of the receiver; "" when it is not known."""
        return (self.receiver or {}).get("CountryCode", "")

    @property
    def is_return(self):
        """Whether the label is for a parcel that comes back."""
        return self.product in shipcodes.RETURNS

    @property
    def blocked(self):
        """Whether the return label has to be activated."""
        return BLOCKED in self.options

    def refuse(self, code, *values):
        """Notes an error."""
        self.errors.append((code, shipcodes.text(code, *values)))

    def warn(self, code, *values):
        """Notes a warning."""
        self.warnings.append((code, shipcodes.text(code, *values)))


def issue(world, consignment):
    """Gives the consignment a barcode of the kind that its product has."""
    product = shipcodes.product(consignment.product)
    kind = shipcodes.ISSUED_TYPES.get(product.barcode)
    if kind is None:
        length = _SHORT if product.destination == shipcodes.EU else _LONG
        consignment.barcode = issue_3s(world, consignment.customer.code, length)
    else:
        consignment.barcode = world.issue(
            kind, 0, _NUMBERS_S10 - 1, lambda number: s10(kind, f"{number:08}"))
    consignment.issued = True


def issue_3s(world, code, length=_LONG):
    """A 3S barcode of a customer, from all that there are of a length."""
    digits = length - len("3S") - len(code)
    return issue_3s_of(world, code, "0" * digits, "9" * digits)


def issue_3s_of(world, code, first, last):
    """A 3S barcode of a series, which the barcode service has too."""
    digits, first, last = len(last), int(first), int(last)
    return world.issue(("3S", code, digits, first, last), first, last,
                       lambda number: f"3S{code}{number:0{digits}}")


def is_refused(world, consignment):
    """Whether the barcode belongs to a parcel that cannot be announced."""
    parcel = world.announced(consignment.barcode)
    if parcel is None:
        return False
    owner = (parcel.customer_code, parcel.customer_number)
    return (owner != consignment.customer[:2]
            or parcel.accepted(world.clock.now()))


def carry_out(world, request, consignment, announce, label):
    """Labels and announces one consignment, and its return label."""
    known = world.announced(consignment.barcode)
    _enter(world, request, consignment, consignment.barcode, announce, label)
    if announce:
        world.add(_parcel(world, consignment, known))
    if consignment.return_barcode not in ("", consignment.barcode):
        entry = _enter(world, request, consignment, consignment.return_barcode,
                       announce, label)
        entry.kind, entry.return_of = "return", consignment.barcode
        # Not that of the parcel: it has to stay the only one with its reference.
        entry.reference = consignment.return_reference
        if announce and not entry.blocked:
            world.add(return_parcel(world, entry))
    elif consignment.with_return:
        entry = world.register.find(consignment.barcode)
        entry.both_ways, entry.blocked = True, consignment.blocked


def _enter(world, request, consignment, barcode, announce, label):
    entry = world.register.open(barcode)
    entry.reference = consignment.reference
    entry.customer_code, entry.customer_number = consignment.customer[:2]
    entry.product_code = consignment.product
    entry.issued = entry.issued or consignment.issued
    entry.kind = "return" if consignment.is_return else "parcel"
    entry.blocked = consignment.blocked and (
        consignment.is_return or barcode == consignment.return_barcode)
    entry.announced += announce
    entry.labelled += label
    actions = [register.LABEL] * label + [register.ANNOUNCE] * announce
    register.note(entry, actions, request, world.clock.now())
    return entry


def refused_again(world, request, consignment):
    """Counts a refused announcement of a barcode that is in the register."""
    entry = world.register.find(consignment.barcode)
    if entry:
        entry.refused += 1
        register.note(entry, ["refused"], request, world.clock.now())


def _parcel(world, consignment, known):
    """The parcel as tracking knows it; what happened to one it knows stays."""
    exact = world.clock.now()
    now = int(exact)
    barcode = consignment.barcode
    dimension = {name: str(value) for name, value in consignment.dimension.items()}
    return Parcel(
        barcode=barcode, created_at=known.created_at if known else now,
        changes=known.changes if known else _life(world, consignment.is_return, now),
        main_barcode=consignment.main_barcode, reference=consignment.reference,
        customer_code=consignment.customer.code,
        customer_number=consignment.customer.number,
        customer_name=consignment.customer.name,
        product_code=consignment.product, receiver=consignment.receiver,
        sender=consignment.sender, dimension=DEFAULT_DIMENSION | dimension,
        options=list(consignment.options), insured=consignment.insured or None,
        delivery_date=consignment.delivery_date or None,
        known_at=known.known_at if known else exact + world.quirks.get("known_after", 0),
        by_barcode=not world.register.find(barcode).issued or barcode[:2] == "3S",
        quirks=known.quirks if known else {})


def return_parcel(world, entry):
    """The parcel of a return label: the addresses change places."""
    outward = world.announced(entry.return_of)
    now = int(world.clock.now())
    return Parcel(
        barcode=entry.barcode, created_at=now, changes=_life(world, True, now),
        reference=entry.reference, customer_code=entry.customer_code,
        customer_number=entry.customer_number, product_code=entry.product_code,
        receiver=outward and outward.sender, sender=outward and outward.receiver)


def _life(world, is_return, now):
    """A parcel is only announced, unless a quirk says how it goes on."""
    schedule = stories.STORIES[world.quirks.get("announced", "registered")]
    if is_return:
        # The sender made a label: all that is known of a return.
        schedule = stories.STORIES[_RETURN_STORY][:1] + schedule[1:]
    return make_changes([(hours * 3600, code) for hours, code in schedule], now)


def labels_of(consignment):
    """The labels that a consignment has, as PostNL makes them."""
    product = shipcodes.product(consignment.product)
    receiver = consignment.receiver or {}
    lines = tuple(each for each in (
        f"Product {consignment.product}", consignment.reference,
        receiver.get("CompanyName", ""),
        f"{receiver.get('FirstName', '')} {receiver.get('LastName', '')}".strip(),
        f"{receiver.get('Street', '')} {receiver.get('HouseNumber', '')} "
        f"{receiver.get('HouseNumberSuffix', '')}".strip(),
        f"{receiver.get('Zipcode', '')} {receiver.get('City', '')}".strip(),
        receiver.get("CountryCode", "")) if each)
    kinds = _kinds(consignment, product)
    found = [Label(kind, consignment.barcode, lines) for kind in kinds]
    if consignment.return_barcode and consignment.with_return:
        if SHIP_AND_RETURN not in consignment.options:
            found.append(Label(labels.RETURN, consignment.return_barcode, lines))
    return found


def _kinds(consignment, product):
    if consignment.print_code or SMART_RETURN in consignment.options:
        return [labels.PRINTCODE]
    if consignment.is_return:
        return [labels.RETURN]
    if product.barcode == "S10":
        invoice = bool(consignment.customs and consignment.customs.invoice)
        return [labels.CN23, labels.CP71] + [labels.INVOICE] * invoice
    if product.destination == shipcodes.ROW:
        return [labels.LABEL, labels.INVOICE]
    if consignment.product in shipcodes.MAILBOX:
        return [labels.MAILBOX]
    return [labels.LABEL]


def partner_of(consignment):
    """(network, barcode, location) of the carrier of the last mile, or None."""
    if consignment.pickup or consignment.location:
        return _NETWORKS.get(consignment.country, ""), "", consignment.location
    if consignment.country in ("", "NL", "BE"):
        return None
    serial = zlib.crc32(consignment.barcode.encode()) % _NUMBERS_S10
    return _POSTAL_UNION, s10("CE", f"{serial:08}"), ""


def read_date(text):
    """yyyy-mm-dd of a legacy date with a time; ValueError when it is not one."""
    return dates.parse_moment(text).strftime("%Y-%m-%d")
