"""What PostNL's OpenAPI files refuse: requests held against their schemas.

The schemas are in data/requests.json, which make_schemas.py makes: limits by the path of
what they are for.  A schema is made small checks once; a request is then run past them.
"""

import json
import re
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).parent / "data" / "requests.json"

MISSING, WRONG = range(2)

_TYPES = {"string": str, "object": dict, "array": list, "boolean": bool}


class Violation(NamedTuple):
    """One thing that a schema refuses: where, what, and what it wants."""

    kind: int
    path: str
    value: str
    expected: str


def violations(operation, tree):
    """What the schema of "POST /path" refuses in a body; [] where it has none."""
    found = []
    if operation in _CHECKS:
        if "/v4/" in operation:
            tree = _spelled(tree)
        _CHECKS[operation](tree, "", found)
    return found


def _spelled(tree):
    """A body of V4 with the names of the schema: there they count in any case."""
    if isinstance(tree, list):
        return [_spelled(each) for each in tree]
    if isinstance(tree, dict):
        return {_V4_NAMES.get(name.lower(), name): _spelled(each)
                for name, each in tree.items()}
    return tree


def _is_type(name, value):
    if isinstance(name, list):
        return any(_is_type(each, value) for each in name)
    if name == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if name == "integer":
        return (isinstance(value, int) and not isinstance(value, bool)
                or isinstance(value, float) and value.is_integer())
    return isinstance(value, _TYPES[name])


def _limits_of(schema):
    """(whether a text or number will do, words for it) of each limit."""
    if "enum" in schema:
        words = schema["enum"]
        yield (lambda value: value in words), "one of " + ", ".join(map(str, words))
    if "pattern" in schema and "string" in schema["type"]:
        search = re.compile(schema["pattern"], re.ASCII).search
        yield (lambda value: not isinstance(value, str) or search(value)), schema["pattern"]
    if "maxLength" in schema:
        most = schema["maxLength"]
        yield (lambda value: len(value) <= most), f"at most {most} characters"
    if schema.get("minLength"):
        least = schema["minLength"]
        yield (lambda value: len(value) >= least), f"at least {least} characters"
    if "minimum" in schema:
        low = schema["minimum"]
        yield (lambda value: isinstance(value, str) or value >= low), f"{low} or more"
    if "maximum" in schema:
        high = schema["maximum"]
        yield (lambda value: value <= high), f"{high} or less"
    if "maxItems" in schema:
        top = schema["maxItems"]
        yield (lambda value: len(value) <= top), f"at most {top} elements"


def compile_schema(flat, path=""):
    """A function of (value, path, found) that appends to found what is wrong."""
    schema = flat[path]
    limits = list(_limits_of(schema))
    members = {name: compile_schema(flat, f"{path}.{name}" if path else name)
               for name in _members_of(flat, path)}
    element = compile_schema(flat, path + "[]") if path + "[]" in flat else None

    def check(value, at, found):
        if not _is_type(schema["type"], value):
            words = " or ".join([schema["type"]] if isinstance(schema["type"], str)
                                else schema["type"])
            found.append(Violation(WRONG, at, json.dumps(value)[:40], f"type {words}"))
            return
        for will_do, words in limits:
            if not will_do(value):
                found.append(Violation(WRONG, at, str(value)[:40], words))
        if isinstance(value, list):
            for number, each in enumerate(value):
                element(each, f"{at}[{number}]", found)
            return
        if element and isinstance(value, dict):
            element(value, at, found)
            return
        for name in schema.get("required", ()):
            if name not in value:
                found.append(Violation(MISSING, f"{at}.{name}" if at else name, "", ""))
        for name, check_member in members.items():
            if name in value:
                check_member(value[name], f"{at}.{name}" if at else name, found)
    return check


def _members_of(flat, path):
    before = path + "." if path else ""
    return [each[len(before):] for each in flat
            if each.startswith(before) and each != path
            and not re.search(r"[.\[]", each[len(before):])]


with open(_FILE, encoding="utf-8") as _file:
    SCHEMAS = json.load(_file)
# The three of V4 take the same.
for _name in ("labelconfirm", "confirm"):
    _V4 = "POST /shipment/delivery/v4/"
    SCHEMAS[_V4 + _name] = SCHEMAS[_V4 + "label"]
_V4_NAMES = {name.lower(): name for operation, flat in SCHEMAS.items() if "/v4/" in operation
             for path in flat for name in re.split(r"[.\[\]]+", path)}
_CHECKS = {operation: compile_schema(each) for operation, each in SCHEMAS.items()}
