"""Delivery dates and shipping dates, and the error shapes of their own."""

from support import DELIVERY_DATE, SHIPPING_DATE, SimTestCase

# A Wednesday.
QUESTION = {"ShippingDate": "15-07-2026 14:00:00", "ShippingDuration": 1,
            "CutOffTime": "17:00:00", "PostalCode": "2132WT", "CountryCode": "NL",
            "Options": "Daytime"}
SHIPPING = {"DeliveryDate": "17-07-2026", "ShippingDuration": 1,
            "PostalCode": "2132WT", "CountryCode": "NL"}


class DeliveryDates(SimTestCase):

    def delivered(self, **changes):
        """"dd-mm option" of the first delivery."""
        status, answer = self.ask(DELIVERY_DATE, QUESTION | changes)
        self.assertEqual(status, 200, answer)
        return f"{answer['DeliveryDate'][:5]} {answer['Options']['string']}"

    def refusal(self, **changes):
        status, answer = self.ask(DELIVERY_DATE, QUESTION | changes)
        self.assertEqual(status, 400, answer)
        return answer

    def test_shape(self):
        self.assertEqual(self.ask(DELIVERY_DATE, QUESTION),
                         (200, {"DeliveryDate": "16-07-2026",
                                "Options": {"string": "Daytime"}}))

    def test_days(self):
        for ordered, expected in (
                ("15-07-2026 17:00:00", "16-07"), ("15-07-2026 17:00:01", "17-07"),
                ("17-07-2026 09:00:00", "18-07"), ("18-07-2026 09:00:00", "21-07"),
                ("19-07-2026 09:00:00", "21-07"), ("24-12-2026 09:00:00", "29-12"),
                ("31-12-2026 18:00:00", "05-01")):
            self.assertEqual(self.delivered(ShippingDate=ordered),
                             expected + " Daytime", ordered)

    def test_options(self):
        for changes, expected in (
                ({"Options": "Evening,Daytime"}, "16-07 Evening"),
                ({"Options": ["Daytime", "Evening"]}, "16-07 Daytime"),
                ({"Options": None, "Options[0]": "Evening"}, "16-07 Evening"),
                ({"Options": "Today,Daytime"}, "15-07 Today"),
                ({"Options": "Sunday", "AvailableSunday": "true"}, "19-07 Sunday"),
                ({"Options": "Morning"}, "16-07 Morning"),
                ({"Options": "Evening,Daytime", "PostalCode": "9999ZZ"},
                 "16-07 Daytime"),
                ({"CountryCode": "BE", "PostalCode": "2000"}, "16-07 Daytime")):
            self.assertEqual(self.delivered(**changes), expected, changes)

    def test_days_of_the_shipper(self):
        for changes, expected in (
                ({"ShippingDuration": 2}, "17-07"), ({"ShippingDuration": 3}, "18-07"),
                ({"CutOffTimeWednesday": "13:00:00"}, "17-07"),
                ({"AvailableWednesday": "false"}, "17-07"),
                ({"AvailableWednesday": "0", "AvailableThursday": "0"}, "18-07"),
                ({"ShippingDate": "18-07-2026 09:00:00", "AvailableSunday": "true"},
                 "20-07"),
                ({"ShippingDate": "19-07-2026 09:00:00", "AvailableSunday": "true"},
                 "20-07")):
            self.assertEqual(self.delivered(**changes), expected + " Daytime", changes)

    def test_one_mistake_is_an_object(self):
        answer = self.refusal(Options="DayTime")
        self.assertEqual(answer["Array"]["Item"]["ErrorNumber"], "26")

    def test_several_mistakes_are_a_list(self):
        answer = self.refusal(Options=None, PostalCode=None, ShippingDuration="x",
                              CutOffTime="25:00:00", CountryCode="DE")
        self.assertEqual(
            [each["ErrorNumber"] for each in answer["Array"]["Item"]],
            [5, 5, "26", 4, 4])

    def test_each_mistake(self):
        for changes, number in (
                ({"ShippingDate": "2026-07-15"}, 5), ({"ShippingDate": None}, 4),
                ({"ShippingDate": "31-02-2027 00:00:00"}, 5),
                ({"ShippingDate": "15-07-9999 00:00:00"}, 5),
                ({"ShippingDuration": 0}, 6), ({"HouseNumber": 0}, 6),
                ({"HouseNumber": "12a"}, 5), ({"PostalCode": "2132wt"}, 5),
                ({"PostalCode": "2132 WT"}, 5), ({"PostalCode": "0132WT"}, 5),
                ({"PostalCode": "2132"}, 5),
                ({"PostalCode": "2132WT", "CountryCode": "BE"}, 5),
                ({"OriginCountryCode": "FR"}, "26"), ({"AvailableMonday": "ja"}, 5),
                ({"CutOffTimeMonday": "9:00"}, 5), ({"Options": "daytime"}, "26")):
            answer = self.refusal(**changes)
            self.assertEqual(answer["Array"]["Item"]["ErrorNumber"], number, changes)

    def test_what_cannot_be_done_is_bare(self):
        for changes, number in (
                ({"ShippingDate": "14-07-2026 23:59:59"}, 2060),
                ({"PostalCode": "2132SS"}, 16),
                ({"PostalCode": "9999ZZ", "Options": "Evening"}, 16),
                ({"Options": "Evening", "CountryCode": "BE", "PostalCode": "2000"}, 16),
                ({"Options": "Sunday"}, 16)):
            answer = self.refusal(**changes)
            self.assertEqual(set(answer), {"ErrorMsg", "ErrorNumber"})
            self.assertEqual(answer["ErrorNumber"], number, changes)

    def test_quirks(self):
        for quirks, options in (({"strings": "bare"}, ["Daytime"]),
                                ({"strings": "objects"}, [{"string": "Daytime"}]),
                                ({"strings": "wrapped", "single": "list"},
                                 {"string": ["Daytime"]})):
            self.control("POST", "quirks", quirks)
            self.assertEqual(self.ask(DELIVERY_DATE, QUESTION)[1]["Options"], options)
        self.control("POST", "quirks", {"sustainability": "everywhere",
                                        "past_dates": "accepted", "errors": "spec"})
        _, answer = self.ask(DELIVERY_DATE, QUESTION | {
            "ShippingDate": "29-05-2022 14:00:00"})
        self.assertEqual(set(answer["Sustainability"]), {"Code", "Description"})
        self.refused(*self.ask(DELIVERY_DATE, QUESTION | {"Options": None}), "3001",
                     documented=True)

    def test_the_same_by_any_clock(self):
        question = QUESTION | {"ShippingDate": "02-02-2027 10:00:00"}
        first = self.ask(DELIVERY_DATE, question)
        self.control("POST", "clock", {"advance_seconds": 40 * 86400})
        self.assertEqual(self.ask(DELIVERY_DATE, question), first)


class ShippingDates(SimTestCase):

    def test_days(self):
        for changes, expected in (
                ({}, "16-07-2026"), ({"ShippingDuration": 2}, "15-07-2026"),
                ({"DeliveryDate": "20-07-2026"}, "18-07-2026"),
                ({"DeliveryDate": "21-07-2026"}, "20-07-2026"),
                ({"DeliveryDate": "28-12-2026"}, "24-12-2026")):
            self.assertEqual(self.ask(SHIPPING_DATE, SHIPPING | changes),
                             (200, {"SentDate": expected}))

    def test_refusals(self):
        for changes, number in (({"DeliveryDate": "14-07-2026"}, 2060),
                                ({"DeliveryDate": "15-07-2026"}, 2060),
                                ({"ShippingDuration": 3}, 2060)):
            status, answer = self.ask(SHIPPING_DATE, SHIPPING | changes)
            self.assertEqual((status, answer["ErrorNumber"]), (400, number))
        status, answer = self.ask(SHIPPING_DATE, SHIPPING | {"DeliveryDate": None})
        self.assertEqual((status, answer["Array"]["Item"]["ErrorNumber"]), (400, 4))
