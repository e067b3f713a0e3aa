"""The register, repeated announcements, and answers that are lost."""

import json
import time

import register
from shipments import (CONFIRM, LABEL, SHIPMENT, ShippingTestCase, V4, call, shipment,
                       v4)
from support import KEY, read_until_end

BARCODE = "3SDEVC123456789"
SILENCE = 0.15


class Register(ShippingTestCase):

    def test_empty(self):
        self.assertEqual(self.register(), [])
        self.assertEqual(self.register("?barcode=" + BARCODE), [])

    def test_announced(self):
        self.ship(shipment(Barcode=BARCODE))
        entry = self.entry(BARCODE)
        request, = entry.pop("requests")
        self.assertEqual(entry, {
            "barcode": BARCODE, "kind": "parcel", "reference": "ORDER-1",
            "customer_code": "DEVC", "customer_number": "11223344",
            "product_code": "3085", "state": "confirmed", "announced": 1,
            "labelled": 1, "refused": 0, "issued": False, "return_of": None,
            "both_ways": False, "blocked": False})
        self.assertEqual((request["method"], request["path"], request["actions"]),
                         ("POST", LABEL, ["label", "announce"]))
        self.assertTrue(request["at"].startswith("2026-07-15T12:00:00"))
        last = self.control("GET", "requests")[-1]
        self.assertEqual(last["id"], request["id"])

    def test_only_labelled(self):
        for value in ("false", "0"):
            self.ship(shipment(Barcode=BARCODE), path=f"{LABEL}?confirm={value}")
        entry = self.entry(BARCODE)
        self.assertEqual((entry["state"], entry["labelled"], entry["announced"]),
                         ("labelled", 2, 0))
        _, answer = self.sim.get("/shipment/v2/status/barcode/" + BARCODE)
        self.assertEqual(answer["CurrentStatus"], {})
        self.accept(CONFIRM, call(shipment(Barcode=BARCODE)))
        entry = self.entry(BARCODE)
        self.assertEqual((entry["state"], entry["labelled"], entry["announced"]),
                         ("confirmed", 2, 1))
        self.assertEqual(self.track(BARCODE)["Status"]["StatusCode"], "1")

    def test_by_reference(self):
        self.ship(shipment(Barcode=BARCODE), shipment(Reference="ORDER-2"))
        self.assertEqual(len(self.register()), 2)
        entry, = self.register("?reference=ORDER-2")
        self.assertNotEqual(entry["barcode"], BARCODE)

    def test_refused_calls_are_not_in_it(self):
        self.post(LABEL, call(shipment(Barcode=BARCODE, Dimension=None)))
        self.assertEqual(self.register(), [])

    def test_reset(self):
        self.ship()
        self.control("POST", "reset", {})
        self.assertEqual(self.register(), [])

    def test_again_is_the_same_parcel(self):
        self.ship(shipment(Barcode=BARCODE))
        self.control("POST", "clock", {"advance_seconds": 600})
        for path in (LABEL, SHIPMENT):
            self.ship(shipment(Barcode=BARCODE, Reference="CHANGED"), path=path)
        entry = self.entry(BARCODE)
        self.assertEqual((entry["announced"], len(entry["requests"])), (3, 3))
        status = self.track(BARCODE)["Status"]
        self.assertEqual(status["TimeStamp"], "15-07-2026 12:00:00")
        self.assertEqual(self.ask_reference("CHANGED")["Shipment"]["Barcode"], BARCODE)
        self.assertEqual(self.ask_reference("ORDER-1"), {})

    def test_again_after_the_acceptance_scan(self):
        self.ship(shipment(Barcode=BARCODE))
        self.happen(BARCODE, "B01")
        self.assertEqual(self.codes(LABEL, call(shipment(Barcode=BARCODE))), ["24001"])
        status, _ = self.post(CONFIRM, call(shipment(Barcode=BARCODE)))
        self.assertEqual(status, 400)
        status, _ = self.post(V4 + "labelconfirm", v4(items=[{"barcode": BARCODE}]))
        self.assertEqual(status, 400)
        entry = self.entry(BARCODE)
        self.assertEqual((entry["announced"], entry["refused"]), (1, 3))
        # A label alone is no announcement.
        self.ship(shipment(Barcode=BARCODE), path=LABEL + "?confirm=false")

    def test_not_presented_is_not_accepted(self):
        self.ship(shipment(Barcode=BARCODE))
        self.happen(BARCODE, "=13")
        self.ship(shipment(Barcode=BARCODE))

    def test_parcels_that_were_there_before(self):
        self.seed(barcode=BARCODE, story="delivered", stage="B01")
        self.assertEqual(self.codes(LABEL, call(shipment(Barcode=BARCODE))), ["24001"])
        self.ship(shipment(Barcode="3SDEMO0000000"))
        self.assertEqual(self.codes(LABEL, call(shipment(Barcode="3SDEMO0000001"))),
                         ["24001"])

    def test_of_another_customer(self):
        self.ship(shipment(Barcode=BARCODE))
        self.assertEqual(self.codes(LABEL, call(
            shipment(Barcode=BARCODE), CustomerNumber="99999999")), ["24001"])


    def test_again_in_v4(self):
        for _ in range(3):
            self.accept(V4 + "labelconfirm", v4(items=[{"barcode": BARCODE}]))
        self.assertEqual(self.entry(BARCODE)["announced"], 3)
        self.assertEqual(len(self.register()), 1)

    def test_without_requests(self):
        self.ship(shipment(Barcode=BARCODE))
        entry, = self.register("?requests=false")
        self.assertNotIn("requests", entry)
        self.assertEqual(entry["announced"], 1)

    def test_clear(self):
        barcode = self.ship()[0]["Barcode"]
        self.control("DELETE", "register")
        self.assertEqual(self.register(), [])
        self.assertEqual(self.track(barcode)["Status"]["StatusCode"], "1")
        self.assertNotEqual(self.ship()[0]["Barcode"], barcode)

    def test_large(self):
        entries = register.Register()
        for number in range(20000):
            entries.open(f"3SDEVC{number:09}").reference = f"R{number}"
        began = time.monotonic()
        self.assertEqual(len(json.dumps(entries.describe()).split('"kind"')), 20001)
        self.assertEqual(len(entries.describe(reference="R19999")), 1)
        self.assertEqual(entries.find("3SDEVC000019999").reference, "R19999")
        self.assertLess(time.monotonic() - began, 5)


class KnownAfter(ShippingTestCase):

    def setUp(self):
        super().setUp()
        self.control("POST", "quirks", {"known_after": 5})

    def known(self):
        """Whether the parcel is found by barcode, by reference, among updates."""
        _, answer = self.sim.get("/shipment/v2/status/barcode/" + BARCODE)
        _, updates = self.ask("/shipment/v2/status/11223344/updatedshipments", {
            "period": ["2026-07-15T11:00:00", "2026-07-15T12:30:00"]})
        return (bool(answer["CurrentStatus"]), bool(self.ask_reference("ORDER-1")),
                bool(updates))

    def test_later(self):
        self.ship(shipment(Barcode=BARCODE))
        self.assertEqual(self.known(), (False, False, False))
        self.control("POST", "clock", {"advance_seconds": 4.5})
        # Once more is not once again.
        self.ship(shipment(Barcode=BARCODE))
        self.assertEqual(self.known(), (False, False, False))
        self.control("POST", "clock", {"advance_seconds": 0.5})
        self.assertEqual(self.known(), (True, True, True))

    def test_mistakes(self):
        for value in (-1, "5", None):
            status, _ = self.sim.control("POST", "quirks", {"known_after": value})
            self.assertEqual(status, 400)


class LostAnswers(ShippingTestCase):

    def send(self, path, body):
        """(bytes, how it ended) of a request."""
        body = json.dumps(body).encode()
        with self.sim.connect() as sock:
            sock.sendall(f"POST {path} HTTP/1.1\r\nHost: sim\r\napikey: {KEY}\r\n"
                         f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
            return read_until_end(sock, SILENCE)

    def announced(self, barcode):
        """How often a barcode was announced."""
        return self.entry(barcode)["announced"]

    def test_by_barcode(self):
        # a barcode of PostNL's length has no room for such a name
        for name, ending, barcode in (("ACCEPTDROP", "reset", "3SDEVC470000001"),
                                      ("ACCEPTHANG", "silence", "3SDEVC470000002")):
            one = shipment(Barcode=barcode, Reference=f"{name}ONCE-1")
            self.assertEqual(self.send(LABEL, call(one)), (b"", ending))
            self.assertEqual(self.announced(barcode), 1)
            self.assertEqual(self.track(barcode)["Status"]["StatusCode"], "1")
            self.ship(one)
            self.assertEqual(self.announced(barcode), 2)

    def test_500(self):
        barcode = "3SDEVC470000003"
        one = shipment(Barcode=barcode, Reference="ACCEPT500TWICE-1")
        for _ in range(2):
            status, answer = self.post(CONFIRM, call(one))
            self.assertEqual((status, set(answer)), (500, {"fault"}))
        self.accept(CONFIRM, call(one))
        self.assertEqual(self.announced(barcode), 3)

    def test_by_reference(self):
        for path in (LABEL, SHIPMENT):
            reference = f"ACCEPTDROPONCE-{time.monotonic_ns()}"
            body = call(shipment(Reference=reference))
            self.assertEqual(self.send(path, body), (b"", "reset"))
            entry, = self.register("?reference=" + reference)
            self.assertTrue(entry["issued"])
            found = self.ask_reference(reference)["Shipment"]
            self.assertEqual(found["Barcode"], entry["barcode"])
            self.accept(path, body)
            self.assertEqual(len(self.register("?reference=" + reference)), 2)

    def test_by_reference_in_v4(self):
        body = v4(items=[{"customerReferences": {
            "shipmentReference": "ACCEPT500ONCE-1"}}])
        status, _ = self.post(V4 + "labelconfirm", body)
        self.assertEqual(status, 500)
        self.assertEqual(len(self.register("?reference=ACCEPT500ONCE-1")), 1)
        self.accept(V4 + "labelconfirm", body)

    def test_by_rule(self):
        self.control("POST", "faults", {
            "match": {"reference": "^ORDER-7$"}, "fault": "ACCEPTDROP", "times": 1})
        self.ship(shipment(Reference="ORDER-70"))
        self.assertEqual(self.send(LABEL, call(shipment(Reference="ORDER-7"))),
                         (b"", "reset"))
        self.assertEqual(len(self.register("?reference=ORDER-7")), 1)
        self.ship(shipment(Reference="ORDER-7"))

    def test_a_wrong_request_is_not_accepted(self):
        barcode = "3SACCEPTDROP0001"
        self.send(LABEL, call(shipment(Barcode=barcode, Dimension=None)))
        self.assertEqual(self.register(), [])

    def test_unknown_until_announced(self):
        _, answer = self.sim.get("/shipment/v2/status/barcode/3SACCEPTDROP0001")
        self.assertEqual(answer["CurrentStatus"], {})
        self.assertEqual(self.ask_reference("3SACCEPTDROP0001"), {})

    def test_other_faults_by_reference(self):
        self.assertEqual(self.post(LABEL, call(shipment(Reference="F503ONCE-1")))[0], 503)
        self.assertEqual(self.register(), [])
        self.ship(shipment(Reference="F503ONCE-1"))
        self.ship(shipment(Reference="DELAY1-1"))
        for reference in ("F503", "HTMLX-1", "ORDER-F503-1"):
            self.ship(shipment(Reference=reference))

    def test_other_faults_by_barcode(self):
        barcode = "3SF500ONCE0004"
        self.assertEqual(self.post_status(LABEL, call(shipment(Barcode=barcode))), 500)
        self.assertEqual(self.register(), [])
        # A demo parcel until it is announced: then it is what was announced.
        self.ship(shipment(Barcode=barcode))
        self.assertEqual(self.track(barcode)["Status"]["StatusCode"], "1")
