"""The register: which parcels were labelled and announced, by which request."""

import clock as dates
from state import Parcel, make_changes
import stories

# Statuses of parcels that PostNL has not seen yet.
_NOT_SEEN = (None, "1", "13")


class Register:
    """What each barcode went through."""

    def __init__(self):
        self._entries = {}

    def note(self, world, barcode, path, announced, reference=""):
        """Notes a label or an announcement."""
        entry = self._entries.setdefault(
            barcode, {"barcode": barcode, "reference": reference, "announced": 0,
                      "labelled": 0, "requests": []})
        entry["announced" if announced else "labelled"] += 1
        entry["requests"].append({"path": path, "at": dates.iso_zone(world.clock.now())})

    def entries(self, barcode=None):
        """All entries, or that of a barcode."""
        return [each for each in self._entries.values()
                if barcode in (None, each["barcode"])]


def is_accepted(world, barcode):
    """Whether PostNL has scanned the parcel: it is not announced again then."""
    parcel = world.find(barcode)
    current = parcel.current(world.clock.now()) if parcel else None
    return parcel is not None and (current.status if current else None) not in _NOT_SEEN


def announce(world, request, barcode, facts):
    """Makes an announced parcel known to tracking, once."""
    world.register.note(world, barcode, request.path, True, facts.get("reference", ""))
    if world.find(barcode) is not None:
        return
    now = int(world.clock.now())
    schedule = [(hours * 3600, code) for hours, code in stories.STORIES[stories.DEFAULT_STORY]]
    world.add(Parcel(barcode=barcode, created_at=now, changes=make_changes(schedule, now),
                     **facts))
