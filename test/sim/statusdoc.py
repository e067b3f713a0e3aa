"""The tracking documents: a parcel as PostNL describes it.

Trees as in quirks.py: every string may be EMPTY, and a list of one becomes an
object when it is finished.
"""

from typing import NamedTuple

import clock as dates
import reference
from quirks import EMPTY, Shipments, finish, shuffled

# Live answers mix "not applicable" entries into OldStatus, some of them with
# milliseconds.  They follow the first two changes after this many seconds.
_NOISE = ((83, None), (84, 0.471))
_NOISY_EVENTS = ("A01", "B01")

_RECEIVER = "01"
_SENDER = "02"
ADDRESS_KEYS = ("Building", "City", "CompanyName", "CountryCode", "DepartmentName",
                 "District", "FirstName", "Floor", "HouseNumber",
                 "HouseNumberSuffix", "LastName", "Region", "Remark", "Street",
                 "Zipcode")

# Location and route codes in events: made up, but of the live form.
_ANNOUNCED_AT = "888888"
_SORTING_CENTRE = "171967"
_ROUTE = ("444", "0444 Spijkenisse 12")


class View(NamedTuple):
    """How the parcels are asked for: when, in which language and detail."""

    now: float
    lang: str
    detail: bool
    quirks: dict


def document(parcels, collos, view):
    """The answer for the parcels that a search found; never called without any.

    ``collos`` gives all parcels of a main barcode.
    """
    key = "CompleteStatus" if view.detail else "CurrentStatus"
    shipments = Shipments(_shipment(each, collos(each.main_barcode), view)
                          for each in parcels)
    if view.quirks.get("events") == "unordered":
        shipments.reverse()
    return finish({key: {"Shipment": shipments}}, view.quirks)


def _shipment(parcel, collos, view):
    now, lang, detail, _ = view
    product = reference.product(parcel.product_code)
    tree = {
        "MainBarcode": parcel.main_barcode,
        "Barcode": parcel.barcode,
        "ShipmentAmount": str(len(collos)),
        "ShipmentCounter": str(collos.index(parcel) + 1),
        "Customer": {"CustomerCode": parcel.customer_code,
                     "CustomerNumber": parcel.customer_number,
                     "Name": parcel.customer_name or EMPTY},
        "ProductCode": parcel.product_code.zfill(6),
        "ProductDescription": reference.text(product, lang),
        "Reference": parcel.reference or EMPTY,
    }
    if parcel.delivery_date:
        tree["DeliveryDate"] = parcel.delivery_date
    tree["Dimension"] = {key: parcel.dimension.get(key) or EMPTY for key in
                         ("Height", "Length", "Volume", "Weight", "Width")}
    if parcel.insured and detail:
        tree["Amount"] = {"VerzekerdBedrag": parcel.insured}
    tree["Address"] = [_address(kind, address) for kind, address in
                       ((_RECEIVER, parcel.receiver), (_SENDER, parcel.sender))
                       if address]
    if detail:
        tree["Event"] = _events(parcel, view)
    if parcel.options:
        tree["ProductOptions"] = [_option(each) for each in parcel.options]
    if detail:
        _add_expectation(tree, parcel, now)
    current = parcel.current(now)
    tree["Status"] = _status(dates.stamp(current.at), current.status, lang)
    if detail:
        tree["OldStatus"] = _old_statuses(parcel, view)
    return tree


def _address(kind, address):
    tree = {"AddressType": kind}
    for key in ADDRESS_KEYS:
        tree[key] = address.get(key) or EMPTY
    return tree


def _option(text):
    """An option such as "118-006"; tracking gives its codes without padding."""
    characteristic, _, option = text.partition("-")
    return {"OptionCode": option.lstrip("0"),
            "CharacteristicCode": characteristic.lstrip("0")}


def _add_expectation(tree, parcel, now):
    eta = parcel.eta(now)
    if eta:
        tree["Expectation"] = {"ETAFrom": dates.iso_local(eta[0]),
                               "ETATo": dates.iso_local(eta[1])}


def _status(stamp, code, lang, stamp_key="TimeStamp"):
    status = reference.status(code)
    return {stamp_key: stamp, "StatusCode": code,
            "StatusDescription": reference.text(status, lang),
            "PhaseCode": status.phase,
            "PhaseDescription": reference.text(reference.phase(status.phase), lang)}


def _events(parcel, view):
    events = [_event(change, view.lang)
              for change in reversed(parcel.until(view.now)) if change.event]
    if view.quirks.get("events") == "unordered":
        return shuffled(events, parcel.barcode)
    return events


def _event(change, lang):
    event = reference.event(change.event)
    announced = change.status == "1"
    return {
        "Code": event.code,
        "Description": reference.text(event, lang),
        "DestinationLocationCode": EMPTY if announced else _SORTING_CENTRE,
        "LocationCode": _ANNOUNCED_AT if announced else _SORTING_CENTRE,
        "RouteCode": EMPTY if announced else _ROUTE[0],
        "RouteName": EMPTY if announced else _ROUTE[1],
        "TimeStamp": dates.stamp(change.at),
    }


def _old_statuses(parcel, view):
    """All statuses so far, newest first, the current one included as live."""
    entries = []
    for change in parcel.until(view.now):
        entries.append((change.at, _status(dates.stamp(change.at), change.status,
                                           view.lang)))
        if change.event in _NOISY_EVENTS:
            entries += [(at, _status(stamp, reference.NOT_APPLICABLE, view.lang))
                        for at, stamp in _noise(change.at) if at <= view.now]
    entries.sort(key=lambda each: each[0], reverse=True)
    statuses = [status for _, status in entries]
    if view.quirks.get("events") == "unordered":
        return shuffled(statuses, parcel.barcode)
    return statuses


def _noise(at):
    for after, fraction in _NOISE:
        if fraction is None:
            yield at + after, dates.stamp(at + after)
        else:
            yield at + after + fraction, dates.stamp_ms(at + after + fraction)


def update(parcel, change, lang, quirks):
    """One element of updatedshipments."""
    created = dates.iso_date(parcel.created_at)
    if quirks.get("creation_date") == "datetime":
        created += "T00:00:00"
    return finish({
        "Barcode": parcel.barcode,
        "CreationDate": created,
        "CustomerNumber": parcel.customer_number,
        "CustomerCode": parcel.customer_code,
        "Status": _status(dates.iso_local(change.at), change.status, lang,
                          "Timestamp"),
    }, quirks)
