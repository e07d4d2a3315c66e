"""Whether two providers are one: what they share, how much that says, and whether it is enough to act upon.

A machine joins an incoming row to a provider only where a match is `sure`; it never makes one of two providers that are
there already. Everything else that speaks for one is a suggestion, with reasons and a score, for a person to settle.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec
from rapidfuzz import fuzz

from bluepages.federate import clean

Data = dict[str, Any]

ALIKE: Final = 88.0
"""Likeness of names, 0 to 100 (token set ratio), from which a shared telephone, host or street makes two one."""
SIMILAR: Final = 75.0
"""Likeness from which two names are worth a suggestion, and from which telephone and street together make two one."""
CROWD: Final = 60
"""A telephone, host or street that more providers than this share says nothing about who they are."""
SUGGEST: Final = 0.45
"""The score from which a match that is not sure is told."""

_WEIGHTS: Final = {"equal": 0.55, "alike": 0.45, "similar": 0.25, "phone": 0.3, "host": 0.25, "street": 0.3}
_NAMES: Final = {"equal": "the same name", "alike": "nearly the same name", "similar": "a similar name"}
_COUNTY, _ELSEWHERE = 0.15, -0.4
_GENERIC: Final = frozenset(
    word
    for line in (
        "adult and behavioral care center centers centre centro children childrens clinic clinica clinics college",
        "community comprehensive counseling county dental department dept education elementary family families first",
        "for general group health healthcare high homeless hospital house housing inc institute library main medical",
        "medicine mental middle mobile new office outpatient partners pediatrics pharmacy primary program programs",
        "project public recovery rehab rehabilitation resource school service services site student substance system",
        "teen treatment unit use van wellness women womens youth branch east west north south central city valley",
    )
    for word in line.split()
)


class Card(msgspec.Struct, frozen=True):
    """What a provider is recognized by; `names`, `streets` and `hosts` in the form in which they are compared."""

    slug: str
    counties: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    streets: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()

    def marks(self) -> Iterator[tuple[str, str]]:
        """Everything by which it can be found again."""
        for kind in ("names", "phones", "hosts", "streets", "ids"):
            for value in getattr(self, kind):
                yield kind, value


class Match(msgspec.Struct, frozen=True):
    """What speaks for two being one: `score` from 0 to 1, `reasons` in words, `sure` where a machine may act."""

    score: float
    sure: bool
    reasons: tuple[str, ...]


def card_of(slug: str, record: Data, counties: Iterable[str]) -> Card:
    """The card of a record as plain data; a confidential place gives nothing (DESIGN 3, rule 3)."""
    places = [place for place in record.get("locations", {}).values() if not place.get("confidential")]
    phones = [*record.get("phones", []), *(phone for place in places for phone in place.get("phones", []))]
    webs = [record.get("website", ""), *(place.get("url", "") for place in places)]
    ids = [record.get("identifiers", {}), *(place.get("identifiers", {}) for place in places)]
    return Card(
        slug,
        frozenset(counties) - {"", "statewide"},
        frozenset(clean.name_key(record.get(name, "")) for name in ("name", "alternate_name")) - {""},
        frozenset(phone["number"] for phone in phones if len(phone["number"]) > 3),
        frozenset(clean.host(web) for web in webs) - {""},
        frozenset(street for place in places for street in streets_of(place)),
        frozenset(f"{scheme}:{value}" for scheme_values in ids for scheme, value in scheme_values.items()),
    )


def streets_of(place: Data) -> Iterator[str]:
    """A place's street with its ZIP code and with its city, since a source may have only one of them."""
    address = place.get("address", {})
    line = clean.street_key(address.get("address_1", ""))
    if line and any(letter.isdigit() for letter in line):
        for end in (address.get("postal_code", "")[:5], clean.text(address.get("city", "")).casefold()):
            if end:
                yield f"{line}|{end}"


def specific(name: str) -> bool:
    """Whether a name (a key) says who it is: `omni family health` does, `family health center` does not."""
    return any(word not in _GENERIC and len(word) > 2 for word in name.split())


def likeness(one: frozenset[str], other: frozenset[str]) -> str:
    """`equal`, `alike`, `similar` or `""` for the nearest of the names of two."""
    if one & other:
        return "equal"
    best = ""
    for a in one:
        for b in other:
            score = fuzz.token_set_ratio(a, b)
            if score >= ALIKE and close(a, b):
                return "alike"
            if score >= SIMILAR and any(word not in _GENERIC for word in set(a.split()) & set(b.split())):
                best = "similar"
    return best


def close(a: str, b: str) -> bool:
    """Whether two names differ in one word: left out, or spelled a little otherwise.

    `adult services` and `public health` of one county are two, though they share a switchboard.
    """
    mine, theirs = set(a.split()) - set(b.split()), set(b.split()) - set(a.split())
    if len(mine) + len(theirs) <= 1:
        return True
    return len(mine) == len(theirs) == 1 and fuzz.ratio(mine.pop(), theirs.pop()) >= ALIKE


def judge(one: Card, other: Card) -> Match:
    """Everything that two cards share, weighed."""
    same = one.ids & other.ids
    name = likeness(one.names, other.names)
    if same and not _at_odds(same, name, one, other):
        return Match(1.0, True, (f"the same identifier {min(same)}",))
    if same:
        return Match(SUGGEST, False, (f"the same identifier {min(same)}, though nothing else is alike",))
    reasons = {"equal": ["the same name"], "alike": ["nearly the same name"], "similar": ["a similar name"]}.get(
        name, []
    )
    score = _WEIGHTS.get(name, 0.0)
    shared: set[str] = set()
    for kind, word, mine, theirs in (
        ("phone", "telephone", one.phones, other.phones),
        ("host", "web host", one.hosts, other.hosts),
        ("street", "street", one.streets, other.streets),
    ):
        both = mine & theirs
        if both:
            shared.add(kind)
            score += _WEIGHTS[kind]
            reasons.append(f"the same {word} {min(both).partition('|')[0]}")
    elsewhere = bool(one.counties and other.counties and not one.counties & other.counties)
    county = bool(one.counties & other.counties)
    score += _ELSEWHERE if elsewhere else _COUNTY if county else 0.0
    if county and name:
        reasons.append("the same county")
    return Match(
        round(max(0.0, min(score, 0.99)), 2), _sure(name, shared, county, elsewhere, one, other), tuple(reasons)
    )


def _at_odds(ids: frozenset[str], name: str, one: Card, other: Card) -> bool:
    """Whether all else speaks against a short number that both have: some sources count their rows anew each time."""
    shared = one.phones & other.phones or one.hosts & other.hosts or one.streets & other.streets
    counted = all(re.fullmatch(r".*:\d{1,6}", each) for each in ids)
    return bool(counted and one.names and other.names and not name and not shared)


def _sure(name: str, shared: set[str], county: bool, elsewhere: bool, one: Card, other: Card) -> bool:
    if elsewhere:
        return False
    if name == "equal":
        says_who = any(specific(each) for each in one.names & other.names)
        return bool(shared) or (county and (says_who or not (one.streets and other.streets)))
    if name == "alike":
        return bool(shared)
    return name == "similar" and {"phone", "street"} <= shared


class Index:
    """Cards by what they can be found by, so that a card meets only those that share something with it."""

    def __init__(self, cards: Iterable[Card] = ()) -> None:
        self._cards: list[Card] = []
        self._by: dict[tuple[str, str], list[int]] = defaultdict(list)
        for card in cards:
            self.add(card)

    def add(self, card: Card) -> None:
        """Take in one more card; one provider may have several."""
        number = len(self._cards)
        self._cards.append(card)
        for mark in card.marks():
            self._by[mark].append(number)

    def near(self, card: Card) -> list[Card]:
        """Cards that share something with this one, in the order in which they came."""
        numbers: set[int] = set()
        for mark in card.marks():
            found = self._by.get(mark, ())
            if len(found) <= CROWD or mark[0] in ("names", "ids"):
                numbers.update(found)
        return [self._cards[number] for number in sorted(numbers)]

    def best(self, card: Card) -> tuple[Card, Match] | None:
        """The card of which it is sure that it is the same provider; of several the best, then the first."""
        found: tuple[Card, Match] | None = None
        for other in self.near(card):
            match = judge(other, card)
            if match.sure and (found is None or match.score > found[1].score):
                found = other, match
        return found


def suggestions(cards: Iterable[Card], apart: Iterable[frozenset[str]]) -> list[tuple[str, str, Match]]:
    """Pairs of providers that may be one, the likeliest first; `apart` are pairs that a person said are two."""
    known, index = set(apart), Index()
    found: dict[tuple[str, str], Match] = {}
    for card in sorted(cards, key=lambda card: card.slug):
        for other in index.near(card):
            pair = (other.slug, card.slug)
            if other.slug == card.slug or frozenset(pair) in known:
                continue
            match = judge(other, card)
            if match.score >= SUGGEST and (pair not in found or match.score > found[pair].score):
                found[pair] = match
        index.add(card)
    return sorted(((a, b, match) for (a, b), match in found.items()), key=lambda item: (-item[2].score, item[:2]))
