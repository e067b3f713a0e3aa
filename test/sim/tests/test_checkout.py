"""Checkout: days, options, pick-up points, refusals and shapes."""

import copy

from support import CHECKOUT, LOCATIONS, SimTestCase

# Ordered on a Wednesday.
QUESTION = {
    "OrderDate": "15-07-2026 12:34:54", "ShippingDuration": 1,
    "CutOffTimes": [{"Day": "00", "Available": True, "Type": "Regular",
                     "Time": "23:00:00"}],
    "HolidaySorting": True, "Options": ["Daytime", "Evening", "Pickup"],
    "Locations": 2, "Days": 5,
    "Addresses": [{"AddressType": "01", "Street": "Molengraaffplantsoen",
                   "HouseNr": 74, "HouseNrExt": "bis", "Zipcode": "3571ZZ",
                   "City": "Utrecht", "Countrycode": "NL"}]}


def cut_off(day="00", time="23:00:00", kind="Regular", available=True):
    return {"Day": day, "Available": available, "Type": kind, "Time": time}


def question(address=None, **changes):
    """The question with changes; None takes a key away."""
    made = copy.deepcopy(QUESTION) | changes
    if address:
        made["Addresses"][0].update(address)
    return {name: value for name, value in made.items() if value is not None}


class Checkout(SimTestCase):

    def answer(self, address=None, **changes):
        status, answer = self.post(CHECKOUT, question(address, **changes))
        self.assertEqual(status, 200)
        self.assertIn("DeliveryOptions", answer, answer)
        return answer

    def windows(self, **changes):
        """"dd option" of every window."""
        return [f"{day['DeliveryDate'][:2]} {option}"
                for day in self.answer(**changes)["DeliveryOptions"]
                for each in day["Timeframe"] for option in each["Options"]]

    def refusal(self, code, address=None, **changes):
        return self.refused(*self.post(CHECKOUT, question(address, **changes)), code)

    def test_shape(self):
        answer = self.answer(Days=1)
        self.assertEqual(list(answer), ["DeliveryOptions", "PickupOptions", "Warnings"])
        day, = answer["DeliveryOptions"]
        self.assertEqual(day["DeliveryDate"], "16-07-2026")
        daytime, evening = day["Timeframe"]
        self.assertRegex(daytime["From"] + daytime["To"], r"^(\d\d:\d\d:00){2}$")
        self.assertEqual((evening["From"], evening["To"], evening["Options"],
                          evening["ShippingDate"]),
                         ("17:30:00", "22:00:00", ["Evening"], None))
        self.assertEqual(set(evening["Sustainability"]), {"Code", "Description"})
        self.assertEqual(answer["Warnings"], [])

    def test_days(self):
        self.assertEqual(self.windows(), [
            "16 Daytime", "16 Evening", "17 Daytime", "17 Evening", "18 Daytime",
            "20 Daytime", "20 Evening"])
        self.assertEqual(self.windows(Days=1), ["16 Daytime", "16 Evening"])
        self.assertEqual(self.windows(Options=["Sunday"], Days=1), ["19 Sunday"])

    def test_cut_offs(self):
        for changes, first in (
                ({"OrderDate": "15-07-2026 23:00:00"}, "16"),
                ({"OrderDate": "15-07-2026 23:00:01"}, "17"),
                ({"ShippingDuration": 2}, "17"), ({"ShippingDuration": "2"}, "17"),
                ({"CutOffTimes": [cut_off(), cut_off("03", "12:00:00")]}, "17"),
                ({"CutOffTimes": [cut_off(), {"Day": "03", "Available": False}]}, "17"),
                ({"CutOffTimes": [cut_off("05")]}, "18"),
                ({"CutOffTimes": [cut_off("05", available="true")]}, "18")):
            self.assertEqual(self.windows(Options=["Daytime"], Days=1, **changes),
                             [f"{first} Daytime"], changes)

    def test_sunday_sorting(self):
        cut_offs = [cut_off(), {"Day": "07", "Available": False}]
        changes = {"OrderDate": "18-07-2026 09:00:00", "Days": 4,
                   "Options": ["Daytime", "Sunday"]}
        self.assertEqual(self.windows(**changes), [
            "19 Sunday", "20 Daytime", "21 Daytime", "22 Daytime"])
        self.assertEqual(self.windows(CutOffTimes=cut_offs, **changes), [
            "21 Daytime", "22 Daytime", "23 Daytime", "24 Daytime"])

    def test_same_day(self):
        cut_offs = [cut_off(), cut_off(time="13:00:00", kind="Today")]
        options = ["Daytime", "Today"]
        address = {"Zipcode": "3572ZZ"}
        self.assertEqual(self.windows(address=address, CutOffTimes=cut_offs,
                                      Options=options, Days=2),
                         ["15 Today", "16 Daytime"])
        self.assertEqual(self.windows(address=address, CutOffTimes=cut_offs,
                                      Options=options, Days=1,
                                      OrderDate="15-07-2026 13:00:01"),
                         ["16 Daytime", "16 Today"])
        self.assertEqual(self.windows(address={"Zipcode": "3577ZZ"}, Options=options,
                                      Days=1), ["16 Daytime"])

    def test_guaranteed(self):
        options = ["08:00-10:00", "08:00-12:00", "08:00-17:00"]
        timeframe = self.answer(Options=options, Days=1)["DeliveryOptions"][0]
        self.assertEqual([[each["From"], each["To"]] for each in timeframe["Timeframe"]],
                         [[f"{part}:00" for part in each.split("-")]
                          for each in options])

    def test_holidays(self):
        changes = {"OrderDate": "24-12-2026 09:00:00", "Options": ["Daytime"],
                   "Days": 5}
        self.assertEqual(self.windows(**changes), [
            "28 Daytime", "29 Daytime", "30 Daytime", "31 Daytime"])
        changes["OrderDate"] = "25-12-2026 09:00:00"
        self.assertEqual(self.windows(**changes | {"Days": 1}), ["28 Daytime"])
        self.assertEqual(self.windows(HolidaySorting=False, **changes | {"Days": 1}),
                         ["28 Daytime"])
        changes["OrderDate"] = "26-12-2026 23:30:00"
        self.assertEqual(self.windows(HolidaySorting=False, **changes | {"Days": 1}),
                         ["28 Daytime"])

    def test_belgium(self):
        answer = self.answer({"Zipcode": "2000", "Countrycode": "BE"})
        options = {option for day in answer["DeliveryOptions"]
                   for each in day["Timeframe"] for option in each["Options"]}
        self.assertEqual(options, {"Daytime"})
        location = answer["PickupOptions"][0]["Locations"][0]
        self.assertRegex(location["LocationCode"], "^BE[0-9A-Z]{4}$")
        self.assertEqual(location["PartnerID"], "PNPBE-01")

    def test_pickup(self):
        answer = self.answer(Options=["Pickup"], Days=None)
        self.assertEqual(answer["DeliveryOptions"], [])
        option, = answer["PickupOptions"]
        self.assertEqual((option["PickupDate"], option["Option"],
                          option["ShippingDate"]), ("16-07-2026", "Pickup", None))
        first, second = option["Locations"]
        self.assertLess(first["Distance"], second["Distance"])
        self.assertNotIn("City", first["Address"])
        self.assertEqual(first["PickupTime"], "15:00")
        self.assertRegex(first["OpeningHours"]["Friday"]["From"], r"^\d\d:\d\d:00$")
        self.assertIsInstance(first["Address"]["HouseNr"], int)
        self.assertIsInstance(first["Address"]["HouseNrExt"], str)
        _, found = self.ask(LOCATIONS + "lookup",
                            {"LocationCode": first["LocationCode"]})
        self.assertEqual(found["GetLocationsResult"]["ResponseLocation"]["Name"],
                         first["Address"]["CompanyName"])

    def test_pickup_has_to_be_asked_for(self):
        answer = self.answer(Options=["Daytime"], Locations=None)
        self.assertNotIn("PickupOptions", answer)

    def test_no_locations_nearby(self):
        answer = self.answer({"Zipcode": "3571XX"}, Options=["Pickup"])
        self.assertEqual(answer["PickupOptions"][0]["Locations"], [])

    def test_nothing(self):
        asked = question({"Zipcode": "9999ZZ"}, Options=["Evening"])
        empty = {"DeliveryOptions": [], "Warnings": []}
        self.assertEqual(self.post(CHECKOUT, asked), (200, empty))
        self.control("POST", "quirks", {"nothing": "empty_object"})
        self.assertEqual(self.post(CHECKOUT, asked), (200, {}))
        self.control("POST", "quirks", {"nothing": "error"})
        self.refused(*self.post(CHECKOUT, asked), "0010")

    def test_numbers_as_texts(self):
        self.assertEqual(self.windows(Days="1", Locations="1", HolidaySorting="true",
                                      address={"HouseNr": "74"}),
                         ["16 Daytime", "16 Evening"])

    def test_refusals(self):
        for changes, code in (
                ({"OrderDate": None}, "3001"), ({"CutOffTimes": []}, "3001"),
                ({"Options": []}, "3001"), ({"Days": None}, "3001"),
                ({"Locations": None}, "3001"), ({"Addresses": None}, "3001"),
                ({"OrderDate": "15-07-2026"}, "3002"), ({"Days": "many"}, "3002"),
                ({"CutOffTimes": "23:00:00"}, "3002"), ({"Days": 0}, "3003"),
                ({"Days": 10}, "3003"), ({"Locations": 4}, "3003"),
                ({"Options": ["Daytime", "Morning"]}, "3003"),
                ({"OrderDate": "14-07-2026 12:00:00"}, "3003"),
                ({"CutOffTimes": [{"Day": "00", "Available": True}]}, "3001"),
                ({"CutOffTimes": [{"Available": False}]}, "3001"),
                ({"CutOffTimes": [cut_off("08")]}, "3003"),
                ({"CutOffTimes": [cut_off(kind="Irregular")]}, "3003"),
                ({"CutOffTimes": [cut_off(time="24:00:00")]}, "3002")):
            self.refusal(code, **changes)

    def test_refused_addresses(self):
        for address, code in (
                ({"HouseNr": None}, "3001"), ({"Zipcode": ""}, "3001"),
                ({"AddressType": "02"}, "3001"), ({"HouseNr": 0}, "3003"),
                ({"HouseNr": "74 bis"}, "3002"), ({"HouseNr": [74]}, "3002"),
                ({"Zipcode": "3571"}, "3002"), ({"Zipcode": "3571SA"}, "3010"),
                ({"Countrycode": "DE"}, "3003"), ({"AddressType": "09"}, "3003")):
            self.refusal(code, address)

    def test_what_is_no_request(self):
        for body in (b"", b"[]", b"nonsense", b"\xff", b"[" * 5000):
            self.refused(*self.post(CHECKOUT, body), "3000")

    def test_as_documented(self):
        self.control("POST", "quirks", {"errors": "spec"})
        self.refused(*self.post(CHECKOUT, question(Days=10)), "3003", documented=True)

    def test_warnings(self):
        changes = {"OrderDate": "17-07-2026 09:00:00", "Days": 2}
        self.control("POST", "quirks", {"checkout_warnings": "live"})
        self.assertEqual(self.answer(**changes)["Warnings"], [
            {"DeliveryDate": "18-07-2026", "Code": "08", "Options": ["Evening"],
             "Description": "Geen avondbelevering mogelijk"},
            {"DeliveryDate": "19-07-2026", "Code": "03", "Options": ["Daytime"],
             "Description": "Dag uitgesloten van tijdvak"},
            {"DeliveryDate": "19-07-2026", "Code": "03", "Options": ["Evening"],
             "Description": "Dag uitgesloten van tijdvak"}])
        self.control("POST", "quirks", {"checkout_warnings": "spec"})
        self.assertEqual(self.answer(**changes)["Warnings"][0]["Code"], "5034")

    def test_other_quirks(self):
        self.control("POST", "quirks", {"shipping_date": "date",
                                        "sustainability": "nowhere",
                                        "single": "everywhere"})
        answer = self.answer(Options=["Daytime", "Pickup"], Days=1, Locations=1)
        window = answer["DeliveryOptions"]["Timeframe"]
        self.assertEqual((window["ShippingDate"], window["Options"]),
                         ("15-07-2026", "Daytime"))
        self.assertNotIn("Sustainability", window)
        self.assertIsInstance(answer["PickupOptions"]["Locations"], dict)

    def test_method(self):
        self.assertEqual(self.ask(CHECKOUT, {})[0], 405)
