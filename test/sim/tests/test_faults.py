"""Each fault, as the client sees it on its connection."""

import json
import time
from pathlib import Path

import hostile
from support import (BARCODE, BY_BARCODE, SIM, SimTestCase, read_until_end,
                     request_bytes)

# How long silence has to last before it counts as a hang.
SILENCE = 0.15

# Status of each fault that is a plain answer; the body is checked elsewhere.
ANSWERS = {
    "F400": 400, "F401": 401, "F403": 403, "F404": 404, "F404EMPTY": 404,
    "F405": 405, "F408": 408, "F418": 418, "F422": 422, "F429": 429,
    "F429RETRY": 429, "F500": 500, "F501": 501, "F502": 502, "F503": 503,
    "F504": 504, "F521": 521, "HTML": 500, "HTML200": 200, "HTML429": 429,
    "PLAIN": 200, "PLAIN500": 500, "EMPTY200": 200, "EMPTY400": 400, "E204": 204,
    "GARBAGE": 200, "CTYPE": 200, "HUGE": 200, "DEEP": 200, "UTF8": 200, "NUL": 200,
    "RAWNUL": 200, "DUP": 200, "TYPE": 200, "REDIRECT": 301, "ERROR200": 200,
    "BOM": 200, "NOTJSON": 200, "FAULT": 400, "FAULTARRAY": 400, "FAULTSTRING": 200,
    "GATEWAY": 401, "MESSAGE": 400, "MESSAGECAP": 500, "ERRORMESSAGE": 200,
    "ERRORMESSAGE400": 400, "ERRORDESCRIPTION": 400, "ERRORCODE": 200,
    "ERRORMSG": 400, "ERRORSLIST": 400, "ERRORSERROR": 500, "ERRORSMSG": 400,
    "TITLEDETAIL": 400, "ERRORSTRINGS": 400, "ERRORSTRING": 200, "ARRAYMSG": 400,
    "BAREMSG": 400, "ARRAYITEM": 400, "ARRAYITEMONE": 400, "SHIPMENTERRORS": 200,
    "SHIPMENTERRORS400": 400, "BARCODEERRORS": 200, "WARNINGS": 200,
    "WARNINGSWRAPPED": 200, "RFC9457": 400, "RFC9457AUTH": 401, "ENVELOPE": 500,
    "SOAP": 500,
}

# Those that break the connection or the time; each has a test of its own.
CONNECTION = {"HANG", "HANGBODY", "DRIP", "DRIPHEAD", "RESET", "RESETBODY", "CLOSE",
              "TRUNC", "CHUNKTRUNC", "ACCEPTDROP", "ACCEPTHANG", "ACCEPT500"}


class FaultTestCase(SimTestCase):

    def exchange(self, name, patience=5):
        """(bytes, ending) of a request for the barcode of a fault."""
        with self.sim.connect() as sock:
            sock.sendall(request_bytes(f"{BY_BARCODE}3S{name}0001"))
            return read_until_end(sock, patience)

    def fetch(self, name):
        """(status, headers, body) of a request for the barcode of a fault."""
        return self.sim.request("GET", f"{BY_BARCODE}3S{name}0001")


class Names(FaultTestCase):

    def test_each_fault_is_tested_and_documented(self):
        self.assertEqual(set(hostile.FAULTS), set(ANSWERS) | CONNECTION)
        readme = Path(SIM, "README.md").read_text(encoding="utf-8")
        for name in hostile.FAULTS:
            self.assertIn(f"`{name}`", readme)
        names = self.control("GET", "fault-names")
        self.assertEqual(set(names), set(hostile.FAULTS) | {"DELAY"})
        self.assertTrue(all(names.values()))

    def test_status_of_each_answer(self):
        for name, status in ANSWERS.items():
            with self.subTest(name):
                self.assertEqual(self.fetch(name)[0], status)

    def test_connection_lives_on_after_an_answer(self):
        with self.sim.connect() as sock:
            for name in ("F503", "PLAIN", "E204", "EMPTY200"):
                sock.sendall(request_bytes(f"{BY_BARCODE}3S{name}0001"))
                self.assertTrue(sock.recv(65536).startswith(b"HTTP/1.1 "))

    def test_longer_words_are_barcodes(self):
        for barcode in ("3SHANGER0001", "3SF5000001X", "3SNULLIE001"):
            status, _, _ = self.sim.request("GET", BY_BARCODE + barcode)
            self.assertIn(status, (200, 500))
        _, answer = self.sim.get(BY_BARCODE + "3SHANGER0001")
        self.assertEqual(answer["CurrentStatus"], {})


class Transport(FaultTestCase):

    def test_hang(self):
        self.assertEqual(self.exchange("HANG", SILENCE), (b"", "silence"))

    def test_hang_body(self):
        data, ending = self.exchange("HANGBODY", SILENCE)
        self.assertTrue(data.endswith(b"\r\n\r\n"))
        self.assertEqual(ending, "silence")

    def test_drip(self):
        with self.sim.connect() as sock:
            sock.sendall(request_bytes(f"{BY_BARCODE}3SDRIP0001"))
            self.assertTrue(sock.recv(4096).endswith(b"\r\n\r\n"))
            began = time.monotonic()
            self.assertEqual([sock.recv(10), sock.recv(10)], [b"{", b'"'])
            self.assertGreater(time.monotonic() - began, 0.35)

    def test_drip_head(self):
        with self.sim.connect() as sock:
            sock.sendall(request_bytes(f"{BY_BARCODE}3SDRIPHEAD0001"))
            self.assertEqual(sock.recv(10), b"H")

    def test_reset(self):
        self.assertEqual(self.exchange("RESET"), (b"", "reset"))

    def test_reset_body(self):
        data, ending = self.exchange("RESETBODY")
        self.assertIn(b"\r\n\r\n{", data)
        self.assertEqual(ending, "reset")

    def test_close(self):
        self.assertEqual(self.exchange("CLOSE"), (b"", "eof"))

    def test_truncated(self):
        data, ending = self.exchange("TRUNC")
        head, _, body = data.partition(b"\r\n\r\n")
        length = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
        self.assertGreater(length, len(body))
        self.assertEqual(ending, "eof")

    def test_truncated_chunk(self):
        data, ending = self.exchange("CHUNKTRUNC")
        head, _, body = data.partition(b"\r\n\r\n")
        size, _, chunk = body.partition(b"\r\n")
        self.assertIn(b"Transfer-Encoding: chunked", head)
        self.assertGreater(int(size, 16), len(chunk))
        self.assertEqual(ending, "eof")

    def test_status_in_the_counters(self):
        self.exchange("HANG", SILENCE)
        self.exchange("RESET")
        counters = self.control("GET", "counters")
        self.assertEqual(counters["by_status"], {"0": 2})
        self.assertEqual(counters["faults"], {"HANG": 1, "RESET": 1})
        self.assertEqual(counters["requests_now"], 0)


class Contents(FaultTestCase):

    def body(self, name):
        return self.fetch(name)[2]

    def test_error_bodies(self):
        self.assertEqual(json.loads(self.body("F429")), {
            "message": "Too many requests. Rate limit exceeded!",
            "http_status_code": 429})
        self.assertEqual(self.fetch("F429RETRY")[1]["Retry-After"], "1")
        self.assertNotIn("Retry-After", self.fetch("F429")[1])
        self.assertEqual(self.body("F404EMPTY"), b"")
        self.assertIn("faultstring", json.loads(self.body("F500"))["fault"])
        self.assertEqual(json.loads(self.body("ERRORSLIST"))["Errors"][0]["Code"],
                         "10302")
        self.assertIn("errors", json.loads(self.body("RFC9457")))
        text = json.loads(self.body("ENVELOPE"))["Envelope"]["Body"]["Fault"]
        self.assertIn("", text["Reason"]["Text"])
        self.assertTrue(self.body("SOAP").startswith(b"<?xml"))

    def test_types(self):
        for name, content_type in (("HTML", "text/html; charset=UTF-8"),
                                   ("CTYPE", "text/html; charset=UTF-8"),
                                   ("PLAIN", "application/json"),
                                   ("PLAIN500", "text/plain; charset=UTF-8"),
                                   ("GARBAGE", "application/json;charset=UTF-8"),
                                   ("RFC9457",
                                    "application/problem+json; charset=utf-8")):
            self.assertEqual(self.fetch(name)[1]["Content-Type"], content_type)
        self.assertIn("CurrentStatus", json.loads(self.body("CTYPE")))

    def test_not_json(self):
        for name in ("PLAIN", "NOTJSON", "GARBAGE", "RAWNUL"):
            with self.assertRaises(ValueError, msg=name):
                json.loads(self.body(name))

    def test_huge(self):
        body = self.body("HUGE")
        self.assertGreater(len(body), 20_000_000)
        self.assertIn("CurrentStatus", json.loads(body))

    def test_deep(self):
        self.assertEqual(self.body("DEEP"), b"[" * 100_000 + b"]" * 100_000)

    def test_invalid_utf8(self):
        body = self.body("UTF8")
        with self.assertRaises(UnicodeDecodeError):
            body.decode()
        json.loads(body.decode("utf-8", "replace"))

    def test_nul(self):
        status = json.loads(self.body("NUL"))["CurrentStatus"]["Shipment"]["Status"]
        self.assertTrue(status["PhaseDescription"].startswith("\0"))
        self.assertIn(b"\0", self.body("RAWNUL"))

    def test_duplicate_keys(self):
        keys = []
        json.loads(self.body("DUP"),
                   object_pairs_hook=lambda pairs: keys.append([k for k, _ in pairs]))
        repeated = [each for each in keys if len(set(each)) < len(each)]
        self.assertEqual(len(repeated), 2)

    def test_wrong_type(self):
        self.assertEqual(json.loads(self.body("TYPE")),
                         {"CurrentStatus": {"Shipment": 42}})

    def test_byte_order_mark(self):
        body = self.body("BOM")
        self.assertIn("CurrentStatus", json.loads(body.decode("utf-8-sig")))
        self.assertTrue(body.startswith(b"\xef\xbb\xbf{"))

    def test_redirect(self):
        status, headers, _ = self.fetch("REDIRECT")
        self.assertEqual(status, 301)
        self.assertEqual(headers["Location"],
                         f"http://127.0.0.1:{self.sim.port}/_sim/redirected")
        self.assertEqual(self.control("GET", "counters")["redirect_visits"], 0)
        self.sim.request("GET", "/_sim/redirected")
        self.sim.request("GET", "/_sim/redirected", key=None)
        counters = self.control("GET", "counters")
        self.assertEqual((counters["redirect_visits"],
                          counters["redirect_visits_with_key"]), (2, 1))

    def test_spoilt_answers_of_another_service(self):
        query = "?CustomerCode=DEVC&CustomerNumber=1&Type=3S"
        for name in ("UTF8", "NUL", "RAWNUL", "DUP", "TYPE", "BOM", "HUGE", "CTYPE"):
            self.control("DELETE", "faults")
            self.control("POST", "faults", {"fault": name})
            with self.subTest(name):
                self.assertEqual(self.sim.request("GET", BARCODE + query)[0], 200)


class Repeats(FaultTestCase):

    def statuses(self, barcode, count):
        return [self.sim.request("GET", BY_BARCODE + barcode)[0] for _ in range(count)]

    def test_once_and_twice(self):
        self.assertEqual(self.statuses("3SF500ONCE0001", 3), [500, 200, 200])
        self.assertEqual(self.statuses("3SF429RETRYTWICE1", 3), [429, 429, 200])
        self.assertEqual(self.statuses("3SF503ONCE0001", 2), [503, 200])
        self.assertEqual(self.statuses("3SF503ONCE0002", 2), [503, 200])

    def test_reset_once(self):
        self.assertEqual(self.exchange("RESETONCE"), (b"", "reset"))
        self.assertIn("Shipment", self.found("3SRESETONCE0001"))

    def found(self, barcode):
        return self.sim.get(BY_BARCODE + barcode)[1]["CurrentStatus"]

    def test_found_afterwards(self):
        self.statuses("3SF500ONCE0003", 1)
        shipment = self.found("3SF500ONCE0003")["Shipment"]
        self.assertEqual((shipment["Barcode"], shipment["Status"]["StatusCode"]),
                         ("3SF500ONCE0003", "7"))

    def test_forgotten_by_delete(self):
        self.statuses("3SF500ONCE0001", 1)
        self.control("DELETE", "faults")
        self.assertEqual(self.statuses("3SF500ONCE0001", 1), [500])


class Delay(FaultTestCase):

    def elapsed(self, target):
        began = time.monotonic()
        status, answer = self.sim.get(target)
        self.assertEqual(status, 200)
        return time.monotonic() - began, answer

    def test_by_barcode(self):
        for barcode in ("3SDELAY0040X1", "3SDELAY00401234567", "3SDELAY40X1"):
            seconds, answer = self.elapsed(BY_BARCODE + barcode)
            self.assertTrue(0.04 <= seconds < 1, seconds)
            self.assertEqual(answer["CurrentStatus"]["Shipment"]["Barcode"], barcode)

    def test_for_everything(self):
        self.control("POST", "faults", {"fault": "DELAY", "delay_ms": 40})
        self.assertGreaterEqual(self.elapsed(BY_BARCODE + "3SNOTHING")[0], 0.04)
        # A delay goes before another fault and does not replace it.
        self.assertEqual(self.fetch("F503")[0], 503)

    def test_delays_add_up(self):
        self.control("POST", "faults", {"fault": "DELAY", "delay_ms": 30})
        self.control("POST", "faults", {"fault": "DELAY", "delay_ms": 30})
        self.assertGreaterEqual(self.elapsed(BY_BARCODE + "3SNOTHING")[0], 0.06)


class Rules(FaultTestCase):

    def status(self, method="GET", target=BY_BARCODE + "3SDEMO1", body=None):
        return self.sim.request(method, target, body)[0]

    def test_matching(self):
        for match, statuses in (
                ({}, [503, 503, 503]),
                ({"path": "/barcode/"}, [503, 200, 503]),
                ({"barcode": "^3SDEMO1$"}, [503, 200, 200]),
                ({"method": "post"}, [200, 200, 405]),
                ({"query": "detail=true"}, [200, 503, 200])):
            self.control("DELETE", "faults")
            self.control("POST", "faults", {"match": match, "fault": "F503"})
            seen = [self.status(),
                    self.status(target="/shipment/v2/status/signature/3SX1?detail=true"),
                    self.status(target=BY_BARCODE + "3SDEMO2")]
            if match == {"method": "post"}:
                seen = [seen[0], seen[1],
                        405 if self.status("POST") == 503 else None]
            self.assertEqual(seen, statuses, match)

    def test_barcode_in_the_body(self):
        body = '{"Shipments":[{"Barcode":"3SF5020001"}]}'
        self.assertEqual(self.status("POST", "/later/service", body), 502)
        self.control("POST", "faults", {"match": {"barcode": "^3SDEVC"},
                                        "fault": "F504"})
        self.assertEqual(self.status("POST", "/x", '{"barcode" : "3SDEVC1"}'), 504)

    def test_times(self):
        self.control("POST", "faults", {"fault": "F500", "times": 2})
        self.control("POST", "faults", {"fault": "F429", "times": 1})
        self.assertEqual([self.status() for _ in range(4)], [500, 500, 429, 200])

    def test_every(self):
        self.control("POST", "faults", {"fault": "F500", "every": 3, "times": 2})
        self.assertEqual([self.status() for _ in range(9)],
                         [200, 200, 500, 200, 200, 500, 200, 200, 200])
        rule, = self.control("GET", "faults")
        self.assertEqual((rule["every"], rule["seen"], rule["hits"]), (3, 6, 2))

    def test_share(self):
        seen = []
        for seed in (1, 1, 2):
            self.control("DELETE", "faults")
            self.control("POST", "faults", {"fault": "F503", "share": 0.3, "seed": seed})
            seen.append([self.status() for _ in range(100)])
        self.assertEqual(seen[0], seen[1])
        self.assertNotEqual(seen[0], seen[2])
        for each in seen:
            self.assertEqual(set(each), {200, 503})
            self.assertTrue(15 < each.count(503) < 45)

    def test_the_next_rule_is_for_the_others(self):
        self.control("POST", "faults", {"fault": "F500", "every": 2})
        self.control("POST", "faults", {"fault": "F503", "every": 2})
        self.assertEqual([self.status() for _ in range(4)], [200, 500, 503, 500])

    def test_list_and_remove(self):
        first = self.control("POST", "faults", {"fault": "F500"})["id"]
        self.control("POST", "faults", {"fault": "F503", "match": {"path": "x"}})
        self.assertEqual([each["fault"] for each in self.control("GET", "faults")],
                         ["F500", "F503"])
        self.control("DELETE", f"faults/{first}")
        self.assertEqual(self.status(), 200)
        self.assertEqual(self.sim.control("DELETE", f"faults/{first}")[0], 400)

    def test_control_calls_have_no_faults(self):
        self.control("POST", "faults", {"fault": "F500"})
        self.control("GET", "health")

    def test_what_makes_no_sense_is_refused(self):
        for wrong in ({"fault": "NONSENSE"}, {"match": {"path": "("}},
                      {"match": {"colour": "red"}}, {"times": 0}, {"delay_ms": -1}, {"every": 0},
                      {"share": 0}, {"share": 1.5}, {"share": "1"}, []):
            self.assertEqual(self.sim.control("POST", "faults", wrong)[0], 400, wrong)
