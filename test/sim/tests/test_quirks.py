"""Each quirk, on a parcel or on everything."""

import json
from pathlib import Path

import quirks
from support import BY_BARCODE, SIM, UPDATES, SimTestCase

BARCODE = "3SDEVC0000001"


class Quirks(SimTestCase):

    def shipment(self, query="", **quirks):
        """The answer for a parcel out for delivery with these quirks."""
        self.seed(barcode=BARCODE, stage="J05", reference="ORDER-1", quirks=quirks,
                  options=["118-006"], sender=None,
                  receiver={"LastName": "Çelik & \"Zn\"", "HouseNumber": "74"})
        return self.track(BARCODE, query)

    def test_list_of_one(self):
        shipments = self.shipment("?detail=true", single="list")
        self.assertEqual(len(shipments), 1)
        self.assertIsInstance(shipments[0]["Address"], list)
        self.assertIsInstance(shipments[0]["ProductOptions"], list)

    def test_shipment_list_only(self):
        shipments = self.shipment(shipment="list")
        self.assertIsInstance(shipments[0]["Address"], dict)

    def test_empty(self):
        for name, value in (("object", {}), ("null", None), ("string", ""),
                            ("list", [])):
            shipment = self.shipment(empty=name)
            self.assertEqual(shipment["Address"]["FirstName"], value)
        self.assertNotIn("FirstName", self.shipment(empty="absent")["Address"])

    def test_numbers(self):
        shipment = self.shipment(numbers=True)
        self.assertEqual(
            (shipment["ShipmentAmount"], shipment["ProductCode"],
             shipment["Status"]["StatusCode"], shipment["Address"]["HouseNumber"],
             shipment["Barcode"]), (1, 3085, 7, 74, BARCODE))

    def test_wrap(self):
        shipment = self.shipment(wrap=True)
        self.assertEqual(shipment["ProductDescription"], {"string": "Standaard Zending"})
        shipment = self.shipment(wrap=["StatusDescription"])
        self.assertEqual(shipment["Status"]["StatusDescription"],
                         {"string": "Zending in distributieproces"})

    def test_key_case(self):
        self.assertIn("barcode", self.lower_shipment())
        shipment = self.shipment(key_case="timestamp")
        self.assertIn("Timestamp", shipment["Status"])

    def lower_shipment(self):
        self.seed(barcode=BARCODE, quirks={"key_case": "lower_first"})
        return self.sim.get(BY_BARCODE + BARCODE)[1]["currentStatus"]["shipment"]

    def test_html_entities(self):
        shipment = self.shipment(html_entities=True)
        self.assertEqual(shipment["ProductDescription"],
                         "Standaard Zending &lt;= 10 kg")
        self.assertEqual(shipment["Address"]["LastName"],
                         "&Ccedil;elik &amp; &quot;Zn&quot;")

    def test_unordered_events(self):
        ordered = self.shipment("?detail=true")["Event"]
        unordered = self.shipment("?detail=true", events="unordered")["Event"]
        self.assertNotEqual(ordered, unordered)
        self.assertEqual(sorted(map(str, ordered)), sorted(map(str, unordered)))

    def test_rename(self):
        shipment = self.shipment(rename={"Address": "Addresses"})
        self.assertIn("Addresses", shipment)

    def test_unknown(self):
        for shape, expected in (("empty_list", {"CurrentStatus": []}),
                                ("empty_object", {})):
            self.control("POST", "quirks", {"unknown": shape})
            self.assertEqual(self.sim.get(BY_BARCODE + "3SNOTHING"), (200, expected))
        self.control("POST", "quirks", {"unknown": "empty_404"})
        status, _, body = self.sim.request("GET", BY_BARCODE + "3SNOTHING")
        self.assertEqual((status, body), (404, b""))

    def test_unknown_for_one_parcel(self):
        self.seed(barcode=BARCODE, schedule=[], quirks={"unknown": "empty_list"})
        self.assertEqual(self.sim.get(BY_BARCODE + BARCODE)[1], {"CurrentStatus": []})
        self.assertIn("Warnings", self.sim.get(BY_BARCODE + "3SNOTHING")[1])

    def test_global(self):
        self.control("POST", "quirks", {"single": "list"})
        self.control("POST", "quirks", {"empty": "null"})
        shipment, = self.shipment()
        self.assertIsNone(shipment["Address"][0]["FirstName"])
        # A parcel's own quirk goes first.
        shipment, = self.shipment(empty="string")
        self.assertEqual(shipment["Address"][0]["FirstName"], "")
        self.control("DELETE", "quirks")
        self.assertIsInstance(self.shipment(), dict)

    def test_updates(self):
        self.seed(barcode=BARCODE, schedule=[[0, "A01"], [60, "B01"]], age_seconds=600,
                  quirks={"every_update": True, "creation_date": "datetime",
                          "key_case": "timestamp", "numbers": True})
        _, answer = self.sim.get(UPDATES + "?period=2026-07-15T11:00:00"
                                           "&period=2026-07-15T12:00:00")
        self.assertEqual([each["Status"]["StatusCode"] for each in answer], [1, 2])
        self.assertEqual(answer[0]["CreationDate"], "2026-07-15T00:00:00")
        self.assertIn("TimeStamp", answer[0]["Status"])

    def test_each_quirk_is_documented(self):
        readme = Path(SIM, "README.md").read_text(encoding="utf-8")
        for name in quirks.KNOWN:
            self.assertIn(f"| `{name}` |", readme)

    def test_what_does_not_exist_is_refused(self):
        for wrong in ({"nonsense": 1}, {"single": "both"}):
            status, answer = self.sim.control("POST", "quirks", wrong)
            self.assertEqual(status, 400)
            self.assertIn("quirk", answer["error"])

    def test_texts_are_utf8(self):
        self.shipment()
        _, _, body = self.sim.request("GET", BY_BARCODE + BARCODE)
        self.assertIn("Çelik".encode(), body)
        json.loads(body)
