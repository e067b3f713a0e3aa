"""On which days parcels are delivered, and with which options.

A parcel is handed over on one day, sorted in the night after it, and delivered
on the next day or later.  All of it follows from the question, never from the
clock: what lies in the past is for the services to refuse.
"""

from datetime import date, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from geography import BELGIUM, NETHERLANDS, spread

DAYTIME = "Daytime"
EVENING = "Evening"
SUNDAY = "Sunday"
TODAY = "Today"
SAMEDAY = "Sameday"
PICKUP = "Pickup"

# The guaranteed options, and what Checkout calls them.
GUARANTEED = {"Morning": "08:00-10:00", "Noon": "08:00-12:00",
              "Afternoon": "08:00-17:00"}
FROM_CHECKOUT = {window: name for name, window in GUARANTEED.items()}

# Delivered on the day on which they are handed over.
_SAME_DAY = (TODAY, SAMEDAY)

# The last of the four digits of a Dutch postal code up to which each option
# exists there.  Daytime exists everywhere.
_LAST_DIGIT = {EVENING: 8, SUNDAY: 7, "Morning": 6, "Noon": 6, "Afternoon": 6,
               TODAY: 4, SAMEDAY: 4}

_WINDOWS = {EVENING: ("17:30:00", "22:00:00"), TODAY: ("17:30:00", "22:00:00"),
            SAMEDAY: ("18:00:00", "22:30:00")} | {
                name: tuple(f"{each}:00" for each in window.split("-"))
                for name, window in GUARANTEED.items()}

# The first round begins at half past eight; windows are two hours long.
_FIRST_ROUND = 8 * 60 + 30
_ROUNDS = 28
_ROUND_MINUTES = 15
_WINDOW_MINUTES = {NETHERLANDS: 120, BELGIUM: 240}

MONDAY, SATURDAY, WEEK_SUNDAY = 1, 6, 7

# Nobody plans further ahead.
_HORIZON = 21

# The code that says that a score is not available, and the others.
_SCORES = {"00": "Sustainability score not available", "01": "Sustainable delivery",
           "02": "Sustainable option",
           "03": "Sustainable delivery + sustainable option"}

DAY = timedelta(days=1)


class Reason(NamedTuple):
    """Why an option does not exist on a day."""

    code: str
    text: str


NOT_HERE = Reason("01", "Geen routeplan tijdvak")
NOT_TODAY = Reason("02", "Geen levering op dag van aanbieden")
DAY_EXCLUDED = Reason("03", "Dag uitgesloten van tijdvak")
NO_SORTING = Reason("04", "Geen sortering op zondag")
NO_EVENING = Reason("05", "Geen avondbelevering mogelijk")
NOT_IN_COUNTRY = Reason("98", "Optie niet mogelijk voor land")


class Destination(NamedTuple):
    """Where a parcel goes."""

    country: str
    postal_code: str


def _easter(year):
    """Easter Sunday, by the Gregorian computus of Meeus."""
    century, rest = divmod(year, 100)
    shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * (year % 19) + century - century // 4 - shift + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (year % 19 + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=256)
def holidays(country, year):
    """The public holidays of a year."""
    easter = _easter(year)
    days = {date(year, 1, 1), date(year, 12, 25), easter, easter + DAY,
            easter + 39 * DAY, easter + 49 * DAY, easter + 50 * DAY}
    if country == BELGIUM:
        return days | {date(year, 5, 1), date(year, 7, 21), date(year, 8, 15),
                       date(year, 11, 1), date(year, 11, 11)}
    king = date(year, 4, 27)
    days |= {date(year, 12, 26), king - DAY if king.isoweekday() == 7 else king}
    # The liberation is a day off once in five years.
    return days | ({date(year, 5, 5)} if year % 5 == 0 else set())


def is_holiday(country, day):
    """Whether a day is a public holiday."""
    return day in holidays(country, day.year)


def _is_offered(destination, option):
    return int(destination.postal_code[3]) <= _LAST_DIGIT.get(option, 9)


def refusal(destination, option, day, sunday_sorting):
    """The Reason why there is no delivery with this option; None if there is."""
    country, weekday = destination.country, day.isoweekday()
    if country != NETHERLANDS and option != DAYTIME:
        return NOT_IN_COUNTRY
    on_sunday = weekday == WEEK_SUNDAY
    if is_holiday(country, day) or on_sunday != (option == SUNDAY):
        return DAY_EXCLUDED
    if weekday in (MONDAY, WEEK_SUNDAY) and not sunday_sorting and (
            option not in _SAME_DAY):
        return NO_SORTING
    limited = option != SUNDAY and option != DAYTIME
    if _is_offered(destination, option) and not (limited and weekday == SATURDAY):
        return None
    if option == EVENING:
        return NO_EVENING
    return NOT_TODAY if option in _SAME_DAY else NOT_HERE


def window(destination, option, day):
    """(from, to) of a delivery as hh:mm:ss."""
    if option in _WINDOWS:
        return _WINDOWS[option]
    seed = spread("window", *destination, day.isoweekday())
    start = _FIRST_ROUND + seed % _ROUNDS * _ROUND_MINUTES
    end = start + _WINDOW_MINUTES[destination.country]
    return tuple(f"{each // 60:02}:{each % 60:02}:00" for each in (start, end))


def sustainability(*parts):
    """(code, description) of a score that follows from the parts."""
    code = f"{spread('score', *parts) % len(_SCORES):02}"
    return code, _SCORES[code]


class Shipper(NamedTuple):
    """When parcels are handed over.

    ``cut_offs`` gives for each weekday (1 to 7) the last time of an order for
    that day, or None where nothing is handed over.
    """

    cut_offs: dict
    duration: int = 1
    holiday_sorting: bool = False

    @property
    def sunday_sorting(self):
        """Whether parcels are handed over on Sunday."""
        return self.cut_offs[WEEK_SUNDAY] is not None

    def ships(self, day):
        """Whether parcels are handed over on a day."""
        return (self.cut_offs[day.isoweekday()] is not None
                and (self.holiday_sorting or not is_holiday(NETHERLANDS, day)))

    def _next(self, day):
        """The first day of handing over from a day on; None without one."""
        for _ in range(_HORIZON):
            if self.ships(day):
                return day
            day += DAY
        return None

    def shipping_day(self, ordered):
        """The day on which an order is handed over; None when it never is."""
        day = ordered.date()
        if not self.ships(day) or ordered.time() > self.cut_offs[day.isoweekday()]:
            day += DAY
        day = self._next(day)
        return day and self._next(day + (self.duration - 1) * DAY)


def same_cut_off(cut_off=time(23, 59, 59), sunday=True):
    """Cut-offs that are the same on all days, Sunday apart."""
    return {day: cut_off if sunday or day != WEEK_SUNDAY else None
            for day in range(1, 8)}


def earliest(destination, option, shipped, sunday_sorting):
    """The first day of delivery with an option, or None."""
    day = shipped if option in _SAME_DAY else shipped + DAY
    # Handed over today is delivered today or not at all.
    for _ in range(1 if option in _SAME_DAY else _HORIZON):
        if refusal(destination, option, day, sunday_sorting) is None:
            return day
        day += DAY
    return None


def handed_over_for(delivered, duration):
    """The last day on which a parcel can be given away to be there in time.

    Nothing is handed over on Sundays and holidays.
    """
    shipper = Shipper(same_cut_off(sunday=False))
    day = delivered - DAY
    while not shipper.ships(day):
        day -= DAY
    day -= (duration - 1) * DAY
    while not shipper.ships(day):
        day -= DAY
    return day
