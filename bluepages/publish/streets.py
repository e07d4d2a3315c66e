"""Addresses that must not go out: those of places that are confidential or withheld now, as Git remembers them.

The records of today hold none of them; earlier ones may. They are looked for in everything that would be published,
stay in memory, and are in no message.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path as FilePath

import msgspec

from bluepages.checks.streets import matcher, street_key
from bluepages.enrich.hiding import hide_withheld
from bluepages.enrich.history import texts_of
from bluepages.enrich.reviews import Reviews, read_reviews
from bluepages.model import Location, Provider
from bluepages.records.book import Book, Entry
from bluepages.records.ids import Ids
from bluepages.records.load import load_book, load_config, mentions_confidential, provider_files, read_entry
from bluepages.records.schema import provider_schema
from bluepages.records.vocabularies import load_vocabulary
from bluepages.records.yamlfile import Document

_LEAST_WORDS = 2


class Hidden(msgspec.Struct, frozen=True):
    """The hidden places of one record: their keys, with all that they were called before, and the record's names."""

    entry: Entry
    keys: frozenset[str]
    called: frozenset[str]
    slugs: tuple[str, ...]


class Sought(msgspec.Struct, frozen=True):
    """What must not go out: streets as a pattern, and the ids of places; `any` tells whether there is one at all."""

    streets: re.Pattern[str] | None
    ids: frozenset[str]
    any: bool


def hiding_book(root: FilePath, reviews: Reviews) -> Book:
    """The records that may have a hidden place, and no others: reading thousands of open ones would take its time."""
    wanted = {each.slug for each in reviews.withheld}
    files, _ = provider_files(root)
    chosen, stems = [], set()
    for file in files:
        stem = FilePath(file).stem
        stems.add(stem)
        if stem in wanted or mentions_confidential((root / file).read_bytes()):
            chosen.append(file)
    if not wanted <= stems:
        return load_book(root)  # a name that a record had before: only all of them know
    vocabulary, _ = load_vocabulary(root)
    return Book(root, load_config(root), vocabulary, [read_entry(root, file) for file in chosen])


def hidden_places(book: Book, reviews: Reviews) -> list[Hidden]:
    """The places that are confidential, or withheld for now, record by record."""
    after = hide_withheld(book, reviews)
    found = []
    for entry in book:
        provider = entry.provider
        hidden = after.by_slug[entry.slug].provider
        if provider is None or hidden is None:
            continue
        keys = {
            key: place
            for key, place in provider.locations.items()
            if place.confidential or key not in hidden.locations or hidden.locations[key].confidential
        }
        if keys:
            called = frozenset(name for key, place in keys.items() for name in names_of(key, place))
            slugs = (entry.slug, *provider.formerly, *provider.merged)
            found.append(Hidden(entry, frozenset(keys), called, slugs))
    return found


def names_of(key: str, place: Location) -> set[str]:
    """The key of a place and those it had before, without the record that it came from."""
    return {key, *(name.rpartition("/")[2] for name in (*place.formerly, *place.merged))}


def secret_streets(root: FilePath, hidden: Iterable[Hidden]) -> frozenset[str]:
    """Streets that hidden places had in any commit, but for those that another place of the same record has openly."""
    found: set[str] = set()
    for each in hidden:
        public = _public(each.entry.provider, each.keys) if each.entry.provider else set()
        for text in texts_of(root, each.slugs):
            found |= {street for street in _streets(text, each.called) if street not in public}
    return frozenset(street for street in found if len(street.split()) >= _LEAST_WORDS)


def _public(provider: Provider, hidden: frozenset[str]) -> set[str]:
    return {
        street_key(place.address.address_1)
        for key, place in provider.locations.items()
        if place.address and not place.confidential and key not in hidden
    }


def _streets(text: bytes, keys: frozenset[str]) -> Iterator[str]:
    """The streets of the places named, in one version of a file, even one that was no good."""
    data = Document(text, "", provider_schema()).data
    places = data.get("locations") if isinstance(data, dict) else None
    for key, place in places.items() if isinstance(places, dict) else ():
        if key in keys and isinstance(place, dict):
            for name in ("address", "mailing_address"):
                address = place.get(name)
                line = address.get("address_1") if isinstance(address, dict) else None
                if isinstance(line, str) and line.strip():
                    yield street_key(line)


def sought(root: FilePath) -> Sought:
    """What must be in nothing that is published from `root`."""
    reviews = read_reviews(root)
    book = hiding_book(root, reviews)
    hidden = hidden_places(book, reviews)
    return Sought(matcher(secret_streets(root, hidden)), hidden_ids(book, hidden), bool(hidden))


def hidden_ids(book: Book, hidden: Iterable[Hidden]) -> frozenset[str]:
    """The ids under which hidden places are known in the files."""
    ids = Ids(book.config.namespace)
    return frozenset(
        ids.location(each.entry.slug, each.entry.provider, key)
        for each in hidden
        if each.entry.provider is not None
        for key in each.keys
    )
