#!/usr/bin/env python3
"""Makes data/requests.json: the bodies that PostNL's services for shipping take.

    python3 test/sim/make_schemas.py OPENAPI_DIR > test/sim/data/requests.json
    python3 test/sim/make_schemas.py v4 > v4.json

The second makes an OpenAPI file of V4's operations, for programs that read those.

OPENAPI_DIR has PostNL's files labelling.json and confirming.json, which PostNL publishes
on https://developer.postnl.nl/.  Types, patterns, limits and required members are taken
from them as they are; descriptions and examples are left out.  PostNL publishes no file
of V4: its schema is below, by the tables of PostNL's SDK.
"""

import json
import sys

# Where PostNL's own examples, or its list of errors, contradict the files, and are believed.
CORRECTIONS = {
    # one has eight digits, Confirming allows ten, and fewer are a warning (16307)
    "Shipments[].Customs.Content[].HSTariffNr": {"minLength": 0, "maxLength": 10},
    "Shipments[].Customs[].Content[].HSTariffNr": {"minLength": 0},
    # all have a text
    "Shipments[].Dimension.Weight": {"type": ["integer", "string"], "pattern": "^[0-9]+$"},
    # only a warning in PostNL's list of errors (110107)
    "Shipments[].Contacts[].Email": {"maxLength": 254},
    # and so is a contact without a type (17811)
    "Shipments[].Contacts[]": {"required": []},
    # Confirming wants a list, and its example has an object
    "confirming Shipments[].Customs": {"type": ["array", "object"]},
}

KEPT = ("type", "pattern", "minLength", "maxLength", "minimum", "maximum", "enum",
        "maxItems")


def resolve(document, node):
    """What a "$ref" stands for; any other node as it is."""
    while "$ref" in node:
        target = document
        for key in node["$ref"].removeprefix("#/").split("/"):
            target = target[key]
        node = target
    return node


def reduce(document, node, name, path=""):
    """A schema of a file without its words."""
    node = resolve(document, node)
    schema = {each: node[each] for each in KEPT if each in node}
    if "properties" in node:
        schema["properties"] = {
            member: reduce(document, each, name, f"{path}.{member}".lstrip("."))
            for member, each in node["properties"].items()}
    if node.get("required"):
        schema["required"] = node["required"]
    if "items" in node:
        schema["items"] = reduce(document, node["items"], name, path + "[]")
    schema.update(CORRECTIONS.get(path, {}) | CORRECTIONS.get(f"{name} {path}", {}))
    return schema


def flatten(schema, path=""):
    """{"Shipments[].Barcode": limits} of a schema."""
    limits = {name: each for name, each in schema.items() if name not in ("properties", "items")}
    flat = {path: limits}
    for name, each in schema.get("properties", {}).items():
        flat.update(flatten(each, f"{path}.{name}".lstrip(".")))
    if "items" in schema:
        flat.update(flatten(schema["items"], path + "[]"))
    return flat


def body_of(directory, name):
    """The schema of the one body in a file."""
    with open(f"{directory}/{name}.json", encoding="utf-8") as file:
        document = json.load(file)
    (path, item), = document["paths"].items()
    body = item["post"]["requestBody"]["content"]["application/json"]["schema"]
    return "POST " + path, reduce(document, body, name)


def text(most=None, **limits):
    """A text of V4."""
    return {"type": "string"} | ({"maxLength": most} if most else {}) | limits


def word(*words):
    """One of some words, to the letter."""
    return {"type": "string", "enum": list(words)}


def whole(low=None, high=None):
    """A whole number."""
    limits = {"minimum": low, "maximum": high}
    return {"type": "integer"} | {name: each for name, each in limits.items()
                                  if each is not None}


def record(*required, **members):
    """An object."""
    return ({"type": "object", "properties": members}
            | ({"required": list(required)} if required else {}))


NUMBER, FLAG = {"type": "number", "minimum": 0}, {"type": "boolean"}
DAY = text(pattern=r"^\d{4}-[01]\d-[0-3]\d$")
COUNTRY = text(pattern="^[A-Z]{2}$")
CODE, NUMBER_OF = text(6, minLength=1), text(10, pattern=r"^\d+$")

ADDRESS = record(
    "countryIso", countryIso=COUNTRY, street=text(), houseNumber=text(),
    houseNumberAddition=text(), postalCode=text(), city=text(), companyName=text(),
    departmentName=text(), addressLine=text(),
    internationalAddressData=record(area=text(), buildingName=text(), doorCode=text(),
                                    floor=text(), region=text()))
CONTACT = record(firstName=text(), lastName=text(), companyName=text(), email=text(),
                 mobileNumber=text(), smsNumber=text(), phoneNumber=text(),
                 language=word("NL", "FR", "EN"))
CUSTOMER = {"customerNumber": NUMBER_OF, "customerCode": CODE, "address": ADDRESS,
            "contact": CONTACT}
ITEM = record(
    barcode=text(15, minLength=11),
    customerReferences=record(shipmentReference=text(), costCenter=text(),
                              returnReference=text()),
    dimensions=record(length=whole(1), width=whole(1), height=whole(1), volume=whole(1),
                      weight=whole(1)))
CUSTOMS = record(
    "transactionCode", "currency", "content",
    transactionCode=word("11", "21", "31", "32", "91"), currency=text(pattern="^[A-Z]{3}$"),
    content={"type": "array", "items": record(
        "description", "quantity", "weight", "value",
        description=text(35, minLength=1), quantity=whole(1), weight=whole(1), value=NUMBER,
        countryOfOrigin=COUNTRY, hsTariffNumber=text(10, minLength=6))},
    handleAsNonDeliverable=FLAG,
    associatedDocument=record("type", "number", type=word("certificate", "invoice", "license"),
                              number=text()),
    senderIdentification=text(), receiverIdentification=text(), labelSignature=text())
SETTINGS = record(
    outputType=word("pdf", "zpl", "jpg", "gif", "png"),
    resolution={"type": "integer", "enum": [200, 300, 600]},
    pageOrientation=word("portrait", "landscape"), mergeType=word("singlepdf", "pdfa6toa4"),
    positioning=word("topleft", "topright", "bottomleft", "bottomright"),
    printMethod=word("consumerPrint", "retailPrint"))
SERVICES = record(
    insuredValue=NUMBER, statedAddressOnly=FLAG, returnWhenNotHome=FLAG, adrLq=FLAG,
    registered=FLAG, minimalAgeCheck=word("16+", "18+"),
    deliveryConfirmation=word("signature", "deliverycode"),
    deliveryWindow=record(service=word("daytime", "evening"),
                          guaranteedBefore=word("10:00", "12:00", "17:00"),
                          duration=word("24hours", "non24hours")))
V4_TYPES = word("parcel", "letterbox", "packet", "parcelnonstandard", "letter", "pallet")

SHIPMENT_V4 = record(
    "sender", "receiver",
    sender=record("customerNumber", "customerCode", "address",
                  undeliverableReturnAddress=ADDRESS, **CUSTOMER),
    receiver=record("address", address=ADDRESS, contact=CONTACT,
                    type=word("consumer", "business")),
    shipmentType=V4_TYPES, handOverDate=DAY, labelSettings=SETTINGS, itemCount=whole(1, 999),
    items={"type": "array", "maxItems": 999, "items": ITEM}, services=SERVICES,
    deliveryLocation=record(pickupLocationId=text(), address=ADDRESS),
    returnOptions=record(labelType=word("labelinthebox", "shipmentandreturnlabel"),
                         returnBarcode=text(), returnAddress=ADDRESS, returnBlock=FLAG,
                         returnPeriod={"type": "integer", "enum": [20, 35, 100, 200, 365]}),
    internationalShipmentData=record(bundle=word("track_trace", "insured", "insured_plus"),
                                     pudo=FLAG, customs=CUSTOMS))
RETURN_V4 = record(
    "sender", "receiver",
    sender=record("address", address=ADDRESS, contact=CONTACT),
    receiver=record("customerNumber", "customerCode", "address", **CUSTOMER),
    shipmentType=V4_TYPES,
    labelSettings=SETTINGS, items={"type": "array", "items": ITEM},
    returnOptions=record(
        domestic=record(returnPeriod={"type": "integer", "enum": [20, 35]}, valuableReturn=FLAG),
        international=record(consolidationMode=word("none", "bulk"),
                             networkType=word("commercial", "postal")),
        collectionService=record(timeWindow=text(), itemCount=whole(1))))

V4 = "/shipment/delivery/v4/"


def openapi(operations):
    """An OpenAPI file of some operations, {path: schema}."""
    return {"openapi": "3.0.3", "info": {"title": "V4", "version": "4"}, "paths": {
        path: {"post": {
            "requestBody": {"required": True, "content": {"application/json": {"schema": each}}},
            "responses": {"200": {"description": "OK", "content": {"application/json": {
                "schema": {"type": "object"}, "example": {}}}}}}}
        for path, each in operations.items()}}


def read_all(directory):
    """{"POST /path": schema} of all services."""
    path, label = body_of(directory, "labelling")
    confirm_path, confirm = body_of(directory, "confirming")
    shipment = json.loads(json.dumps(label))
    # the all-in-one service issues it
    shipment["properties"]["Shipments"]["items"]["required"].remove("Barcode")
    return {path: label, "POST /v1/shipment": shipment, confirm_path: confirm,
            "POST " + V4 + "label": SHIPMENT_V4, "POST " + V4 + "return/generate": RETURN_V4}


def main(source):
    if source == "v4":
        operations = {V4 + name: SHIPMENT_V4 for name in ("labelconfirm", "label", "confirm")}
        operations[V4 + "return/generate"] = RETURN_V4
        json.dump(openapi(operations), sys.stdout)
        return
    lines = []
    for operation, schema in read_all(source).items():
        members = [f"  {json.dumps(name)}: {json.dumps(limits)}"
                   for name, limits in flatten(schema).items()]
        lines.append(f" {json.dumps(operation)}: {{\n" + ",\n".join(members) + "\n }")
    print("{\n" + ",\n".join(lines) + "\n}")


if __name__ == "__main__":
    main(*sys.argv[1:])
