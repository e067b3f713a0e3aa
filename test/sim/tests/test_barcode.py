"""Barcodes: uniqueness, lengths, check digits and refusals."""

from urllib.parse import urlencode

from support import BARCODE, SimTestCase

WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


class Barcodes(SimTestCase):

    def ask(self, **parameters):
        """(status, JSON) for a barcode; DEVC and 3S unless told otherwise."""
        query = {"CustomerCode": "DEVC", "CustomerNumber": "11223344",
                 "Type": "3S"} | parameters
        query = {name: value for name, value in query.items() if value is not None}
        return self.sim.get(f"{BARCODE}?{urlencode(query)}")

    def issue(self, **parameters):
        status, answer = self.ask(**parameters)
        self.assertEqual(status, 200, answer)
        return answer["Barcode"]

    def refusal(self, **parameters):
        status, answer = self.ask(**parameters)
        self.assertEqual(status, 400, answer)
        error, = answer["errors"]
        self.assertEqual(set(error), {"ErrorMsg", "ErrorNumber"})
        return error["ErrorNumber"]

    def test_not_again_after_a_reset(self):
        before = self.issue()
        self.control("POST", "reset", {})
        self.assertGreater(self.issue(), before)

    def test_domestic(self):
        for parameters, pattern in (
                ({}, r"3SDEVC\d{9}"),
                ({"Range": "DEVC"}, r"3SDEVC\d{9}"),
                ({"Range": "NL", "Serie": "000000000-999999999"}, r"3SDEVC\d{9}"),
                ({"Serie": "0000000-9999999"}, r"3SDEVC\d{7}"),
                ({"Serie": "987000000-987600000"}, r"3SDEVC987\d{6}"),
                ({"CustomerCode": "AB"}, r"3SAB\d{11}"),
                ({"CustomerCode": "ABC", "Serie": "10000000-20000000"}, r"3SABC1\d{7}"),
                ({"Range": "A", "Serie": "5210500000-5210600000"}, r"3SA5210\d{6}"),
                ({"Type": "2S"}, r"2SDEVC\d{9}")):
            self.assertRegex(self.issue(**parameters), f"^{pattern}$")

    def test_s10(self):
        for kind, extra in (("CD", {"Range": "1234", "Serie": "0000-9999"}),
                            ("CP", {"Range": "0001"}), ("LA", {"Range": "NL"}),
                            ("UE", {}), ("RI", {"Serie": "00000000-99999999"})):
            barcode = self.issue(Type=kind, **extra)
            self.assertRegex(barcode, rf"^{kind}\d{{9}}NL$")
            total = sum(int(digit) * weight
                        for digit, weight in zip(barcode[2:10], WEIGHTS))
            expected = {10: 0, 11: 5}.get(11 - total % 11, 11 - total % 11)
            self.assertEqual(int(barcode[10]), expected)

    def test_unique(self):
        issued = [self.issue(Serie=serie) for serie in
                  ("000000000-999999999", "000000000-000100000", None) * 10]
        self.assertEqual(len(set(issued)), 30)
        self.assertEqual(self.control("GET", "counters")["barcodes_issued"], 30)

    def test_seeded_barcodes_are_not_given(self):
        number = int(self.issue()[6:]) + 1
        self.seed(barcode=f"3SDEVC{number:09}")
        self.assertEqual(self.issue(), f"3SDEVC{number + 1:09}")

    def test_exhausted(self):
        for _ in range(2):
            self.issue(Type="CP", Range="0001", Serie="0000-0001")
        for _ in range(2):
            self.assertEqual(
                self.refusal(Type="CP", Range="0001", Serie="0000-0001"), "13")

    def test_refusals(self):
        for parameters, number in (
                ({"CustomerCode": None}, "4"), ({"CustomerNumber": None}, "4"),
                ({"Type": None}, "4"), ({"Type": "XX"}, "5"), ({"Type": "3s"}, "5"),
                ({"CustomerNumber": "abc"}, "5"), ({"CustomerCode": "devc"}, "5"),
                ({"Serie": "1-2"}, "5"), ({"Serie": "nonsense"}, "5"),
                ({"Serie": "000000000-000050000"}, "6"),
                ({"Serie": "900000000-100000000"}, "6"),
                ({"Serie": "00000000-99999999"}, "8"),
                ({"Type": "CD"}, "4"), ({"Type": "CD", "Range": "NL"}, "5"),
                ({"Type": "LA", "Range": "BE"}, "5"),
                ({"Type": "LA", "Serie": "0000-9999"}, "8")):
            self.assertEqual(self.refusal(**parameters), number, parameters)


class IssuedBefore(SimTestCase):

    arguments = (*SimTestCase.arguments, "--issued", "1000")

    def test_left_out(self):
        for barcode in ("3SDEVC000001000", "3SDEVC000001001"):
            status, answer = self.sim.get(f"{BARCODE}?" + urlencode(
                {"CustomerCode": "DEVC", "CustomerNumber": "11223344", "Type": "3S"}))
            self.assertEqual((status, answer["Barcode"]), (200, barcode))
            self.control("POST", "reset", {})
