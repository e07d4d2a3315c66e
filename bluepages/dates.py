"""Days as records write them (`2026-10-02`, or `2026-10` and `2026` where no more is known), and how old they are."""

from __future__ import annotations

import functools
import re
from datetime import date
from typing import Final

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PART: Final = re.compile(r"\d{4}(-\d{2})?", re.ASCII)


def calendar_day(text: str) -> date | None:
    """`2026-10-02` as a day; `None` for any other spelling, and for a day that the calendar does not have."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@functools.lru_cache(maxsize=16384)
def first_day(text: str) -> date | None:
    """The same, and of a year or a month alone its first day."""
    return calendar_day(text + "-01-01"[len(text) - 4 :] if _PART.fullmatch(text) else text)


def whole_months(start: date, end: date) -> int:
    """Whole months from one day to another; negative where `end` comes first."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def within(text: str, today: date, months: int) -> bool:
    """Whether a date is less than so many months ago: what a directory calls fresh. What is no date never is."""
    day = first_day(text)
    return day is not None and whole_months(day, today) < months
