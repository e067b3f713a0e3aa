"""Labels and announcements, V4: shipment/delivery/v4/label, confirm, labelconfirm.

A call is one shipment with all its parcels.  It is accepted or refused as a
whole, and label alone does not announce.
"""

import checks
import errors
import labels
import reference
import shipping
import v4products
from quirks import finish_lists
from services import route
from v4shipments import Shipment
from wire import json_reply

_BASE = "/shipment/delivery/v4"

_IN_BOX, _AND_RETURN = "labelinthebox", "shipmentandreturnlabel"
_TRACE = "00-{:032x}-00f067aa0ba902b7-01"


@route("POST", _BASE + "/labelconfirm")
def label_and_confirm(world, request):
    """Labels and an announcement."""
    return _ship(world, request, announce=True, label=True)


@route("POST", _BASE + "/label")
def label(world, request):
    """Labels only."""
    return _ship(world, request, announce=False, label=True)


@route("POST", _BASE + "/confirm")
def confirm(world, request):
    """An announcement only."""
    return _ship(world, request, announce=True, label=False)


def _ship(world, request, announce, label):
    tree = checks.body_object(request)
    if tree is None:
        return errors.rfc9457(400, {"$": ["The body is not a JSON object."]})
    shipment = Shipment(world, tree)
    if shipment.reader.problems:
        return checks.v4(shipment.reader.problems)
    if not label:
        for each in shipment.consignments:
            if not each.barcode:
                each.refuse("10702")
    refusal = refuse(world, request, shipment.consignments, announce)
    if refusal:
        return refusal
    for each in shipment.consignments:
        if not each.barcode:
            shipping.issue(world, each)
        if shipment.with_return_label and not each.return_barcode:
            each.return_barcode = shipping.issue_3s(world, each.customer.code)
        each.main_barcode = shipment.consignments[0].barcode
        shipping.carry_out(world, request, each, announce, label)
    return answer(world, request, shipment.consignments,
                  shipment.settings if label else None, shipment.services)


def refuse(world, request, consignments, announce):
    """The refusal of a call with a wrong item; None without one."""
    for each in consignments:
        if announce and not each.errors and each.barcode:
            if shipping.is_refused(world, each):
                each.refuse("24001")
                shipping.refused_again(world, request, each)
    if not any(each.errors for each in consignments):
        return None
    if world.quirks.get("v4_errors") == "strings":
        return errors.errors_strings(dict.fromkeys(
            f"{code}: {text}" for each in consignments for code, text in each.errors))
    return errors.rfc9457(400, {
        f"items[{number}]": [text for _, text in each.errors]
        for number, each in enumerate(consignments) if each.errors})


def answer(world, request, consignments, settings, services=()):
    """What V4 says of what it accepted; without ``settings``, without labels."""
    merging, items = [], []
    for each in consignments:
        wanted = shipping.labels_of(each) if settings else []
        if settings and (settings.single or settings.printer.quarter is not None):
            merging += [one for one in wanted if settings.single or one.merges]
            wanted = [one for one in wanted if not settings.single and not one.merges]
        items.append(_item(each, services, [
            _label(each, one, settings.printer, _print(world, one, settings.printer))
            for one in wanted]))
    tree = {"items": items, "warnings": _warnings(world, consignments),
            "traceId": _TRACE.format(request.number)}
    if merging:
        tree["mergedLabels"] = [
            {"label": content, "outputType": "pdf", "labelType": labels.LABEL,
             "barcodes": [one.barcode for one in together]}
            for together, content in (
                [(merging, labels.single(merging))] if settings.single
                else labels.sheets(merging, settings.printer.quarter))]
    return json_reply(finish_lists(tree, world.quirks))


def _print(world, one, printer):
    return labels.printed(one, printer, world.quirks.get("label_size") == "real")


def _label(each, one, printer, content):
    kind = one.kind
    if shipping.SHIP_AND_RETURN in each.options:
        kind = _AND_RETURN
    elif kind == labels.RETURN and not each.is_return:
        kind = _IN_BOX
    return {"label": content, "outputType": printer.output.lower(), "labelType": kind}


def _item(each, services, printed):
    network, barcode, _ = shipping.partner_of(each) or (None, None, None)
    product = reference.product(each.product)
    return {
        "barcode": each.barcode, "shipmentReference": each.reference or None,
        "returnReference": each.return_reference or None,
        "returnBarcode": each.return_barcode or None,
        "partnerId": network or None, "partnerBarcode": barcode or None,
        "codingText": None, "preannouncedProduct": each.product, "labels": printed,
        "productService": {
            "productData": reference.text(product, reference.ENGLISH),
            "services": v4products.service_names(services), "bundles": []}}


def _warnings(world, consignments):
    texts = dict.fromkeys(text for each in consignments for _, text in each.warnings)
    if world.quirks.get("v4_warnings") == "objects":
        return [{"description": each} for each in texts]
    return list(texts)
