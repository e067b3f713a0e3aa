"""Pick-up locations: searches, filters, lookups, refusals and shapes."""

from support import LOCATIONS, SimTestCase

NEAREST = LOCATIONS + "nearest"
GEOCODE = LOCATIONS + "nearest/geocode"
AREA = LOCATIONS + "area"
LOOKUP = LOCATIONS + "lookup"

ADDRESS = {"CountryCode": "NL", "PostalCode": "2132WT", "HouseNumber": 42}
BELGIAN = {"CountryCode": "BE", "PostalCode": "2000"}
POINT = {"CountryCode": "NL", "Latitude": "52.2864669620795",
         "Longitude": "4.68239055845954"}
SEA = {"CountryCode": "NL", "Latitude": "54", "Longitude": "4"}
BOX = {"LatitudeNorth": "52.156439", "LongitudeWest": "5.015643",
       "LatitudeSouth": "52.017473", "LongitudeEast": "5.065254", "CountryCode": "NL"}
NOTHING = {"Warnings": {"Warning": {"Code": 501,
                                    "Description": "Geen locaties gevonden"}}}


class Locations(SimTestCase):

    def found(self, path, parameters):
        """The locations of an answer, as a list."""
        status, answer = self.ask(path, parameters)
        self.assertEqual(status, 200)
        found = answer["GetLocationsResult"]["ResponseLocation"]
        return found if isinstance(found, list) else [found]

    def test_nearest(self):
        found = self.found(NEAREST, ADDRESS)
        self.assertEqual(len(found), 20)
        self.assertEqual(found, self.found(NEAREST, ADDRESS))
        metres = [each["Distance"] for each in found]
        self.assertEqual(metres, sorted(metres))
        self.assertEqual({each["Address"]["Countrycode"] for each in found}, {"NL"})

    def test_dutch_location(self):
        found = self.found(NEAREST, ADDRESS | {"DeliveryOptions": "PG_EX"})
        for each in found:
            self.assertIsInstance(each["LocationCode"], int)
            self.assertRegex(each["Address"]["Zipcode"], r"^\d{4}[A-Z]{2}$")
            self.assertEqual(each["RetailNetworkID"], "PNPNL-01")
            self.assertIn("PG", each["DeliveryOptions"]["string"])
            self.assertEqual(set(each["Sustainability"]), {"Code", "Description"})
        extensions = {type(each["Address"].get("HouseNrExt")) for each in found}
        self.assertEqual(extensions, {str, int, type(None)})
        self.assertTrue(all(each["Address"].get("HouseNrExt", -1) < 0 for each in found
                            if isinstance(each["Address"].get("HouseNrExt"), int)))

    def test_belgian_location(self):
        first = self.found(NEAREST, BELGIAN)[0]
        self.assertRegex(first["LocationCode"], "^BE[0-9A-Z]{4}$")
        self.assertIsInstance(first["Address"]["Zipcode"], int)
        values = [each["Value"] for each in
                  first["PartnerLocationCodes"]["PartnerLocationCode"]]
        self.assertEqual([type(each) for each in values], [int, str])

    def test_opening_hours(self):
        weeks = [each["OpeningHours"] for each in self.found(NEAREST, ADDRESS)]
        forms = {type(day["string"]) for week in weeks for day in week.values()}
        self.assertEqual(forms, {str, list})
        self.assertTrue(any("Sunday" not in week for week in weeks))
        for week in weeks:
            self.assertNotIn([], week.values())
            self.assertNotIn({}, week.values())

    def test_kinds(self):
        lockers = self.found(NEAREST, ADDRESS | {"DeliveryOptions": "PA"})
        self.assertEqual({each["DeliveryOptions"]["string"] for each in lockers},
                         {"PA"})
        self.assertTrue(all("PhoneNumber" not in each for each in lockers))
        every = self.found(NEAREST, ADDRESS | {"DeliveryOptions": "PG"})
        self.assertEqual(every, self.found(NEAREST, ADDRESS))
        self.assertEqual(every, self.found(NEAREST,
                                           ADDRESS | {"DeliveryOptions": "PA,PG_EX"}))

    def test_opening_time(self):
        # A Sunday.
        question = ADDRESS | {"DeliveryDate": "19-07-2026", "OpeningTime": "13:00:00"}
        self.assertTrue(all("Sunday" in each["OpeningHours"]
                            for each in self.found(NEAREST, question)))
        question |= {"OpeningTime": "03:00:00"}
        self.assertTrue(all(each["DeliveryOptions"]["string"] == "PA"
                            for each in self.found(NEAREST, question)))
        self.assertEqual(self.ask(NEAREST, question | {"DeliveryOptions": "PG_EX"}),
                         (200, NOTHING))

    def test_geocode(self):
        found = self.found(GEOCODE, POINT)
        self.assertEqual(len(found), 20)
        first = found[0]
        self.assertAlmostEqual(first["Latitude"], float(POINT["Latitude"]), 1)
        self.assertAlmostEqual(first["Longitude"], float(POINT["Longitude"]), 1)
        self.assertEqual(self.ask(GEOCODE, POINT | {"CountryCode": "BE"}),
                         (200, NOTHING))

    def test_area(self):
        found = self.found(AREA, BOX)
        self.assertGreater(len(found), 5)
        for each in found:
            self.assertTrue(52.017473 <= each["Latitude"] <= 52.156439)
            self.assertTrue(5.015643 <= each["Longitude"] <= 5.065254)
        everything = BOX | {"LatitudeNorth": "90", "LatitudeSouth": "-90",
                            "LongitudeWest": "-180", "LongitudeEast": "180"}
        self.assertEqual(len(self.found(AREA, everything)), 20)
        nothing = BOX | {"LatitudeNorth": BOX["LatitudeSouth"]}
        self.assertEqual(self.ask(AREA, nothing), (200, NOTHING))

    def test_lookup(self):
        for question, network in ((ADDRESS, None), (ADDRESS, "PNPNL-01"),
                                  (BELGIAN, "PNPBE-01")):
            expected = self.found(NEAREST, question)[0]
            status, answer = self.ask(LOOKUP, {"LocationCode": expected["LocationCode"],
                                               "RetailNetworkID": network})
            self.assertEqual(status, 200)
            del expected["Distance"]
            self.assertEqual(answer["GetLocationsResult"]["ResponseLocation"], expected)

    def test_lookup_finds_nothing(self):
        belgian = self.found(NEAREST, BELGIAN)[0]["LocationCode"]
        for question in ({"LocationCode": belgian}, {"LocationCode": "999999"},
                         {"LocationCode": belgian, "RetailNetworkID": "PNPNL-01"},
                         {"LocationCode": "nonsense"}):
            self.assertEqual(self.ask(LOOKUP, question), (200, NOTHING))

    def test_nothing_nearby(self):
        for path, question in ((NEAREST, ADDRESS | {"PostalCode": "2132XX"}),
                               (NEAREST, BELGIAN | {"PostalCode": "2099"}),
                               (GEOCODE, SEA)):
            self.assertEqual(self.ask(path, question), (200, NOTHING))

    def test_forms_of_nothing(self):
        for shape, expected in (
                ("empty_list", {"GetLocationsResult": {"ResponseLocation": []}}),
                ("empty_object", {"GetLocationsResult": {}})):
            self.control("POST", "quirks", {"nothing": shape})
            self.assertEqual(self.ask(GEOCODE, SEA), (200, expected))
        self.control("POST", "quirks", {"nothing": "error"})
        self.refused(*self.ask(GEOCODE, SEA), "0010")

    def test_refusals(self):
        for path, question, changes, code in (
                (NEAREST, ADDRESS, {"PostalCode": None}, "3001"),
                (NEAREST, ADDRESS, {"CountryCode": None}, "3001"),
                (NEAREST, ADDRESS, {"CountryCode": "FR"}, "3003"),
                (NEAREST, ADDRESS, {"PostalCode": "2132"}, "3002"),
                (NEAREST, ADDRESS, {"PostalCode": "2132SA"}, "3010"),
                (NEAREST, ADDRESS, {"HouseNumber": 0}, "3003"),
                (NEAREST, ADDRESS, {"DeliveryDate": "14-07-2026"}, "3003"),
                (NEAREST, ADDRESS, {"DeliveryDate": "2026-07-16"}, "3002"),
                (NEAREST, ADDRESS, {"OpeningTime": "9:00"}, "3002"),
                (NEAREST, ADDRESS, {"DeliveryOptions": "XX"}, "3003"),
                (GEOCODE, POINT, {"Latitude": "90.1"}, "3003"),
                (GEOCODE, POINT, {"Longitude": "-180.1"}, "3003"),
                (GEOCODE, POINT, {"Latitude": "north"}, "3002"),
                (GEOCODE, POINT, {"Latitude": "nan"}, "3002"),
                (GEOCODE, POINT, {"Longitude": None}, "3001"),
                (AREA, BOX, {"LatitudeNorth": None}, "3001"),
                (AREA, BOX, {"LongitudeWest": "181"}, "3003"),
                (AREA, BOX, {"LatitudeNorth": "52"}, "3006"),
                (AREA, BOX, {"LongitudeEast": "5"}, "3006"),
                (LOOKUP, {}, {}, "3001"),
                (LOOKUP, {"LocationCode": "1", "RetailNetworkID": "X"}, {}, "3003")):
            self.refused(*self.ask(path, question | changes), code)

    def test_quirks(self):
        self.control("POST", "quirks", {
            "strings": "bare", "location_code": "string", "opening_seconds": True,
            "sustainability": "nowhere", "single": "list"})
        for each in self.found(NEAREST, ADDRESS):
            self.assertIsInstance(each["LocationCode"], str)
            self.assertIsInstance(each["DeliveryOptions"], list)
            self.assertNotIn("Sustainability", each)
            self.assertRegex(each["OpeningHours"]["Friday"][0],
                             r"^\d\d:\d\d:00-\d\d:\d\d:00$")
        code = self.found(NEAREST, ADDRESS)[0]["LocationCode"]
        _, answer = self.ask(LOOKUP, {"LocationCode": code})
        self.assertIsInstance(answer["GetLocationsResult"]["ResponseLocation"], list)
        self.control("POST", "quirks", {"past_dates": "accepted"})
        self.found(NEAREST, ADDRESS | {"DeliveryDate": "14-07-2020"})
