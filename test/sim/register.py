"""The register of what was announced: what PostNL would know of each barcode.

An entry is made when a barcode is labelled or announced, and counts how often
that happened; a repeated announcement is the same parcel.  A return label has
an entry of its own, which names the parcel that it goes with.
"""

from dataclasses import dataclass, field

import clock as dates

# How many requests are remembered for each barcode; the counts go on.
_REMEMBERED = 100

LABEL, ANNOUNCE = "label", "announce"


@dataclass
class Entry:
    """One barcode and what was done with it."""

    barcode: str
    reference: str = ""
    customer_code: str = ""
    customer_number: str = ""
    product_code: str = ""
    kind: str = "parcel"
    return_of: str = ""
    # One label for there and back.
    both_ways: bool = False
    issued: bool = False
    blocked: bool = False
    announced: int = 0
    labelled: int = 0
    refused: int = 0
    requests: list = field(default_factory=list)

    @property
    def confirmed(self):
        """Whether it was announced, or only labelled."""
        return self.announced > 0

    def describe(self, with_requests=True):
        """The entry as the control API shows it."""
        described = {
            "barcode": self.barcode, "kind": self.kind,
            "reference": self.reference, "customer_code": self.customer_code,
            "customer_number": self.customer_number,
            "product_code": self.product_code,
            "state": "confirmed" if self.confirmed else "labelled",
            "announced": self.announced, "labelled": self.labelled,
            "refused": self.refused, "issued": self.issued,
            "return_of": self.return_of or None, "both_ways": self.both_ways,
            "blocked": self.blocked,
        }
        if with_requests:
            described["requests"] = self.requests
        return described


class Register:
    """All entries, in the order in which their barcodes were first seen."""

    def __init__(self):
        self._entries = {}

    def find(self, barcode):
        """The entry of a barcode, or None."""
        return self._entries.get(barcode)

    def open(self, barcode):
        """The entry of a barcode, made when there is none."""
        return self._entries.setdefault(barcode, Entry(barcode))

    def clear(self):
        """Forgets all entries; the parcels stay."""
        self._entries.clear()

    def returns_of(self, barcode):
        """The entries of the return labels that go with a parcel."""
        return [each for each in self._entries.values() if each.return_of == barcode]

    def describe(self, barcode=None, reference=None, with_requests=True):
        """The entries as the control API shows them."""
        return [each.describe(with_requests) for each in self._entries.values()
                if barcode in (None, each.barcode)
                and reference in (None, each.reference)]


def note(entry, actions, request, now):
    """Remembers that a request did something with a barcode."""
    del entry.requests[:-_REMEMBERED + 1]
    entry.requests.append({"id": request.number, "method": request.method,
                           "path": request.path, "query": request.raw_query,
                           "at": dates.iso_zone(now), "actions": list(actions)})
