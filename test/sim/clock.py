"""The simulated clock, and every date format PostNL writes.

Instants are kept as POSIX seconds everywhere else in the simulator; only this
module knows about Europe/Amsterdam.  PostNL's answers carry local time without
a zone, so an instant without a zone is read as Amsterdam time too.
"""

import re
import time
from datetime import date, datetime, time as time_of_day, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

# Enough for every event of a few thousand parcels; formatting is the costliest
# part of a tracking answer.
_STAMP_CACHE = 1 << 16


class Clock:
    """Runs along with real time from any instant, or stands still."""

    def __init__(self, start=None, frozen=False):
        self._frozen = frozen
        self._base = time.time() if start is None else start
        self._mark = time.monotonic()

    @property
    def frozen(self):
        """Whether the clock moves only when it is told to."""
        return self._frozen

    def now(self):
        """The simulated instant, in POSIX seconds."""
        if self._frozen:
            return self._base
        return self._base + time.monotonic() - self._mark

    def set(self, instant):
        """Jumps to an instant, backward too; ValueError for one out of range."""
        try:
            local(instant)
        except (OverflowError, OSError):
            raise ValueError("the clock cannot show that instant") from None
        self._base = instant
        self._mark = time.monotonic()

    def advance(self, seconds):
        """Jumps by a number of seconds."""
        self.set(self.now() + seconds)

    def freeze(self, frozen):
        """Stops the clock where it is, or lets it run on from there."""
        self.set(self.now())
        self._frozen = frozen

    def describe(self):
        """The clock as the control API shows it."""
        now = self.now()
        return {"now": iso_zone(now), "epoch": now, "local": stamp(now),
                "frozen": self._frozen}


def _parse(text):
    # A "+" that was not percent-encoded in a query arrives as a blank.
    return datetime.fromisoformat(text.strip().replace(" ", "+")
                                  if "T" in text else text.strip())


def parse_instant(text):
    """POSIX seconds of an ISO 8601 text; ValueError when it is not one."""
    moment = _parse(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=AMSTERDAM)
    return moment.timestamp()


def parse_wall(text):
    """What the clocks in Amsterdam show, of an ISO 8601 text."""
    moment = _parse(text)
    return (moment if moment.tzinfo is None
            else moment.astimezone(AMSTERDAM).replace(tzinfo=None))


_DUTCH_DAY = re.compile(r"(\d\d)-(\d\d)-(\d{4})", re.ASCII)
_TIME = re.compile(r"(\d\d):(\d\d):(\d\d)", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)


def parse_day(text):
    """The day of ``dd-mm-yyyy``; ValueError when it is not one."""
    match = _DUTCH_DAY.fullmatch(text)
    if match is None:
        raise ValueError("not dd-mm-yyyy")
    return date(int(match[3]), int(match[2]), int(match[1]))


def parse_iso_day(text):
    """The day of ``yyyy-mm-dd``; ValueError when it is not one."""
    match = _ISO_DAY.fullmatch(text)
    if match is None:
        raise ValueError("not yyyy-mm-dd")
    return date(int(match[1]), int(match[2]), int(match[3]))


def parse_moment(text):
    """Local time of ``dd-mm-yyyy hh:mm:ss``, without a zone."""
    day, _, clock_time = text.partition(" ")
    return datetime.combine(parse_day(day), parse_time(clock_time))


def parse_time(text):
    """The time of ``hh:mm:ss``; ValueError when it is not one."""
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError("not hh:mm:ss")
    return time_of_day(*map(int, match.groups()))


def dutch_day(day):
    """``dd-mm-yyyy``: the days in answers."""
    return day.strftime("%d-%m-%Y")


def today(instant):
    """The day in Amsterdam."""
    return local(instant).date()


def local(instant):
    """The instant as a datetime in Amsterdam."""
    return datetime.fromtimestamp(instant, AMSTERDAM)


@lru_cache(maxsize=_STAMP_CACHE)
def wall(instant):
    """What the clocks in Amsterdam show, as a datetime without a zone."""
    return local(instant).replace(tzinfo=None)


@lru_cache(maxsize=_STAMP_CACHE)
def stamp(instant):
    """``dd-mm-yyyy hh:mm:ss``: TimeStamp in tracking answers."""
    return local(instant).strftime("%d-%m-%Y %H:%M:%S")


@lru_cache(maxsize=_STAMP_CACHE)
def stamp_ms(instant):
    """``dd-mm-yyyy hh:mm:ss.SSS``: some of the OldStatus time stamps."""
    moment = local(round(instant, 3))
    return moment.strftime("%d-%m-%Y %H:%M:%S.") + f"{moment.microsecond // 1000:03}"


@lru_cache(maxsize=_STAMP_CACHE)
def iso_local(instant):
    """``yyyy-mm-ddThh:mm:ss``: Expectation, and Status of updatedshipments."""
    return local(instant).strftime("%Y-%m-%dT%H:%M:%S")


def iso_date(instant):
    """``yyyy-mm-dd``: CreationDate and DeliveryDate."""
    return local(instant).strftime("%Y-%m-%d")


def iso_zone(instant):
    """``yyyy-mm-ddThh:mm:ss.SSS+01:00``: SignatureDate."""
    return local(instant).isoformat(timespec="milliseconds")


def iso_utc(instant):
    """``yyyy-mm-ddThh:mm:ssZ``: Date in an error."""
    return datetime.fromtimestamp(instant, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
