"""Timeframes and locations of V4."""

from support import V4, SimTestCase

SINGLE = V4 + "timeframe/singleservice"
MULTIPLE = V4 + "timeframe/multipleservices"
NEAR_ADDRESS = V4 + "locations/near-address"
NEAR_COORDINATES = V4 + "locations/near-coordinates"

CUSTOMER = {"customerCode": "DEVC", "customerNumber": "11223344"}
TO_UTRECHT = {"receiverAddress": {"postalCode": "3571ZZ", "houseNumber": "74",
                                  "countryIso": "NL"}}
# Handed over on a Friday.
TIMEFRAME = CUSTOMER | TO_UTRECHT | {"handoverDate": "2026-07-17"}
LOCATION = CUSTOMER | {"locationType": "Retail", "pickUpDate": "2026-07-17"}
POINT = {"coordinates": {"latitude": 51.2199, "longitude": 4.403},
         "receiverCountryIso": "BE"}


class V4TestCase(SimTestCase):

    def answer(self, path, body):
        status, answer = self.post(path, body)
        self.assertEqual(status, 200, answer)
        return answer

    def faults(self, path, body):
        """The parameters that a list of faults calls missing."""
        status, answer = self.post(path, body)
        self.assertEqual(status, 400)
        self.assertIsInstance(answer, list)
        for each in answer:
            self.assertEqual(each["fault"]["detail"]["errorcode"], "Validation Fault")
        texts = [each["fault"]["faultstring"].partition(" ") for each in answer]
        self.assertEqual({text for _, _, text in texts},
                         {"value is required in request body"})
        return [name for name, _, _ in texts]

    def problems(self, path, body):
        """The fields that problem details name."""
        status, answer = self.post(path, body)
        self.assertEqual((status, answer["status"]), (400, 400))
        self.assertTrue(all(isinstance(each, list)
                            for each in answer["errors"].values()))
        return set(answer["errors"])


class Timeframes(V4TestCase):

    def test_single(self):
        days = self.answer(SINGLE, TIMEFRAME | {
            "service": "evening", "deliveryDays": 2})["deliveryDates"]
        self.assertEqual([each["deliveryDate"] for each in days],
                         ["2026-07-20", "2026-07-21"])
        first = days[0]
        self.assertEqual(first["timeFrame"], {"from": "17:30:00", "until": "22:00:00"})
        self.assertEqual((first["service"], first["shipmentType"]),
                         ("evening", "parcel"))
        self.assertEqual(set(first["sustainability"]), {"code", "description"})

    def test_one_stays_a_list(self):
        days = self.answer(SINGLE, TIMEFRAME | {
            "service": "daytime", "deliveryDays": 1,
            "shipmentType": "letterbox"})["deliveryDates"]
        self.assertEqual([(each["deliveryDate"], each["shipmentType"]) for each in days],
                         [("2026-07-18", "letterbox")])

    def test_single_has_none(self):
        body = TIMEFRAME | {"service": "evening", "receiverAddress": {
            "postalCode": "2000", "countryIso": "BE"}}
        self.assertEqual(self.answer(SINGLE, body), {"deliveryDates": []})

    def test_multiple(self):
        days = self.answer(MULTIPLE, TIMEFRAME | {
            "services": ["daytime", "evening"], "numberOfDays": 3})["deliveryDates"]
        self.assertEqual([(each["deliveryDate"],
                           [offer["availability"] for offer in each["services"]])
                          for each in days],
                         [("2026-07-18", [True, False]), ("2026-07-19", [False, False]),
                          ("2026-07-20", [True, True])])
        offered, refused = days[0]["services"]
        self.assertIsNone(offered["reason"])
        self.assertEqual(set(offered["timeFrame"]), {"from", "until"})
        self.assertIn("avond", refused["reason"])
        self.assertIsNone(refused["timeFrame"])

    def test_missing(self):
        self.assertEqual(set(self.faults(SINGLE, {})), {
            "handoverDate", "countryIso", "postalCode", "customerCode",
            "customerNumber", "service"})
        self.assertEqual(self.faults(MULTIPLE, TIMEFRAME), ["services"])
        self.assertEqual(self.faults(MULTIPLE, TIMEFRAME | {"services": []}),
                         ["services"])
        for body in (b"", b"[]", b"nonsense"):
            self.assertIn("customerCode", self.faults(SINGLE, body))

    def test_wrong(self):
        for changes, fields in (
                ({"service": "night"}, {"service"}),
                ({"deliveryDays": 15}, {"deliveryDays"}),
                ({"handoverDate": "17-07-2026"}, {"handoverDate"}),
                ({"handoverDate": "2026-07-14"}, {"handoverDate"}),
                ({"shipmentType": "crate", "deliveryDays": "x"},
                 {"shipmentType", "deliveryDays"}),
                ({"receiverAddress": {"postalCode": "3571", "countryIso": "NL"}},
                 {"receiverAddress.postalCode"}),
                ({"receiverAddress": {"postalCode": "3571SS", "countryIso": "NL"}},
                 {"receiverAddress.postalCode"}),
                ({"receiverAddress": {"postalCode": "3571ZZ", "countryIso": "DE"}},
                 {"receiverAddress.countryIso"})):
            body = TIMEFRAME | {"service": "daytime"} | changes
            self.assertEqual(self.problems(SINGLE, body), fields)
        self.assertEqual(self.problems(MULTIPLE, TIMEFRAME | {"services": ["Daytime"]}),
                         {"services"})

    def test_problem_details(self):
        status, headers, _ = self.sim.request("POST", SINGLE, (
            '{"handoverDate":"2026-07-17","service":"night","customerCode":"DEVC",'
            '"customerNumber":"1","receiverAddress":{"postalCode":"1234AB",'
            '"countryIso":"NL"}}'))
        self.assertEqual((status, headers["Content-Type"]),
                         (400, "application/problem+json; charset=utf-8"))

    def test_quirks(self):
        self.control("POST", "quirks", {"v4_dates": "dutch", "v4_days": "flat",
                                        "sustainability": "nowhere"})
        days = self.answer(MULTIPLE, TIMEFRAME | {
            "services": ["daytime", "evening"], "numberOfDays": 1})["deliveryDates"]
        self.assertEqual([(each["deliveryDate"], each["service"]) for each in days],
                         [("18-07-2026", "daytime"), ("18-07-2026", "evening")])
        self.assertNotIn("sustainability", days[0])
        self.control("POST", "quirks", {"single": "everywhere"})
        answer = self.answer(SINGLE, TIMEFRAME | {"service": "daytime",
                                                  "deliveryDays": 1})
        self.assertEqual(answer["deliveryDates"]["deliveryDate"], "18-07-2026")


class Locations(V4TestCase):

    def test_near_address(self):
        found = self.answer(NEAR_ADDRESS, LOCATION | TO_UTRECHT)["locations"]
        self.assertEqual(len(found), 10)
        metres = [each["distance"] for each in found]
        self.assertEqual(metres, sorted(metres))
        first = found[0]
        self.assertEqual(first["locationType"], "Retail")
        self.assertRegex(first["pickUpLocationId"], r"^\d{6}$")
        self.assertEqual(first["address"]["countryIso"], "NL")
        day = first["openingTimes"]["openingTimes"][-1]
        self.assertEqual(set(day["times"][0]), {"from", "until"})
        self.assertEqual(set(first["sustainability"]), {"code"})

    def test_near_coordinates(self):
        body = LOCATION | POINT | {"numberOfLocations": 1}
        location, = self.answer(NEAR_COORDINATES, body)["locations"]
        self.assertTrue(location["pickUpLocationId"].startswith("BE"))
        self.assertEqual(location["address"]["city"], "Antwerpen")

    def test_lockers(self):
        body = LOCATION | TO_UTRECHT | {"locationType": "ParcelLocker"}
        found = self.answer(NEAR_ADDRESS, body)["locations"]
        self.assertEqual({each["locationType"] for each in found}, {"ParcelLocker"})

    def test_newer_spelling_of_the_date(self):
        body = LOCATION | TO_UTRECHT
        body["pickupDate"] = body.pop("pickUpDate")
        self.assertEqual(len(self.answer(NEAR_ADDRESS, body)["locations"]), 10)

    def test_nothing(self):
        body = LOCATION | POINT | {"coordinates": {"latitude": 54, "longitude": 4}}
        self.assertEqual(self.answer(NEAR_COORDINATES, body), {"locations": []})
        self.control("POST", "quirks", {"nothing": "empty_object"})
        self.assertEqual(self.answer(NEAR_COORDINATES, body), {})

    def test_missing(self):
        self.assertEqual(set(self.faults(NEAR_ADDRESS, {})), {
            "customerCode", "customerNumber", "locationType", "pickUpDate",
            "countryIso", "postalCode"})
        self.assertEqual(set(self.faults(NEAR_COORDINATES, LOCATION)),
                         {"coordinates", "receiverCountryIso"})
        self.assertEqual(self.faults(NEAR_COORDINATES, LOCATION | POINT | {
            "coordinates": {"latitude": 52}}), ["longitude"])

    def test_wrong(self):
        for changes, field in (
                ({"coordinates": {"latitude": -91, "longitude": 4}},
                 "coordinates.latitude"),
                ({"coordinates": {"latitude": 52, "longitude": "east"}},
                 "coordinates.longitude"),
                ({"receiverCountryIso": "DE"}, "receiverCountryIso"),
                ({"locationType": "retail"}, "locationType"),
                ({"numberOfLocations": 11}, "numberOfLocations"),
                ({"pickUpDate": "2026-07-14"}, "pickUpDate")):
            self.assertEqual(self.problems(NEAR_COORDINATES, LOCATION | POINT | changes),
                             {field})

    def test_quirks(self):
        self.control("POST", "quirks", {"pickup_id": "pickupLocationId",
                                        "opening_times": "flat",
                                        "sustainability": "nowhere"})
        location = self.answer(NEAR_ADDRESS, LOCATION | TO_UTRECHT)["locations"][0]
        self.assertIn("pickupLocationId", location)
        self.assertIsInstance(location["openingTimes"], list)
        self.assertNotIn("sustainability", location)
