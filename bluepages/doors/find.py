"""Which record a person means by the address of its page, its file, its slug or its name."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from bluepages.records.book import Book, Entry
from bluepages.vocabulary import nearest
from bluepages.vocabulary.suggest import fold

_PAGE: Final = re.compile(r"(?:.*/)?p/([a-z0-9-]{1,80})(?:\.html)?/?(?:[?#].*)?", re.IGNORECASE)
_FILE: Final = re.compile(r"(?:.*/)?data/providers/[a-z0-9-]+/([a-z0-9-]{1,80})\.yaml(?:[?#].*)?", re.IGNORECASE)
_REPORT: Final = re.compile(r"(?:.*/)?(?:report|confirm)/?\?(?:.*&)?p=([a-z0-9-]{1,80})(?:[&#].*)?", re.IGNORECASE)


def slug_of(said: str) -> str:
    """The slug in an address of a page or file, else what was said, in small letters."""
    match = _PAGE.fullmatch(said) or _FILE.fullmatch(said) or _REPORT.fullmatch(said)
    return unquote(match[1] if match else said).lower()


def find(book: Book, said: str) -> Entry | None:
    """The readable record that is meant, if there is exactly one."""
    slug = slug_of(said)
    entry = book.by_slug.get(book.redirects.get(slug, slug))
    if entry is None:
        named = [slug for slug, provider in book.providers.items() if fold(provider.name) == fold(said)]
        entry = book.by_slug[named[0]] if len(named) == 1 else None
    return entry if entry is not None and entry.provider is not None else None


def near(book: Book, said: str) -> str:
    """The slug of the record whose slug or name is most like what was said, `""` for none."""
    names = {provider.name: slug for slug, provider in book.providers.items()}
    return nearest(slug_of(said), {**{slug: slug for slug in book.by_slug}, **names}) or ""
