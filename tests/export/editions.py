"""Editions for the tests: the golden one, and any made of providers at hand."""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Mapping
from datetime import date

from bluepages.enrich import Edition, gather
from bluepages.export import export_all
from bluepages.model import Provider
from bluepages.records.book import Book, Entry, redact
from bluepages.records.load import load_book
from tests.golden.data_set import DIRECTORY, TODAY
from tests.golden.data_set import edition as golden_edition


@functools.cache
def golden() -> Edition:
    """The golden edition, read once; nobody changes it."""
    return golden_edition()


@functools.cache
def golden_files() -> dict[str, bytes]:
    """All files of the golden edition by their path below `data/`."""
    return {path.removeprefix("data/"): content for path, content in export_all(golden())}


@functools.cache
def _empty() -> Book:
    return load_book(DIRECTORY).only(())


def edition_of(providers: Mapping[str, Provider], folder: str = "alameda", today: date = TODAY) -> Edition:
    """An edition of these providers with the golden vocabularies, redacted as the reader does it."""
    book = _empty()
    entries = [
        Entry(book.root, f"data/providers/{folder}/{slug}.yaml", redact(provider))
        for slug, provider in providers.items()
    ]
    return gather(Book(book.root, book.config, book.vocabulary, entries), today)


def read_csv(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file of ours."""
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))
