"""Dates: possible, not to come, and not too long ago (P501 to P506)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Final

from bluepages.checks.context import Context
from bluepages.checks.walk import sources
from bluepages.dates import first_day, within
from bluepages.model import Provider, Service
from bluepages.problems import Path, Problem
from bluepages.records.book import Entry

SOURCE_YEARS: Final = 5
"""A source older than this is worth a steward's look."""

_GRACE = datetime.timedelta(days=1)
"""The author's day may have begun while the program's has not."""


def check(entry: Entry, provider: Provider, context: Context) -> Iterator[Problem]:
    """All dates of one record."""
    for key, place in provider.locations.items():
        if place.public_address:
            yield from _past(entry, ("locations", key, "public_address", "date"), place.public_address.date, context)
    if provider.closed:
        yield from _closed(entry, ("closed", "date"), provider.closed.date, context)
    for key, service in provider.services.items():
        yield from _service(entry, ("services", key), service, context)
    for at, question in enumerate(provider.questions):
        if question.date and first_day(question.date) is None:
            yield _impossible(entry, ("questions", at, "date"), question.date)
    yield from _sources(entry, provider, context)


def _sources(entry: Entry, provider: Provider, context: Context) -> Iterator[Problem]:
    """Dates of sources; that some are old is said once, at the oldest, or nobody would read it."""
    limit = context.today.year - SOURCE_YEARS, context.today.month
    old: list[tuple[datetime.date, Path, str]] = []
    for path, source in sources(provider):
        yield from _past(entry, (*path, "date"), source.date, context)
        day = first_day(source.date) if source.date else None
        if day and (day.year, day.month) < limit:
            old.append((day, (*path, "date"), source.date))
    if old:
        _, place, date = min(old)
        message = f"The source is from {date}: more than {SOURCE_YEARS} years old."
        yield entry.problem("P504", place, message, "Look whether there is a newer one.")


def _service(entry: Entry, path: Path, service: Service, context: Context) -> Iterator[Problem]:
    if service.closed:
        yield from _closed(entry, (*path, "closed", "date"), service.closed.date, context)
    if service.alert and service.alert.until:
        here, until = (*path, "alert", "until"), first_day(service.alert.until)
        if until is None:
            yield _impossible(entry, here, service.alert.until)
        elif until < context.today:
            yield entry.problem("P505", here, f"The alert ended on {service.alert.until}.", "It can be deleted.")
    if service.reported_correct:
        yield from _past(entry, (*path, "reported_correct", "date"), service.reported_correct.date, context)
    if service.verified:
        here, date = (*path, "verified", "date"), service.verified.date
        yield from _past(entry, here, date, context)
        limit = context.config.limits.verified_fresh_months
        if first_day(date) and not within(date, context.today, limit):
            message = f"This was last checked on {date}, more than {limit} months ago."
            yield entry.problem("P503", here, message, "Call, and record it with bluepages verify.")


def _past(entry: Entry, path: Path, date: str, context: Context) -> Iterator[Problem]:
    """A date of something that has happened."""
    day = first_day(date) if date else None
    if date and day is None:
        yield _impossible(entry, path, date)
    elif day and day > context.today + _GRACE:
        yield entry.problem("P502", path, f"{date} has not come yet.", "Write the day on which it happened.")


def _closed(entry: Entry, path: Path, date: str, context: Context) -> Iterator[Problem]:
    day = first_day(date) if date else None
    if date and day is None:
        yield _impossible(entry, path, date)
    elif day and day > context.today:
        yield entry.problem("P506", path, f"This closes on {date}.", "Until then it is shown as open.")


def _impossible(entry: Entry, path: Path, date: str) -> Problem:
    return entry.problem("P501", path, f"{date} is not a day of the calendar.", "Write it like 2026-10-02.")
