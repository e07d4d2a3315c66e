"""Opening hours: one value, and its readers.

`parse` and `expand` read the syntax of `docs/hours.md`; `status` says what holds at an instant; `words`, `sentence`
and `week` say it to people in English and Spanish; `schedules` says it in HSDS 3.1; `weekly` is the compact form for
the search index and the browser. Only rule order, PH and the clock of the zone count: nothing here looks at "now".
"""

from __future__ import annotations

from functools import lru_cache

from bluepages.hours import syntax as _syntax
from bluepages.hours.evaluate import State, pieces, status
from bluepages.hours.holidays import Calendar, Holiday
from bluepages.hours.schedules import schedules
from bluepages.hours.value import DateRange, Hours, HoursError, Rule
from bluepages.hours.weekly import weekly, weekly_parse
from bluepages.hours.words import HoursLine, WeekRow, on_day, sentence, week, words

__all__ = [
    "Calendar",
    "DateRange",
    "Holiday",
    "Hours",
    "HoursError",
    "HoursLine",
    "Rule",
    "State",
    "WeekRow",
    "expand",
    "on_day",
    "parse",
    "pieces",
    "schedules",
    "sentence",
    "status",
    "week",
    "weekly",
    "weekly_of",
    "weekly_parse",
    "words",
]


def expand(text: str) -> str:
    """The canonical text of hours in shorthand (`Mon-Fri 9am-5pm`) or in the syntax; `HoursError` when not sure."""
    from bluepages.hours import shorthand  # its word list is compiled only where it is needed

    return shorthand.expand(text)


@lru_cache(maxsize=4096)
def parse(text: str) -> Hours:
    """`Hours` of a text in the documented syntax; the empty text is hours that nobody knows.

    Raises `HoursError`: what is wrong, how to write it, and in `fixed` the canonical text if a machine can mend it.
    """
    try:
        return _syntax.read(text)
    except HoursError as error:
        fixed = error.fixed or _mended(text)
        raise HoursError(error.message, error.hint, fixed) from None


@lru_cache(maxsize=8192)
def weekly_of(text: str) -> str:
    """The compact weekly form of a text; `""` for hours that nobody knows, or that cannot be read."""
    try:
        hours = parse(text)
    except HoursError:
        return ""
    return "" if all(rule.kind == "unknown" for rule in hours.rules) else weekly(hours)


def _mended(text: str) -> str:
    try:
        return expand(text)
    except HoursError:
        return ""
