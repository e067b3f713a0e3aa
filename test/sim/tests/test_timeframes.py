"""Delivery windows: days, reasons, refusals and shapes."""

from support import TIMEFRAMES, SimTestCase

# From Friday to Monday.
QUESTION = {"AllowSundaySorting": "false", "StartDate": "17-07-2026",
            "EndDate": "20-07-2026", "CountryCode": "NL", "PostalCode": "2132WT",
            "HouseNumber": 42, "Options": "Daytime,Evening,Sunday"}


def listed(value):
    """A list of what may be a list, one thing or nothing."""
    return value if isinstance(value, list) else [value] if value else []


class Timeframes(SimTestCase):

    def answer(self, **changes):
        status, answer = self.ask(TIMEFRAMES, QUESTION | changes)
        self.assertEqual(status, 200, answer)
        return answer

    def windows(self, **changes):
        """"dd option" of every window."""
        days = self.answer(**changes)["Timeframes"].get("Timeframe")
        return [f"{day['Date'][:2]} {each['Options']['string']}" for day in listed(days)
                for each in listed(day["Timeframes"]["TimeframeTimeFrame"])]

    def reasons(self, **changes):
        """"dd option" -> code of every reason."""
        found = self.answer(**changes)["ReasonNoTimeframes"].get("ReasonNoTimeframe")
        return {f"{each['Date'][:2]} {each['Options']['string']}": each["Code"]
                for each in listed(found)}

    def test_windows(self):
        self.assertEqual(self.windows(), ["17 Daytime", "17 Evening", "18 Daytime"])
        self.assertEqual(self.windows(AllowSundaySorting="true"), [
            "17 Daytime", "17 Evening", "18 Daytime", "19 Sunday", "20 Daytime",
            "20 Evening"])
        # Sunday has to be asked for.
        self.assertEqual(self.windows(AllowSundaySorting="true", Options="Daytime"),
                         ["17 Daytime", "18 Daytime", "20 Daytime"])

    def test_reasons(self):
        self.assertEqual(self.reasons(), {
            "17 Sunday": "03", "18 Evening": "05", "18 Sunday": "03",
            "19 Daytime": "03", "19 Evening": "03", "19 Sunday": "04",
            "20 Daytime": "04", "20 Evening": "04", "20 Sunday": "03"})
        self.assertEqual(self.reasons(EndDate="17-07-2026", PostalCode="2139WT",
                                      Options="Evening,Morning,Today"),
                         {"17 Evening": "05", "17 Morning": "01", "17 Today": "02"})

    def test_belgium(self):
        question = {"CountryCode": "BE", "PostalCode": "2000", "EndDate": "18-07-2026"}
        self.assertEqual(self.windows(**question), ["17 Daytime", "18 Daytime"])
        self.assertEqual(set(self.reasons(**question).values()), {98})
        self.control("POST", "quirks", {"reason_code": "string"})
        self.assertEqual(set(self.reasons(**question).values()), {"98"})

    def test_holiday(self):
        question = {"StartDate": "24-12-2026", "EndDate": "26-12-2026",
                    "Options": "Daytime"}
        self.assertEqual(self.windows(**question), ["24 Daytime"])
        self.assertEqual(self.reasons(**question),
                         {"25 Daytime": "03", "26 Daytime": "03"})

    def test_one_is_an_object(self):
        answer = self.answer(EndDate="17-07-2026", Options="Daytime,Sunday")
        day = answer["Timeframes"]["Timeframe"]
        self.assertEqual(day["Date"], "17-07-2026")
        window = day["Timeframes"]["TimeframeTimeFrame"]
        self.assertEqual(set(window), {"From", "To", "Options"})
        self.assertRegex(window["From"] + window["To"], r"^(\d\d:\d\d:00){2}$")
        self.assertEqual(answer["ReasonNoTimeframes"]["ReasonNoTimeframe"], {
            "Code": "03", "Date": "17-07-2026", "Options": {"string": "Sunday"},
            "Description": "Dag uitgesloten van tijdvak"})

    def test_same_answer_again(self):
        self.assertEqual(self.answer(), self.answer())
        self.assertNotEqual(self.answer(), self.answer(PostalCode="3571ZZ"))

    def test_none(self):
        question = {"PostalCode": "9999ZZ", "Options": "Evening",
                    "EndDate": "18-07-2026"}
        self.assertEqual(self.answer(**question)["Timeframes"], {})
        for value, expected in (("null", None), ("string", ""), ("list", [])):
            self.control("POST", "quirks", {"empty": value})
            self.assertEqual(self.answer(**question)["Timeframes"], expected)
        self.control("POST", "quirks", {"nothing": "empty_list"})
        self.assertEqual(self.answer(**question)["Timeframes"], {"Timeframe": []})
        self.control("POST", "quirks", {"nothing": "empty_object"})
        self.assertEqual(self.answer(**question), {})
        self.control("POST", "quirks", {"nothing": "error"})
        self.refused(*self.ask(TIMEFRAMES, QUESTION | question), "0010")

    def test_no_reasons(self):
        answer = self.answer(EndDate="17-07-2026", Options="Daytime")
        self.assertEqual(answer["ReasonNoTimeframes"], {})

    def test_spellings(self):
        self.control("POST", "quirks", {"spelling": "spec", "single": "list",
                                        "sustainability": "everywhere"})
        answer = self.answer(EndDate="17-07-2026")
        day, = answer["Timeframes"]["Timeframe"]
        window = day["Timeframes"]["TimeframeTimeframe"][0]
        self.assertEqual(window["Options"], {"string": ["Daytime"]})
        self.assertIn(window["Sustainability"]["Code"], ("00", "01", "02", "03"))
        self.assertIsInstance(answer["ReasonNoTimeframes"]["ReasonNoTimeframe"], list)
        self.control("POST", "quirks", {"spelling": "2018", "numbers": True})
        answer = self.answer()["ReasonNotimeframes"]["ReasonNoTimeframe"]
        self.assertEqual(answer[0]["Code"], 3)

    def test_refusals(self):
        for changes, code in (
                ({"AllowSundaySorting": None}, "3001"), ({"PostalCode": None}, "3001"),
                ({"HouseNumber": None}, "3001"), ({"Options": ""}, "3001"),
                ({"AllowSundaySorting": "maybe"}, "3002"),
                ({"StartDate": "2026-07-17"}, "3002"), ({"HouseNumber": "A"}, "3002"),
                ({"PostalCode": "2132"}, "3002"), ({"EndDate": "31-09-2026"}, "3002"),
                ({"PostalCode": "2132SD"}, "3010"), ({"HouseNumber": 0}, "3003"),
                ({"CountryCode": "DE"}, "3003"), ({"Options": "daytime"}, "3003"),
                ({"StartDate": "14-07-2026"}, "3003"),
                ({"EndDate": "27-07-2026"}, "3003"),
                ({"EndDate": "16-07-2026"}, "3006")):
            self.refused(*self.ask(TIMEFRAMES, QUESTION | changes), code)
        self.assertEqual(len(self.windows(EndDate="26-07-2026", Options="Daytime")), 7)

    def test_refusals_as_documented(self):
        self.control("POST", "quirks", {"errors": "spec"})
        text = self.refused(*self.ask(TIMEFRAMES, QUESTION | {"HouseNumber": None}),
                            "3001", documented=True)
        self.assertEqual(text, "HouseNumber required in the request")

    def test_today_is_not_past(self):
        self.assertEqual(self.windows(StartDate="15-07-2026", EndDate="15-07-2026",
                                      Options="Daytime"), ["15 Daytime"])

    def test_method(self):
        self.assertEqual(self.post(TIMEFRAMES, {}), (405, {
            "message": "Only GET & POST requests allowed", "http_status_code": 405}))
