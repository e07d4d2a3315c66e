"""Hours: what the reader of the hours syntax cannot read or would spell otherwise (P310, P311)."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from bluepages.checks.context import Context
from bluepages.checks.walk import hours
from bluepages.hours import HoursError, parse
from bluepages.model import Provider
from bluepages.problems import Edit, Problem
from bluepages.records.book import Entry


def check(entry: Entry, provider: Provider, context: Context) -> Iterator[Problem]:
    """All hours of one record."""
    for path, text in hours(provider):
        found = judge(text)
        if found:
            rule, message, hint, fixed = found
            yield entry.problem(rule, path, message, hint, (Edit(path, fixed),) if fixed else ())


@functools.lru_cache(maxsize=65536)
def judge(text: str) -> tuple[str, str, str, str] | None:
    """Rule, message, hint and the mended text of hours that are not right, or None."""
    try:
        canonical = parse(text).canonical
    except HoursError as error:
        hint = error.hint
        if error.fixed and error.fixed not in hint:
            hint = f"{hint.rstrip('.')}. Write {error.fixed}".lstrip(". ")
        return "P310", error.message, hint, error.fixed
    if canonical == text or not canonical:
        return None
    return "P311", f'"{_cut(text)}" is right, and spelled otherwise everywhere else.', f"Write {canonical}", canonical


def _cut(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "..."
