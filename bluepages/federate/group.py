"""Which rows are one organization, and which file is theirs already.

Rows belong together when the mapping says so (`into`), or within a county when their names are the same, or when they
are much alike and the telephone or the web host is too. What shares a telephone or a host but not a name is only
reported: a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import msgspec
from rapidfuzz import fuzz

from bluepages.federate import clean
from bluepages.federate.draft import Draft
from bluepages.records.book import Book
from bluepages.records.ids import is_slug

Data = dict[str, Any]

ALIKE: Final = 88.0
"""Likeness of names, 0 to 100 (token set ratio), from which a shared telephone or host makes two rows one."""


class Group(msgspec.Struct):
    """Rows of one provider, the most trusted first; `file` where it has one, else where it will be."""

    slug: str
    file: str
    drafts: list[Draft]
    exists: bool = False


class _Card(msgspec.Struct):
    """What a provider is recognized by."""

    slug: str
    counties: frozenset[str]
    names: frozenset[str]
    phones: frozenset[str]
    host: str


def make_groups(drafts: Iterable[Draft], book: Book) -> list[Group]:
    """All drafts by provider, in the order of their lines."""
    cards = [_card_of_file(book, slug) for slug in book.providers]
    groups: dict[str, Group] = {}
    for draft in sorted(drafts, key=lambda draft: (not draft.into, draft.order)):
        slug = _slug(draft, cards, groups, book)
        group = groups.get(slug)
        if group is None:
            entry = book.by_slug.get(slug)
            file = entry.file if entry else f"data/providers/{draft.folder}/{slug}.yaml"
            group = groups[slug] = Group(slug, file, [], entry is not None)
        group.drafts.append(draft)
        if draft.own:
            cards.append(_card(slug, draft))
    for group in groups.values():
        group.drafts.sort(key=lambda draft: (not draft.own, draft.order))
    return sorted(groups.values(), key=lambda group: min(draft.line for draft in group.drafts))


def _slug(draft: Draft, cards: list[_Card], groups: dict[str, Group], book: Book) -> str:
    """The name of the draft's provider: the one it is part of, a known one it matches, or a new and free one."""
    if draft.into:
        return book.redirects.get(draft.into, draft.into)
    wanted = book.redirects.get(draft.slug, draft.slug)
    mine = _card(wanted, draft)
    for card in cards:
        if _same(card, mine):
            return card.slug
    taken = groups.keys() | book.by_slug.keys()
    near = next((card for card in cards if card.slug == wanted), None)
    if wanted in taken and near and (not near.counties or not mine.counties or near.counties & mine.counties):
        return wanted
    for end in ("", *(f"-{county}" for county in draft.counties), *(f"-{n}" for n in range(2, 100))):
        if f"{wanted}{end}" not in taken and is_slug(f"{wanted}{end}"):
            return f"{wanted}{end}"
    return wanted


def _same(card: _Card, other: _Card) -> bool:
    if card.counties and other.counties and not card.counties & other.counties:
        return False
    if card.names & other.names:
        return bool(card.counties & other.counties) or card.host == other.host != "" or bool(card.phones & other.phones)
    if not (card.phones & other.phones or (card.host and card.host == other.host)):
        return False
    return any(fuzz.token_set_ratio(a, b) >= ALIKE and _close(a, b) for a in card.names for b in other.names)


def _close(a: str, b: str) -> bool:
    """Whether two names differ in one word: left out, or spelled a little otherwise.

    `adult services` and `public health` of one county are two, though they share a switchboard.
    """
    mine, theirs = set(a.split()) - set(b.split()), set(b.split()) - set(a.split())
    if len(mine) + len(theirs) <= 1:
        return True
    return len(mine) == len(theirs) == 1 and fuzz.ratio(mine.pop(), theirs.pop()) >= ALIKE


def _card(slug: str, draft: Draft) -> _Card:
    return _make_card(slug, draft.data, draft.counties)


def _card_of_file(book: Book, slug: str) -> _Card:
    document = book.by_slug[slug].document.data or {}
    places = {place.get("county", "") for place in document.get("locations", {}).values()}
    served = {
        name for body in document.get("services", {}).values() for name in body.get("serves", {}).get("counties", ())
    }
    folder = book.by_slug[slug].folder
    return _make_card(slug, document, {folder, *places, *served} - {"", "statewide"})


def _make_card(slug: str, data: Data, counties: Iterable[str]) -> _Card:
    names = {clean.name_key(data.get(name, "")) for name in ("name", "alternate_name")} - {""}
    phones = {phone["number"] for phone in data.get("phones", []) if len(phone["number"]) > 3}
    return _Card(slug, frozenset(counties), frozenset(names), frozenset(phones), clean.host(data.get("website", "")))


def look_alikes(records: dict[str, Data], apart: Iterable[frozenset[str]]) -> list[tuple[str, str, str]]:
    """Pairs of providers that share a telephone or a street and are not said to be two, with what they share."""
    known = set(apart) | {frozenset({slug, other}) for slug, record in records.items()
                          for other in record.get("not_duplicate_of", ())}  # fmt: skip
    owners: dict[str, list[str]] = {}
    for slug, record in sorted(records.items()):
        for mark in sorted(_marks(record)):
            owners.setdefault(mark, []).append(slug)
    found: dict[tuple[str, str], str] = {}
    for mark, slugs in owners.items():
        for n, slug in enumerate(slugs):
            for other in slugs[n + 1 : n + 6]:
                if frozenset({slug, other}) not in known:
                    found.setdefault((slug, other), mark)
    return [(a, b, mark) for (a, b), mark in sorted(found.items())]


def _marks(record: Data) -> set[str]:
    numbers = {phone["number"] for phone in record.get("phones", []) if len(phone["number"]) > 3}
    if any(place.get("confidential") for place in record.get("locations", {}).values()):
        return numbers
    streets = {
        clean.street_key(f"{place['address'].get('address_1', '')} {place['address'].get('city', '')}")
        for place in record.get("locations", {}).values()
        if place.get("address", {}).get("address_1")
    }
    return numbers | streets
