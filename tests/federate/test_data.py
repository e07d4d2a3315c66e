"""What must hold of the directory's own data, whoever edits it."""

from __future__ import annotations

import functools
from collections import Counter

from bluepages.records.book import Book
from bluepages.records.load import load_book
from tests.support import ROOT

ABUSE_AND_CRISIS = {"safety.elder", "safety.child", "safety.dv", "safety.sexual", "safety.trafficking", "mind.crisis"}


@functools.cache
def book() -> Book:
    return load_book(ROOT)


def test_every_county_has_its_211_or_says_that_none_is_known() -> None:
    served = {
        county
        for provider in book().providers.values()
        for service in provider.services.values()
        if any(phone.number == "211" for phone in (*provider.phones, *service.phones)) and service.serves
        for county in service.serves.counties
    }
    none_known = {
        slug
        for slug, county in book().vocabulary.counties.items()
        if county.operator_211 and county.operator_211.none_known
    }
    assert served | none_known == set(book().vocabulary.counties)
    assert not served & none_known


def test_every_county_has_a_provider_of_its_own() -> None:
    assert {entry.folder for entry in book()} >= set(book().vocabulary.counties)


def services_by_county() -> Counter[str]:
    """How many services each county has: each service once where it stands in the county or says that it serves it.

    What serves the whole state is nobody's own and does not count, nor does what has closed.
    """
    found = Counter(dict.fromkeys(book().vocabulary.counties, 0))
    for provider in book().providers.values():
        for service in provider.services.values():
            if provider.closed or service.closed or service.status != "active":
                continue
            stands = {provider.locations[key].county for key in service.at if key in provider.locations}
            found.update((stands | set(service.serves.counties if service.serves else ())) - {""})
    return found


def test_every_county_has_ten_services_of_its_own() -> None:
    """`-s` shows the twelve counties with the fewest. The three smallest may have less."""
    found = services_by_county()
    print(*(f"{county} {count}" for county, count in found.most_common()[:-13:-1]), sep="\n")
    under = {county: count for county, count in found.items() if count < 10}
    assert set(under) <= {"alpine", "sierra", "modoc"}, under


def test_the_statewide_lines_are_there() -> None:
    numbers = {phone.number for provider in book().providers.values() for phone in provider.phones}
    assert {"988", "833-401-0832", "800-799-7233", "800-510-2020"} <= numbers
    assert "911" not in numbers


def test_every_place_and_service_names_its_source() -> None:
    for slug, provider in book().providers.items():
        for thing in (provider, *provider.services.values(), *provider.locations.values()):
            assert thing.sources or provider.sources, slug


def test_a_line_for_abuse_or_crisis_has_a_telephone_of_its_own() -> None:
    for slug, provider in book().providers.items():
        for key, service in provider.services.items():
            if ABUSE_AND_CRISIS & set(service.needs):
                assert service.phones or provider.phones, f"{slug}/{key}"
