"""Which fields of a record may not be repeated, since they hold somebody's own data or tell of a hidden place."""

from __future__ import annotations

import datetime
from collections.abc import Set
from typing import Final

from bluepages.checks import personal, privacy
from bluepages.checks.context import Context
from bluepages.problems import Path, field_name
from bluepages.records.book import Book, Entry

_ANY_DAY: Final = datetime.date(2000, 1, 1)
"""None of these rules depends on the day."""


def private_fields(entry: Entry, book: Book) -> frozenset[str]:
    """The fields in which the checks find such data, up to a position in a list; `""` stands for the whole record."""
    if entry.provider is None:
        return frozenset()
    context = Context(book, _ANY_DAY)
    if any(found.rule in privacy.PRIVACY for found in privacy.check(entry, entry.provider, context)):
        return frozenset({""})
    return frozenset(_unnumbered(found.field) for found in personal.check(entry, entry.provider, context))


def is_private(path: Path, fields: Set[str]) -> bool:
    """Whether a field is one of them, a part of one, or holds one."""
    name = _unnumbered(field_name(path))
    return any(not each or f"{name}.".startswith(f"{each}.") or f"{each}.".startswith(f"{name}.") for each in fields)


def _unnumbered(field: str) -> str:
    """What is left of two lists is counted anew, so a position says nothing."""
    return field.partition("[")[0]
