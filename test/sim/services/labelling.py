"""Labels and announcements of the first generation: Labelling, Shipment, Confirming.

All three take the same body.  A call is refused as a whole with 400 when
something is wrong with it, or with each of its shipments; otherwise what is
wrong with a shipment is in its part of a 200, and the others go through.
"""

import checks
import errors
import labels
import legacy
import shipcodes
import shipping
from quirks import finish_lists
from services import route
from wire import json_reply

_TRUE, _FALSE = ("true", "1"), ("false", "0")

_CALL = "Validation failed"
_SHIPMENT = "Validation failed for shipment: {}"


@route("POST", "/shipment/v2_2/label")
def label(world, request):
    """Labels, and an announcement unless it says confirm=false."""
    return _ship(world, request, prints=True, output_type=True)


@route("POST", "/v1/shipment")
def shipment(world, request):
    """The same, in a service that does not say the type of its output."""
    return _ship(world, request, prints=True, output_type=False)


@route("POST", "/shipment/v2/confirm")
def confirm(world, request):
    """An announcement without a label."""
    return _ship(world, request, prints=False)


def _ship(world, request, prints, output_type=False):
    tree = checks.body_object(request)
    if tree is None and request.body.strip():
        return _refuse_call([("17", shipcodes.text("17"))])
    most = legacy.MAX_SHIPMENTS if prints else legacy.MAX_CONFIRMED
    call = legacy.Call(world, f"{request.method} {request.path}", tree, prints, most)
    announce = _wants_announcement(request, call) if prints else True
    if call.problems:
        return _refuse_call(call.problems)
    for each in call.consignments:
        _check(world, request, each, prints, announce)
    refusals = world.quirks.get("refusals", "mixed")
    bad = [each for each in call.consignments if each.errors]
    whole = bad and (refusals == "call" or refusals == "mixed"
                     and len(bad) == len(call.consignments))
    if whole and prints:
        return _refuse_shipments(bad)
    for each in call.consignments:
        if not each.errors and not whole:
            if not each.barcode:
                shipping.issue(world, each)
            shipping.carry_out(world, request, each, announce, prints)
    if prints:
        return _labelled(world, call, output_type)
    return _confirmed(world, call, 400 if whole else 200)


def _wants_announcement(request, call):
    value = (request.argument("confirm") or "true").lower()
    if value not in _TRUE + _FALSE:
        call.problems.append(("5", shipcodes.text("5", value, "true|false")))
    return value in _TRUE


def _check(world, request, each, prints, announce):
    """What depends on the service and on what was announced before."""
    if not each.barcode:
        if not prints or each.product == shipcodes.COMBILABEL:
            each.refuse("10702")
    elif announce and shipping.is_refused(world, each):
        each.refuse("24001")
        shipping.refused_again(world, request, each)


def _refuse_call(problems):
    return errors.errors_list([(_CALL, *each) for each in problems])


def _refuse_shipments(bad):
    return errors.errors_list([(_SHIPMENT.format(each.barcode), *problem)
                               for each in bad for problem in each.errors])


def _labelled(world, call, output_type):
    """The answer with labels, four to a sheet if the printer merges them."""
    shipments, merging = [], []
    for each in call.consignments:
        wanted = [] if each.errors else shipping.labels_of(each)
        if call.printer.quarter is not None:
            merging += [one for one in wanted if one.merges]
            wanted = [one for one in wanted if not one.merges]
        shipments.append(_shipment(world, each, [
            _label(one.kind, _print(world, one, call.printer), call.printer,
                   output_type) for one in wanted]))
    # Never with the type of the output, in either service.
    merged = [{"Barcodes": list(dict.fromkeys(one.barcode for one in on_sheet)),
               "Labels": [_label(labels.LABEL, content, call.printer, False)]}
              for on_sheet, content in labels.sheets(merging, call.printer.quarter)]
    return json_reply(finish_lists(
        {"MergedLabels": merged, "ResponseShipments": shipments}, world.quirks))


def _print(world, one, printer):
    return labels.printed(one, printer, world.quirks.get("label_size") == "real")


def _label(kind, content, printer, output_type):
    tree = {"Content": content, "Labeltype": kind}
    if output_type:
        tree["OutputType"] = printer.output
    return tree


def _shipment(world, each, printed):
    tree = {"ProductCodeDelivery": each.product, "Labels": printed,
            "Barcode": each.barcode}
    partner = None if each.errors else shipping.partner_of(each)
    if partner:
        for name, value in zip(("ID", "Barcode", "Location"), partner):
            if value:
                tree["DownPartner" + name] = value
    return tree | {"Errors": _notices(world, each.errors),
                   "Warnings": _notices(world, each.warnings)}


def _notices(world, notices):
    names = (("code", "description") if world.quirks.get("errors") == "spec"
             else ("Code", "Description"))
    return [dict(zip(names, each)) for each in notices]


def _confirmed(world, call, status):
    shipments = []
    for each in call.consignments:
        warnings = _notices(world, each.warnings)
        if not warnings and world.quirks.get("confirm_warnings") == "placeholder":
            warnings = {"Code": "", "Description": ""}
        shipments.append({"Barcode": each.barcode, "Warnings": warnings,
                          "Errors": _notices(world, each.errors)})
    return json_reply(finish_lists({"ResponseShipments": shipments}, world.quirks),
                      status)
