"""Shipping, V4: shipment/delivery/v4 label, confirm, barcode and return."""

import errors
import labels
import register
from services import route
from services.shipping import encode, facts_of, issue_barcode
from wire import json_reply

_BASE = "/shipment/delivery/v4"
_OUTPUTS = ("pdf", "zpl", "jpg", "gif", "png")
_MAX_BARCODES = 1000

# Products as the answer names them.
_DOMESTIC = "3085"
_EU = "4907"
_WORLD = "4909"
_EU_COUNTRIES = ("AT BG HR CY DK EE FI FR DE SI GR HU IE IT LV LT LU MT CZ PL PT RO SK ES SE "
                 "BE NL").split()


def _read(request):
    """The body, or None when it is no object."""
    try:
        tree = request.json
    except ValueError:
        return None
    return tree if isinstance(tree, dict) else None


def _problems(world, tree, customer):
    """What is missing, in PostNL's words."""
    found = []
    party = tree.get(customer) or {}
    for name in ("customerCode", "customerNumber"):
        if not party.get(name):
            found.append(f"{customer}.{name} value is required in request body")
    receiver = (tree.get("receiver") or {}).get("address") or {}
    for name in ("countryIso", "city"):
        if not receiver.get(name):
            found.append(f"receiver.address.{name} value is required in request body")
    if tree.get("itemCount", 1) != len(tree.get("items") or [{}]):
        found.append("itemCount is not the number of items")
    if (receiver.get("countryIso") not in _EU_COUNTRIES + [None]
            and not (tree.get("internationalShipmentData") or {}).get("customs")):
        found.append("internationalShipmentData.customs value is required in request body")
    for item in tree.get("items") or ():
        if item.get("barcode") and register.is_accepted(world, item["barcode"]):
            found.append("17701: Shipment was accepted already and is not announced again")
    return found


def _product(tree):
    country = ((tree.get("receiver") or {}).get("address") or {}).get("countryIso")
    if country in ("NL", "BE"):
        return _DOMESTIC
    return _EU if country in _EU_COUNTRIES else _WORLD


def _labels(tree, barcode, kinds):
    output = (tree.get("labelSettings") or {}).get("outputType", "pdf").lower()
    output = output if output in _OUTPUTS else "pdf"
    return [{"label": encode(labels.make(barcode, output, kind)), "outputType": output,
             "labelType": kind} for kind in kinds]


def _kinds(tree, product):
    kinds = ["Label"]
    label_type = (tree.get("returnOptions") or {}).get("labelType")
    if label_type:
        kinds.append(label_type)
    parcel = tree.get("shipmentType", "parcel") == "parcel"
    return kinds + (["CN23", "CommercialInvoice"] if product == _WORLD and parcel else [])


def _item(tree, item, barcode, kinds, product):
    references = item.get("customerReferences") or {}
    return {"barcode": barcode, "shipmentReference": references.get("shipmentReference"),
            "returnReference": references.get("returnReference"), "returnBarcode": None,
            "partnerId": "LD-01" if product == _EU else None,
            "partnerBarcode": "CG" + barcode[-9:] + "DE" if product == _EU else None,
            "codingText": None, "preannouncedProduct": product,
            "labels": _labels(tree, barcode, kinds) if kinds else [],
            "productService": {"productData": "Parcels", "services": [], "bundles": []}}


def _ship(world, request, labelled, announced, customer="sender"):
    tree = _read(request)
    if tree is None:
        return errors.rfc9457()
    problems = _problems(world, tree, customer)
    if problems:
        return errors.fault_array(problems)
    party = tree[customer]
    product = _product(tree)
    items = []
    for item in tree.get("items") or [{}]:
        barcode = item.get("barcode") or issue_barcode(world, party["customerCode"], product)
        kinds = _kinds(tree, product) if labelled else []
        if customer == "receiver":
            kinds = ["Return Label"]
        items.append(_item(tree, item, barcode, kinds, product))
        reference = (item.get("customerReferences") or {}).get("shipmentReference")
        if announced:
            register.announce(world, request, barcode, facts_of(
                party["customerCode"], party["customerNumber"], product, reference,
                (tree["receiver"].get("address") or {})))
        else:
            world.register.note(world, barcode, request.path, False, reference or "")
    return json_reply({"items": items, "warnings": [],
                       "traceId": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"})


@route("POST", _BASE + "/labelconfirm")
def label_confirm(world, request):
    """Labels, and announces."""
    return _ship(world, request, True, True)


@route("POST", _BASE + "/label")
def label(world, request):
    """Labels only."""
    return _ship(world, request, True, False)


@route("POST", _BASE + "/confirm")
def confirm(world, request):
    """Announces parcels that have labels."""
    return _ship(world, request, False, True)


@route("POST", _BASE + "/return/generate")
def generate_return(world, request):
    """A return: the consumer is the sender."""
    return _ship(world, request, True, False, customer="receiver")


@route("POST", _BASE + "/return/activate")
def activate_return(world, request):
    """Activates a return label that was made blocked."""
    tree = _read(request) or {}
    if not tree.get("barcode"):
        return errors.fault_array(["barcode value is required in request body"])
    return json_reply({"barcode": tree["barcode"]})


@route("POST", _BASE + "/barcode")
def barcodes(world, request):
    """Barcodes in a batch."""
    tree = _read(request) or {}
    missing = [name for name in ("customerCode", "customerNumber") if not tree.get(name)]
    if missing:
        return errors.fault_array([f"{name} value is required in request body"
                                   for name in missing])
    count = tree.get("numberOfBarcodes", 1)
    if not isinstance(count, int) or not 1 <= count <= _MAX_BARCODES:
        return errors.fault_array([f"numberOfBarcodes must be from 1 to {_MAX_BARCODES}"])
    return json_reply({"barcodes": [issue_barcode(world, tree["customerCode"], _DOMESTIC)
                                    for _ in range(count)]})
