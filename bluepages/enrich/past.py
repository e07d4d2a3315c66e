"""A Book as it was at a commit, read with the settings and vocabularies of today."""

from __future__ import annotations

from pathlib import PurePosixPath

from bluepages.enrich.history import files_at
from bluepages.records.book import Book, Entry
from bluepages.records.load import PROVIDERS, read_entry


def book_at(book: Book, commit: str) -> Book:
    """The records as they were at `commit`. What has not changed since is shared with `book`, not read again."""
    known = {entry.file: entry for entry in book}
    entries: list[Entry] = []
    for file, source in files_at(book.root, commit, PROVIDERS).items():
        if PurePosixPath(file).suffix != ".yaml" or len(PurePosixPath(file).parts) != 4:
            continue
        now = known.get(file)
        same = now is not None and (book.root / file).is_file() and (book.root / file).read_bytes() == source
        entries.append(now if same and now is not None else read_entry(book.root, file, source))
    return Book(book.root, book.config, book.vocabulary, entries)
