"""Web addresses of the records, and what is remembered of those at which nothing was found."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlsplit

import msgspec

from bluepages.enrich.links import DeadLink
from bluepages.errors import OURS, Complaint
from bluepages.records.book import Book
from bluepages.sweep.fetch import DEAD, Found

APART: Final = timedelta(days=3)
"""An address counts as dead when nothing was found at it twice, this far apart, and never anything in between."""

WORKERS: Final = 8
SUSPICIOUS: Final = 20
"""With so many addresses asked and most of them unknown, it is our own network that is down."""


class Missing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was found last at an address, and the days on which it was found first and last."""

    found: str
    first: str
    last: str

    @property
    def dead(self) -> bool:
        """Whether it was seen twice, far enough apart."""
        return date.fromisoformat(self.last) - date.fromisoformat(self.first) >= APART


class State(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The memory of the sweep: addresses at which nothing was found the last time they were asked."""

    links: dict[str, Missing] = {}


def decode(raw: bytes | None) -> State:
    """The memory as it was kept; an empty one for what cannot be read, since it only holds back what is told."""
    if raw is None:
        return State()
    try:
        found = msgspec.json.decode(raw, type=State)
        return State({url: each for url, each in found.links.items() if _sound(each)})
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return State()


def _sound(each: Missing) -> bool:
    try:
        return date.fromisoformat(each.first) <= date.fromisoformat(each.last) and each.found in DEAD
    except ValueError:
        return False


def encode(state: State) -> bytes:
    """The memory in one order."""
    links = {url: state.links[url] for url in sorted(state.links)}
    return msgspec.json.format(msgspec.json.encode(State(links))) + b"\n"


def addresses(book: Book) -> dict[str, list[str]]:
    """Every web address of a record that is still open, with the records that name it."""
    found: dict[str, list[str]] = defaultdict(list)
    for slug, provider in book.providers.items():
        if provider.closed is not None:
            continue
        services = [service.url for service in provider.services.values() if service.closed is None]
        places = [place.url for place in provider.locations.values() if not place.confidential]
        for url in dict.fromkeys(filter(None, (provider.website, *services, *places))):
            found[url].append(slug)
    return {url: found[url] for url in sorted(found)}


def ask(urls: Iterable[str], look: Callable[[str], Found]) -> dict[str, Found]:
    """What is found at each address; those of one host are asked one after another."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[_host(url)].append(url)

    def one_host(group: list[str]) -> list[tuple[str, Found]]:
        return [(url, look(url)) for url in group]

    with ThreadPoolExecutor(WORKERS) as pool:
        return dict(itertools.chain.from_iterable(pool.map(one_host, by_host.values())))


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def remember(state: State, found: Mapping[str, Found], known: Iterable[str], today: date) -> State:
    """The memory after a run. What is unsure proves nothing, and changes nothing.

    Raises `Complaint` where so much is unknown that the network must be at fault.
    """
    unknown = sum(1 for each in found.values() if each == "unknown host")
    if len(found) >= SUSPICIOUS and unknown * 2 > len(found):
        raise Complaint("Most names are unknown here: the network seems to be down.", "Run it again later.", OURS)
    still = set(known)
    links = {url: each for url, each in state.links.items() if url in still and found.get(url) != "ok"}
    day = today.isoformat()
    for url, each in found.items():
        if each in DEAD:
            first = links[url].first if url in links else day
            links[url] = Missing(each, first, max(day, first))
    return State(links)


def dead_links(state: State, book: Book) -> tuple[DeadLink, ...]:
    """What stewards are told: dead addresses by record."""
    where = addresses(book)
    return tuple(
        DeadLink(slug, url, each.found, each.first)
        for url, each in sorted(state.links.items())
        if each.dead
        for slug in where.get(url, ())
    )
