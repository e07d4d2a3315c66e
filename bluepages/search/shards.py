"""A shard as files: one with what ranking and filters ask of every entry, and blocks with what a shown result says.

Both are columns over small tables of what repeats; numbers are packed, texts are lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, Generic, TypeVar

from bluepages.model import Service
from bluepages.search.entries import STEP_FREE, Entry, ages, audiences, translations
from bluepages.search.fold import tokens
from bluepages.search.layout import Shard
from bluepages.search.pack import pack

LONGEST_COST: Final = 60
"""Letters of what a service costs that a result shows."""

T = TypeVar("T")


class Table(Generic[T]):
    """Things, each once, in the order in which they come; calling it gives the number of one."""

    def __init__(self, *first: T) -> None:
        self.numbers: dict[T, int] = {}
        for thing in first:
            self(thing)

    def __call__(self, thing: T) -> int:
        return self.numbers.setdefault(thing, len(self.numbers))

    def __iter__(self) -> Iterator[T]:
        return iter(self.numbers)


def shard_file(shard: Shard, several: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    """The content of a shard's file; `docs/search-index.md` explains each key.

    `several` names the services with more than one document: only they need a name by which two are known as one.
    """
    found = shard.entries
    hours: Table[str] = Table("")
    dates: Table[tuple[int, int, int]] = Table((0, 0, 0))
    groups: Table[str] = Table("")
    spans: Table[str] = Table("")
    ids: Table[str] = Table("")
    content: dict[str, Any] = {
        "n": len(found),
        "p": pack(shard.positions),
        "cuts": pack(shard.blocks),
        "h": pack([hours(each.hours) for each in found]),
        "d": pack([dates(_dates(each.fresh)) for each in found]),
        "f": pack([_flags(each) for each in found]),
        "a": pack([groups(audiences(each.offer.service)) for each in found]),
        "g": pack([spans(ages(each.offer.service)) for each in found]),
        "s": pack([ids(several.get(each.key[:2], "")) for each in found]),
        "hours": list(hours),
        "dates": pack(number for each in dates for number in each),
        "aud": list(groups),
        "age": list(spans),
        "ids": list(ids),
    }
    if shard.area:
        return content
    points = [each.point for each in found if each.point is not None]
    south, west = min(y for y, _ in points), min(x for _, x in points)
    return content | {
        "o": [south, west],
        "y": pack(y - south for y, _ in points),
        "x": pack(x - west for _, x in points),
    }


@lru_cache(maxsize=1 << 14)
def _dates(fresh: str) -> tuple[int, int, int]:
    """Checked, hours checked, date of the source, each as one number."""
    checked, _, hours, dated = fresh.split(",") if fresh else [""] * 4
    return day_number(checked), day_number(hours), day_number(dated)


def day_number(text: str) -> int:
    """A date as `((year - 2000) * 13 + month) * 32 + day`, month and day 0 where it has none; 0 for no date."""
    year, month, day = (*(int(part) for part in text.split("-")), 0, 0)[:3] if text else (2000, 0, 0)
    return max(0, ((year - 2000) * 13 + month) * 32 + day)


def _flags(each: Entry) -> int:
    """1 free, 2 step-free."""
    step_free = bool(each.offer.location and STEP_FREE & set(each.offer.location.accessibility))
    return int(each.offer.service.cost == "free") | step_free << 1


def block_file(found: Sequence[Entry]) -> dict[str, Any]:
    """The content of a block: providers, services and places, each once, and one row an entry."""
    providers: Table[str] = Table()
    services: Table[tuple[str, str]] = Table()
    streets: Table[tuple[int, str, str]] = Table()
    phones: Table[str] = Table("")
    first: dict[tuple[str, str], Entry] = {}
    for each in found:
        first.setdefault((each.offer.slug, each.offer.service_key), each)
    for service in first:
        providers(service[0])
    cities: Table[str] = Table("")
    content: dict[str, Any] = {
        "os": pack([services((each.offer.slug, each.offer.service_key)) for each in found]),
        "ol": pack([streets((each.kind, each.street, each.city)) for each in found]),
        "op": pack([phones(each.phone) for each in found]),
        "ow": pack([" pvmo".index(each.fresh.split(",")[1] or " ") if each.fresh else 0 for each in found]),
        **_services(first, providers),
        "ls": [street for _, street, _ in streets],
        "lk": pack(kind for kind, _, _ in streets),
        "lc": pack([cities(city) for _, _, city in streets]),
        "city": list(cities),
        "phone": list(phones),
    }
    said = _said(first, list(providers))
    return content | ({"tr": said} if said else {})


def _services(first: dict[tuple[str, str], Entry], providers: Table[str]) -> dict[str, Any]:
    tongues: Table[str] = Table("")
    costs: Table[str] = Table("")
    areas: Table[str] = Table("")
    record = {slug: each.offer.provider for (slug, _), each in first.items()}
    titles = [each.offer.service.name for each in first.values()]
    names = [record[slug].name for slug in providers]
    return {
        "pn": names,
        "ps": _unless(list(providers), names),
        "sn": titles,
        "sk": _unless([key for _, key in first], titles),
        "sp": pack([providers(slug) for slug, _ in first]),
        "sl": pack([tongues(" ".join(each.offer.service.languages)) for each in first.values()]),
        "sc": pack([costs(cost(each.offer.service)) for each in first.values()]),
        "sa": pack([areas(area(each.offer.service)) for each in first.values()]),
        "lang": list(tongues),
        "cost": list(costs),
        "area": list(areas),
    }


def cost(service: Service) -> str:
    """What it costs in words, `""` where it is free or nobody said; a long text breaks off after a whole word."""
    said = "" if service.cost == "free" else service.cost
    return said if len(said) <= LONGEST_COST else f"{said[:LONGEST_COST].rpartition(' ')[0] or said[:LONGEST_COST]}…"


def area(service: Service) -> str:
    """The counties that it says it serves, `""` where it says nothing, or something that is not counties alone."""
    serves = service.serves
    return "" if serves is None or serves.statewide or serves.cities or serves.zips else " ".join(serves.counties)


def _unless(slugs: list[str], names: list[str]) -> list[str]:
    """Slugs, `""` where the name makes it: its folded words with `-` between, as the client makes it."""
    return ["" if "-".join(tokens(name)) == slug else slug for slug, name in zip(slugs, names, strict=True)]


def _said(first: dict[tuple[str, str], Entry], slugs: list[str]) -> dict[str, Any]:
    """Translated names by language: `p` by number of the provider, `s` by number of the service."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    record = {slug: each.offer.provider for (slug, _), each in first.items()}
    for index, slug in enumerate(slugs):
        for language, (name, services) in translations(record[slug]).items():
            words = found.setdefault(language, {"p": {}, "s": {}})
            words["p"] |= {str(index): name} if name else {}
            words["s"] |= {
                str(at): services[key] for at, (own, key) in enumerate(first) if own == slug and key in services
            }
    return found
