"""Dates in hours that were read from prose: which year a day is of, and what is over.

`Sat, March 14` is one Saturday, not each year's March 14: the weekday tells which year, if it is known about when the
words were written. A day that nobody can place is doubt. What is over says nothing about when to come.
"""

from __future__ import annotations

import datetime
import re
from typing import Final

import msgspec

from bluepages.hours.lexicon import MONTH, Word, month_number
from bluepages.hours.value import DateRange, Hours, HoursError, Rule, YearMonthDay

EACH_YEAR: Final = frozenset({(1, 1), (3, 31), (6, 19), (7, 4), (11, 11), (12, 24), (12, 25), (12, 31)})
"""Days on which places are closed each year; any other single day without a year is of one year."""
_SEASON: Final = 28
"""Days: a shorter stretch without a year is one event."""
_DAY: Final = r"(\d{1,2})(?:st|nd|rd|th)?"
_LONG: Final = re.compile(
    rf"\b(?:({MONTH})\.? {_DAY} ?(?:-|\bto\b|\bthrough\b|\bthru\b) ?)?({MONTH})\.? {_DAY},? (\d{{4}})\b(?!-\d)",
    re.IGNORECASE,
)
_ISO: Final = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
_SHORT: Final = re.compile(r"(?<![\d/])(\d{1,2}/\d{1,2})/(\d\d)(?![\d/])")


def with_years(plain: str) -> str:
    """Dates that name their year as `3/14/2026`, which is no time of day; of a range `Feb 1-Apr 11, 2008` both ends."""
    plain = re.sub(r"[–—‒‑]", "-", plain)
    plain = _ISO.sub(lambda found: f"{int(found[2])}/{int(found[3])}/{found[1]}", plain)
    plain = _SHORT.sub(r"\1/20\2", plain)
    return _LONG.sub(_slashed, plain)


def _slashed(found: re.Match[str]) -> str:
    first, first_day, last, last_day, year = found.groups()
    end = f"{month_number(last) + 1}/{int(last_day)}/{year}"
    if not first:
        return end
    turns = (month_number(first), int(first_day)) > (month_number(last), int(last_day))
    return f"{month_number(first) + 1}/{int(first_day)}/{int(year) - turns} - {end}"


def no_range_of_named_days(words: list[Word]) -> None:
    """Refuse `Monday, June 1 to Friday, August 28`: it says neither the year nor whether each day between is meant."""
    for before, joint, after in zip(words, words[1:], words[2:], strict=False):
        if (before.kind, joint.kind, after.kind) == ("date", "to", "day"):
            raise _unsure("It names the first and the last day of something")


def settled(hours: Hours, said: str, today: str) -> Hours:
    """The hours with each day in its year, and without what was over on `today`.

    `said` is the day (or month, or year) on which the source wrote it. Raises `HoursError` where a year is not sure.
    """
    kept = []
    for rule in hours.rules:
        dated = _in_its_year(rule, said)
        if not today and dated.kind != "off" and any(each.start[0] for each in dated.dates):
            raise _unsure("It is of one year, and may be over")
        if not (today and dated.dates and all(each.start[0] and _iso(each.end) < today for each in dated.dates)):
            kept.append(dated)
    over = len(kept) < len(hours.rules)
    if not kept or (over and not any(rule.kind == "open" or rule.comment for rule in kept)):
        return Hours(())
    return Hours((msgspec.structs.replace(kept[0], adds=False), *kept[1:]))


def _in_its_year(rule: Rule, said: str) -> Rule:
    if not rule.dates:
        return rule
    years = [bool(each.start[0]) for each in rule.dates]
    if any(years) and not all(years):
        raise _unsure("One date has a year, another has none")
    named = rule.weekdays or rule.nth or rule.holidays
    single = all(each.start == each.end for each in rule.dates)
    if named and any(each.start == each.end for each in rule.dates):
        if not single or len(rule.weekdays) != 1 or rule.nth or rule.holidays:
            raise _unsure("Which of the days are which of the dates")
        return _on_its_weekday(rule, said)
    if not years[0] and not all(_each_year(each, rule) for each in rule.dates):
        raise _unsure("It does not say of which year a date is")
    return rule


def _on_its_weekday(rule: Rule, said: str) -> Rule:
    """Dates beside one weekday: of the year, near that of the source, in which they fall on it."""
    days = [each.start for each in rule.dates]
    if days[0][0]:
        found = [days] if all(_weekday(day) == rule.weekdays[0] for day in days) else []
    else:
        near = range(int(said[:4]) - 1, int(said[:4]) + 2) if said else ()
        found = [
            of_year
            for year in near
            for of_year in [[(year, month, day) for _, month, day in days]]
            if all(_weekday(day) == rule.weekdays[0] for day in of_year)
        ]
    if len(found) != 1:
        raise _unsure("The weekday does not tell of which year a date is")
    return msgspec.structs.replace(rule, dates=tuple(DateRange(day, day) for day in found[0]), weekdays=())


def _each_year(dates: DateRange, rule: Rule) -> bool:
    """Whether days without a year may be meant each year: a season, or a holiday on which it is closed."""
    (_, month, day), (_, last_month, last_day) = dates.start, dates.end
    if dates.start == dates.end:
        return rule.kind == "off" and (month, day) in EACH_YEAR
    length = (_date((2024, last_month, last_day)) - _date((2024, month, day))).days % 366 + 1
    return length >= _SEASON or (rule.kind == "off" and (dates.holds((0, 12, 25)) or dates.holds((0, 1, 1))))


def _weekday(day: YearMonthDay) -> int:
    try:
        return _date(day).weekday()
    except ValueError:  # February 29 of another year
        return -1


def _date(day: YearMonthDay) -> datetime.date:
    return datetime.date(*day)


def _iso(day: YearMonthDay) -> str:
    return f"{day[0]:04}-{day[1]:02}-{day[2]:02}"


def _unsure(what: str) -> HoursError:
    return HoursError(f"{what}.", "A steward has to ask.")
