"""Nothing confidential comes back by an import, not even as a new record (DESIGN 3, rule 3).

What is hidden here is compared with what comes in by name, telephone, web host and id, and by the streets and points
that its record ever had, under whatever name, and that of one that was taken away: those are read from Git's past into
memory, compared, and kept nowhere. What is too like a hidden place to be
let in by a machine waits for a steward, and the report does not say which place it is like.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from bluepages.checks.streets import matcher
from bluepages.enrich.hiding import hidden_now
from bluepages.enrich.history import read_past
from bluepages.enrich.secrets import past_places, secrets_of, street_of
from bluepages.federate.draft import Draft
from bluepages.federate.group import Group
from bluepages.federate.match import Index, card_of, judge
from bluepages.model import Provider
from bluepages.records.book import Book

Data = dict[str, Any]

HELD: Final = "too like a place that is confidential here: held for a steward"
_LIKE: Final = 0.4
_CLOSE: Final = 0.002
"""Degrees."""


class Guard:
    """The hidden places of a book, in the form in which they are compared."""

    def __init__(self, book: Book) -> None:
        self.book = book
        now = hidden_now(book)
        self.hidden = {entry.slug for entry in now if entry.confidential}
        self.index = Index(
            card_of(slug, data, _counties(data)) for slug in self.hidden if (data := _data(book, slug)) is not None
        )
        self.names = secrets_of(now, read_past(book.root)).names
        places = list(past_places(book, self.names))
        shown = [place for slug in now.providers for place in _shown(now.providers[slug]) if slug in self.names]
        self.streets = {street_of(place) for place in places} - {street_of(place) for place in shown} - {"", "?"}
        self.points = {_point(place) for place in places} - {_point(place) for place in shown} - {None}
        self.pattern = matcher(street for street in self.streets if len(street.split()) > 1)

    def stops(self, group: Group) -> bool:
        """Whether what a source says of a provider must wait; of one that is there, hidden places are left out."""
        if not group.exists:
            return any(self.holds(draft, group.slug) for draft in group.drafts)
        for draft in group.drafts:
            self.strip(draft)
        return any(self.tells(draft) for draft in group.drafts)

    def holds(self, draft: Draft, slug: str) -> bool:
        """Whether a draft that would become, or join, the record `slug` must wait for a steward."""
        if slug in self.hidden or not self.names:
            return False  # `merge` takes no place into a record with a hidden one
        if any(self.has_street(place) for place in draft.data.get("locations", {}).values()) or self.tells(draft):
            return True
        mine = card_of(draft.slug, draft.data, draft.counties)
        return any(judge(card, mine).score >= _LIKE for card in self.index.near(mine))

    def strip(self, draft: Draft) -> None:
        """Take the places out of a draft that stand where a hidden one is, or was; its provider is known already."""
        places = draft.data.get("locations", {})
        for key in [key for key, place in places.items() if self.has_street(place)]:
            del places[key]
            for body in draft.data.get("services", {}).values():
                body.get("at", {}).pop(key, None)
                if not body.get("at", True):
                    del body["at"]

    def has_street(self, place: Data) -> bool:
        """Whether a place stands where a hidden one is, or was."""
        if street_of(place) in self.streets or street_of({"address": place.get("mailing_address")}) in self.streets:
            return True
        point = _point(place)
        return point is not None and any(_is_near(point, hidden) for hidden in self.points if hidden)

    def tells(self, draft: Draft) -> bool:
        """Whether any text of a draft names the street of a hidden place."""
        return self.pattern is not None and any(self.pattern.search(text) for text in _texts(draft.data))


def _shown(provider: Provider) -> Iterator[Data]:
    """The places that a record shows to everybody."""
    yield from (msgspec.to_builtins(place) for place in provider.locations.values() if not place.confidential)


def _point(place: Data) -> tuple[float, float] | None:
    try:
        return float(place["latitude"]), float(place["longitude"])
    except (KeyError, TypeError, ValueError):
        return None


def _is_near(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two points are the same house as far as such tables are exact: some 200 yards."""
    return abs(one[0] - other[0]) < _CLOSE and abs(one[1] - other[1]) < _CLOSE


def _data(book: Book, slug: str) -> Data | None:
    entry = book.by_slug.get(slug)
    data = entry.document.data if entry else None
    return data if isinstance(data, dict) else None


def _counties(data: Data) -> set[str]:
    return {place.get("county", "") for place in data.get("locations", {}).values()} - {""}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
