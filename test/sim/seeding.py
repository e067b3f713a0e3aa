"""From the JSON of the control API to parcels.

Every mistake in it is a ValueError, which the control API answers with 400: a
test that seeds nonsense should fail there and not later.
"""

import clock as dates
import quirks
import reference
import statusdoc
import stories
from state import DEFAULT_DIMENSION, Change, Parcel, make_changes

# Taken over as they are: name in the control API is the name in the parcel.
_PLAIN = ("main_barcode", "reference", "customer_code", "customer_number",
          "customer_name", "product_code", "insured", "delivery_date")
_KNOWN = frozenset(_PLAIN) | {"barcode", "receiver", "sender", "story", "stage",
                              "schedule", "created_at", "age_seconds",
                              "dimension", "options", "signature", "quirks"}


def make_parcel(spec, now):
    """A parcel of its description; see README.md for the keys."""
    if not isinstance(spec, dict) or not spec.get("barcode"):
        raise ValueError("a parcel needs a barcode")
    unknown = set(spec) - _KNOWN
    if unknown:
        raise ValueError(f"unknown in parcel: {', '.join(sorted(unknown))}")
    schedule = _read_schedule(spec)
    created_at = int(_read_creation(spec, schedule, now))
    parcel = Parcel(
        barcode=str(spec["barcode"]), created_at=created_at,
        changes=make_changes(schedule, created_at),
        receiver=_read_address(spec, "receiver", stories.RECEIVERS[0]),
        sender=_read_address(spec, "sender", stories.SENDER),
        dimension=_read_dimension(spec.get("dimension", {})),
        options=[str(each) for each in spec.get("options") or ()],
        signature=bool(spec.get("signature", True)),
        quirks=quirks.check(spec.get("quirks") or {}))
    for name in _PLAIN:
        if spec.get(name) is not None:
            setattr(parcel, name, str(spec[name]))
    return parcel


def _read_schedule(spec):
    """Pairs of (seconds after creation, code)."""
    if "schedule" in spec:
        schedule = [(float(seconds), str(code)) for seconds, code in spec["schedule"]]
        return sorted(schedule, key=lambda each: each[0])
    story = spec.get("story", stories.DEFAULT_STORY)
    if story not in stories.STORIES:
        raise ValueError(f"unknown story {story}; known: "
                         + ", ".join(stories.STORIES))
    return [(hours * 3600, code) for hours, code in stories.STORIES[story]]


def _read_creation(spec, schedule, now):
    """When the parcel was announced.

    ``stage`` puts it at a point of its schedule that was reached
    ``age_seconds`` ago; without a stage that is its creation.
    """
    if "created_at" in spec:
        return dates.parse_instant(spec["created_at"])
    offset = 0
    if "stage" in spec:
        offsets = [seconds for seconds, code in schedule if code == spec["stage"]]
        if not offsets:
            raise ValueError(f"the schedule has no stage {spec['stage']}")
        offset = offsets[0]
    return now - offset - float(spec.get("age_seconds", 0))


def _read_address(spec, name, default):
    address = spec.get(name, default)
    if address is None:
        return None
    unknown = set(address) - set(statusdoc.ADDRESS_KEYS)
    if unknown:
        raise ValueError(f"unknown in {name}: {', '.join(sorted(unknown))}; "
                         f"known: {', '.join(statusdoc.ADDRESS_KEYS)}")
    return dict(address)


def _read_dimension(dimension):
    if dimension is None:
        return {}
    unknown = set(dimension) - set(DEFAULT_DIMENSION)
    if unknown:
        raise ValueError(f"unknown in dimension: {', '.join(sorted(unknown))}")
    return DEFAULT_DIMENSION | {name: str(value) for name, value in dimension.items()}


def add_event(parcel, spec, now):
    """Makes something happen to a parcel: now, or at a given instant."""
    at = int(dates.parse_instant(spec["at"]) if "at" in spec else now)
    code = str(spec["code"])
    if code.startswith("="):
        change = Change(at, None, code[1:])
    else:
        change = Change(at, code, reference.event(code).status)
    # What was still to come is another life now.
    if not spec.get("keep_future"):
        parcel.changes = [each for each in parcel.changes if each.at <= at]
    parcel.changes.append(change)
    parcel.changes.sort(key=lambda each: each.at)
