"""`hsds/3.1/`: HSDS 3.1 as JSON files, the part of the standard's API that needs no server.

Full objects lie at `<kind>/<id>.json`; lists are pages (`Page` of the standard), whose items hold what HSDS calls
one-to-one fields only. What each path of the standard's API is called here stands in `api.json`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from bluepages.enrich import Edition
from bluepages.export.formats import File, Record
from bluepages.export.hsdsapi import api, index
from bluepages.export.jsontext import compact, pretty
from bluepages.hsds.schemas import VERSION

BASE: Final = f"hsds/{VERSION}/"
PAGE_SIZE: Final = 200
"""Items on a page of a list."""

KINDS: Final = ("organizations", "services", "service_at_locations", "taxonomies", "taxonomy_terms")

Object = dict[str, Any]


class Part(msgspec.Struct):
    """Some providers: their files, and their items of each list as JSON."""

    files: list[File]
    items: dict[str, list[bytes]]


class HsdsJson:
    """Full objects and paged lists of organizations, services, services at locations, and our taxonomies."""

    name = "hsds-json"
    paths = (
        *(f"{BASE}{name}" for name in ("index.json", "api.json")),
        *(f"{BASE}{kind}{rest}" for kind in KINDS for rest in (".json", "/page/<number>.json", "/<id>.json")),
    )
    about = f"HSDS {VERSION} as JSON: each organization and service in full, and lists of them in pages."

    def part(self, edition: Edition, batch: Sequence[Record]) -> Part:
        part = Part([], {kind: [] for kind in KINDS})
        for record in batch:
            for kind, obj, item in objects(record):
                part.files.append((f"{BASE}{kind}/{obj['id']}.json", compact(obj)))
                part.items[kind].append(compact(item))
        return part

    def sink(self, edition: Edition) -> _Sink:
        return _Sink(edition)


def objects(record: Record) -> Iterator[tuple[str, Object, Object]]:
    """Kind, full object and list item of everything of one provider that has an address of its own."""
    organization = record.compiled.organization
    owner = scalars(organization)
    yield "organizations", organization, owner
    for service in record.compiled.services:
        item = scalars(service)
        listed = {**item, "organization": owner}
        yield "services", service, listed
        for pair in service.get("service_at_locations", ()):
            place = {**scalars(pair), "service": item, "location": scalars(pair["location"])}
            yield "service_at_locations", {**pair, "service": listed}, place


def scalars(obj: Mapping[str, Any]) -> Object:
    """The plain values of an object: what the standard's lists hold of it."""
    return {name: value for name, value in obj.items() if not isinstance(value, dict | list)}


class Pages:
    """A list in pages. It takes `total` items in all, in order, and gives each page as soon as it is full."""

    def __init__(self, kind: str, total: int, size: int = PAGE_SIZE) -> None:
        self._kind, self._total, self._size = kind, total, size
        self._count = max(1, -(-total // size))
        self._waiting: list[bytes] = []
        self._number = 0

    def add(self, items: Iterable[bytes]) -> Iterator[File]:
        self._waiting += items
        while len(self._waiting) >= self._size:
            yield from self._page()

    def finish(self) -> Iterator[File]:
        while self._number < self._count:
            yield from self._page()

    def _page(self) -> Iterator[File]:
        items, self._waiting = self._waiting[: self._size], self._waiting[self._size :]
        self._number += 1
        head = {
            "total_items": self._total,
            "total_pages": self._count,
            "page_number": self._number,
            "size": len(items),
            "first_page": self._number == 1,
            "last_page": self._number == self._count,
            "empty": not items,
        }
        content = compact(head)[:-1] + b',"contents":[\n' + b",\n".join(items) + b"\n]}\n"
        yield f"{BASE}{self._kind}/page/{self._number}.json", content
        if self._number == 1:
            yield f"{BASE}{self._kind}.json", content


class _Sink:
    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        terms = edition.hsds_context.terms.by_id
        self._terms = {"taxonomies": _taxonomies(terms), "taxonomy_terms": list(terms.values())}
        totals: dict[str, Callable[[], int]] = {
            "organizations": lambda: len(edition.providers),
            "services": lambda: sum(len(provider.services) for provider in edition.providers.values()),
            "service_at_locations": lambda: sum(
                1 for offers in edition.offers.values() for offer in offers if offer.location_key
            ),
        }
        self._pages = {kind: Pages(kind, totals[kind]()) for kind in totals}
        self._pages |= {kind: Pages(kind, len(found)) for kind, found in self._terms.items()}

    def add(self, part: Part) -> Iterator[File]:
        yield from part.files
        for kind, items in part.items.items():
            yield from self._pages[kind].add(items)

    def finish(self) -> Iterator[File]:
        for kind, found in self._terms.items():
            for obj in found:
                yield f"{BASE}{kind}/{obj['id']}.json", compact(obj)
            yield from self._pages[kind].add(compact(scalars(obj)) for obj in found)
        for pages in self._pages.values():
            yield from pages.finish()
        yield f"{BASE}index.json", pretty(index(self._edition, BASE))
        yield f"{BASE}api.json", pretty(api(self._edition, BASE, KINDS))


def _taxonomies(terms: Mapping[str, Object]) -> list[Object]:
    """The taxonomies of some terms, each once."""
    found = {term["taxonomy_detail"]["id"]: term["taxonomy_detail"] for term in terms.values()}
    return list(found.values())
