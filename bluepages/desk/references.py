"""The records that name one that is taken in: they name the one that stays from then on."""

from __future__ import annotations

from collections.abc import Iterator

from bluepages.desk.verify import edited
from bluepages.problems import ABSENT, Edit, Path
from bluepages.records.book import Book


def renamed_references(book: Book, old: str, new: str) -> dict[str, str]:
    """New texts, by file, of the other records that name `old`."""
    found = {}
    for entry in book:
        if entry.provider is None or entry.slug in (old, new):
            continue
        edits = [
            Edit(path, names if names else ABSENT)
            for path, listed in _lists(entry.slug, book)
            if old in listed
            for names in [list(dict.fromkeys(new if name == old else name for name in listed))]
        ]
        if edits:
            found[entry.file] = edited(entry, edits)
    return found


def _lists(slug: str, book: Book) -> Iterator[tuple[Path, tuple[str, ...]]]:
    provider = book.providers[slug]
    yield ("not_duplicate_of",), provider.not_duplicate_of
    if provider.closed:
        yield ("closed", "see"), provider.closed.see
    for key, service in provider.services.items():
        if service.closed:
            yield ("services", key, "closed", "see"), service.closed.see
