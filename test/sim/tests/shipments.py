"""Requests for the shipping services, for the tests to change."""

import base64
import copy
import json

from support import SimTestCase

LABEL = "/shipment/v2_2/label"
SHIPMENT = "/v1/shipment"
CONFIRM = "/shipment/v2/confirm"
ACTIVATE = "/parcels/v1/shipment/activatereturn"
V4 = "/shipment/delivery/v4/"

RECEIVER = {"AddressType": "01", "City": "Utrecht", "Countrycode": "NL",
            "FirstName": "Peter", "HouseNr": "9", "HouseNrExt": "a bis",
            "Name": "de Ruiter", "Street": "Bilderdijkstraat", "Zipcode": "3532VA"}
ABROAD = {"AddressType": "01", "City": "Zürich", "Countrycode": "CH", "Name": "Muster",
          "Street": "Bahnhofstrasse", "HouseNr": "12", "Zipcode": "8001"}
PARIS = {"AddressType": "01", "City": "Paris", "Countrycode": "FR", "Name": "Dupont",
         "Street": "Rue de Rivoli", "HouseNr": "1", "Zipcode": "75001"}
PICKUP = {"AddressType": "09", "City": "Utrecht", "Countrycode": "NL",
          "CompanyName": "Primera", "Street": "Biltstraat", "HouseNr": "1",
          "Zipcode": "3572AA"}
CONTACT = {"ContactType": "01", "Email": "receiver@example.org",
           "SMSNr": "+31612345678"}
CUSTOMS = {"Currency": "EUR", "ShipmentType": "Commercial Goods", "Invoice": True,
           "InvoiceNr": "22334455", "Content": [
               {"Description": "Powdered milk", "Quantity": 2, "Weight": 4300,
                "Value": 20.0, "HSTariffNr": "19019091", "CountryOfOrigin": "NL"}]}
OPTION = {"return_in_box": ("152", "028"), "smart_return": ("152", "025"),
          "both_ways": ("152", "026"), "blocked": ("191", "004"),
          "evening": ("118", "006"), "delivery_code": ("004", "020")}

V4_BODY = {
    "shipmentType": "parcel",
    "sender": {"customerNumber": "11223344", "customerCode": "DEVC", "address": {
        "companyName": "Example BV", "street": "Voorbeeldweg", "houseNumber": "1",
        "postalCode": "3571ZZ", "city": "Utrecht", "countryIso": "NL"}},
    "receiver": {"type": "consumer", "address": {
        "street": "Bilderdijkstraat", "houseNumber": "9", "houseNumberAddition": "A",
        "postalCode": "3532VA", "city": "Utrecht", "countryIso": "NL"},
        "contact": {"firstName": "A", "lastName": "B", "email": "a@example.org",
                    "mobileNumber": "0612345678", "language": "NL"}},
    "items": [{"customerReferences": {"shipmentReference": "ORDER-1"},
               "dimensions": {"weight": 1200}}]}
V4_CUSTOMS = {"transactionCode": "11", "currency": "EUR",
              "associatedDocument": {"type": "invoice", "number": "22334455"},
              "content": [{"description": "Powdered milk", "quantity": 2,
                           "weight": 4300, "value": 20.0, "countryOfOrigin": "NL",
                           "hsTariffNumber": "19019091"}]}


def shipment(**changes):
    """One element of Shipments; a change to None leaves the key out."""
    whole = {"Addresses": [RECEIVER], "Contacts": [CONTACT],
             "Dimension": {"Weight": 2000}, "ProductCodeDelivery": "3085",
             "Reference": "ORDER-1"} | changes
    return {name: value for name, value in whole.items() if value is not None}


def options(*names):
    """ProductOptions by name."""
    return [dict(zip(("Characteristic", "Option"), OPTION[name])) for name in names]


def call(*shipments, printer="GraphicFile|PDF", **customer):
    """A legacy request; the keywords change the customer."""
    return {
        "Customer": {"CustomerCode": "DEVC", "CustomerNumber": "11223344",
                     "CollectionLocation": "123456", "Name": "Janssen", "Address": {
                         "AddressType": "02", "City": "Den Haag",
                         "CompanyName": "PostNL", "Countrycode": "NL", "HouseNr": "3",
                         "Street": "Waldorpstraat", "Zipcode": "2521CA"}} | customer,
        "Message": {"MessageID": "1", "MessageTimeStamp": "15-07-2026 12:00:00",
                    "Printertype": printer},
        "Shipments": list(shipments) or [shipment()]}


def v4(**changes):
    """A V4 request; a key such as receiver__address__city is a path."""
    body = copy.deepcopy(V4_BODY)
    for path, value in changes.items():
        *parents, last = path.split("__")
        inner = body
        for name in parents:
            inner = inner.setdefault(name, {})
        if value is None:
            inner.pop(last, None)
        else:
            inner[last] = value
    return body


def content(label):
    """The bytes of a label."""
    return base64.b64decode(label.get("Content") or label["label"], validate=True)


class ShippingTestCase(SimTestCase):
    """Tests that send shipments."""

    def accept(self, path, body):
        """The answer to a request that must be accepted."""
        status, answer = self.post(path, body)
        self.assertEqual(status, 200, answer)
        return answer

    def ship(self, *shipments, path=LABEL, **customer):
        """The ResponseShipments of a call that must be accepted."""
        answer = self.accept(path, call(*shipments, **customer))
        for each in answer["ResponseShipments"]:
            self.assertEqual(each["Errors"], [], each)
        return answer["ResponseShipments"]

    def codes(self, path, body):
        """The codes of a call that must be refused as a whole."""
        status, answer = self.post(path, body)
        self.assertEqual(status, 400, answer)
        self.assertEqual(set(answer), {"Errors"})
        for each in answer["Errors"]:
            self.assertEqual(set(each), {"Error", "Code", "Description"})
        return [each["Code"] for each in answer["Errors"]]

    def register(self, query=""):
        """The entries of the register."""
        return self.control("GET", "register" + query)

    def entry(self, barcode):
        """The one entry of a barcode."""
        entry, = self.register("?barcode=" + barcode)
        return entry

    def ask_reference(self, reference):
        """CurrentStatus of a lookup by reference."""
        _, answer = self.sim.get(f"/shipment/v2/status/reference/{reference}"
                                 "?customerCode=DEVC&customerNumber=11223344")
        return answer["CurrentStatus"]

    def happen(self, barcode, code="B01"):
        """Makes something happen to a parcel."""
        self.control("POST", f"parcels/{barcode}/events", {"code": code})

    def post_status(self, path, body):
        """The status alone, for answers that need not be JSON."""
        return self.sim.request("POST", path, json.dumps(body))[0]
