"""Faults that a house number addition names."""

import time

from support import (CHECKOUT, DELIVERY_DATE, LOCATIONS, POSTAL_CODE, TIMEFRAMES, V4,
                     SimTestCase, read_until_end, request_bytes)

# How long silence has to last before it counts as a hang.
SILENCE = 0.15


class Additions(SimTestCase):

    def status(self, path, body=None):
        method = "GET" if body is None else "POST"
        return self.sim.request(method, path, body)[0]

    def test_wherever_it_is(self):
        for path in (f"{DELIVERY_DATE}?HouseNrExt=F503",
                     f"{TIMEFRAMES}?HouseNrExt=F503",
                     f"{LOCATIONS}nearest?HouseNumberExtension=F503",
                     f"{LOCATIONS}lookup?LocationCode=F503",
                     f"{POSTAL_CODE}?housenumberaddition=F503",
                     "/v4/address/netherlands?houseNumberAddition=F503"):
            self.assertEqual(self.status(path), 503, path)
        for path, name in ((CHECKOUT, "HouseNrExt"),
                           (V4 + "timeframe/singleservice", "houseNumberAddition")):
            self.assertEqual(self.status(path, f'{{"a":[{{"{name}" : "F503"}}]}}'), 503)

    def test_on_the_connection(self):
        with self.sim.connect() as sock:
            sock.sendall(request_bytes(f"{TIMEFRAMES}?HouseNrExt=HANG"))
            self.assertEqual(read_until_end(sock, SILENCE), (b"", "silence"))

    def test_only_the_whole_name(self):
        for addition in ("F503A", "f503", "XF503", "3SF5030001", "BIS"):
            self.assertEqual(self.status(f"{TIMEFRAMES}?HouseNrExt={addition}"), 200)

    def test_once_for_each_house(self):
        path = f"{POSTAL_CODE}?postalcode=3532VA&housenumberaddition=F500ONCE"
        self.assertEqual([self.status(f"{path}&housenumber={number}")
                          for number in (9, 9, 10, 9, 10)], [500, 200, 500, 200, 200])
        path = f"{LOCATIONS}nearest?HouseNumberExtension=F500TWICE"
        self.assertEqual([self.status(path) for _ in range(3)], [500, 500, 200])

    def test_delay(self):
        began = time.monotonic()
        status, found = self.sim.get(f"{POSTAL_CODE}?postalcode=3532VA&housenumber=10"
                                     "&housenumberaddition=DELAY40")
        self.assertTrue(0.04 <= time.monotonic() - began < 1)
        self.assertEqual((status, len(found)), (200, 1))

    def test_spoilt_answers(self):
        path = f"{POSTAL_CODE}?postalcode=3532VA&housenumber=9&housenumberaddition="
        for name in ("UTF8", "NUL", "RAWNUL", "DUP", "TYPE", "BOM", "HUGE", "CTYPE"):
            with self.subTest(name):
                self.assertEqual(self.status(path + name), 200)

    def test_rules(self):
        self.control("POST", "faults", {"match": {"path": "^/shipment/v1/checkout$"},
                                        "fault": "F429"})
        self.assertEqual(self.status(CHECKOUT, '{"HouseNrExt":"F503"}'), 429)
        self.assertEqual(self.status(TIMEFRAMES), 200)
