"""The postal code check, and the address checks of V4."""

from support import POSTAL_CODE, SimTestCase

NETHERLANDS = "/v4/address/netherlands"
INTERNATIONAL = "/v4/address/international"
# An address out of PostNL's examples.
SPLIT = {"postalcode": "3532VA", "housenumber": 9}


class PostalCode(SimTestCase):

    def additions(self, **question):
        """The additions of the addresses found; None for an address without."""
        status, found = self.ask(POSTAL_CODE, question)
        self.assertEqual(status, 200)
        return [each.get("houseNumberAddition") for each in found]

    def test_shape(self):
        expected = {"city": "UTRECHT", "postalCode": "3571ZZ",
                    "streetName": "Molengraaffplantsoen", "houseNumber": 74,
                    "houseNumberAddition": "bis",
                    "formattedAddress": ["Molengraaffplantsoen 74 bis",
                                         "3571ZZ UTRECHT"]}
        question = {"postalcode": "3571ZZ", "housenumber": 74,
                    "housenumberaddition": "bis"}
        self.assertEqual(self.ask(POSTAL_CODE, question), (200, [expected]))
        self.assertEqual(self.post(POSTAL_CODE, question), (200, [expected]))
        question = {"postalCode": "3571ZZ", "houseNumber": "74"}
        self.assertEqual(self.post(POSTAL_CODE, question), (200, [expected]))

    def test_without_addition(self):
        _, (address,) = self.ask(POSTAL_CODE, SPLIT | {"housenumber": 10})
        self.assertNotIn("houseNumberAddition", address)
        self.assertEqual(address["formattedAddress"][0], "Bilderdijkstraat 10 ")

    def test_several(self):
        self.assertEqual(self.additions(**SPLIT), [None, "A", "ABS"])
        for addition, expected in (("A", ["A"]), ("abs", ["ABS"]), ("a bs", ["ABS"]),
                                   ("Q", [None, "A", "ABS"])):
            self.assertEqual(self.additions(**SPLIT, housenumberaddition=addition),
                             expected)
        self.assertGreater(len(self.additions(postalcode="9712AA", housenumber=19)), 1)
        self.assertEqual(self.additions(postalcode="9712AA", housenumber=18,
                                        housenumberaddition="Q"), [None])

    def test_none(self):
        for question in ({"postalcode": "3532VA", "housenumber": 401},
                         {"postalcode": "3532SS", "housenumber": 9},
                         {"postalcode": "0532VA", "housenumber": 9}):
            self.assertEqual(self.ask(POSTAL_CODE, question), (200, []))

    def test_every_postal_code(self):
        for code in ("1000AA", "4463XD", "6291ZZ", "9999ZZ"):
            _, (address,) = self.ask(POSTAL_CODE, {"postalcode": code,
                                                   "housenumber": 400})
            self.assertEqual(address["city"], address["city"].upper())

    def test_refusals(self):
        for changes, details in (
                ({"postalcode": None}, ["Input field 'postalcode' is required"]),
                ({"housenumber": "x"}, ["Input field 'housenumber' must be a number"]),
                ({"housenumber": 0}, ["Input field 'housenumber' must be in the range "
                                      "1 - 99999"]),
                ({"postalcode": "3532va", "housenumber": None},
                 ["Input field 'postalcode' must be four digits and two letters",
                  "Input field 'housenumber' is required"]),
                ({"housenumberaddition": "ABCDEFG"},
                 ["Input field 'housenumberaddition' must be at most 6 characters"])):
            status, answer = self.ask(POSTAL_CODE, SPLIT | changes)
            self.assertEqual(status, 400)
            self.assertEqual(answer, {"errors": [
                {"status": "400", "title": "Bad request", "detail": each}
                for each in details]})
        self.assertEqual(self.post(POSTAL_CODE, b"nonsense")[0], 400)


class Netherlands(SimTestCase):

    def test_by_postal_code(self):
        status, answer = self.ask(NETHERLANDS, {
            "postalCode": "3532VA", "houseNumber": 9, "houseNumberAddition": "A"})
        self.assertEqual((status, answer), (200, [{
            "resultNumber": 1, "mailabilityScore": 100, "resultPercentage": 100,
            "formattedAddress": ["Bilderdijkstraat 9 A", "3532VA  UTRECHT",
                                 "NEDERLAND"],
            "streetName": "Bilderdijkstraat", "houseNumber": "9",
            "houseNumberAddition": "A", "postalCode": "3532VA", "cityName": "UTRECHT",
            "stateName": None, "countryName": "NEDERLAND", "countryIso2": "NL",
            "countryIso3": "NLD"}]))

    def test_by_street(self):
        question = {"streetName": "prinsengracht", "cityName": "amsterdam",
                    "houseNumber": 26}
        _, (address,) = self.ask(NETHERLANDS, question)
        self.assertEqual((address["postalCode"], address["houseNumberAddition"]),
                         ("1016GV", None))
        self.assertEqual(self.ask(NETHERLANDS, question | {"cityName": "Nergens"}),
                         (200, []))

    def test_unknown_addition(self):
        _, answer = self.ask(NETHERLANDS, {"postalCode": "3532VA", "houseNumber": 9,
                                           "houseNumberAddition": "Q"})
        self.assertEqual([each["resultNumber"] for each in answer], [1, 2, 3])
        self.assertLess(answer[0]["resultPercentage"], 100)

    def test_refusals(self):
        for question in ({"postalCode": "3532VA"}, {"houseNumber": 9},
                         {"houseNumber": 9, "streetName": "Markt"},
                         {"postalCode": "3532VA", "houseNumber": "A"},
                         {"postalCode": "3532", "houseNumber": 9},
                         {"postalCode": "3532VA", "houseNumber": 0}):
            status, answer = self.ask(NETHERLANDS, question)
            self.assertEqual((status, len(answer["errors"])), (400, 1), question)

    def test_numbers(self):
        self.control("POST", "quirks", {"numbers": True})
        _, (address,) = self.ask(NETHERLANDS, {"postalCode": "3532VA",
                                               "houseNumber": 10})
        self.assertEqual(address["houseNumber"], 10)


class International(SimTestCase):

    def test_abroad(self):
        status, (address,) = self.ask(INTERNATIONAL, {
            "countryIso": "DEU", "cityName": "Köln", "streetName": "Domstraße",
            "houseNumber": "12a", "postalCode": "50668"})
        self.assertEqual(status, 200)
        self.assertEqual(address["formattedAddress"],
                         ["Domstraße 12a", "50668 KÖLN", "DUITSLAND"])
        self.assertEqual((address["countryIso2"], address["countryIso3"],
                          address["resultPercentage"]), ("DE", "DEU", 100))

    def test_little_known(self):
        _, (address,) = self.ask(INTERNATIONAL, {"countryIso": "FR",
                                                 "addressLine": "1 Rue X, Paris"})
        self.assertEqual(address["formattedAddress"], ["1 Rue X, Paris", "", "FRANKRIJK"])
        self.assertLess(address["resultPercentage"], 100)
        self.assertIsNone(address["streetName"])

    def test_belgium(self):
        question = {"countryIso": "BE", "postalCode": "9000", "streetName": "Veldstraat"}
        _, (address,) = self.ask(INTERNATIONAL, question)
        self.assertEqual(address["cityName"], "GENT")
        self.assertEqual(self.ask(INTERNATIONAL, question | {"postalCode": "0000"}),
                         (200, []))
        self.assertEqual(self.ask(INTERNATIONAL, question | {"houseNumber": 401}),
                         (200, []))

    def test_netherlands(self):
        question = {"postalCode": "3532VA", "houseNumber": 9}
        self.assertEqual(self.ask(INTERNATIONAL, question | {"countryIso": "NLD"}),
                         self.ask(NETHERLANDS, question))
        self.assertEqual(self.ask(INTERNATIONAL, {"countryIso": "NL",
                                                  "postalCode": "3532VA"})[0], 400)

    def test_refusals(self):
        for question in ({}, {"cityName": "Paris"}, {"countryIso": "FR"},
                         {"countryIso": "XX", "cityName": "Paris"}):
            status, answer = self.ask(INTERNATIONAL, question)
            self.assertEqual((status, set(answer)), (400, {"errors"}), question)
