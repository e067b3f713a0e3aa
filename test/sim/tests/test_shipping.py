"""Labelling, Shipment and Confirming of the first generation."""

from shipments import (ABROAD, CONFIRM, CONTACT, CUSTOMS, LABEL, PARIS, PICKUP, RECEIVER,
                       SHIPMENT, ShippingTestCase, call, options, shipment)

BARCODE, OTHER = "3SDEVC123456789", "3SDEVC000000007"


class Accepted(ShippingTestCase):

    def test_label(self):
        answer = self.accept(LABEL, call(shipment(Barcode=BARCODE)))
        self.assertEqual(answer["MergedLabels"], [])
        one, = answer["ResponseShipments"]
        label, = one.pop("Labels")
        self.assertEqual(one, {"Barcode": BARCODE, "ProductCodeDelivery": "3085",
                               "Errors": [], "Warnings": []})
        self.assertEqual(set(label), {"Content", "Labeltype", "OutputType"})
        self.assertEqual((label["Labeltype"], label["OutputType"]), ("Label", "PDF"))

    def test_shipment_does_not_say_its_output(self):
        one, = self.ship(path=SHIPMENT)
        self.assertEqual(set(one["Labels"][0]), {"Content", "Labeltype"})

    def test_confirm(self):
        answer = self.accept(CONFIRM, call(shipment(Barcode=BARCODE)))
        self.assertEqual(answer, {"ResponseShipments": [
            {"Barcode": BARCODE, "Warnings": [], "Errors": []}]})
        self.control("POST", "quirks", {"confirm_warnings": "placeholder"})
        answer = self.accept(CONFIRM, call(shipment(Barcode=BARCODE)))
        self.assertEqual(answer["ResponseShipments"][0]["Warnings"],
                         {"Code": "", "Description": ""})

    def test_one_becomes_an_object(self):
        self.control("POST", "quirks", {"single": "everywhere"})
        answer = self.accept(LABEL, call())
        self.assertEqual(answer["ResponseShipments"]["Labels"]["Labeltype"], "Label")

    def test_customs_are_an_object_or_a_list(self):
        abroad = shipment(Addresses=[ABROAD], ProductCodeDelivery="4909",
                          Barcode="CC123456785NL", Customs=[CUSTOMS])
        for customs in (CUSTOMS, [CUSTOMS]):
            self.accept(CONFIRM, call(abroad | {"Customs": customs}))

    def test_issued_barcodes(self):
        for product, address, pattern in (
                ("3085", RECEIVER, r"3SDEVC\d{9}"), ("4907", PARIS, r"3SDEVC\d{7}"),
                ("4909", ABROAD, r"CW\d{9}NL"), ("6350", ABROAD, r"LA\d{9}NL"),
                ("6440", ABROAD, r"UL\d{9}NL"), ("6418", ABROAD, r"RF\d{9}NL")):
            one, = self.ship(shipment(ProductCodeDelivery=product, Addresses=[address],
                                      Customs=CUSTOMS))
            self.assertRegex(one["Barcode"], f"^{pattern}$")
            self.assertTrue(self.entry(one["Barcode"])["issued"])

    def test_issued_barcodes_are_not_given_again(self):
        first, = self.ship()
        _, answer = self.ask("/shipment/v1_1/barcode", {
            "CustomerCode": "DEVC", "CustomerNumber": "11223344", "Type": "3S"})
        second, = self.ship()
        self.assertEqual(
            len({first["Barcode"], answer["Barcode"], second["Barcode"]}), 3)

    def test_tracking_knows_an_announced_parcel(self):
        self.ship(shipment(Barcode=BARCODE, ProductCodeDelivery="3087",
                           ProductOptions=options("evening"),
                           DeliveryDate="16-07-2026 18:00:00",
                           Amounts=[{"AmountType": "02", "Value": 250}]))
        parcel = self.track(BARCODE, "?detail=true")
        self.assertEqual(parcel["Status"]["StatusCode"], "1")
        self.assertEqual(parcel["Reference"], "ORDER-1")
        self.assertEqual(parcel["ProductCode"], "003087")
        self.assertEqual(parcel["DeliveryDate"], "2026-07-16")
        self.assertEqual(parcel["Amount"]["VerzekerdBedrag"], "EUR250.00")
        self.assertEqual(parcel["Dimension"]["Weight"], "2000")
        self.assertEqual(parcel["ProductOptions"],
                         {"OptionCode": "6", "CharacteristicCode": "118"})
        receiver, sender = parcel["Address"]
        self.assertEqual((receiver["LastName"], receiver["HouseNumberSuffix"]),
                         ("de Ruiter", "a bis"))
        self.assertEqual(sender["CompanyName"], "PostNL")
        self.assertEqual(self.ask_reference("ORDER-1")["Shipment"]["Barcode"], BARCODE)
        _, updates = self.sim.get(
            "/shipment/v2/status/11223344/updatedshipments"
            "?period=2026-07-15T11:00:00&period=2026-07-15T12:00:00")
        self.assertEqual([each["Barcode"] for each in updates], [BARCODE])

    def test_life_after_announcing(self):
        self.ship(shipment(Barcode=BARCODE))
        self.control("POST", "quirks", {"announced": "delivered"})
        self.ship(shipment(Barcode=OTHER))
        self.control("POST", "clock", {"advance_seconds": 20 * 3600})
        self.assertEqual(self.track(BARCODE)["Status"]["StatusCode"], "1")
        self.assertEqual(self.track(OTHER)["Status"]["StatusCode"], "11")

    def test_issued_abroad_is_found_by_reference_only(self):
        one, = self.ship(shipment(ProductCodeDelivery="4909", Addresses=[ABROAD],
                                  Customs=CUSTOMS, Reference="ROW-1"))
        _, answer = self.sim.get("/shipment/v2/status/barcode/" + one["Barcode"])
        self.assertEqual(answer["CurrentStatus"], {})
        self.assertEqual(self.ask_reference("ROW-1")["Shipment"]["Barcode"],
                         one["Barcode"])

    def test_several_colli(self):
        barcodes = ["3SDEVC000000101", "3SDEVC000000102"]
        self.ship(*(shipment(Barcode=each, Groups=[
            {"GroupType": "03", "GroupCount": 2, "GroupSequence": number,
             "MainBarcode": barcodes[0]}]) for number, each in enumerate(barcodes, 1)))
        _, answer = self.sim.get("/shipment/v2/status/barcode/" + barcodes[1])
        found = answer["CurrentStatus"]["Shipment"]
        self.assertEqual([each["Barcode"] for each in found], barcodes)

    def test_partners(self):
        one, = self.ship(shipment(ProductCodeDelivery="4907", Addresses=[PARIS]))
        self.assertRegex(one["DownPartnerBarcode"], r"^CE\d{9}NL$")
        self.assertEqual(one["DownPartnerID"], "G-01")
        one, = self.ship(shipment(ProductCodeDelivery="3533",
                                  Addresses=[RECEIVER, PICKUP],
                                  DownPartnerLocation="171963"))
        self.assertEqual((one["DownPartnerID"], one["DownPartnerLocation"]),
                         ("PNPNL-01", "171963"))


class Refused(ShippingTestCase):

    def shipment_codes(self, **changes):
        """The codes for a call of one shipment."""
        return self.codes(LABEL, call(shipment(**changes)))

    def test_what_the_openapi_files_refuse(self):
        street, number = RECEIVER | {"Street": "x" * 96}, RECEIVER | {"HouseNr": 9}
        for changes in (
                {"Addresses": [number]}, {"Addresses": [street]}, {"Addresses": RECEIVER},
                {"Reference": 12}, {"CostCenter": "x" * 36},
                {"Contacts": [CONTACT | {"SMSNr": 31612345678}]},
                {"Contacts": [CONTACT | {"SMSNr": "0612"}]},
                {"Dimension": {"Weight": 2000, "Length": "250"}},
                {"Dimension": {"Weight": 2000, "Length": 0}},
                {"DownPartnerLocation": "x" * 11}, {"ProductOptions": {}}):
            self.assertEqual(set(self.shipment_codes(**changes)), {"5"}, changes)
        self.assertEqual(self.shipment_codes(
            ProductCodeDelivery="4909", Addresses=[ABROAD],
            Customs=CUSTOMS | {"InvoiceNr": 22334455}), ["5"])
        for body in (call(Address={"AddressType": "02", "City": "Den Haag"}),
                     call() | {"Message": {"MessageID": "1",
                                           "MessageTimeStamp": "15-07-2026 12:00:00"}}):
            self.assertEqual(self.codes(LABEL, body), ["4"])
        for body in (call() | {"Shipments": shipment()}, call(CollectionLocation="12345"),
                     call(printer="GraphicFile|PDF|Mergea"), call(printer="graphicfile|pdf")):
            self.assertEqual(self.codes(LABEL, body), ["5"])
        self.assertEqual(self.register(), [])

    def test_house_numbers(self):
        for number in ("abc", "12a", "123456"):
            self.assertEqual(self.shipment_codes(Addresses=[RECEIVER | {"HouseNr": number}]),
                             ["5"])
        self.ship(shipment(Addresses=[PARIS | {"HouseNr": "1 bis"}],
                           ProductCodeDelivery="4907"))

    def test_territories(self):
        for country, postal_code, code in (
                ("ES", "35001", "15204"), ("ES", "38001", "15205"), ("ES", "52001", "15206"),
                ("GB", "GY1 1AA", "15201"), ("GB", "JE2 3AB", "15202"),
                ("GB", "IM1 1AA", "15203")):
            there = ABROAD | {"Countrycode": country, "Zipcode": postal_code}
            self.assertEqual(self.shipment_codes(
                Addresses=[there], Customs=CUSTOMS,
                ProductCodeDelivery="4907" if country == "ES" else "4909"), [code])
        canary = ABROAD | {"Countrycode": "IC", "Zipcode": "35001"}
        self.assertEqual(self.shipment_codes(Addresses=[canary], ProductCodeDelivery="4909"),
                         ["16301"])
        self.ship(shipment(Addresses=[canary], ProductCodeDelivery="4909", Customs=CUSTOMS))

    def test_not_a_request(self):
        self.assertEqual(self.codes(LABEL, b""), ["11501"])
        self.assertEqual(self.codes(LABEL, b"{"), ["17"])
        self.assertEqual(self.codes(LABEL, b"[]"), ["17"])
        self.assertEqual(self.sim.request("POST", LABEL, b" " * 210_000)[0], 404)

    def test_of_the_call(self):
        message = {"MessageID": "1", "Printertype": "GraphicFile|PDF"}
        for body, code in (
                (call(CustomerCode=""), "21202"), (call(CustomerCode="TOOLONG"), "21205"),
                (call(CustomerCode="devc"), "5"),
                (call(CustomerNumber=None), "21201"), (call(CustomerNumber="x"), "21204"),
                (call(printer=""), "4"), (call(printer="Matrix"), "5"),
                (call() | {"Message": message}, "4"), (call() | {"Shipments": []}, "4"),
                (call(*[shipment()] * 5), "6"),
                (call(*[shipment(Barcode=BARCODE)] * 2), "21005")):
            self.assertEqual(self.codes(LABEL, body), [code])
        self.assertEqual(self.codes(LABEL + "?confirm=maybe", call()), ["5"])
        self.assertEqual(self.codes(CONFIRM, call(
            *(shipment(Barcode=f"3SDEVC00000000{n}") for n in range(6)))), ["6"])
        self.assertEqual(self.register(), [])

    def test_receivers(self):
        self.assertEqual(self.shipment_codes(Addresses=None), ["10602"])
        for name, code in (("Zipcode", "10802"), ("City", "11502"), ("Street", "11503"),
                           ("HouseNr", "12213"), ("Name", "4"), ("Countrycode", "12215"),
                           ("AddressType", "12701")):
            address = {key: value for key, value in RECEIVER.items() if key != name}
            self.assertIn(code, self.shipment_codes(Addresses=[address]), name)
        self.assertEqual(self.shipment_codes(
            Addresses=[RECEIVER | {"Zipcode": "0000"}]), ["1280102"])
        self.assertEqual(self.shipment_codes(
            Addresses=[RECEIVER | {"Street": "Postbus"}],
            ProductOptions=options("delivery_code")), ["10601"])

    def test_house_number_in_the_street(self):
        address = {key: value for key, value in RECEIVER.items()
                   if key not in ("Street", "HouseNr", "HouseNrExt")}
        self.ship(shipment(Addresses=[address | {
            "StreetHouseNrExt": "Bilderdijkstraat 9 a bis"}], Barcode=BARCODE))
        self.assertEqual(self.track(BARCODE)["Address"][0]["HouseNumber"], "9")

    def test_products_and_destinations(self):
        for product, address, code in (
                ("9999", RECEIVER, "16"), ("", RECEIVER, "4"), ("3085", PARIS, "1270105"),
                ("4907", ABROAD, "1270107"), ("4909", PARIS, "1270108")):
            self.assertEqual(self.shipment_codes(
                ProductCodeDelivery=product, Addresses=[address], Customs=CUSTOMS),
                [code])

    def test_weights(self):
        self.assertEqual(self.shipment_codes(Dimension=None), ["11504"])
        for weight in ("heavy", 0, 100_000, 1.5):
            self.assertEqual(self.shipment_codes(Dimension={"Weight": weight}),
                             ["13912"])
        self.assertEqual(self.shipment_codes(
            ProductCodeDelivery="4907", Addresses=[PARIS],
            Dimension={"Weight": 30_001}), ["16304"])

    def test_customs(self):
        line, = CUSTOMS["Content"]
        for customs, code in (
                (None, "16301"), (CUSTOMS | {"Currency": ""}, "16313"),
                (CUSTOMS | {"Content": []}, "16305"),
                *((CUSTOMS | {"Content": [line | change]}, code) for change, code in (
                    ({"Description": ""}, "16309"), ({"Quantity": "two"}, "16310"),
                    ({"Weight": None}, "16311"), ({"Value": True}, "16312"),
                    ({"CountryOfOrigin": "NLD"}, "16314")))):
            self.assertEqual(self.shipment_codes(
                ProductCodeDelivery="4909", Addresses=[ABROAD], Customs=customs),
                [code])
        self.assertEqual(self.shipment_codes(
            ProductCodeDelivery="6350", Addresses=[ABROAD]), ["16301"])
        self.ship(shipment(ProductCodeDelivery="6350", Addresses=[PARIS]))
        short = CUSTOMS | {"Content": [line | {"HSTariffNr": "1901"}]}
        one, = self.ship(shipment(ProductCodeDelivery="4909", Addresses=[ABROAD],
                                  Customs=short))
        self.assertEqual(one["Warnings"][0]["Code"], "16307")
        self.assertEqual(self.shipment_codes(
            ProductCodeDelivery="4909", Customs=short,
            Addresses=[ABROAD | {"Countrycode": "US"}]), ["16308"])

    def test_barcodes(self):
        for barcode, code in (("3SDEVC1", "16302"), ("3SDEVC12345678901", "16302"),
                              ("XSDEVC1234567", "16303"), ("3SOTHR123456789", "20502")):
            self.assertEqual(self.shipment_codes(Barcode=barcode), [code])
        for barcode in ("CP123456789NL", BARCODE):
            self.assertEqual(self.shipment_codes(
                ProductCodeDelivery="4909", Addresses=[ABROAD], Customs=CUSTOMS,
                Barcode=barcode), ["10701"])
        self.assertEqual(self.shipment_codes(
            ProductCodeDelivery="6906", Addresses=[ABROAD], Customs=CUSTOMS,
            Barcode="RI123456785NL"), ["10701"])
        self.assertEqual(self.shipment_codes(
            ProductCodeDelivery="3151", Barcode="2S1"), ["16202"])
        self.assertEqual(self.shipment_codes(
            ProductCodeDelivery="4945", Addresses=[ABROAD], Customs=CUSTOMS), ["10702"])

    def test_a_barcode_that_was_given_here_may_have_other_letters(self):
        _, answer = self.ask("/shipment/v1_1/barcode", {
            "CustomerCode": "DEVC", "CustomerNumber": "11223344", "Type": "3S",
            "Range": "ABCD"})
        self.ship(shipment(Barcode=answer["Barcode"]))

    def test_groups(self):
        group = {"GroupType": "03", "GroupCount": 2, "GroupSequence": 3,
                 "MainBarcode": BARCODE}
        self.assertEqual(self.shipment_codes(Barcode=BARCODE, Groups=[group]), ["21004"])
        group["GroupSequence"] = 1
        self.assertEqual(self.shipment_codes(Groups=[group]), ["10702"])

    def test_options(self):
        evening = options("evening")
        self.assertEqual(self.shipment_codes(ProductOptions=evening), ["12209"])
        self.assertEqual(self.shipment_codes(
            ProductOptions=evening, DeliveryDate="2026-07-16"), ["12210"])
        self.assertEqual(self.shipment_codes(
            ProductOptions=evening, DeliveryDate="16-07-2026 18:00:00", Contacts=None),
            ["110104"])
        self.assertEqual(self.shipment_codes(
            ProductOptions=[{"Characteristic": "118", "Option": "6"}]), ["5", "12209"])
        self.assertEqual(self.shipment_codes(ProductCodeDelivery="3533"), ["1040409"])
        self.assertEqual(self.shipment_codes(
            Contacts=[CONTACT | {"Email": "nobody"}]), ["110106"])

    def test_warnings(self):
        one, = self.ship(shipment(
            Barcode=BARCODE, Amounts=[{"AmountType": "02", "Value": 500},
                                      {"AmountType": "01", "Value": 10}],
            Addresses=[RECEIVER | {"HouseNr": "4000"}],
            Contacts=[{"Email": "long@" + "x" * 50 + ".org"}]))
        self.assertEqual({each["Code"] for each in one["Warnings"]},
                         {"17809", "17810", "17811", "110107", "1280103"})

    def test_names_the_shipment(self):
        _, answer = self.post(LABEL, call(shipment(Barcode=BARCODE, Dimension=None)))
        self.assertEqual(answer["Errors"], [{
            "Error": f"Validation failed for shipment: {BARCODE}", "Code": "11504",
            "Description": "Parcel weight is required"}])

    def test_confirm_tells_in_its_own_way(self):
        status, answer = self.post(CONFIRM, call())
        self.assertEqual((status, answer), (400, {"ResponseShipments": [
            {"Barcode": "", "Warnings": [], "Errors": [
                {"Code": "10702", "Description": "Barcode is required"}]}]}))
        self.control("POST", "quirks", {"errors": "spec"})
        _, answer = self.post(CONFIRM, call())
        error, = answer["ResponseShipments"][0]["Errors"]
        self.assertEqual(set(error), {"code", "description"})

    def test_hostile_bodies(self):
        for name in ("Customer", "Message", "Shipments"):
            for value in (None, 1, "x", [], [[]], {"x": {}}):
                self.assertEqual(self.post_status(LABEL, call() | {name: value}), 400)
        for name in (*shipment(), "Customs", "Groups", "Amounts", "Barcode",
                     "ProductOptions", "DeliveryDate", "ReturnBarcode"):
            for value in (1, -1.5, True, "\ud800(\\", [[]], {"x": []}, [None], [{}]):
                status = self.post_status(LABEL, call(shipment(**{name: value})))
                self.assertIn(status, (200, 400), (name, value))


class Mixed(ShippingTestCase):

    def setUp(self):
        super().setUp()
        self.body = call(shipment(Barcode=BARCODE, Dimension=None),
                         shipment(Barcode=OTHER))

    def test_the_good_ones_go_through(self):
        for path in (LABEL, CONFIRM):
            bad, good = self.accept(path, self.body)["ResponseShipments"]
            self.assertEqual(bad["Errors"], [{
                "Code": "11504", "Description": "Parcel weight is required"}])
            self.assertEqual(bad.get("Labels", []), [])
            self.assertEqual(good["Errors"], [])
        self.assertEqual([each["barcode"] for each in self.register()], [OTHER])

    def test_or_the_call_is_refused(self):
        self.control("POST", "quirks", {"refusals": "call"})
        self.assertEqual(self.codes(LABEL, self.body), ["11504"])
        status, answer = self.post(CONFIRM, self.body)
        self.assertEqual(status, 400)
        self.assertEqual([len(each["Errors"]) for each in answer["ResponseShipments"]],
                         [1, 0])
        self.assertEqual(self.register(), [])

    def test_or_never(self):
        self.control("POST", "quirks", {"refusals": "shipment"})
        answer = self.accept(LABEL, call(shipment(Dimension=None)))
        self.assertEqual(answer["ResponseShipments"][0]["Errors"][0]["Code"], "11504")
