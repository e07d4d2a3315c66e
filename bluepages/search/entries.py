"""`Entry`: an offer as the index holds it: where it is, what a result shows and what filters ask.

A confidential place gives its city and nothing finer (DESIGN 3, rule 3): no point, no street, no distance.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal

import msgspec

from bluepages.enrich import Edition, Offer
from bluepages.enrich.history import Stale
from bluepages.hours import weekly_of
from bluepages.model import Phone, Provider, Service
from bluepages.search.grid import units
from bluepages.site.openings import hours_checked
from bluepages.site.phones import callable_first
from bluepages.vocabulary import Vocabulary
from bluepages.vocabulary.ways import way_of

STATE: Final = "*"
"""The area of what serves the whole state."""

Kind = Literal[0, 1, 2, 3, 4]
EXACT: Final = 0
APPROXIMATE: Final = 1
NOWHERE: Final = 2
PRIVATE: Final = 3
UNPLACED: Final = 4
"""What is known of the place: its point; the middle of its ZIP code or city; it has none (telephone, online); it is
confidential; it is a real place of which no point is known."""

STEP_FREE: Final = frozenset(("step-free-entrance", "wheelchair-accessible"))

_WAYS: Final = {"phone": "p", "visit": "v", "mail": "m", "other": "o"}
"""How a person checked, in the letters of the index."""


class Entry(msgspec.Struct, frozen=True):
    """One offer in the index. `point` is in units of the grid; `areas` are counties and `*`: lists without distance.

    `number` is its place in the edition: by it `said` tells what words it is found by.
    """

    number: int
    offer: Offer
    kind: Kind
    point: tuple[int, int] | None
    street: str
    city: str
    areas: tuple[str, ...]
    hours: str
    phone: str
    fresh: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is sorted by within a shard; unique."""
        return self.offer.slug, self.offer.service_key, self.offer.location_key

    @property
    def newest(self) -> int:
        """Months from January 2000 to when it was last checked or its source was dated; 0 where neither is known."""
        return _newest(self.fresh)


@lru_cache(maxsize=1 << 14)
def _newest(fresh: str) -> int:
    dates = fresh.split(",") if fresh else []
    last = max((dates[at] for at in (0, 2, 3) if dates), default="")
    if not last[:4].isdecimal():
        return 0
    month = int(last[5:7]) if last[5:7].isdecimal() else 1
    return max(0, (int(last[:4]) - 2000) * 12 + month)


def running(edition: Edition) -> Iterator[Offer]:
    """All offers that are running, in the order of the edition."""
    return (offer for slug in edition.providers for offer in edition.offers[slug] if offer.active)


def entries(edition: Edition) -> Iterator[Entry]:
    """The entries of all offers that are running, by number."""
    vocabulary = edition.vocabulary
    for number, offer in enumerate(running(edition)):
        kind, point = _place(offer, vocabulary)
        address = offer.location.address if offer.location else None
        yield Entry(
            number=number,
            offer=offer,
            kind=kind,
            point=point,
            street=address.address_1 if address and kind in (EXACT, APPROXIMATE, UNPLACED) else "",
            city=address.city if address and kind != NOWHERE else "",
            areas=_areas(offer, point),
            hours=weekly_of(offer.hours),
            phone=_phone(offer.phones),
            fresh=_fresh(offer),
        )


def _place(offer: Offer, vocabulary: Vocabulary) -> tuple[Kind, tuple[int, int] | None]:
    place, spot = offer.location, offer.spot
    if place is None or place.location_type == "virtual":
        return NOWHERE, None
    if place.confidential:
        return PRIVATE, None
    if spot and spot.latitude is not None and spot.longitude is not None:
        return (APPROXIMATE if spot.approximate else EXACT), (units(spot.latitude), units(spot.longitude))
    name = place.address.city if place.address else ""
    city = vocabulary.places.city(name, spot.county if spot and spot.county else None) if name else None
    if city is not None:
        return APPROXIMATE, (units(city.latitude), units(city.longitude))
    return UNPLACED, None


def _areas(offer: Offer, point: tuple[int, int] | None) -> tuple[str, ...]:
    """Where it is listed without a distance: all that it serves, but for the county in which it has a point."""
    if offer.statewide:
        return (STATE,)
    home = offer.spot.county if point is not None and offer.spot else ""
    return tuple(county for county in offer.counties if county != home)


def _phone(phones: tuple[Phone, ...]) -> str:
    """`510-555-0142`, `510-555-0142,12` with an extension; `sms:` before a number that only takes texts."""
    first = callable_first(phones)
    if first is None:
        return ""
    text = f"{first.number},{first.extension}" if first.extension else first.number
    return f"sms:{text}" if first.type == "text" else text


def _fresh(offer: Offer) -> str:
    """Checked by a person, how, hours checked, date of the source: `2026-11-09,p,2026-11-09,2023-08`."""
    check = offer.service.verified
    way = _WAYS[way_of(check.how)] if check else ""
    parts = (check.date if check else "", way, hours_checked(offer.service), offer.source_date)
    return ",".join(parts) if any(parts) else ""


def audiences(service: Service) -> str:
    """The audiences of a service as one text, `""` for anybody."""
    return " ".join(service.audiences)


def ages(service: Service) -> str:
    """`18-`, `-17`, `12-24`, or `""` for any age."""
    low, high = service.minimum_age, service.maximum_age
    if not low and high is None:
        return ""
    return f"{low or 0:g}-{'' if high is None else f'{high:g}'}"


class Remarks(msgspec.Struct, frozen=True):
    """Says of a translation that it is older than what it translates; `words` are those for it, by language."""

    stale: Stale
    words: dict[str, str]

    def __call__(self, slug: str, language: str, way: tuple[str, ...], text: str) -> str:
        """The text, with the remark behind it where the translation at this way into the record is stale."""
        left_behind = way in self.stale.get(slug, {}).get(language, ())
        return f"{text} ({self.words[language]})" if left_behind and language in self.words else text


def translations(provider: Provider) -> dict[str, tuple[str, dict[str, str], dict[str, str]]]:
    """Translated words by language: the provider's name, the names of services by key, and what those cost."""
    found: dict[str, tuple[str, dict[str, str], dict[str, str]]] = {}
    for language, words in provider.translations.items():
        services = {key: said.name for key, said in words.services.items() if said.name}
        priced = {key for key, service in provider.services.items() if service.cost not in ("", "free")}
        costs = {key: said.cost for key, said in words.services.items() if said.cost and key in priced}
        if words.name or services or costs:
            found[language] = (words.name, services, costs)
    return found
