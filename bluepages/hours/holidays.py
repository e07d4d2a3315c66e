"""`Calendar`: the public holidays (PH) of a directory, from the short list in `directory.yaml`.

An entry is `{name, rule, observed}`. Rules: `Jan 1` (a day of every year), `2026 Nov 3` (one day only), `Jan Mo[3]`
(the third Monday of January), `May Mo[-1]` (the last), each with `+1 day` or `-2 days` after it. `observed: monday`
adds the Monday after a holiday that falls on a Sunday; `observed: weekday` also the Friday before one on a Saturday.
The day itself stays a holiday too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

import msgspec

from bluepages.hours.value import DAYS, MONTHS, HoursError, month_length

Observed = Literal["", "monday", "weekday"]

_RULE = re.compile(
    rf"(?:(?P<year>\d{{4}}) )?(?P<month>{'|'.join(MONTHS)}) "
    rf"(?:(?P<day>\d{{1,2}})|(?P<weekday>{'|'.join(DAYS)})\[(?P<place>-?[1-5])\])"
    r"(?: (?P<shift>[+-]\d{1,3}) days?)?",
    re.ASCII,
)
_HINT: Final = 'Write it like {name: "Labor Day", rule: "Sep Mo[1]"} or {name: "Christmas Day", rule: "Dec 25"}'


class Holiday(msgspec.Struct, frozen=True):
    """One entry, read: `weekday` 0..6 with `place` in the month, or `day` of the month; year 0 is every year."""

    name: str
    month: int
    day: int = 0
    weekday: int = 0
    place: int = 0
    year: int = 0
    shift: int = 0
    observed: Observed = ""

    def days(self, year: int) -> tuple[date, ...]:
        """The day this rule gives for a year, and the day on which it is observed if that is another."""
        if self.year not in (0, year):
            return ()
        if self.place:
            length = month_length(self.month, year)
            first = date(year, self.month, 1).weekday()
            day = (self.weekday - first) % 7 + 1 + 7 * (self.place - 1)
            if self.place < 0:
                last = date(year, self.month, length).weekday()
                day = length - (last - self.weekday) % 7 + 7 * (self.place + 1)
        else:
            length, day = month_length(self.month, year), self.day
        if not 1 <= day <= length:  # no fifth Monday, no February 29 in this year
            return ()
        found = date(year, self.month, day) + timedelta(days=self.shift)
        if found.weekday() == 6 and self.observed:
            return found, found + timedelta(days=1)
        if found.weekday() == 5 and self.observed == "weekday":
            return found - timedelta(days=1), found
        return (found,)


class Calendar(msgspec.Struct, frozen=True):
    """The public holidays of a place. Equal lists are equal calendars; no holidays is a calendar too."""

    holidays: tuple[Holiday, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[Mapping[str, str]]) -> Calendar:
        """From the entries of `directory.yaml`. Raises `HoursError` naming the entry."""
        return cls(tuple(_holiday(entry) for entry in entries))

    def dates(self, year: int) -> tuple[date, ...]:
        """All holidays of a year, observed days included, in order."""
        return tuple(sorted(_days(self, year)))

    def is_holiday(self, day: date) -> bool:
        return day in _days(self, day.year)

    def name(self, day: date) -> str:
        """The holiday's name, "" on other days."""
        return _days(self, day.year).get(day, "")


@lru_cache(maxsize=256)
def _days(calendar: Calendar, year: int) -> dict[date, str]:
    """A shift or an observed day can cross New Year, so the years beside are asked too."""
    return {
        day: holiday.name
        for holiday in reversed(calendar.holidays)
        for near in (year - 1, year, year + 1)
        for day in holiday.days(near)
        if day.year == year
    }


def _holiday(entry: Mapping[str, str]) -> Holiday:
    name, rule, observed = (str(entry.get(key, "")) for key in ("name", "rule", "observed"))
    unknown = sorted(set(entry) - {"name", "rule", "observed"})
    if unknown or not name:
        raise HoursError(f"A holiday has a name, a rule and perhaps observed; found {dict(entry)}.", _HINT)
    match = _RULE.fullmatch(rule)
    if not match:
        raise HoursError(f"The rule “{rule}” of the holiday {name} cannot be read.", _HINT)
    month, day = MONTHS.index(match["month"]) + 1, int(match["day"] or 0)
    if match["day"] and not 1 <= day <= month_length(month):
        raise HoursError(f"The rule “{rule}” of the holiday {name} is not a day of the calendar.", _HINT)
    if observed not in ("", "monday", "weekday"):
        raise HoursError(
            f"observed of the holiday {name} is “{observed}”.", "Write monday or weekday, or leave it out."
        )
    return Holiday(
        name=name,
        month=month,
        day=day,
        weekday=DAYS.index(match["weekday"]) if match["weekday"] else 0,
        place=int(match["place"] or 0),
        year=int(match["year"] or 0),
        shift=int(match["shift"] or 0),
        observed="monday" if observed == "monday" else "weekday" if observed == "weekday" else "",
    )
