"""Answers that are not about what was asked, as a gateway in disorder gives them.

The operation is carried out as it was asked for; only its answer is changed,
or another one's is given.  What happens to which answer follows from the seed
and from the order of the requests.

What a label shows is never changed.  Where PostNL issues the barcode, nobody
can tell one that it made up; and where the answer has no reference either (the
first generation's), nothing but the place in the answer says whose a parcel is.
So barcodes are made up only for those who gave theirs, and by place only
answers that were given before come again.
"""

import copy
import json
import random
from collections import Counter, deque

from wire import json_reply

_SHIPPING = ("/shipment/v2_2/label", "/v1/shipment", "/shipment/v2/confirm",
             "/shipment/delivery/v4/labelconfirm", "/shipment/delivery/v4/label",
             "/shipment/delivery/v4/confirm", "/shipment/delivery/v4/return/generate")
_ISSUES_BY_PLACE = "/v1/shipment"
_STATUS = "/shipment/v2/status/"
_BARCODES = ("/shipment/v1_1/barcode", "/shipment/delivery/v4/barcode")

# Old answers of an operation, for those that come again.
_KEPT = 40

_SHIPPING_KINDS = ("swap", "drop", "double", "more", "replay", "reorder", "cut",
                   "nameless", "rename", "empty", "errors", "unlabelled")
_BY_PLACE_KINDS = ("drop", "double", "more", "replay", "cut", "nameless", "empty",
                   "errors", "unlabelled")
_STATUS_KINDS = ("replay", "cut")
_BARCODE_KINDS = ("replay", "cut", "misspelt", "double", "empty")


class Disorder:
    """A share of the answers is changed; counts what was done to them."""

    def __init__(self, spec):
        self._share = float(spec.get("share", 0.5))
        if not 0 < self._share <= 1:
            raise ValueError("share must be above 0 and at most 1")
        self._random = random.Random(spec.get("seed", 1))
        self._kept = {}
        self.counts = Counter()

    def describe(self):
        """How many answers there were of each kind."""
        return dict(sorted(self.counts.items()))

    def spoil(self, request, reply):
        """The answer to give in place of this one, which may be this one."""
        kinds = _kinds(request)
        if kinds is None or reply.status != 200:
            return reply
        tree = json.loads(reply.body)
        kept = self._kept.setdefault(request.route, deque(maxlen=_KEPT))
        old = copy.deepcopy(self._random.choice(kept)) if kept else None
        chosen = self._random.choice(kinds)
        spoilt = None
        wanted = self._random.random() < self._share
        if wanted and (chosen != "rename" or request.barcodes):
            spoilt = getattr(self, "_" + chosen)(copy.deepcopy(tree), old)
        if spoilt is None or spoilt == tree:
            kept.append(tree)
            self.counts["unchanged"] += 1
            return reply
        # what nobody was told of may not come again where places decide
        if request.path != _ISSUES_BY_PLACE:
            kept.append(tree)
        self.counts[chosen] += 1
        changed = json_reply(spoilt)
        if chosen == "cut":
            changed.body = changed.body[:self._random.randrange(len(changed.body))]
        return changed

    def _swap(self, tree, old):
        """One part is another order's."""
        parts, others = _parts(tree), _parts(old)
        if not parts or not others:
            return None
        parts[self._random.randrange(len(parts))] = self._random.choice(others)
        return _with(tree, parts)

    def _drop(self, tree, old):
        parts = _parts(tree)
        if parts:
            del parts[self._random.randrange(len(parts))]
        return _with(tree, parts)

    def _double(self, tree, old):
        if "barcodes" in tree:
            return tree | {"barcodes": tree["barcodes"][:1] * len(tree["barcodes"])}
        parts = _parts(tree)
        return _with(tree, parts + parts[:1]) if parts else None

    def _more(self, tree, old):
        """Other orders' parts come too."""
        return _with(tree, _parts(old) + _parts(tree)) if old else None

    def _replay(self, tree, old):
        return old

    def _reorder(self, tree, old):
        return _with(tree, _parts(tree)[::-1])

    def _cut(self, tree, old):
        """The text is cut off; see spoil()."""
        return tree | {"traceId": "cut"}

    def _nameless(self, tree, old):
        parts = _parts(tree)
        for part in parts:
            part.pop("Barcode", None)
            part.pop("barcode", None)
        return _with(tree, parts)

    def _rename(self, tree, old):
        """A barcode that nobody has."""
        parts = _parts(tree)
        for part in parts[:1]:
            name = "Barcode" if "Barcode" in part else "barcode"
            part[name] = f"3SXXXX{self._random.randrange(10 ** 9):09}"
        return _with(tree, parts)

    def _empty(self, tree, old):
        return {}

    def _errors(self, tree, old):
        return tree | {"Errors": [{"Code": "9", "Description": "Something else."}]}

    def _unlabelled(self, tree, old):
        parts = _parts(tree)
        for part in parts:
            for name in ("Labels", "labels"):
                if name in part:
                    part[name] = []
        return _with(tree, parts)

    def _misspelt(self, tree, old):
        change = self._random.choice(("{} ", "<b>{}</b>", "X"))
        if "Barcode" in tree:
            return {"Barcode": change.format(tree["Barcode"])}
        return {"barcodes": [change.format(each) for each in tree["barcodes"]]}


def _kinds(request):
    """What may be done to the answer; None for nothing."""
    if request.path == _ISSUES_BY_PLACE:
        return _BY_PLACE_KINDS
    if request.path in _SHIPPING:
        return _SHIPPING_KINDS
    if request.path in _BARCODES:
        return _BARCODE_KINDS
    return _STATUS_KINDS if request.path.startswith(_STATUS) else None


def _name(tree):
    return "items" if "items" in tree else "ResponseShipments"


def _parts(tree):
    parts = (tree or {}).get(_name(tree or {}), [])
    return list(parts) if isinstance(parts, list) else [parts]


def _with(tree, parts):
    return tree | {_name(tree): parts}
