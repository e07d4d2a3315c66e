"""What `verify`, `distinct` and `merge` share: finding records, and writing with the change said in words."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping

from bluepages.cli.common import say, today_of
from bluepages.errors import DONE, PROBLEMS, Complaint
from bluepages.records.book import Book, Entry


def named(book: Book, said: str) -> Entry:
    """The record that is meant by its slug, its name, or the address of its page."""
    from bluepages.doors.find import find, near

    entry = find(book, said)
    if entry is None:
        close = near(book, said)
        hint = f"Did you mean {close}?" if close else "Give its short name, as in the address of its page."
        raise Complaint(f"There is no record {said}.", hint)
    return entry


def settle(
    book: Book, options: argparse.Namespace, texts: Mapping[str, str], gone: Iterable[str] = (), *, dry: bool = False
) -> int:
    """Say what changes, and write it unless `dry` or a check stands against it."""
    from bluepages import checks
    from bluepages.enrich.secrets import secret_names
    from bluepages.records.load import read_entry
    from bluepages.report import REPORTERS
    from bluepages.review.diff import diff_books
    from bluepages.review.formats import as_text

    away = set(gone)
    fresh = {file: read_entry(book.root, file, text.encode()) for file, text in texts.items()}
    kept = [fresh.get(entry.file, entry) for entry in book if entry.file not in away]
    after = Book(book.root, book.config, book.vocabulary, kept, book.problems, book.leads)
    sys.stdout.write(as_text(diff_books(book, after, secret=secret_names(book))))
    touched = {*texts, *away}
    before = checks.run(book, today=today_of(options), touched=touched)
    found = checks.split(checks.run(after, today=today_of(options), touched=touched), (), before).fails
    if found:
        sys.stdout.write(REPORTERS["text"](found, []))
    if any(problem.level == "error" for problem in found):
        say("Nothing was written, since this would break a check.")
        return PROBLEMS
    if dry:
        say("Nothing was written.")
        return DONE
    _write(book, texts, away)
    return DONE


def _write(book: Book, texts: Mapping[str, str], gone: Iterable[str]) -> None:
    for file, text in texts.items():
        try:
            (book.root / file).write_bytes(text.encode())
        except OSError as error:
            raise Complaint(f"{file} could not be written: {error.strerror}.", "Check its permissions.") from None
        say(f"Written: {file}")
    for file in sorted(gone):
        try:
            (book.root / file).unlink()
        except OSError as error:
            raise Complaint(f"{file} could not be taken away: {error.strerror}.", "Check its permissions.") from None
        say(f"Taken away: {file}")
