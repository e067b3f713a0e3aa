"""The simulator without its sockets: from a request to a reply.

The order is the same for every request: its fault is looked up, then the key
is checked, then canned answers and at last the services are asked.
"""

import sys
import traceback

import control
import errors
import matching
import services
from counters import Counters
from faults import Faults, names_fault
from state import World
from wire import json_reply

# PostNL answers 404 to a larger request.
MAX_BODY = 200 * 1024

_KEY_MISSING = "Failed to resolve API Key variable 'request.header.apikey'"
_KEY_WRONG = "Invalid ApiKey"
# Refused when any key will do, so that a wrong key can be tried anywhere.
_WRONG_KEY = "wrong"


class Simulator:
    """Everything that requests and control calls read and change."""

    def __init__(self, clock, keys=(), demo_parcels=0, issued_before=0):
        self.clock = clock
        self.counters = Counters()
        self.faults = Faults()
        self.answers = []
        self.disorder = None
        self._keys = frozenset(keys)
        self._demo_parcels = demo_parcels
        self._issued_before = issued_before
        self._routes = services.load()
        self._templates = {each.template: each for each in self._routes}
        self.world = self._new_world()

    def _new_world(self, before=None):
        world = World(self.clock, self._demo_parcels, self._issued_before)
        if before:
            world.go_on_issuing(before)
        world.names_fault = names_fault
        return world

    def reset(self):
        """Forgets parcels, quirks, faults, canned answers, disorder and counters.

        Barcodes that were given are not given again: somebody may have them.
        """
        self.world = self._new_world(self.world)
        self.faults.clear()
        self.answers.clear()
        self.disorder = None
        self.counters.clear()

    def plan(self, request):
        """Finds the route of a request and the fault it gets, if any."""
        for route in self._routes:
            params = route.parameters(request.path)
            if params is not None:
                request.route, request.params = route.template, params
                break
        plan = self.faults.plan(request)
        if plan:
            request.fault = plan.name
        return plan

    def answer(self, request):
        """The ordinary reply to a request; never raises."""
        try:
            reply = self._answer(request)
            if self.disorder:
                reply = self.disorder.spoil(request, reply)
            reply.now = self.clock.now()
            return reply
        except Exception:  # a defect here must not look like a lost connection
            traceback.print_exc(file=sys.stderr)
            return errors.fault(500, "The simulator has a defect; see its stderr",
                                "simulator.Defect")

    def _answer(self, request):
        if len(request.body) > MAX_BODY:
            return errors.too_large()
        refusal = self._refuse_key(request.headers.get("apikey"))
        canned = matching.first(
            [each for each in self.answers if each.anonymous or not refusal], request)
        if canned:
            return canned.reply
        entry = self._templates.get(request.route)
        if entry is None:
            return errors.not_found(request.path)
        if refusal:
            return refusal
        operation = entry.operations.get(request.method)
        if operation is None:
            return errors.method_not_allowed(entry.allowed)
        return operation(self.world, request)

    def _refuse_key(self, key):
        """The 401 for this key, or None when it is right."""
        if not key:
            return errors.unauthorized(_KEY_MISSING)
        if key in self._keys or (not self._keys and key != _WRONG_KEY):
            return None
        return errors.unauthorized(_KEY_WRONG)

    def control(self, request):
        """The reply to a control call; its mistakes are answered with 400."""
        try:
            return control.handle(self, request)
        except Exception as error:  # whatever was wrong, the test has to see it
            return json_reply({"error": f"{type(error).__name__}: {error}"}, 400)
