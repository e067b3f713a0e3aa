"""Shipping, legacy: shipment/v2_2/label, shipment/v2/confirm and v1/shipment."""

import base64
import re

import labels
import register
from services import route
from services.barcode import s10
from wire import json_reply

_MAX_SHIPMENTS = 4
_PRODUCT = re.compile(r"\d{4,5}")
_BARCODE = re.compile(r"(?:[23]S[A-Z0-9]{9,13}|[A-Z]{2}\d{9}[A-Z]{2})")
_DUTCH_CODE = re.compile(r"\d{4}[A-Z]{2}")

# Products of parcels outside the EU, and of international mail.
_WORLD = ("4909", "4905")
_MAIL = {"6440": "UE", "6405": "UE", "6972": "LA", "6350": "LA", "6906": "LA"}
_RETURNS = ("2285", "3285", "3250", "4882")

_PRINTERS = (("|pdf", "pdf"), ("|gif", "gif"), ("|jpg", "jpg"), ("|png", "png"),
             ("zpl", "zpl"))


class Refused(Exception):
    """The request is wrong; holds (code, text) of each error."""

    def __init__(self, *problems):
        super().__init__(*problems)


def _refusal(problems):
    return json_reply({"Errors": [{"Error": "Validation error", "Code": code,
                                   "Description": text} for code, text in problems]}, 400)


def _read(request):
    """(customer, shipments) of a request."""
    try:
        tree = request.json
    except ValueError:
        tree = None
    if not isinstance(tree, dict):
        raise Refused(("10001", "The request is no JSON"))
    customer = tree.get("Customer")
    if not isinstance(customer, dict) or not customer.get("CustomerCode"):
        raise Refused(("21201", "Customer code is required"))
    if not customer.get("CustomerNumber"):
        raise Refused(("21202", "Customer number is required"))
    shipments = tree.get("Shipments")
    if not isinstance(shipments, list) or not shipments:
        raise Refused(("10002", "Shipment is required"))
    if len(shipments) > _MAX_SHIPMENTS:
        raise Refused(("10003", f"No more than {_MAX_SHIPMENTS} shipments are possible"))
    return tree, customer, shipments


def _receiver(shipment):
    for address in shipment.get("Addresses") or ():
        if address.get("AddressType") == "01":
            return address
    raise Refused(("10301", "Receiver address is required"))


def _check(world, shipment, needs_barcode):
    """Raises Refused when PostNL would refuse the shipment."""
    receiver = _receiver(shipment)
    country = receiver.get("Countrycode")
    if not _PRODUCT.fullmatch(str(shipment.get("ProductCodeDelivery", ""))):
        raise Refused(("10501", "Product code is required"))
    if country == "NL" and not _DUTCH_CODE.fullmatch(receiver.get("Zipcode", "")):
        raise Refused(("10302", "Receiver zipcode is missing or not valid"))
    if not receiver.get("City"):
        raise Refused(("10303", "Receiver city is required"))
    if not isinstance((shipment.get("Dimension") or {}).get("Weight"), (int, str)):
        raise Refused(("10601", "Weight is required"))
    if shipment["ProductCodeDelivery"] in _WORLD and not shipment.get("Customs"):
        raise Refused(("16301", "Customs is required"))
    barcode = shipment.get("Barcode")
    if barcode is None and needs_barcode:
        raise Refused(("10702", "Barcode is required"))
    if barcode is not None and not _BARCODE.fullmatch(barcode):
        raise Refused(("10703", "Barcode is not valid"))
    if barcode is not None and register.is_accepted(world, barcode):
        raise Refused(("17701", "Shipment was accepted already and is not announced again"))


def issue_barcode(world, customer_code, product):
    """A barcode that PostNL chooses: by product, of S10 or of the customer."""
    kind = "CW" if product in _WORLD else _MAIL.get(product)
    if kind:
        return world.issue((kind, "issued"), 10_000_000, 99_999_999,
                           lambda number: s10(kind, f"{number:08}"))
    digits = 13 - len(customer_code)
    return world.issue(("3S", customer_code, "issued"), 5 * 10 ** (digits - 1),
                       10 ** digits - 1, lambda number: f"3S{customer_code}{number:0{digits}}")


def _options(shipment):
    return {f"{each.get('Characteristic')}/{each.get('Option')}"
            for each in shipment.get("ProductOptions") or ()}


def _label_types(shipment):
    """The labels that a shipment gets."""
    types = ["Return Label" if shipment["ProductCodeDelivery"] in _RETURNS else "Label"]
    if {"152/028", "152/026"} & _options(shipment):
        types.append("Return Label")
    if shipment["ProductCodeDelivery"] in _WORLD:
        types += ["CN23", "CommercialInvoice"]
    return types


def _output_type(tree):
    printer = str((tree.get("Message") or {}).get("Printertype", "")).lower()
    return next((kind for mark, kind in _PRINTERS if mark in printer), "pdf")


def encode(data):
    """Bytes as base64 text."""
    return base64.b64encode(data).decode()


def facts_of(customer_code, customer_number, product, reference, receiver):
    """What tracking knows of an announced parcel."""
    return {"customer_code": customer_code, "customer_number": customer_number,
            "product_code": str(product), "reference": reference or "",
            "receiver": {"City": receiver.get("City") or receiver.get("city") or ""}}


def _answer(tree, shipment, barcode):
    output = _output_type(tree)
    answer = {"Barcode": barcode, "ProductCodeDelivery": shipment["ProductCodeDelivery"],
              "Errors": [], "Warnings": [],
              "Labels": [{"Content": encode(labels.make(barcode, output, kind)),
                          "Labeltype": kind, "OutputType": output.upper()}
                         for kind in _label_types(shipment)]}
    if shipment.get("ReturnBarcode"):
        answer["ReturnBarcode"] = shipment["ReturnBarcode"]
    if shipment["ProductCodeDelivery"] == "4907":
        answer |= {"DownPartnerBarcode": "CG" + barcode[-9:] + "DE", "DownPartnerID": "LD-01"}
    if shipment["ProductCodeDelivery"] == "2928":
        answer["CodingText"] = "S1|" + barcode[-5:]
    if shipment["ProductCodeDelivery"].startswith("99"):
        answer |= {"Labels": [], "Errors": [{"Code": "10505", "Description":
                                             "Product code is not allowed for this customer"}]}
    return answer


def _merge(tree, answers):
    """The sheets, when the printer asks for them; labels are only there then."""
    printer = str((tree.get("Message") or {}).get("Printertype", ""))
    if "Merge" not in printer:
        return []
    entries = [(each["Barcode"], label["Labeltype"])
               for each in answers for label in each["Labels"]]
    for each in answers:
        each["Labels"] = []
    return [{"Barcodes": [each["Barcode"] for each in answers],
             "Labels": [{"Content": encode(labels.pdf(entries)), "Labeltype": "Label"}]}]


def _ship(world, request, needs_barcode, labelled, announced):
    tree, customer, shipments = _read(request)
    for shipment in shipments:
        _check(world, shipment, needs_barcode)
    answers = []
    for shipment in shipments:
        barcode = shipment.get("Barcode") or issue_barcode(
            world, customer["CustomerCode"], shipment["ProductCodeDelivery"])
        answer = _answer(tree, shipment, barcode)
        answers.append(answer)
        if answer["Errors"]:
            continue
        if announced:
            register.announce(world, request, barcode, facts_of(
                customer["CustomerCode"], customer["CustomerNumber"],
                shipment["ProductCodeDelivery"], shipment.get("Reference"),
                _receiver(shipment)))
        else:
            world.register.note(world, barcode, request.path, False,
                                shipment.get("Reference", ""))
    if not labelled:
        for each in answers:
            del each["Labels"]
        return json_reply({"ResponseShipments": answers})
    return json_reply({"MergedLabels": _merge(tree, answers), "ResponseShipments": answers})


def _confirms(request):
    return request.argument("confirm") not in ("false", "False")


@route("POST", "/shipment/v2_2/label")
def label(world, request):
    """Labels for up to four parcels; announces them unless told otherwise."""
    try:
        return _ship(world, request, False, True, _confirms(request))
    except Refused as refused:
        return _refusal(refused.args)


@route("POST", "/v1/shipment")
def shipment(world, request):
    """The same, with barcodes of PostNL's own where none is given."""
    try:
        return _ship(world, request, False, True, _confirms(request))
    except Refused as refused:
        return _refusal(refused.args)


@route("POST", "/shipment/v2/confirm")
def confirm(world, request):
    """Announces parcels that have labels."""
    try:
        return _ship(world, request, True, False, True)
    except Refused as refused:
        return _refusal(refused.args)


@route("POST", "/parcels/v1/shipment/activatereturn")
def activate_return(world, request):
    """Activates a return label that was made blocked."""
    tree = request.json or {}
    if not _BARCODE.fullmatch(str(tree.get("Barcode", ""))):
        return _refusal([("10702", "Barcode is required")])
    return json_reply({})
