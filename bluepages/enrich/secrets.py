"""Which records have, or had, a place that must stay hidden, and which commits show where it is (DESIGN 3, rule 3).

Once a place is confidential, nothing that its record said before is told any more, be it that the record is public
again today, has another name, was taken into another one or is gone. Only Git knows that; what it says is looked at
here and kept nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any
from weakref import WeakKeyDictionary

import msgspec

from bluepages.checks.streets import matcher, street_key
from bluepages.enrich.hiding import hidden_now
from bluepages.enrich.history import Past, objects, read_past, texts_of
from bluepages.records.book import Book
from bluepages.records.load import mentions_confidential, read_entry
from bluepages.records.schema import provider_schema
from bluepages.records.yamlfile import Document

_AT_ONCE = 1_000

Files = dict[str, dict[str, str]]
"""By a record's name (a file's stem): the objects that ever held it, each with the file's path."""


class Secrets(msgspec.Struct, frozen=True):
    """`names` are all names, of now and before, of records with a secret, be they still there or not; `exposing` are
    commits in which one of them stood openly: whoever opens such a commit sees it, whichever record led there.
    """

    names: frozenset[str] = frozenset()
    exposing: frozenset[str] = frozenset()


def secrets_of(book: Book, past: Past) -> Secrets:
    """The secrets of a book and its past; places that are withheld count if `book` hides them."""
    files = _files(past)
    names = {entry.slug for entry in book if entry.confidential}
    names |= set(_once(book, {name: held for name, held in files.items() if name not in names}))
    for slug, provider in book.providers.items():
        chain = {slug, *provider.formerly}
        if provider.formerly and chain & names:
            names |= chain
    return Secrets(frozenset(names), frozenset(_exposing(book, past, names, files)))


def secret_names(book: Book) -> frozenset[str]:
    """The names of the records of which no value may be told, those withheld for now among them."""
    return secrets_of(hidden_now(book), read_past(book.root)).names


def _files(past: Past) -> Files:
    found: Files = {}
    for commit in past.commits:
        for version in commit.versions:
            held = found.setdefault(PurePosixPath(version.file).stem, {})
            held.update(dict.fromkeys(filter(None, (version.before, version.after)), version.file))
    return found


def _once(book: Book, files: Files) -> Iterator[str]:
    """Names of records that were confidential in some commit. One with a single version is what the book says it is."""
    wanted = [
        (name, blob, file)
        for name, held in files.items() if len(held) > 1 or name not in book.by_slug
        for blob, file in held.items()
    ]  # fmt: skip
    for at in range(0, len(wanted), _AT_ONCE):
        part = wanted[at : at + _AT_ONCE]
        texts = objects(book.root, [blob for _, blob, _ in part])
        for name, blob, file in part:
            text = texts.get(blob, b"")
            if mentions_confidential(text) and read_entry(book.root, file, text).confidential:
                yield name


def _exposing(book: Book, past: Past, names: Iterable[str], files: Files) -> Iterator[str]:
    """Commits that show a record with a secret as it was when it had none."""
    blobs = {blob: file for name in names for blob, file in files.get(name, {}).items()}
    texts = objects(book.root, list(blobs))
    hidden = {
        blob for blob, text in texts.items()
        if mentions_confidential(text) and read_entry(book.root, blobs[blob], text).confidential
    }  # fmt: skip
    bare = blobs.keys() - hidden
    for commit in past.commits:
        if any(version.before in bare or version.after in bare for version in commit.versions):
            yield commit.name


def past_places(book: Book, names: Iterable[str]) -> Iterator[dict[str, Any]]:
    """All places that the records named ever had, in Git or in the files of now; where mail goes is one of its own."""
    wanted = sorted(names)
    records = [Document(text, "", provider_schema()).data for text in texts_of(book.root, wanted)] if wanted else []
    records += [book.by_slug[slug].document.data for slug in wanted if slug in book.by_slug]
    for record in records:
        places = record.get("locations") if isinstance(record, dict) else None
        for place in places.values() if isinstance(places, dict) else ():
            if isinstance(place, dict):
                yield place
                if isinstance(place.get("mailing_address"), dict):
                    yield {"address": place["mailing_address"]}


def street_of(place: Mapping[str, Any]) -> str:
    """The key of a place's street, `""` for none."""
    address = place.get("address")
    return street_key(str(address.get("address_1") or "")) if isinstance(address, dict) else ""


_KEPT: WeakKeyDictionary[Book, re.Pattern[str] | None] = WeakKeyDictionary()


def hidden_streets(book: Book) -> re.Pattern[str] | None:
    """What finds, in any text, a street that a hidden place has or had and no record shows; kept for each book."""
    if book not in _KEPT:
        now = hidden_now(book)
        shown = {
            street_key(place.address.address_1)
            for provider in now.providers.values() for place in provider.locations.values()
            if place.address and not place.confidential
        }  # fmt: skip
        streets = {street_of(place) for place in past_places(book, secrets_of(now, read_past(book.root)).names)}
        _KEPT[book] = matcher(street for street in streets - shown if len(street.split()) > 1)
    return _KEPT[book]
