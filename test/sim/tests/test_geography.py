"""The little geography and the calendar, without a simulator."""

import unittest
from datetime import date, datetime, time

import deliverydays as days
import geography
import pickup
from deliverydays import Destination, Shipper

UTRECHT = Destination("NL", "3571ZZ")


class Geography(unittest.TestCase):

    def test_every_postal_code_is_somewhere(self):
        for country, south, north, west, east in (
                ("NL", 50.7, 53.6, 3.3, 7.3), ("BE", 49.4, 51.6, 2.5, 6.5)):
            for digits in range(1000, 10_000):
                code = f"{digits}ZZ" if country == "NL" else str(digits)
                latitude, longitude = geography.coordinates(country, code)
                self.assertTrue(south < latitude < north and west < longitude < east)
                self.assertTrue(geography.street(country, code))

    def test_towns(self):
        for country, code, name in (("NL", "1000AA", "Amsterdam"),
                                    ("NL", "2132WT", "Hoofddorp"),
                                    ("NL", "9999ZZ", "Delfzijl"),
                                    ("BE", "4020", "Liège"), ("BE", "9999", "Eeklo")):
            self.assertEqual(geography.place(country, code).name, name)

    def test_letters_are_never_forbidden(self):
        pairs = {geography.letters(number) for number in range(26 * 26)}
        self.assertEqual(len(pairs), 26 * 26 - 3)
        self.assertFalse(pairs & {"SA", "SD", "SS"})

    def test_street_is_found_back(self):
        for code in ("1055AB", "3571ZZ", "8911CH", "9712AA"):
            street = geography.street("NL", code)
            town = geography.place("NL", code)
            found = geography.postal_code_of(street.upper(), town.city)
            self.assertEqual(geography.street("NL", found), street)
            self.assertEqual(geography.place("NL", found), town)
        self.assertIsNone(geography.postal_code_of("Nergensweg", "Utrecht"))
        self.assertIsNone(geography.postal_code_of("Markt", "Nergens"))


class PickUp(unittest.TestCase):

    def test_every_postal_code_has_locations(self):
        for country, letters in (("NL", "AB"), ("BE", "")):
            for digits in range(1000, 10_000, 53):
                if not str(digits).endswith("99"):
                    found = pickup.near_address(country, f"{digits}{letters}", 3)
                    self.assertEqual(len(found), 3, digits)
                    self.assertLess(found[0].metres, 10_000)

    def test_nearest_are_the_nearest(self):
        point = geography.coordinates(*UTRECHT)
        some = pickup.nearest("NL", point, 5)
        more = pickup.nearest("NL", point, 60)
        self.assertEqual(some, more[:5])
        metres = [each.metres for each in more]
        self.assertEqual(metres, sorted(metres))

    def test_found_again_by_code(self):
        for country in geography.COUNTRIES:
            network = pickup.NETWORKS[country]
            for each in pickup.near_address(country, "3000" + "AB" * (country == "NL"),
                                            20):
                self.assertEqual(pickup.lookup(each.location.code, network),
                                 each.location)
        for wrong in ("", "99999", "100000x", "999999", "9" * 40, "BE0000", "BEZZZZ",
                      "٣٤٥٦٧٨"):
            self.assertIsNone(pickup.lookup(wrong))

    def test_area_as_large_as_the_world(self):
        found = pickup.within("NL", (90, -180, -90, 180), 20)
        self.assertEqual(len(found), 20)
        self.assertEqual(pickup.within("NL", (-80, 0, -90, 10), 20), [])


class Days(unittest.TestCase):

    def test_holidays(self):
        for country, day, expected in (
                ("NL", date(2026, 4, 6), True), ("NL", date(2026, 4, 27), True),
                ("NL", date(2026, 5, 14), True), ("NL", date(2026, 5, 25), True),
                ("NL", date(2025, 4, 26), True), ("NL", date(2025, 4, 27), False),
                ("NL", date(2025, 5, 5), True), ("NL", date(2026, 5, 5), False),
                ("NL", date(2026, 7, 21), False), ("BE", date(2026, 7, 21), True),
                ("BE", date(2026, 4, 27), False), ("BE", date(2026, 11, 11), True)):
            self.assertEqual(days.is_holiday(country, day), expected, day)

    def test_options_by_the_last_digit(self):
        for digit, offered in ((9, {"Daytime"}), (8, {"Daytime", "Evening"}),
                               (6, {"Daytime", "Evening", "Morning", "Noon",
                                    "Afternoon"}),
                               (4, {"Daytime", "Evening", "Morning", "Noon",
                                    "Afternoon", "Today", "Sameday"})):
            to = Destination("NL", f"357{digit}ZZ")
            friday = date(2026, 7, 17)
            self.assertEqual(offered, {
                each for each in ("Daytime", "Evening", "Sunday", "Morning", "Noon",
                                  "Afternoon", "Today", "Sameday")
                if days.refusal(to, each, friday, True) is None})
            self.assertEqual(
                days.refusal(to, "Sunday", date(2026, 7, 19), True) is None, digit < 8)

    def test_shipping_day(self):
        week = days.same_cut_off(time(17), sunday=False)
        friday = datetime(2026, 7, 17, 17)
        for shipper, ordered, expected in (
                (Shipper(week), friday, date(2026, 7, 17)),
                (Shipper(week), friday.replace(second=1), date(2026, 7, 18)),
                (Shipper(week), datetime(2026, 7, 18, 18), date(2026, 7, 20)),
                (Shipper(week, 2), friday, date(2026, 7, 18)),
                (Shipper(week, 3), friday, date(2026, 7, 20)),
                (Shipper(week | {5: None}), friday, date(2026, 7, 18)),
                (Shipper(week), datetime(2026, 12, 25, 9), date(2026, 12, 28)),
                (Shipper(week, 1, True), datetime(2026, 12, 25, 9), date(2026, 12, 25)),
                (Shipper(dict.fromkeys(week)), friday, None)):
            self.assertEqual(shipper.shipping_day(ordered), expected)
