"""Return labels: in the box, on their own, blocked and activated."""

from shipments import (ACTIVATE, LABEL, ShippingTestCase, V4, V4_BODY, call, content,
                       options, shipment, v4)

BARCODE, RETURN = "3SDEVC123456789", "3SDEVC987654321"
GENERATE, ACTIVATE_V4 = V4 + "return/generate", V4 + "return/activate"


class Legacy(ShippingTestCase):

    def activate(self, barcode, **changes):
        """The answer to activating a return."""
        return self.accept(ACTIVATE, {"CustomerNumber": "11223344",
                                      "CustomerCode": "DEVC", "Barcode": barcode}
                           | changes)

    def status(self, barcode):
        """CurrentStatus of a barcode."""
        return self.sim.get("/shipment/v2/status/barcode/" + barcode)[1]["CurrentStatus"]

    def ship_with_return(self, *more):
        """Ships a parcel with a return label in the box."""
        self.ship(shipment(Barcode=BARCODE, ReturnBarcode=RETURN, ReturnReference="R-1",
                           ProductOptions=options("return_in_box", *more)))

    def test_in_the_box(self):
        self.ship_with_return()
        entry = self.entry(RETURN)
        self.assertEqual((entry["kind"], entry["return_of"], entry["reference"]),
                         ("return", BARCODE, "R-1"))
        parcel = self.track(RETURN, "?detail=true")
        self.assertEqual(parcel["Event"]["Code"], "A10")
        self.assertEqual(parcel["Address"][1]["LastName"], "de Ruiter")
        self.assertEqual(self.ask_reference("ORDER-1")["Shipment"]["Barcode"], BARCODE)

    def test_needs_its_barcode(self):
        self.assertEqual(self.codes(LABEL, call(shipment(
            ProductOptions=options("return_in_box")))), ["4"])
        self.assertEqual(self.codes(LABEL, call(shipment(
            ProductOptions=options("return_in_box"), ReturnBarcode="nonsense"))),
            ["20502"])

    def test_blocked(self):
        self.ship_with_return("blocked")
        self.assertTrue(self.entry(RETURN)["blocked"])
        self.assertFalse(self.entry(BARCODE)["blocked"])
        self.assertEqual(self.status(RETURN), {})
        self.assertEqual(self.activate(RETURN), {"successFulBarcodes": [RETURN]})
        self.assertFalse(self.entry(RETURN)["blocked"])
        self.assertEqual(self.track(RETURN)["Status"]["StatusCode"], "1")

    def test_by_the_barcode_of_the_parcel(self):
        self.ship_with_return("blocked")
        self.control("POST", "quirks", {"errors_per_barcode": "always"})
        self.assertEqual(self.activate(BARCODE), {"successFulBarcodes": [BARCODE],
                                                  "errorsPerBarcode": []})
        self.assertFalse(self.entry(RETURN)["blocked"])

    def test_one_label_for_both_ways(self):
        self.ship(shipment(Barcode=BARCODE,
                           ProductOptions=options("both_ways", "blocked")))
        self.assertTrue(self.entry(BARCODE)["blocked"])
        self.activate(BARCODE)
        self.assertFalse(self.entry(BARCODE)["blocked"])

    def test_not_a_return(self):
        self.ship(shipment(Barcode=BARCODE))
        for barcode in (BARCODE, "3SDEVC000000999"):
            answer = self.activate(barcode)
            self.assertEqual(answer["successFulBarcodes"], [])
            error, = answer["errorsPerBarcode"]
            self.assertEqual((error["barcode"], error["errors"][0]["code"]),
                             (barcode, "20502"))
        self.assertEqual(self.post(ACTIVATE, {})[0], 400)

    def test_of_another_customer(self):
        self.ship_with_return("blocked")
        answer = self.activate(RETURN, CustomerCode="OTHR")
        self.assertEqual(answer["successFulBarcodes"], [])

    def test_smart_return(self):
        one, = self.ship(shipment(ProductCodeDelivery="2285",
                                  ProductOptions=options("smart_return")))
        entry = self.entry(one["Barcode"])
        self.assertEqual(entry["kind"], "return")
        self.assertIn(one["Barcode"].encode(), content(one["Labels"][0]))


class OfV4(ShippingTestCase):

    def body(self, **changes):
        """A request for a return label."""
        sender, receiver = V4_BODY["receiver"], V4_BODY["sender"]
        return {"sender": sender, "receiver": receiver, "items": [{}]} | changes

    def generate(self, **changes):
        """The item of a return label."""
        item, = self.accept(GENERATE, self.body(**changes))["items"]
        return item

    def test_printed(self):
        item = self.generate(labelSettings={"printMethod": "consumerPrint"})
        label, = item["labels"]
        self.assertEqual((label["outputType"], label["labelType"]),
                         ("pdf", "Return Label"))
        self.assertIn(item["barcode"].encode(), content(label))
        entry = self.entry(item["barcode"])
        self.assertEqual((entry["kind"], entry["product_code"]), ("return", "3285"))
        self.assertEqual(self.track(item["barcode"])["Status"]["StatusCode"], "1")

    def test_code(self):
        item = self.generate(labelSettings={"outputType": "png",
                                            "printMethod": "retailPrint"})
        label, = item["labels"]
        self.assertEqual(label["labelType"], "PrintcodeLabel")
        self.assertTrue(content(label).startswith(b"\x89PNG"))

    def test_a_new_one_each_time(self):
        self.assertNotEqual(self.generate()["barcode"], self.generate()["barcode"])

    def test_products(self):
        merchant = V4_BODY["sender"]
        reply = merchant["address"] | {"street": "Antwoordnummer", "houseNumber": "12"}
        self.assertEqual(self.generate(receiver=merchant | {"address": reply})
                         ["preannouncedProduct"], "2285")
        consumer = V4_BODY["receiver"]
        for country, product in (("BE", "3250"), ("DE", "4910")):
            address = consumer["address"] | {"countryIso": country}
            self.assertEqual(self.generate(sender=consumer | {"address": address})
                             ["preannouncedProduct"], product)

    def test_nested_customer(self):
        merchant = V4_BODY["sender"]
        self.generate(receiver={"address": merchant["address"], "customer": {
            "customerNumber": "11223344", "customerCode": "DEVC"}})

    def test_refused(self):
        for changes in ({"labelSettings": {"outputType": "zpl"}},
                        {"returnOptions": {"domestic": {"returnPeriod": 100}}},
                        {"items": [{"barcode": "3S1"}]}):
            status, answer = self.post(GENERATE, self.body(**changes))
            self.assertEqual((status, answer["status"]), (400, 400), changes)
        status, answer = self.post(GENERATE, {})
        self.assertEqual((status, type(answer)), (400, list))

    def test_in_the_box_blocked_and_activated(self):
        item, = self.accept(V4 + "labelconfirm", v4(returnOptions={
            "labelType": "labelinthebox", "returnBlock": True}))["items"]
        self.assertEqual([each["labelType"] for each in item["labels"]],
                         ["Label", "labelinthebox"])
        self.assertTrue(self.entry(item["returnBarcode"])["blocked"])
        body = {"barcode": item["returnBarcode"], "source": "79", "label": True,
                "sender": {"customerNumber": "11223344"}}
        answer = self.accept(ACTIVATE_V4, body)
        self.assertEqual(answer["warnings"], [])
        self.assertEqual(len(answer["items"][0]["labels"]), 1)
        again = self.accept(ACTIVATE_V4, body | {"label": False})
        self.assertEqual((len(again["warnings"]), again["items"][0]["labels"]), (1, []))
        status, answer = self.post(ACTIVATE_V4, body | {"barcode": BARCODE})
        self.assertEqual((status, set(answer["errors"])), (400, {"barcode"}))

    def test_one_label_for_both_ways(self):
        item, = self.accept(V4 + "labelconfirm", v4(returnOptions={
            "labelType": "shipmentandreturnlabel"}))["items"]
        self.assertEqual([each["labelType"] for each in item["labels"]],
                         ["shipmentandreturnlabel"])
        self.assertTrue(self.entry(item["barcode"])["both_ways"])
