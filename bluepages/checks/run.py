"""All checks, in one explicit order, over a whole book."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from typing import Final

from bluepages.checks import (
    contacts,
    duplicates,
    form,
    freshness,
    hours,
    identity,
    personal,
    places,
    privacy,
    references,
    text,
    words,
)
from bluepages.checks.context import BookCheck, Context, RecordCheck
from bluepages.checks.lenient import lenient_provider
from bluepages.checks.redaction import redact_problems
from bluepages.problems import Problem, sort_key
from bluepages.records.book import Book, Entry

RECORD_FAMILIES: Final[tuple[tuple[str, RecordCheck], ...]] = (
    ("form", form.check),
    ("identity", identity.check),
    ("contacts", contacts.check),
    ("places", places.check),
    ("hours", hours.check),
    ("words", words.check),
    ("privacy", privacy.check),
    ("personal", personal.check),
    ("freshness", freshness.check),
    ("references", references.check),
    ("text", text.check),
)
"""Families that look at one record at a time."""

BOOK_FAMILIES: Final[tuple[tuple[str, BookCheck], ...]] = (
    ("names", identity.check_book),
    ("duplicates", duplicates.check_book),
)
"""Families that compare records with one another."""


def run(book: Book, *, today: datetime.date, touched: Collection[str] | None = None) -> list[Problem]:
    """All problems of all files, those found in reading included; sorted, worst first.

    With `touched` (files relative to the root) the families of single records look only at those files, and those of
    the whole book at what these have to do with the others, while references are looked at in all: what a quick look
    after a change needs. What a pull request is blamed for is another question: `bluepages.checks.blame`.
    """
    about = None if touched is None else frozenset(entry.slug for entry in book if entry.file in touched)
    context = Context(book, today, about)
    found = list(book.problems)
    for entry in book:
        if touched is None or entry.file in touched:
            found += record_problems(entry, context)
        else:
            found += entry.problems
            if entry.provider is not None:
                found += references.check(entry, entry.provider, context)
    for _, check in BOOK_FAMILIES:
        found += check(context)
    return sorted(redact_problems(found, book), key=sort_key)


def record_problems(entry: Entry, context: Context) -> Iterator[Problem]:
    """Problems of one record, as found: not yet fit to be shown where the record is confidential."""
    yield from entry.problems
    provider = lenient_provider(entry)
    if provider is None:
        return
    for _, check in RECORD_FAMILIES:
        yield from check(entry, provider, context)
