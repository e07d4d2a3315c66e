"""Nothing confidential comes back by an import, not even as a new record (DESIGN 3, rule 3).

What is hidden here is compared with what comes in by name, telephone, web host and id, and by streets that the file
once had: those are read from Git's past into memory, compared, and kept nowhere. What is too like a hidden place to be
let in by a machine waits for a steward, and the report does not say which place it is like.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from typing import Any, Final

from bluepages.checks.streets import street_key, streets_in
from bluepages.enrich.reviews import read_reviews
from bluepages.federate.draft import Draft
from bluepages.federate.match import Index, card_of, judge
from bluepages.records.book import Book

Data = dict[str, Any]

HELD: Final = "too like a place that is confidential here: held for a steward"
_LIKE: Final = 0.4
_COMMITS: Final = 200
_STREET: Final = re.compile(rb"address_1: *[\"']?([^\"',}\n]+)")


class Guard:
    """The hidden places of a book, in the form in which they are compared."""

    def __init__(self, book: Book) -> None:
        self.book = book
        withheld = {(each.slug, each.location) for each in read_reviews(book.root).withheld}
        self.hidden = {entry.slug for entry in book if entry.confidential} | {slug for slug, _ in withheld}
        self.index = Index(
            card_of(slug, data, _counties(data)) for slug in self.hidden if (data := _data(book, slug)) is not None
        )
        self.streets = set(self._streets(withheld)) - {"", "?"}

    def _streets(self, withheld: set[tuple[str, str]]) -> Iterator[str]:
        for slug, key in withheld:
            place = (_data(self.book, slug) or {}).get("locations", {}).get(key, {})
            yield street_key(place.get("address", {}).get("address_1", ""))
        for slug in sorted(self.hidden):
            entry = self.book.by_slug.get(slug)
            if entry is not None and entry.confidential:
                public = {
                    street_key(place.get("address", {}).get("address_1", ""))
                    for place in (_data(self.book, slug) or {}).get("locations", {}).values()
                }
                yield from (street for street in self._past(entry.file) if street not in public)

    def _past(self, file: str) -> set[str]:
        """All streets that a file ever had."""
        found: set[str] = set()
        try:
            shown = subprocess.run(
                ["git", "-C", str(self.book.root), "log", "-p", f"-{_COMMITS}", "--follow", "--format=", "--", file],
                capture_output=True, check=False, timeout=60,
            ).stdout  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):
            return found
        for match in _STREET.finditer(shown):
            found.add(street_key(match.group(1).decode("utf-8", "replace").strip()))
        return found

    def holds(self, draft: Draft, slug: str) -> bool:
        """Whether a draft that would become, or join, the record `slug` must wait for a steward."""
        if slug in self.hidden or not self.hidden:
            return False  # `merge` takes no place into a record with a hidden one
        if any(self.has_street(place) for place in draft.data.get("locations", {}).values()):
            return True
        if self.streets and any(street in self.streets for text in _texts(draft.data) for street in streets_in(text)):
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
        return street_key(place.get("address", {}).get("address_1", "")) in self.streets


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
