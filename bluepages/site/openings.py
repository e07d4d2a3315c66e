"""Hours as a page shows them: a table of the ordinary week, lines for the rest, one sentence, and the compact form
from which the browser tells whether it is open (`site/assets/hours.mjs`)."""

from __future__ import annotations

import functools
from typing import Literal, cast

import msgspec
from msgspec.structs import replace

from bluepages.enrich.offers import hours_checked as hours_checked
from bluepages.hours import Hours, HoursError, HoursLine, WeekRow, parse, sentence, week, weekly, words


class Opening(msgspec.Struct, frozen=True):
    """The hours of something. `opens` says whether there are times at which nobody needs to call first."""

    sentence: str = ""
    rows: tuple[WeekRow, ...] = ()
    lines: tuple[HoursLine, ...] = ()
    weekly: str = ""

    @property
    def known(self) -> bool:
        """Whether anything at all is known."""
        return bool(self.weekly)

    @property
    def opens(self) -> bool:
        """Whether some of the hours are plain opening hours; all others read "call first"."""
        return "=" in self.weekly


UNKNOWN = Opening()


@functools.lru_cache(maxsize=8192)
def opening(text: str, language: str) -> Opening:
    """The hours `text` for a page; hours that cannot be read (the checks say so) are not known."""
    try:
        hours = parse(text)
    except HoursError:
        return UNKNOWN
    if not hours.rules or all(rule.kind == "unknown" for rule in hours.rules):
        return UNKNOWN
    tongue = cast(Literal["en", "es"], language if language in ("en", "es") else "en")
    rows = week(hours, tongue) or ()
    lines = words(hours, tongue)
    if rows:
        shown = set(words(ordinary(hours), tongue))
        lines = tuple(line for line in lines if line not in shown)
    return Opening(sentence(hours, tongue), rows, lines, weekly(hours))


def ordinary(hours: Hours) -> Hours:
    """The rules that the table of the week tells: no dates, no holidays."""
    kept = [replace(rule, holidays=False) for rule in hours.rules if not rule.dates and (_weekly(rule) or rule.nth)]
    return Hours(tuple(kept))


def _weekly(rule: object) -> bool:
    return bool(getattr(rule, "weekdays", ()) or getattr(rule, "every_day", False))
