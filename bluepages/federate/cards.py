"""The cards of a whole book, made once, and which providers of an import look like one."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable
from typing import Any

import msgspec

from bluepages.federate.match import Card, card_of, suggestions
from bluepages.records.book import Book

Data = dict[str, Any]


@functools.lru_cache(maxsize=1)
def cards_of(book: Book) -> dict[str, Card]:
    """The card of every provider that is there, with all counties it is in or serves; no file is read again."""
    found = {}
    for slug, provider in book.providers.items():
        places = {place.county for place in provider.locations.values()}
        served = {name for service in provider.services.values() if service.serves for name in service.serves.counties}
        known = {  # what a card is made of, and no more: 50,000 whole records take their time
            "name": provider.name,
            "alternate_name": provider.alternate_name,
            "website": provider.website,
            "phones": msgspec.to_builtins(provider.phones),
            "identifiers": provider.identifiers,
            "locations": msgspec.to_builtins(provider.locations),
        }
        found[slug] = card_of(slug, known, {book.by_slug[slug].folder, *places, *served})
    return found


def card_of_record(slug: str, record: Data) -> Card:
    """The card of a record as an import makes it, with all counties it is in or serves."""
    places = {place.get("county", "") for place in record.get("locations", {}).values()}
    served = (body.get("serves", {}).get("counties", ()) for body in record.get("services", {}).values())
    return card_of(slug, record, places.union(*served))


def look_alikes(
    records: dict[str, Data], same: Collection[str], book: Book, apart: Iterable[frozenset[str]] = ()
) -> tuple[tuple[str, str, str], ...]:
    """Pairs, one of them touched here, that may be one provider, with the reasons and the score.

    `records` are new or changed, `same` were met and are as they were; `apart` are pairs known to be two.
    """
    touched = [card_of_record(slug, record) for slug, record in records.items()]
    others = [card for slug, card in cards_of(book).items() if slug not in records]
    known = {*apart}
    known |= {
        frozenset({slug, other}) for slug, record in records.items() for other in record.get("not_duplicate_of", ())
    }
    known |= {frozenset({slug, other}) for slug, one in book.providers.items() for other in one.not_duplicate_of}
    return tuple(
        (a, b, f"{', '.join(match.reasons)} ({match.score:.2f})")
        for a, b, match in suggestions([*touched, *others], known)
        if not {a, b}.isdisjoint(records) or not {a, b}.isdisjoint(same)
    )
