"""Track and trace in the live shape, along with the clock."""

import base64

from support import BY_BARCODE, BY_REFERENCE, SIGNATURE, UPDATES, SimTestCase

CUSTOMER = "?customerCode=DEVC&customerNumber=11223344"


class ByBarcode(SimTestCase):

    def test_unknown(self):
        self.assertEqual(
            self.sim.get(BY_BARCODE + "3SNOTHING"),
            (200, {"CurrentStatus": {},
                   "Warnings": [{"Message": "No shipment found", "Code": "2"}]}))
        self.assertIn("CompleteStatus",
                      self.sim.get(BY_BARCODE + "3SNOTHING?detail=true")[1])

    def test_no_barcode(self):
        self.assertEqual(
            self.sim.get(BY_BARCODE),
            (400, {"fault": {"faultstring": "no barcode supplied in path",
                             "detail": {"errorcode": "Validation Fault"}}}))

    def test_current(self):
        self.seed(barcode="3SDEVC0000001", reference="ORDER-1", stage="J05")
        shipment = self.track("3SDEVC0000001")
        self.assertEqual(shipment["Status"], {
            "TimeStamp": "15-07-2026 12:00:00", "StatusCode": "7",
            "StatusDescription": "Zending in distributieproces",
            "PhaseCode": "3", "PhaseDescription": "Distributie"})
        self.assertEqual(shipment["ProductCode"], "003085")
        self.assertEqual(shipment["ShipmentAmount"], "1")
        self.assertEqual(shipment["Reference"], "ORDER-1")
        self.assertEqual([each["AddressType"] for each in shipment["Address"]],
                         ["01", "02"])
        self.assertEqual(shipment["Address"][0]["CompanyName"], {})
        self.assertFalse({"Event", "OldStatus", "Expectation"} & set(shipment))

    def test_detail(self):
        self.seed(barcode="3SDEVC0000001", stage="J05", age_seconds=600,
                  options=["118-006"], insured="EUR250.00")
        shipment = self.track("3SDEVC0000001", "?detail=true&language=EN")
        self.assertEqual([each["Code"] for each in shipment["Event"]],
                         ["J05", "J01", "B01", "A01"])
        self.assertEqual(shipment["Event"][0]["Description"], "Driver is en route")
        self.assertEqual(shipment["Event"][3]["RouteCode"], {})
        self.assertEqual(shipment["Expectation"], {"ETAFrom": "2026-07-15T14:50:00",
                                                   "ETATo": "2026-07-15T16:50:00"})
        self.assertEqual(shipment["OldStatus"][0], shipment["Status"])
        stamps = [each["TimeStamp"] for each in shipment["OldStatus"]]
        self.assertTrue(any(each.endswith(".471") for each in stamps))
        self.assertEqual(shipment["ProductOptions"],
                         {"OptionCode": "6", "CharacteristicCode": "118"})
        self.assertEqual(shipment["Amount"], {"VerzekerdBedrag": "EUR250.00"})

    def test_one_becomes_an_object(self):
        self.seed(barcode="3SDEVC0000001", story="registered", sender=None)
        shipment = self.track("3SDEVC0000001", "?detail=true")
        self.assertEqual(shipment["Event"]["Code"], "A01")
        self.assertEqual(shipment["OldStatus"]["StatusCode"], "1")
        self.assertEqual(shipment["Address"]["AddressType"], "01")

    def test_languages(self):
        dutch, english = "Zending afgeleverd", "Shipment delivered"
        for language, text in (("NL", dutch), ("", dutch), ("EN", english),
                               ("CN", english), ("DE", english), ("FR", english)):
            shipment = self.track("3SDEMO4", f"?language={language}")
            self.assertEqual(shipment["Status"]["StatusDescription"], text)

    def test_life_follows_the_clock(self):
        self.seed(barcode="3SDEVC0000001", story="picked_up")
        seen = []
        for _ in range(45):
            code = self.track("3SDEVC0000001")["Status"]["StatusCode"]
            if code not in seen:
                seen.append(code)
            self.control("POST", "clock", {"advance_seconds": 3600})
        self.assertEqual(seen, ["1", "2", "5", "7", "12", "22"])

    def test_not_applicable_hides_nothing(self):
        self.seed(barcode="3SDEVC0000001", schedule=[[0, "A01"], [10, "B01"],
                                                      [20, "K25"]], age_seconds=60)
        shipment = self.track("3SDEVC0000001", "?detail=true")
        self.assertEqual(shipment["Status"]["StatusCode"], "2")
        self.assertEqual(shipment["Event"][0]["Code"], "K25")

    def test_unknown_codes_pass(self):
        self.seed(barcode="3SDEVC0000001", schedule=[[0, "01A"], [1, "=77"]],
                  age_seconds=5)
        shipment = self.track("3SDEVC0000001", "?detail=true")
        self.assertEqual(shipment["Event"]["Code"], "01A")
        self.assertEqual(shipment["Status"]["StatusCode"], "77")

    def test_winter_and_summer_time(self):
        self.control("POST", "clock", {"set": "2026-10-24T23:30:00Z"})
        self.seed(barcode="3SDEVC0000001", schedule=[[0, "A01"], [7200, "B01"]])
        self.control("POST", "clock", {"advance_seconds": 7200})
        events = self.track("3SDEVC0000001", "?detail=true")["Event"]
        self.assertEqual([each["TimeStamp"] for each in events],
                         ["25-10-2026 02:30:00", "25-10-2026 01:30:00"])

    def test_max_days(self):
        self.seed(barcode="3SDEVC0000001", story="registered", age_seconds=5 * 86400)
        self.assertTrue(self.track("3SDEVC0000001", "?maxDays=6"))
        self.assertEqual(
            self.sim.get(BY_BARCODE + "3SDEVC0000001?maxDays=4")[1]["CurrentStatus"], {})
        self.assertEqual(self.sim.get(BY_BARCODE + "3SDEVC0000001?maxDays=x")[0], 400)

    def test_event_by_control(self):
        self.seed(barcode="3SDEVC0000001")
        self.control("POST", "parcels/3SDEVC0000001/events", {"code": "H04"})
        self.control("POST", "clock", {"advance_seconds": 30 * 3600})
        self.assertEqual(self.track("3SDEVC0000001")["Status"]["StatusCode"], "8")


class MultiCollo(SimTestCase):

    def setUp(self):
        super().setUp()
        self.control("POST", "parcels", [
            {"barcode": f"3SDEVC000000{number}", "main_barcode": "3SDEVC0000001",
             "reference": "ORDER-7", "stage": stage}
            for number, stage in ((2, "B01"), (1, "J05"), (3, "I01"))])

    def test_any_barcode_gives_all(self):
        for number in (1, 2, 3):
            shipments = self.track(f"3SDEVC000000{number}")
            self.assertEqual(
                [(each["Barcode"], each["ShipmentCounter"], each["ShipmentAmount"],
                  each["MainBarcode"], each["Status"]["StatusCode"])
                 for each in shipments],
                [("3SDEVC0000001", "1", "3", "3SDEVC0000001", "7"),
                 ("3SDEVC0000002", "2", "3", "3SDEVC0000001", "2"),
                 ("3SDEVC0000003", "3", "3", "3SDEVC0000001", "11")])

    def test_by_reference(self):
        _, answer = self.sim.get(BY_REFERENCE + "ORDER-7" + CUSTOMER)
        self.assertEqual(len(answer["CurrentStatus"]["Shipment"]), 3)

    def test_demo(self):
        shipments = self.track("3SDEMO0000095")
        self.assertEqual([each["Barcode"] for each in shipments],
                         ["3SDEMO0000094", "3SDEMO0000095"])
        self.assertEqual(self.track("3SDEMO0000094"), shipments)


class ByReference(SimTestCase):

    def test_found_for_its_customer_only(self):
        self.seed(barcode="3SDEVC0000001", reference="A B/1")
        path = BY_REFERENCE + "A%20B%2F1"
        _, answer = self.sim.get(path + CUSTOMER)
        self.assertEqual(answer["CurrentStatus"]["Shipment"]["Reference"], "A B/1")
        _, answer = self.sim.get(path + "?customerCode=DEVC&customerNumber=1")
        self.assertEqual(answer["CurrentStatus"], {})

    def test_customer_is_required(self):
        for query in ("", "?customerCode=DEVC", "?customerNumber=1"):
            status, answer = self.sim.get(BY_REFERENCE + "X" + query)
            self.assertEqual(status, 400)
            self.assertIn("fault", answer)

    def test_ninety_days(self):
        self.seed(barcode="3SDEVC0000001", reference="OLD", story="registered",
                  age_seconds=91 * 86400)
        _, answer = self.sim.get(BY_REFERENCE + "OLD" + CUSTOMER)
        self.assertEqual(answer["CurrentStatus"], {})

    def test_demo(self):
        _, answer = self.sim.get(BY_REFERENCE + "REF-3SDEMO0000001" + CUSTOMER)
        self.assertEqual(answer["CurrentStatus"]["Shipment"]["Barcode"], "3SDEMO0000001")


class Signature(SimTestCase):

    NONE = {"Warnings": {"Warning": {"Message": "No signature found", "Code": "2"}}}

    def test_delivered(self):
        self.seed(barcode="3SDEVC0000001", stage="I01")
        _, answer = self.sim.get(SIGNATURE + "3SDEVC0000001")
        signature = answer["Signature"]
        self.assertEqual(signature["Barcode"], "3SDEVC0000001")
        self.assertEqual(signature["SignatureDate"], "2026-07-15T12:00:00.000+02:00")
        image = base64.b64decode(signature["SignatureImage"], validate=True)
        self.assertTrue(image.startswith(b"GIF89a") and image.endswith(b"\0;"))

    def test_none(self):
        self.seed(barcode="3SDEVC0000001", stage="J05")
        self.seed(barcode="3SDEVC0000002", story="letterbox", age_seconds=86400)
        self.seed(barcode="3SDEVC0000003", stage="I01", signature=False)
        for barcode in ("3SNOTHING", "3SDEVC0000001", "3SDEVC0000002",
                        "3SDEVC0000003"):
            self.assertEqual(self.sim.get(SIGNATURE + barcode), (200, self.NONE))


class Updates(SimTestCase):

    def updates(self, start, end):
        return self.sim.get(f"{UPDATES}?period={start}&period={end}")

    def test_updates(self):
        self.seed(barcode="3SDEVC0000001", stage="B01", age_seconds=600)
        self.seed(barcode="3SDEVC0000002", stage="J05", age_seconds=300)
        self.seed(barcode="3SOTHR0000003", stage="B01", customer_number="99")
        status, answer = self.updates("2026-07-15T11:00:00", "2026-07-15T12:00:00.000")
        self.assertEqual(status, 200)
        self.assertEqual([each["Barcode"] for each in answer],
                         ["3SDEVC0000001", "3SDEVC0000002"])
        self.assertEqual(answer[0], {
            "Barcode": "3SDEVC0000001", "CreationDate": "2026-07-15",
            "CustomerNumber": "11223344", "CustomerCode": "DEVC",
            "Status": {"Timestamp": "2026-07-15T11:50:00", "StatusCode": "2",
                       "StatusDescription": "Zending in ontvangst genomen",
                       "PhaseCode": "1", "PhaseDescription": "Collectie"}})

    def test_last_change_within_the_window(self):
        self.seed(barcode="3SDEVC0000001", age_seconds=3600,
                  schedule=[[0, "A01"], [600, "B01"], [1800, "J01"]])
        _, answer = self.updates("2026-07-15T11:00:00", "2026-07-15T11:20:00")
        self.assertEqual([each["Status"]["StatusCode"] for each in answer], ["2"])

    def test_every_window_together_misses_nothing(self):
        for number in range(20):
            self.seed(barcode=f"3SDEVC{number:07}", story="registered",
                      age_seconds=number * 1800)
        seen = set()
        for hour in range(12):
            _, answer = self.updates(f"2026-07-15T{hour:02}:00:00",
                                     f"2026-07-15T{hour + 1:02}:00:00")
            seen.update(each["Barcode"] for each in answer)
        self.assertEqual(len(seen), 20)

    def test_nothing_and_the_future(self):
        self.seed(barcode="3SDEVC0000001", stage="B01", age_seconds=-60)
        self.assertEqual(self.updates("2026-07-15T11:59:00", "2026-07-15T12:59:00"),
                         (200, []))

    def test_zones(self):
        self.seed(barcode="3SDEVC0000001", stage="B01")
        for start, end in (("2026-07-15T09:59:00Z", "2026-07-15T10:00:01Z"),
                           ("2026-07-15T11:59:00%2B02:00", "2026-07-15T12:00:01%2B02:00"),
                           ("2026-07-15T11:59:00+02:00", "2026-07-15T12%3A00%3A01")):
            self.assertEqual(len(self.updates(start, end)[1]), 1, start)

    def test_windows_that_are_refused(self):
        for query in ("", "?period=2026-07-15T11:00:00",
                      "?period=2026-07-15T09:00:00&period=2026-07-15T11:00:01",
                      "?period=2026-07-15T11:00:00&period=2026-07-15T10:00:00",
                      "?period=2026-07-13T11:58:00&period=2026-07-13T12:30:00",
                      "?period=yesterday&period=today"):
            status, answer = self.sim.get(UPDATES + query)
            self.assertEqual(status, 400, query)
            self.assertEqual(answer["fault"]["detail"]["errorcode"], "Validation Fault")

    def test_limits_are_allowed(self):
        self.assertEqual(
            self.updates("2026-07-13T12:00:00", "2026-07-13T14:00:00"), (200, []))

    def test_an_hour_that_is_shown_twice(self):
        for number, at in ((1, "2026-10-25T02:30:00+02:00"),
                           (2, "2026-10-25T02:30:00+01:00")):
            self.control("POST", "clock", {"set": at})
            self.seed(barcode=f"3SDEVC000000{number}", stage="B01")
        self.control("POST", "clock", {"set": "2026-10-25T04:00:00+01:00"})
        _, answer = self.updates("2026-10-25T02:30:00", "2026-10-25T02:30:00")
        self.assertEqual([(each["Barcode"], each["Status"]["Timestamp"]) for each in answer],
                         [("3SDEVC0000001", "2026-10-25T02:30:00"),
                          ("3SDEVC0000002", "2026-10-25T02:30:00")])

    def test_disarray(self):
        for number in range(5):
            self.seed(barcode=f"3SDEVC000000{number}", stage="B01", age_seconds=number)
        hour = ("2026-07-15T11:00:00", "2026-07-15T12:00:00")
        ordered = [each["Barcode"] for each in self.updates(*hour)[1]]
        self.control("POST", "quirks", {"feed_order": "unordered"})
        unordered = [each["Barcode"] for each in self.updates(*hour)[1]]
        self.assertNotEqual(unordered, ordered)
        self.assertEqual(sorted(unordered), sorted(ordered))
        self.control("POST", "quirks", {"feed_repeat": True, "feed_strangers": True})
        barcodes = [each["Barcode"] for each in self.updates(*hour)[1]]
        self.assertEqual(sorted(each for each in barcodes if each in ordered),
                         sorted(ordered + ordered))
        self.assertEqual(len(barcodes), 20)


class Demo(SimTestCase):

    def test_last_digit_says_how_far(self):
        codes = [self.track(f"3SDEMO000000{digit}")["Status"]["StatusCode"]
                 for digit in range(10)]
        self.assertEqual(codes, ["1", "2", "5", "7", "11", "11", "12", "22", "8", "16"])

    def test_abroad(self):
        parcel = self.track("3SDEMO0000084", "?language=EN")
        self.assertEqual(parcel["Status"]["StatusCode"], "9")
        self.assertEqual(parcel["Address"][0]["CountryCode"], "CH")
        self.assertEqual(parcel["ProductCode"], "004909")

    def test_moves_on(self):
        self.control("POST", "clock", {"advance_seconds": 86400 * 3})
        self.assertEqual(self.track("3SDEMO0000000")["Status"]["StatusCode"], "11")

    def test_only_digits(self):
        self.assertEqual(self.sim.get(BY_BARCODE + "3SDEMOX1")[1]["CurrentStatus"], {})


    def test_not_in_the_feed(self):
        self.track("3SDEMO0000001")
        self.track("3SDELAY0001X1")
        self.assertEqual(self.sim.get(UPDATES + "?period=2026-07-15T11:00:00"
                                                "&period=2026-07-15T12:00:00"), (200, []))


class DemoFeed(SimTestCase):

    arguments = (*SimTestCase.arguments, "--demo", "10")

    def test_demo_parcels_are_in_the_feed(self):
        _, answer = self.sim.get(UPDATES + "?period=2026-07-15T11:00:00"
                                           "&period=2026-07-15T12:00:00")
        self.assertEqual(len(answer), 10)
