"""`Said`: what an offer is found by: the stems of what is said of it, and terms.

Of a confidential place the city counts and not its name (DESIGN 3, rule 3).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import accumulate, chain, groupby
from operator import attrgetter
from typing import NamedTuple

from bluepages.enrich import Edition, Offer
from bluepages.model import Provider
from bluepages.search.entries import running
from bluepages.search.fold import stems
from bluepages.vocabulary import Vocabulary

Stems = tuple[str, ...]


class Said(NamedTuple):
    """`strong` are stems of names and of the city, `weak` of everything else: as they were said, the same one perhaps
    often and in both. `terms` are the keys of needs (`#food.pantry`, parents too), languages (`@es`) and counties
    (`=alameda`).
    """

    strong: Stems
    weak: Stems
    terms: Stems


def said(edition: Edition) -> Iterator[Said]:
    """What is said of every offer that is running, by the number of its entry."""
    lists = Lists(edition.vocabulary)
    for slug, offers in groupby(running(edition), attrgetter("slug")):
        services = Services(edition.providers[slug], lists)
        for offer in offers:
            strong, weak, terms = services[offer.service_key]
            yield Said(strong + _of_place(offer), weak, terms + _counties(offer.counties))


class Lists:
    """Of each need and language the terms, with those of the needs above it, and of each audience the stems."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        known = vocabulary.needs
        above = {need: accumulate(need.split("."), "{}.{}".format) for need in known}
        self.needs = {need: tuple(f"#{each}" for each in line if each in known) for need, line in above.items()}
        self.languages = {code: (f"@{code}",) for code in vocabulary.languages}
        self.audiences = {
            name: _stems(*each.label.values(), *each.synonyms) for name, each in vocabulary.audiences.items()
        }


class Services(dict[str, Said]):
    """What is said of a provider's services, by key: each is worked out once, however many places give it."""

    def __init__(self, provider: Provider, lists: Lists) -> None:
        self._provider, self._lists = provider, lists
        translated = provider.translations.values()
        self._strong = _stems(provider.name, provider.alternate_name, *(each.name for each in translated))
        self._weak = _stems(provider.description, *(each.description for each in translated))

    def __missing__(self, key: str) -> Said:
        service, lists = self._provider.services[key], self._lists
        names = [service.name, service.alternate_name]
        words = [service.description, service.eligibility_description, service.application_process]
        for each in self._provider.translations.values():
            if key in each.services:
                own = each.services[key]
                names += [own.name, own.alternate_name]
                words += [own.description, own.eligibility_description]
        found = self[key] = Said(
            self._strong + _stems(*names),
            self._weak + _stems(*words) + _all(service.audiences, lists.audiences),
            _all(service.needs, lists.needs) + _all(service.languages, lists.languages),
        )
        return found


def _all(names: tuple[str, ...], among: Mapping[str, Stems]) -> Stems:
    return tuple(chain.from_iterable([among.get(name, ()) for name in names])) if names else ()


def _stems(*texts: str) -> Stems:
    text = " ".join(filter(None, texts))
    return tuple(stems(text)) if text else ()


def _of_place(offer: Offer) -> Stems:
    place = offer.location
    if place is None:
        return ()
    city = _of_city(place.address.city) if place.address else ()
    return city if place.confidential else city + _stems(place.name, place.alternate_name)


@lru_cache(maxsize=1 << 12)
def _of_city(name: str) -> Stems:
    return _stems(name)


@lru_cache(maxsize=1 << 12)
def _counties(names: tuple[str, ...]) -> Stems:
    return tuple(f"={county}" for county in names)
