"""HTTPS with the simulator's own certificate authority."""

import http.client
import json
import os
import socket
import ssl
import tempfile
import unittest
from pathlib import Path

from support import BY_BARCODE, KEY, TIMEOUT, Sim, read_until_end, request_bytes


class TlsSim(Sim):
    """A simulator that speaks HTTPS; ``port`` is its plain control port."""

    def __init__(self, *arguments):
        super().__init__("--tls", *arguments)
        self.tls_port = self.port
        self.ca_file = self.process.stdout.readline().rstrip("\n")
        self.port = int(self.process.stdout.readline())

    def get_tls(self, target, host="127.0.0.1", ca_file=None):
        """(status, JSON, TLS version) of a GET over HTTPS."""
        context = ssl.create_default_context(cafile=ca_file or self.ca_file)
        connection = http.client.HTTPSConnection(host, self.tls_port, timeout=TIMEOUT,
                                                 context=context)
        try:
            connection.request("GET", target, headers={"apikey": KEY})
            response = connection.getresponse()
            return response.status, json.loads(response.read()), \
                connection.sock.version() if connection.sock else None
        finally:
            connection.close()

    def connect_tls(self):
        """A TLS connection as a socket."""
        context = ssl.create_default_context(cafile=self.ca_file)
        self.port, control = self.tls_port, self.port
        try:
            return context.wrap_socket(self.connect(), server_hostname="localhost",
                                       suppress_ragged_eofs=False)
        finally:
            self.port = control


class Tls(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.sim = TlsSim()

    @classmethod
    def tearDownClass(cls):
        ca_file = Path(cls.sim.ca_file)
        status, complaints = cls.sim.stop()
        assert (status, complaints) == (0, ""), complaints
        assert not ca_file.exists()

    def test_verified(self):
        for host in ("127.0.0.1", "localhost"):
            status, answer, version = self.sim.get_tls(BY_BARCODE + "3SDEMO1", host)
            self.assertEqual((status, version), (200, "TLSv1.3"))
            self.assertIn("CurrentStatus", answer)

    def test_control_over_both(self):
        self.assertEqual(self.sim.control("GET", "health")[0], 200)
        self.assertEqual(self.sim.get_tls("/_sim/health")[0], 200)
        # Nothing but control may be had without TLS.
        self.assertEqual(self.sim.get(BY_BARCODE + "3SDEMO1")[0], 404)

    def test_tls_version_is_counted(self):
        self.sim.control("POST", "reset", {})
        self.sim.get_tls(BY_BARCODE + "3SDEMO1")
        self.assertEqual(self.sim.control("GET", "counters")[1]["tls_versions"],
                         {"TLSv1.3": 1})

    def test_unknown_authority(self):
        with self.assertRaises(ssl.SSLCertVerificationError):
            context = ssl.create_default_context()
            connection = http.client.HTTPSConnection("localhost", self.sim.tls_port,
                                                     timeout=TIMEOUT, context=context)
            connection.connect()

    def test_plain_text_on_the_tls_port(self):
        self.sim.port, control = self.sim.tls_port, self.sim.port
        try:
            with self.sim.connect() as sock:
                sock.sendall(request_bytes("/"))
                self.assertNotIn(b"200 OK", read_until_end(sock)[0])
        finally:
            self.sim.port = control

    def test_resets(self):
        for name in ("RESET", "RESETBODY"):
            with self.sim.connect_tls() as sock:
                sock.sendall(request_bytes(f"{BY_BARCODE}3S{name}0001"))
                # Python reports a reset inside TLS as an end of file.
                with socket.socket(fileno=os.dup(sock.fileno())) as below:
                    self.assertEqual(read_until_end(below)[1], "reset", name)

    def test_truncations(self):
        for name in ("TRUNC", "CHUNKTRUNC"):
            with self.sim.connect_tls() as sock:
                sock.sendall(request_bytes(f"{BY_BARCODE}3S{name}0001"))
                data, ending = read_until_end(sock)
            self.assertIn(b'{"CurrentStatus"', data)
            self.assertEqual(ending, "eof", name)

    def test_close_without_a_byte(self):
        with self.sim.connect_tls() as sock:
            sock.sendall(request_bytes(BY_BARCODE + "3SCLOSE0001"))
            # which of the two it is differs between releases of Python
            try:
                self.assertEqual(sock.recv(100), b"")
            except ssl.SSLEOFError:
                pass

    def test_huge(self):
        with self.sim.connect_tls() as sock:
            sock.sendall(request_bytes(BY_BARCODE + "3SHUGE0001",
                                       extra="Connection: close\r\n"))
            self.assertGreater(len(read_until_end(sock)[0]), 20_000_000)

    def test_redirect(self):
        with self.sim.connect_tls() as sock:
            sock.sendall(request_bytes(BY_BARCODE + "3SREDIRECT0001"))
            self.assertIn(f"Location: https://127.0.0.1:{self.sim.tls_port}/".encode(),
                          sock.recv(65536))


class TlsDirectory(unittest.TestCase):

    def test_authority_is_kept(self):
        with tempfile.TemporaryDirectory() as directory:
            certificates = set()
            for names in ((), (), ("--tls-name", "example.test")):
                sim = TlsSim("--tls-dir", directory, *names)
                certificates.add(Path(sim.ca_file).read_text())
                if names:
                    with self.assertRaises(ssl.SSLCertVerificationError):
                        sim.get_tls("/")
                sim.stop()
            self.assertEqual(len(certificates), 1)
            self.assertEqual(Path(directory, "ca.key").stat().st_mode & 0o77, 0)
