"""The control API: how a test arranges the world and looks at what was asked.

JSON over the paths under /_sim/, without a key.  Mistakes are answered with
400 and {"error": ...}.
"""

import base64
import json
import re

import clock as dates
import matching
import quirks
import seeding
import stories
from disorder import Disorder
from faults import DELAY
from hostile import FAULTS
from wire import JSON_TYPE, Reply, json_reply

_DEFAULT_LIMIT = 100

_operations = []


def operation(method, pattern):
    """Registers a control call; groups of the pattern become arguments."""
    def register(function):
        _operations.append((method, re.compile("/_sim/" + pattern), function))
        return function
    return register


def handle(simulator, request):
    """The reply to a control call."""
    known = False
    for method, pattern, function in _operations:
        match = pattern.fullmatch(request.path)
        if match:
            known = True
            if method in (request.method, "*"):
                result = function(simulator, request, *match.groups())
                return result if isinstance(result, Reply) else json_reply(result)
    return json_reply({"error": "wrong method" if known else "no such control path"},
                      405 if known else 404)


def _object(request):
    value = request.json
    if not isinstance(value, dict):
        raise ValueError("the body must be a JSON object")
    return value


@operation("GET", "health")
def health(simulator, request):
    """Says that the simulator is there."""
    return {"status": "ok", "now": dates.iso_zone(simulator.clock.now())}


@operation("GET", "clock")
def get_clock(simulator, request):
    """Shows the simulated clock."""
    return simulator.clock.describe()


@operation("POST", "clock")
def set_clock(simulator, request):
    """Freezes, sets and advances the clock, in this order."""
    spec = _object(request)
    if set(spec) - {"frozen", "set", "advance_seconds"}:
        raise ValueError("a clock has frozen, set and advance_seconds")
    if "frozen" in spec:
        simulator.clock.freeze(bool(spec["frozen"]))
    if "set" in spec:
        simulator.clock.set(dates.parse_instant(spec["set"]))
    if "advance_seconds" in spec:
        simulator.clock.advance(float(spec["advance_seconds"]))
    return simulator.clock.describe()


@operation("POST", "parcels")
def seed(simulator, request):
    """Seeds one parcel or a list of them."""
    specs = request.json
    now = simulator.clock.now()
    parcels = [seeding.make_parcel(each, now)
               for each in (specs if isinstance(specs, list) else [specs])]
    for parcel in parcels:
        simulator.world.add(parcel)
    return {"barcodes": [each.barcode for each in parcels]}


@operation("GET", "parcels")
def list_parcels(simulator, request):
    """Lists the barcodes of all parcels."""
    return {"barcodes": [each.barcode for each in simulator.world.parcels()]}


def _find(simulator, barcode):
    parcel = simulator.world.find(barcode)
    if parcel is None:
        raise ValueError(f"no parcel {barcode}")
    return parcel


@operation("GET", "parcels/([^/]+)")
def show_parcel(simulator, request, barcode):
    """Shows the truth about a parcel."""
    return _find(simulator, barcode).describe(simulator.clock.now())


@operation("DELETE", "parcels/([^/]+)")
def forget_parcel(simulator, request, barcode):
    """Forgets a parcel."""
    simulator.world.remove(barcode)
    return {}


@operation("POST", "parcels/([^/]+)/events")
def add_event(simulator, request, barcode):
    """Makes something happen to a parcel now."""
    parcel = _find(simulator, barcode)
    seeding.add_event(parcel, _object(request), simulator.clock.now())
    return parcel.describe(simulator.clock.now())


@operation("POST", "events")
def add_events(simulator, request):
    """Makes something happen to several parcels now."""
    now = simulator.clock.now()
    specs = request.json
    for spec in specs:
        parcel = _find(simulator, spec["barcode"])
        seeding.add_event(parcel, spec, now)
    return {"events": len(specs)}


@operation("POST", "truth")
def show_truth(simulator, request):
    """Shows the truth about the parcels of a list of barcodes."""
    now = simulator.clock.now()
    return [_find(simulator, barcode).describe(now) for barcode in request.json]


@operation("GET", "register")
def show_register(simulator, request):
    """Lists what was labelled and announced; by barcode or reference if given."""
    return simulator.world.register.describe(
        request.argument("barcode"), request.argument("reference"),
        request.argument("requests", "true") != "false")


@operation("DELETE", "register")
def clear_register(simulator, request):
    """Forgets what was labelled and announced; parcels and barcodes stay."""
    simulator.world.register.clear()
    return {}


@operation("GET", "stories")
def list_stories(simulator, request):
    """Lists the named lives of parcels."""
    return stories.STORIES


@operation("GET", "quirks")
def show_quirks(simulator, request):
    """Shows the quirks of all answers."""
    return simulator.world.quirks


@operation("POST", "quirks")
def set_quirks(simulator, request):
    """Adds quirks to all answers."""
    simulator.world.quirks |= quirks.check(_object(request))
    return simulator.world.quirks


@operation("DELETE", "quirks")
def clear_quirks(simulator, request):
    """Ends the quirks of all answers; those of parcels stay."""
    simulator.world.quirks = {}
    return {}


@operation("GET", "faults")
def list_faults(simulator, request):
    """Lists the rules in force."""
    return simulator.faults.describe()


@operation("POST", "faults")
def add_fault(simulator, request):
    """Makes a rule: which requests get which fault."""
    return {"id": simulator.faults.add(_object(request)).number}


@operation("DELETE", "faults")
def clear_faults(simulator, request):
    """Drops all rules, and starts the ONCE and TWICE barcodes anew."""
    simulator.faults.clear()
    return {}


@operation("DELETE", r"faults/(\d+)")
def remove_fault(simulator, request, number):
    """Drops one rule."""
    if not simulator.faults.remove(int(number)):
        raise ValueError(f"no rule {number}")
    return {}


@operation("GET", "fault-names")
def list_fault_names(simulator, request):
    """Lists the faults there are, with what they do."""
    names = {name: each.summary for name, each in sorted(FAULTS.items())}
    return names | {DELAY: "Waits for some milliseconds, then answers."}


@operation("POST", "answer")
def add_answer(simulator, request):
    """Makes a canned answer for the requests that match."""
    spec = _object(request)
    answer = matching.CannedAnswer(spec, _canned_reply(spec))
    simulator.answers.append(answer)
    return {"id": answer.number}


def _canned_reply(spec):
    headers = dict(spec.get("headers") or {})
    content_type = JSON_TYPE
    for name in list(headers):
        if name.lower() == "content-type":
            content_type = headers.pop(name)
    if "body_base64" in spec:
        body = base64.b64decode(spec["body_base64"], validate=True)
    else:
        body = spec.get("body", "")
        # A test may give the document itself instead of its text.
        body = (body if isinstance(body, str)
                else json.dumps(body, ensure_ascii=False)).encode()
    return Reply(int(spec.get("status", 200)), body, content_type,
                 tuple((name, str(value)) for name, value in headers.items()))


@operation("GET", "answer")
def list_answers(simulator, request):
    """Lists the canned answers."""
    return [each.describe() for each in simulator.answers]


@operation("DELETE", "answer")
def clear_answers(simulator, request):
    """Drops all canned answers."""
    simulator.answers.clear()
    return {}


@operation("POST", "disorder")
def begin_disorder(simulator, request):
    """Gives a share of the answers to the wrong questions."""
    simulator.disorder = Disorder(_object(request))
    return {}


@operation("GET", "disorder")
def show_disorder(simulator, request):
    """Shows how many answers were changed, and how."""
    return simulator.disorder.describe() if simulator.disorder else {}


@operation("DELETE", "disorder")
def end_disorder(simulator, request):
    """Gives each answer to its question again; says what was changed."""
    counts = show_disorder(simulator, request)
    simulator.disorder = None
    return counts


@operation("GET", "counters")
def show_counters(simulator, request):
    """Shows what was counted."""
    counted = simulator.counters.describe()
    counted["barcodes_issued"] = simulator.world.issued
    return counted


@operation("GET", "requests")
def show_requests(simulator, request):
    """Shows the last requests, oldest first."""
    limit = int(request.argument("limit", _DEFAULT_LIMIT))
    if limit < 1:
        raise ValueError("limit must be positive")
    return simulator.counters.last_requests(limit)


@operation("POST", "reset")
def reset(simulator, request):
    """Forgets everything but the clock."""
    simulator.reset()
    return {}


@operation("*", "redirected")
def redirected(simulator, request):
    """Where the fault REDIRECT leads: counts who came, and with a key."""
    simulator.counters.redirect_visits += 1
    if request.headers.get("apikey"):
        simulator.counters.redirect_visits_with_key += 1
    return {"redirected": True}
