"""Shipping in both generations: labels, announcements, refusals."""

import base64

from support import SimTestCase

LABEL = "/shipment/v2_2/label"
V4 = "/shipment/delivery/v4"
RECEIVER = {"AddressType": "01", "Name": "de Ruiter", "Street": "Bilderdijkstraat",
            "HouseNr": "9", "Zipcode": "3532VA", "City": "Utrecht", "Countrycode": "NL"}
V4_RECEIVER = {"address": {"street": "Bilderdijkstraat", "houseNumber": "9",
                           "postalCode": "3532VA", "city": "Utrecht", "countryIso": "NL"}}


class Shipping(SimTestCase):

    def ship(self, path=LABEL, printer="GraphicFile|PDF", count=1, **changes):
        """(status, JSON) of a label call."""
        shipment = {"Addresses": [RECEIVER], "Barcode": "3SDEVC100000001",
                    "ProductCodeDelivery": "3085", "Dimension": {"Weight": 1000}} | changes
        shipment = {name: value for name, value in shipment.items() if value is not None}
        shipments = [shipment | ({"Barcode": f"3SDEVC1000001{number:02}"} if count > 1 else {})
                     for number in range(count)]
        return self.post(path, {
            "Customer": {"CustomerCode": "DEVC", "CustomerNumber": "11223344"},
            "Message": {"Printertype": printer}, "Shipments": shipments})

    def codes(self, answer):
        return [each["Code"] for each in answer["Errors"]]

    def test_each_format_shows_the_barcode(self):
        for printer, magic in (("GraphicFile|PDF", b"%PDF-"), ("GraphicFile|GIF 200 dpi", b"GIF89a"),
                               ("GraphicFile|JPG 300 dpi", b"\xff\xd8\xff"),
                               ("GraphicFile|PNG 300 dpi", b"\x89PNG"),
                               ("Zebra|Generic ZPL II 200 dpi", b"^XA")):
            status, answer = self.ship(printer=printer)
            self.assertEqual(status, 200, answer)
            data = base64.b64decode(answer["ResponseShipments"][0]["Labels"][0]["Content"])
            self.assertTrue(data.startswith(magic), printer)
            self.assertIn(b"3SDEVC100000001", data)

    def test_an_announced_parcel_is_tracked(self):
        self.ship(Reference="ORDER-1")
        status, answer = self.sim.get("/shipment/v2/status/barcode/3SDEVC100000001")
        self.assertEqual(status, 200)
        self.assertEqual(answer["CurrentStatus"]["Shipment"]["Barcode"], "3SDEVC100000001")
        entry, = self.control("GET", "register")["parcels"]
        self.assertEqual((entry["announced"], entry["reference"]), (1, "ORDER-1"))

    def test_a_label_alone_announces_nothing(self):
        self.ship(path=LABEL + "?confirm=false")
        entry, = self.control("GET", "register")["parcels"]
        self.assertEqual((entry["announced"], entry["labelled"]), (0, 1))
        self.ship(path="/shipment/v2/confirm")
        entry, = self.control("GET", "register?barcode=3SDEVC100000001")["parcels"]
        self.assertEqual(entry["announced"], 1)

    def test_after_the_first_scan_nothing_is_announced_again(self):
        self.ship()
        self.assertEqual(self.ship()[0], 200)
        self.control("POST", "parcels/3SDEVC100000001/events", {"code": "B01"})
        status, answer = self.ship()
        self.assertEqual((status, self.codes(answer)), (400, ["17701"]))

    def test_refusals(self):
        for changes, code in (({"Barcode": "x"}, "10703"), ({"Addresses": []}, "10301"),
                              ({"Addresses": [RECEIVER | {"Zipcode": "1"}]}, "10302"),
                              ({"ProductCodeDelivery": "1"}, "10501"),
                              ({"Dimension": None}, "10601"),
                              ({"ProductCodeDelivery": "4909"}, "16301")):
            status, answer = self.ship(**changes)
            self.assertEqual((status, self.codes(answer)), (400, [code]), changes)
        status, answer = self.ship(count=5)
        self.assertEqual((status, self.codes(answer)), (400, ["10003"]))

    def test_a_refusal_inside_a_success(self):
        status, answer = self.ship(ProductCodeDelivery="9901")
        self.assertEqual(status, 200)
        self.assertEqual(self.codes(answer["ResponseShipments"][0]), ["10505"])
        self.assertEqual(self.control("GET", "register")["parcels"], [])

    def test_a_sheet_of_four(self):
        _, answer = self.ship(printer="GraphicFile|PDF|MergeA", count=4)
        sheet, = answer["MergedLabels"]
        self.assertEqual(len(sheet["Barcodes"]), 4)
        data = base64.b64decode(sheet["Labels"][0]["Content"])
        self.assertTrue(all(each.encode() in data for each in sheet["Barcodes"]))

    def test_barcodes_of_postnls_own(self):
        _, answer = self.ship(path="/v1/shipment", Barcode=None)
        self.assertRegex(answer["ResponseShipments"][0]["Barcode"], r"^3SDEVC\d{9}$")
        _, answer = self.ship(path="/v1/shipment", Barcode=None, ProductCodeDelivery="4909",
                              Customs={"Currency": "EUR"})
        shipment = answer["ResponseShipments"][0]
        self.assertRegex(shipment["Barcode"], r"^CW\d{9}NL$")
        self.assertEqual([each["Labeltype"] for each in shipment["Labels"]],
                         ["Label", "CN23", "CommercialInvoice"])


class ShippingV4(SimTestCase):

    def ship(self, path="/labelconfirm", items=({},), **changes):
        body = {"sender": {"customerCode": "DEVC", "customerNumber": "11223344"},
                "receiver": V4_RECEIVER, "items": list(items),
                "itemCount": len(items)} | changes
        return self.post(V4 + path, body)

    def test_an_item_for_each_collo(self):
        status, answer = self.ship(items=({}, {"barcode": "3SDEVC100000002"}))
        self.assertEqual(status, 200, answer)
        first, second = answer["items"]
        self.assertEqual(second["barcode"], "3SDEVC100000002")
        self.assertIn(first["barcode"].encode(), base64.b64decode(first["labels"][0]["label"]))

    def test_refusals_are_faults(self):
        status, answer = self.ship(sender={})
        self.assertEqual(status, 400)
        self.assertIn("customerCode", answer[0]["fault"]["faultstring"])
        abroad = {"address": V4_RECEIVER["address"] | {"countryIso": "US"}}
        status, answer = self.ship(receiver=abroad)
        self.assertIn("customs", answer[0]["fault"]["faultstring"])

    def test_a_batch_of_barcodes(self):
        status, answer = self.post(V4 + "/barcode", {
            "customerCode": "DEVC", "customerNumber": "11223344", "numberOfBarcodes": 50})
        self.assertEqual(status, 200)
        self.assertEqual(len(set(answer["barcodes"])), 50)

    def test_a_return(self):
        status, answer = self.ship(
            path="/return/generate", sender={"address": V4_RECEIVER["address"]},
            receiver=V4_RECEIVER | {"customerCode": "DEVC", "customerNumber": "11223344"})
        self.assertEqual(status, 200, answer)
        self.assertEqual(answer["items"][0]["labels"][0]["labelType"], "Return Label")
        status, _ = self.post(V4 + "/return/activate", {"barcode": "3SDEVC100000001"})
        self.assertEqual(status, 200)
