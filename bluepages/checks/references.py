"""References: everything a record points at is there (P601 to P606)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from bluepages.checks.context import Context
from bluepages.checks.walk import sources
from bluepages.model import Provider, Service
from bluepages.problems import Edit, Path, Problem
from bluepages.records.book import Entry
from bluepages.vocabulary import nearest

_REFS = "Use an id of data/sources.yaml, issue:N, pull:N or web:example.org."
_REF = re.compile(
    r"(?:issue|pull):[1-9][0-9]{0,8}|form:[0-9a-f]{8,64}|web:(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}"
)


def check(entry: Entry, provider: Provider, context: Context) -> Iterator[Problem]:
    """All references of one record."""
    yield from _at(entry, provider)
    yield from _providers(entry, provider, context)
    yield from _translations(entry, provider)
    yield from _sources(entry, provider, context)
    yield from _reach(entry, provider)


def _at(entry: Entry, provider: Provider) -> Iterator[Problem]:
    used: set[str] = set()
    for key, service in provider.services.items():
        used.update(service.at)
        for where in service.at:
            if where not in provider.locations:
                path: Path = ("services", key, "at", where)
                yield _lost(entry, "P601", path, f"This file has no location {where}.", where, provider.locations)
    if used:
        for key in provider.locations:
            if key not in used:
                hint = "Name it under at of a service, or take it out."
                yield entry.problem("P605", ("locations", key), f"No service is given at {key}.", hint, key=True)


def _lost(entry: Entry, rule: str, path: Path, message: str, key: str, known: Collection[str]) -> Problem:
    """A key that names nothing, with the one that was probably meant."""
    near = nearest(key, list(known)) if known else None
    hint = f"Did you mean {near}?" if near else f"It has: {', '.join(list(known)[:8])}." if known else "Delete this."
    fix = (Edit(path, rename=near),) if near else ()
    return entry.problem(rule, path, message, hint, fix, key=True)


def _providers(entry: Entry, provider: Provider, context: Context) -> Iterator[Problem]:
    lists: list[tuple[Path, Sequence[str]]] = [(("not_duplicate_of",), provider.not_duplicate_of)]
    if provider.closed:
        lists.append((("closed", "see"), provider.closed.see))
    lists += [(("services", key, "closed", "see"), service.closed.see)
              for key, service in provider.services.items() if service.closed]  # fmt: skip
    present = context.book.by_slug
    for path, slugs in lists:
        for at, slug in enumerate(slugs):
            if slug == entry.slug and path[0] != "services":
                yield entry.problem("P602", (*path, at), "This names the record itself.", "Delete it.")
            elif slug and slug not in present:
                yield _gone(entry, (*path, at), slug, context)


def _gone(entry: Entry, path: Path, slug: str, context: Context) -> Problem:
    now = context.book.redirects.get(slug)
    if now:
        return entry.problem("P602", path, f"{slug} is called {now} now.", f"Write {now}.", (Edit(path, now),))
    near = nearest(slug, context.book.by_slug)
    hint = f"Did you mean {near}?" if near else "Write the file name of a provider, without .yaml."
    return entry.problem("P602", path, f"There is no provider {slug}.", hint)


def _translations(entry: Entry, provider: Provider) -> Iterator[Problem]:
    for language, words in provider.translations.items():
        for group, said, known in (
            ("services", words.services, provider.services), ("locations", words.locations, provider.locations),
        ):  # fmt: skip
            for key in said:
                if key not in known:
                    path: Path = ("translations", language, group, key)
                    message = f"This file has no {group[:-1]} {key} to translate."
                    yield _lost(entry, "P603", path, message, key, list(known))


def _sources(entry: Entry, provider: Provider, context: Context) -> Iterator[Problem]:
    refs: list[tuple[Path, str]] = [((*path, "ref"), source.ref) for path, source in sources(provider)]
    refs += [(("questions", at, "ref"), question.ref) for at, question in enumerate(provider.questions) if question.ref]
    known = context.vocabulary.sources
    for path, ref in refs:
        if not ref or ref in known or _REF.fullmatch(ref):
            continue
        near = nearest(ref, known)
        hint = f"Did you mean {near}?" if near else _REFS
        shown = ref if len(ref) <= 60 else ref[:57] + "..."
        fix = (Edit(path, near),) if near else ()
        yield entry.problem("P604", path, f'"{shown}" is not a source that is known.', hint, fix)


def _reach(entry: Entry, provider: Provider) -> Iterator[Problem]:
    """A service must be reached somehow: by phone, on the web, by e-mail, or by going there."""
    if provider.closed or provider.phones or provider.website or provider.email:
        return
    for key, service in provider.services.items():
        if not (service.closed or service.status == "defunct" or _reachable(service, provider)):
            hint = "Add a phone, a web address or an e-mail to the service or to the provider."
            yield entry.problem("P606", ("services", key), "Nobody can tell how to reach this service.", hint, key=True)


def _reachable(service: Service, provider: Provider) -> bool:
    if service.phones or service.url or service.email:
        return True
    for key in service.at or provider.locations:
        place, at = provider.locations.get(key), service.at.get(key)
        if (at and at.phones) or (place and (place.phones or place.url or (place.address and place.address.address_1))):
            return True
    return False
