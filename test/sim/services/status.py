"""Track and trace: shipment/v2/status."""

from datetime import timedelta

import clock as dates
import errors
import reference
import statusdoc
from quirks import shuffled
from services import route
from signature import SIGNATURE_GIF
from wire import Reply, json_reply

_BASE = "/shipment/v2/status"

# PostNL's limits for updatedshipments.
_MAX_WINDOW = timedelta(hours=2)
_MAX_LOOK_BACK = 48 * 3600
# A client that asks for exactly 48 hours needs a moment to do so.
_LOOK_BACK_GRACE = 60

_DAY = 86400
_DEFAULT_REFERENCE_DAYS = 90

_TRUE = ("true", "1")


@route("GET", _BASE + "/barcode/{barcode}")
def status_by_barcode(world, request):
    """The shipment that a barcode belongs to, with all its parcels."""
    barcode = request.params["barcode"]
    if not barcode:
        return errors.bad_request("no barcode supplied in path")
    found = [each for each in world.shipment(barcode) if each.by_barcode]
    return _search(world, request, found, None)


@route("GET", _BASE + "/reference/{referenceId}")
def status_by_reference(world, request):
    """The parcels of a customer with a reference."""
    if not request.params["referenceId"]:
        return errors.bad_request("no reference supplied in path")
    for name in ("customerCode", "customerNumber"):
        if not request.argument(name):
            return errors.bad_request(f"no {name} supplied in query")
    parcels = world.by_reference(request.params["referenceId"],
                                 request.argument("customerCode"),
                                 request.argument("customerNumber"))
    return _search(world, request, parcels, _DEFAULT_REFERENCE_DAYS)


def _search(world, request, parcels, default_days):
    days = request.argument("maxDays") or default_days
    if days is not None and not str(days).isdecimal():
        return errors.bad_request("maxDays is not a number")
    now = world.clock.now()
    detail = (request.argument("detail") or "").lower() in _TRUE
    quirks = world.quirks
    for parcel in parcels:
        if parcel.quirks:
            quirks = quirks | parcel.quirks
    visible = [each for each in parcels if _is_visible(each, now, days)]
    if not visible:
        return _nothing_found(detail, quirks)
    view = statusdoc.View(now, reference.language(request.argument("language")),
                          detail, quirks)
    return json_reply(statusdoc.document(visible, world.collos, view))


def _is_visible(parcel, now, days):
    """Whether the parcel has a status, and one that is young enough."""
    past = parcel.until(now)
    return bool(past) and parcel.known_at <= now and (
        days is None or past[-1].at >= now - int(days) * _DAY)


def _nothing_found(detail, quirks):
    key = "CompleteStatus" if detail else "CurrentStatus"
    shape = quirks.get("unknown", "warning")
    if shape == "empty_404":
        return errors.empty(404)
    if shape == "empty_object":
        return json_reply({})
    if shape == "empty_list":
        return json_reply({key: []})
    return json_reply({key: {}, "Warnings": [{"Message": "No shipment found",
                                              "Code": "2"}]})


@route("GET", _BASE + "/signature/{barcode}")
def signature(world, request):
    """The signature for a delivered parcel."""
    barcode = request.params["barcode"]
    if not barcode:
        return errors.bad_request("no barcode supplied in path")
    parcel = world.find(barcode)
    signed_at = parcel.signed_at(world.clock.now()) if parcel else None
    if signed_at is None:
        return errors.warnings_wrapped()
    return json_reply({"Signature": {"Barcode": barcode,
                                     "SignatureDate": dates.iso_zone(signed_at),
                                     "SignatureImage": SIGNATURE_GIF}})


@route("GET", _BASE + "/{customernumber}/updatedshipments")
def updated_shipments(world, request):
    """What changed for a customer in a period of at most two hours.

    Periods are compared with what the clocks in Amsterdam showed; in the night
    in which they are set back, an hour of it is shown twice.
    """
    period = _read_period(request, world.clock.now())
    if isinstance(period, Reply):
        return period
    start, end = period
    now = world.clock.now()
    lang = reference.language(request.argument("language"))
    updates = []
    for parcel in world.of_customer(request.params["customernumber"]):
        if parcel.known_at > now:
            continue
        quirks = world.quirks | parcel.quirks
        changes = [each for each in parcel.changes
                   if start <= dates.wall(each.at) <= end and each.at <= now]
        if not quirks.get("every_update"):
            changes = changes[-1:]
        updates += [(each.at, statusdoc.update(parcel, each, lang, quirks))
                    for each in changes]
    updates.sort(key=lambda each: each[0])
    return json_reply(_disarrange([update for _, update in updates], world.quirks))


def _disarrange(updates, quirks):
    """The feed as clients must be able to take it."""
    if quirks.get("feed_strangers"):
        updates = [each for update in updates
                   for each in (update, update | {"Barcode": _stranger(update["Barcode"])})]
    if quirks.get("feed_repeat"):
        updates = updates + updates
    if quirks.get("feed_order") == "unordered":
        updates = shuffled(updates, len(updates))
    return updates


def _stranger(barcode):
    """The barcode of a parcel that is no client's of ours."""
    return "3SELSE" + barcode[-9:]


def _read_period(request, now):
    """(from, to) by the clock on the wall, or the reply that refuses the period."""
    values = request.query.get("period", [])
    if len(values) != 2:
        return errors.bad_request("period must be supplied twice")
    try:
        start, end = (dates.parse_wall(each) for each in values)
    except ValueError:
        return errors.bad_request("period is not a valid date")
    if start > end:
        return errors.bad_request("period ends before it begins")
    if end - start > _MAX_WINDOW:
        return errors.bad_request("period exceeds the maximum of 2 hours")
    if start < dates.wall(now - _MAX_LOOK_BACK - _LOOK_BACK_GRACE):
        return errors.bad_request("period lies more than 48 hours in the past")
    return start, end
