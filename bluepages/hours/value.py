"""`Hours`: when something is open, as one frozen value, and its one spelling.

The syntax is a subset of OpenStreetMap's `opening_hours`; `docs/hours.md` states it for authors. Times are whole
minutes after midnight of the day on which a span begins, on the local wall clock; a span that runs past midnight has
an end beyond 1440 and belongs to the day it began on.
"""

from __future__ import annotations

import calendar
from typing import Final, Literal

import msgspec

DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAY: Final = 1440
AFTERNOON: Final = 15 * 60
"""A span past midnight from before this is spelt `09:00-29:00`; `09:00-05:00` is nearly always a slip for 5 PM."""

RuleKind = Literal["open", "off", "unknown"]
Span = tuple[int, int]
YearMonthDay = tuple[int, int, int]


class HoursError(ValueError):
    """Hours (or a holiday) that cannot be read.

    `message` says in plain words what is wrong, `hint` how to write it, `fixed` is the canonical text where a machine
    is sure what was meant, and "" otherwise.
    """

    def __init__(self, message: str, hint: str = "", fixed: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.fixed = fixed


class DateRange(msgspec.Struct, frozen=True):
    """Days of the calendar, both ends included. Year 0: every year; such a range may run on past December."""

    start: YearMonthDay
    end: YearMonthDay

    def holds(self, day: YearMonthDay) -> bool:
        if self.start[0]:
            return self.start <= day <= self.end
        start, end, this = self.start[1:], self.end[1:], day[1:]
        return start <= this <= end if start <= end else this >= start or this <= end

    @property
    def canonical(self) -> str:
        (year, month, day), (last_year, last_month, last_day) = self.start, self.end
        if not year and day == 1 and last_day == month_length(last_month):
            return MONTHS[month - 1] if month == last_month else f"{MONTHS[month - 1]}-{MONTHS[last_month - 1]}"
        first = f"{year or ''} {MONTHS[month - 1]} {day}".strip()
        last = f"{last_year or ''} {MONTHS[last_month - 1]} {last_day}".strip()
        return first if first == last else f"{first}-{last}"


class Rule(msgspec.Struct, frozen=True):
    """Which days, and what holds on them.

    `weekdays` count from Monday = 0; `nth` pairs a weekday with its places in the month (1..5 from the start, -1..-5
    from the end); no weekdays, no nth and no `holidays` means every day. No `spans` means the whole day. `adds` joins
    the rule to those before it (`,`) where it would else replace them on its days (`;`).
    """

    dates: tuple[DateRange, ...] = ()
    weekdays: tuple[int, ...] = ()
    nth: tuple[tuple[int, tuple[int, ...]], ...] = ()
    holidays: bool = False
    spans: tuple[Span, ...] = ()
    kind: RuleKind = "open"
    comment: str = ""
    adds: bool = False

    @property
    def every_day(self) -> bool:
        """True when no weekday, nth weekday or holiday narrows the rule."""
        return not (self.weekdays or self.nth or self.holidays)

    @property
    def canonical(self) -> str:
        parts = [",".join(dates.canonical for dates in self.dates), days_text(self)]
        if self.spans:
            if not any(parts):
                parts.append("Mo-Su")
            parts.append(",".join(span_text(span) for span in self.spans))
        elif self.kind == "open" and not self.comment:
            parts.append("00:00-24:00" if any(parts) else "24/7")
        if self.kind != "open":
            parts.append(self.kind)
        if self.comment:
            parts.append(f'"{self.comment}"')
        return " ".join(part for part in parts if part)


class Hours(msgspec.Struct, frozen=True):
    """The rules in order. No rules: nobody knows the hours."""

    rules: tuple[Rule, ...] = ()

    @property
    def canonical(self) -> str:
        """The one spelling: a fixed point of `parse`, and valid OpenStreetMap opening_hours (unless empty)."""
        text = ""
        for rule in self.rules:
            text += (", " if rule.adds else "; ") + rule.canonical if text else rule.canonical
        return text


def month_length(month: int, year: int = 2024) -> int:
    """Days in a month; without a year, of the longest such month."""
    return calendar.monthrange(year, month)[1]


def time_text(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def span_text(span: Span) -> str:
    start, end = span
    wraps = end > DAY and start >= AFTERNOON and end - DAY < start
    return f"{time_text(start)}-{time_text(end - DAY if wraps else end)}"


def runs(days: tuple[int, ...]) -> list[tuple[int, int]]:
    """Weekdays as runs round the week, (first, last), Monday's or the earliest run first: Sa,Su,Mo is one run."""
    if len(days) == 7:
        return [(0, 6)]
    return [(day, _run_end(day, days)) for day in days if (day - 1) % 7 not in days]


def _run_end(day: int, days: tuple[int, ...]) -> int:
    while (day + 1) % 7 in days:
        day = (day + 1) % 7
    return day


def run_parts(days: tuple[int, ...]) -> list[tuple[int, int]]:
    """The same with runs of two days as two single days, since "Sa,Su" reads better than "Sa-Su"; in week order."""
    parts: list[tuple[int, int]] = []
    for first, last in runs(days):
        if (last - first) % 7 == 1:
            parts += [(first, first), (last, last)]
        else:
            parts.append((first, last))
    return sorted(parts)


def days_text(rule: Rule) -> str:
    parts = [
        DAYS[first] if first == last else f"{DAYS[first]}-{DAYS[last]}" for first, last in run_parts(rule.weekdays)
    ]
    parts += [f"{DAYS[day]}[{','.join(map(str, places))}]" for day, places in rule.nth]
    if rule.holidays:
        parts.append("PH")
    return ",".join(parts)
