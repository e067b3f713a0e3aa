"""The PostNL services that the simulator offers, and their routes.

A service is a module in this package.  It registers its operations with the
``route`` decorator:

    @route("GET", "/shipment/v2/status/barcode/{barcode}")
    def status_by_barcode(world, request):
        return json_reply(...)

An operation gets the world (state.World) and the request (wire.Request, with
the path parameters decoded in ``request.params``) and returns a wire.Reply.
Keys, faults, canned answers, counters and logs are done before and after it.
To add a service, add a module: it is found by itself.
"""

import importlib
import pkgutil
import re
from urllib.parse import unquote

_PARAMETER = re.compile(r"\{(\w+)\}")


class Route:
    """One path template with its operations by method."""

    def __init__(self, template, allowed):
        self.template = template
        # The methods as the answer to a wrong one names them.
        self.allowed = allowed
        self.operations = {}
        self.literals = len(_PARAMETER.sub("", template))
        pattern = "".join(
            r"([^/]*)" if _PARAMETER.fullmatch(part) else re.escape(part)
            for part in re.split(r"(\{\w+\})", template))
        self._pattern = re.compile(pattern)
        self._names = _PARAMETER.findall(template)

    def parameters(self, path):
        """The decoded path parameters, or None when the path is another."""
        match = self._pattern.fullmatch(path)
        if match is None:
            return None
        return {name: unquote(value)
                for name, value in zip(self._names, match.groups())}


_routes = {}


def route(method, template, allowed=None):
    """Registers an operation; ``allowed`` is for the text of a 405."""
    def register(operation):
        entry = _routes.setdefault(template, Route(template, allowed or method))
        entry.operations[method] = operation
        return operation
    return register


def load():
    """Imports every service and returns the routes, the most literal first."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return sorted(_routes.values(), key=lambda each: -each.literals)
