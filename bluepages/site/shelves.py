"""Which offers stand on which list: by county and need, and those that serve the whole state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from bluepages.enrich import Edition, Offer
from bluepages.site.links import STATEWIDE


class Shelf(msgspec.Struct):
    """One list. `here` are offers at places in the county, `area` those that serve it from elsewhere or by phone."""

    here: list[Offer] = msgspec.field(default_factory=list)
    area: list[Offer] = msgspec.field(default_factory=list)

    def __len__(self) -> int:
        return len(self.here) + len(self.area)


class Shelves:
    """All lists of an edition. Counties are slugs, or `statewide`; needs are ids, top needs holding those below."""

    def __init__(self, edition: Edition) -> None:
        needs = edition.vocabulary.needs
        self.shelves: dict[str, dict[str, Shelf]] = defaultdict(lambda: defaultdict(Shelf))
        self.members: dict[str, list[str]] = defaultdict(list)
        self.services = 0
        for slug, provider in edition.providers.items():
            homes = {edition.folder(slug)}
            self.services += len(provider.services)
            for offer in edition.offers[slug]:
                if not offer.active:
                    continue
                homes.update(offer.counties)
                self._place(offer, _with_parents(offer.service.needs, needs))
            for home in sorted(homes):
                self.members[home].append(slug)
        self.shelves = {
            county: {need: _sorted(shelf) for need, shelf in by_need.items()}
            for county, by_need in self.shelves.items()
        }
        self.members = {
            home: sorted(slugs, key=lambda slug: (edition.providers[slug].name.casefold(), slug))
            for home, slugs in self.members.items()
        }

    def _place(self, offer: Offer, needs: Iterable[str]) -> None:
        home = offer.spot.county if offer.spot and offer.location and offer.location.location_type == "physical" else ""
        for need in needs:
            for county in offer.counties:
                shelf = self.shelves[county][need]
                (shelf.here if county == home else shelf.area).append(offer)
            if offer.statewide:
                self.shelves[STATEWIDE][need].area.append(offer)

    def shelf(self, county: str, need: str) -> Shelf:
        """The list of a county (or `statewide`) for a need; an empty one if there is nothing."""
        return self.shelves.get(county, {}).get(need) or Shelf()

    def needs_of(self, county: str) -> dict[str, int]:
        """How many offers each need has in a county."""
        return {need: len(shelf) for need, shelf in self.shelves.get(county, {}).items()}

    def counties_of(self, need: str) -> dict[str, int]:
        """How many offers each county has for a need."""
        return {
            county: len(by_need[need])
            for county, by_need in self.shelves.items()
            if need in by_need and county != STATEWIDE
        }


def _with_parents(needs: Iterable[str], known: Mapping[str, object]) -> list[str]:
    """The needs and those above them, each once, without any that the vocabulary does not know."""
    found: dict[str, None] = {}
    for need in needs:
        while need:
            if need in known:
                found[need] = None
            need = need.rpartition(".")[0]
    return list(found)


def _sorted(shelf: Shelf) -> Shelf:
    """By city, then name; and a service that reaches a county from several places only once."""
    at = {(offer.slug, offer.service_key) for offer in shelf.here}
    area: dict[tuple[str, str], Offer] = {}
    for offer in shelf.area:
        if (offer.slug, offer.service_key) not in at:
            area.setdefault((offer.slug, offer.service_key), offer)
    return Shelf(sorted(shelf.here, key=_by_city), sorted(area.values(), key=_by_name))


def city_of(offer: Offer) -> str:
    """The city an offer is in, `""` where it has none or nobody knows."""
    place = offer.location
    if place is None or place.location_type != "physical" or place.address is None:
        return ""
    return place.address.city


def _by_name(offer: Offer) -> tuple[str, ...]:
    return (offer.service.name.casefold(), offer.provider.name.casefold(), offer.slug, offer.service_key)


def _by_city(offer: Offer) -> tuple[str, ...]:
    city = city_of(offer)
    return ("0" if city else "1", city.casefold(), *_by_name(offer), offer.location_key)
