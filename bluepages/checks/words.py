"""Words of closed lists: needs, audiences, accessibility, counties, languages, stewards (P320 to P331)."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import Any

from bluepages.checks.context import Context
from bluepages.checks.walk import phone_lists
from bluepages.model import Provider
from bluepages.problems import ABSENT, Edit, Path, Problem
from bluepages.records.book import Entry
from bluepages.vocabulary import Accessibility, Audience, nearest

Suggest = Callable[[str], str | None]


def check(entry: Entry, provider: Provider, context: Context) -> Iterator[Problem]:
    """All words of one record that must stand in a list."""
    known = context.vocabulary
    yield from _languages(entry, provider, context)
    for key, place in provider.locations.items():
        path: Path = ("locations", key)
        yield from _listed(entry, (*path, "accessibility"), place.accessibility, known.accessibility, "P322",
                           "an accessibility feature", lambda word: _by_name(word, known.accessibility))  # fmt: skip
        if place.county:
            yield from _county(entry, (*path, "county"), place.county, context)
    for key, service in provider.services.items():
        path = ("services", key)
        yield from _listed(entry, (*path, "needs"), service.needs, known.needs, "P320", "a need", known.suggest_need)
        yield from _listed(entry, (*path, "audiences"), service.audiences, known.audiences, "P321", "an audience",
                           lambda word: _by_name(word, known.audiences))  # fmt: skip
        if service.serves:
            for at, county in enumerate(service.serves.counties):
                yield from _county(entry, (*path, "serves", "counties", at), county, context)
        if service.verified and service.verified.by:
            yield from _verifier(entry, (*path, "verified", "by"), service.verified.by, context)
        low, high = service.minimum_age, service.maximum_age
        if low is not None and high is not None and low > high:
            fix = (Edit((*path, "minimum_age"), high), Edit((*path, "maximum_age"), low))
            message = f"The lowest age is {low:g}, the highest {high:g}."
            yield entry.problem("P326", (*path, "minimum_age"), message, "Exchange the two.", fix)


def _languages(entry: Entry, provider: Provider, context: Context) -> Iterator[Problem]:
    known = context.vocabulary
    lists: list[tuple[Path, Sequence[str]]] = [
        ((*path, at, "languages"), phone.languages)
        for path, phones in phone_lists(provider) for at, phone in enumerate(phones) if phone.languages
    ]  # fmt: skip
    for group, things in (("locations", provider.locations), ("services", provider.services)):
        lists += [((group, key, "languages"), thing.languages) for key, thing in things.items()]
    for path, codes in lists:
        yield from _listed(
            entry, path, codes, known.languages, "P330", "a language code", known.suggest_language)  # fmt: skip
    for language in provider.translations:
        if language not in context.config.languages:
            message = f"This directory is not published in {language}."
            hint = f"It is published in: {', '.join(context.config.languages)}."
            yield entry.problem("P331", ("translations", language), message, hint, key=True)


def _listed(
    entry: Entry, path: Path, words: Sequence[str], known: Container[str], rule: str, what: str, suggest: Suggest,
) -> Iterator[Problem]:  # fmt: skip
    for at, word in enumerate(words):
        if word and word not in known:
            yield _unknown(entry, (*path, at), word, rule, what, suggest)
        elif word and word in words[:at]:
            fix = (Edit((*path, at), ABSENT),)
            yield entry.problem("P325", (*path, at), f"{word} stands in this list already.", "Delete it.", fix)


def _unknown(entry: Entry, path: Path, word: str, rule: str, what: str, suggest: Suggest) -> Problem:
    near = suggest(word)
    hint = f"Did you mean {near}?" if near else _LISTS.get(rule, "")
    shown = word if len(word) <= 60 else word[:57] + "..."
    fix = (Edit(path, near),) if near else ()
    return entry.problem(rule, path, f'"{shown}" is not {what} of this directory.', hint, fix)


def _county(entry: Entry, path: Path, county: str, context: Context) -> Iterator[Problem]:
    known = context.vocabulary
    if county and known.counties and county not in known.counties:
        yield _unknown(entry, path, county, "P323", "a county", known.suggest_county)


def _verifier(entry: Entry, path: Path, by: str, context: Context) -> Iterator[Problem]:
    """Only a steward, or the stewards of a county, can say that something was checked."""
    known = context.vocabulary
    if by in known.stewards or by in known.counties or not known.counties:
        return
    yield _unknown(entry, path, by, "P324", "a steward or a county",
                   lambda word: nearest(word, known.stewards) or known.suggest_county(word))  # fmt: skip


def _by_name(word: str, known: Mapping[str, Accessibility | Audience]) -> str | None:
    """The entry whose id, label or synonym is nearest."""
    names: dict[str, Any] = {name: name for name in known}
    for name, thing in known.items():
        for label in (*thing.label.values(), *thing.synonyms):
            names.setdefault(label, name)
    return nearest(word, names)


_LISTS = {
    "P320": "data/needs.yaml lists the needs.",
    "P321": "data/audiences.yaml lists them; leave the key out where it is for everyone.",
    "P322": "data/accessibility.yaml lists them; anything else goes into accessibility_details.",
    "P323": "data/counties.yaml lists the counties.",
    "P324": "Write a steward's id from data/stewards.yaml, or the county whose stewards checked.",
    "P330": "data/languages.yaml lists the codes.",
}
