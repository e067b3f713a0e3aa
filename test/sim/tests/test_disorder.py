"""Answers that are not about what was asked."""

from support import BARCODE, SimTestCase

ASK = BARCODE + "?CustomerCode=DEVC&CustomerNumber=11223344&Type=3S"


class Disorder(SimTestCase):

    def answers(self, count, **spec):
        """What comes for the same question, time and again."""
        self.control("POST", "reset", {})
        self.control("POST", "disorder", spec)
        return [self.sim.request("GET", ASK)[2] for _ in range(count)]

    def test_share(self):
        self.answers(40, share=0.5)
        counts = self.control("DELETE", "disorder")
        self.assertEqual(sum(counts.values()), 40)
        self.assertTrue(5 < counts["unchanged"] < 35, counts)
        self.assertGreater(counts["replay"], 0)

    def test_ends(self):
        self.answers(3, share=1)
        self.control("DELETE", "disorder")
        found = {self.sim.get(ASK)[1]["Barcode"] for _ in range(20)}
        self.assertEqual(len(found), 20)
        self.assertEqual(self.control("GET", "disorder"), {})

    def test_repeated_by_its_seed(self):
        # the numbers go on, so the counts are compared
        counts = []
        for seed in (7, 7, 8):
            self.answers(60, share=0.7, seed=seed)
            counts.append(self.control("GET", "disorder"))
        self.assertEqual(counts[0], counts[1])
        self.assertNotEqual(counts[0], counts[2])

    def test_other_services(self):
        self.control("POST", "disorder", {"share": 1})
        status, found = self.sim.get("/shipment/checkout/v1/postalcodecheck"
                                     "?postalcode=3532VA&housenumber=9")
        self.assertEqual((status, found[0]["postalCode"]), (200, "3532VA"))
