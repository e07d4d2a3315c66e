"""Records that look like one another (P220 to P224).

Candidates come from hash buckets of phones, addresses and web pages, and, within a county, from names that stand next
to each other in the alphabet, forwards or backwards; only those are compared. Each of two gets a message that points
at the other. `not_duplicate_of` on either side says that both are right.
"""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from bluepages.checks import phonenumber
from bluepages.checks.context import Context
from bluepages.checks.names import TYPO, Name, alike, read_name, words_of
from bluepages.checks.streets import street_key
from bluepages.checks.walk import phone_lists
from bluepages.checks.webaddress import host_and_path
from bluepages.model import Provider
from bluepages.problems import Problem
from bluepages.records.book import Entry

_CROWD = 60
"""A phone, address or page that more records than this share says nothing about who they are."""

_WINDOW = 3
_MOST = 5
_WHY = {
    "P220": "the same phone and a similar name",
    "P221": "the same address and a similar name",
    "P222": "the same web address and a similar name",
    "P223": "the same or nearly the same name in the same county",
}
_HINT = "If they are one, merge them into one file; if not, add not_duplicate_of: [{slug}]."

Pairs = dict[tuple[str, str], str]
"""Slugs of two records, the earlier first, to the first rule that they break together."""


def check_book(context: Context) -> Iterator[Problem]:
    """All pairs of look-alikes."""
    entries = {slug: entry for slug, entry in context.book.by_slug.items() if entry.provider is not None}
    pairs = find_pairs(_records(entries.values()), context)
    declared = _declared(entries)
    told: dict[str, int] = defaultdict(int)
    for (one, other), rule in sorted(_open(pairs, declared).items()):
        for slug, twin in ((one, other), (other, one)):
            told[slug] += 1
            if told[slug] <= _MOST:
                yield _problem(entries[slug], entries[twin], rule)
    for slug, other in sorted(declared):
        if context.about is not None and not context.about & {slug, other}:
            continue
        if other in entries and other != slug and tuple(sorted((slug, other))) not in pairs:
            at = entries[slug].provider.not_duplicate_of.index(other)  # type: ignore[union-attr]
            message = f"{other} does not look like this record any more."
            yield entries[slug].problem("P224", ("not_duplicate_of", at), message, "This line can go.")


def open_pairs(context: Context) -> Pairs:
    """The look-alikes that nobody has said are two."""
    entries = {slug: entry for slug, entry in context.book.by_slug.items() if entry.provider is not None}
    return _open(find_pairs(_records(entries.values()), context), _declared(entries))


def _records(entries: Iterable[Entry]) -> dict[str, tuple[str, Provider]]:
    return {entry.slug: (entry.folder, entry.provider) for entry in entries if entry.provider}


def _declared(entries: Mapping[str, Entry]) -> set[tuple[str, str]]:
    """What the records themselves say: these two are not one."""
    found = {slug: entry.provider for slug, entry in entries.items()}
    return {(slug, other) for slug, provider in found.items() if provider for other in provider.not_duplicate_of}


def _open(pairs: Pairs, declared: set[tuple[str, str]]) -> Pairs:
    return {pair: rule for pair, rule in pairs.items() if pair not in declared and pair[::-1] not in declared}


def _problem(entry: Entry, twin: Entry, rule: str) -> Problem:
    message = f"This looks like {twin.file}: {_WHY[rule]}."
    return entry.problem(rule, ("name",), message, _HINT.format(slug=twin.slug))


def find_pairs(records: dict[str, tuple[str, Provider]], context: Context) -> Pairs:
    """Look-alikes among records, given as slug to folder and provider; closed ones resemble nobody.

    Where the context asks about some records only, no pairs of others are looked for.
    """
    records = {slug: record for slug, record in records.items() if record[1].closed is None}
    about = context.about
    names = _Names(records, context)
    found: Pairs = {}
    for rule, keys_of in (("P220", _phones), ("P221", _addresses), ("P222", _pages)):
        for slugs in _buckets(records, keys_of, about):
            for one, other in itertools.combinations(slugs, 2):
                if (about is None or about & {one, other}) and alike(names[one], names[other]):
                    found.setdefault((one, other), rule)
    for one, other in _namesakes(records, names, about):
        found.setdefault((one, other), "P223")
    return found


class _Names(dict[str, Name]):
    """The names of records, each read when it is first asked for."""

    def __init__(self, records: dict[str, tuple[str, Provider]], context: Context) -> None:
        super().__init__()
        self._records, self._context = records, context

    def __missing__(self, slug: str) -> Name:
        found = self[slug] = read_name(self._records[slug][1].name, self._places)
        return found

    @functools.cached_property
    def _places(self) -> frozenset[tuple[str, ...]]:
        return _place_words(self._context)


def _buckets(
    records: dict[str, tuple[str, Provider]], keys_of: Callable[[Provider], set[str]], about: frozenset[str] | None
) -> Iterator[list[str]]:
    """Records that share a key, sorted; crowds are left out, and keys of nobody who is asked about."""
    keys = {slug: keys_of(provider) for slug, (_, provider) in records.items()}
    asked = None if about is None else set[str]().union(*(keys[slug] for slug in about if slug in keys))
    shared: dict[str, list[str]] = defaultdict(list)
    for slug, values in keys.items():
        for value in values if asked is None else values & asked:
            shared[value].append(slug)
    for value in sorted(shared):
        if 1 < len(shared[value]) <= _CROWD:
            yield sorted(shared[value])


def _phones(provider: Provider) -> set[str]:
    numbers = {phone.number for _, phones in phone_lists(provider) for phone in phones if phone.type != "fax"}
    return {number for number in numbers if number not in phonenumber.SHORT and len(number) > 6}


def _addresses(provider: Provider) -> set[str]:
    found = set()
    for place in provider.locations.values():
        address = place.address
        if address and address.address_1:
            found.add(f"{street_key(address.address_1)}|{address.postal_code[:5] or address.city.lower()}")
    return found


def _pages(provider: Provider) -> set[str]:
    host, path = host_and_path(provider.website)
    return {host + path} if host else set()


def _namesakes(
    records: dict[str, tuple[str, Provider]], names: dict[str, Name], about: frozenset[str] | None
) -> Iterator[tuple[str, str]]:
    """Records of one county whose names are the same but for a slip of the pen."""
    counties: dict[str, list[str]] = defaultdict(list)
    for slug, (folder, _) in records.items():
        counties[folder].append(slug)
    for slugs in counties.values():
        if about is not None and about.isdisjoint(slugs):
            continue
        for spell in (_key, _key_backwards, _whole):
            line = sorted((spell(names[slug]), slug) for slug in slugs)
            for at, (_, slug) in enumerate(line):
                for _, other in line[at + 1 : at + 1 + _WINDOW]:
                    if about is not None and not about & {slug, other}:
                        continue
                    if _same_name(names[slug], names[other], folder_words=words_of(records[slug][0])):
                        yield (slug, other) if slug < other else (other, slug)


def _key(name: Name) -> str:
    return name.key


def _key_backwards(name: Name) -> str:
    return name.key[::-1]


def _whole(name: Name) -> str:
    return name.whole


def _same_name(one: Name, other: Name, folder_words: tuple[str, ...]) -> bool:
    """Whether two names of one county are one, but for a slip, the county's own name or the words of a form."""
    from rapidfuzz import fuzz

    if not fuzz.ratio(one.key, other.key, score_cutoff=TYPO) and not fuzz.ratio(
        one.whole, other.whole, score_cutoff=TYPO
    ):
        return False
    apart = (one.places ^ other.places) - {" ".join(folder_words)}
    return alike(one, other, TYPO) and (not apart or one.key != other.key)


def _place_words(context: Context) -> frozenset[tuple[str, ...]]:
    """The words of all counties and cities."""
    counties = (county.name for county in context.vocabulary.counties.values())
    return frozenset(map(words_of, {*counties, *context.vocabulary.places.city_names}))
