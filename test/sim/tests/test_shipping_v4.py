"""Shipments and barcodes of V4."""

from shipments import ShippingTestCase, V4, V4_CUSTOMS, content, shipment, v4

BARCODE = "3SDEVC123456789"


class Accepted(ShippingTestCase):

    def test_label_and_confirm(self):
        answer = self.accept(V4 + "labelconfirm", v4())
        self.assertEqual(set(answer), {"items", "warnings", "traceId"})
        item, = answer["items"]
        self.assertEqual(set(item), {
            "barcode", "shipmentReference", "returnReference", "returnBarcode",
            "partnerId", "partnerBarcode", "codingText", "preannouncedProduct",
            "labels", "productService"})
        self.assertRegex(item["barcode"], r"^3SDEVC\d{9}$")
        self.assertEqual(item["shipmentReference"], "ORDER-1")
        label, = item["labels"]
        self.assertEqual((label["outputType"], label["labelType"]), ("pdf", "Label"))
        self.assertIn(item["barcode"].encode(), content(label))
        self.assertEqual(self.entry(item["barcode"])["announced"], 1)
        parcel = self.track(item["barcode"])
        self.assertEqual(parcel["Status"]["StatusCode"], "1")
        self.assertEqual(parcel["Address"][0]["HouseNumberSuffix"], "A")
        self.assertEqual(parcel["Customer"]["Name"], "Example BV")

    def test_label_does_not_announce(self):
        item, = self.accept(V4 + "label", v4())["items"]
        self.assertEqual(self.entry(item["barcode"])["state"], "labelled")
        _, answer = self.sim.get("/shipment/v2/status/barcode/" + item["barcode"])
        self.assertEqual(answer["CurrentStatus"], {})
        again, = self.accept(V4 + "confirm", v4(items=[
            {"barcode": item["barcode"]}]))["items"]
        self.assertEqual(again["labels"], [])
        self.assertEqual(self.entry(item["barcode"])["state"], "confirmed")

    def test_several_items(self):
        items = self.accept(V4 + "labelconfirm", v4(itemCount=3, items=None))["items"]
        barcodes = [each["barcode"] for each in items]
        self.assertEqual(len(set(barcodes)), 3)
        _, answer = self.sim.get("/shipment/v2/status/barcode/" + barcodes[2])
        found = answer["CurrentStatus"]["Shipment"]
        self.assertEqual([each["Barcode"] for each in found], barcodes)

    def test_products(self):
        for changes, product in (
                ({}, "3085"),
                ({"services": {"deliveryConfirmation": "signature"}}, "3189"),
                ({"services": {"statedAddressOnly": True, "returnWhenNotHome": True}},
                 "3390"),
                ({"services": {"insuredValue": 250}}, "3087"),
                ({"services": {"minimalAgeCheck": "18+"}}, "3438"),
                ({"services": {"deliveryConfirmation": "deliveryCode",
                               "insuredValue": 250}}, "3085"),
                ({"services": {"adrLq": True, "statedAddressOnly": True}}, "3385"),
                ({"shipmentType": "letterbox"}, "2928"),
                ({"shipmentType": "letterbox", "services": {
                    "deliveryWindow": {"duration": "non24hours"}}}, "2948"),
                ({"deliveryLocation": {"pickUpLocationId": "171963"}}, "3533"),
                ({"receiver__address__countryIso": "BE",
                  "receiver__address__postalCode": "2000"}, "4946"),
                ({"sender__address__countryIso": "BE"}, "4890"),
                ({"receiver__address__countryIso": "DE",
                  "internationalShipmentData": {"bundle": "insured"}}, "4907"),
                ({"receiver__address__countryIso": "DE", "shipmentType": "packet"},
                 "6405")):
            item, = self.accept(V4 + "labelconfirm", v4(**changes))["items"]
            self.assertEqual(item["preannouncedProduct"], product, changes)

    def test_options_in_tracking(self):
        item, = self.accept(V4 + "labelconfirm", v4(
            handOverDate="2026-07-15",
            services={"deliveryWindow": {"service": "evening"}}))["items"]
        parcel = self.track(item["barcode"])
        self.assertEqual(parcel["ProductOptions"],
                         {"OptionCode": "6", "CharacteristicCode": "118"})

    def test_case_does_not_matter(self):
        body = v4(labelSettings={"outputtype": "PDF"})
        body["Receiver"] = body.pop("receiver")
        self.accept(V4 + "labelconfirm", body)

    def test_warnings(self):
        body = v4(receiver__address__houseNumber="4000")
        self.assertEqual(self.accept(V4 + "labelconfirm", body)["warnings"],
                         ["Address is unknown"])
        self.control("POST", "quirks", {"v4_warnings": "objects"})
        self.assertEqual(self.accept(V4 + "labelconfirm", body)["warnings"],
                         [{"description": "Address is unknown"}])


class Refused(ShippingTestCase):

    def missing(self, body, path="labelconfirm"):
        """What the gateway says is missing."""
        status, answer = self.post(V4 + path, body)
        self.assertEqual(status, 400)
        return [each["fault"]["faultstring"].split()[0] for each in answer]

    def fields(self, body, path="labelconfirm"):
        """The fields that the service finds wrong."""
        status, answer = self.post(V4 + path, body)
        self.assertEqual((status, answer["status"]), (400, 400))
        return answer["errors"]

    def test_missing(self):
        self.assertEqual(self.missing(v4(sender__customerCode=None)), ["customerCode"])
        self.assertEqual(self.missing(v4(receiver__address=None)), ["address"])
        self.assertEqual(self.missing(v4(receiver__address__countryIso=None)),
                         ["countryIso"])
        self.assertIn("receiver", self.missing({}))

    def test_wrong(self):
        for changes, field in (
                ({"sender__customerCode": "devc"}, "sender.customerCode"),
                ({"shipmentType": "elephant"}, "shipmentType"),
                ({"labelSettings": {"outputType": "doc"}}, "labelSettings.outputType"),
                ({"labelSettings": {"resolution": 150}}, "labelSettings.resolution"),
                ({"labelSettings": {"outputType": "gif", "mergeType": "singlepdf"}},
                 "labelSettings.outputType"),
                ({"itemCount": 2}, "itemCount"), ({"itemCount": 1000}, "itemCount"),
                ({"items": [1]}, "items"),
                ({"items": [{"dimensions": {"weight": "much"}}]},
                 "items[0].dimensions.weight"),
                ({"handOverDate": "15-07-2026"}, "handOverDate"),
                ({"handOverDate": "2026-07-01"}, "handOverDate"),
                ({"services": {"insuredValue": "much"}}, "services.insuredValue"),
                ({"returnOptions": {"returnPeriod": 30}}, "returnOptions.returnPeriod")):
            self.assertIn(field, self.fields(v4(**changes)), changes)
        self.assertIn("$", self.fields(b"["))

    def test_what_the_schema_refuses(self):
        for changes, field in (
                ({"receiver__address__houseNumber": 9}, "receiver.address.houseNumber"),
                ({"receiver__address__countryIso": "nl"}, "receiver.address.countryIso"),
                ({"items": [{"customerReferences": {"shipmentReference": 12}}]},
                 "items[0].customerReferences.shipmentReference"),
                ({"items": [{"dimensions": {"weight": "1200"}}]},
                 "items[0].dimensions.weight"),
                ({"services": {"statedAddressOnly": "true"}}, "services.statedAddressOnly")):
            self.assertEqual(set(self.fields(v4(**changes))), {field})

    def test_refused_by_postnl(self):
        for changes, text in (
                ({"receiver__address__postalCode": None}, "Receiver zipcode is missing"),
                ({"receiver__address__countryIso": "CH"}, "Customs segment is required"),
                ({"receiver__address__street": "Postbus",
                  "services": {"deliveryConfirmation": "deliverycode"}},
                 "Receiver address cannot be a postal box"),
                ({"items": [{"barcode": "3S1"}]},
                 "Length of 3S type barcode must be between 12 and 15"),
                ({"items": [{"barcode": "3SOTHR123456789"}]},
                 "Barcode 3SOTHR123456789 is not a valid barcode")):
            self.assertEqual(self.fields(v4(**changes)), {"items[0]": [text]})
        twice = self.fields(v4(items=[{"barcode": BARCODE}] * 2))
        self.assertEqual(set(twice), {"items[1]"})
        self.assertEqual(self.fields(v4(), "confirm"),
                         {"items[0]": ["Barcode is required"]})
        self.assertEqual(self.register(), [])

    def test_customs(self):
        def ask(**changes):
            return v4(receiver__address__countryIso="CH", internationalShipmentData={
                "customs": {name: value for name, value in
                            (V4_CUSTOMS | changes).items() if value is not None}})
        self.accept(V4 + "labelconfirm", ask())
        self.assertEqual(self.missing(ask(associatedDocument=None)), ["type"])
        self.assertEqual(self.missing(ask(transactionCode=None)), ["transactionCode"])
        self.accept(V4 + "labelconfirm", ask(transactionCode="31",
                                             associatedDocument=None))
        self.assertIn("items[0]", self.fields(ask(content=[])))

    def test_as_strings(self):
        self.control("POST", "quirks", {"v4_errors": "strings"})
        status, answer = self.post(V4 + "labelconfirm",
                                   v4(receiver__address__postalCode=None))
        self.assertEqual((status, answer),
                         (400, {"errors": ["10802: Receiver zipcode is missing"]}))

    def test_hostile_bodies(self):
        for name in (*v4(), "labelSettings", "services", "deliveryLocation", "itemCount",
                     "returnOptions", "internationalShipmentData", "handOverDate"):
            for value in (None, 1, -1.5, True, "\ud800(\\", [[]], {"x": []}, [None]):
                body = v4() | {name: value}
                self.assertIn(self.post_status(V4 + "labelconfirm", body), (200, 400),
                              (name, value))


class Barcodes(ShippingTestCase):

    def ask_barcodes(self, **changes):
        """(status, answer) for a batch of barcodes."""
        body = {"customerNumber": "11223344", "customerCode": "DEVC"} | changes
        return self.post(V4 + "barcode", body)

    def issue(self, **changes):
        """The barcodes of a batch."""
        status, answer = self.ask_barcodes(**changes)
        self.assertEqual(status, 200, answer)
        return answer["barcodes"]

    def test_batches(self):
        self.assertRegex(self.issue()[0], r"^3SDEVC\d{9}$")
        found = self.issue(numberOfBarcodes=1000) + self.issue(numberOfBarcodes=5)
        self.assertEqual(len(set(found)), 1005)
        barcode, = self.issue(serieStart="0001000", serieEnd="0002000")
        self.assertEqual(barcode, "3SDEVC0001000")

    def test_shared_with_the_other_services(self):
        _, answer = self.ask("/shipment/v1_1/barcode", {
            "CustomerCode": "DEVC", "CustomerNumber": "11223344", "Type": "3S"})
        one, = self.ship(shipment(Barcode="3SDEVC000000001"))
        found = {answer["Barcode"], one["Barcode"], *self.issue(numberOfBarcodes=5)}
        self.assertEqual(len(found), 7)

    def test_other_codes(self):
        for code in ("A", "AB", "ABC", "ABCDEF"):
            barcode, = self.issue(customerCode=code)
            self.assertRegex(barcode, rf"^3S{code}\d+$")
            self.assertIn(len(barcode), (13, 15))

    def test_refused(self):
        for changes in ({"customerCode": "devc"}, {"numberOfBarcodes": 0},
                        {"numberOfBarcodes": 100_000}, {"serieStart": "x"}, {"serieEnd": "99"},
                        {"serieStart": "0002000", "serieEnd": "0001000"},
                        {"serieStart": "0000001", "serieEnd": "0000002",
                         "numberOfBarcodes": 3}):
            status, answer = self.ask_barcodes(**changes)
            self.assertEqual((status, answer["status"]), (400, 400), changes)
        status, answer = self.ask_barcodes(customerCode=None)
        self.assertIn("customerCode", answer[0]["fault"]["faultstring"])
