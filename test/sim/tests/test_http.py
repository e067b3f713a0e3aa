"""The HTTP side: keys, methods, connections, limits, and how it ends."""

import json
import signal
import socket
import tempfile
import threading
import time
import unittest
from pathlib import Path

from support import (BARCODE, BY_BARCODE, KEY, Sim, SimTestCase, drop,
                     read_until_end, request_bytes)


class Gateway(SimTestCase):

    def test_key_missing(self):
        self.assertEqual(
            self.sim.get(BY_BARCODE + "3SDEMO1", key=None),
            (401, {"message": "Failed to resolve API Key variable "
                              "'request.header.apikey'", "http_status_code": 401}))
        self.assertEqual(self.sim.get(BY_BARCODE + "3SDEMO1", key="")[0], 401)

    def test_key_wrong(self):
        self.assertEqual(self.sim.get(BY_BARCODE + "3SDEMO1", key="wrong"),
                         (401, {"message": "Invalid ApiKey", "http_status_code": 401}))

    def test_header_name_in_any_case(self):
        status, _, _ = self.sim.request("GET", BY_BARCODE + "3SDEMO1", key=None,
                                        headers={"ApiKey": "k"})
        self.assertEqual(status, 200)

    def test_wrong_method(self):
        status, _, body = self.sim.request("POST", BY_BARCODE + "3SDEMO1", "{}")
        self.assertEqual((status, json.loads(body)),
                         (405, {"message": "Only GET requests allowed",
                                "http_status_code": 405}))
        status, _, body = self.sim.request("PUT", BARCODE)
        self.assertEqual(json.loads(body)["message"], "Only GET & POST requests allowed")

    def test_unknown_path(self):
        status, answer = self.sim.get("/shipment/v9/nothing")
        self.assertEqual(status, 404)
        self.assertIn("faultstring", answer["fault"])

    def test_large_body(self):
        status, _, _ = self.sim.request("GET", BY_BARCODE + "3SDEMO1", b"x" * 204_800)
        self.assertEqual(status, 200)
        status, _, _ = self.sim.request("GET", BY_BARCODE + "3SDEMO1", b"x" * 204_801)
        self.assertEqual(status, 404)

    def test_content_type(self):
        _, headers, _ = self.sim.request("GET", BY_BARCODE + "3SDEMO1")
        self.assertEqual(headers["Content-Type"], "application/json;charset=UTF-8")

    def test_head_has_no_body(self):
        with self.sim.connect() as sock:
            sock.sendall(request_bytes(BY_BARCODE + "3SDEMO1", "HEAD",
                                       extra="Connection: close\r\n"))
            data, ending = read_until_end(sock)
        self.assertTrue(data.startswith(b"HTTP/1.1 405 "))
        self.assertTrue(data.endswith(b"\r\n\r\n"))
        self.assertEqual(ending, "eof")


class Connections(SimTestCase):

    def test_pipelining_answers_in_order(self):
        with self.sim.connect() as sock:
            sock.sendall(request_bytes(BY_BARCODE + "3SDELAY0020X1")
                         + request_bytes(BY_BARCODE + "3SNOTHING")
                         + request_bytes(BY_BARCODE + "3SDEMO5",
                                         extra="Connection: close\r\n"))
            data, ending = read_until_end(sock)
        self.assertEqual((data.count(b"HTTP/1.1 200 OK"), ending), (3, "eof"))
        self.assertLess(data.index(b"3SDELAY0020X1"), data.index(b"No shipment found"))
        self.assertLess(data.index(b"No shipment found"), data.index(b"3SDEMO5"))

    def test_request_in_pieces(self):
        with self.sim.connect() as sock:
            for byte in request_bytes(BY_BARCODE + "3SDEMO1",
                                      extra="Connection: close\r\n"):
                sock.sendall(bytes([byte]))
            data, _ = read_until_end(sock)
        self.assertIn(b"3SDEMO1", data)

    def test_chunked_request(self):
        with self.sim.connect() as sock:
            sock.sendall(request_bytes("/_sim/parcels", "POST", extra=(
                "Transfer-Encoding: chunked\r\nConnection: close\r\n")))
            sock.sendall(b'b\r\n{"barcode":\r\n')
            sock.sendall(b'A;x=1\r\n"3SCHUNK"}\r\n0\r\n\r\n')
            data, _ = read_until_end(sock)
        self.assertIn(b'{"barcodes":["3SCHUNK"]}', data)

    def test_whole_url_as_to_a_proxy(self):
        with self.sim.connect() as sock:
            sock.sendall(request_bytes("http://api.postnl.nl" + BY_BARCODE + "3SDEMO1",
                                       extra="Connection: close\r\n"))
            data, _ = read_until_end(sock)
        self.assertIn(b"3SDEMO1", data)

    def test_expect_continue(self):
        with self.sim.connect() as sock:
            sock.sendall(request_bytes("/_sim/reset", "POST", extra=(
                "Expect: 100-continue\r\nContent-Length: 2\r\n"
                "Connection: close\r\n")))
            self.assertEqual(sock.recv(100), b"HTTP/1.1 100 Continue\r\n\r\n")
            sock.sendall(b"{}")
            data, _ = read_until_end(sock)
        self.assertTrue(data.startswith(b"HTTP/1.1 200 OK"))

    def test_not_http(self):
        for nonsense, status in ((b"hello\r\n\r\n", b"400"),
                                 (b"GET / HTTP/1.1\r\nbad header\r\n\r\n", b"400"),
                                 (b"GET / HTTP/1.1\r\n" + b"x" * 70_000, b"431")):
            with self.sim.connect() as sock:
                sock.sendall(nonsense)
                data, _ = read_until_end(sock)
            self.assertTrue(data.startswith(b"HTTP/1.1 " + status), data[:40])

    def test_clients_that_vanish(self):
        for barcode in ("3SHANG1", "3SDRIP1", "3SHUGE1", "3SDELAY0200X1"):
            sock = self.sim.connect()
            sock.sendall(request_bytes(BY_BARCODE + barcode))
            drop(sock)
        # tearDownClass sees to it that nothing was printed.
        self.assertEqual(self.sim.get(BY_BARCODE + "3SDEMO1")[0], 200)

    def test_two_hundred_connections(self):
        socks = [self.sim.connect() for _ in range(200)]
        for sock in socks:
            sock.sendall(request_bytes(BY_BARCODE + "3SDELAY0300X1"))
        for sock in socks:
            self.assertTrue(sock.recv(65536).startswith(b"HTTP/1.1 200 OK"))
        counters = self.control("GET", "counters")
        for sock in socks:
            sock.close()
        self.assertEqual(counters["connections"]["max_open"], 200)
        self.assertGreater(counters["max_concurrent_requests"], 100)

    def test_many_requests_on_one_connection(self):
        raw = request_bytes(BY_BARCODE + "3SDEMO1")
        with self.sim.connect() as sock:
            reader = sock.makefile("rb")
            for _ in range(500):
                sock.sendall(raw)
                self.assertEqual(reader.readline(), b"HTTP/1.1 200 OK\r\n")
                length = 0
                while (line := reader.readline()) != b"\r\n":
                    if line.startswith(b"Content-Length:"):
                        length = int(line.split()[1])
                self.assertEqual(len(reader.read(length)), length)
            counters = self.control("GET", "counters")
            reader.close()
        self.assertEqual(counters["connections"]["requests_each"], [500])


class Keys(unittest.TestCase):

    def test_only_the_given_keys(self):
        sim = Sim("--key", "one", "--key", "two")
        try:
            statuses = [sim.get(BY_BARCODE + "3SDEMO1", key=key)[0]
                        for key in ("one", "two", "three", "wrong")]
        finally:
            sim.stop()
        self.assertEqual(statuses, [200, 200, 401, 401])


class Log(unittest.TestCase):

    def test_log_has_no_key(self):
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory, "requests.log")
            sim = Sim("--log", str(path))
            sim.get(BY_BARCODE + "3SDEMO1?detail=true")
            with sim.connect() as sock:
                sock.sendall(request_bytes(BY_BARCODE + "3SHANG1"))
                time.sleep(0.05)
            sim.stop()
            text = path.read_text()
        first, second = map(json.loads, text.splitlines())
        self.assertNotIn(KEY, text)
        self.assertEqual((first["method"], first["path"], first["query"],
                          first["status"], first["body_size"]),
                         ("GET", BY_BARCODE + "3SDEMO1", "detail=true", 200, 0))
        self.assertIn("apikey", first["headers"])
        self.assertRegex(first["apikey"], "^[0-9a-f]{8}$")
        self.assertEqual((second["status"], second["fault"]), (0, "HANG"))


class Ending(unittest.TestCase):

    def end(self, how):
        sim = Sim()
        # Busy connections must not keep it alive.
        idle, hanging = sim.connect(), sim.connect()
        hanging.sendall(request_bytes(BY_BARCODE + "3SHANG1"))
        how(sim.process)
        self.assertEqual(sim.process.wait(5), 0)
        idle.close()
        hanging.close()
        self.assertEqual(sim.stop()[1], "")

    def test_sigterm(self):
        self.end(lambda process: process.send_signal(signal.SIGTERM))

    def test_sigint(self):
        self.end(lambda process: process.send_signal(signal.SIGINT))

    def test_stdin_ends(self):
        self.end(lambda process: process.stdin.close())

    def test_port_in_use(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            with self.assertRaisesRegex(RuntimeError, "in use"):
                Sim("--port", str(taken.getsockname()[1]))


class Concurrency(SimTestCase):

    def test_threads_get_their_own_answers(self):
        wrong = []

        def work(number):
            for _ in range(20):
                barcode = f"3SDEMO{number:07}"
                _, answer = self.sim.get(BY_BARCODE + barcode)
                if answer["CurrentStatus"]["Shipment"]["Barcode"] != barcode:
                    wrong.append(barcode)
        threads = [threading.Thread(target=work, args=(each,)) for each in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])
