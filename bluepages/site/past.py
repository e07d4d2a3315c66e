"""A record's history in plain words: what happened on which day, and what it was about. Never a value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bluepages.enrich import Edition
from bluepages.site.catalogue import Catalogue

SHOWN: Final = 8
"""The newest; all of them are in `changes.csv`, the feeds and Git."""


def past(slug: str, t: Catalogue, edition: Edition) -> Iterator[tuple[str, str]]:
    """Pairs of the day and what happened, the newest first; nothing where Git does not say.

    Of a record with a confidential place only that it changed.
    """
    kinds, fields = t.group("past.kind"), t.group("past.field")
    confidential = edition.book.by_slug[slug].confidential
    told: dict[tuple[str, str], None] = {}
    for change in edition.history.changes.get(slug, ()):
        named = () if confidential or change.kind != "changed" else change.fields
        about = list(dict.fromkeys(fields[field] for field in named if field in fields))
        what = f"{kinds[change.kind]}: {', '.join(about)}" if about else kinds[change.kind]
        told[t.date(change.time[:10]), what] = None
    yield from list(told)[:SHOWN]
