"""What the tests of the simulator share: starting it and talking to it."""

import http.client
import json
import socket
import struct
import subprocess
import sys
import unittest
from pathlib import Path
from urllib.parse import urlencode

SIM = Path(__file__).resolve().parent.parent
KEY = "test-key"

# Summer time, so that a zone forgotten somewhere shows.
NOON = "2026-07-15T12:00:00"

BY_BARCODE = "/shipment/v2/status/barcode/"
BY_REFERENCE = "/shipment/v2/status/reference/"
SIGNATURE = "/shipment/v2/status/signature/"
UPDATES = "/shipment/v2/status/11223344/updatedshipments"
BARCODE = "/shipment/v1_1/barcode"
CHECKOUT = "/shipment/v1/checkout"
DELIVERY_DATE = "/shipment/v2_2/calculate/date/delivery"
SHIPPING_DATE = "/shipment/v2_2/calculate/date/shipping"
TIMEFRAMES = "/shipment/v2_1/calculate/timeframes"
LOCATIONS = "/shipment/v2_1/locations/"
POSTAL_CODE = "/shipment/checkout/v1/postalcodecheck"
V4 = "/shipment/delivery/v4/"

# Only reached when the simulator is broken.
TIMEOUT = 10


class Sim:
    """A simulator in a process of its own."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [sys.executable, "-B", str(SIM), "--exit-with-stdin", *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(self.stop()[1])
        self.port = int(line)

    def stop(self):
        """Ends the simulator; returns (exit status, its stderr)."""
        self.process.stdin.close()
        status = self.process.wait(TIMEOUT)
        complaints = self.process.stderr.read()
        self.process.stdout.close()
        self.process.stderr.close()
        return status, complaints

    def connect(self):
        """A plain connection."""
        return socket.create_connection(("127.0.0.1", self.port), TIMEOUT)

    def request(self, method, target, body=None, headers=None, key=KEY):
        """(status, headers, body) of one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                timeout=TIMEOUT)
        try:
            headers = dict(headers or {})
            if key is not None:
                headers["apikey"] = key
            connection.request(method, target, body, headers)
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def get(self, target, **options):
        """(status, JSON) of a GET."""
        status, _, body = self.request("GET", target, **options)
        return status, json.loads(body)

    def control(self, method, path, value=None):
        """(status, JSON) of a control call."""
        body = None if value is None else json.dumps(value)
        status, _, answer = self.request(method, "/_sim/" + path, body, key=None)
        return status, json.loads(answer)


def request_bytes(target, method="GET", key=KEY, extra=""):
    """A request as bytes, for tests that look at the connection itself."""
    return (f"{method} {target} HTTP/1.1\r\nHost: sim\r\napikey: {key}\r\n"
            f"{extra}\r\n").encode()


def read_until_end(sock, patience=TIMEOUT):
    """(bytes, how it ended): "eof", "reset" or "silence"."""
    sock.settimeout(patience)
    data = b""
    try:
        while True:
            part = sock.recv(1 << 16)
            if not part:
                return data, "eof"
            data += part
    except ConnectionResetError:
        return data, "reset"
    except TimeoutError:
        return data, "silence"


def drop(sock):
    """Closes a connection the rude way."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


class SimTestCase(unittest.TestCase):
    """Tests that share a simulator, which each of them finds as new."""

    arguments = ("--frozen", "--clock", NOON)

    @classmethod
    def setUpClass(cls):
        cls.sim = Sim(*cls.arguments)

    @classmethod
    def tearDownClass(cls):
        status, complaints = cls.sim.stop()
        assert status == 0, f"exit status {status}"
        assert complaints == "", complaints

    def setUp(self):
        self.control("POST", "clock", {"set": NOON, "frozen": True})
        self.control("POST", "reset", {})

    def control(self, method, path, value=None):
        """The answer to a control call that must succeed."""
        status, answer = self.sim.control(method, path, value)
        self.assertEqual(status, 200, answer)
        return answer

    def ask(self, path, parameters):
        """(status, JSON) of a GET; parameters that are None are left out."""
        given = {name: value for name, value in parameters.items()
                 if value is not None}
        return self.sim.get(f"{path}?{urlencode(given, doseq=True)}")

    def post(self, path, body):
        """(status, JSON) of a POST; a body that is not bytes is sent as JSON."""
        if not isinstance(body, bytes):
            body = json.dumps(body)
        status, _, answer = self.sim.request("POST", path, body)
        return status, json.loads(answer)

    def refused(self, status, answer, code, documented=False):
        """Checks an error with a date, and returns its text."""
        self.assertEqual(status, 400 if documented else 200, answer)
        self.assertEqual(set(answer), {"Date", "Error", "RequestId"})
        self.assertEqual(answer["Error"]["ErrorCode"], code, answer)
        return answer["Error"]["ErrorDescription" if documented else "ErrorMessage"]

    def seed(self, **parcel):
        """Seeds one parcel."""
        return self.control("POST", "parcels", parcel)

    def track(self, barcode, query=""):
        """The single shipment that a barcode query finds."""
        status, answer = self.sim.get(BY_BARCODE + barcode + query)
        self.assertEqual(status, 200)
        key = "CompleteStatus" if "detail=true" in query else "CurrentStatus"
        return answer[key]["Shipment"]
