"""The control API: clock, canned answers, counters, requests, mistakes."""

import base64
import hashlib
import time
import unittest

from support import (BY_BARCODE, KEY, NOON, SIGNATURE, Sim, SimTestCase,
                     request_bytes)

HASH = hashlib.sha256(KEY.encode()).hexdigest()[:8]


class Clock(SimTestCase):

    def test_frozen(self):
        clock = self.control("GET", "clock")
        self.assertEqual((clock["local"], clock["frozen"], clock["now"]),
                         ("15-07-2026 12:00:00", True, "2026-07-15T12:00:00.000+02:00"))

    def test_advance_and_set(self):
        clock = self.control("POST", "clock", {"advance_seconds": 90.5})
        self.assertEqual(clock["now"], "2026-07-15T12:01:30.500+02:00")
        clock = self.control("POST", "clock", {"set": "2026-01-01T00:00:00Z"})
        self.assertEqual(clock["local"], "01-01-2026 01:00:00")

    def test_running(self):
        began = self.control("POST", "clock", {"frozen": False})["epoch"]
        self.assertGreater(self.control("GET", "clock")["epoch"], began)
        stopped = self.control("POST", "clock", {"frozen": True})["epoch"]
        self.assertEqual(self.control("GET", "clock")["epoch"], stopped)

    def test_header(self):
        headers = self.sim.request("GET", SIGNATURE + "3SDEMO0000004")[1]
        self.assertEqual(headers["Date"], "Wed, 15 Jul 2026 10:00:00 GMT")

    def test_mistakes(self):
        for wrong in ({"set": "tomorrow"}, {"set": 5}, {"advance_seconds": 1e30},
                      {"forward": 1}, [], None):
            self.assertEqual(self.sim.control("POST", "clock", wrong)[0], 400)
        self.assertEqual(self.control("GET", "clock")["local"], "15-07-2026 12:00:00")


class ClockOfTheCommandLine(unittest.TestCase):

    def test_now(self):
        sim = Sim()
        try:
            self.assertAlmostEqual(sim.control("GET", "clock")[1]["epoch"],
                                   time.time(), delta=5)
        finally:
            sim.stop()

    def test_running_from_an_instant(self):
        sim = Sim("--clock", NOON)
        try:
            clock = sim.control("GET", "clock")[1]
        finally:
            sim.stop()
        self.assertFalse(clock["frozen"])
        self.assertTrue(clock["local"].startswith("15-07-2026 12:00:0"))


class Parcels(SimTestCase):

    def test_truth(self):
        self.seed(barcode="3SDEVC0000001", reference="R", stage="J05")
        truth = self.control("GET", "parcels/3SDEVC0000001")
        self.assertEqual((truth["status_code"], truth["reference"],
                          [each["past"] for each in truth["changes"]]),
                         ("7", "R", [True, True, True, True, False]))

    def test_list_forget_and_reset(self):
        self.control("POST", "parcels", [{"barcode": "3SA1"}, {"barcode": "3SA2"}])
        self.assertEqual(self.control("GET", "parcels")["barcodes"], ["3SA1", "3SA2"])
        self.control("DELETE", "parcels/3SA1")
        self.assertEqual(self.sim.control("GET", "parcels/3SA1")[0], 400)
        self.control("POST", "reset")
        self.assertEqual(self.control("GET", "parcels")["barcodes"], [])

    def test_seeding_again_replaces(self):
        self.seed(barcode="3SA1", reference="OLD")
        self.seed(barcode="3SA1", reference="NEW", main_barcode="3SM1")
        _, answer = self.sim.get("/shipment/v2/status/reference/OLD"
                                 "?customerCode=DEVC&customerNumber=11223344")
        self.assertEqual(answer["CurrentStatus"], {})
        self.assertEqual(self.track("3SM1")["Barcode"], "3SA1")

    def test_several_at_once(self):
        self.control("POST", "parcels", [{"barcode": "3SA1"}, {"barcode": "3SA2"}])
        self.assertEqual(self.control("POST", "events", [
            {"barcode": "3SA1", "code": "J05"}, {"barcode": "3SA2", "code": "B01"}]),
                         {"events": 2})
        self.assertEqual([(each["barcode"], each["status_code"])
                          for each in self.control("POST", "truth", ["3SA2", "3SA1"])],
                         [("3SA2", "2"), ("3SA1", "7")])
        self.assertEqual(self.sim.control("POST", "truth", ["3SA3"])[0], 400)

    def test_stories(self):
        for story, stages in self.control("GET", "stories").items():
            self.seed(barcode="3SA1", story=story, stage=stages[-1][1])
            self.assertTrue(self.track("3SA1", "?detail=true")["Status"], story)

    def test_mistakes(self):
        for wrong in ({}, {"barcode": ""}, {"barcode": "3S", "colour": 1}, [1],
                      {"barcode": "3S", "story": "epic"},
                      {"barcode": "3S", "stage": "Z99"},
                      {"barcode": "3S", "receiver": {"Name": "x"}},
                      {"barcode": "3S", "quirks": {"x": 1}},
                      {"barcode": "3S", "schedule": [[1]]}):
            status, answer = self.sim.control("POST", "parcels", wrong)
            self.assertEqual(status, 400, wrong)
            self.assertTrue(answer["error"])

    def test_no_such_path(self):
        self.assertEqual(self.sim.control("GET", "nothing")[0], 404)
        self.assertEqual(self.sim.control("DELETE", "health")[0], 405)
        status, _, _ = self.sim.request("POST", "/_sim/parcels", "not json")
        self.assertEqual(status, 400)


class Answers(SimTestCase):

    def test_instead_of_a_service(self):
        self.control("POST", "answer", {
            "match": {"path": "^/shipment/v2/status/barcode/3SDEVC"}, "status": 203,
            "headers": {"Content-Type": "text/x", "X-Note": "1"}, "body": "hé"})
        status, headers, body = self.sim.request("GET", BY_BARCODE + "3SDEVC1")
        self.assertEqual((status, headers["Content-Type"], headers["X-Note"], body),
                         (203, "text/x", "1", "hé".encode()))
        self.assertEqual(self.sim.get(BY_BARCODE + "3SNOTHING")[1]["CurrentStatus"], {})

    def test_on_a_path_without_a_service(self):
        self.control("POST", "answer", {"match": {"path": "^/future"}, "body": {"a": 1}})
        self.assertEqual(self.sim.get("/future"), (200, {"a": 1}))

    def test_bytes(self):
        data = bytes(range(256))
        self.control("POST", "answer", {
            "body_base64": base64.b64encode(data).decode()})
        self.assertEqual(self.sim.request("GET", "/x")[2], data)

    def test_key(self):
        self.control("POST", "answer", {"match": {"path": "^/a"}, "body": "{}"})
        self.control("POST", "answer", {"match": {"path": "^/b"}, "body": "{}",
                                        "anonymous": True})
        self.assertEqual(self.sim.get(BY_BARCODE + "a", key="wrong")[0], 401)
        self.assertEqual(self.sim.get("/b", key="wrong"), (200, {}))

    def test_times_and_order(self):
        self.control("POST", "answer", {"body": '"always"'})
        self.control("POST", "answer", {"body": '"twice"', "times": 2})
        self.assertEqual([self.sim.get("/x")[1] for _ in range(3)],
                         ["twice", "twice", "always"])
        self.assertEqual([each["hits"] for each in self.control("GET", "answer")],
                         [1, 2])
        self.control("DELETE", "answer")
        self.assertEqual(self.sim.get("/x")[0], 404)

    def test_mistakes(self):
        for wrong in ({"body_base64": "?"}, {"match": {"path": "["}}, []):
            self.assertEqual(self.sim.control("POST", "answer", wrong)[0], 400)


class Counters(SimTestCase):

    def test_counters(self):
        with self.sim.connect() as sock:
            for target in (BY_BARCODE + "3SDEMO1", SIGNATURE + "3SDEMO1"):
                sock.sendall(request_bytes(target, extra="User-Agent: test/1\r\n"))
                sock.recv(65536)
            counters = self.control("GET", "counters")
        self.assertEqual(counters["routes"], {
            "GET /shipment/v2/status/barcode/{barcode}":
                {"requests": 1, "by_status": {"200": 1}},
            "GET /shipment/v2/status/signature/{barcode}":
                {"requests": 1, "by_status": {"200": 1}}})
        self.assertEqual(counters["requests"], 2)
        self.assertEqual(counters["by_status"], {"200": 2})
        self.assertEqual(counters["user_agents"], {"test/1": 2})
        self.assertEqual(counters["headers"]["apikey"], 2)
        self.assertNotIn("accept", counters["headers"])
        self.assertEqual(counters["apikeys"], {HASH: 2})
        self.assertEqual(
            {name: counters["connections"][name]
             for name in ("opened", "open_now", "max_open", "requests_each")},
            {"opened": 1, "open_now": 1, "max_open": 1, "requests_each": [2]})
        self.assertEqual(counters["max_concurrent_requests"], 1)

    def test_open_now_goes_down(self):
        self.sim.get(BY_BARCODE + "3SDEMO1")
        deadline = time.monotonic() + 5
        while self.control("GET", "counters")["connections"]["open_now"]:
            self.assertLess(time.monotonic(), deadline)
        self.assertEqual(self.control("GET", "counters")["connections"]["opened"], 1)

    def test_control_is_not_counted(self):
        self.control("GET", "health")
        counters = self.control("GET", "counters")
        self.assertEqual((counters["requests"], counters["connections"]["opened"]),
                         (0, 0))

    def test_unknown_paths(self):
        self.sim.get("/a")
        self.sim.get("/b")
        self.assertEqual(set(self.control("GET", "counters")["routes"]),
                         {"GET /a", "GET /b"})


class Requests(SimTestCase):

    def test_last_requests(self):
        self.sim.request("GET", BY_BARCODE + "3SDEMO1?detail=true&x=%20", "{\"é\":1}"
                         .encode(), {"Accept": "application/json"})
        self.sim.request("POST", "/x", b"\xff")
        first, second = self.control("GET", "requests")
        self.assertEqual((first["method"], first["path"], first["query"], first["body"]),
                         ("GET", BY_BARCODE + "3SDEMO1", "detail=true&x=%20",
                          '{"é":1}'))
        self.assertEqual(first["headers"]["Accept"], "application/json")
        self.assertEqual(first["headers"]["apikey"], HASH)
        self.assertEqual((second["body"], second["body_base64"], second["status"]),
                         (None, "/w==", 404))
        self.assertNotIn(KEY, str([first, second]))

    def test_waiting(self):
        with self.sim.connect() as sock:
            sock.sendall(request_bytes(BY_BARCODE + "3SHANG1"))
            deadline = time.monotonic() + 5
            while not self.control("GET", "counters")["requests"]:
                self.assertLess(time.monotonic(), deadline)
            waiting, = self.control("GET", "requests")
        self.assertEqual((waiting["status"], waiting["fault"]), (None, "HANG"))

    def test_limit(self):
        for number in range(5):
            self.sim.get(f"/{number}")
        last = self.control("GET", "requests?limit=2")
        self.assertEqual([each["path"] for each in last], ["/3", "/4"])
        self.assertEqual(self.sim.control("GET", "requests?limit=0")[0], 400)
